/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Rounds of two tiers over links whose headers cost next to nothing take what is planned, whatever
// is known of distances and when, also where cells are so fast that words of the coordinator meet
// models on the links; and models that take longer than the servers' patience come all the same.

#include "support/expectations.h"
#include "support/tier-fixture.h"

#include "ns3/test.h"

#include <cmath>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr const char* LARGE = "Mlp(20,300,10)"; ///< 9310 parameters, 37 kB
constexpr uint32_t TIME_ROUNDS = 4;

/// Rounds as planned.
class PlanCase : public TestCase
{
  public:
    PlanCase(const std::string& planner, const std::string& mode, bool fast, bool barrier = true)
        : TestCase(planner + ", distances by " + mode + (fast ? ", fast cells" : "") +
                   (barrier ? "" : ", no barrier") + ": rounds take what is planned"),
          m_planner(planner),
          m_mode(mode),
          m_fast(fast),
          m_barrier(barrier)
    {
    }

  private:
    void DoRun() override
    {
        const bool above = m_planner == "HierFavgPlanner" || m_planner == "CloudFedAvgPlanner";
        TierFixture run(m_planner, 4, 3, above, LARGE);
        run.MakeIdeal();
        run.helper.SetConsensus(m_mode);
        run.helper.SetTierAttribute("Rounds", UintegerValue(TIME_ROUNDS));
        run.helper.SetTierAttribute("Barrier", BooleanValue(m_barrier));
        if (m_fast)
        {
            run.bandwidth = 1e9;
            for (std::vector<double>& cell : run.cycles)
            {
                cell.assign(cell.size(), 100);
            }
        }
        run.Build();
        const std::vector<TierRound> rounds = run.Run();
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), TIME_ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        double planned = 0;
        double realised = 0;
        double cells = 0;
        for (std::size_t t = 1; t < rounds.size(); ++t) // cells know no headers in the first
        {
            planned += rounds[t].timePlanned;
            realised += rounds[t].time.ended - rounds[t].time.begun;
            cells += rounds[t].servers.front().cellRealised;
            for (const TierServerRound& server : rounds[t].servers)
            {
                NS_TEST_EXPECT_MSG_EQ(server.detail, "", "as planned");
            }
        }
        EXPECT_TRUE(std::abs(realised / planned - 1) < .005,
                    planned << " s planned, " << realised << " s realised");
        EXPECT_TRUE(!m_fast || cells < .05 * realised, "cells are fast: " << cells << " s");
    }

    std::string m_planner;
    std::string m_mode;
    bool m_fast;
    bool m_barrier;
};

/// Models that take longer than Timeout.
class PatienceCase : public TestCase
{
  public:
    PatienceCase(const std::string& planner, bool above)
        : TestCase(planner + ": models that take longer than Timeout come all the same"),
          m_planner(planner),
          m_above(above)
    {
    }

  private:
    void DoRun() override
    {
        TierFixture run(m_planner, 3, 2, m_above, LARGE);
        run.speed = .5; // 100 kbit/s and more
        run.helper.SetTierAttribute("Timeout", TimeValue(MilliSeconds(500)));
        run.helper.SetTierAttribute("Rounds", UintegerValue(2));
        run.Build();
        const std::vector<TierRound> rounds = run.Run();
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 2, "rounds");
        for (const TierRound& round : rounds)
        {
            NS_TEST_EXPECT_MSG_EQ(round.servers.size(), 3, "servers");
            NS_TEST_EXPECT_MSG_GT(round.time.ended - round.time.begun, 1, "it takes long");
            NS_TEST_EXPECT_MSG_LT(round.distanceAfter, .5 * round.distanceBefore, "they mix");
            for (const TierServerRound& server : round.servers)
            {
                NS_TEST_EXPECT_MSG_EQ(server.completed, true, server.detail);
                NS_TEST_EXPECT_MSG_EQ(server.missing, 0, server.detail);
                NS_TEST_EXPECT_MSG_EQ(server.detail, "", "as planned");
            }
        }
    }

    std::string m_planner;
    bool m_above;
};

/// Budgets so small that devices send with less power than they could.
class BudgetCase : public TestCase
{
  public:
    /// @param [in] budget of a device and an edge round [J]
    explicit BudgetCase(double budget)
        : TestCase("Devices of cells spend what is planned of " + std::to_string(budget * 1e3) +
                   " mJ"),
          m_budget(budget)
    {
    }

  private:
    void DoRun() override
    {
        TierFixture run("HfelFullMeshPlanner", 2, 2);
        run.helper.SetEnergyBudget(m_budget);
        run.helper.SetTierAttribute("Rounds", UintegerValue(2));
        run.Build();
        NS_TEST_ASSERT_MSG_EQ(run.Run().size(), 2, "rounds");
        uint32_t uploads = 0;
        for (uint32_t m = 0; m < 2; ++m)
        {
            for (const TaskRecord* record : run.helper.GetCell(m).GetMonitor().GetRecords())
            {
                for (const StepRecord& step : record->steps)
                {
                    if (step.planned.name.rfind("upload", 0) != 0)
                    {
                        continue;
                    }
                    ++uploads;
                    NS_TEST_EXPECT_MSG_LT(step.planned.energy, m_budget, "planned");
                    NS_TEST_EXPECT_MSG_EQ_TOL(step.energy,
                                              step.planned.energy,
                                              .3 * step.planned.energy,
                                              step.planned.name << " of cell " << m);
                }
            }
        }
        NS_TEST_EXPECT_MSG_EQ(uploads, 2 * 2 * 2 * 2, "cells, devices, rounds and edge rounds");
    }

    double m_budget;
};

/// Times of rounds of two tiers.
class TierTimeTestSuite : public TestSuite
{
  public:
    TierTimeTestSuite()
        : TestSuite("edge-ai-tier-time", TEST_SYSTEM)
    {
        for (const bool fast : {false, true})
        {
            for (const char* mode : {"exact", "sketch", "lagged"})
            {
                AddTestCase(new PlanCase("HfelThresholdPlanner", mode, fast), TEST_QUICK);
            }
            for (const char* planner : {"HfelFullMeshPlanner",
                                        "HfelRingPlanner",
                                        "HfelStarPlanner",
                                        "HfelRandomGraphPlanner",
                                        "CeFedAvgPlanner",
                                        "HierFavgPlanner",
                                        "CloudFedAvgPlanner"})
            {
                AddTestCase(new PlanCase(planner, "none", fast), TEST_QUICK);
            }
        }
        AddTestCase(new BudgetCase(2e-4), TEST_QUICK);
        AddTestCase(new BudgetCase(2e-5), TEST_QUICK);
        AddTestCase(new PatienceCase("HfelFullMeshPlanner", false), TEST_QUICK);
        AddTestCase(new PatienceCase("CeFedAvgPlanner", false), TEST_QUICK);
        AddTestCase(new PatienceCase("HierFavgPlanner", true), TEST_QUICK);
        AddTestCase(new PatienceCase("CloudFedAvgPlanner", true), TEST_QUICK);
    }
};

TierTimeTestSuite g_tierTimeTestSuite; ///< the suite

} // namespace
