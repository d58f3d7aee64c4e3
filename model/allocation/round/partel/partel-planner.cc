/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "partel-planner.h"

#include "allocation/plan/planner-registry.h"
#include "partel-band.h"
#include "partel-enumeration.h"
#include "partel-plan.h"
#include "partel-readjust.h"
#include "partel-support.h"

#include "ns3/boolean.h"
#include "ns3/double.h"

#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(PartelPlanner);
NS_OBJECT_ENSURE_REGISTERED(PartelExactPlanner);

namespace
{

/// @returns a plan for a radio by which nobody can send
RoundPlan
MakeSilentPlan()
{
    RoundPlan plan;
    plan.reason = "no worker has a subchannel of use: every gain is zero";
    return plan;
}

/// @param [in] owners of subchannels  @param [in] workers K  @returns how each sends
std::vector<PartelLink>
GetLinks(const SubchannelOwners& owners, std::size_t workers)
{
    std::vector<PartelLink> links;
    for (std::size_t k = 0; k < workers; ++k)
    {
        links.push_back(GetLink(owners, k));
    }
    return links;
}

/// @param [in] rates R_k [bit/s]  @returns links without a power to choose
std::vector<PartelLink>
GetLinks(const std::vector<double>& rates)
{
    std::vector<PartelLink> links;
    for (const double rate : rates)
    {
        links.push_back({rate, nullptr});
    }
    return links;
}

} // namespace

TypeId
PartelPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::PartelPlanner")
            .SetParent<PartelPlannerBase>()
            .SetGroupName("EdgeAi")
            .AddConstructor<PartelPlanner>()
            .AddAttribute("Polish",
                          "Improve the rounded division of subchannels by single moves and swaps.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&PartelPlanner::m_polish),
                          MakeBooleanChecker())
            .AddAttribute("Readjust",
                          "Adjust the uplink to the loads after they were made of whole units.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&PartelPlanner::m_readjust),
                          MakeBooleanChecker());
    return tid;
}

RoundPlan
PartelPlanner::Decide(const RoundProblem& problem) const
{
    return problem.uplink.form == RoundUplinkForm::SUBCHANNELS ? PlanSubchannels(problem)
           : problem.uplink.form == RoundUplinkForm::BAND      ? PlanBand(problem)
                                                               : PlanRates(problem);
}

RoundPlan
PartelPlanner::PlanSubchannels(const RoundProblem& problem) const
{
    const PartelRadio radio(problem);
    if (!radio.IsUseful())
    {
        return MakeSilentPlan();
    }
    SupportOptions options;
    options.relaxation = GetRelaxation();
    options.polish = m_polish;
    const SupportResult result = SolveSupport(radio, options);
    SubchannelOwners owners(radio, result.owners);
    const WholeLoads loads =
        ChooseWholeLoads(problem, radio.workers, GetLinks(owners, radio.workers.size()));
    ReadjustResult readjusted;
    if (loads.fault.empty() && !problem.division.units.empty() && m_readjust)
    {
        readjusted = ReadjustOwners(radio, loads.division.loads, owners);
    }
    RoundPlan plan = MakePartelPlan(problem, loads, owners.GetRates());
    if (plan.IsUsable())
    {
        SetFilledPowers(radio, owners, plan);
        SetLowerBound(problem, result.bound.lowerBound, result.bound.gap, plan);
    }
    plan.summary.iterations =
        result.bound.iterations + result.polish.moves + result.polish.swaps + readjusted.moves;
    plan.summary.evaluations =
        result.bound.evaluations + result.polish.evaluations + readjusted.evaluations;
    plan.summary.residual = result.bound.gap;
    plan.summary.limited = result.bound.limited || result.polish.limited || readjusted.limited;
    return plan;
}

RoundPlan
PartelPlanner::PlanBand(const RoundProblem& problem) const
{
    const PartelBand round(problem);
    PartelBandShares shares = DivideBandJointly(round);
    const WholeLoads loads =
        ChooseWholeLoads(problem, round.workers, GetLinks(GetBandRates(problem, shares.bands)));
    if (loads.fault.empty() && !problem.division.units.empty() && m_readjust)
    {
        const PartelBandShares readjusted = DivideBandForLoads(round, loads.division.loads);
        shares.bands = std::isfinite(readjusted.time) ? readjusted.bands : shares.bands;
    }
    RoundPlan plan = MakePartelPlan(problem, loads, GetBandRates(problem, shares.bands));
    SetBands(shares.bands, plan);
    plan.summary.iterations = shares.iterations;
    plan.summary.limited = shares.limited;
    return plan;
}

RoundPlan
PartelPlanner::PlanRates(const RoundProblem& problem) const
{
    const std::vector<double> rates = GetGivenRates(problem);
    return MakePartelPlan(problem,
                          ChooseWholeLoads(problem, GetPartelWorkers(problem), GetLinks(rates)),
                          rates);
}

TypeId
PartelExactPlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::PartelExactPlanner")
                            .SetParent<PartelPlannerBase>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<PartelExactPlanner>()
                            .AddAttribute("MaxDivisions",
                                          "Most divisions of the subchannels, K^N, that are looked "
                                          "at [1]; more are refused. In [1, 1e8].",
                                          DoubleValue(1e6),
                                          MakeDoubleAccessor(&PartelExactPlanner::m_maxDivisions),
                                          MakeDoubleChecker<double>(1, 1e8));
    return tid;
}

std::vector<RoundUplinkForm>
PartelExactPlanner::GetForms() const
{
    return {RoundUplinkForm::SUBCHANNELS};
}

std::string
PartelExactPlanner::ExplainFurther(const RoundProblem& problem) const
{
    std::ostringstream text;
    const double divisions = CountDivisions(problem.workers.size(), problem.uplink.subchannels);
    if (!problem.division.units.empty())
    {
        text << "division.units.size() is " << problem.division.units.size()
             << "; allowed is 0: this planner is exact for single parameters";
    }
    else if (!(divisions <= m_maxDivisions))
    {
        text << "there are " << divisions << " divisions of uplink.subchannels over the workers; "
             << "allowed is 1 to " << m_maxDivisions << ", attribute MaxDivisions";
    }
    return text.str();
}

RoundPlan
PartelExactPlanner::Decide(const RoundProblem& problem) const
{
    const PartelRadio radio(problem);
    if (!radio.IsUseful())
    {
        return MakeSilentPlan();
    }
    const PartelEnumeration best = EnumerateOwners(radio);
    RoundPlan plan;
    if (best.owners.empty())
    {
        plan.reason = "no division of the subchannels keeps the workers' budgets of energy";
    }
    else
    {
        const SubchannelOwners owners(radio, best.owners);
        plan = MakePartelPlan(
            problem,
            ChooseWholeLoads(problem, radio.workers, GetLinks(owners, radio.workers.size())),
            owners.GetRates());
        if (plan.IsUsable())
        {
            SetFilledPowers(radio, owners, plan);
        }
    }
    plan.summary.iterations = 1;
    plan.summary.evaluations = best.divisions;
    return plan;
}

} // namespace edgeai
} // namespace ns3
