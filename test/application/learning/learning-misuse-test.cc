/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What users of learning in rounds get wrong is said in words that name what to do.

#include "support/expectations.h"
#include "support/last-words.h"
#include "support/learning-fixture.h"

#include "ns3/test.h"

#include <functional>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Programs that end.
class LearningLastWordsCase : public TestCase
{
  public:
    LearningLastWordsCase()
        : TestCase("a port in use and silence before there are workers end the program in words")
    {
    }

  private:
    void DoRun() override
    {
        const auto expect = [this](const std::string& words, const std::function<void()>& act) {
            const std::string said = HearLastWords(act);
            EXPECT_TRUE(said.find(words) != std::string::npos, words << ": " << said);
        };
        expect("call Silence() after Install()", [] {
            LearningHelper helper("Softmax(20,10)", "PartelEqualPlanner");
            helper.Silence(0, Seconds(1), Seconds(2));
        });
        expect("Port 4761 of node 2 is in use; give its applications different ones by their "
               "attribute Port",
               [] {
                   LearningFixture run("Softmax(20,10)", "PartelEqualPlanner", 2);
                   run.Build();
                   run.helper.Install(run.server.Get(0), run.workers);
                   run.Run(1);
               });
    }
};

/// Setters that come too late, are forgotten, or change nothing.
class SettersCase : public TestCase
{
  public:
    SettersCase()
        : TestCase("setters that are late, forgotten or without effect end the program in words")
    {
    }

  private:
    using Change = std::function<void(LearningHelper&)>;

    /// @param [in] words that Install() ends with  @param [in] planner of rounds
    /// @param [in] count of workers  @param [in] change what is set
    void Expect(const std::string& words,
                const std::string& planner,
                uint32_t count,
                const Change& change)
    {
        const std::string said = HearLastWords([&] {
            LearningFixture run("Softmax(20,10)", planner, count);
            run.helper.SetPartition("iid");
            change(run.helper);
            run.Build();
        });
        EXPECT_TRUE(said.find(words) != std::string::npos, words << ": " << said);
    }

    void DoRun() override
    {
        const std::string late = HearLastWords([] {
            LearningFixture run("Softmax(20,10)", "PartelEqualPlanner", 2);
            run.Build();
            run.helper.AssignStreams(3); // which may come later
            run.helper.SetTraining(.2);
        });
        EXPECT_TRUE(late.find("SetTraining() changes nothing of what is installed already; call it "
                              "before Install()") != std::string::npos,
                    late);
        const auto method = [](const std::string& text) {
            return [text](LearningHelper& helper) { helper.SetMethod(text); };
        };
        const auto working = [&](const std::string& text) {
            return [text](LearningHelper& helper) {
                helper.SetMethod(text);
                helper.SetWork(100);
            };
        };
        Expect("SetMethod() was not called", "FedQvrEqualPlanner", 2, [](LearningHelper&) {});
        Expect("SetMethod() was not called", "DpSparsePlanner", 2, [](LearningHelper&) {});
        Expect("SetWork() changes nothing of FedQVR: the work of a local step",
               "FedQvrEqualPlanner",
               2,
               working("FedQVR(bits=4)"));
        Expect("SetWork() changes nothing of External",
               "FedQvrEqualPlanner",
               2,
               working("External(command=\"true\")"));
        for (const std::string planner : {"PartelPlanner", "DpSparsePlanner"})
        {
            Expect(planner +
                       " plans rounds of another kind than federated updates that may be lost; "
                       "planners for that here are FedQvrEqualPlanner",
                   planner,
                   2,
                   method("External(command=\"true\")"));
        }
        Expect("sampled is 30; allowed is 0 to the 2 workers",
               "FedQvrEqualPlanner",
               2,
               method("FedAvg(sampled=30)"));
        Expect("DpSparseEnumerationPlanner does not plan for the 20 workers: 20 workers and 5 "
               "channels have too many matchings; allowed is up to",
               "DpSparseEnumerationPlanner",
               20,
               [](LearningHelper& helper) {
                   helper.SetTraining(.1, 8);
                   helper.SetMethod("DpSparse(channels=5)");
               });
    }
};

/// Steps that are too long.
class DivergenceCase : public TestCase
{
  public:
    DivergenceCase()
        : TestCase("rounds behind one that diverged say so")
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run("Softmax(20,10)", "PartelEqualPlanner", 2);
        run.helper.SetTraining(1e300);
        const std::vector<LearningRound> rounds = run.Run(10);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 3U, "rounds");
        NS_TEST_EXPECT_MSG_EQ(rounds[0].completed, true, "its model was sound");
        for (std::size_t i = 1; i < rounds.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(rounds[i].completed, false, "there is nothing to send");
            NS_TEST_EXPECT_MSG_EQ(rounds[i].detail,
                                  "learning has diverged: parameter 0 of the model is no number "
                                  "that 32 bit hold; smaller steps may help",
                                  "why");
        }
    }
};

class LearningMisuseTestSuite : public TestSuite
{
  public:
    LearningMisuseTestSuite()
        : TestSuite("edge-ai-learning-misuse", TEST_SYSTEM)
    {
        AddTestCase(new LearningLastWordsCase, TEST_QUICK);
        AddTestCase(new SettersCase, TEST_QUICK);
        AddTestCase(new DivergenceCase, TEST_QUICK);
    }
};

LearningMisuseTestSuite g_learningMisuseTestSuite; //!< the suite

} // namespace
