/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What the paper draws as infeasible says about what it does not print: the size of the feature,
// and the work of BART-base. Figures come from an independent program.

#include "support/laim-printed-support.h"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::laimtest;

namespace
{

/// @returns whether a planner has a plan at cut 4
bool
Fits(const std::string& name, const SplitProblem& problem)
{
    return PlanAt(name, problem, 4).IsUsable();
}

/// The feature that published gaps of BERT allow, at either reading of the noise.
class PrintedFeatureTestCase : public TestCase
{
  public:
    PrintedFeatureTestCase()
        : TestCase("sizes of the feature that agree with what is drawn as infeasible")
    {
    }

  private:
    /// @returns largest feature with which pruning the server alone keeps the budgets [bit]
    static double FindEdge(double noiseDensity, double latency, double energy)
    {
        double low = 1e3;
        double high = 2e6;
        SplitProblem problem = PrintedProblem(PrintedBert(), latency, energy);
        problem.noiseDensity = noiseDensity;
        for (int i = 0; i < 40; ++i)
        {
            problem.devices[0].options[4].uplinkBits = (low + high) / 2;
            (Fits("LaimPrintedPruneServerPlanner", problem) ? low : high) = (low + high) / 2;
        }
        return low;
    }

    void DoRun() override
    {
        // -120 dBW, as the powers of the paper want it, and -120 dBm, as it is printed.
        const struct
        {
            double noiseDensity;
            double least;
            double most;
        } readings[] = {{2e-19, 62866, 98629}, {2e-22, 222151, 853671}};

        for (const auto& reading : readings)
        {
            EXPECT_RELATIVE(FindEdge(reading.noiseDensity, 0.23, 15e-3),
                            reading.least,
                            1e-4,
                            "infeasible at 0.23 s");
            EXPECT_RELATIVE(std::min(FindEdge(reading.noiseDensity, 0.24, 15e-3),
                                     FindEdge(reading.noiseDensity, 0.35, 6e-3)),
                            reading.most,
                            1e-4,
                            "feasible at 0.24 s, and at 6 mJ");
        }
        EXPECT_TRUE(FEATURE > readings[0].least && FEATURE < readings[0].most,
                    "the one that is assumed");
        // With it, and the noise that is printed, what is drawn as infeasible would not be.
        SplitProblem quiet = PrintedProblem(PrintedBert(), 0.23, 15e-3);
        quiet.noiseDensity = 2e-22;
        EXPECT_TRUE(Fits("LaimPrintedPruneServerPlanner", quiet), "at -120 dBm");
    }
};

/// The work of BART that published gaps allow.
class PrintedWorkTestCase : public TestCase
{
  public:
    PrintedWorkTestCase()
        : TestCase("work of BART-base that agrees with what is drawn as infeasible")
    {
    }

  private:
    /// @param [in] device work [GFLOP]  @param [in] server work [GFLOP]  @param [in] feature [bit]
    /// @returns how many of the seven facts of panel a agree
    static int CountFacts(double device, double server, double feature)
    {
        const struct
        {
            const char* planner;
            double latency;
            double energy;
            bool feasible;
        } facts[] = {{"LaimPrintedPruneServerPlanner", .11, 22.5e-3, false},
                     {"LaimPrintedPruneServerPlanner", .12, 22.5e-3, true},
                     {"LaimPrintedPruneDevicePlanner", .11, 22.5e-3, true},
                     {"LaimPrintedPruneDevicePlanner", .22, 6e-3, false},
                     {"LaimPrintedPruneDevicePlanner", .22, 7e-3, true},
                     {"LaimPrintedPruneServerPlanner", .22, 5e-3, true},
                     {"LaimPrintedFixedPowerPlanner", .22, 5e-3, true}};

        int agree = 0;
        for (const auto& fact : facts)
        {
            SplitProblem problem =
                PrintedProblem(PrintedBart(device * 1e9, server * 1e9), fact.latency, fact.energy);
            problem.devices[0].options[0].uplinkBits = feature;
            agree += Fits(fact.planner, problem) == fact.feasible;
        }
        return agree;
    }

    /// @returns whether all facts agree with some feature up to 190 kbit
    static bool Agrees(double device, double server)
    {
        for (double feature = 10e3; feature <= 190e3; feature += 10e3)
        {
            if (CountFacts(device, server, feature) == 7)
            {
                return true;
            }
        }
        return false;
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(CountFacts(3.55, 13.25, FEATURE), 7, "the load that is assumed");
        NS_TEST_EXPECT_MSG_LT(CountFacts(6.44 * 48 / 168, 6.44 * 120 / 168, FEATURE),
                              7,
                              "the printed load");
        // On a grid of 0.05 and 0.25 GFLOP: the ends that agree, and none beyond them.
        double least[] = {1e3, 1e3};
        double most[] = {0, 0};
        for (double device = 2.95; device < 4.01; device += 0.05)
        {
            for (double server = 11.5; server < 14.01; server += 0.25)
            {
                if (Agrees(device, server))
                {
                    least[0] = std::min(least[0], device);
                    most[0] = std::max(most[0], device);
                    least[1] = std::min(least[1], server);
                    most[1] = std::max(most[1], server);
                }
            }
        }
        EXPECT_ABSOLUTE(least[0], 3.25, 1e-6, "least work of the device");
        EXPECT_ABSOLUTE(most[0], 3.65, 1e-6, "largest work of the device");
        EXPECT_ABSOLUTE(least[1], 12.0, 1e-6, "least work of the server");
        EXPECT_ABSOLUTE(most[1], 13.25, 1e-6, "largest work of the server");
    }
};

/// What is not printed.
class LaimPrintedFactsTestSuite : public TestSuite
{
  public:
    LaimPrintedFactsTestSuite()
        : TestSuite("edge-ai-laim-printed-facts", TEST_UNIT)
    {
        AddTestCase(new PrintedFeatureTestCase, TEST_QUICK);
        AddTestCase(new PrintedWorkTestCase, TEST_QUICK);
    }
};

LaimPrintedFactsTestSuite g_laimPrintedFactsTestSuite; ///< registers the suite

} // namespace
