/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Batteries that die in the middle of a round, and are charged again: every round ends once, with a
// reason, and rounds go on.

#include "support/learning-fixture.h"

#include "ns3/basic-energy-source-helper.h"
#include "ns3/basic-energy-source.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/simple-device-energy-model.h"
#include "ns3/test.h"

#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr double DEATH = 3;  ///< [s]
constexpr double CHARGE = 6; ///< [s]

/// @param [in] node gets a battery that is empty from DEATH to CHARGE
void
Drain(Ptr<Node> node)
{
    BasicEnergySourceHelper battery;
    battery.Set("BasicEnergySourceInitialEnergyJ", DoubleValue(2 * DEATH));
    battery.Set("BasicEnergyLowBatteryThreshold", DoubleValue(0.5));
    battery.Set("BasicEnergyHighBatteryThreshold", DoubleValue(0.6));
    battery.Set("BasicEnergySupplyVoltageV", DoubleValue(1));
    battery.Set("PeriodicEnergyUpdateInterval", TimeValue(MilliSeconds(10)));
    const auto source = DynamicCast<en::BasicEnergySource>(battery.Install(node).Get(0));
    auto load = CreateObject<en::SimpleDeviceEnergyModel>();
    load->SetEnergySource(source);
    load->SetCurrentA(1);
    source->AppendDeviceEnergyModel(load);
    ScheduleCall(Seconds(DEATH + 0.05), [load] { load->SetCurrentA(0); });
    ScheduleCall(Seconds(CHARGE), [source] { source->SetInitialEnergy(1000); });
}

class EmptyBatteryCase : public TestCase
{
  public:
    explicit EmptyBatteryCase(bool server)
        : TestCase(std::string("the battery of ") + (server ? "the server" : "a worker") + " dies"),
          m_server(server)
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run("Softmax(2000,10)", "PartelPlanner", 4);
        run.helper.SetData("Mixture(2000,10,samples=400,separation=2)");
        run.helper.SetTraining(.5, 40);
        run.helper.SetServerAttribute("Rounds", UintegerValue(1000));
        for (double& speed : run.speeds)
        {
            speed = 2e7;
        }
        run.Build();
        Drain(m_server ? run.server.Get(0) : run.workers.Get(2));
        const std::vector<LearningRound> rounds = run.Run(12);
        NS_TEST_EXPECT_MSG_EQ(run.helper.GetMonitor().GetCounts().IsConserved(), true, "conserved");
        uint32_t before = 0;
        uint32_t meanwhile = 0;
        uint32_t after = 0;
        uint32_t broken = 0;
        for (const LearningRound& round : rounds)
        {
            before += round.completed && round.ended < DEATH ? 1 : 0;
            meanwhile += round.begun > DEATH + .1 && round.ended < CHARGE ? 1 : 0;
            after += round.completed && round.begun > CHARGE + 2 ? 1 : 0;
            broken += round.completed ? 0 : 1;
            if (m_server && !round.completed && round.ended < 11)
            {
                NS_TEST_EXPECT_MSG_EQ(round.detail, "the server ran out of energy", "why");
                NS_TEST_EXPECT_MSG_EQ_TOL(round.ended, DEATH, .03, "when");
            }
            if (!m_server && round.begun > DEATH + .1 && round.ended < CHARGE)
            {
                NS_TEST_EXPECT_MSG_EQ(round.involved, 3U, "without it");
            }
        }
        NS_TEST_EXPECT_MSG_GT(before, 2U, "rounds before");
        NS_TEST_EXPECT_MSG_GT(after, 2U, "rounds afterwards");
        NS_TEST_EXPECT_MSG_EQ((meanwhile == 0),
                              m_server,
                              "others go on, nobody does without server");
        NS_TEST_EXPECT_MSG_EQ(rounds[rounds.size() - 2].involved, 4U, "all are there again");
        NS_TEST_EXPECT_MSG_LT(broken, 3U, "the one of its death, and that of the end");
    }

    bool m_server;
};

class LearningEnergyTestSuite : public TestSuite
{
  public:
    LearningEnergyTestSuite()
        : TestSuite("edge-ai-learning-energy", TEST_SYSTEM)
    {
        AddTestCase(new EmptyBatteryCase(false), TEST_QUICK);
        AddTestCase(new EmptyBatteryCase(true), TEST_QUICK);
    }
};

LearningEnergyTestSuite g_learningEnergyTestSuite; //!< the suite

} // namespace
