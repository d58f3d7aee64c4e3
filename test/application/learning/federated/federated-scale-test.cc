/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Rounds cost what happens in them, not who is there: events of the simulator and judgements of the
// model, counted, for few and many workers of which as many are asked.

#include "support/learning-fixture.h"

#include "ns3/broadband-helper.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/placement-helper.h"
#include "ns3/test.h"

#include <cmath>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr uint32_t ROUNDS = 8;

/// What rounds of some workers came to.
struct Course
{
    std::vector<LearningRound> rounds;
    std::vector<double> parameters;
    std::vector<uint64_t> events; ///< of the simulator, when each round had ended
};

/// The same rounds for few and many workers of a cell.
class ScaleCase : public TestCase
{
  public:
    ScaleCase()
        : TestCase("rounds of few of many workers over a broadband cell")
    {
    }

  private:
    /// Trace sink.
    void Note(const TaskRecord&)
    {
        m_course.events.push_back(Simulator::GetEventCount());
    }

    Course Run(uint32_t workers, uint32_t scoreInterval, const std::string& protocol = "Tcp")
    {
        m_course = Course();
        LearningFixture run("Softmax(20,10,l2=0.001)", "FedQvrEqualPlanner", workers);
        run.speeds.assign(workers, 1e7);
        run.helper.SetData("Mixture(20,10,samples=" + std::to_string(10 * workers) +
                               ",separation=2)",
                           0);
        run.helper.SetMethod("FedAvg(steps=2,sampled=4)");
        run.helper.SetPartition("iid");
        run.helper.SetTraining(.1, 0);
        run.helper.SetServerAttribute("Rounds", UintegerValue(ROUNDS));
        run.helper.SetServerAttribute("ScoreInterval", UintegerValue(scoreInterval));
        run.helper.SetWorkerAttribute("Protocol",
                                      StringValue("ns3::" + protocol + "SocketFactory"));
        run.helper.GetMonitor().TraceConnectWithoutContext("TaskEnded",
                                                           MakeCallback(&ScaleCase::Note, this));
        PlacementHelper().At(Vector(), run.server);
        PlacementHelper().OnCircle(100, run.workers);
        BroadbandHelper radio;
        radio.SetAttribute("Scheduler", StringValue("Planned"));
        radio.SetAttribute("SignallingSubchannels", UintegerValue(1));
        const NetDeviceContainer cell = radio.Install(run.server.Get(0), run.workers);
        radio.AssignStreams(cell, 1000);
        run.Build(cell);
        BroadbandHelper::FillNeighborCaches(cell);
        m_course.rounds = run.Run(60);
        m_course.parameters = run.helper.GetParameters();
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        return m_course;
    }

    void DoRun() override
    {
        std::vector<double> events;
        for (const uint32_t workers : {8, 128})
        {
            const Course course = Run(workers, 1);
            NS_TEST_ASSERT_MSG_EQ(course.rounds.size(), ROUNDS, "rounds");
            for (const LearningRound& round : course.rounds)
            {
                NS_TEST_EXPECT_MSG_EQ(round.completed, true, round.detail);
                NS_TEST_EXPECT_MSG_EQ(round.involved, 4, "as many as are asked");
                NS_TEST_EXPECT_MSG_EQ(round.lost, 0, "all came");
            }
            events.push_back(static_cast<double>(course.events[ROUNDS - 1] - course.events[1]));
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(events[1], events[0], .05 * events[0], "as many events");

        const Course datagrams = Run(8, 1, "Udp");
        const Course all = Run(8, 1);
        NS_TEST_ASSERT_MSG_EQ(datagrams.rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ((datagrams.parameters == all.parameters), true, "over UDP likewise");
        NS_TEST_EXPECT_MSG_LT(datagrams.events.back(), all.events.back(), "no handshakes");
        const Course some = Run(8, 3);
        NS_TEST_EXPECT_MSG_EQ((some.parameters == all.parameters), true, "the same model");
        for (uint32_t t = 0; t < ROUNDS; ++t)
        {
            NS_TEST_EXPECT_MSG_EQ(std::isfinite(all.rounds[t].loss), true, "judged");
            const bool judged = (t + 1) % 3 == 0;
            NS_TEST_EXPECT_MSG_EQ(std::isfinite(some.rounds[t].loss), judged, "round " << t + 1);
            NS_TEST_EXPECT_MSG_EQ((!judged || some.rounds[t].loss == all.rounds[t].loss),
                                  true,
                                  "likewise");
        }
    }

    Course m_course;
};

class FederatedScaleTestSuite : public TestSuite
{
  public:
    FederatedScaleTestSuite()
        : TestSuite("edge-ai-federated-scale", TEST_SYSTEM)
    {
        AddTestCase(new ScaleCase, TEST_QUICK);
    }
};

FederatedScaleTestSuite g_federatedScaleTestSuite; ///< the suite

} // namespace
