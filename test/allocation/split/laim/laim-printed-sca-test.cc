/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The printed iteration of LAIM beside the exact optimum: its known iterates, and random problems.

#include "allocation/split/laim/laim-printed-sca.h"
#include "support/laim-printed-support.h"

#include "ns3/random-variable-stream.h"

#include <algorithm>
#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::laimtest;

namespace
{

/// The printed iteration on a problem with known iterates (check 7).
class PrintedIteratesTestCase : public TestCase
{
  public:
    PrintedIteratesTestCase()
        : TestCase("iterates from two starts, and the proportion of the ratios")
    {
    }

  private:
    void DoRun() override;
};

void
PrintedIteratesTestCase::DoRun()
{
    const SplitProblem problem = PrintedProblem(PrintedBert(), 0.35, 8e-3);
    LaimTask task = TaskOf(problem, 4);
    task.keepRatioMin = 0;
    const PartBounds bounds = PrintedBounds(problem.devices[0].options[4]);
    const LaimPrintedScaResult result = SolveLaimPrintedSca(task, bounds);
    const std::vector<double> shares{.626105985, .634367875, .642621906, .650760342, .658681404};
    for (std::size_t k = 0; k < shares.size(); ++k)
    {
        EXPECT_RELATIVE(result.shares[k], shares[k], 1e-6, "round " << k + 1);
        EXPECT_RELATIVE(result.anchors[k].device / result.anchors[k].server,
                        std::pow(0.850283051, k + 1),
                        1e-6,
                        "proportion after round " << k + 1);
    }
    EXPECT_TRUE(result.shares.size() <= 10, result.shares.size() << " rounds");
    EXPECT_RELATIVE(result.shares.back(), 0.676830357, 1e-6, "the last round");
    EXPECT_TRUE(std::is_sorted(result.shares.begin(), result.shares.end()), "never falls");
    EXPECT_TRUE(!result.solution.summary.limited, "finished");
    EXPECT_TRUE(result.solution.summary.residual < 1e-7, "no plan keeps more");

    LaimPrintedScaOptions options;
    options.initialKeepRatio = 0.3;
    const LaimPrintedScaResult far = SolveLaimPrintedSca(task, bounds, options);
    const std::vector<double>
        more{.454798, .634190, .642621, .650760, .658681, .666294, .673522, .676830};
    for (std::size_t k = 0; k < more.size(); ++k)
    {
        EXPECT_ABSOLUTE(far.shares[k], more[k], 2e-6, "round " << k + 1 << " from 0.3");
    }

    // Stopped early the start's balance is kept, and the plan says that it is not finished.
    options = LaimPrintedScaOptions();
    options.maxRounds = 2;
    const LaimSolution early = SolveLaimPrintedSca(task, bounds, options).solution;
    EXPECT_TRUE(early.feasible && early.summary.limited, "not finished");
    EXPECT_TRUE(early.summary.residual >= 0.676830357 - 0.634367876, "distance to the bound");
    Ptr<SplitPlanner> planner =
        MakePlanner("LaimPrintedScaPlanner", {{"Split", "4"}, {"MaxRounds", "2"}});
    const SplitPlan stopped = planner->Plan(problem);
    EXPECT_TRUE(stopped.IsUsable() && stopped.summary.limited, "the plan says so");
    EXPECT_TRUE(stopped.reason.find("not finished: after 2 rounds the kept share 0.634") == 0,
                stopped.reason);
    planner->SetAttribute("MaxRounds", StringValue("200"));
    EXPECT_TRUE(!planner->Plan(problem).summary.limited, "finished");
    NS_TEST_EXPECT_MSG_EQ(planner->Plan(problem).reason, "", "nothing to say");

    // A part that is worth little, beside one that does not fit whole, loses half a round.
    LaimTask poor = task;
    poor.energyBudget = 3e-3;
    PartBounds light = bounds;
    light.deviceWeight = 0.05;
    const LaimPrintedScaResult halved = SolveLaimPrintedSca(poor, light);
    double last = SolveLaim(poor).merit;
    NS_TEST_ASSERT_MSG_GT(halved.anchors.size(), 10, "rounds");
    for (std::size_t k = 0; k < 10; ++k)
    {
        EXPECT_RELATIVE(halved.anchors[k].device, last / 2, 1e-9, "round " << k + 1);
        last = halved.anchors[k].device;
    }
    EXPECT_ABSOLUTE(halved.solution.merit,
                    SolveLaimPrinted(poor, light).merit,
                    1e-6,
                    "what is left of it does not matter");

    // A near tie: growth below the rule's tolerance is not the optimum.
    PartBounds tie = bounds;
    const PrintedTimes times(task);
    tie.deviceWeight = times.device / (times.device + times.server) * (1 - 2e-5);
    const LaimSolution near = SolveLaimPrintedSca(task, tie).solution;
    const LaimSolution exact = SolveLaimPrinted(task, tie);
    EXPECT_TRUE(near.summary.limited, "a near tie is not finished");
    EXPECT_TRUE(exact.merit - near.merit > 1e-6, "it is short of the optimum");
    EXPECT_TRUE(near.merit + near.summary.residual >= exact.merit - 1e-12, "and knows how far");
    EXPECT_TRUE(!exact.summary.limited && exact.summary.residual < 1e-9, "the exact plan is not");
}

/// Random problems around the printed ones.
class PrintedInstances
{
  public:
    explicit PrintedInstances(int64_t stream)
        : m_uniform(CreateObject<UniformRandomVariable>())
    {
        m_uniform->SetStream(stream);
    }

    /// @returns a value between two others, uniform in the logarithm
    double Between(double low, double high)
    {
        return low * std::pow(high / low, m_uniform->GetValue(0, 1));
    }

    /// @returns a problem with one cut
    SplitProblem Make()
    {
        SplitOption option;
        option.split = 4;
        option.deviceFlop = Between(5e8, 2e10);
        option.serverFlop = Between(1e9, 4e10);
        option.uplinkBits = Between(1e4, 1e6);
        option.deviceWeightShare = m_uniform->GetValue(0.05, 0.95);
        option.deviceWeights = 1e8 * option.deviceWeightShare;
        SplitProblem problem = PrintedProblem({option}, Between(0.1, 0.5), Between(1e-3, 5e-2));
        problem.devices[0].gain *= Between(0.1, 10);
        problem.devices[0].txPowerMax = Between(0.1, 1);
        problem.devices[0].processor.clockMax = Between(5e8, 2e9);
        problem.server.clockMax = Between(2e9, 8e9);
        return problem;
    }

    /// @returns the next problem that is feasible and must prune
    SplitProblem MakePruned()
    {
        for (;;)
        {
            const SplitProblem problem = Make();
            const LaimSolution plan =
                SolveLaimPrinted(TaskOf(problem, 4), PrintedBounds(problem.devices[0].options[0]));
            if (plan.feasible && plan.merit < 1)
            {
                return problem;
            }
        }
    }

  private:
    Ptr<UniformRandomVariable> m_uniform;
};

/// @returns the kept share of a problem's exact plan
double
ExactShare(const SplitProblem& problem)
{
    return SolveLaimPrinted(TaskOf(problem, 4), PrintedBounds(problem.devices[0].options[0])).merit;
}

/// What holds on every problem (check 14).
class PrintedRandomTestCase : public TestCase
{
  public:
    PrintedRandomTestCase()
        : TestCase("200 random problems: no iteration and no scheme keeps more than the exact plan")
    {
    }

  private:
    void DoRun() override;
};

void
PrintedRandomTestCase::DoRun()
{
    PrintedInstances random(301);
    int reached = 0;
    int unfinished = 0;
    for (int trial = 0; trial < 200; ++trial)
    {
        const SplitProblem problem = random.MakePruned();
        const SplitOption& option = problem.devices[0].options[0];
        LaimTask task = TaskOf(problem, 4);
        const PartBounds bounds = PrintedBounds(option);
        const LaimSolution exact = SolveLaimPrinted(task, bounds);
        std::ostringstream where;
        where << "trial " << trial << ": ";
        EXPECT_TRUE(exact.latency <= task.latencyBudget * (1 + 1e-9), where.str() << "latency");
        EXPECT_TRUE(exact.energy <= task.energyBudget * (1 + 1e-9), where.str() << "energy");
        EXPECT_TRUE(exact.summary.residual < 1e-8 && !exact.summary.limited,
                    where.str() << "gap " << exact.summary.residual);
        const LaimPrintedScaResult sca = SolveLaimPrintedSca(task, bounds);
        const LaimSolution& last = sca.solution;
        EXPECT_TRUE(last.merit <= exact.merit + 1e-9,
                    where.str() << last.merit << " by rounds, " << exact.merit);
        EXPECT_TRUE(std::is_sorted(sca.shares.begin(), sca.shares.end()), where.str() << "falls");
        EXPECT_TRUE(last.latency <= task.latencyBudget * (1 + 1e-9), where.str() << "latency");
        EXPECT_TRUE(last.energy <= task.energyBudget * (1 + 1e-9), where.str() << "energy");
        const bool behind = exact.merit - last.merit > 1e-6;
        EXPECT_TRUE(behind == last.summary.limited, where.str() << "short, or does not say so");
        reached += !behind;
        unfinished += last.summary.limited;
        // The proportion of the ratios moves by this factor a round, at the price of the optimum.
        const PartRatios cost = MakePartPrices(task, std::log(exact.multiplier)).GetCost();
        const double factor = std::sqrt(bounds.deviceWeight * cost.server /
                                        ((1 - bounds.deviceWeight) * cost.device));
        const double rate = std::max(std::min(factor, 1 / factor), 0.5);
        const double least = std::max(std::min(exact.deviceKeepRatio, exact.serverKeepRatio) /
                                          std::max(exact.deviceKeepRatio, exact.serverKeepRatio),
                                      1e-7);
        if (std::log(least) / std::log(rate) < 200)
        {
            EXPECT_TRUE(!behind,
                        where.str() << exact.merit - last.merit << " short after "
                                    << sca.shares.size() << " rounds at rate " << rate);
        }

        // Fewer freedoms, no larger share.
        const LaimSolution common = SolveLaim(task);
        EXPECT_TRUE(common.merit <= exact.merit + 1e-12, where.str() << "common ratio");
        LaimTask loud = task;
        loud.txPower.fixed = loud.txPower.limit;
        EXPECT_TRUE(SolveLaimPrinted(loud, bounds).merit <= exact.merit + 1e-12,
                    where.str() << "fixed power");
        // More of anything good never hurts.
        for (double SplitDevice::*field :
             {&SplitDevice::latencyBudget, &SplitDevice::energyBudget, &SplitDevice::txPowerMax})
        {
            SplitProblem better = problem;
            better.devices[0].*field *= 1.3;
            EXPECT_TRUE(ExactShare(better) >= exact.merit - 1e-11, where.str() << "monotone");
        }
        SplitProblem faster = problem;
        faster.devices[0].processor.clockMax *= 1.3;
        faster.server.clockMax *= 1.3;
        EXPECT_TRUE(ExactShare(faster) >= exact.merit - 1e-11, where.str() << "monotone in clocks");
        // Another way to the same optimum, on a part of them for its cost.
        if (trial % 10 == 0)
        {
            EXPECT_RELATIVE(PrintedTimes(task).GetBest(bounds.deviceWeight),
                            exact.merit,
                            1e-6,
                            where.str() << "nested golden sections");
        }
    }
    EXPECT_TRUE(reached >= 195, reached << " of 200 reached within 1e-6");
    NS_TEST_EXPECT_MSG_EQ(reached + unfinished, 200, "the others are unfinished");
}

/// The printed iteration of LAIM.
class LaimPrintedScaTestSuite : public TestSuite
{
  public:
    LaimPrintedScaTestSuite()
        : TestSuite("edge-ai-laim-printed-sca", TEST_UNIT)
    {
        AddTestCase(new PrintedIteratesTestCase, TEST_QUICK);
        AddTestCase(new PrintedRandomTestCase, TEST_QUICK);
    }
};

LaimPrintedScaTestSuite g_laimPrintedScaTestSuite; ///< registers the suite

} // namespace
