/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-translation.h"

#include "allocation/split/split-steps.h"
#include "ecc-link.h"
#include "ecc-listed-clocks.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] problem a sound problem  @returns M, one for each radio where nobody shares them
std::size_t
CountSubchannels(const SplitProblem& problem)
{
    const auto radios = std::count_if(problem.devices.begin(),
                                      problem.devices.end(),
                                      [](const SplitDevice& d) { return d.linkRate == 0; });
    return problem.noma.subchannels > 0 ? problem.noma.subchannels
                                        : std::max<std::ptrdiff_t>(radios, 1);
}

/// @param [in] processor of a device  @returns its largest admissible clock [cycle/s]
double
GetTopClock(const ProcessorLimits& processor)
{
    const std::vector<double> clocks = GetUsableClocks(processor);
    return clocks.empty() ? processor.clockMax : clocks.back();
}

/// @param [in] processor of a server  @returns its least admissible clock [cycle/s]; 0: none
double
GetLeastClock(const ProcessorLimits& processor)
{
    const std::vector<double> clocks = GetUsableClocks(processor);
    return clocks.empty() ? processor.clockMin : clocks.front();
}

/// @param [in] device with gains on M subchannels of N cells, or without any
/// @param [in] k its number  @param [in] problem a sound problem  @param [in,out] ecc gets them
void
SetGains(const SplitDevice& device, std::size_t k, const SplitProblem& problem, EccProblem& ecc)
{
    const std::size_t subchannels = CountSubchannels(problem);
    for (std::size_t m = 0; device.linkRate == 0 && m < subchannels; ++m)
    {
        for (std::size_t n = 0; n < ecc.cells.size(); ++n)
        {
            const bool flat = problem.noma.subchannels == 0;
            const std::size_t at = n * subchannels + m;
            ecc.uplinkGains(m, n, k) = flat ? device.gain : device.noma.uplinkGains[at];
            ecc.downlinkGains(m, n, k) = flat ? device.gain : device.noma.downlinkGains[at];
        }
    }
}

/// @param [in] device a device that is not refused  @param [in] weights if it has none
/// @returns the user
EccUser
MakeUser(const SplitDevice& device, const EccWeights& weights)
{
    EccUser user;
    for (const SplitOption& option : device.options)
    {
        user.chain.deviceFlop.push_back(option.deviceFlop);
        user.chain.uploadBits.push_back(option.uplinkBits / device.rateFactor);
    }
    const double whole = device.options.back().deviceFlop;
    const bool apart = std::any_of(device.options.begin(),
                                   device.options.end(),
                                   [whole](const SplitOption& option) {
                                       const double sum = option.deviceFlop + option.serverFlop;
                                       return std::abs(sum - whole) > 1e-9 * whole;
                                   });
    for (std::size_t s = 0; apart && s < device.options.size(); ++s)
    {
        user.chain.serverFlop.push_back(device.options[s].serverFlop);
    }
    user.chain.uploadBits.pop_back();
    user.chain.resultBits = device.resultBits / device.rateFactor;
    user.cell = device.noma.cell;
    user.deviceClock = GetTopClock(device.processor);
    user.deviceSpeed = device.processor.flopPerCycle * user.deviceClock;
    // At one clock the static power is a part of the coefficient.
    const double fixed = device.processor.staticPower / std::pow(user.deviceClock, 3);
    user.deviceEnergyCoefficient =
        (device.processor.powerCoefficient + fixed) * device.processor.usageEffectiveness;
    user.linkRate = device.linkRate;
    user.powerMax = device.txPowerMax;
    user.powerMin = std::max(std::min(device.noma.powerMin, device.txPowerMax), device.txPowerMin);
    const bool own = device.timeWeight > 0 || device.energyWeight > 0;
    user.weights = own ? EccWeights{device.timeWeight, device.energyWeight} : weights;
    user.expectedTime = device.latencyBudget;
    user.timeLimit = device.latencyBudget;
    return user;
}

/// @param [in] problem a sound problem  @param [in] cell its downlink  @returns the same with
/// server
EccCell
MakeCell(const SplitProblem& problem, const NomaCell& cell)
{
    EccCell result;
    result.powerMin = cell.powerMin;
    result.powerTotal = cell.powerMax;
    result.unitEnergyCoefficient =
        problem.server.powerCoefficient * problem.server.usageEffectiveness;
    result.unitStaticPower = problem.server.staticPower * problem.server.usageEffectiveness;
    if (problem.units.total > 0)
    {
        result.unitMin = problem.units.least;
        result.unitTotal = problem.units.total;
        result.unitClock = problem.units.clock;
        result.unitExponent = problem.units.speedupExponent;
        result.unitPowerExponent = problem.units.powerExponent;
    }
    else
    {
        result.unitClock = GetTopClock(problem.server);
        result.unitMin = std::max(0.01 / static_cast<double>(problem.devices.size()),
                                  std::min(GetLeastClock(problem.server) / result.unitClock, 1.0));
        result.unitTotal = 1;
        // In turn each task has all of it, side by side each keeps its part busy.
        result.unitStaticExponent = problem.serverInTurns ? 0 : 1;
        result.unitExponent = 1;
        result.unitPowerExponent = 3;
    }
    result.unitSpeed = problem.server.flopPerCycle * result.unitClock;
    return result;
}

/// Fills in where one direction goes.
class WayWriter
{
  public:
    /// @param [in] ecc the problem  @param [in] plan decided  @param [in] direction which
    /// @param [in] orthogonal whether users divide the width of a subchannel
    WayWriter(const EccProblem& ecc,
              const EccPlan& plan,
              EccLink::Direction direction,
              bool orthogonal)
        : m_ecc(ecc),
          m_uplink(direction == EccLink::UPLINK),
          m_orthogonal(orthogonal),
          m_subchannels(m_uplink ? plan.uplinkSubchannels : plan.downlinkSubchannels),
          m_powers(m_uplink ? plan.uplinkPowers : plan.downlinkPowers),
          m_positions(plan.splits.size()),
          m_sharers(plan.splits.size())
    {
        EccLink link(ecc, direction);
        link.Assign(plan.splits, m_subchannels);
        link.Order({}, m_powers);
        for (std::size_t m = 0; m < ecc.GetSubchannelCount(); ++m)
        {
            for (std::size_t n = 0; n < ecc.cells.size(); ++n)
            {
                const std::size_t first = link.GetFirst(m, n);
                const std::size_t last = link.GetLast(m, n);
                for (std::size_t at = first; at < last; ++at)
                {
                    const std::size_t user = link.GetPlaces()[at].user;
                    m_sharers[user] = static_cast<uint32_t>(last - first);
                    m_positions[user] =
                        static_cast<uint32_t>(m_uplink ? at - first + 1 : last - at);
                }
            }
        }
    }

    /// @param [in] i offloading user  @param [in] rate expected, without the rate factor [bit/s]
    /// @param [in] factor rate factor  @returns the way
    PlannedWay Write(std::size_t i, double rate, double factor) const
    {
        PlannedWay way;
        way.subchannel = m_subchannels[i];
        way.power = m_powers[i];
        way.parts = m_orthogonal ? m_sharers[i] : 1;
        way.part = m_orthogonal ? m_positions[i] - 1 : 0;
        way.position = m_orthogonal ? 1 : m_positions[i];
        way.sinr = std::exp2(rate * way.parts / m_ecc.bandwidth) - 1;
        way.rate = rate * factor;
        return way;
    }

  private:
    const EccProblem& m_ecc;
    bool m_uplink;
    bool m_orthogonal;
    const std::vector<uint32_t>& m_subchannels;
    const std::vector<double>& m_powers;
    std::vector<uint32_t> m_positions; ///< by user, 1 is decoded first
    std::vector<uint32_t> m_sharers;   ///< by user, how many are on its subchannel
};

/// @param [in] device with budgets  @param [in,out] decision gets status and reason
void
CompareWithBudgets(const SplitDevice& device, SplitDecision& decision)
{
    decision.status = PlanStatus::SOLVED;
    decision.latencyActive = decision.latency >= device.latencyBudget * (1 - 1e-9);
    decision.energyActive = decision.energy >= device.energyBudget * (1 - 1e-9);
    decision.reason = ExplainExcess(decision, device.latencyBudget, device.energyBudget);
    if (!decision.reason.empty())
    {
        decision.status = PlanStatus::VIOLATED;
        decision.reason += " (budgets do not enter the weighted sum that is minimised)";
    }
}

/// @param [in] fault of the problem that ECC computes with  @returns it with the names of the one
/// that was asked about
std::string
NameAsAsked(std::string fault)
{
    static const std::vector<std::pair<std::string, std::string>> names{
        {"users[", "devices["},
        {"chain.uploadBits", "options.uplinkBits"},
        {"chain.", "options."},
        {"deviceSpeed [FLOP/s]", "processor.flopPerCycle times its clock [FLOP/s]"},
        {"deviceClock", "processor.clockMax"},
        {"deviceEnergyCoefficient", "processor.powerCoefficient over flopPerCycle"},
        {"weights.time", "timeWeight"},
        {"weights.energy", "energyWeight"},
        {"expectedTime", "latencyBudget"},
        {"timeLimit", "latencyBudget"},
        {"powerMax", "txPowerMax"},
        {"unitTotal", "units.total"},
        {"unitMin", "units.least"},
        {"unitClock", "units.clock"},
        {"unitExponent", "units.speedupExponent"},
        {"unitPowerExponent", "units.powerExponent"},
        {"usersPerSubchannel", "noma.usersPerSubchannel"},
        {"sicResidual", "noma.sicResidual"},
        {"cells[", "noma.cells["},
    };
    for (const auto& [own, asked] : names)
    {
        const std::size_t at = fault.find(own);
        if (at != std::string::npos && fault.find(asked) == std::string::npos)
        {
            fault.replace(at, own.size(), asked);
        }
    }
    return fault;
}

} // namespace

std::string
ExplainEccRefusal(const SplitProblem& problem, bool decidesRadio)
{
    std::ostringstream text;
    if (!problem.countServerEnergy)
    {
        return "countServerEnergy is false; ECC and its baselines weigh the server's energy too";
    }
    for (std::size_t k = 0; k < problem.devices.size(); ++k)
    {
        const SplitDevice& device = problem.devices[k];
        const SplitOption& last = device.options.back();
        text << "devices[" << k << "].";
        if (last.split != device.blockCount || last.uplinkBits > 0)
        {
            text << "options ends with cut " << last.split << "; ECC and its baselines need cut "
                 << device.blockCount << ", where nothing is sent";
            return text.str();
        }
        if (device.memoryBits > 0 && last.deviceWeights * device.bitsPerWeight > device.memoryBits)
        {
            text << "memoryBits of " << device.memoryBits
                 << " bit does not hold the whole network, which takes "
                 << last.deviceWeights * device.bitsPerWeight
                 << " bit; ECC and its baselines do not prune";
            return text.str();
        }
        if (device.linkRate > 0 && decidesRadio)
        {
            text << "linkRate gives its link a rate of its own, and this planner decides about the "
                    "powers and subchannels of radios; NeurosurgeonPlanner, DnnSurgeryPlanner, "
                    "IaoPlanner, EccDeviceOnlyPlanner and EccEdgeOnlyPlanner do not";
            return text.str();
        }
        if (device.linkRate == 0 && !device.txPowers.empty())
        {
            text << "txPowers lists powers; ECC and its baselines need a continuous range";
            return text.str();
        }
        if (problem.units.total == 0 && device.serverClockMax > 0 && problem.devices.size() > 1)
        {
            text << "serverClockMax fixes a slice of the server; ECC and its baselines share out "
                    "the server themselves: give it units, or leave the slices open";
            return text.str();
        }
        text.str("");
    }
    return NameAsAsked(MakeEccProblem(problem).Validate());
}

EccProblem
MakeEccProblem(const SplitProblem& problem,
               const EccPreferences& preferences,
               const EccWeights& weights)
{
    const bool flat = problem.noma.subchannels == 0;
    const std::size_t subchannels = CountSubchannels(problem);
    EccProblem ecc;
    for (const SplitDevice& device : problem.devices)
    {
        ecc.users.push_back(MakeUser(device, weights));
    }
    const std::vector<NomaCell> cells = flat ? std::vector<NomaCell>(1) : problem.noma.cells;
    for (const NomaCell& cell : cells)
    {
        ecc.cells.push_back(MakeCell(problem, cell));
    }
    const bool air = std::any_of(problem.devices.begin(),
                                 problem.devices.end(),
                                 [](const SplitDevice& device) { return device.linkRate == 0; });
    if (air)
    {
        ecc.bandwidth =
            flat ? problem.bandwidth / static_cast<double>(subchannels) : problem.noma.width;
    }
    ecc.noiseDensity = problem.noiseDensity;
    ecc.usersPerSubchannel = flat ? 1 : problem.noma.usersPerSubchannel;
    ecc.sicResidual = flat ? 0 : problem.noma.sicResidual;
    ecc.preferences = preferences;
    ecc.uplinkGains = EccGains(subchannels, ecc.cells.size(), ecc.users.size());
    ecc.downlinkGains = ecc.uplinkGains;
    for (std::size_t k = 0; k < problem.devices.size(); ++k)
    {
        SetGains(problem.devices[k], k, problem, ecc);
    }
    return ecc;
}

EccPoint
MakeEccPresent(const SplitProblem& problem, const EccProblem& ecc)
{
    const std::size_t subchannels = ecc.GetSubchannelCount();
    EccPoint point = MakeEccStart(ecc, std::vector<uint32_t>(ecc.users.size(), 0));
    const auto adopt = [subchannels](const PlannedWay& way,
                                     std::size_t i,
                                     std::vector<double>& shares,
                                     std::vector<double>& powers) {
        if (way.subchannel < subchannels && way.power > 0 && std::isfinite(way.power))
        {
            for (std::size_t m = 0; m < subchannels; ++m)
            {
                shares[i * subchannels + m] = m == way.subchannel ? 1 : 0;
            }
            powers[i] = way.power;
        }
    };
    for (std::size_t i = 0; i < problem.present.size(); ++i)
    {
        const SplitDecision& decision = problem.present[i];
        adopt(decision.uplinkWay, i, point.uplinkShares, point.uplinkPowers);
        adopt(decision.downlinkWay, i, point.downlinkShares, point.downlinkPowers);
        if (decision.units > 0 && std::isfinite(decision.units) && problem.units.total > 0)
        {
            point.units[i] = decision.units;
        }
    }
    return point;
}

SplitPlan
MakeSplitPlan(const SplitProblem& problem,
              const EccProblem& ecc,
              const EccPlan& plan,
              const EccEvaluation& evaluation,
              bool orthogonal)
{
    const WayWriter uplink(ecc, plan, EccLink::UPLINK, orthogonal);
    const WayWriter downlink(ecc, plan, EccLink::DOWNLINK, orthogonal);
    // Units keep their clock; a clock that is divided changes between users.
    const double change =
        problem.units.total == 0 && GetLeastClock(problem.server) < GetTopClock(problem.server)
            ? problem.server.transitionLatency
            : 0;
    SplitPlan result;
    result.status = PlanStatus::SOLVED;
    for (std::size_t k = 0; k < problem.devices.size(); ++k)
    {
        const SplitDevice& device = problem.devices[k];
        const SplitOption& option = device.options[plan.splits[k]];
        EccUserCost cost = evaluation.costs[k];
        cost.serverTime += cost.serverTime > 0 ? change : 0;
        SplitDecision decision;
        decision.split = option.split;
        decision.deviceKeepRatio = 1;
        decision.serverKeepRatio = 1;
        decision.deviceClock = option.deviceFlop > 0 ? ecc.users[k].deviceClock : 0;
        decision.deviceClockActive = option.deviceFlop > 0;
        decision.steps = MakeSplitSteps(problem,
                                        k,
                                        decision,
                                        {{cost.deviceTime, cost.deviceEnergy},
                                         {cost.uploadTime, cost.uploadEnergy},
                                         {cost.serverTime, cost.serverEnergy},
                                         {cost.downloadTime, cost.downloadEnergy}});
        if (IsOffloading(ecc, k, plan.splits[k]))
        {
            const EccCell& cell = ecc.cells[ecc.users[k].cell];
            if (device.linkRate == 0)
            {
                decision.uplinkWay = uplink.Write(k, evaluation.uplinkRates[k], device.rateFactor);
                decision.downlinkWay =
                    downlink.Write(k, evaluation.downlinkRates[k], device.rateFactor);
                decision.txPower = decision.uplinkWay.power;
                decision.txPowerActive = decision.txPower >= device.txPowerMax * (1 - 1e-9);
                decision.bandwidth = ecc.bandwidth / decision.uplinkWay.parts;
            }
            const bool units = problem.units.total > 0;
            decision.units = units ? plan.units[k] : 0;
            decision.serverClock = cell.unitClock * (units ? 1 : plan.units[k]);
            decision.serverClockActive = units || plan.units[k] >= 1 - 1e-9;
        }
        decision.latency =
            cost.GetTime() + device.overheadLatency + (cost.serverTime > 0 ? device.serverWait : 0);
        decision.energy = cost.GetEnergy() + device.overheadEnergy;
        CompareWithBudgets(device, decision);
        result.Append(decision, "devices[" + std::to_string(k) + "]: ");
    }
    return result;
}

} // namespace edgeai
} // namespace ns3
