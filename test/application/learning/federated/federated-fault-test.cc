/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Federated learning where words are lost, come twice, come late or are wrong: what a worker keeps,
// what a server counts, and what both refuse.

#include "application/learning/federated/federated-catalogue.h"
#include "application/learning/federated/federated-method.h"
#include "learning/data/data-generators.h"
#include "learning/network/model-factory.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include <algorithm>
#include <functional>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

using Bytes = RoundMethod::Bytes;

/// Three workers, and whoever carries words between them and the server by hand.
class Hand
{
  public:
    /// @param [in] name of the method, with bits of 1 to 8 or of 3
    explicit Hand(const std::string& name)
    {
        FederatedSettings settings;
        settings.model = MakeLearningModel("Softmax(4,3,l2=0.01)");
        settings.data = std::make_shared<Dataset>(MakeFormulaData(60, 4, 3));
        settings.samples.resize(3);
        for (uint32_t k = 0; k < 60; ++k)
        {
            settings.samples[k % 3].push_back(k);
        }
        settings.batch = 4;
        settings.steps = {3};
        settings.draws = [](uint32_t who) { return MakeDraws(200 + who); };
        SetFederatedMethod(name, 3, settings);
        method = std::make_unique<FederatedMethod>(settings, Eigen::VectorXd::Zero(15));
        plan.workers.resize(3);
        for (RoundShare& share : plan.workers)
        {
            share.involved = true;
            share.steps = 3;
            share.codeBits = 3;
        }
    }

    /// @param [in] round begins  @returns parts of all three
    std::vector<LearningAssignment> Begin(uint64_t round)
    {
        method->Begin(round);
        method->Choose({0, 1, 2});
        return method->Assign(plan);
    }

    /// @returns what a worker's training and sending comes to
    Bytes Train(uint32_t worker, const LearningAssignment& part)
    {
        Bytes update;
        fault = method->Train(worker, part, method->GetModel(), update);
        return update;
    }

    /// Both phases. @returns the update of a worker
    Bytes Send(uint32_t worker, const LearningAssignment& part)
    {
        LearningReport report;
        fault = method->Prepare(worker, part, method->GetModel(), report);
        fault = fault.empty() ? method->Hear(worker, part, report) : fault;
        Bytes update;
        if (fault.empty())
        {
            RoundPlan one;
            one.workers = {plan.workers[worker]};
            fault = method->Encode(worker, method->Grant({worker}, one)[0], update);
        }
        return update;
    }

    std::unique_ptr<FederatedMethod> method;
    RoundPlan plan;
    std::string fault;
};

/// Updates that come or do not.
class FateTestCase : public TestCase
{
  public:
    FateTestCase()
        : TestCase("a worker settles what it sent when it is told, and never guesses")
    {
    }

  private:
    void DoRun() override
    {
        Hand hand("FedQVR");
        FederatedMethod& method = *hand.method;
        // Round 1: worker 0's update counts, worker 1's is lost.
        std::vector<LearningAssignment> parts = hand.Begin(1);
        NS_TEST_EXPECT_MSG_EQ(parts[0].counted, 0, "none has");
        NS_TEST_EXPECT_MSG_EQ(method.Take(0, parts[0], hand.Train(0, parts[0])), "", "it came");
        hand.Train(1, parts[1]);
        method.Finish();
        for (const uint32_t worker : {0, 1})
        {
            NS_TEST_EXPECT_MSG_EQ(method.GetDevice(worker).GetPendingRound(), 1, "not known");
            EXPECT_TRUE(method.GetDevice(worker).GetControl().isZero(0), "nothing guessed");
        }
        const Eigen::VectorXd control = method.GetState().control;
        EXPECT_TRUE(control.norm() > 1e-3, "the server counts it");
        // Rounds 2 and 3: nobody hears of them.
        hand.Begin(2);
        method.Finish();
        hand.Begin(3);
        method.Finish();
        EXPECT_TRUE(method.GetState().control == control, "nothing came, nothing changed");
        // Round 4: both are told.
        parts = hand.Begin(4);
        NS_TEST_EXPECT_MSG_EQ(parts[0].counted, 1, "round 1 did");
        NS_TEST_EXPECT_MSG_EQ(parts[1].counted, 0, "none did");
        hand.Train(0, parts[0]);
        hand.Train(1, parts[1]);
        EXPECT_TRUE((method.GetDevice(0).GetControl() / 3 - control).norm() < 1e-15,
                    "c is the mean of c_i");
        EXPECT_TRUE(method.GetDevice(1).GetControl().isZero(0), "what was lost is none");
        NS_TEST_EXPECT_MSG_EQ(method.GetDevice(0).GetPendingRound(), 4, "the next waits");
        // Both are lost again; round 1 is not settled twice.
        method.Finish();
        parts = hand.Begin(5);
        NS_TEST_EXPECT_MSG_EQ(parts[0].counted, 1, "still the last that did");
        hand.Train(0, parts[0]);
        EXPECT_TRUE((method.GetDevice(0).GetControl() / 3 - control).norm() < 1e-15, "once");
        // Asked again in the same round: what was sent before is not waited for.
        const Eigen::VectorXd before = method.GetDevice(0).GetControl();
        NS_TEST_EXPECT_MSG_EQ(method.Take(0, parts[0], hand.Train(0, parts[0])), "", "once more");
        method.Finish();
        parts = hand.Begin(6);
        hand.Train(0, parts[0]);
        EXPECT_TRUE(((method.GetDevice(0).GetControl() - before) / 3 -
                     (method.GetState().control - control))
                            .norm() < 1e-15,
                    "the one that counted");
        // A word of a round that is over.
        parts[0].round = 3;
        hand.Train(0, parts[0]);
        EXPECT_TRUE(hand.fault.find("was sent already") != std::string::npos, hand.fault);
    }
};

/// The mean that devices of FedCOMGATE are told.
class NoteTestCase : public TestCase
{
  public:
    NoteTestCase()
        : TestCase("who was not asked for rounds is told the mean of its own round")
    {
    }

  private:
    void DoRun() override
    {
        Hand hand("FedCOMGATE");
        FederatedMethod& method = *hand.method;
        std::vector<LearningAssignment> parts = hand.Begin(1);
        for (const uint32_t worker : {0, 1})
        {
            NS_TEST_EXPECT_MSG_EQ(
                method.Take(worker, parts[worker], hand.Train(worker, parts[worker])),
                "",
                "it came");
        }
        method.Finish();
        for (uint64_t round = 2; round < 5; ++round)
        {
            parts = hand.Begin(round);
            NS_TEST_EXPECT_MSG_EQ(method.Take(2, parts[2], hand.Train(2, parts[2])), "", "it came");
            method.Finish();
        }
        parts = hand.Begin(5);
        NS_TEST_EXPECT_MSG_EQ(parts[0].note.size(), 60, "fifteen numbers");
        LearningAssignment spoilt = parts[0];
        spoilt.note.pop_back();
        hand.Train(0, spoilt);
        EXPECT_TRUE(hand.fault.find("the note of round 1 cannot be read") != std::string::npos,
                    hand.fault);
        hand.Train(0, parts[0]);
        hand.Train(1, parts[1]);
        NS_TEST_EXPECT_MSG_EQ(hand.fault, "", "sound");
        const Eigen::VectorXd sum =
            method.GetDevice(0).GetControl() + method.GetDevice(1).GetControl();
        EXPECT_TRUE(sum.norm() < 1e-6 && method.GetDevice(0).GetControl().norm() > 1e-3,
                    "corrections of a round add up to nothing: " << sum.norm());
    }
};

/// Words that are wrong.
class WrongWordsTestCase : public TestCase
{
  public:
    WrongWordsTestCase()
        : TestCase(
              "parts, reports, grants and updates that are wrong are refused and change nothing")
    {
    }

  private:
    void DoRun() override
    {
        Hand hand("FedQVR-E");
        FederatedMethod& method = *hand.method;
        const std::vector<LearningAssignment> parts = hand.Begin(1);
        const Bytes model = method.GetModel();
        LearningReport report;
        Bytes update;
        CheckParts(method, parts[0], model);
        NS_TEST_EXPECT_MSG_NE(method.Train(0, parts[0], model, update), "", "in two phases only");
        // Grants.
        EXPECT_TRUE(method.Encode(0, {1, 3}, update).find("nothing of round 1 waits") == 0,
                    "nothing was trained");
        NS_TEST_ASSERT_MSG_EQ(method.Prepare(0, parts[0], model, report), "", "trained");
        NS_TEST_EXPECT_MSG_NE(method.Encode(0, {2, 3}, update), "", "another round");
        for (const uint32_t bits : {0, 9, 17, 4000})
        {
            EXPECT_TRUE(method.Encode(0, {1, bits}, update).find("allowed is 1 to 8") !=
                            std::string::npos,
                        bits);
        }
        // Reports.
        const double nan = NAN;
        for (const LearningReport& wrong : std::vector<LearningReport>{{nan, 1},
                                                                       {1, nan},
                                                                       {-1, 1},
                                                                       {1, -1},
                                                                       {INFINITY, 1},
                                                                       {15. / 4 * 1.1, 1}})
        {
            NS_TEST_EXPECT_MSG_NE(method.Hear(0, parts[0], wrong), "", "no report");
        }
        LearningAssignment late = parts[0];
        late.round = 7;
        NS_TEST_EXPECT_MSG_NE(method.Hear(0, late, report), "", "another round");
        RoundPlan one;
        one.workers = {hand.plan.workers[0]};
        NS_TEST_EXPECT_MSG_EQ(method.Grant({0}, one)[0].round, 0, "nothing heard, nothing granted");
        NS_TEST_EXPECT_MSG_EQ(method.Hear(0, parts[0], report), "", "sound");
        NS_TEST_EXPECT_MSG_NE(method.Hear(0, parts[0], report), "", "twice");
        // Updates.
        NS_TEST_EXPECT_MSG_EQ(method.Take(0, parts[0], Bytes(16)),
                              "nothing was granted to the worker",
                              "too early");
        const LearningGrant grant = method.Grant({0}, one)[0];
        NS_TEST_ASSERT_MSG_EQ(method.Encode(0, grant, update), "", "sound");
        NS_TEST_EXPECT_MSG_EQ(update.size(), (15 * 4 + 64 + 7) / 8, "3 bits");
        Bytes again;
        NS_TEST_EXPECT_MSG_NE(method.Encode(0, grant, again), "", "sent once");
        Bytes spoilt = update;
        spoilt.pop_back();
        NS_TEST_EXPECT_MSG_NE(method.Take(0, parts[0], spoilt), "", "too short");
        spoilt = update;
        spoilt[4] = 0xff;
        NS_TEST_EXPECT_MSG_NE(method.Take(0, parts[0], spoilt), "", "no scale");
        NS_TEST_EXPECT_MSG_NE(method.Take(0, late, update), "", "another round");
        NS_TEST_EXPECT_MSG_NE(method.Take(1, parts[1], update), "", "another worker's");
        NS_TEST_EXPECT_MSG_EQ(method.GetMissing().size(), 1, "nothing came yet");
        NS_TEST_EXPECT_MSG_EQ(method.Take(0, parts[0], update), "", "sound");
        NS_TEST_EXPECT_MSG_EQ(method.GetMissing().size(), 0, "it came");
        NS_TEST_EXPECT_MSG_NE(method.Take(0, parts[0], update), "", "twice");
        const Eigen::VectorXd before = method.GetState().model;
        method.Finish();
        EXPECT_TRUE(before != method.GetState().model, "and counts");
    }

    /// @param [in,out] method whose round has begun  @param [in] part sound  @param [in] model too
    void CheckParts(FederatedMethod& method, const LearningAssignment& part, const Bytes& model)
    {
        const std::vector<std::function<void(LearningAssignment&, Bytes&)>> faults{
            [](LearningAssignment&, Bytes& bytes) { bytes.pop_back(); },
            [](LearningAssignment&, Bytes& bytes) { bytes[0] = bytes[1] = 0xff; },
            [](LearningAssignment& other, Bytes&) { other.ranges.clear(); },
            [](LearningAssignment& other, Bytes&) {
                other.ranges = {{0, 14}};
            },
            [](LearningAssignment& other, Bytes&) {
                other.ranges = {{0, 7}, {7, 8}};
            },
            [](LearningAssignment& other, Bytes&) { other.steps = 0; },
            [](LearningAssignment& other, Bytes&) { other.steps = 1000001; }};
        for (std::size_t i = 0; i < faults.size(); ++i)
        {
            LearningAssignment other = part;
            Bytes bytes = model;
            faults[i](other, bytes);
            LearningReport report;
            NS_TEST_EXPECT_MSG_NE(method.Prepare(0, other, bytes, report), "", "fault " << i);
        }
    }
};

/// Whose turn it is does not matter.
class OrderTestCase : public TestCase
{
  public:
    OrderTestCase()
        : TestCase("parameters do not depend on who is faster, to the bit")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string name : {"FedQVR", "FedQVR-E", "SCAFFOLD", "FedCOMGATE"})
        {
            Hand first(name);
            Hand second(name);
            for (uint64_t round = 1; round < 6; ++round)
            {
                Run(first, round, {0, 1, 2});
                Run(second, round, {2, 0, 1});
            }
            EXPECT_TRUE(first.method->GetState().model == second.method->GetState().model, name);
            EXPECT_TRUE(first.method->GetState().model.norm() > 1e-2, name << " moves");
        }
    }

    /// @param [in,out] hand of a method  @param [in] round number  @param [in] order of the workers
    void Run(Hand& hand, uint64_t round, const std::vector<uint32_t>& order)
    {
        const std::vector<LearningAssignment> parts = hand.Begin(round);
        for (const uint32_t worker : order)
        {
            const Bytes update = hand.method->Grants() ? hand.Send(worker, parts[worker])
                                                       : hand.Train(worker, parts[worker]);
            NS_TEST_EXPECT_MSG_EQ(hand.fault, "", "sent");
            NS_TEST_EXPECT_MSG_EQ(hand.method->Take(worker, parts[worker], update), "", "taken");
        }
        hand.method->Finish();
    }
};

/// Settings that cannot be.
class SettingTestCase : public TestCase
{
  public:
    SettingTestCase()
        : TestCase("settings out of range are refused in words")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::pair<std::function<void(FederatedSettings&)>, std::string>> faults{
            {[](FederatedSettings& s) { s.model = nullptr; }, "model"},
            {[](FederatedSettings& s) { s.samples.clear(); }, "samples has no worker"},
            {[](FederatedSettings& s) { s.samples[1].clear(); }, "samples[1] is empty"},
            {[](FederatedSettings& s) { s.samples[1][0] = 12; }, "samples[1] has sample 12"},
            {[](FederatedSettings& s) { s.rate = 0; }, "rate is"},
            {[](FederatedSettings& s) { s.serverRate = NAN; }, "serverRate is"},
            {[](FederatedSettings& s) { s.gain = -1; }, "gain is"},
            {[](FederatedSettings& s) {
                 s.steps = {1, 2, 3};
             },
             "steps has 3 elements"},
            {[](FederatedSettings& s) { s.steps = {0}; }, "steps has 0"},
            {[](FederatedSettings& s) { s.sampled = 3; }, "sampled is 3"},
            {[](FederatedSettings& s) { s.modelBits = 16; }, "modelBits is 16"},
            {[](FederatedSettings& s) { s.outage.bitsMax = 17; }, "bitsMax"},
            {[](FederatedSettings& s) { s.grants = false; }, "one number of bits"}};
        for (const auto& [spoil, words] : faults)
        {
            FederatedSettings settings;
            settings.model = MakeLearningModel("Softmax(4,3)");
            settings.data = std::make_shared<Dataset>(MakeFormulaData(12, 4, 3));
            settings.samples = {{0, 1}, {2, 3}};
            settings.draws = [](uint32_t who) { return MakeDraws(who); };
            SetFederatedMethod("FedQVR-E", 0, settings);
            spoil(settings);
            const std::string refusal = GetLearningRefusal(
                [&] { FederatedMethod method(settings, Eigen::VectorXd::Zero(15)); });
            EXPECT_TRUE(refusal.find(words) != std::string::npos, words << ": " << refusal);
        }
    }
};

/// Faults of federated learning.
class FederatedFaultTestSuite : public TestSuite
{
  public:
    FederatedFaultTestSuite()
        : TestSuite("edge-ai-federated-fault", TEST_UNIT)
    {
        AddTestCase(new FateTestCase, TEST_QUICK);
        AddTestCase(new NoteTestCase, TEST_QUICK);
        AddTestCase(new WrongWordsTestCase, TEST_QUICK);
        AddTestCase(new OrderTestCase, TEST_QUICK);
        AddTestCase(new SettingTestCase, TEST_QUICK);
    }
};

FederatedFaultTestSuite g_federatedFaultTestSuite; ///< the suite

} // namespace
