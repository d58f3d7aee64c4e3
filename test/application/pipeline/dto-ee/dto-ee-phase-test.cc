/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Every node of a DTO-EE network fails or stops once: while connections are made, in the midst of a
// slot's rounds, at the instant a slot begins, with tasks at it and on its links.

#include "support/dto-ee-fault-case.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// One node at several instants.
class NodePhaseCase : public DtoEeFaultCase
{
  public:
    /// @param [in] stage of the node, from 1  @param [in] index in it
    /// @param [in] planner who decides
    NodePhaseCase(uint32_t stage, uint32_t index, const std::string& planner)
        : DtoEeFaultCase(DtoEePlace{stage, index}.Describe() + " fails at any instant, " + planner),
          m_place{stage, index},
          m_planner(planner)
    {
    }

  private:
    void DoRun() override
    {
        for (const double when : {0.002, 0.1, 2.1})
        {
            for (const bool silent : {true, false})
            {
                DtoEeRig rig(MakeToy(0.3), MakeFaultSettings(m_planner));
                rig.taskStart = 0.5;
                rig.prepare = [](DtoEeHelper& helper) {
                    helper.SetAttribute("TaskTimeout", TimeValue(Seconds(1)));
                };
                rig.Build();
                if (silent)
                {
                    rig.helper->FailNode(Seconds(when), m_place.stage, m_place.index);
                }
                else
                {
                    rig.GetNode(m_place.stage, m_place.index)->SetStopTime(Seconds(when));
                }
                rig.helper->ChangeLoad(Seconds(4), 0); // later ones have ended at 8 s, too
                const TaskCounts counts = Check(rig, 8);
                NS_TEST_EXPECT_MSG_EQ(counts.unfinished, 0, "nothing hangs, at " << when);
                NS_TEST_EXPECT_MSG_GT(counts.completed, 15, "others go on, at " << when);
                NS_TEST_EXPECT_MSG_LT(counts.dropped, 14, "what was there, at " << when);
            }
        }
    }

    DtoEePlace m_place;
    std::string m_planner;
};

/// The suite.
class DtoEePhaseTestSuite : public TestSuite
{
  public:
    DtoEePhaseTestSuite()
        : TestSuite("edge-ai-dto-ee-phase", TEST_SYSTEM)
    {
        const DtoEeProblem toy = MakeToy();
        for (uint32_t h = 1; h <= toy.stages.size(); ++h)
        {
            for (uint32_t j = 0; j < toy.stages[h - 1].nodes.size(); ++j)
            {
                AddTestCase(new NodePhaseCase(h, j, "DtoEeDistributedPlanner"), TEST_QUICK);
            }
        }
        AddTestCase(new NodePhaseCase(2, 1, "DtoEePlanner"), TEST_QUICK);
    }
};

const DtoEePhaseTestSuite g_dtoEePhaseTestSuite; ///< registers the suite

} // namespace
