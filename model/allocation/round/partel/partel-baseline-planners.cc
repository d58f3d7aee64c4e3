/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "partel-baseline-planners.h"

#include "allocation/numeric/band-allocation.h"
#include "allocation/plan/planner-registry.h"
#include "partel-band.h"
#include "partel-plan.h"
#include "partel-readjust.h"
#include "partel-schemes.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] problem any  @returns the same load for everybody
std::vector<double>
GetEqualLoads(const RoundProblem& problem)
{
    const std::size_t workers = problem.workers.size();
    return std::vector<double>(workers, problem.division.parameters / workers);
}

/// @param [in] problem over a band  @returns the same band for everybody [Hz]
std::vector<double>
GetEqualBands(const RoundProblem& problem)
{
    return DivideBandEqually(problem.workers.size(),
                             problem.uplink.bandwidth,
                             problem.uplink.bandGranularity);
}

/**
 * @param [in] problem over a band or links of given rates
 * @param [in] bands of each worker [Hz]; not looked at with given rates
 * @param [in] loads whole
 * @returns the plan
 */
RoundPlan
PlanFlat(const RoundProblem& problem, const std::vector<double>& bands, const WholeLoads& loads)
{
    const bool band = problem.uplink.form == RoundUplinkForm::BAND;
    RoundPlan plan = MakePartelPlan(problem,
                                    loads,
                                    band ? GetBandRates(problem, bands) : GetGivenRates(problem));
    if (band)
    {
        SetBands(bands, plan);
    }
    return plan;
}

/// @param [in] problem over a band, divided equally, or given rates  @param [in] loads real ones
/// @returns the plan
RoundPlan
PlanEqualBands(const RoundProblem& problem, const std::vector<double>& loads)
{
    const bool band = problem.uplink.form == RoundUplinkForm::BAND;
    return PlanFlat(problem,
                    band ? GetEqualBands(problem) : std::vector<double>(),
                    MakeLoadsWhole(problem, loads));
}

/// @param [in] problem over subchannels  @param [in] radio its  @param [in] scheme with real loads
/// @returns the plan
RoundPlan
PlanScheme(const RoundProblem& problem, const PartelRadio& radio, const PartelScheme& scheme)
{
    RoundPlan plan = MakePartelPlan(problem, MakeLoadsWhole(problem, scheme.loads), scheme.rates);
    if (plan.IsUsable() && scheme.equalPower)
    {
        SetEqualPowers(radio, scheme.owners, plan);
    }
    else if (plan.IsUsable())
    {
        SetFilledPowers(radio, SubchannelOwners(radio, scheme.owners), plan);
    }
    return plan;
}

/**
 * @param [in] problem of any form
 * @param [in] whole loads, for which the uplink is divided
 * @returns the plan
 */
RoundPlan
PlanFixed(const RoundProblem& problem, const WholeLoads& whole)
{
    const std::vector<double>& loads = whole.division.loads;
    if (problem.uplink.form == RoundUplinkForm::SUBCHANNELS)
    {
        const PartelRadio radio(problem);
        SubchannelOwners owners(radio, GetRoundRobinOwners(radio));
        const ReadjustResult readjusted = ReadjustOwners(radio, loads, owners);
        RoundPlan plan = MakePartelPlan(problem, whole, owners.GetRates());
        SetFilledPowers(radio, owners, plan);
        plan.summary.iterations = readjusted.moves;
        plan.summary.evaluations = readjusted.evaluations;
        plan.summary.limited = readjusted.limited;
        return plan;
    }
    std::vector<double> bands;
    if (problem.uplink.form == RoundUplinkForm::BAND)
    {
        bands = DivideBandForLoads(PartelBand(problem), loads).bands;
    }
    return PlanFlat(problem, bands, whole);
}

} // namespace

EDGE_AI_PLANNER(PartelEqualPlanner, PartelPlannerBase)

RoundPlan
PartelEqualPlanner::Decide(const RoundProblem& problem) const
{
    if (problem.uplink.form != RoundUplinkForm::SUBCHANNELS)
    {
        return PlanEqualBands(problem, GetEqualLoads(problem));
    }
    const PartelRadio radio(problem);
    return PlanScheme(problem, radio, ChooseEqual(radio));
}

EDGE_AI_PLANNER(PartelBestGainPlanner, PartelPlannerBase)

std::vector<RoundUplinkForm>
PartelBestGainPlanner::GetForms() const
{
    return {RoundUplinkForm::SUBCHANNELS};
}

RoundPlan
PartelBestGainPlanner::Decide(const RoundProblem& problem) const
{
    const PartelRadio radio(problem);
    return PlanScheme(problem, radio, ChooseBestGain(radio));
}

EDGE_AI_PLANNER(PartelComputePlanner, PartelPlannerBase)

RoundPlan
PartelComputePlanner::Decide(const RoundProblem& problem) const
{
    if (problem.uplink.form == RoundUplinkForm::SUBCHANNELS)
    {
        const PartelRadio radio(problem);
        return PlanScheme(problem, radio, ChooseComputeProportional(radio));
    }
    std::vector<double> speeds;
    for (const RoundWorker& worker : problem.workers)
    {
        speeds.push_back(worker.flops);
    }
    return PlanEqualBands(problem, GetProportionalLoads(problem.division.parameters, speeds));
}

EDGE_AI_PLANNER(PartelFixedPartitionPlanner, PartelPlannerBase)

RoundPlan
PartelFixedPartitionPlanner::Decide(const RoundProblem& problem) const
{
    const WholeLoads loads = MakeLoadsWhole(problem, GetEqualLoads(problem));
    return PlanFixed(problem, loads);
}

EDGE_AI_PLANNER(PartelFederatedPlanner, PartelPlannerBase)

RoundPlan
PartelFederatedPlanner::Decide(const RoundProblem& problem) const
{
    WholeLoads whole;
    whole.division.loads.assign(problem.workers.size(), problem.division.parameters);
    if (!problem.division.units.empty())
    {
        std::vector<uint32_t> counts;
        for (const RoundUnits& units : problem.division.units)
        {
            counts.push_back(units.count);
        }
        whole.division.counts.assign(problem.workers.size(), counts);
    }
    return PlanFixed(problem, whole);
}

EDGE_AI_PLANNER(PabaParameterPlanner, PartelPlannerBase)

std::vector<RoundUplinkForm>
PabaParameterPlanner::GetForms() const
{
    return {RoundUplinkForm::BAND};
}

RoundPlan
PabaParameterPlanner::Decide(const RoundProblem& problem) const
{
    const std::vector<double> bands = GetEqualBands(problem);
    std::vector<PartelLink> links;
    for (const double rate : GetBandRates(problem, bands))
    {
        links.push_back({rate, nullptr});
    }
    return PlanFlat(problem, bands, ChooseWholeLoads(problem, GetPartelWorkers(problem), links));
}

EDGE_AI_PLANNER(PabaBandwidthPlanner, PartelPlannerBase)

std::vector<RoundUplinkForm>
PabaBandwidthPlanner::GetForms() const
{
    return {RoundUplinkForm::BAND};
}

RoundPlan
PabaBandwidthPlanner::Decide(const RoundProblem& problem) const
{
    const WholeLoads loads = MakeLoadsWhole(problem, GetEqualLoads(problem));
    return PlanFixed(problem, loads);
}

} // namespace edgeai
} // namespace ns3
