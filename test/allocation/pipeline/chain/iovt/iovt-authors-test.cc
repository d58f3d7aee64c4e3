/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The objective that the authors of arXiv 2411.00838 coded: summed latencies, their gradient and
// grid versions, and the exact optimum. Figures come from an independent program.

#include "allocation/pipeline/chain/iovt/iovt-authors-objective.h"
#include "allocation/pipeline/chain/iovt/iovt-authors-planner.h"
#include "support/iovt-test-support.h"

#include "ns3/chain-planner.h"
#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/random-variable-stream.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::iovttest;

namespace
{

/// @returns the instance of the checks; scale 1000 has times in milliseconds
AuthorsObjective
MakeObjective(double scale = 1)
{
    AuthorsObjective objective;
    objective.work = 4e9 * scale;
    objective.intensity = 20;
    objective.devices[0] = {0.8, 4e9, {.02, .01, .005, -.002}};
    objective.devices[1] = {0.6, 25.6e9, {.015, .008, .004, -.001}};
    objective.sentBytes = 2e5 * scale;
    objective.sendingRate = 12.5e6;
    return objective;
}

class ObjectiveTestCase : public TestCase
{
  public:
    ObjectiveTestCase()
        : TestCase("time, intensities, gradient version and vertex of the published objective")
    {
    }

  private:
    void DoRun() override
    {
        AuthorsObjective objective = MakeObjective();
        EXPECT_RELATIVE(objective.GetTime(0.5), .053760417, GIVEN, "T");
        objective.computeRatio = 1.2;
        objective.trafficRatio = 0.8;
        EXPECT_RELATIVE(objective.GetIntensities(0.4)[0], 30, GIVEN, "I1");
        EXPECT_RELATIVE(objective.GetIntensities(0.4)[1], 15.294117647, GIVEN, "I2");
        EXPECT_TRUE(!objective.IsAdmissible(0.9), "more than all of the compute");
        EXPECT_TRUE(objective.IsAdmissible(0.8), "0.96 of the compute");

        AuthorsPoint last;
        const AuthorsPoint best = Descend(MakeObjective(), AuthorsDescent(), &last);
        EXPECT_RELATIVE(best.value, .068174454, GIVEN, "best J");
        EXPECT_RELATIVE(best.lambda, .446103418, GIVEN, "best lambda");
        EXPECT_RELATIVE(last.lambda, .445559341, GIVEN, "last lambda");
        const AuthorsPoint exact = FindVertex(MakeObjective());
        EXPECT_RELATIVE(exact.value, .028020833, GIVEN, "exact J");
        NS_TEST_EXPECT_MSG_EQ(exact.lambda, 0, "exact lambda");
        EXPECT_TRUE((exact.thetas[1] == std::vector<double>{0, 0, 0, 1}), "where Delta < 0");
        // The same in milliseconds, which is why the published version moved at all.
        EXPECT_RELATIVE(Descend(MakeObjective(1000), AuthorsDescent()).value,
                        29.035610735,
                        GIVEN,
                        "best J, milliseconds");
        EXPECT_RELATIVE(FindVertex(MakeObjective(1000)).value, 29.019833333, GIVEN, "exact");
        AuthorsObjective milli = MakeObjective();
        milli.timeUnit = 1e-3;
        EXPECT_RELATIVE(FindVertex(milli).value, 29.019833333, GIVEN, "a unit is a scale");
    }
};

class GridTestCase : public TestCase
{
  public:
    GridTestCase()
        : TestCase("grid version with compute and traffic divided unlike; vertex against grid")
    {
    }

  private:
    void DoRun() override
    {
        std::vector<double> lambdas;
        for (uint32_t i = 0; i <= 1000000; ++i)
        {
            lambdas.push_back(i / 1e6);
        }
        // Where the slope of T is 0: the sum of the devices' times over lambda, by bisection.
        const auto solve = [](double k, double p) {
            const double first = 4e9 * p / (0.8 * 20 * 60e9 * k);
            const double second = 4e9 / (0.6 * 20 * 25.6e9);
            double low = 0;
            double high = std::min(1 / k, 1 / p);
            for (int i = 0; i < 60; ++i)
            {
                const double x = (low + high) / 2;
                const double left = 1 - k * x;
                const double slope =
                    first + second * (((2 * p * x - 1 - p) * left + k * (1 - x) * (1 - p * x)) /
                                      (left * left));
                (slope > 0 ? high : low) = x;
            }
            return low;
        };
        const auto check = [&](double k, double p, double lambda, double time) {
            AuthorsObjective objective = MakeObjective();
            objective.devices[0].bandwidth = 60e9;
            objective.kappa = 0;
            objective.computeRatio = k;
            objective.trafficRatio = p;
            const AuthorsPoint best = SearchGrid(objective, lambdas, {{0, 0, 0, 0}});
            EXPECT_RELATIVE(best.lambda, solve(k, p), 1e-5, "lambda, k = " << k);
            // T is flat there: the reference is 1.4e-5 beside it.
            EXPECT_RELATIVE(best.lambda, lambda, 2e-5, "lambda of the reference, k = " << k);
            EXPECT_RELATIVE(objective.GetTime(best.lambda), time, 1e-5, "T, k = " << k);
        };
        check(1.3, .5, .122946, .028953913);
        check(.5, 1.3, .654656, .024087786);

        // Random instances: no point of a grid, and no descent, is better than the vertex.
        Ptr<UniformRandomVariable> draw = CreateObject<UniformRandomVariable>();
        draw->SetStream(5);
        const std::vector<std::vector<double>> corners{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {.5, .5}};
        for (uint32_t i = 0; i < 200; ++i)
        {
            AuthorsObjective objective = MakeObjective();
            objective.work = draw->GetValue(1e8, 1e11);
            for (AuthorsDevice& device : objective.devices)
            {
                device.bandwidth = draw->GetValue(1e9, 1e11);
                device.delta = {draw->GetValue(-.05, .05), draw->GetValue(-.05, .05)};
            }
            const double exact = FindVertex(objective).value;
            const double grid = SearchGrid(objective, {0, .25, .5, .75, 1}, corners).value;
            EXPECT_RELATIVE(grid, exact, 1e-12, "the grid has all vertices");
            const double descent = Descend(objective, AuthorsDescent()).value;
            EXPECT_TRUE(descent >= exact * (1 - 1e-12) - 1e-15, descent << " < " << exact);
        }
    }
};

/// The planner over chains.
class PlannerTestCase : public TestCase
{
  public:
    PlannerTestCase()
        : TestCase("modes and orders of IovtAuthorsPlanner, and what it refuses")
    {
    }

  private:
    /// @returns the toy chain over its first two devices
    static ChainProblem MakePair()
    {
        ChainProblem problem = MakeToyProblem();
        problem.devices.pop_back();
        problem.linkRates = {1e9, 200e6, 50e6};
        return problem;
    }

    static Ptr<ChainPlanner> Make(const std::string& mode)
    {
        Ptr<ChainPlanner> planner = CreateChainPlanner("IovtAuthorsPlanner");
        planner->SetAttribute("Mode", StringValue(mode));
        return planner;
    }

    void DoRun() override
    {
        const ChainProblem problem = MakePair();
        const ChainPlan refused = Make("Exact")->Plan(MakeToyProblem());
        EXPECT_TRUE(refused.status == PlanStatus::REFUSED, "three devices");
        EXPECT_TRUE(refused.reason.find("devices are 3") != std::string::npos, refused.reason);

        // Exact is the best of every division, added up here.
        for (const double kappa : {0.0, 1.0, 30.0})
        {
            Ptr<ChainPlanner> exact = Make("Exact");
            exact->SetAttribute("Kappa", DoubleValue(kappa));
            const ChainPlan plan = exact->Plan(problem);
            EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
            double best = 1e9;
            for (uint32_t cut = 0; cut <= 6; ++cut)
            {
                for (uint32_t first = 0; first < 3; ++first)
                {
                    for (uint32_t second = 0; second < 3; ++second)
                    {
                        best = std::min(best, Sum(problem, cut, first, second, kappa));
                    }
                }
            }
            EXPECT_RELATIVE(
                Sum(problem, plan.cuts[1], plan.stages[0].option, plan.stages[1].option, kappa),
                best,
                1e-12,
                "kappa " << kappa);
        }
        // With order exchanged the first part is on the other device.
        Ptr<ChainPlanner> swapped = Make("Exact");
        swapped->SetAttribute("Order", StringValue("ServerFirst"));
        NS_TEST_EXPECT_MSG_EQ(swapped->Plan(problem).stages[0].device, 1, "the other one");

        // The objective that is read off the chain, by hand.
        Ptr<IovtAuthorsPlanner> planner =
            DynamicCast<IovtAuthorsPlanner>(CreateChainPlanner("IovtAuthorsPlanner"));
        const AuthorsObjective read = planner->MakeObjective(problem);
        EXPECT_RELATIVE(read.work, 4 * 13e8, 1e-12, "N");
        const double traffic = 4 * 7.1e6 + (6e5 + 2 * (1.6e6 + 8e5 + 4e5 + 2e5 + 1e5) + 4e3);
        EXPECT_RELATIVE(read.intensity, 4 * 13e8 / traffic, 1e-12, "I0");
        EXPECT_RELATIVE(read.sendingRate, 25e6, 1e-12, "beta_s");
        EXPECT_RELATIVE(read.sentBytes, 1e5, 1e-12, "N_e, behind layer 3");
        EXPECT_RELATIVE(read.devices[1].bandwidth, 10e9, 1e-12, "beta_2");
        EXPECT_RELATIVE(read.devices[0].delta.at(1), .042 * .4, 1e-12, "Delta");
        // Losses are not negative and memory is faster on the second device: everything there.
        const ChainPlan vertex = Make("Vertex")->Plan(problem);
        NS_TEST_EXPECT_MSG_EQ(vertex.cuts[1], 0, "vertex");
        NS_TEST_EXPECT_MSG_EQ(vertex.stages[1].option, 2, "the mode of least loss");
        NS_TEST_EXPECT_MSG_EQ(Make("Grid")->Plan(problem).cuts[1], 0, "grid");
        const ChainPlan descent = Make("GradientDescent")->Plan(problem);
        NS_TEST_EXPECT_MSG_EQ(descent.cuts[1], 3, "hardly left where it began");
        NS_TEST_EXPECT_MSG_EQ(descent.stages[0].option, 0, "in the first mode");
    }

    /// @returns the sum that Exact is about, from the equations
    static double Sum(const ChainProblem& problem,
                      uint32_t cut,
                      uint32_t first,
                      uint32_t second,
                      double kappa)
    {
        double sum = 0;
        const uint32_t ends[] = {0, cut, 6};
        const uint32_t options[] = {first, second};
        for (uint32_t part = 0; part < 2; ++part)
        {
            double flop = 0;
            double bytes = 0;
            for (uint32_t l = ends[part]; l < ends[part + 1]; ++l)
            {
                const ChainLayer& layer = problem.layers[l];
                flop += layer.options[options[part]].flop;
                bytes +=
                    layer.options[options[part]].weightBytes + layer.inputBytes + layer.outputBytes;
                sum += kappa * layer.options[options[part]].accuracyLoss;
            }
            const ChainDevice& device = problem.devices[part];
            sum += ends[part] == ends[part + 1]
                       ? 0
                       : device.fixedTime +
                             std::max(flop / device.peakFlops, bytes / device.memoryBandwidth);
        }
        const double sent = cut == 0 ? problem.frameBytes : problem.layers[cut - 1].sentBytes;
        return sum + (cut < 6 ? 1e-3 + 8 * sent / 200e6 : 0);
    }
};

class IovtAuthorsTestSuite : public TestSuite
{
  public:
    IovtAuthorsTestSuite()
        : TestSuite("edge-ai-iovt-authors", TEST_UNIT)
    {
        AddTestCase(new ObjectiveTestCase, TEST_QUICK);
        AddTestCase(new GridTestCase, TEST_QUICK);
        AddTestCase(new PlannerTestCase, TEST_QUICK);
    }
};

const IovtAuthorsTestSuite g_iovtAuthorsTestSuite; ///< registers the suite

} // namespace
