/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Accuracy of networks: tables between measured points, functions, monotone fits, and what is
// refused.

#include "support/profile-test-kit.h"

#include "ns3/accuracy-model.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <cmath>
#include <fstream>
#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;

/// Interpolation and its inverse.
class AccuracyTableTestCase : public TestCase
{
  public:
    AccuracyTableTestCase()
        : TestCase("tables are linear between measured points, and invert")
    {
    }

  private:
    void DoRun() override
    {
        const AccuracyTable table(AccuracyAxis::KEEP_RATIO,
                                  {0.2, 0.5, 0.8, 1},
                                  {0.1, 0.7, 0.7, .76});
        NS_TEST_EXPECT_MSG_EQ(table.Interpolate(0.2), 0.1, "first point");
        NS_TEST_EXPECT_MSG_EQ(table.Interpolate(1), 0.76, "last point");
        NS_TEST_EXPECT_MSG_EQ_TOL(table.Interpolate(0.35), 0.4, 1e-12, "half way");
        NS_TEST_EXPECT_MSG_EQ_TOL(table.Interpolate(0.6), 0.7, 1e-12, "flat");
        NS_TEST_EXPECT_MSG_EQ_TOL(table.Interpolate(0.9), 0.73, 1e-12, "half way");
        EDGE_AI_EXPECT_ERROR(table.Interpolate(0.1), "keepRatio must be in [0.2, 1], got 0.1");
        EDGE_AI_EXPECT_ERROR(table.Interpolate(1.01), "keepRatio must be in [0.2, 1], got 1.01");
        EDGE_AI_EXPECT_ERROR(table.Interpolate(std::nan("")), "keepRatio must be in [0.2, 1]");

        NS_TEST_EXPECT_MSG_EQ(table.FindLeastValue(0.7), 0.5, "where it is first reached");
        NS_TEST_EXPECT_MSG_EQ(table.FindLeastValue(0), 0.2, "the least measured value");
        for (double accuracy = 0.1; accuracy <= 0.76; accuracy += 0.01)
        {
            const double value = table.FindLeastValue(accuracy);
            NS_TEST_EXPECT_MSG_EQ_TOL(table.Interpolate(value), accuracy, 1e-12, "inverse");
        }
        EDGE_AI_EXPECT_ERROR(table.FindLeastValue(0.77), "accuracy must be in [0, 0.76], got 0.77");

        // Never falling, on a fine grid.
        double before = 0;
        for (uint32_t i = 0; i <= 1000; ++i)
        {
            const double accuracy = table.Interpolate(0.2 + 0.8 * i / 1000);
            NS_TEST_EXPECT_MSG_EQ((accuracy >= before), true, "falls at " << i);
            before = accuracy;
        }
        AccuracyQuery query;
        query.keepRatio = 0.5;
        NS_TEST_EXPECT_MSG_EQ(table.GetAccuracy(query), 0.7, "by its own axis");
        query.bits = 1;
        NS_TEST_EXPECT_MSG_EQ(table.GetAccuracy(query), 0.7, "other axes do not matter");

        const AccuracyTable exits(AccuracyAxis::EXIT, {3, 6}, {0.5, 0.8});
        NS_TEST_EXPECT_MSG_EQ(exits.GetAccuracy(AccuracyQuery()), 0.8, "no exit: the last");
    }
};

/// What a table refuses.
class AccuracyTableErrorsTestCase : public TestCase
{
  public:
    AccuracyTableErrorsTestCase()
        : TestCase("tables that make no sense are refused in words")
    {
    }

  private:
    void DoRun() override
    {
        using Numbers = std::vector<double>;
        const auto make = [](AccuracyAxis axis, const Numbers& values, const Numbers& accuracies) {
            return AccuracyTable(axis, values, accuracies);
        };
        const auto keep = AccuracyAxis::KEEP_RATIO;
        const double nan = std::nan("");
        EDGE_AI_EXPECT_ERROR(make(keep, {}, {}), "values must hold at least one");
        EDGE_AI_EXPECT_ERROR(make(keep, {.5, 1}, {.5}), "as many numbers as values (2), got 1");
        EDGE_AI_EXPECT_ERROR(make(keep, {0, 1}, {0, 1}), "values[0] must be in (0, 1], got 0");
        EDGE_AI_EXPECT_ERROR(make(keep, {.5, 1.5}, {0, 1}), "values[1] must be in (0, 1], got 1.5");
        EDGE_AI_EXPECT_ERROR(make(keep, {.5, nan}, {0, 1}), "values[1] must be in (0, 1]");
        EDGE_AI_EXPECT_ERROR(make(keep, {.5, .5}, {0, 1}), "values[1] must be greater");
        EDGE_AI_EXPECT_ERROR(make(keep, {.5, 1}, {0, 1.1}), "accuracies[1] must be in [0, 1]");
        EDGE_AI_EXPECT_ERROR(make(keep, {.5, 1}, {.6, .5}),
                             "accuracies[1] must be at least the one");
        EDGE_AI_EXPECT_ERROR(make(AccuracyAxis::BITS, {0}, {0}),
                             "values[0] must be > 0 and finite");
        EDGE_AI_EXPECT_ERROR(make(AccuracyAxis::EXIT, {-1}, {0}), "accuracy table over exit");
    }
};

/// Files.
class AccuracyFileTestCase : public TestCase
{
  public:
    AccuracyFileTestCase()
        : TestCase("tables from JSON, with line numbers in errors")
    {
    }

  private:
    void DoRun() override
    {
        const std::string good = "{\"edgeAiAccuracy\": 1, \"name\": \"pruned\",\n"
                                 " \"axis\": \"bits\",\n"
                                 " \"values\": [4,\n  8, 16],\n"
                                 " \"accuracies\": [0.5,\n  0.7, 0.75]}\n";
        const std::string path = CreateTempDirFilename("accuracy.json");
        std::ofstream(path) << good;
        const AccuracyTable table = ReadAccuracyFile(path);
        NS_TEST_EXPECT_MSG_EQ(ToString(table.GetAxis()), "bits", "axis");
        NS_TEST_EXPECT_MSG_EQ_TOL(table.Interpolate(6), 0.6, 1e-12, "between");
        NS_TEST_EXPECT_MSG_EQ(table.GetValues().size(), 3, "points");

        const auto parse = [&good](const std::string& piece, const std::string& replacement) {
            std::string text = good;
            text.replace(text.find(piece), piece.size(), replacement);
            ParseAccuracyTable(text, "t.json");
        };
        EDGE_AI_EXPECT_ERROR(parse("\"bits\"", "\"depth\""),
                             "t.json:2: axis must be one of keepRatio, bits, exit, got the text");
        EDGE_AI_EXPECT_ERROR(parse("8, 16", "8, 8"), "t.json:4: values[2] must be greater");
        EDGE_AI_EXPECT_ERROR(parse("0.75", "0.65"), "t.json:6: accuracies[2] must be at least");
        EDGE_AI_EXPECT_ERROR(parse("0.75", "75"), "t.json:6: accuracies[2] must be a number in [0");
        EDGE_AI_EXPECT_ERROR(parse(", 0.75", ""), "t.json:5: accuracies must hold as many");
        EDGE_AI_EXPECT_ERROR(parse("\"name\"", "\"nmae\""), "t.json:1: unknown key nmae");
        EDGE_AI_EXPECT_ERROR(parse("\"edgeAiAccuracy\": 1", "\"edgeAiAccuracy\": 9"), "edgeAiAcc");
        EDGE_AI_EXPECT_ERROR(ReadAccuracyFile("/nowhere/a.json"), "cannot be read: No such file");
    }
};

/// Laws and combinations.
class AccuracyCombinationTestCase : public TestCase
{
  public:
    AccuracyCombinationTestCase()
        : TestCase("functions, combined tables and monotone fits")
    {
    }

  private:
    void DoRun() override
    {
        const AccuracyFunction law(
            [](const AccuracyQuery& query) { return 0.8 * query.keepRatio; });
        AccuracyQuery query;
        query.keepRatio = 0.5;
        NS_TEST_EXPECT_MSG_EQ_TOL(law.GetAccuracy(query), 0.4, 1e-15, "law");
        query.keepRatio = 2;
        EDGE_AI_EXPECT_ERROR(law.GetAccuracy(query), "result of the accuracy function must be in");
        EDGE_AI_EXPECT_ERROR(AccuracyFunction(nullptr), "must not be empty");

        const AccuracyTable keep(AccuracyAxis::KEEP_RATIO, {0.5, 1}, {0.6, 0.8});
        const AccuracyTable bits(AccuracyAxis::BITS, {4, 32}, {0.4, 0.8});
        const CombinedAccuracy both(0.9, {keep, bits});
        NS_TEST_EXPECT_MSG_EQ_TOL(both.GetAccuracy(AccuracyQuery()), 0.9, 1e-15, "as trained");
        query.keepRatio = 0.5;
        query.bits = 4;
        NS_TEST_EXPECT_MSG_EQ_TOL(both.GetAccuracy(query), 0.9 * 0.75 * 0.5, 1e-15, "both lose");
        EDGE_AI_EXPECT_ERROR(CombinedAccuracy(1.1, {keep}), "best must be in [0, 1], got 1.1");
        EDGE_AI_EXPECT_ERROR(CombinedAccuracy(0.9, {}), "at least one table");
        EDGE_AI_EXPECT_ERROR(CombinedAccuracy(0.9, {keep, keep}), "got keepRatio twice");
        const AccuracyTable zero(AccuracyAxis::BITS, {4}, {0});
        EDGE_AI_EXPECT_ERROR(CombinedAccuracy(0.9, {zero}), "tables[0] must be above 0");

        using Numbers = std::vector<double>;
        NS_TEST_EXPECT_MSG_EQ((MakeMonotone({}) == Numbers{}), true, "empty");
        NS_TEST_EXPECT_MSG_EQ((MakeMonotone({1, 2, 2}) == Numbers{1, 2, 2}), true, "kept");
        NS_TEST_EXPECT_MSG_EQ((MakeMonotone({3, 1, 2}) == Numbers{2, 2, 2}), true, "pooled");
        NS_TEST_EXPECT_MSG_EQ((MakeMonotone({1, 4, 2, 5}) == Numbers{1, 3, 3, 5}), true, "pooled");
    }
};

/// Accuracy.
class AccuracyModelTestSuite : public TestSuite
{
  public:
    AccuracyModelTestSuite()
        : TestSuite("edge-ai-profile-accuracy", TEST_UNIT)
    {
        AddTestCase(new AccuracyTableTestCase, TEST_QUICK);
        AddTestCase(new AccuracyTableErrorsTestCase, TEST_QUICK);
        AddTestCase(new AccuracyFileTestCase, TEST_QUICK);
        AddTestCase(new AccuracyCombinationTestCase, TEST_QUICK);
    }
};

static AccuracyModelTestSuite g_accuracyModelTestSuite; ///< registers the suite
