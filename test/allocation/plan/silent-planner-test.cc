/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Planners of somebody's own that decide nothing, or do not say why: each family says so by name.

#include "allocation/pipeline/code/code-path-planner.h"
#include "allocation/pipeline/dto-ee/dto-ee-planner-base.h"
#include "allocation/pipeline/halp/row-partition-planner.h"
#include "allocation/round/round-planner.h"
#include "allocation/topology/topology-planner.h"
#include "support/expectations.h"

#include "ns3/chain-planner.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/iovt-defaults.h"
#include "ns3/network-catalogue.h"
#include "ns3/test.h"

#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Gives back the plan as it is made. @tparam Base of a family
template <class Base>
class HastyPlanner : public Base
{
  public:
    PlanStatus status{PlanStatus::INFEASIBLE}; ///< of all plans

  private:
    typename Base::PlanType DoPlan(const typename Base::ProblemType&) const override
    {
        typename Base::PlanType plan;
        plan.status = status;
        return plan;
    }
};

class SilentPlannerCase : public TestCase
{
  public:
    SilentPlannerCase()
        : TestCase("a planner that decides nothing, or gives no reason, is told so by name")
    {
    }

  private:
    /// @param [in] problem sound  @param [in] decided how a plan without decisions is refused
    template <class Base>
    void Look(const typename Base::ProblemType& problem, const std::string& decided)
    {
        NS_TEST_EXPECT_MSG_EQ(problem.Validate(), "", "sound");
        const auto planner = CreateObject<HastyPlanner<Base>>();
        for (const PlanStatus status : {PlanStatus::INFEASIBLE, PlanStatus::REFUSED})
        {
            planner->status = status;
            const auto plan = planner->Plan(problem);
            NS_TEST_EXPECT_MSG_EQ((plan.status == status), true, "as it said");
            EXPECT_TRUE(plan.reason.find("makes no plan and gives no reason") != std::string::npos,
                        plan.reason);
        }
        for (const PlanStatus status : {PlanStatus::SOLVED, PlanStatus::VIOLATED})
        {
            planner->status = status;
            const auto plan = planner->Plan(problem);
            NS_TEST_EXPECT_MSG_EQ((plan.status == PlanStatus::REFUSED), true, plan.reason);
            EXPECT_TRUE(plan.reason.find(decided) != std::string::npos, plan.reason);
        }
    }

    void DoRun() override
    {
        Look<ChainPlanner>(MakeIovtProblem(1e7), "decided about 0 devices of 3");
        Look<CodePathPlanner>(MakeCodeBaseProblem(), "decided about 0 paths of 1");

        RowPartitionProblem rows = MakeRowPartitionProblem(LoadNetworkProfile("VGG-16"));
        rows.nodes.resize(3);
        for (RowPartitionNode& node : rows.nodes)
        {
            node.flops = 1e10;
        }
        rows.linkRate = 1e8;
        Look<RowPartitionPlanner>(rows, "decided about 0 nodes of 3");

        DtoEeProblem flow;
        flow.arrivalRates = {1, 2};
        flow.stages.resize(1);
        flow.stages[0].flop = 1e9;
        flow.stages[0].inputBits = 1e5;
        flow.stages[0].nodes.resize(2);
        flow.stages[0].nodes[0].speed = flow.stages[0].nodes[1].speed = 1e10;
        flow.stages[0].linkRates.assign(2, {1e7, 1e7});
        Look<DtoEePlannerBase>(flow, "decided about 0 senders of 2");

        RoundProblem round;
        round.workers.resize(2);
        for (RoundWorker& worker : round.workers)
        {
            worker.flops = 1e9;
            worker.rate = 1e6;
        }
        round.uplink.form = RoundUplinkForm::RATES;
        round.division.parameters = 100;
        round.division.flopPerParameter = 1e3;
        Look<RoundPlanner>(round, "decided about 0 workers of 2");

        TopologyProblem topology;
        topology.servers.resize(2);
        topology.links.resize(1);
        topology.links[0].second = 1;
        topology.links[0].rate = 1e6;
        topology.messageBits = 1e4;
        Look<TopologyPlanner>(topology, "decided about 0 pairs of servers of 4");
    }
};

class SilentPlannerTestSuite : public TestSuite
{
  public:
    SilentPlannerTestSuite()
        : TestSuite("edge-ai-silent-planner", TEST_UNIT)
    {
        AddTestCase(new SilentPlannerCase, TEST_QUICK);
    }
};

SilentPlannerTestSuite g_silentPlannerTestSuite; ///< registers the suite

} // namespace
