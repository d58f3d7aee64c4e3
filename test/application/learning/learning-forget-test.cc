/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// A worker that was slow once is asked again.

#include "support/expectations.h"
#include "support/learning-fixture.h"

#include "ns3/channel.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/test.h"

#include <algorithm>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// The last worker's cable is long for some rounds, then as short as the others'.
class ForgetCase : public TestCase
{
  public:
    /// @param [in] rates updates are long enough to tell of rates, not of delays
    explicit ForgetCase(bool rates)
        : TestCase(rates ? "the rate of a worker without a part is forgotten"
                         : "the delay of a worker without a part is forgotten"),
          m_rates(rates)
    {
    }

  private:
    static constexpr uint32_t WORKERS = 4;
    static constexpr uint64_t ROUNDS = 20;
    static constexpr uint32_t AFTER = 5; ///< plans

    /// @param [in] after plans; 0: never  @returns rounds, from 1, that the last has a part in
    std::vector<uint64_t> Run(uint32_t after)
    {
        LearningFixture run("Softmax(20,10)", "PartelPlanner", WORKERS);
        run.helper.SetServerAttribute("Rounds", UintegerValue(ROUNDS));
        run.helper.SetServerAttribute("ForgetAfter", UintegerValue(after));
        run.helper.SetServerAttribute("MeasureMin", UintegerValue(m_rates ? 0 : 4096));
        run.helper.SetServerAttribute("Pause", TimeValue(Seconds(1)));
        run.speeds.assign(WORKERS, 1e9);
        Ptr<Channel> cable;
        run.Build([&cable](const NodeContainer& server, const NodeContainer& workers) {
            InternetStackHelper stack;
            stack.Install(NodeContainer(server, workers));
            stack.AssignStreams(NodeContainer(server, workers), 2000);
            PointToPointHelper point;
            point.SetDeviceAttribute("DataRate", StringValue("1Mbps"));
            Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
            for (uint32_t k = 0; k < WORKERS; ++k, addresses.NewNetwork())
            {
                const NetDeviceContainer pair = point.Install(workers.Get(k), server.Get(0));
                addresses.Assign(pair);
                cable = pair.Get(0)->GetChannel();
            }
        });
        cable->SetAttribute("Delay", TimeValue(MilliSeconds(400)));
        ScheduleCall(Seconds(6),
                     [cable] { cable->SetAttribute("Delay", TimeValue(MilliSeconds(0))); });
        const std::vector<LearningRound> rounds = run.Run(1000);
        NS_TEST_EXPECT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        std::vector<uint64_t> parts;
        for (const LearningRound& round : rounds)
        {
            EXPECT_TRUE(round.completed, round.detail);
            for (const LearningWorkerRound& part : round.workers)
            {
                if (part.worker == WORKERS - 1)
                {
                    parts.push_back(round.round);
                }
            }
        }
        return parts;
    }

    void DoRun() override
    {
        const std::vector<uint64_t> never = Run(0);
        NS_TEST_EXPECT_MSG_EQ(never.empty(), false, "it was asked");
        if (never.empty())
        {
            return;
        }
        EXPECT_TRUE(never.back() <= 2, "and measured: last asked in round " << never.back());
        const std::vector<uint64_t> again = Run(AFTER);
        const uint64_t first = never.back() + AFTER + 1;
        NS_TEST_EXPECT_MSG_GT(again.size(), never.size(), "asked again");
        if (again.size() <= never.size())
        {
            return;
        }
        EXPECT_TRUE(std::equal(never.begin(), never.end(), again.begin()), "the same until then");
        NS_TEST_EXPECT_MSG_EQ(again[never.size()], first, "after so many plans without a part");
        // The cable is as good as the others' now: it is asked for ever.
        NS_TEST_EXPECT_MSG_EQ(again.size(), never.size() + ROUNDS - first + 1, "and stays");
    }

    bool m_rates;
};

class LearningForgetTestSuite : public TestSuite
{
  public:
    LearningForgetTestSuite()
        : TestSuite("edge-ai-learning-forget", TEST_SYSTEM)
    {
        AddTestCase(new ForgetCase(true), TEST_QUICK);
        AddTestCase(new ForgetCase(false), TEST_QUICK);
    }
};

LearningForgetTestSuite g_learningForgetTestSuite; //!< the suite

} // namespace
