/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a user asks of learning in rounds and cannot have is said before the simulation runs, or in
// its summary.

#include "../../../helper/learning-fit.h"
#include "support/learning-fixture.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] planner name  @returns wishes of four workers on ideal links, sound for a divided
/// model
LearningWishes
MakeWishes(const std::string& planner)
{
    LearningWishes wishes;
    wishes.planner = TypeId::LookupByName("ns3::edgeai::" + planner);
    wishes.workers = 4;
    wishes.ideal = true;
    wishes.subchannels = 2;
    return wishes;
}

/// Every planner that is offered goes with a model that is divided, depth blocks or updates.
class PlannersCase : public TestCase
{
  public:
    PlannersCase()
        : TestCase("planners that are offered, and those that do not fit")
    {
    }

  private:
    void Expect(const LearningWishes& wishes, const std::string& words)
    {
        const std::string fault = ExplainMisfit(wishes);
        const bool said = words.empty() ? fault.empty() : fault.find(words) != std::string::npos;
        NS_TEST_EXPECT_MSG_EQ(said, true, wishes.planner.GetName() << ": " << fault);
    }

    void DoRun() override
    {
        const std::vector<std::string> offered = LearningHelper::ListPlanners();
        for (const std::string name :
             {"PartelPlanner", "FomoPlanner", "FedQvrPlanner", "DpSparsePlanner"})
        {
            const auto count = std::count(offered.begin(), offered.end(), "ns3::edgeai::" + name);
            NS_TEST_EXPECT_MSG_EQ(count, 1, name);
        }
        for (const std::string& name : offered)
        {
            const bool other = name.find("Hfel") != std::string::npos;
            NS_TEST_EXPECT_MSG_EQ(other, false, name << " cannot be carried out");
        }
        for (const std::string& name : ListRoundPlanners())
        {
            const std::string word = name.substr(name.rfind(':') + 1);
            LearningWishes wishes = MakeWishes(word);
            const bool divides = word.find("Par") == 0 || word.find("Paba") == 0;
            const bool stacks = word.find("Fomo") == 0;
            const bool banded = word.find("Paba") == 0;
            wishes.form = banded ? RoundUplinkForm::BAND : RoundUplinkForm::SUBCHANNELS;
            Expect(wishes,
                   divides  ? ""
                   : stacks ? "call SetDepthBlocks()"
                            : "plans rounds of another kind");
            wishes.traits.part = RoundPart::DEPTH;
            wishes.form =
                word == "FomoCrunchPlanner" ? RoundUplinkForm::RATES : RoundUplinkForm::BAND;
            Expect(wishes,
                   stacks    ? ""
                   : divides ? "divides the parameters of a model; SetDepthBlocks()"
                             : "plans rounds of another kind");
        }
        for (const std::string& name : ListRoundPlanners())
        {
            const std::string word = name.substr(name.rfind(':') + 1);
            LearningWishes wishes = MakeWishes(word);
            wishes.traits.part = RoundPart::SPARSITY;
            wishes.traits.channels = 2;
            Expect(
                wishes,
                word.find("DpSparse") == 0
                    ? ""
                    : "another kind than fractions of private updates; planners for that here are "
                      "DpSparseBatteryPlanner, DpSparseEnumerationPlanner");
            wishes.ideal = false;
            wishes.form = RoundUplinkForm::RATES;
            Expect(wishes,
                   word == "DpSparseBatteryPlanner" ? "these workers have a link of known rate"
                   : word.find("DpSparse") == 0     ? ""
                                                    : "another kind than fractions");
        }
        LearningWishes wishes = MakeWishes("PartelBestGainPlanner");
        wishes.form = RoundUplinkForm::BAND;
        Expect(wishes, "these workers have one medium or band");
    }
};

/// Federated methods, their planners and links.
class FederatedFitCase : public TestCase
{
  public:
    FederatedFitCase()
        : TestCase("planners, links and windows of federated methods that do not fit are refused")
    {
    }

  private:
    void Expect(const std::string& planner,
                RoundUplinkForm form,
                double window,
                bool datagrams,
                bool fading,
                const std::string& words)
    {
        LearningWishes wishes = MakeWishes(planner);
        wishes.traits.part = RoundPart::OUTAGE;
        wishes.form = form;
        wishes.traits.window = window;
        wishes.datagrams = datagrams;
        wishes.fading = fading;
        const std::string fault = ExplainMisfit(wishes);
        const bool said = words.empty() ? fault.empty() : fault.find(words) != std::string::npos;
        NS_TEST_EXPECT_MSG_EQ(said, true, planner << ": " << fault);
    }

    void DoRun() override
    {
        const RoundUplinkForm band = RoundUplinkForm::BAND;
        const RoundUplinkForm faded = RoundUplinkForm::BAND_POWER;
        Expect("FedQvrEqualPlanner", band, 0, false, false, "");
        Expect("FedQvrEqualPlanner", RoundUplinkForm::RATES, 1, true, false, "");
        Expect("FedQvrPlanner", faded, 1, true, true, "");
        Expect("FedQvrPlanner", band, 1, false, false, "for that here are FedQvrEqualPlanner");
        Expect("FedQvrPlanner", band, 1, false, false, "plans a band whose links may fade");
        Expect("PartelPlanner",
               band,
               1,
               false,
               false,
               "rounds of another kind than federated updates");
        Expect("FedQvrEqualPlanner", band, 0, true, false, "an update without a window");
        Expect("FedQvrPlanner", faded, 1, false, true, "which TCP would send again");
    }
};

/// What was set and would not be used, or not be understood.
class SettingsCase : public TestCase
{
  public:
    SettingsCase()
        : TestCase("settings that would be ignored are refused")
    {
    }

  private:
    template <typename Change>
    void Expect(Change change, const std::string& words)
    {
        LearningWishes wishes = MakeWishes("PartelPlanner");
        change(wishes);
        const std::string fault = ExplainMisfit(wishes);
        const bool said = words.empty() ? fault.empty() : fault.find(words) != std::string::npos;
        NS_TEST_EXPECT_MSG_EQ(said, true, "'" << words << "', it says '" << fault << "'");
    }

    void DoRun() override
    {
        using Wishes = LearningWishes;
        Expect([](Wishes&) {}, "");
        Expect([](Wishes& w) { w.awaited = 4; }, "");
        Expect([](Wishes& w) { w.awaited = 5; }, "Workers is 5; allowed is 0 to the 4");
        const auto refuse = [](Wishes& w) { w.traits.refused = {{"SetWork()", "there is none"}}; };
        Expect([](Wishes& w) { w.called = {"SetWork()"}; }, "");
        Expect(refuse, "");
        Expect(
            [&](Wishes& w) {
                refuse(w);
                w.traits.method = "Mine";
                w.called = {"KeepUnits()", "SetWork()"};
            },
            "SetWork() changes nothing of Mine: there is none");
        Expect([](Wishes& w) { w.gains.assign(4, {1, 2}); }, "");
        Expect([](Wishes& w) { w.gains.assign(2, {1, 2}); }, "gains of 2 workers; 4 are installed");
        Expect([](Wishes& w) { w.gains.assign(4, {1}); }, "1 gains; there are 2 subchannels");
        Expect([](Wishes& w) { w.gains.assign(4, {1, -1}); }, "allowed is >= 0");
        Expect(
            [](Wishes& w) {
                w.gains.assign(4, {1, 2});
                w.ideal = false;
            },
            "these links are others");
        Expect([](Wishes& w) { w.efficiencies.assign(4, 1); }, "they have subchannels");
        const auto sparse = [](Wishes& w) {
            w.planner = TypeId::LookupByName("ns3::edgeai::DpSparsePlanner");
            w.traits.part = RoundPart::SPARSITY;
            w.traits.channels = 3;
        };
        Expect(sparse, "the method has 3 channels, and ideal links have 2 subchannels");
        Expect(
            [&](Wishes& w) {
                sparse(w);
                w.subchannels = 3;
                w.gains.assign(4, {1, 2, 3});
            },
            "");
        Expect(
            [&](Wishes& w) {
                sparse(w);
                w.subchannels = 3;
                w.efficiencies.assign(4, 1);
            },
            "they have subchannels");
        const auto bands = [](Wishes& w) {
            w.planner = TypeId::LookupByName("ns3::edgeai::FomoPlanner");
            w.traits.part = RoundPart::DEPTH;
            w.form = RoundUplinkForm::BAND;
            w.efficiencies.assign(4, 1);
        };
        Expect(bands, "");
        Expect(
            [&](Wishes& w) {
                bands(w);
                w.efficiencies[2] = -2;
            },
            "for worker 2; allowed is > 0");
        Expect(
            [&](Wishes& w) {
                bands(w);
                w.efficiencies.resize(2);
            },
            "those of 2 workers");
        Expect(
            [&](Wishes& w) {
                bands(w);
                w.gains.assign(4, {1, 2});
            },
            "of depth blocks SetEfficiencies() is");
    }
};

/// Who waits for workers says so.
class AbsenceCase : public TestCase
{
  public:
    AbsenceCase()
        : TestCase("a server without workers leaves a note")
    {
    }

  private:
    /// @param [in,out] run a simulation  @returns its summary in words
    static std::string Print(LearningFixture& run)
    {
        run.Run(20);
        std::ostringstream text;
        run.helper.GetMonitor().PrintSummary(text);
        return text.str();
    }

    void Expect(const std::string& text, const std::string& words, bool there)
    {
        NS_TEST_EXPECT_MSG_EQ((text.find(words) != std::string::npos), there, text);
    }

    void DoRun() override
    {
        {
            LearningFixture run("Softmax(20,10)", "PartelPlanner", 4);
            run.Build();
            for (uint32_t k = 1; k <= 4; ++k)
            {
                run.applications.Get(k)->SetStartTime(Seconds(30));
            }
            Expect(Print(run), "after 5 s (JoinTimeout) 0 of 4 workers had joined", true);
        }
        {
            LearningFixture run("Softmax(20,10)", "PartelPlanner", 4);
            run.Build();
            run.applications.Get(3)->SetStartTime(Seconds(30));
            Expect(Print(run), "begins with 3 of 4 workers", true);
        }
        {
            LearningFixture run("Softmax(20,10)", "PartelPlanner", 4);
            run.helper.SetServerAttribute("Rounds", UintegerValue(0));
            run.Build();
            for (uint32_t k = 1; k <= 4; ++k)
            {
                run.applications.Get(k)->SetStopTime(Seconds(2));
            }
            const std::string text = Print(run);
            Expect(text, "the server waits: 0 of 4 workers can have a part", true);
            Expect(text, "JoinTimeout", false);
        }
    }
};

/// What a plan knows stands under the plan.
class SummaryCase : public TestCase
{
  public:
    SummaryCase()
        : TestCase("the lower bound of a round is a figure of its plan")
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run("Softmax(20,10)", "PartelPlanner", 4);
        run.Run(20);
        const InferenceSummary summary = run.helper.GetMonitor().GetSummary();
        const QuantitySummary* bound = summary.all.Find("time lower bound");
        NS_TEST_ASSERT_MSG_EQ((bound != nullptr), true, "it is there");
        NS_TEST_EXPECT_MSG_EQ(bound->plannedCount, 3U, "planned");
        NS_TEST_EXPECT_MSG_EQ(bound->realisedCount, 0U, "it does not happen");
        const QuantitySummary* bits = summary.all.Find("bits up");
        NS_TEST_ASSERT_MSG_EQ((bits != nullptr), true, "it is there");
        NS_TEST_EXPECT_MSG_EQ(bits->realisedCount, 3U, "others do");
    }
};

class LearningFitTestSuite : public TestSuite
{
  public:
    LearningFitTestSuite()
        : TestSuite("edge-ai-learning-fit", TEST_SYSTEM)
    {
        AddTestCase(new FederatedFitCase, TEST_QUICK);
        AddTestCase(new PlannersCase, TEST_QUICK);
        AddTestCase(new SettingsCase, TEST_QUICK);
        AddTestCase(new AbsenceCase, TEST_QUICK);
        AddTestCase(new SummaryCase, TEST_QUICK);
    }
};

LearningFitTestSuite g_learningFitTestSuite; //!< the suite

} // namespace
