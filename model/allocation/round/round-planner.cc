/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "round-planner.h"

#include "allocation/plan/plan-inspection.h"
#include "allocation/plan/planner-registry.h"
#include "allocation/plan/silent-plan.h"
#include "round-limits.h"

#include <algorithm>
#include <numeric>
#include <sstream>

namespace ns3
{
namespace edgeai
{

EDGE_AI_PLANNER_FAMILY(RoundPlanner)

namespace
{

/// Rounding of a sum of many terms is no breach of a budget.
constexpr double TOLERANCE = 1e-9;

/// @returns the first worker who cannot do its share, in words; "" if all can
std::string
ExplainMissingRate(const RoundPlan& plan)
{
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        const RoundShare& share = plan.workers[k];
        if (share.involved && share.bits > 0 && !(share.rate > 0))
        {
            return "workers[" + std::to_string(k) + "] has " + std::to_string(share.bits) +
                   " bit to send and no rate";
        }
    }
    return "";
}

/// @returns the first energy budget that is exceeded, in words; "" if none is
std::string
ExplainEnergy(const RoundProblem& problem, const RoundPlan& plan)
{
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        const RoundShare& share = plan.workers[k];
        const double budget = problem.workers[k].energyMax;
        // Where no power is planned, the compute energy alone may already be too much.
        const double upload = share.uploadEnergy >= 0 ? share.uploadEnergy : 0;
        const double energy = share.computeEnergy + upload;
        if (share.involved && budget > 0 && energy > budget * (1 + TOLERANCE))
        {
            std::ostringstream text;
            text << "workers[" << k << "].energyMax of " << budget
                 << " J cannot be kept: the round takes " << energy << " J";
            return text.str();
        }
    }
    return "";
}

/// @returns the first worker without the memory for its share, in words; "" if there is none
std::string
ExplainMemory(const RoundProblem& problem, const RoundPlan& plan)
{
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        const RoundShare& share = plan.workers[k];
        const double limit = problem.workers[k].memoryBytes;
        if (share.involved && limit > 0 && share.memoryBytes > limit * (1 + TOLERANCE))
        {
            std::ostringstream text;
            text << "workers[" << k << "].memoryBytes of " << limit
                 << " B cannot be kept: its share takes " << share.memoryBytes << " B";
            return text.str();
        }
    }
    return "";
}

PlanStep
MakeStep(const std::string& name, StepKind kind, std::size_t worker, std::vector<uint32_t> after)
{
    PlanStep step;
    step.name = name + " " + std::to_string(worker);
    step.kind = kind;
    step.node = static_cast<uint32_t>(worker);
    step.after = std::move(after);
    return step;
}

void
AddSteps(const RoundProblem& problem, RoundPlan& plan)
{
    std::vector<uint32_t> last;
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        const RoundShare& share = plan.workers[k];
        if (!share.involved)
        {
            continue;
        }
        const auto index = static_cast<uint32_t>(plan.steps.size());
        PlanStep broadcast = MakeStep("broadcast", StepKind::TRANSFER, k, {});
        std::swap(broadcast.node, broadcast.peer);
        broadcast.time = problem.broadcastTime + problem.workers[k].startTime;
        PlanStep compute = MakeStep("compute", StepKind::COMPUTE, k, {index});
        compute.work = share.work;
        compute.time = share.computeTime;
        compute.wait = problem.workers[k].offset;
        compute.energy = share.computeEnergy;
        PlanStep upload = MakeStep("upload", StepKind::TRANSFER, k, {index + 1});
        upload.bits = share.bits;
        upload.time = share.uploadTime;
        upload.energy = share.uploadEnergy;
        plan.steps.insert(plan.steps.end(), {broadcast, compute, upload});
        last.push_back(index + 2);
    }
    PlanStep aggregate;
    aggregate.name = "aggregate";
    aggregate.kind = StepKind::AGGREGATE;
    aggregate.time = problem.aggregateTime;
    aggregate.after = last;
    plan.steps.push_back(aggregate);
}

} // namespace

void
SetRoundLoad(const RoundDivision& division, double parameters, RoundShare& share)
{
    share.involved = parameters > 0;
    share.parameters = parameters;
    share.work = share.involved ? division.fixedFlop + division.flopPerParameter * parameters : 0;
    share.bits = division.bitsPerParameter * parameters;
}

void
CompleteRoundTimes(const RoundProblem& problem, RoundPlan& plan)
{
    plan.time = 0;
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        RoundShare& share = plan.workers[k];
        if (!share.involved)
        {
            continue;
        }
        const RoundWorker& worker = problem.workers[k];
        const RoundProcessor& processor = worker.processor;
        share.computeTime =
            share.clock > 0 ? processor.cycles / share.clock : share.work / worker.flops;
        share.uploadTime = share.bits > 0 ? share.bits / share.rate : 0;
        share.finishTime = worker.startTime + worker.offset + share.computeTime + share.uploadTime;
        share.computeEnergy = share.clock > 0 ? processor.powerCoefficient * processor.cycles *
                                                    share.clock * share.clock
                                              : share.work * worker.energyPerFlop;
        if (share.power > 0)
        {
            share.uploadEnergy = share.uploadTime * share.power;
        }
        else if (!share.powers.empty())
        {
            share.uploadEnergy =
                share.uploadTime * std::accumulate(share.powers.begin(), share.powers.end(), 0.0);
        }
        plan.time = std::max(plan.time, share.finishTime);
    }
    plan.time += problem.broadcastTime + problem.aggregateTime;
}

void
RoundPlanner::Complete(const RoundProblem& problem, RoundPlan& plan) const
{
    NameSilence(*this, plan.workers.size(), problem.workers.size(), "workers", plan);
    if (!plan.IsUsable())
    {
        return;
    }
    std::string impossible = ExplainImpossible(problem, plan);
    impossible = impossible.empty() ? ExplainMissingRate(plan) : impossible;
    if (impossible.empty())
    {
        CompleteRoundTimes(problem, plan);
        AddSteps(problem, plan);
        impossible = ExplainPlanRange(plan);
    }
    if (!impossible.empty())
    {
        const PlanSummary summary = plan.summary;
        plan = RoundPlan();
        plan.reason = "no plan that can be carried out: " + impossible;
        plan.summary = summary;
        return;
    }
    std::string breach = ExplainMemory(problem, plan);
    breach = breach.empty() ? ExplainEnergy(problem, plan) : breach;
    if (plan.status == PlanStatus::SOLVED && !breach.empty())
    {
        plan.status = PlanStatus::VIOLATED;
        plan.reason = breach;
    }
}

Ptr<RoundPlanner>
CreateRoundPlanner(const std::string& name)
{
    return CreatePlanner<RoundPlanner>(name);
}

std::vector<std::string>
ListRoundPlanners()
{
    return ListPlannerTypes(RoundPlanner::GetTypeId());
}

} // namespace edgeai
} // namespace ns3
