/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What an external trainer says becomes plans, records and the end of a simulation.

#include "../../../../../helper/learning-setup.h"
#include "support/expectations.h"
#include "support/external-peer.h"
#include "support/last-words.h"
#include "support/learning-fixture.h"

#include "ns3/test.h"

#include <cmath>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

using Bytes = std::vector<uint8_t>;

/// Over packets.
class StackCase : public TestCase
{
  public:
    StackCase()
        : TestCase("over packets one that declines is lost to a round, and a model that is none "
                   "ends learning in words")
    {
    }

  private:
    static std::vector<LearningRound> Run(const ExternalPeer::Serve& serve)
    {
        ExternalPeer peer(serve);
        LearningFixture run("External", "FedQvrEqualPlanner", 3);
        run.helper.SetMethod("External(socket=\"" + peer.GetPath() + "\")");
        return run.Run(100);
    }

    void DoRun() override
    {
        const std::vector<LearningRound> declined =
            Run([](ExternalPeer& peer, ExternalKind kind, const Bytes& body) {
                ExternalReader reader(body);
                reader.Take<uint64_t>();
                reader.Take<double>();
                if (kind == ExternalKind::FIT && reader.Take<uint32_t>() == 1)
                {
                    peer.Answer(ExternalKind::DECLINED, MakeBytes(std::string("no memory")));
                    return true;
                }
                AnswerWell(peer, kind);
                return true;
            });
        NS_TEST_ASSERT_MSG_EQ(declined.size(), 3U, "rounds");
        NS_TEST_EXPECT_MSG_EQ(declined[0].completed, true, "the others' updates");
        NS_TEST_EXPECT_MSG_EQ(declined[0].involved, 3U, "asked");
        NS_TEST_EXPECT_MSG_EQ(declined[0].lost, 1U, "declined");
        NS_TEST_EXPECT_MSG_EQ(declined[2].loss, 1, "as the process scores");
        const std::vector<LearningRound> diverged =
            Run([](ExternalPeer& peer, ExternalKind kind, const Bytes&) {
                if (kind == ExternalKind::AGGREGATE)
                {
                    peer.Answer(ExternalKind::MODEL,
                                MakeModel(std::vector<double>{1, std::nan(""), 3}));
                    return true;
                }
                AnswerWell(peer, kind);
                return true;
            });
        NS_TEST_ASSERT_MSG_EQ(diverged.size(), 3U, "rounds");
        NS_TEST_EXPECT_MSG_EQ(diverged[0].completed, true, "its model was sound");
        NS_TEST_EXPECT_MSG_EQ(diverged[1].completed, false, "there is nothing to send");
        EXPECT_TRUE(diverged[1].detail.find("learning has diverged: parameter 1 of the model") == 0,
                    diverged[1].detail);
        const std::string words = HearLastWords([] {
            LearningFixture run("External", "FedQvrEqualPlanner", 3);
            run.helper.SetMethod("External(command=false)");
            run.Run(100);
        });
        EXPECT_TRUE(words.find("External: command 'false', asked for READY, has ended the "
                               "conversation (it ended with exit code 1)") != std::string::npos,
                    "nobody catches it: " << words);
    }
};

/// What plans count on.
class DescribeCase : public TestCase
{
  public:
    DescribeCase()
        : TestCase("work and bytes of a device are what the text says, else READY, else the model")
    {
    }

  private:
    /// @param [in] model text  @param [in] settings of the method  @param [in] flop of READY
    /// @param [in] bytes of READY  @returns what there is to plan for
    static RoundOutage Describe(const std::string& model,
                                const std::string& settings,
                                double flop,
                                uint32_t bytes)
    {
        ExternalPeer peer([&](ExternalPeer& at, ExternalKind, const Bytes&) {
            ExternalWriter writer;
            writer.PutList<uint8_t>(std::string("peer"));
            writer.PutList<float>(std::vector<double>(15));
            writer.PutList<double>(std::vector<double>{7, 9});
            writer.Put(flop);
            writer.Put(bytes);
            writer.Put(uint8_t{0});
            at.Answer(ExternalKind::READY, writer.Get());
            return true;
        });
        LearningSetup setup;
        setup.SetModel(model);
        setup.SetData("Mixture(4,3,samples=60)", 0);
        setup.method.batch.size = 8;
        setup.SetMethod("External(socket=\"" + peer.GetPath() + "\",steps=3" + settings + ")");
        const auto method = setup.MakeMethod(2, 1);
        RoundProblem problem;
        problem.workers.resize(2);
        method->Begin(1);
        method->Choose({0, 1});
        method->Describe(problem);
        return method->GetSamples(1) == 9 ? problem.outage : RoundOutage();
    }

    void DoRun() override
    {
        const RoundOutage own = Describe("Softmax(4,3)", "", 0, 0);
        LearningSetup setup;
        setup.SetModel("Softmax(4,3)");
        setup.SetData("Mixture(4,3,samples=60)", 0);
        setup.method.batch.size = 8;
        setup.SetMethod("FedAvg(steps=3)");
        const auto average = setup.MakeMethod(2, 1);
        RoundProblem expected;
        average->Begin(1);
        average->Choose({0, 1});
        average->Describe(expected);
        NS_TEST_EXPECT_MSG_EQ(own.flopPerStep, expected.outage.flopPerStep, "of the model");
        NS_TEST_EXPECT_MSG_EQ(own.plainBits, expected.outage.plainBits, "numbers of 32 bit");
        NS_TEST_ASSERT_MSG_EQ(own.workers.size(), 2U, "devices");
        NS_TEST_EXPECT_MSG_EQ(own.workers[1].steps, 3U, "steps");
        const RoundOutage said = Describe("Softmax(4,3)", "", 1e6, 9);
        NS_TEST_EXPECT_MSG_EQ(said.flopPerStep, 1e6, "of READY");
        NS_TEST_EXPECT_MSG_EQ(said.plainBits, 72, "of READY");
        const RoundOutage told = Describe("External", ",flop=2e6,bytes=11,window=0.5", 1e6, 9);
        NS_TEST_EXPECT_MSG_EQ(told.flopPerStep, 2e6, "of the text");
        NS_TEST_EXPECT_MSG_EQ(told.plainBits, 88, "of the text");
        NS_TEST_EXPECT_MSG_EQ(told.window, .5, "of the text");
    }
};

class ExternalStackTestSuite : public TestSuite
{
  public:
    ExternalStackTestSuite()
        : TestSuite("edge-ai-external-stack", TEST_SYSTEM)
    {
        AddTestCase(new StackCase, TEST_QUICK);
        AddTestCase(new DescribeCase, TEST_QUICK);
    }
};

ExternalStackTestSuite g_externalStackTestSuite; //!< the suite

} // namespace
