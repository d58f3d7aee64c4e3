/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fomo-planner-base.h"

#include "fomo-resource-blocks.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiFomoPlanner");
NS_OBJECT_ENSURE_REGISTERED(FomoPlannerBase);
NS_OBJECT_ENSURE_REGISTERED(FomoBlockPlanner);

namespace
{

/// More pairs of workers and blocks take longer than one waits for a plan.
constexpr double MAX_PAIRS = 1e7;

/// Each worker's share becomes subchannels of its own, one behind the other, with equal powers.
void
AssignSubchannels(const RoundProblem& problem, RoundPlan& plan)
{
    uint32_t next = 0;
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        RoundShare& share = plan.workers[k];
        const auto count =
            static_cast<uint32_t>(std::lround(share.bandwidth / problem.uplink.subchannelWidth));
        for (uint32_t n = 0; n < count; ++n)
        {
            share.subchannels.push_back(next++);
        }
        share.powers.assign(count, problem.workers[k].powerMax / std::max(count, 1U));
        share.bandwidth = 0; // of a band only
    }
}

} // namespace

std::string
ExplainNoBand(const RoundProblem& problem)
{
    return problem.uplink.form == RoundUplinkForm::RATES
               ? "uplink.form is RATES, where no band is divided; FomoPlanner and "
                 "FomoCrunchPlanner take it"
               : "";
}

TypeId
FomoPlannerBase::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::FomoPlannerBase")
            .SetParent<RoundPlanner>()
            .SetGroupName("EdgeAi")
            .AddAttribute(
                "Rounding",
                "How shares become whole resource blocks. Remainders: rounded down, the rest to "
                "the largest remainders; Earliest: anew for these workers, so that the last of "
                "them ends as early as whole blocks allow.",
                EnumValue(FomoPlannerBase::REMAINDERS),
                CompatEnumAccessor<FomoPlannerBase::Rounding>(&FomoPlannerBase::m_rounding),
                MakeEnumChecker(FomoPlannerBase::REMAINDERS,
                                "Remainders",
                                FomoPlannerBase::EARLIEST,
                                "Earliest"));
    return tid;
}

std::vector<double>
FomoPlannerBase::RoundShares(const RoundProblem& problem,
                             const FomoUplink& uplink,
                             const std::vector<FomoLoad>& loads) const
{
    std::vector<double> bands;
    std::vector<FomoUpload> uploads;
    for (const FomoLoad& load : loads)
    {
        bands.push_back(load.band);
        uploads.push_back({load.worker,
                           GetFomoComputeTime(problem.workers[load.worker], load.block),
                           load.block.bits});
    }
    if (!uplink.DividesBand() || uplink.GetGranularity() == 0)
    {
        return bands;
    }
    return m_rounding == EARLIEST
               ? DivideResourceBlocks(uplink, uploads, uplink.GetGranularity())
               : RoundToResourceBlocks(bands, uplink.GetBandwidth(), uplink.GetGranularity());
}

std::string
FomoPlannerBase::ExplainRefusal(const RoundProblem& problem) const
{
    const std::size_t workers = problem.workers.size();
    const std::size_t blocks = problem.depth.blocks.size();
    if (blocks == 0)
    {
        return "depth.blocks is empty; needed are the depth blocks of the model that is fine-tuned";
    }
    if (static_cast<double>(workers) * std::min(workers, blocks) > MAX_PAIRS)
    {
        return std::to_string(workers) + " workers and " + std::to_string(blocks) +
               " depth blocks make too many pairs; allowed is 1 to 10000000";
    }
    const std::string uneven = FomoUplink::ExplainUneven(problem);
    return uneven.empty() ? ExplainUnfit(problem) : uneven;
}

RoundPlan
FomoPlannerBase::DoPlan(const RoundProblem& problem) const
{
    RoundPlan plan;
    const Decision decision = Decide(problem);
    plan.summary = decision.summary;
    if (!decision.reason.empty())
    {
        plan.reason = decision.reason;
        return plan;
    }
    const FomoUplink uplink(problem);
    const std::vector<double> bands = RoundShares(problem, uplink, decision.loads);
    if (bands.empty())
    {
        plan.reason = "the band has fewer resource blocks than the " +
                      std::to_string(decision.loads.size()) + " workers who need one each";
        return plan;
    }
    plan.workers.resize(problem.workers.size());
    for (std::size_t i = 0; i < bands.size(); ++i)
    {
        const FomoLoad& load = decision.loads[i];
        RoundShare& share = plan.workers[load.worker];
        share.involved = true;
        share.block = load.block.last;
        share.blocks = load.block.last - load.block.first + 1;
        share.work = load.block.work;
        share.bits = load.block.bits;
        share.memoryBytes = load.block.memoryBytes;
        share.bandwidth = bands[i];
        share.rate = uplink.GetRate(load.worker, bands[i]);
        share.multiplier = std::min(load.multiplier, 1.0);
    }
    if (problem.uplink.form == RoundUplinkForm::SUBCHANNELS)
    {
        AssignSubchannels(problem, plan);
    }
    plan.status = PlanStatus::SOLVED;
    if (decision.lowerBound > 0)
    {
        plan.lowerBound = decision.lowerBound + problem.broadcastTime + problem.aggregateTime;
    }
    NS_LOG_INFO(decision.loads.size() << " of " << problem.workers.size() << " workers involved, "
                                      << plan.summary.iterations << " iterations");
    return plan;
}

TypeId
FomoBlockPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::FomoBlockPlanner")
            .SetParent<FomoPlannerBase>()
            .SetGroupName("EdgeAi")
            .AddAttribute("BlocksMax",
                          "Consecutive depth blocks are merged until there are no more than this, "
                          "nor more than workers; 0: than workers.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&FomoBlockPlanner::m_blocksMax),
                          MakeUintegerChecker<uint32_t>(0, 10000));
    return tid;
}

FomoPlannerBase::Decision
FomoBlockPlanner::Decide(const RoundProblem& problem) const
{
    const FomoCase shrunk(problem, m_blocksMax);
    const FomoSolution solution = Solve(shrunk, problem.uniformDraws);
    Decision decision;
    decision.summary = {solution.iterations,
                        solution.evaluations,
                        solution.residual,
                        solution.limited};
    decision.reason = solution.reason;
    if (decision.reason.empty() && !std::isfinite(solution.division.time))
    {
        decision.reason = "no worker ends in a time that a number holds";
    }
    if (!decision.reason.empty())
    {
        return decision;
    }
    decision.lowerBound = solution.lowerBound;
    for (std::size_t j = 0; j < solution.workers.size(); ++j)
    {
        decision.loads.push_back({solution.workers[j],
                                  shrunk.blocks[j],
                                  solution.division.bands[j],
                                  solution.division.multipliers[j]});
    }
    return decision;
}

} // namespace edgeai
} // namespace ns3
