/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What must hold for every chain: fronts and optima against all divisions, bounds, an idle device
// more.

#include "allocation/pipeline/chain/chain-enumeration.h"
#include "allocation/pipeline/chain/chain-solver.h"
#include "support/iovt-test-support.h"

#include "ns3/chain-planner.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::iovttest;

namespace
{

/// @returns settings for an objective
ChainSolverOptions
For(ChainObjective objective, ChainSearch::Scan scan = ChainSearch::BISECT)
{
    ChainSolverOptions options;
    options.objective = objective;
    options.scan = scan;
    return options;
}

/// @returns T_b of the fastest plan, infinity if there is none
double
LeastBottleneck(const ChainProblem& problem)
{
    const ChainPlan plan = SolveChain(problem, For(ChainObjective::THROUGHPUT));
    return plan.status == PlanStatus::SOLVED ? plan.bottleneck
                                             : std::numeric_limits<double>::infinity();
}

/// Fronts and optima of random chains against all divisions.
class BruteForceTestCase : public TestCase
{
  public:
    BruteForceTestCase()
        : TestCase("fronts and optima of random chains against all divisions")
    {
    }

  private:
    void DoRun() override;
    /// Compares one front. @param [in] front of the module @param [in] expected by brute force
    /// @param [in] what run
    void Compare(const std::vector<ChainPoint>& front,
                 const std::vector<Pair>& expected,
                 const std::string& what);
};

void
BruteForceTestCase::Compare(const std::vector<ChainPoint>& front,
                            const std::vector<Pair>& expected,
                            const std::string& what)
{
    NS_TEST_ASSERT_MSG_EQ(front.size(), expected.size(), what << ": points");
    for (std::size_t i = 0; i < front.size(); ++i)
    {
        EXPECT_RELATIVE(front[i].bottleneck, expected[i].bottleneck, 1e-12, what);
        EXPECT_ABSOLUTE(front[i].accuracy, expected[i].accuracy, 1e-12, what);
    }
}

void
BruteForceTestCase::DoRun()
{
    RandomPipelines random(10);
    std::size_t points = 0;
    uint32_t infeasible = 0;
    uint32_t limited = 0;
    // 60 plain instances, then 60 with a floor, a latency limit, a rule, no overlap.
    for (int run = 0; run < 120; ++run)
    {
        ChainProblem problem = random.Make(5, 3, 2);
        const std::string what = "run " + std::to_string(run);
        const bool plain = run < 60;
        if (!plain)
        {
            problem.overlap = run % 2 == 0;
            const ChainPlan quickest = SolveChain(problem, For(ChainObjective::LATENCY));
            if (run % 3 == 0)
            {
                problem.latencyLimit = quickest.latency * random.Between(1, 1.5);
            }
            if (run % 4 == 0)
            {
                problem.accuracyMin = problem.accuracy - random.Between(0.001, 0.1);
            }
        }
        const std::vector<Pair> expected = FrontOf(problem);
        points += expected.size();
        const ChainPlan plan = SolveChain(problem, For(ChainObjective::WEIGHTED));
        Compare(plan.front, expected, what + " bisected");
        Compare(SolveChain(problem, For(ChainObjective::WEIGHTED, ChainSearch::FULL)).front,
                expected,
                what + " scanned");
        Compare(EnumerateChain(problem, ChainObjective::WEIGHTED).front,
                expected,
                what + " enumerated");
        const ChainPlan fastest = SolveChain(problem, For(ChainObjective::THROUGHPUT));
        const ChainPlan quickest = SolveChain(problem, For(ChainObjective::LATENCY));
        if (expected.empty())
        {
            ++infeasible;
            EXPECT_TRUE(plan.status == PlanStatus::INFEASIBLE, what);
            EXPECT_TRUE(fastest.status == PlanStatus::INFEASIBLE, what);
            continue;
        }
        EXPECT_TRUE(plan.status == PlanStatus::SOLVED, what << plan.reason);
        EXPECT_RELATIVE(fastest.bottleneck, expected[0].bottleneck, 1e-12, what);
        EXPECT_ABSOLUTE(fastest.accuracy, expected[0].accuracy, 1e-12, what);
        double least = std::numeric_limits<double>::infinity();
        double fixed = least;
        ForEachDivision(problem, [&](const auto& cuts, const auto& options) {
            const NaiveCosts costs = Evaluate(problem, cuts, options);
            if (costs.fits && costs.accuracy >= problem.accuracyMin - 1e-12)
            {
                least = std::min(least, costs.latency);
            }
            if (costs.fits && options == std::vector<uint32_t>{1, 1, 1})
            {
                fixed = std::min(fixed, costs.bottleneck);
            }
        });
        EXPECT_RELATIVE(quickest.latency, least, 1e-12, what << " least latency");
        EXPECT_RELATIVE(EnumerateChain(problem, ChainObjective::LATENCY).latency,
                        least,
                        1e-12,
                        what << " least latency by enumeration");
        EXPECT_TRUE(plan.latency >= least * (1 - 1e-12), what << " no plan is quicker");
        if (problem.latencyLimit > 0)
        {
            ChainProblem free = problem;
            free.latencyLimit = 0;
            limited += FrontOf(free).size() != expected.size() ? 1 : 0;
        }
        ChainSolverOptions largest = For(ChainObjective::BOTTLENECK);
        largest.option = 1;
        const ChainPlan structure = SolveChain(problem, largest);
        EXPECT_TRUE((structure.status != PlanStatus::INFEASIBLE) == std::isfinite(fixed), what);
        if (std::isfinite(fixed))
        {
            EXPECT_RELATIVE(structure.bottleneck, fixed, 1e-12, what << " fixed structure");
        }
    }
    NS_TEST_EXPECT_MSG_GT(points, 250U, "fronts have points");
    NS_TEST_EXPECT_MSG_GT(infeasible, 0U, "some are infeasible");
    NS_TEST_EXPECT_MSG_GT(limited, 3U, "some latency limits change the front");
}

/// More of anything good never hurts.
class PipelineMonotonicityTestCase : public TestCase
{
  public:
    PipelineMonotonicityTestCase()
        : TestCase("bounds, monotonicity, an idle device more")
    {
    }

  private:
    void DoRun() override;
};

void
PipelineMonotonicityTestCase::DoRun()
{
    RandomPipelines random(11);
    for (int run = 0; run < 40; ++run)
    {
        const uint32_t layers = random.Count(2, 8);
        const uint32_t devices = random.Count(1, 4);
        ChainProblem problem = random.Make(layers, devices, 2);
        problem.overlap = run % 4 != 0;
        const double bottleneck = LeastBottleneck(problem);
        if (!std::isfinite(bottleneck))
        {
            continue;
        }
        double work = 0;
        double peaks = 0;
        for (const ChainLayer& layer : problem.layers)
        {
            work += std::min(layer.options[0].flop, layer.options[1].flop);
        }
        for (const ChainDevice& device : problem.devices)
        {
            peaks += device.peakFlops;
        }
        EXPECT_TRUE(bottleneck >= work / peaks, "work over all peaks in run " << run);

        const double same = bottleneck * (1 + 1e-12);
        for (uint32_t i = 0; i < devices; ++i)
        {
            ChainProblem better = problem;
            better.devices[i].peakFlops *= random.Between(1.01, 10);
            EXPECT_TRUE(LeastBottleneck(better) <= same, "peak");
            better = problem;
            better.devices[i].memoryBandwidth *= random.Between(1.01, 10);
            EXPECT_TRUE(LeastBottleneck(better) <= same, "memory bandwidth");
            better = problem;
            better.devices[i].memoryBytes *= random.Between(1.01, 10);
            EXPECT_TRUE(LeastBottleneck(better) <= same, "memory");
        }
        for (uint32_t i = 0; i <= devices; ++i)
        {
            ChainProblem better = problem;
            better.linkRates[i] *= random.Between(1.01, 10);
            EXPECT_TRUE(LeastBottleneck(better) <= same, "link");
        }
        ChainProblem richer = problem;
        for (ChainLayer& layer : richer.layers)
        {
            layer.options.insert(layer.options.begin(),
                                 {layer.options[0].flop * random.Between(0.5, 2),
                                  layer.options[0].weightBytes * random.Between(0.5, 2),
                                  0.02});
        }
        EXPECT_TRUE(LeastBottleneck(richer) <= same, "an option more");

        const ChainPlan plan = SolveChain(problem);
        EXPECT_TRUE(plan.throughput * plan.bottleneck <= 1 + 1e-12, "throughput");
        for (std::size_t i = 1; i < plan.front.size(); ++i)
        {
            EXPECT_TRUE(plan.front[i].bottleneck > plan.front[i - 1].bottleneck, "times rise");
            EXPECT_TRUE(plan.front[i].accuracy > plan.front[i - 1].accuracy, "accuracies rise");
        }

        // A device that cannot hold anything behind links that cost nothing changes nothing.
        ChainProblem idle = problem;
        const uint32_t place = random.Count(0, devices);
        idle.devices.insert(idle.devices.begin() + place, {"idle", 1e9, 1e9, 1, 0});
        idle.linkRates.insert(idle.linkRates.begin() + place, 1e40);
        if (place == 0)
        {
            // The camera's own link stays in front.
            std::swap(idle.linkRates[0], idle.linkRates[1]);
        }
        const ChainPlan more = SolveChain(idle);
        // Without overlap a device in between takes over sending from the one before it.
        if (problem.overlap || place == 0)
        {
            NS_TEST_ASSERT_MSG_EQ(more.front.size(), plan.front.size(), "idle device");
            for (std::size_t i = 0; i < plan.front.size(); ++i)
            {
                EXPECT_RELATIVE(more.front[i].bottleneck,
                                plan.front[i].bottleneck,
                                1e-12,
                                "idle device");
                EXPECT_ABSOLUTE(more.front[i].accuracy,
                                plan.front[i].accuracy,
                                1e-12,
                                "idle device");
            }
        }
    }
}

/// Devices that may change places; several fronts in one.
class FreeOrderTestCase : public TestCase
{
  public:
    FreeOrderTestCase()
        : TestCase("free order against every order; merged fronts")
    {
    }

  private:
    void DoRun() override;
};

void
FreeOrderTestCase::DoRun()
{
    RandomPipelines random(12);
    uint32_t reordered = 0;
    for (int run = 0; run < 15; ++run)
    {
        const ChainProblem problem = random.Make(5, 3, 2);
        std::vector<uint32_t> order{0, 1, 2};
        double fastest = std::numeric_limits<double>::infinity();
        double quickest = fastest;
        do
        {
            ChainProblem ordered = problem;
            for (std::size_t i = 0; i < order.size(); ++i)
            {
                ordered.devices[i] = problem.devices[order[i]];
            }
            const std::vector<Pair> front = FrontOf(ordered);
            if (front.empty())
            {
                continue;
            }
            fastest = std::min(fastest, front[0].bottleneck);
            quickest =
                std::min(quickest, SolveChain(ordered, For(ChainObjective::LATENCY)).latency);
        } while (std::next_permutation(order.begin(), order.end()));
        if (!std::isfinite(fastest))
        {
            continue;
        }
        for (const ChainObjective objective :
             {ChainObjective::WEIGHTED, ChainObjective::THROUGHPUT, ChainObjective::LATENCY})
        {
            ChainSolverOptions options = For(objective);
            options.freeOrder = true;
            ChainProblem pressed = problem;
            pressed.throughputWeight = 1;
            const ChainPlan plan = SolveChain(pressed, options);
            EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
            EXPECT_RELATIVE(objective == ChainObjective::LATENCY ? plan.latency : plan.bottleneck,
                            objective == ChainObjective::LATENCY ? quickest : fastest,
                            1e-12,
                            "run " << run);
            ChainProblem placed = problem;
            std::vector<uint32_t> options1;
            for (std::size_t i = 0; i < 3; ++i)
            {
                placed.devices[i] = problem.devices[plan.stages[i].device];
                options1.push_back(plan.stages[i].option);
            }
            EXPECT_RELATIVE(Evaluate(placed, plan.cuts, options1).bottleneck,
                            plan.bottleneck,
                            1e-12,
                            "the stages say who stands where");
            reordered += plan.stages[0].device != 0 || plan.stages[1].device != 1 ? 1 : 0;
        }
    }
    NS_TEST_EXPECT_MSG_GT(reordered, 5U, "some orders change");

    // Devices that are alike stay where they are.
    ChainProblem alike = MakeToyProblem();
    alike.devices.assign(3, alike.devices[1]);
    for (const ChainObjective objective :
         {ChainObjective::WEIGHTED, ChainObjective::THROUGHPUT, ChainObjective::LATENCY})
    {
        ChainSolverOptions options = For(objective);
        options.freeOrder = true;
        const ChainPlan plan = SolveChain(alike, options);
        for (uint32_t i = 0; i < 3; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(plan.stages[i].device, i, "alike");
        }
    }

    const auto point = [](double bottleneck, double accuracy) {
        ChainPoint p;
        p.bottleneck = bottleneck;
        p.accuracy = accuracy;
        return p;
    };
    const std::vector<ChainPoint> merged = MergeFronts(
        {point(3, .8), point(1, .5), point(2, .5), point(2, .7), point(4, .75), point(1, .6)});
    NS_TEST_ASSERT_MSG_EQ(merged.size(), 3U, "what stays");
    NS_TEST_EXPECT_MSG_EQ(merged[0].accuracy, .6, "as fast and better");
    NS_TEST_EXPECT_MSG_EQ(merged[1].accuracy, .7, "next");
    NS_TEST_EXPECT_MSG_EQ(merged[2].accuracy, .8, "last");
}

/// The suite.
class IovtInvariantsTestSuite : public TestSuite
{
  public:
    IovtInvariantsTestSuite()
        : TestSuite("edge-ai-iovt-invariants", TEST_UNIT)
    {
        AddTestCase(new BruteForceTestCase, TEST_QUICK);
        AddTestCase(new PipelineMonotonicityTestCase, TEST_QUICK);
        AddTestCase(new FreeOrderTestCase, TEST_QUICK);
    }
};

const IovtInvariantsTestSuite g_iovtInvariantsTestSuite; ///< registers the suite

} // namespace
