/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-plan-record.h"

#include "tier-figures.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// A model's way to a server.
struct TierWay
{
    uint32_t from{0};  ///< number of who sends
    bool cloud{false}; ///< it is the cloud
    uint32_t node{0};  ///< ns-3 id of who sends
    uint32_t turn{0};  ///< of the round
    double time{0};    ///< that it takes [s]
    double bits{0};    ///< of the model [bit]
};

/// @param [in] way of a model  @param [in,out] record gets a step of it
void
AddWay(const TierWay& way, TaskRecord& record)
{
    StepRecord step;
    step.planned.name = NameTierStep(way.from, way.cloud, way.turn);
    step.planned.kind = StepKind::TRANSFER;
    step.planned.node = way.node;
    step.planned.peer = record.node;
    step.planned.bits = way.bits;
    step.planned.time = way.time;
    step.planned.after = {0};
    record.steps.push_back(step);
}

} // namespace

std::string
NameTierStep(uint32_t from, bool cloud, uint32_t turn)
{
    return (cloud ? "from cloud" : "model of " + std::to_string(from)) +
           (turn > 0 ? ", turn " + std::to_string(turn) : std::string());
}

void
RecordTierPlan(const TierRoundPlan& plan,
               std::size_t place,
               const std::vector<uint32_t>& nodes,
               uint32_t cloud,
               TaskRecord& record)
{
    TierFigures figures = record.Get<TierFigures>();
    record.plan = plan.round;
    figures.distanceTold = plan.problem.distance > 0 ? plan.problem.distance : NOT_AVAILABLE;
    figures.peers = 0;
    figures.links = 0;
    if (!plan.plan.IsUsable())
    {
        record.Set(figures);
        return;
    }
    const double bits = plan.problem.messageBits;
    const bool averages = !plan.plan.cloudModels.empty();
    figures.links = static_cast<uint32_t>(plan.plan.links.size());
    figures.factor = plan.plan.factor;
    figures.factorMax = plan.plan.factorMax;
    figures.exchangePlanned = averages ? plan.plan.time : NOT_AVAILABLE;
    record.planned.latency = plan.plan.time;
    if (averages)
    {
        figures.peers = 1;
        AddWay({static_cast<uint32_t>(nodes.size()),
                true,
                cloud,
                0,
                bits / plan.problem.cloudRate,
                bits},
               record);
    }
    for (std::size_t e = 0; e < plan.plan.links.size(); ++e)
    {
        const TopologyLink& link = plan.problem.links[plan.plan.links[e]];
        if (link.first != place && link.second != place)
        {
            continue;
        }
        const double end = plan.plan.finishTimes[e];
        figures.exchangePlanned =
            std::isnan(figures.exchangePlanned) ? end : std::max(figures.exchangePlanned, end);
        figures.peers = *figures.peers + 1;
        const uint32_t from = plan.members[link.first == place ? link.second : link.first];
        for (uint32_t turn = 0; turn < plan.plan.repeats; ++turn)
        {
            AddWay({from, false, nodes.at(from), turn, bits / link.rate + link.delay, bits},
                   record);
        }
    }
    record.Set(figures);
}

} // namespace edgeai
} // namespace ns3
