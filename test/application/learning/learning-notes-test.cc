/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a user of learning in rounds set and nobody uses, and what keeps nodes apart, is noted.

#include "../../../helper/learning-notes.h"
#include "support/expectations.h"
#include "support/learning-fixture.h"

#include "ns3/csma-helper.h"
#include "ns3/ipv4-global-routing-helper.h"
#include "ns3/test.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Settings of links, planners and methods that others use.
class UnusedCase : public TestCase
{
  public:
    UnusedCase()
        : TestCase("settings that links, planner or method make no use of are noted")
    {
    }

  private:
    template <typename Change>
    void Expect(Change change, const std::string& words)
    {
        LearningWishes wishes;
        wishes.traits.method = "Mine";
        wishes.rated = true;
        wishes.form = RoundUplinkForm::BAND;
        change(wishes);
        const std::vector<std::string> notes = ListNotes(wishes);
        NS_TEST_ASSERT_MSG_EQ(notes.size(), (words.empty() ? 0U : 1U), "'" << words << "'");
        EXPECT_TRUE(words.empty() || notes.front().find(words) != std::string::npos,
                    "'" << words << "', it says '" << notes.front() << "'");
    }

    void DoRun() override
    {
        using Wishes = LearningWishes;
        const std::string fading = "SetIdealAttribute(\"Fading\")";
        const std::string band = "SetIdealAttribute(\"Bandwidth\")";
        Expect([](Wishes&) {}, "");
        Expect([&](Wishes& w) { w.called = {fading}; },
               fading + " is not used: not all workers have ideal links");
        const auto ideal = [](Wishes& w, const std::string& setter) {
            w.rated = false;
            w.ideal = true;
            w.called = {setter};
        };
        Expect([&](Wishes& w) { ideal(w, fading); }, "");
        Expect([&](Wishes& w) { ideal(w, band); }, "");
        Expect([&](Wishes& w) { ideal(w, "SetIdealAttribute(\"Subchannels\")"); },
               "planned on shares of a band");
        Expect(
            [&](Wishes& w) {
                ideal(w, band);
                w.form = RoundUplinkForm::SUBCHANNELS;
            },
            band + " is not used: these rounds are planned on subchannels");
        Expect([&](Wishes& w) { ideal(w, "SetRatedAttribute(\"Shared\")"); },
               "workers have ideal links, which say their rates");
        Expect([](Wishes& w) { w.called = {"SetRatedAttribute(\"Shared\")"}; }, "");
        Expect([](Wishes& w) { w.called = {"SetCellAttribute(\"Parts\")"}; },
               "no base station of a broadband cell");
        Expect([](Wishes& w) { w.traits.outageMax = .1; }, "outageMax of Mine is not used");
        Expect(
            [](Wishes& w) {
                w.traits.outageMax = .1;
                w.form = RoundUplinkForm::BAND_POWER;
            },
            "");
        Expect([](Wishes& w) { w.traits.energyMean = .1; }, "the energy budget of Mine is one of");
        const auto battery = [](Wishes& w, const std::string& planner) {
            w.traits.part = RoundPart::SPARSITY;
            w.traits.energyMean = .1;
            w.rated = false;
            w.planner = TypeId::LookupByName("ns3::edgeai::" + planner);
        };
        for (const char* planner : {"DpSparsePlanner", "DpSparseFixedPlanner"})
        {
            Expect([&](Wishes& w) { battery(w, planner); },
                   "energy of Mine is not used by " + std::string(planner) +
                       ": the planner that has queues of energy is DpSparseBatteryPlanner");
        }
        Expect([&](Wishes& w) { battery(w, "DpSparseBatteryPlanner"); }, "");
        Expect(
            [](Wishes& w) {
                w.traits.noted = {{"SetThis()", "why"}, {"SetThat()", "so"}};
                w.called = {"SetThat()"};
            },
            "SetThat() is not used by Mine: so");
    }
};

/// Updates from which no rate is learned.
class ShortUpdatesCase : public TestCase
{
  public:
    ShortUpdatesCase()
        : TestCase("a model too small for rates to be measured is noted, where they would be")
    {
    }

  private:
    /// @param [in] method of rounds  @param [in] least MeasureMin [B]  @param [in] cable or ideal
    /// links  @returns what the summary says
    static std::string Run(const std::string& method, uint64_t least, bool cable)
    {
        LearningFixture run("Softmax(20,10)", "FedQvrEqualPlanner", 2);
        run.helper.SetPartition("iid");
        run.helper.SetTraining(.1, 16);
        run.helper.SetMethod(method);
        run.helper.SetServerAttribute("MeasureMin", UintegerValue(least));
        if (cable)
        {
            run.Build(CsmaHelper().Install(NodeContainer(run.server, run.workers)));
        }
        run.Run(100);
        std::ostringstream summary;
        run.helper.GetMonitor().PrintSummary(summary);
        return summary.str();
    }

    void DoRun() override
    {
        const auto expect = [this](const std::string& words, const std::string& said) {
            const bool any = said.find("the server learns no rates") != std::string::npos;
            EXPECT_TRUE(words.empty() ? !any : said.find(words) != std::string::npos, said);
        };
        expect("updates have 840 B at most, and the server learns no rates from less than 4096 B",
               Run("FedAvg(steps=2)", 4096, true));
        expect("updates have 840 B at most", Run("FedAvg(steps=2)", 841, true));
        expect("", Run("FedAvg(steps=2)", 840, true));
        expect("updates have 1680 B at most", Run("SCAFFOLD(steps=2)", 4096, true));
        expect("", Run("FedAvg(steps=2)", 4096, false));
    }
};

/// A server that comes late or never.
class LateServerCase : public TestCase
{
  public:
    LateServerCase()
        : TestCase("a server that does not start is noted")
    {
    }

  private:
    void DoRun() override
    {
        for (const double start : {0., 3., 8., 1000.})
        {
            LearningFixture run("Softmax(20,10)", "PartelEqualPlanner", 2);
            run.Build();
            run.applications.Get(0)->SetStartTime(Seconds(start));
            const std::vector<LearningRound> rounds = run.Run(100);
            NS_TEST_EXPECT_MSG_EQ(rounds.size(), (start < 100 ? 3 : 0), "rounds from " << start);
            std::ostringstream summary;
            run.helper.GetMonitor().PrintSummary(summary);
            const bool said = summary.str().find("after 5 s (JoinTimeout) the server has not "
                                                 "started") != std::string::npos;
            NS_TEST_EXPECT_MSG_EQ(said, (start > 5), summary.str());
        }
    }
};

/// Losses that rise or fall.
class RiseCase : public TestCase
{
  public:
    /// @param [in] rate of steps  @param [in] rises whether the loss does
    RiseCase(double rate, bool rises)
        : TestCase(rises ? "a loss that rises is noted" : "one that falls is not"),
          m_rate(rate),
          m_rises(rises)
    {
    }

  private:
    void DoRun() override
    {
        // The penalty makes steps of more than 2 overshoot for sure.
        LearningFixture run("Softmax(20,10,l2=1)", "FedQvrEqualPlanner", 2);
        run.helper.SetPartition("iid");
        run.helper.SetTraining(m_rate, 16);
        run.helper.SetMethod("FedAvg(steps=3)");
        run.helper.SetServerAttribute("Rounds", UintegerValue(4));
        run.Build();
        const std::vector<LearningRound> rounds = run.Run(100);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 4U, "all of them");
        EXPECT_TRUE((rounds.back().loss > rounds.front().loss) == m_rises, rounds.back().loss);
        std::ostringstream text;
        run.helper.GetMonitor().PrintSummary(text);
        const bool noted = text.str().find("the loss rose from ") != std::string::npos &&
                           text.str().find(": smaller steps may help") != std::string::npos;
        NS_TEST_EXPECT_MSG_EQ(noted, m_rises, text.str());
    }

    double m_rate;
    bool m_rises;
};

/// A server behind a router, or with links in one network.
class RoutesCase : public TestCase
{
  public:
    /// @param [in] routed routes are made, behind Install()
    explicit RoutesCase(bool routed)
        : TestCase(routed ? "routes that are made are no reason for a note"
                          : "forgotten routes are noted"),
          m_routed(routed)
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run("Softmax(20,10)", "PartelEqualPlanner", 2);
        NodeContainer router(1);
        run.Build([&](const NodeContainer& server, const NodeContainer& workers) {
            InternetStackHelper stack;
            stack.Install(NodeContainer(server, router, workers));
            CsmaHelper cable;
            Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
            addresses.Assign(cable.Install(NodeContainer(server, router)));
            addresses.NewNetwork();
            addresses.Assign(cable.Install(NodeContainer(router, workers)));
        });
        if (m_routed)
        {
            Ipv4GlobalRoutingHelper::PopulateRoutingTables();
        }
        const std::vector<LearningRound> rounds = run.Run(20);
        std::ostringstream text;
        run.helper.GetMonitor().PrintSummary(text);
        const bool noted = text.str().find("no route to 2 of 2 workers, the first of them number "
                                           "0: Ipv4GlobalRoutingHelper::PopulateRoutingTables()") !=
                           std::string::npos;
        NS_TEST_EXPECT_MSG_EQ(noted, !m_routed, text.str());
        NS_TEST_EXPECT_MSG_EQ(rounds.size(), (m_routed ? 3U : 0U), "it matters");
    }

    bool m_routed;
};

/// All links of a server in one network.
class CommonNetworkCase : public TestCase
{
  public:
    CommonNetworkCase()
        : TestCase("links that share a network are noted")
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run("Softmax(20,10)", "PartelEqualPlanner", 2);
        run.Build([&](const NodeContainer& server, const NodeContainer& workers) {
            InternetStackHelper stack;
            stack.Install(NodeContainer(server, workers));
            Ipv4AddressHelper("10.0.0.0", "255.255.255.0")
                .Assign(IdealLinkHelper().Install(server.Get(0), workers));
        });
        run.Run(20);
        std::ostringstream text;
        run.helper.GetMonitor().PrintSummary(text);
        EXPECT_TRUE(text.str().find("has network 10.0.0.0 with mask 255.255.255.0 on its "
                                    "interfaces 1 and 2") != std::string::npos,
                    text.str());
    }
};

class LearningNotesTestSuite : public TestSuite
{
  public:
    LearningNotesTestSuite()
        : TestSuite("edge-ai-learning-notes", TEST_SYSTEM)
    {
        AddTestCase(new ShortUpdatesCase, TEST_QUICK);
        AddTestCase(new LateServerCase, TEST_QUICK);
        AddTestCase(new RiseCase(3, true), TEST_QUICK);
        AddTestCase(new RiseCase(.05, false), TEST_QUICK);
        AddTestCase(new UnusedCase, TEST_QUICK);
        AddTestCase(new RoutesCase(false), TEST_QUICK);
        AddTestCase(new RoutesCase(true), TEST_QUICK);
        AddTestCase(new CommonNetworkCase, TEST_QUICK);
    }
};

LearningNotesTestSuite g_learningNotesTestSuite; //!< the suite

} // namespace
