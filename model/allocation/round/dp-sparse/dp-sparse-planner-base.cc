/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dp-sparse-planner-base.h"

#include "ns3/log.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiDpSparsePlanner");
NS_OBJECT_ENSURE_REGISTERED(DpSparsePlannerBase);

namespace
{

/// More pairs of workers and channels take longer than one waits for a plan.
constexpr double MAX_PAIRS = 1e7;
/// Entries of a plan are counted in 32 bit.
constexpr double MAX_PARAMETERS = 4e9;

} // namespace

TypeId
DpSparsePlannerBase::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::DpSparsePlannerBase").SetParent<RoundPlanner>().SetGroupName("EdgeAi");
    return tid;
}

std::string
DpSparsePlannerBase::ExplainRefusal(const RoundProblem& problem) const
{
    if (problem.sparsity.parameters == 0)
    {
        return "sparsity.parameters is 0; needed is the model of which fractions are sent";
    }
    if (problem.sparsity.parameters > MAX_PARAMETERS)
    {
        return "sparsity.parameters is " + std::to_string(problem.sparsity.parameters) +
               "; allowed is 1 to 4e9";
    }
    const std::size_t channels = CountDpSparseChannels(problem);
    if (static_cast<double>(problem.workers.size()) * static_cast<double>(channels) > MAX_PAIRS)
    {
        return std::to_string(problem.workers.size()) + " workers and " + std::to_string(channels) +
               " channels make too many pairs; allowed is 1 to 10000000";
    }
    return ExplainUnfit(problem);
}

RoundPlan
DpSparsePlannerBase::DoPlan(const RoundProblem& problem) const
{
    const DpSparseCase seen = MakeDpSparseCase(problem, GetTradeoff());
    const DpSparseSolution solution = Solve(seen, problem);
    const RoundUplink& uplink = problem.uplink;
    const bool band =
        uplink.form == RoundUplinkForm::BAND || uplink.form == RoundUplinkForm::BAND_POWER;
    RoundPlan plan;
    plan.status = PlanStatus::SOLVED;
    plan.summary.iterations = solution.iterations;
    plan.summary.evaluations = solution.evaluations;
    plan.summary.limited = solution.limited;
    plan.workers.resize(problem.workers.size());
    for (const DpSparsePair& pair : solution.pairs)
    {
        RoundShare& share = plan.workers[pair.client];
        share.involved = true;
        share.fraction = pair.fraction;
        share.kept = static_cast<uint32_t>(
            std::max(1.0, std::round(pair.fraction * problem.sparsity.parameters)));
        share.parameters = share.kept;
        share.bits = problem.sparsity.bitsPerParameter * share.kept + problem.sparsity.headerBits;
        share.work = problem.sparsity.flop;
        share.bandwidth = band ? uplink.bandwidth / static_cast<double>(seen.channels) : 0;
        share.rate = seen.GetRate(pair.client, pair.channel);
        if (uplink.form == RoundUplinkForm::SUBCHANNELS)
        {
            share.subchannels = {static_cast<uint32_t>(pair.channel)};
            share.powers = {pair.power};
            const double unit = seen.GetUnitPower(pair.client, pair.channel);
            share.rate = seen.width * std::log1p(pair.power / unit) / M_LN2;
        }
    }
    NS_LOG_INFO(solution.pairs.size() << " of " << problem.workers.size() << " workers until "
                                      << solution.delay << " s, value " << solution.value);
    return plan;
}

} // namespace edgeai
} // namespace ns3
