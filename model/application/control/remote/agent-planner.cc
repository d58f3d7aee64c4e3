/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "agent-planner.h"

#include "allocation/plan/planner-group.h"
#include "remote-split.h"

#include "ns3/callback.h"
#include "ns3/config.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(AgentSplitPlanner);

TypeId
AgentSplitPlanner::GetTypeId()
{
    static TypeId tid =
        AddAttributes(
            TypeId("ns3::edgeai::AgentSplitPlanner")
                .SetParent<SplitPlanner>()
                .SetGroupName(REMOTE_PLANNERS)
                .AddConstructor<AgentSplitPlanner>(),
            {"An action is about one device of a problem, one after another.",
             "How many values of keep ratio, power and each clock there are to choose from.",
             "Split planner that says what could have been."},
            "LaimPlanner")
            .AddAttribute("Devices",
                          "Most devices of a problem: what observations and actions have room for.",
                          UintegerValue(1),
                          MakeUintegerAccessor(&AgentSplitPlanner::m_devices),
                          MakeUintegerChecker<uint32_t>(1, 1000));
    return tid;
}

bool
AgentSplitPlanner::UsesDraws() const
{
    return true;
}

void
AgentSplitPlanner::FindOptimum(const std::string& names)
{
    RequireSplitPlanner(names); // a single one
}

std::unique_ptr<SplitEnvironment>
AgentSplitPlanner::MakeEnvironment() const
{
    SplitEnvironment::Settings settings;
    settings.devices = m_devices;
    settings.perDevice = m_perDevice;
    settings.levels = m_levels;
    settings.optimum = m_names;
    return std::make_unique<SplitEnvironment>(settings);
}

std::string
AgentSplitPlanner::Begin(const SplitProblem& problem, SplitEnvironment& environment) const
{
    return environment.Begin(problem);
}

SplitPlan
AgentSplitPlanner::MakePlan(const SplitProblem& problem, SplitEnvironment& environment) const
{
    SplitPlan plan = environment.MakePlan();
    CompletePlan(problem, plan);
    environment.Plan(plan);
    return plan;
}

void
AgentSplitPlanner::GiveUp(SplitEnvironment& environment) const
{
    environment.Plan(SplitPlan());
}

nlohmann::ordered_json
AgentSplitPlanner::Greet() const
{
    return {{"family", "split"}};
}

void
AgentSplitPlanner::Listen() const
{
    Config::ConnectWithoutContextFailSafe(
        "/NodeList/*/ApplicationList/*/$ns3::edgeai::CoInferenceClient/TaskEnded",
        MakeCallback(&AgentSplitPlanner::Note, this));
}

void
AgentSplitPlanner::Note(const TaskRecord& record) const
{
    GetEnvironment()->Note(record);
}

} // namespace edgeai
} // namespace ns3
