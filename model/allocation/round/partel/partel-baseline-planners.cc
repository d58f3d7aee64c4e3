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

const std::vector<RoundUplinkForm> ALL_FORMS = {RoundUplinkForm::SUBCHANNELS,
                                                RoundUplinkForm::BAND,
                                                RoundUplinkForm::RATES};

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

std::vector<RoundUplinkForm>
PartelEqualPlanner::GetForms() const
{
    return ALL_FORMS;
}

RoundPlan
PartelEqualPlanner::DoPlan(const RoundProblem& problem) const
{
    RoundPlan plan;
    if (problem.uplink.form == RoundUplinkForm::SUBCHANNELS)
    {
        const PartelRadio radio(problem);
        plan = PlanScheme(problem, radio, ChooseEqual(radio));
    }
    else
    {
        const bool band = problem.uplink.form == RoundUplinkForm::BAND;
        plan = PlanFlat(problem,
                        band ? GetEqualBands(problem) : std::vector<double>(),
                        MakeLoadsWhole(problem, GetEqualLoads(problem)));
    }
    AddLowerBound(problem, plan);
    return plan;
}

EDGE_AI_PLANNER(PartelBestGainPlanner, PartelPlannerBase)

std::vector<RoundUplinkForm>
PartelBestGainPlanner::GetForms() const
{
    return {RoundUplinkForm::SUBCHANNELS};
}

RoundPlan
PartelBestGainPlanner::DoPlan(const RoundProblem& problem) const
{
    const PartelRadio radio(problem);
    RoundPlan plan = PlanScheme(problem, radio, ChooseBestGain(radio));
    AddLowerBound(problem, plan);
    return plan;
}

EDGE_AI_PLANNER(PartelComputePlanner, PartelPlannerBase)

std::vector<RoundUplinkForm>
PartelComputePlanner::GetForms() const
{
    return ALL_FORMS;
}

RoundPlan
PartelComputePlanner::DoPlan(const RoundProblem& problem) const
{
    RoundPlan plan;
    if (problem.uplink.form == RoundUplinkForm::SUBCHANNELS)
    {
        const PartelRadio radio(problem);
        plan = PlanScheme(problem, radio, ChooseComputeProportional(radio));
    }
    else
    {
        std::vector<double> speeds;
        for (const RoundWorker& worker : problem.workers)
        {
            speeds.push_back(worker.flops);
        }
        const bool band = problem.uplink.form == RoundUplinkForm::BAND;
        plan = PlanFlat(
            problem,
            band ? GetEqualBands(problem) : std::vector<double>(),
            MakeLoadsWhole(problem, GetProportionalLoads(problem.division.parameters, speeds)));
    }
    AddLowerBound(problem, plan);
    return plan;
}

EDGE_AI_PLANNER(PartelFixedPartitionPlanner, PartelPlannerBase)

std::vector<RoundUplinkForm>
PartelFixedPartitionPlanner::GetForms() const
{
    return ALL_FORMS;
}

RoundPlan
PartelFixedPartitionPlanner::DoPlan(const RoundProblem& problem) const
{
    const WholeLoads loads = MakeLoadsWhole(problem, GetEqualLoads(problem));
    RoundPlan plan = PlanFixed(problem, loads);
    AddLowerBound(problem, plan);
    return plan;
}

EDGE_AI_PLANNER(PartelFederatedPlanner, PartelPlannerBase)

std::vector<RoundUplinkForm>
PartelFederatedPlanner::GetForms() const
{
    return ALL_FORMS;
}

RoundPlan
PartelFederatedPlanner::DoPlan(const RoundProblem& problem) const
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
    RoundPlan plan = PlanFixed(problem, whole);
    AddLowerBound(problem, plan);
    return plan;
}

EDGE_AI_PLANNER(PabaParameterPlanner, PartelPlannerBase)

std::vector<RoundUplinkForm>
PabaParameterPlanner::GetForms() const
{
    return {RoundUplinkForm::BAND};
}

RoundPlan
PabaParameterPlanner::DoPlan(const RoundProblem& problem) const
{
    const std::vector<double> bands = GetEqualBands(problem);
    std::vector<PartelLink> links;
    for (const double rate : GetBandRates(problem, bands))
    {
        links.push_back({rate, nullptr});
    }
    RoundPlan plan =
        PlanFlat(problem, bands, ChooseWholeLoads(problem, GetPartelWorkers(problem), links));
    AddLowerBound(problem, plan);
    return plan;
}

EDGE_AI_PLANNER(PabaBandwidthPlanner, PartelPlannerBase)

std::vector<RoundUplinkForm>
PabaBandwidthPlanner::GetForms() const
{
    return {RoundUplinkForm::BAND};
}

RoundPlan
PabaBandwidthPlanner::DoPlan(const RoundProblem& problem) const
{
    const WholeLoads loads = MakeLoadsWhole(problem, GetEqualLoads(problem));
    RoundPlan plan = PlanFixed(problem, loads);
    AddLowerBound(problem, plan);
    return plan;
}

} // namespace edgeai
} // namespace ns3
