/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Every planner of links over packets, on links that lose nothing: the parameters are those of the
// same rounds in memory, to the last bit.

#include "allocation/topology/topology-planner.h"
#include "application/learning/two-tiers-in-memory.h"
#include "support/expectations.h"
#include "support/tier-fixture.h"

#include "ns3/test.h"

#include <set>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What a planner was asked, and has answered.
struct Asked
{
    TopologyProblem problem;
    TopologyPlan plan;
};

/// A planner that keeps what another one plans. Its type is known when it is used, so that lists of
/// other suites do not have it.
class KeepingPlanner : public TopologyPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("ns3::edgeai::KeepingPlanner")
                                .SetParent<TopologyPlanner>()
                                .SetGroupName("EdgeAi")
                                .AddConstructor<KeepingPlanner>()
                                .AddAttribute("Planner",
                                              "TypeId name of who plans",
                                              StringValue(""),
                                              MakeStringAccessor(&KeepingPlanner::m_planner),
                                              MakeStringChecker());
        return tid;
    }

    /// @returns all that was asked in this run
    static std::vector<Asked>& GetAsked()
    {
        static std::vector<Asked> asked;
        return asked;
    }

  private:
    TopologyPlan DoPlan(const TopologyProblem& problem) const override
    {
        GetAsked().push_back({problem, CreateTopologyPlanner(m_planner)->Plan(problem)});
        return GetAsked().back().plan;
    }

    std::string m_planner;
};

/// Compare the parameters of all servers.
/// @returns "" or which are not the same
std::string
ExplainDifference(const TieredLearningHelper& helper, const PeerModels& expected)
{
    for (uint32_t m = 0; m < expected.size(); ++m)
    {
        const std::vector<double> parameters = helper.GetParameters(m);
        if (parameters.size() != static_cast<std::size_t>(expected[m].size()) ||
            !(expected[m].norm() > 1e-2))
        {
            return "server " + std::to_string(m) + " has not learned";
        }
        for (std::size_t i = 0; i < parameters.size(); ++i)
        {
            if (parameters[i] != expected[m][static_cast<Eigen::Index>(i)])
            {
                return "parameter " + std::to_string(i) + " of server " + std::to_string(m);
            }
        }
    }
    return "";
}

/// Links that follow from what is measured, or are drawn: the same plans in memory.
class PeersCase : public TestCase
{
  public:
    PeersCase(const std::string& planner, const std::string& mode, bool barrier)
        : TestCase(planner + ", distances by " + mode + (barrier ? "" : ", no barrier") +
                   ": the parameters are those in memory"),
          m_planner(planner),
          m_mode(mode),
          m_barrier(barrier)
    {
    }

  private:
    void DoRun() override
    {
        KeepingPlanner::GetTypeId();
        TierFixture run("KeepingPlanner", 4, 3);
        run.helper.SetTopologyAttribute("Planner", StringValue(m_planner));
        run.helper.SetConsensus(m_mode);
        run.helper.SetTierAttribute("Barrier", BooleanValue(m_barrier));
        run.helper.SetTierAttribute("Rounds", UintegerValue(8));
        run.Build();
        KeepingPlanner::GetAsked().clear(); // Install() asks whether it takes these servers
        const std::vector<TierRound> rounds = run.Run();
        const std::vector<Asked> asked = KeepingPlanner::GetAsked();
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 8, "rounds");
        NS_TEST_ASSERT_MSG_EQ(asked.size(), 8, "a plan for each");
        const TierTask task = run.MakeTask();
        std::set<std::vector<uint32_t>> sets;
        for (std::size_t t = 0; t < rounds.size(); ++t)
        {
            NS_TEST_EXPECT_MSG_EQ(rounds[t].links, asked[t].plan.links.size(), "links in use");
            const TopologyPlan again = CreateTopologyPlanner(m_planner)->Plan(asked[t].problem);
            EXPECT_TRUE(again.IsUsable() && again.links == asked[t].plan.links, "the same again");
            sets.insert(again.links);
            task.learner->TrainCells();
            CheckDistance(task, asked[t].problem);
            task.learner->Mix(GetMixingMatrix(again), again.repeats, GetMixingWay(again));
        }
        NS_TEST_EXPECT_MSG_EQ(ExplainDifference(run.helper, task.learner->GetModels()),
                              "",
                              "bit for bit");
        const bool fixed = m_mode == "none" && m_planner != "HfelRandomGraphPlanner";
        EXPECT_TRUE(fixed || sets.size() > 1, "links change");
    }

    /// The exact distance is that of the models in memory.
    void CheckDistance(const TierTask& task, const TopologyProblem& problem)
    {
        if (m_mode == "exact")
        {
            PeerModels models = task.learner->GetModels();
            EXPECT_RELATIVE(problem.distance,
                            GetConsensusDistance(models),
                            1e-12,
                            "the distance that was known");
        }
    }

    std::string m_planner;
    std::string m_mode;
    bool m_barrier;
};

/// A cloud.
class CloudCase : public TestCase
{
  public:
    explicit CloudCase(const std::string& planner)
        : TestCase(planner + ": the parameters are those in memory"),
          m_planner(planner)
    {
    }

  private:
    void DoRun() override
    {
        TierFixture run(m_planner, 4, 3, true);
        run.Build();
        const std::vector<TierRound> rounds = run.Run();
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), run.rounds, "rounds");
        const TierTask task = run.MakeTask();
        TopologyProblem topology = run.MakeTopology();
        const TopologyPlan plan = CreateTopologyPlanner(m_planner)->Plan(topology);
        NS_TEST_ASSERT_MSG_EQ(plan.IsUsable(), true, plan.reason);
        for (uint32_t t = 0; t < run.rounds; ++t)
        {
            task.learner->TrainCells();
            task.learner->Mix(GetMixingMatrix(plan), plan.repeats, GetMixingWay(plan));
        }
        NS_TEST_EXPECT_MSG_EQ(ExplainDifference(run.helper, task.learner->GetModels()),
                              "",
                              "bit for bit");
        for (const TierServerRound& server : rounds.back().servers)
        {
            const double models = m_planner == "CloudFedAvgPlanner" ? 3 : 1;
            EXPECT_ABSOLUTE(server.bitsExchange,
                            models * 32 * TierFixture::PARAMETERS,
                            0,
                            "what it sends");
        }
    }

    std::string m_planner;
};

/// Two tiers over packets and in memory.
class TierParityTestSuite : public TestSuite
{
  public:
    TierParityTestSuite()
        : TestSuite("edge-ai-tier-parity", TEST_SYSTEM)
    {
        for (const char* planner : {"HfelThresholdPlanner", "HfelEnumerationPlanner"})
        {
            for (const char* mode : {"exact", "sketch", "lagged"})
            {
                AddTestCase(new PeersCase(planner, mode, true), TEST_QUICK);
            }
            AddTestCase(new PeersCase(planner, "lagged", false), TEST_QUICK);
        }
        for (const char* planner : {"HfelFullMeshPlanner",
                                    "HfelRingPlanner",
                                    "HfelStarPlanner",
                                    "HfelRandomGraphPlanner",
                                    "HfelNoExchangePlanner",
                                    "CeFedAvgPlanner"})
        {
            AddTestCase(new PeersCase(planner, "none", true), TEST_QUICK);
        }
        AddTestCase(new CloudCase("HierFavgPlanner"), TEST_QUICK);
        AddTestCase(new CloudCase("CloudFedAvgPlanner"), TEST_QUICK);
    }
};

TierParityTestSuite g_tierParityTestSuite; ///< the suite

} // namespace
