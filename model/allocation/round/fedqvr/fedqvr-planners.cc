/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fedqvr-planners.h"

#include "allocation/plan/planner-registry.h"

#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiFedQvrPlanner");

NS_OBJECT_ENSURE_REGISTERED(FedQvrPlannerBase);

namespace
{

/// Beyond so many combinations one waits too long for a plan.
constexpr double COMBINATIONS_MAX = 65536;

/// @param [in] problem over links of given rates  @param [in] worker index
/// @returns its rate with an equal share [bit/s]
double
GetGivenRate(const RoundProblem& problem, std::size_t worker, double share)
{
    const RoundWorker& given = problem.workers[worker];
    return problem.uplink.form == RoundUplinkForm::RATES ? given.rate : given.efficiency * share;
}

/// What one device does.
RoundShare
MakeShare(const RoundProblem& problem,
          const FedQvrCase& round,
          const FedQvrDivision& division,
          std::size_t device)
{
    const RoundOutage& outage = problem.outage;
    const FedQvrDevice& who = round.devices[device];
    const bool fading = problem.uplink.form == RoundUplinkForm::BAND_POWER;
    RoundShare share;
    share.involved = true;
    share.parameters = outage.parameters;
    share.steps = who.steps;
    share.work = who.steps * outage.flopPerStep;
    share.codeBits =
        outage.plainBits > 0 ? 0 : static_cast<uint32_t>(std::lround(division.bits[device]));
    share.bits = round.GetPayload(division.bits[device]);
    if (fading)
    {
        share.bandwidth = division.bands[device];
        share.rate = share.bits / outage.window;
        share.outage = GetOutage({who.nu, share.rate}, share.bandwidth);
        share.power = who.txPower;
        return share;
    }
    share.bandwidth = problem.uplink.form == RoundUplinkForm::BAND ? division.bands[device] : 0;
    share.rate = GetGivenRate(problem, who.worker, division.bands[device]);
    const bool late = outage.window > 0 && share.bits / share.rate > outage.window * (1 + 1e-9);
    share.outage = late ? 1 : 0;
    return share;
}

} // namespace

TypeId
FedQvrPlannerBase::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::FedQvrPlannerBase").SetParent<RoundPlanner>().SetGroupName("EdgeAi");
    return tid;
}

std::string
FedQvrPlannerBase::ExplainRefusal(const RoundProblem& problem) const
{
    if (problem.outage.parameters == 0)
    {
        return "outage.parameters is 0; everybody trains a whole model of at least 1";
    }
    const RoundUplink& uplink = problem.uplink;
    const bool fading = uplink.form == RoundUplinkForm::BAND_POWER;
    const bool rated =
        uplink.form == RoundUplinkForm::BAND || uplink.form == RoundUplinkForm::RATES;
    if (!fading && !(rated && TakesRates()))
    {
        return std::string("uplink.form must be BAND_POWER, whose links may fade") +
               (TakesRates() ? ", or BAND or RATES, whose do not"
                             : "; FedQvrEqualPlanner takes "
                               "links of given rates");
    }
    if (fading && problem.outage.window == 0)
    {
        return "outage.window is 0; over links that fade an upload needs a time by which it is "
               "lost";
    }
    if (uplink.form != RoundUplinkForm::RATES && uplink.bandGranularity > 0)
    {
        return "uplink.bandGranularity must be 0: bands of any size are given";
    }
    for (std::size_t k = 0; fading && k < problem.workers.size(); ++k)
    {
        if (problem.workers[k].energyMax > 0 && !(problem.workers[k].powerMax > 0))
        {
            return "workers[" + std::to_string(k) +
                   "].powerMax must be more than 0, because energyMax limits what it sends with";
        }
    }
    return ExplainUnfit(problem);
}

RoundPlan
FedQvrPlannerBase::DoPlan(const RoundProblem& problem) const
{
    RoundPlan plan;
    const FedQvrCase round(problem);
    if (round.devices.empty())
    {
        plan.reason = "no worker's energyMax leaves anything for sending";
        return plan;
    }
    const FedQvrSolution solution = Solve(round);
    plan.summary = {solution.iterations, solution.evaluations, solution.residual, solution.limited};
    if (!solution.reason.empty())
    {
        plan.reason = solution.reason;
        return plan;
    }
    plan.workers.resize(problem.workers.size());
    for (std::size_t i = 0; i < round.devices.size(); ++i)
    {
        plan.workers[round.devices[i].worker] = MakeShare(problem, round, solution.division, i);
    }
    if (problem.uplink.form == RoundUplinkForm::BAND_POWER)
    {
        const auto known = [](double variance) {
            return std::isfinite(variance) ? variance : PlanStep::NOT_PLANNED;
        };
        plan.variance = known(round.GetVariance(solution.division));
        if (!solution.relaxed.bits.empty())
        {
            plan.varianceBound = round.GetVariance(solution.relaxed);
        }
    }
    plan.status = PlanStatus::SOLVED;
    NS_LOG_INFO(round.devices.size()
                << " of " << problem.workers.size() << " workers involved, variance "
                << plan.variance << ", at least " << plan.varianceBound);
    return plan;
}

NS_OBJECT_ENSURE_REGISTERED(FedQvrPlanner);

TypeId
FedQvrPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::FedQvrPlanner")
            .SetParent<FedQvrPlannerBase>()
            .SetGroupName("EdgeAi")
            .AddConstructor<FedQvrPlanner>()
            .AddAttribute(
                "SingleChangesMax",
                "Workers up to which every change of one bit is tried, with a division of "
                "the band each; beyond, bits of all change together.",
                UintegerValue(16),
                MakeUintegerAccessor(&FedQvrPlanner::m_singleChangesMax),
                MakeUintegerChecker<uint32_t>(0, 1000))
            .AddAttribute("Tolerance",
                          "Relative decrease of the objective that ends the relaxation [1].",
                          DoubleValue(1e-11),
                          MakeDoubleAccessor(&FedQvrPlanner::m_tolerance),
                          MakeDoubleChecker<double>(1e-15, .1));
    return tid;
}

FedQvrSolution
FedQvrPlanner::Solve(const FedQvrCase& problem) const
{
    FedQvrOptions options;
    options.singleChangesMax = m_singleChangesMax;
    options.tolerance = m_tolerance;
    return SolveFedQvr(problem, options);
}

EDGE_AI_PLANNER(FedQvrEnumerationPlanner, FedQvrPlannerBase)

std::string
FedQvrEnumerationPlanner::ExplainUnfit(const RoundProblem& problem) const
{
    const double count = CountFedQvrCombinations(FedQvrCase(problem));
    std::ostringstream text;
    text << "there are " << count << " combinations of bits; allowed is 1 to " << COMBINATIONS_MAX;
    return count <= COMBINATIONS_MAX ? "" : text.str();
}

FedQvrSolution
FedQvrEnumerationPlanner::Solve(const FedQvrCase& problem) const
{
    return EnumerateFedQvr(problem);
}

NS_OBJECT_ENSURE_REGISTERED(FedQvrEqualPlanner);

TypeId
FedQvrEqualPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::FedQvrEqualPlanner")
            .SetParent<FedQvrPlannerBase>()
            .SetGroupName("EdgeAi")
            .AddConstructor<FedQvrEqualPlanner>()
            .AddAttribute("Bits",
                          "Magnitude bits of a coordinate, within the problem's range; where that "
                          "has one value, this one is not looked at [bit].",
                          UintegerValue(4),
                          MakeUintegerAccessor(&FedQvrEqualPlanner::m_bits),
                          MakeUintegerChecker<uint32_t>(1, 16));
    return tid;
}

bool
FedQvrEqualPlanner::TakesRates() const
{
    return true;
}

std::string
FedQvrEqualPlanner::ExplainUnfit(const RoundProblem& problem) const
{
    const RoundOutage& outage = problem.outage;
    if (outage.plainBits > 0 || outage.bitsMin == outage.bitsMax ||
        (m_bits >= outage.bitsMin && m_bits <= outage.bitsMax))
    {
        return "";
    }
    return "the attribute Bits is " + std::to_string(m_bits) + "; the problem allows " +
           std::to_string(outage.bitsMin) + " to " + std::to_string(outage.bitsMax);
}

FedQvrSolution
FedQvrEqualPlanner::Solve(const FedQvrCase& problem) const
{
    return DivideFedQvrEqually(problem,
                               problem.bitsMin == problem.bitsMax ? problem.bitsMin : m_bits);
}

NS_OBJECT_ENSURE_REGISTERED(FedQvrUniformOutagePlanner);

TypeId
FedQvrUniformOutagePlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::FedQvrUniformOutagePlanner")
            .SetParent<FedQvrPlannerBase>()
            .SetGroupName("EdgeAi")
            .AddConstructor<FedQvrUniformOutagePlanner>()
            .AddAttribute("OutageLeast",
                          "Least probability of the grid [1].",
                          DoubleValue(1e-3),
                          MakeDoubleAccessor(&FedQvrUniformOutagePlanner::m_least),
                          MakeDoubleChecker<double>(1e-12, .999))
            .AddAttribute(
                "OutageMost",
                "Largest probability of the grid [1]; the problem's outageMax where that is less.",
                DoubleValue(.6),
                MakeDoubleAccessor(&FedQvrUniformOutagePlanner::m_most),
                MakeDoubleChecker<double>(1e-12, .999))
            .AddAttribute("Points",
                          "Of the grid, which is logarithmic.",
                          UintegerValue(40),
                          MakeUintegerAccessor(&FedQvrUniformOutagePlanner::m_points),
                          MakeUintegerChecker<uint32_t>(2, 10000));
    return tid;
}

FedQvrSolution
FedQvrUniformOutagePlanner::Solve(const FedQvrCase& problem) const
{
    const double most = problem.outageMax > 0 ? std::min(m_most, problem.outageMax) : m_most;
    return DivideForUniformOutage(problem, std::min(m_least, most), most, m_points);
}

} // namespace edgeai
} // namespace ns3
