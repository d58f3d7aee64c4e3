/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What users of learning in rounds get wrong is said in words that name what to do.

#include "support/expectations.h"
#include "support/last-words.h"
#include "support/learning-fixture.h"
#include "support/misuse-case.h"

#include "ns3/test.h"

#include <cmath>
#include <cstddef>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Programs that end.
class LearningLastWordsCase : public MisuseCase
{
  public:
    LearningLastWordsCase()
        : MisuseCase("what is wrong ends the program in words, without an abort")
    {
    }

  private:
    void DoRun() override
    {
        Expect("LearningHelper: no workers", [] {
            LearningFixture run("Softmax(20,10)", "PartelEqualPlanner", 0);
            run.Build();
        });
        Expect("has '1000000' for channels; allowed is a whole number in 1..100000", [] {
            LearningHelper helper("Softmax(20,10)", "DpSparsePlanner");
            helper.SetMethod("DpSparse(channels=1000000)");
        });
        Expect("did you mean Softmax",
               [] { LearningHelper helper("Sotfmax(20,10)", "PartelEqualPlanner"); });
        Expect("has no attribute 'Attempt'", [] {
            LearningHelper helper("Softmax(20,10)", "PartelEqualPlanner");
            helper.SetServerAttribute("Attempt", UintegerValue(1));
        });
        Expect("attribute Attempts is '0'; allowed is", [] {
            LearningHelper helper("Softmax(20,10)", "PartelEqualPlanner");
            helper.SetServerAttribute("Attempts", UintegerValue(0));
        });
        Expect(GetMissingWords(), [] {
            LearningFixture run("External", "FedQvrEqualPlanner", 2);
            run.helper.SetMethod("External(command=\"/nowhere/at/all\",flop=1000)");
            run.Run(10);
        });
        Expect("0 servers and 0 cells; allowed are as many, 1 to", [] {
            TieredLearningHelper helper("Softmax(20,10)", "HfelPlanner", "HfelRingPlanner");
            helper.SetData("Mixture(20,10,samples=400,separation=2)");
            helper.Install(NodeContainer(), {});
        });
        Expect("TieredLearningHelper: localSteps is 4e+09; allowed is 1 to 1e+06", [] {
            TieredLearningHelper helper("Softmax(20,10)", "HfelPlanner", "HfelRingPlanner");
            helper.SetTraining(.1, 16, 4000000000, 2);
        });
        for (const auto& [method, planner] :
             {std::pair{"Gradient", "PartelEqualPlanner"},
              std::pair{"FedAvg(steps=2)", "FedQvrEqualPlanner"},
              std::pair{"DpSparse", "DpSparsePlanner"},
              std::pair{"External(command=\"true\")", "FedQvrEqualPlanner"}})
        {
            Expect("batch is 4000000000; allowed is 0 (all samples of a worker) to the 320 samples "
                   "of all workers",
                   [method = std::string(method), planner = std::string(planner)] {
                       LearningFixture run("Softmax(20,10)", planner, 2);
                       run.helper.SetPartition("iid");
                       run.helper.SetTraining(.1, 4000000000);
                       run.helper.SetMethod(method);
                       run.Build();
                   });
        }
        Expect("call Silence() after Install()", [] {
            LearningHelper helper("Softmax(20,10)", "PartelEqualPlanner");
            helper.Silence(0, Seconds(1), Seconds(2));
        });
        Expect("LearningHelper: server is no node: it is null", [] {
            LearningFixture run("Softmax(20,10)", "PartelEqualPlanner", 2);
            run.helper.Install(nullptr, run.workers);
        });
        Expect("LearningHelper: workers[2] is no node: it is null", [] {
            LearningFixture run("Softmax(20,10)", "PartelEqualPlanner", 2);
            run.workers.Add(Ptr<Node>());
            run.helper.Install(run.server.Get(0), run.workers);
        });
        const std::string late = " comes too late: Simulator::Destroy() has ended what was "
                                 "installed";
        Expect("LearningHelper: LearnInMemory()" + late, [] {
            LearningFixture run("Softmax(20,10)", "PartelEqualPlanner", 2);
            run.Run(10);
            Simulator::Destroy();
            run.helper.LearnInMemory(2);
        });
        Expect("LearningHelper: Silence()" + late, [] {
            LearningFixture run("Softmax(20,10)", "PartelEqualPlanner", 2);
            run.Build();
            Simulator::Destroy();
            run.helper.Silence(0, Seconds(1), Seconds(2));
        });
        Expect("LearningHelper: it was used in a simulation that was destroyed", [] {
            LearningFixture run("Softmax(20,10)", "PartelEqualPlanner", 2);
            run.Build();
            Simulator::Destroy();
            run.helper.Install(CreateObject<Node>(), NodeContainer(2));
        });
        Expect("LearningHelper: worker is 2; allowed is 0 to 1", [] {
            LearningFixture run("Softmax(20,10)", "PartelEqualPlanner", 2);
            run.Build();
            run.helper.Silence(2, Seconds(1), Seconds(2));
        });
        Expect("Port 4761 of node 2 is in use; give its applications different ones by their "
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
        EXPECT_TRUE(said.find("msg=\"") == std::string::npos, said);
    }

    /// What no plan could have is refused where it is set.
    void CheckAmounts()
    {
        for (const double flop : {1e300, 1e-300, -1., 0., std::nan("")})
        {
            Expect("LearningHelper: flop of SetWork() is",
                   "PartelEqualPlanner",
                   2,
                   [flop](LearningHelper& helper) { helper.SetWork(flop); });
        }
        for (const double value : {-1., 1e300, 1e-300, std::nan("")})
        {
            for (std::size_t i = 0; i < 6; ++i)
            {
                const std::vector<std::string> names{"forward",
                                                     "backward",
                                                     "weights",
                                                     "memory[0]",
                                                     "memory[1]",
                                                     "memory[2]"};
                std::vector<double> values(6, 1);
                values[i] = value;
                std::ostringstream words;
                const std::string unit = i < 3 ? " FLOP" : " B";
                words << "LearningHelper: " << names[i] << " is " << value << unit
                      << "; allowed is 0, or 1e-50 to 1e+50" << unit;
                Expect(words.str(), "PartelEqualPlanner", 2, [&values](LearningHelper& helper) {
                    helper.SetDepthWork(values[0],
                                        values[1],
                                        values[2],
                                        {values[3], values[4], values[5]});
                });
            }
        }
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
        CheckAmounts();
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
