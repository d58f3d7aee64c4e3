/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Whatever a split planner decides can be sent: its decision survives the wire of a PLAN.

#include "application/co-inference/co-inference-body.h"
#include "application/message/message-archive.h"
#include "support/laim-test-support.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/random-variable-stream.h"
#include "ns3/split-planner.h"
#include "ns3/test.h"

#include <cmath>
#include <map>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::laimtest;

namespace
{

class SplitPlansCase : public TestCase
{
  public:
    SplitPlansCase()
        : TestCase("decisions of every split planner survive the wire")
    {
    }

  private:
    double Between(double low, double high)
    {
        return low * std::pow(high / low, m_uniform->GetValue(0, 1));
    }

    SplitProblem MakeProblem(bool noInput)
    {
        SplitProblem problem = m_uniform->GetInteger(0, 1) ? ScenarioA() : ScenarioB();
        problem.devices.resize(m_uniform->GetInteger(1, 3), problem.devices[0]);
        for (SplitDevice& device : problem.devices)
        {
            device.gain = Between(1e-13, 1e-8);
            device.latencyBudget = Between(1e-3, 1e3);
            device.energyBudget = Between(1e-5, 1e3);
            if (noInput)
            {
                device.options.front().uplinkBits = 0;
            }
        }
        for (int i = 0; i < 64; ++i)
        {
            problem.uniformDraws.push_back(m_uniform->GetValue(0, 1));
        }
        return problem;
    }

    void DoRun() override
    {
        m_uniform->SetStream(5);
        std::map<PlanStatus, int> statuses;
        for (int i = 0; i < 25; ++i)
        {
            const SplitProblem problem = MakeProblem(i % 3 == 0);
            for (const std::string& name : ListSplitPlanners())
            {
                const SplitPlan plan = CreateSplitPlanner(name)->Plan(problem);
                NS_TEST_EXPECT_MSG_EQ(plan.decisions.size(), problem.devices.size(), name);
                for (const SplitDecision& decision : plan.decisions)
                {
                    ++statuses[decision.status];
                    PlanBody body;
                    static_cast<SplitDecision&>(body) = decision;
                    body.reason = decision.reason.substr(0, 500);
                    body.planner = name;
                    NS_TEST_EXPECT_MSG_EQ(ExplainBody(body), "", name << " " << i);
                    PlanBody read;
                    Decode(Encode(body), read);
                    NS_TEST_EXPECT_MSG_EQ((Encode(read) == Encode(body)), true, name << " " << i);
                }
            }
        }
        NS_TEST_EXPECT_MSG_GT(statuses[PlanStatus::SOLVED], 100, "solved");
        NS_TEST_EXPECT_MSG_GT(statuses[PlanStatus::VIOLATED] + statuses[PlanStatus::INFEASIBLE],
                              100,
                              "not solved");
    }

    Ptr<UniformRandomVariable> m_uniform{CreateObject<UniformRandomVariable>()};
};

class PlanSendableTestSuite : public TestSuite
{
  public:
    PlanSendableTestSuite()
        : TestSuite("edge-ai-plan-sendable", TEST_UNIT)
    {
        AddTestCase(new SplitPlansCase, TEST_QUICK);
    }
};

PlanSendableTestSuite g_planSendableTestSuite; ///< registers the suite

} // namespace
