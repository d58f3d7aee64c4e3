/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Steps whose names differ in numbers alone, put together: means, least and most against figures
// worked out by hand; and the length of a summary, which does not grow with the workers.

#include "monitor/alike-quantities.h"
#include "support/expectations.h"

#include "ns3/inference-monitor.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] name of a quantity  @param [in] planned mean  @param [in] realised mean
/// @param [in] count of steps with both, or with the one that there is
QuantitySummary
MakeQuantity(const std::string& name, double planned, double realised, uint64_t count)
{
    QuantitySummary quantity;
    quantity.name = name;
    quantity.unit = "s";
    quantity.planned = planned;
    quantity.realised = realised;
    quantity.plannedCount = std::isnan(planned) ? 0 : count;
    quantity.realisedCount = std::isnan(realised) ? 0 : count;
    quantity.count = std::min(quantity.plannedCount, quantity.realisedCount);
    return quantity;
}

/// Means worked out by hand.
class AlikeMeansCase : public TestCase
{
  public:
    AlikeMeansCase()
        : TestCase("means over all steps, least and most of one; plan and reality of the same")
    {
    }

  private:
    void DoRun() override
    {
        const double none = NOT_AVAILABLE;
        std::vector<QuantitySummary> quantities{
            MakeQuantity("compute 2 time", 1, 2, 3),
            MakeQuantity("compute 10 time", 5, 4, 1),
            MakeQuantity("compute 3 time", none, 100, 6), // which no plan has
            MakeQuantity("compute 4 time", none, none, 0),
            MakeQuantity("compute 5 time", 2, 2, 4),
            MakeQuantity("aggregate time", 1, 1, 1),
            MakeQuantity("stage 1 time", 1, 1, 1), // as few as are shown
            MakeQuantity("stage 2 time", 1, 1, 1),
            MakeQuantity("stage 3 time", 1, 1, 1),
            MakeQuantity("stage 4 time", 1, 1, 1)};
        for (int k = 0; k < 5; ++k)
        {
            quantities.push_back(
                MakeQuantity("compute " + std::to_string(k) + " price", 7 + k, none, 2));
        }
        const AlikeQuantities alike(quantities);
        for (std::size_t i = 0; i < quantities.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(alike.Has(quantities[i]), (i < 5 || i > 9), quantities[i].name);
        }
        NS_TEST_ASSERT_MSG_EQ(alike.Get().size(), 2, "times and prices");
        const AlikeQuantity& time = alike.Get()[0];
        NS_TEST_EXPECT_MSG_EQ(time.all.name, "compute # time", "name");
        NS_TEST_EXPECT_MSG_EQ(time.all.count, 8, "with both");
        NS_TEST_EXPECT_MSG_EQ(time.all.realisedCount, 14, "realised");
        NS_TEST_EXPECT_MSG_EQ(time.members, 3, "of three names");
        EXPECT_RELATIVE(time.all.planned, (3 * 1. + 5 + 4 * 2) / 8, 1e-15, "plan");
        EXPECT_RELATIVE(time.all.realised, (3 * 2. + 4 + 4 * 2) / 8, 1e-15, "reality");
        EXPECT_RELATIVE(time.all.ratio, 18. / 16, 1e-15, "ratio");
        EXPECT_RELATIVE(time.least, 2, 1e-15, "least");
        EXPECT_RELATIVE(time.most, 4, 1e-15, "most: not that of what no plan has");
        const AlikeQuantity& price = alike.Get()[1];
        EXPECT_RELATIVE(price.all.planned, 9, 1e-15, "planned");
        EXPECT_TRUE(std::isnan(price.all.realised) && std::isnan(price.all.ratio), "no reality");
        EXPECT_TRUE(price.least == 7 && price.most == 11, "of the plan then");
    }
};

/// What is printed.
class AlikeLinesCase : public TestCase
{
  public:
    AlikeLinesCase()
        : TestCase(
              "a summary of a hundred workers has the lines of one of five, and few are shown each")
    {
    }

  private:
    /// @param [in] workers how many  @returns the summary of their round
    static std::string Print(uint32_t workers)
    {
        const auto monitor = CreateObject<InferenceMonitor>();
        TaskRecord record;
        record.planned.latency = record.realised.latency = 1;
        record.ended = 1;
        record.outcome = TaskOutcome::COMPLETED;
        for (uint32_t k = 0; k < workers; ++k)
        {
            StepRecord step;
            step.planned.name = "compute " + std::to_string(k);
            step.planned.time = 1 + k;
            step.queued = step.started = 0;
            step.finished = 2 * (1 + k);
            record.steps.push_back(step);
        }
        monitor->Begin(record);
        monitor->End(record);
        std::ostringstream summary;
        monitor->PrintSummary(summary);
        return summary.str();
    }

    void DoRun() override
    {
        const auto lines = [](const std::string& text) {
            return std::count(text.begin(), text.end(), '\n');
        };
        const std::string many = Print(100);
        NS_TEST_EXPECT_MSG_EQ(lines(many), lines(Print(5)), many);
        EXPECT_TRUE(many.find("compute # time") != std::string::npos, many);
        EXPECT_TRUE(many.find("compute 3 time") == std::string::npos, many);
        const std::string few = Print(4);
        EXPECT_TRUE(few.find("compute 3 time") != std::string::npos, few);
        EXPECT_TRUE(few.find('#') == std::string::npos, few);
    }
};

class AlikeQuantitiesTestSuite : public TestSuite
{
  public:
    AlikeQuantitiesTestSuite()
        : TestSuite("edge-ai-alike-quantities", TEST_UNIT)
    {
        AddTestCase(new AlikeMeansCase, TEST_QUICK);
        AddTestCase(new AlikeLinesCase, TEST_QUICK);
    }
};

AlikeQuantitiesTestSuite g_alikeQuantitiesTestSuite; ///< the suite

} // namespace
