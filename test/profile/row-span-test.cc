/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Rows that layers read, and receptive fields.

#include "profile/row-span.h"
#include "support/expectations.h"

#include "ns3/network-catalogue.h"

#include <map>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Rows that are read, next to borders and within.
class ReadRowsTestCase : public TestCase
{
  public:
    ReadRowsTestCase()
        : TestCase("rows of the input that rows of the output need, counted one by one")
    {
    }

  private:
    void DoRun() override
    {
        for (const RowGeometry geometry : {RowGeometry{3, 1, 1, 0},
                                           RowGeometry{2, 2, 0, 0},
                                           RowGeometry{3, 2, 1, 0},
                                           RowGeometry{1, 1, 0, 0},
                                           RowGeometry{11, 4, 2, 0},
                                           RowGeometry{2, 1, 0, 1},
                                           RowGeometry{1, 3, 0, 0}})
        {
            constexpr uint32_t INPUT = 23;
            const uint32_t outputs = geometry.GetOutputRows(INPUT);
            for (uint32_t first = 0; first < outputs; ++first)
            {
                for (uint32_t end = first + 1; end <= outputs; ++end)
                {
                    RowSpan expected{INPUT, 0};
                    for (uint32_t row = first; row < end; ++row)
                    {
                        for (uint32_t k = 0; k < geometry.kernel; ++k)
                        {
                            const int64_t in =
                                int64_t{row} * geometry.stride + k - geometry.padding;
                            if (in >= 0 && in < INPUT)
                            {
                                expected.first =
                                    std::min(expected.first, static_cast<uint32_t>(in));
                                expected.end =
                                    std::max(expected.end, static_cast<uint32_t>(in) + 1);
                            }
                        }
                    }
                    const RowSpan read = GetReadRows(geometry, INPUT, {first, end});
                    NS_TEST_ASSERT_MSG_EQ(read.first, expected.first, "first row");
                    NS_TEST_ASSERT_MSG_EQ(read.end, expected.end, "row behind the last");
                }
            }
        }
        NS_TEST_EXPECT_MSG_EQ(GetReadRows({3, 1, 1, 0}, 8, {4, 4}).GetCount(), 0U, "no rows");
        NS_TEST_EXPECT_MSG_EQ(RowSpan({2, 6}).Intersect({4, 9}).GetCount(), 2U, "both");
        NS_TEST_EXPECT_MSG_EQ(RowSpan({2, 4}).Intersect({6, 9}).GetCount(), 0U, "apart");
    }
};

/// Overlap of two sides of a cut (eq. (2)), behind one layer.
class OverlapTestCase : public TestCase
{
  public:
    OverlapTestCase()
        : TestCase("both sides of a cut share kernel minus stride rows")
    {
    }

  private:
    void DoRun() override
    {
        const std::map<std::string, uint32_t> stages{{"VGG-16", 2}, {"MobileNetV1", 2}};
        for (const auto& [network, expected] : stages)
        {
            const NetworkProfile profile = LoadNetworkProfile(network);
            uint32_t rows = profile.inputShape[1];
            uint32_t seen = 0;
            for (const Block& block : profile.blocks)
            {
                if (block.rows.kernel == 0)
                {
                    break;
                }
                const uint32_t cut = block.outputShape[1] / 2;
                const RowSpan above = GetReadRows(block.rows, rows, {0, cut});
                const RowSpan below = GetReadRows(block.rows, rows, {cut, block.outputShape[1]});
                const int64_t shared = int64_t{above.end} - below.first;
                // Two rows at 3x3 convolutions, one where they take every other row, none at pools
                // of 2x2 and at 1x1 convolutions.
                const uint32_t want =
                    block.rows.kernel == 3 ? (block.rows.stride == 1 ? expected : expected - 1) : 0;
                NS_TEST_EXPECT_MSG_EQ(shared, want, network << " " << block.name);
                rows = block.outputShape[1];
                ++seen;
            }
            NS_TEST_EXPECT_MSG_EQ(seen, (network == "VGG-16" ? 18U : 27U), network);
        }
    }
};

/// Receptive fields of VGG-16 (eq. (3)) and what a cut behind its last pool needs further up.
class ReceptiveFieldTestCase : public TestCase
{
  public:
    ReceptiveFieldTestCase()
        : TestCase("receptive fields, jumps and overlaps of VGG-16")
    {
    }

  private:
    void DoRun() override
    {
        const NetworkProfile profile = LoadNetworkProfile("VGG-16");

        struct Line
        {
            uint64_t size;
            uint64_t jump;
            uint64_t overlap;
        };

        const std::map<std::string, Line> expected{{"conv1_2", {5, 1, 4}},
                                                   {"pool1", {6, 2, 4}},
                                                   {"pool2", {16, 4, 12}},
                                                   {"pool3", {44, 8, 36}},
                                                   {"pool4", {100, 16, 84}},
                                                   {"conv5_3", {196, 16, 180}},
                                                   {"pool5", {212, 32, 180}}};
        ReceptiveField field;
        uint32_t found = 0;
        for (uint32_t i = 0; i < 18; ++i)
        {
            field.Append(profile.blocks[i].rows);
            const auto line = expected.find(profile.blocks[i].name);
            if (line != expected.end())
            {
                NS_TEST_EXPECT_MSG_EQ(field.size, line->second.size, line->first);
                NS_TEST_EXPECT_MSG_EQ(field.jump, line->second.jump, line->first);
                NS_TEST_EXPECT_MSG_EQ(field.GetOverlap(), line->second.overlap, line->first);
                ++found;
            }
        }
        NS_TEST_EXPECT_MSG_EQ(found, expected.size(), "layers");

        // Rows 0-2 and 3-6 behind pool5, followed up to the input of each pool and to the image.
        const std::map<std::string, int64_t> overlaps{{"conv1_1", 180},
                                                      {"pool1", 176},
                                                      {"pool2", 84},
                                                      {"pool3", 36},
                                                      {"pool4", 12}};
        RowSpan above{0, 3};
        RowSpan below{3, 7};
        found = 0;
        for (uint32_t i = 18; i-- > 0;)
        {
            const uint32_t rows = i == 0 ? 224 : profile.blocks[i - 1].outputShape[1];
            above = GetReadRows(profile.blocks[i].rows, rows, above);
            below = GetReadRows(profile.blocks[i].rows, rows, below);
            const auto line = overlaps.find(profile.blocks[i].name);
            if (line != overlaps.end())
            {
                NS_TEST_EXPECT_MSG_EQ(int64_t{above.end} - below.first,
                                      line->second,
                                      "input of " << line->first);
                ++found;
            }
        }
        NS_TEST_EXPECT_MSG_EQ(found, overlaps.size(), "places");
        ReceptiveField apart;
        apart.Append({1, 3, 0, 0});
        NS_TEST_EXPECT_MSG_EQ(apart.GetOverlap(), 0U, "a layer that skips rows");
    }
};

/// Arithmetic of rows.
class RowSpanTestSuite : public TestSuite
{
  public:
    RowSpanTestSuite()
        : TestSuite("edge-ai-row-span", TEST_UNIT)
    {
        AddTestCase(new ReadRowsTestCase, TEST_QUICK);
        AddTestCase(new OverlapTestCase, TEST_QUICK);
        AddTestCase(new ReceptiveFieldTestCase, TEST_QUICK);
    }
};

static RowSpanTestSuite g_rowSpanTestSuite; ///< registers the suite

} // namespace
