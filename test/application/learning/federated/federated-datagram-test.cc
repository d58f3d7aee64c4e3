/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Updates in datagrams: over links that lose nothing they come like those over connections; over
// links that fade they are lost as often as the law says, and c stays the mean of all c_i.

#include "application/message/message-archive.h"
#include "support/expectations.h"
#include "support/federated-stack.h"

#include "ns3/noise-density.h"
#include "ns3/test.h"

#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Without loss datagrams and connections come to the same.
class LosslessCase : public TestCase
{
  public:
    LosslessCase(const std::string& text, uint32_t fragment)
        : TestCase(text + " in datagrams of " + std::to_string(fragment) +
                   " B learns what it does over connections"),
          m_text(text),
          m_fragment(fragment)
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 8;

    /// @param [in] way of updates  @returns the model behind all rounds
    Eigen::VectorXd Learn(const std::string& way)
    {
        FederatedStack stack(m_text, ROUNDS);
        stack.run.helper.SetServerAttribute("UpdateWay", StringValue(way));
        stack.run.helper.SetSocketAttribute("FragmentSize", UintegerValue(m_fragment));
        stack.Build();
        const std::vector<LearningRound> rounds = stack.run.Run(1000);
        NS_TEST_EXPECT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(stack.run.ExplainFault(), "", "conserved, energy adds up");
        for (const LearningRound& round : rounds)
        {
            NS_TEST_EXPECT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.lost, 0, "all came");
        }
        NS_TEST_EXPECT_MSG_EQ(stack.GetServer()->GetMalformedCount(), 0, "all was sound");
        NS_TEST_EXPECT_MSG_EQ(stack.GetServer()->GetUselessUpdates(), 0, "and of use");
        if (m_text.find("sampled") == std::string::npos) // all are asked for their controls
        {
            NS_TEST_EXPECT_MSG_LT(stack.GetControlFault(), 1e-12, "c is the mean of c_i");
        }
        return stack.method->GetParameters();
    }

    void DoRun() override
    {
        const Eigen::VectorXd datagrams = Learn("Udp");
        EXPECT_TRUE(datagrams == Learn("Tcp"), "to the last bit");
        EXPECT_TRUE(datagrams.norm() > 1e-2, "it has learned");
    }

    std::string m_text;
    uint32_t m_fragment;
};

/// Over links that fade.
class OutageCase : public TestCase
{
  public:
    OutageCase(const std::string& text, const std::string& planner, uint32_t rounds)
        : TestCase(text + " with " + planner + " over fading links loses as much as is planned"),
          m_text(text),
          m_planner(planner),
          m_rounds(rounds)
    {
    }

  private:
    static constexpr double WINDOW = .05; // [s]
    static constexpr double GAIN = 1e-14;
    static constexpr double BAND = 120e3; // [Hz]
    static constexpr double BITS = 3;     // where they are not granted

    /// What the server tells a worker of how to send says how likely it is to be lost.
    void HandleMessage(const InferenceMessage& message)
    {
        LearningGrantBody grant;
        LearningTrainBody part;
        const bool granted = message.type == LearningMessage::GRANT;
        if ((!granted && (m_grants || message.type != LearningMessage::TRAIN)) ||
            !(granted ? Decode(message.body, grant) : Decode(message.body, part)))
        {
            return;
        }
        // A code of 210 coordinates, the message's fields and header, UDP, IPv4, PPP.
        const double code = 210. * ((granted ? grant.codeBits : BITS) + 1) + 64;
        // With the bits that its last byte may not be filled with.
        const double rate = (code + 7 + 8 * (28 + 36 + 8 + 20 + 2)) / WINDOW;
        const double band = granted ? grant.bandwidth : part.bandwidth;
        const double nu = FederatedStack::POWER * GAIN / DEFAULT_NOISE_DENSITY;
        const double outage = -std::expm1(-band / nu * (std::exp2(rate / band) - 1));
        m_expected += outage;
        m_variance += outage * (1 - outage);
        m_band += band;
        ++m_updates;
    }

    void DoRun() override
    {
        FederatedStack stack(m_text, m_rounds, m_planner);
        stack.run.helper.SetServerAttribute("UpdateWay", StringValue("Udp"));
        stack.run.helper.SetServerAttribute("Attempts", UintegerValue(1));
        stack.run.helper.SetServerAttribute("RetryInterval", TimeValue(MilliSeconds(1)));
        stack.run.helper.SetIdealAttribute("Fading", StringValue("Rayleigh"));
        stack.run.helper.SetIdealAttribute("Bandwidth", DoubleValue(BAND));
        stack.run.gain = GAIN;
        stack.Build();
        m_grants = stack.method->Grants();
        stack.GetServer()->TraceConnectWithoutContext(
            "Tx",
            MakeCallback(&OutageCase::HandleMessage, this));
        const std::vector<LearningRound> rounds = stack.run.Run(1e6);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), m_rounds, "rounds");
        NS_TEST_EXPECT_MSG_EQ(stack.run.ExplainFault(), "", "conserved, energy adds up");
        double lost = 0;
        for (const LearningRound& round : rounds)
        {
            lost += round.lost;
            NS_TEST_EXPECT_MSG_LT(round.ended - round.begun,
                                  2 * WINDOW,
                                  "who waits for what is lost waits for its window alone");
            for (const LearningWorkerRound& part : round.workers)
            {
                if (part.came)
                {
                    NS_TEST_EXPECT_MSG_EQ_TOL(part.uploadRealised,
                                              WINDOW,
                                              5e-3 * WINDOW,
                                              "an upload takes its window");
                }
            }
        }
        NS_TEST_EXPECT_MSG_EQ(m_updates, m_rounds * FederatedStack::WORKERS, "plans of updates");
        NS_TEST_EXPECT_MSG_LT(m_band, BAND * m_rounds * (1 + 1e-9), "no more than the band");
        NS_TEST_EXPECT_MSG_GT(m_band, .95 * BAND * m_rounds, "nearly all of it");
        NS_TEST_EXPECT_MSG_GT(m_expected / m_updates, .03, "they may be lost");
        NS_TEST_EXPECT_MSG_LT(m_expected / m_updates, .9, "and may come");
        // Each is lost by itself: a sum of Bernoulli draws, within 3.3 standard deviations.
        NS_TEST_EXPECT_MSG_LT(std::abs(lost - m_expected),
                              3.3 * std::sqrt(m_variance),
                              "lost " << lost << " of " << m_updates << ", expected "
                                      << m_expected);
        NS_TEST_EXPECT_MSG_EQ(stack.GetServer()->GetMalformedCount(), 0, "all was sound");
        NS_TEST_EXPECT_MSG_LT(stack.GetControlFault(), 1e-12, "c is the mean of c_i");
    }

    std::string m_text;
    std::string m_planner;
    uint32_t m_rounds;
    double m_expected{0}; ///< losses by plan
    double m_variance{0}; ///< of their number
    double m_band{0};     ///< of all of them [Hz]
    bool m_grants{false}; ///< how to send is granted
    uint32_t m_updates{0};
};

/// Updates in datagrams.
class FederatedDatagramTestSuite : public TestSuite
{
  public:
    FederatedDatagramTestSuite()
        : TestSuite("edge-ai-federated-datagrams", TEST_SYSTEM)
    {
        AddTestCase(new LosslessCase("FedQVR-E(steps=1..4,window=2,sampled=3)", 60000), TEST_QUICK);
        AddTestCase(new LosslessCase("FedQVR-E(steps=1..4,window=2)", 50), TEST_QUICK);
        AddTestCase(new LosslessCase("FedQVR(steps=2,window=2)", 60000), TEST_QUICK);
        AddTestCase(new LosslessCase("FedQVR(steps=2,window=1e49)", 60000),
                    TEST_QUICK); // longer than Time
        AddTestCase(new LosslessCase("FedAvg(steps=2,window=2,sampled=4)", 300), TEST_QUICK);
        for (const char* planner :
             {"FedQvrPlanner", "FedQvrUniformOutagePlanner", "FedQvrEqualPlanner"})
        {
            const std::string grants = "FedQVR-E(steps=1,window=0.05,bitsMin=1,bitsMax=6)";
            AddTestCase(new OutageCase(grants, planner, 40), TEST_QUICK);
            AddTestCase(new OutageCase(grants, planner, 600), TEST_EXTENSIVE);
        }
        const std::string fixed = "FedQVR(steps=1,window=0.05,bits=3)";
        AddTestCase(new OutageCase(fixed, "FedQvrEqualPlanner", 40), TEST_QUICK);
        AddTestCase(new OutageCase(fixed, "FedQvrEqualPlanner", 600), TEST_EXTENSIVE);
    }
};

FederatedDatagramTestSuite g_federatedDatagramTestSuite; ///< the suite

} // namespace
