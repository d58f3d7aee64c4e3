/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Leaders of exits that fail, and leaders that some do not reach.

#include "support/dto-ee-fault-case.h"

#include "ns3/error-model.h"
#include "ns3/pointer.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// The leader of an exit fails: the next node of its stage takes its place.
class FailedLeaderCase : public DtoEeFaultCase
{
  public:
    /// @param [in] silent whether it fails; else it is stopped
    explicit FailedLeaderCase(bool silent)
        : DtoEeFaultCase(std::string("the leader of an exit ") + (silent ? "fails" : "is stopped") +
                         ", and another leads it"),
          m_silent(silent)
    {
    }

  private:
    void DoRun() override
    {
        const DtoEeProblem whole = MakeToy(0.5);
        DtoEeSettings settings = MakeFaultSettings("DtoEeDistributedPlanner");
        settings.measured = false; // so that the optimum without the node is known
        DtoEeRig rig(whole, settings);
        rig.wire = Wire::FAST;
        rig.Build();
        if (m_silent)
        {
            rig.helper->FailNode(Seconds(FAULT), 1, 0);
        }
        else
        {
            rig.GetNode(1, 0)->SetStopTime(Seconds(FAULT));
        }
        std::vector<bool> led;
        for (const double when : {FAULT - 0.1, 20.0})
        {
            ScheduleCall(Seconds(when), [&] {
                for (const uint32_t index : {0, 1})
                {
                    led.push_back(rig.GetNode(1, index)->IsLeader());
                }
                led.push_back(rig.GetNode(2, 0)->IsLeader());
            });
        }
        Check(rig, 25);
        EXPECT_TRUE(led == std::vector<bool>({true, false, true, false, true, true}),
                    "who leads, before and behind");

        DtoEeProblem without = whole;
        without.stages[0].nodes.erase(without.stages[0].nodes.begin());
        for (std::vector<double>& rates : without.stages[0].linkRates)
        {
            rates.erase(rates.begin());
        }
        without.stages[1].linkRates.erase(without.stages[1].linkRates.begin());
        const DtoEePlan best = PlanBy("DtoEeReferencePlanner", without);
        const DtoEeSlotReport last = rig.helper->GetSlots().back();
        const DtoEePlan before = PlanBy("DtoEeReferencePlanner", whole);
        NS_TEST_EXPECT_MSG_GT(before.exits[0].threshold,
                              best.exits[0].threshold + 0.01,
                              "thresholds have to follow");
        for (std::size_t b = 0; b < 2; ++b)
        {
            EXPECT_RELATIVE(last.thresholds[b], best.exits[b].threshold, 2e-3, "exit " << b);
        }
        EXPECT_RELATIVE(rig.GetNode(1, 1)->GetThreshold(), last.thresholds[0], 1e-12, "in force");
        NS_TEST_EXPECT_MSG_EQ(rig.helper->GetMalformedCount(), 0, "nobody is taken for a liar");
    }

    bool m_silent;
};

/// A node loses its leader, which others still have.
class LostLeaderCase : public DtoEeFaultCase
{
  public:
    LostLeaderCase()
        : DtoEeFaultCase("who alone does not reach the leader decides nothing, and comes back")
    {
    }

  private:
    void DoRun() override
    {
        DtoEeSettings settings = MakeFaultSettings("DtoEeDistributedPlanner");
        settings.measured = false;
        DtoEeRig rig(MakeToy(0.5), settings);
        rig.wire = Wire::FAST;
        rig.Build();
        // Stage 2 has wires of its own to the leader; node 1 of stage 1 reaches it by the hub.
        Ptr<RateErrorModel> model = CreateObject<RateErrorModel>();
        model->SetAttribute("ErrorRate", DoubleValue(1));
        model->SetAttribute("ErrorUnit", StringValue("ERROR_UNIT_PACKET"));
        model->Disable();
        const NetDeviceContainer ends = rig.GetHubLink(1, 0);
        for (uint32_t end = 0; end < 2; ++end)
        {
            ends.Get(end)->SetAttribute("ReceiveErrorModel", PointerValue(model));
        }
        Simulator::Schedule(Seconds(FAULT), &ErrorModel::Enable, model);
        Simulator::Schedule(Seconds(10), &ErrorModel::Disable, model);
        std::vector<bool> led;
        std::vector<double> thresholds;
        for (const double when : {FAULT - 0.1, 9.9, 25.0})
        {
            ScheduleCall(Seconds(when), [&] {
                for (const uint32_t index : {0, 1})
                {
                    led.push_back(rig.GetNode(1, index)->IsLeader());
                    thresholds.push_back(rig.GetNode(1, index)->GetThreshold());
                }
            });
        }
        rig.Run(25.1);
        EXPECT_TRUE(led == std::vector<bool>({true, false, true, true, true, false}),
                    "node 1 takes itself for the leader for a while");
        for (const double threshold : thresholds)
        {
            EXPECT_RELATIVE(threshold, thresholds[0], 2e-3, "nobody goes a way of its own");
        }
    }
};

/// The suite.
class DtoEeLeaderTestSuite : public TestSuite
{
  public:
    DtoEeLeaderTestSuite()
        : TestSuite("edge-ai-dto-ee-leader", TEST_SYSTEM)
    {
        AddTestCase(new FailedLeaderCase(true), TEST_QUICK);
        AddTestCase(new FailedLeaderCase(false), TEST_QUICK);
        AddTestCase(new LostLeaderCase, TEST_QUICK);
    }
};

const DtoEeLeaderTestSuite g_dtoEeLeaderTestSuite; ///< registers the suite

} // namespace
