/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Records of federated learning: what was expected of updates, what they are, what was granted; the
// same rounds without a network; the least loss.

#include "learning/federated/loss-optimum.h"
#include "support/expectations.h"
#include "support/federated-stack.h"

#include "ns3/inference-monitor.h"
#include "ns3/test.h"

#include <cmath>
#include <fstream>
#include <map>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in,out] stack of links that fade, where updates have a window
void
LetFade(FederatedStack& stack)
{
    stack.run.gain = 1e-14; // some in ten are lost
    stack.run.helper.SetIdealAttribute("Fading", StringValue("Rayleigh"));
    stack.run.helper.SetServerAttribute("UpdateWay", StringValue("Udp"));
    stack.run.helper.SetServerAttribute("Attempts", UintegerValue(1));
}

/// @param [in] path of a table  @returns its first line
std::string
ReadHeads(const std::string& path)
{
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

/// What a worker says of its update is what the next plan expects of it.
class UpdatesCase : public TestCase
{
  public:
    UpdatesCase()
        : TestCase("records of theta, D, B, W and q, planned, granted and realised")
    {
    }

  private:
    void DoRun() override
    {
        FederatedStack stack("FedQVR-E(steps=3,window=0.02,sampled=4)", 12, "FedQvrPlanner");
        LetFade(stack);
        stack.Build();
        const std::vector<LearningRound> rounds = stack.run.Run(1000);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 12U, "rounds");
        std::map<uint32_t, LearningWorkerRound> before;
        uint32_t known = 0;
        for (const LearningRound& round : rounds)
        {
            double expected = 0;
            NS_TEST_EXPECT_MSG_EQ(round.workers.size(), 4U, "sampled");
            for (const LearningWorkerRound& part : round.workers)
            {
                NS_TEST_EXPECT_MSG_EQ(part.steps, 3U, "E");
                EXPECT_TRUE(part.codeBits >= 1 && part.codeBits <= 8, "B " << part.codeBits);
                EXPECT_TRUE(part.codeBitsGranted >= 1 && part.codeBitsGranted <= 8, "B");
                EXPECT_TRUE(part.bandwidth > 0 && part.bandwidthGranted > 0, "W");
                EXPECT_TRUE(part.outage > 0 && part.outageGranted > 0, "q");
                EXPECT_TRUE(part.outage < 1 && part.outageGranted < 1, "q");
                EXPECT_TRUE(part.spreadRealised > 0 && part.squareRealised > 0, "theta, D");
                EXPECT_TRUE(part.rateGranted * .02 > part.codeBitsGranted * 210, "R");
                expected += 1 - part.outageGranted;
                const auto former = before.find(part.worker);
                if (former != before.end())
                {
                    ++known;
                    NS_TEST_EXPECT_MSG_EQ(part.spreadPlanned,
                                          former->second.spreadRealised,
                                          "theta was said");
                    NS_TEST_EXPECT_MSG_EQ(part.squarePlanned,
                                          former->second.squareRealised,
                                          "and D");
                }
                before[part.worker] = part;
            }
            EXPECT_RELATIVE(round.expected, expected, 1e-12, "updates that come");
            EXPECT_TRUE(round.variancePlanned > 0 && round.varianceGranted > 0, "V");
        }
        EXPECT_TRUE(known > 20, "workers were asked again: " << known);
        stack.run.helper.GetMonitor().Write(CreateTempDirFilename("rounds.csv"));
        const std::string steps = ReadHeads(CreateTempDirFilename("rounds-steps.csv"));
        const std::string all = ReadHeads(CreateTempDirFilename("rounds.csv"));
        for (const char* head : {"variance_planned", "variance_granted", "updates_expected"})
        {
            EXPECT_TRUE(all.find(head) != std::string::npos, head << " of " << all);
        }
        for (const char* head : {"local_steps",
                                 "update_spread_planned",
                                 "update_spread_realised",
                                 "update_power_planned",
                                 "update_power_realised",
                                 "code_bits_planned",
                                 "code_bits_granted",
                                 "update_band_planned_Hz",
                                 "update_band_granted_Hz",
                                 "outage_planned",
                                 "outage_granted",
                                 "update_rate_granted"})
        {
            EXPECT_TRUE(steps.find(head) != std::string::npos, head << " of " << steps);
        }
    }
};

/// Methods whose workers are granted nothing.
class PlainCase : public TestCase
{
  public:
    PlainCase()
        : TestCase("without grants nothing is granted, and numbers as they are have no bits")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string name : {"FedAvg(steps=2)", "FedQVR(bits=3,steps=2)"})
        {
            FederatedStack stack(name, 2);
            stack.Build();
            const std::vector<LearningRound> rounds = stack.run.Run(1000);
            NS_TEST_ASSERT_MSG_EQ(rounds.size(), 2U, "rounds");
            const LearningWorkerRound& part = rounds.back().workers.front();
            const uint32_t bits = name[3] == 'A' ? 0 : 3;
            NS_TEST_EXPECT_MSG_EQ(part.codeBits, bits, "B of " << name);
            NS_TEST_EXPECT_MSG_EQ(part.codeBitsGranted, 0U, "granted");
            EXPECT_TRUE(std::isnan(part.outageGranted), "granted");
            EXPECT_TRUE(std::isnan(rounds.back().varianceGranted), "granted");
            EXPECT_TRUE(part.squareRealised > 0, "D is known all the same");
            EXPECT_TRUE(std::isnan(part.spreadPlanned) && std::isnan(part.squarePlanned),
                        "nobody has said what is to be expected");
            EXPECT_TRUE(std::isnan(rounds.back().variancePlanned), "nor what comes of it");
            NS_TEST_EXPECT_MSG_EQ(part.outage, 0.0, "nothing is lost");
        }
    }
};

/// The same rounds without a network.
class MemoryCase : public TestCase
{
  public:
    MemoryCase()
        : TestCase("rounds in memory are those over packets, losses in fades included")
    {
    }

  private:
    void Expect(const std::vector<LearningRound>& memory,
                const std::vector<LearningRound>& stack,
                const std::string& what)
    {
        NS_TEST_ASSERT_MSG_EQ(memory.size(), stack.size(), what);
        for (std::size_t t = 0; t < stack.size(); ++t)
        {
            NS_TEST_EXPECT_MSG_EQ(memory[t].loss, stack[t].loss, what << ", round " << t);
            NS_TEST_EXPECT_MSG_EQ(memory[t].lost, stack[t].lost, what << ", round " << t);
            NS_TEST_ASSERT_MSG_EQ(memory[t].workers.size(), stack[t].workers.size(), what);
            NS_TEST_EXPECT_MSG_EQ(memory[t].workers[0].worker, stack[t].workers[0].worker, what);
            NS_TEST_EXPECT_MSG_EQ(memory[t].workers[0].squareRealised,
                                  stack[t].workers[0].squareRealised,
                                  what);
        }
    }

    void DoRun() override
    {
        for (const std::string name : {"FedAvg(steps=2,sampled=3)", "FedQVR(bits=3,steps=1..4)"})
        {
            FederatedStack stack(name, 6);
            stack.run.Build(); // with draws of its own
            const std::vector<LearningRound> memory = stack.run.helper.LearnInMemory(6);
            Expect(memory, stack.run.Run(1000), name);
        }
        // Four bits for all: headers are no reason for others. A rate that nothing is added to.
        FederatedStack stack("FedQVR(bits=4,steps=2,window=0.02)", 40);
        LetFade(stack);
        stack.run.Build();
        const std::vector<LearningRound> memory = stack.run.helper.LearnInMemory(40);
        const std::vector<LearningRound> rounds = stack.run.Run(1000);
        uint32_t without = 0;
        uint32_t with = 0;
        for (std::size_t t = 0; t < rounds.size(); ++t)
        {
            without += memory[t].lost;
            with += rounds[t].lost;
            EXPECT_TRUE(memory[t].lost <= rounds[t].lost, "headers save nothing, round " << t);
        }
        EXPECT_TRUE(without > 0 && with > without, without << " and " << with << " are lost");
        const double least = stack.run.helper.GetLeastLoss();
        EXPECT_TRUE(least > 0 && least < rounds.back().loss, least);
    }
};

/// The least loss.
class OptimumCase : public TestCase
{
  public:
    OptimumCase()
        : TestCase("the least loss of formula data (F6)")
    {
    }

  private:
    void DoRun() override
    {
        FederatedStack stack("FedAvg(steps=2)", 2);
        const FederatedSettings& settings = stack.method->GetSettings();
        const LossOptimum best =
            FindLeastLoss(*settings.model, *settings.data, settings.samples, 1e-7);
        NS_TEST_EXPECT_MSG_LT(best.gradientNorm, 1e-7, "flat");
        EXPECT_RELATIVE(best.loss, settings.GetLoss(best.parameters), 1e-12, "f*");
        for (Eigen::Index i = 0; i < best.parameters.size(); i += 17)
        {
            Eigen::VectorXd near = best.parameters;
            near[i] += 1e-2;
            EXPECT_TRUE(settings.GetLoss(near) > best.loss, "parameter " << i);
        }
    }
};

class FederatedRecordTestSuite : public TestSuite
{
  public:
    FederatedRecordTestSuite()
        : TestSuite("edge-ai-federated-record", TEST_SYSTEM)
    {
        AddTestCase(new UpdatesCase, TEST_QUICK);
        AddTestCase(new PlainCase, TEST_QUICK);
        AddTestCase(new MemoryCase, TEST_QUICK);
        AddTestCase(new OptimumCase, TEST_QUICK);
    }
};

FederatedRecordTestSuite g_federatedRecordTestSuite; //!< the suite

} // namespace
