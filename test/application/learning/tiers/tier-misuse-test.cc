/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What users of learning in two tiers get wrong is said in words when they install it, and what is
// small - one server, one device - learns.

#include "support/expectations.h"
#include "support/last-words.h"
#include "support/tier-fixture.h"

#include "ns3/test.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Programs that end.
class TierLastWordsCase : public TestCase
{
  public:
    TierLastWordsCase()
        : TestCase("what nobody would use, and what does not go together, ends the program in "
                   "words")
    {
    }

  private:
    using Change = std::function<void(TierFixture&)>;

    /// @param [in] words to be said  @param [in] change what is wrong  @param [in] planner of links
    /// @param [in] above whether there is a cloud
    void Expect(const std::string& words,
                const Change& change,
                const std::string& planner = "HfelRingPlanner",
                bool above = false)
    {
        const std::string said = HearLastWords([&] {
            TierFixture run(planner, 3, 2, above);
            run.Connect();
            change(run);
            run.Install();
        });
        EXPECT_TRUE(said.find(words) != std::string::npos, words << ": " << said);
        EXPECT_TRUE(said.find("msg=\"") == std::string::npos, said);
    }

    void ExpectOfCell(const std::string& words, const std::function<void(LearningHelper&)>& change)
    {
        Expect(words, [&](TierFixture& run) { run.helper.OnEachCell(change); });
    }

    void CheckCells()
    {
        ExpectOfCell("cell 0 was told SetWork() by OnEachCell(), and nobody uses that",
                     [](LearningHelper& cell) { cell.SetWork(1e6); });
        ExpectOfCell("SetData()", [](LearningHelper& cell) { cell.SetData("Mixture(20,10)"); });
        ExpectOfCell("SetTestData()",
                     [](LearningHelper& cell) { cell.SetTestData("Mixture(20,10)"); });
        ExpectOfCell("SetPartition()", [](LearningHelper& cell) { cell.SetPartition("iid"); });
        ExpectOfCell("SetTraining()", [](LearningHelper& cell) { cell.SetTraining(.05); });
        ExpectOfCell("SetMethod()", [](LearningHelper& cell) { cell.SetMethod("FedQVR(bits=4)"); });
        ExpectOfCell("SetMethod()",
                     [](LearningHelper& cell) { cell.SetMethod("DpSparse(sigma=2,channels=2)"); });
        ExpectOfCell("KeepUnits()", [](LearningHelper& cell) { cell.KeepUnits(); });
        ExpectOfCell("SetDepthBlocks()", [](LearningHelper& cell) { cell.SetDepthBlocks({1}); });
        ExpectOfCell("SetFineTuning()", [](LearningHelper& cell) { cell.SetFineTuning(2); });
        ExpectOfCell("SetGains()", [](LearningHelper& cell) { cell.SetGains({{1}, {1}}); });
        ExpectOfCell("SetEfficiencies()", [](LearningHelper& cell) {
            cell.SetEfficiencies({1, 1});
        });
        ExpectOfCell("SetIdealAttribute(\"Subchannels\")", [](LearningHelper& cell) {
            cell.SetIdealAttribute("Subchannels", UintegerValue(4));
        });
        ExpectOfCell("AssignStreams()", [](LearningHelper& cell) { cell.AssignStreams(5); });
        ExpectOfCell("cell 0 was told by OnEachCell() to begin 5 rounds", [](LearningHelper& cell) {
            cell.SetServerAttribute("Rounds", UintegerValue(5));
        });
    }

    void CheckTiers()
    {
        Expect(
            "HfelRingPlanner has no use for a cloud",
            [](TierFixture&) {},
            "HfelRingPlanner",
            true);
        Expect(
            "HierFavgPlanner averages in a cloud, and there is none",
            [](TierFixture&) {},
            "HierFavgPlanner");
        Expect(
            "HfelEgressPlanner takes no such servers and links: sharedEgress is not set",
            [](TierFixture&) {},
            "HfelEgressPlanner");
        Expect("SetCycles() has cycles of 3 devices for cell 1, which has 2",
               [](TierFixture& run) { run.cycles[1].push_back(1e5); });
        Expect("SetCycles() has cycles of 2 cells; there are 3",
               [](TierFixture& run) { run.cycles.pop_back(); });
        Expect("3 servers and 2 cells", [](TierFixture& run) { run.cells.pop_back(); });
        Expect("server 2 is node 0, which is another server already", [](TierFixture& run) {
            run.servers = NodeContainer(NodeContainer(run.servers.Get(0), run.servers.Get(1)),
                                        run.servers.Get(0));
        });
        Expect("device 1 of cell 2 is node", [](TierFixture& run) {
            run.cells[2] = NodeContainer(run.cells[2].Get(0), run.cells[0].Get(1));
        });
        Expect("cell 1 has no devices; needed is one at least", [](TierFixture& run) {
            run.cells[1] = NodeContainer();
            run.cycles[1].clear();
        });
        Expect("cell 0 has no devices; needed is one at least", [](TierFixture& run) {
            run.helper.SetSkew(1, 20);
            run.cells.assign(3, NodeContainer());
            run.cycles.assign(3, {});
        });
        for (const double value : {1e300, 1e-300, -1.})
        {
            Expect(" cycles of a sample; allowed is 1e-50 to 1e+50",
                   [value](TierFixture& run) { run.helper.SetCycles({{value}}); });
            Expect(" J; allowed is 1e-50 to 1e+50",
                   [value](TierFixture& run) { run.helper.SetEnergyBudget(value); });
            Expect("share of SetConsensus() is",
                   [value](TierFixture& run) { run.helper.SetConsensus("exact", value); });
        }
        Expect("Install() was called before", [](TierFixture& run) {
            run.Install();
            run.helper.Install(run.servers, run.cells);
        });
        Expect("OnEachCell() is no function: it is empty",
               [](TierFixture& run) { run.helper.OnEachCell(nullptr); });
        Expect("servers[3] is no node: it is null", [](TierFixture& run) {
            run.servers.Add(Ptr<Node>());
            run.cells.emplace_back(2);
        });
        Expect("devices[2][2] is no node: it is null",
               [](TierFixture& run) { run.cells[2].Add(Ptr<Node>()); });
        Expect("there are no servers yet; call GetCell() after Install()",
               [](TierFixture& run) { run.helper.GetCell(0); });
        Expect("there are no servers yet; call GetParameters() after Install()",
               [](TierFixture& run) { run.helper.GetParameters(0); });
        Expect("server of GetCell() is 3; allowed is 0 to 2", [](TierFixture& run) {
            run.Install();
            run.helper.GetCell(3);
        });
        Expect("server of GetParameters() is 3; allowed is 0 to 2", [](TierFixture& run) {
            run.Install();
            run.helper.GetParameters(3);
        });
        Expect("0 servers and 0 cells", [](TierFixture& run) {
            run.servers = NodeContainer();
            run.cells.clear();
            run.cycles.clear();
        });
    }

    /// What is set behind Install() would change nothing.
    void CheckLate()
    {
        using Setter = std::pair<std::string, std::function<void(TieredLearningHelper&)>>;
        for (const auto& [name, call] : std::vector<Setter>{
                 {"SetData()", [](auto& h) { h.SetData("Mixture(20,10)"); }},
                 {"SetPartition()", [](auto& h) { h.SetPartition("iid"); }},
                 {"SetSkew()", [](auto& h) { h.SetSkew(1, 20); }},
                 {"SetTraining()", [](auto& h) { h.SetTraining(.1, 16, 3, 2); }},
                 {"SetCycles()", [](auto& h) { h.SetCycles({}); }},
                 {"SetEnergyBudget()", [](auto& h) { h.SetEnergyBudget(1); }},
                 {"SetConsensus()", [](auto& h) { h.SetConsensus("none"); }},
                 {"OnEachCell()", [](auto& h) { h.OnEachCell([](LearningHelper&) {}); }},
                 {"SetTopologyAttribute(\"X\")",
                  [](auto& h) { h.SetTopologyAttribute("X", UintegerValue(1)); }},
                 {"SetTierAttribute(\"Rounds\")",
                  [](auto& h) { h.SetTierAttribute("Rounds", UintegerValue(9)); }}})
        {
            Expect("TieredLearningHelper: " + name +
                       " changes nothing of what is installed already; call it before Install()",
                   [late = call](TierFixture& run) {
                       run.Install();
                       late(run.helper);
                   });
        }
    }

    void DoRun() override
    {
        CheckCells();
        CheckTiers();
        CheckLate();
    }
};

/// Few servers and devices.
class SmallCase : public TestCase
{
  public:
    SmallCase(uint32_t servers, uint32_t devices, const std::string& planner)
        : TestCase(std::to_string(servers) + " servers, " + std::to_string(devices) +
                   " devices each, " + planner),
          m_servers(servers),
          m_devices(devices),
          m_planner(planner)
    {
    }

  private:
    void DoRun() override
    {
        TierFixture run(m_planner, m_servers, m_devices);
        run.Build();
        const std::vector<TierRound> rounds = run.Run(100);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), run.rounds, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved");
        NS_TEST_EXPECT_MSG_LT(rounds.back().loss, rounds.front().loss, "it learns");
        for (const TierRound& round : rounds)
        {
            NS_TEST_EXPECT_MSG_EQ(round.links, m_servers * (m_servers - 1) / 2, "links");
            for (const TierServerRound& server : round.servers)
            {
                NS_TEST_EXPECT_MSG_EQ(server.completed, true, server.detail);
                NS_TEST_EXPECT_MSG_EQ(server.detail, "", "as planned");
            }
        }
    }

    uint32_t m_servers;
    uint32_t m_devices;
    std::string m_planner;
};

/// One server, whose cell has nobody: its rounds take time all the same.
class NobodyCase : public TestCase
{
  public:
    NobodyCase(bool devices, bool barrier)
        : TestCase(std::string("one server, whose ") +
                   (devices ? "devices have left" : "cell has stopped") +
                   (barrier ? "" : ", no barrier") + ": rounds take time all the same"),
          m_all(devices),
          m_barrier(barrier)
    {
    }

  private:
    void DoRun() override
    {
        TierFixture run("HfelFullMeshPlanner", 1, 2);
        run.helper.SetTierAttribute("Rounds", UintegerValue(0));
        run.helper.SetTierAttribute("Barrier", BooleanValue(m_barrier));
        run.Build();
        run.servers.Get(0)->GetApplication(0)->SetStopTime(Seconds(m_all ? 1e6 : 2));
        for (uint32_t k = 0; k < 2 && m_all; ++k)
        {
            run.cells[0].Get(k)->GetApplication(0)->SetStopTime(Seconds(2));
        }
        Simulator::Stop(Seconds(22));
        Simulator::Run();
        const std::vector<TierRound> rounds = run.helper.GetRounds();
        uint32_t idle = 0;
        for (const TierRound& round : rounds)
        {
            const std::string& why = round.servers.front().detail;
            const char* words = m_all ? "no device of the cell could have a part"
                                      : "the server of the cell is stopped";
            EXPECT_TRUE(round.time.begun < 3 || why.find(words) != std::string::npos,
                        "round " << round.round << ": " << why);
            idle += round.time.begun > 3 ? 1 : 0;
        }
        EXPECT_TRUE(idle > 5 && idle < 100, idle << " rounds of nobody in 19 s");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved");
    }

    bool m_all;
    bool m_barrier;
};

/// Use of learning in two tiers.
class TierMisuseTestSuite : public TestSuite
{
  public:
    TierMisuseTestSuite()
        : TestSuite("edge-ai-tier-misuse", TEST_SYSTEM)
    {
        AddTestCase(new TierLastWordsCase, TEST_QUICK);
        for (const char* planner : {"HfelFullMeshPlanner", "HfelRingPlanner"})
        {
            AddTestCase(new SmallCase(1, 1, planner), TEST_QUICK);
            AddTestCase(new SmallCase(1, 3, planner), TEST_QUICK);
            AddTestCase(new SmallCase(2, 1, planner), TEST_QUICK);
        }
        for (const bool barrier : {true, false})
        {
            AddTestCase(new NobodyCase(true, barrier), TEST_QUICK);
            AddTestCase(new NobodyCase(false, barrier), TEST_QUICK);
        }
    }
};

TierMisuseTestSuite g_tierMisuseTestSuite; ///< the suite

} // namespace
