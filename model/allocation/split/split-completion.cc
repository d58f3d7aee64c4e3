/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-completion.h"

#include "allocation/numeric/uplink-law.h"
#include "say.h"
#include "split-steps.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double ROUNDING = 1e-9; ///< relative, of numbers that a planner computes otherwise

/// Complains of the first value that is out of its range.
class ChoiceCheck
{
  public:
    /// @param [in] name of a choice  @param [in] value it has  @param [in] least it may be; 0: more
    /// than 0  @param [in] most it may be  @param [in] unit with a blank before it
    void Within(const char* name, double value, double least, double most, const char* unit)
    {
        const bool enough = least > 0 ? value >= least * (1 - ROUNDING) : value > 0;
        if (m_complaint.empty() && !(enough && value <= most * (1 + ROUNDING)))
        {
            const std::string from = least > 0 ? Say(least, " to ") : "more than 0 and up to ";
            m_complaint = Say(name, " is ", value, unit, "; allowed is ", from, most, unit);
        }
    }

    /// @returns "" or the complaint
    const std::string& Get() const
    {
        return m_complaint;
    }

  private:
    std::string m_complaint; ///< the first
};

/// @returns whether there is something to send, over a link whose rate follows from its power
bool
IsPowered(const SplitDevice& device, const SplitOption& option)
{
    return option.uplinkBits > 0 && device.linkRate == 0;
}

/// @param [in] device any  @param [in] split that it has not  @returns that, and which it has
std::string
ExplainCut(const SplitDevice& device, uint32_t split)
{
    std::string text = "split is " + std::to_string(split) + "; allowed are";
    for (const SplitOption& one : device.options)
    {
        text += " " + std::to_string(one.split);
    }
    return text;
}

/// @returns "", or which amount of a step the cut does not take
std::string
ExplainAmount(const PlanStep& step, const char* what, double amount, double expected)
{
    // Not a number on either side: a kind of step that has no such amount.
    if ((std::isnan(expected) && std::isnan(amount)) ||
        std::abs(amount - expected) <= ROUNDING * expected)
    {
        return "";
    }
    return Say(what, " of step '", step.name, "' is ", amount, "; the cut takes ", expected);
}

/// @returns "", or which step is missing, or is not what the cut takes
std::string
ExplainSteps(const std::vector<PlanStep>& steps, const std::vector<PlanStep>& expected)
{
    for (const PlanStep& one : steps)
    {
        if (!FindStep(expected, one.name))
        {
            return "step '" + one.name + "' is none that the cut takes";
        }
    }
    for (const PlanStep& one : expected)
    {
        const PlanStep* step = FindStep(steps, one.name);
        if (!step || step->kind != one.kind)
        {
            return "step '" + one.name + "' is missing, which the cut takes";
        }
        std::string complaint = ExplainAmount(*step, "bits", step->bits, one.bits);
        complaint =
            complaint.empty() ? ExplainAmount(*step, "work", step->work, one.work) : complaint;
        if (!complaint.empty())
        {
            return complaint;
        }
    }
    return "";
}

/// @param [in] processor whose part it is  @param [in] limit clock it may use at most [cycle/s]
/// @param [in] clock it uses [cycle/s]  @param [in] work [FLOP]  @returns what that takes, with a
/// change of clock where there is more than one
StageCost
Compute(const ProcessorLimits& processor, double limit, double clock, double work)
{
    if (work <= 0)
    {
        return {};
    }
    StageCost cost = ComputeStageCost(clock,
                                      work / processor.flopPerCycle,
                                      processor.usageEffectiveness * processor.powerCoefficient,
                                      processor.usageEffectiveness * processor.staticPower);
    const auto& clocks = processor.clocks;
    const auto first = std::lower_bound(clocks.begin(), clocks.end(), processor.clockMin);
    const bool single = std::upper_bound(first, clocks.end(), limit) - first == 1;
    cost.time += single || processor.clockMin >= limit ? 0 : processor.transitionLatency;
    return cost;
}

/// @returns what the upload of a decision takes
StageCost
Upload(const SplitProblem& problem,
       const SplitDevice& device,
       const SplitDecision& decision,
       double bits)
{
    if (bits <= 0)
    {
        return {};
    }
    if (device.linkRate > 0)
    {
        return {bits / (device.rateFactor * device.linkRate), 0};
    }
    const double band = decision.bandwidth > 0 ? decision.bandwidth : problem.bandwidth;
    const UplinkLaw law = MakeUplinkLaw(band, problem.noiseDensity, device.gain, device.rateFactor);
    const double z = UplinkExponent(law, decision.txPower);
    return {bits * UplinkTimePerBitAt(law, z), bits * UplinkEnergyPerBitAt(law, z)};
}

} // namespace

bool
UsesBand(const SplitDevice& device, const SplitDecision& decision)
{
    const SplitOption* option = device.FindOption(decision.split);
    return decision.IsUsable() && decision.uplinkWay.subchannel == NO_SUBCHANNEL && option &&
           IsPowered(device, *option);
}

void
CompleteDecision(const SplitProblem& problem, std::size_t index, SplitDecision& decision)
{
    const SplitDevice& device = problem.devices[index];
    const SplitOption& option = *device.FindOption(decision.split);
    const bool serves = option.serverFlop > 0;
    const bool computes = option.deviceFlop > 0;
    // What has no work is not kept in part, and runs at no clock.
    const double kept = computes ? decision.deviceKeepRatio : decision.serverKeepRatio;
    decision.serverKeepRatio = serves ? decision.serverKeepRatio : kept;
    decision.deviceKeepRatio = kept;
    decision.deviceClock = computes ? decision.deviceClock : 0;
    decision.serverClock = serves ? decision.serverClock : 0;
    decision.txPower = IsPowered(device, option) ? decision.txPower : 0;
    const SplitLoad load = GetSplitLoad(problem, index, decision);
    SplitCosts costs;
    costs.device =
        Compute(device.processor, device.processor.clockMax, decision.deviceClock, load.deviceWork);
    costs.uplink = Upload(problem, device, decision, load.uplinkBits);
    costs.server = Compute(problem.server,
                           problem.GetServerSlice(index),
                           decision.serverClock,
                           load.serverWork);
    costs.server.energy = problem.countServerEnergy ? costs.server.energy : 0;
    decision.steps = MakeSplitSteps(problem, index, decision, costs);
    decision.latency = device.overheadLatency + (serves ? device.serverWait : 0);
    decision.energy = device.overheadEnergy;
    for (const StageCost& cost : {costs.device, costs.uplink, costs.server})
    {
        decision.latency += cost.time;
        decision.energy += cost.energy;
    }
    const std::string excess = ExplainExcess(decision, device.latencyBudget, device.energyBudget);
    if (!excess.empty())
    {
        decision.status = PlanStatus::VIOLATED;
        decision.reason = excess;
    }
}

std::string
ExplainImpossible(const SplitProblem& problem, std::size_t index, const SplitDecision& decision)
{
    const SplitDevice& device = problem.devices[index];
    const SplitOption* option = device.FindOption(decision.split);
    if (!option)
    {
        return ExplainCut(device, decision.split);
    }
    ChoiceCheck check;
    const auto processor = [&check](const char* keepName,
                                    double keepRatio,
                                    double least,
                                    const char* clockName,
                                    double clock,
                                    const ProcessorLimits& limits) {
        check.Within(keepName, keepRatio, least, 1, "");
        check.Within(clockName, clock, limits.clockMin, limits.clockMax, " cycle/s");
    };
    if (option->deviceFlop > 0)
    {
        processor("device_keep_ratio",
                  decision.deviceKeepRatio,
                  problem.keepRatioMin,
                  "device_clock",
                  decision.deviceClock,
                  device.processor);
    }
    if (option->serverFlop > 0)
    {
        processor("server_keep_ratio",
                  decision.serverKeepRatio,
                  problem.keepRatioMin,
                  "server_clock",
                  decision.serverClock,
                  problem.server);
    }
    if (IsPowered(device, *option))
    {
        check.Within("transmit_power",
                     decision.txPower,
                     device.txPowerMin,
                     device.txPowerMax,
                     " W");
    }
    if (!check.Get().empty())
    {
        return check.Get();
    }
    if (decision.steps.empty())
    {
        return decision.uplinkWay.subchannel == NO_SUBCHANNEL
                   ? ""
                   : "step is empty; a way on shared subchannels needs steps, with times and "
                     "energies";
    }
    return ExplainSteps(decision.steps, MakeSplitSteps(problem, index, decision, SplitCosts()));
}

std::string
ExplainBandExcess(const SplitProblem& problem, const SplitPlan& plan)
{
    double given = 0;
    for (std::size_t k = 0; k < problem.devices.size(); ++k)
    {
        given += UsesBand(problem.devices[k], plan.decisions[k]) ? plan.decisions[k].bandwidth : 0;
    }
    return given <= problem.bandwidth * (1 + ROUNDING) ? ""
                                                       : Say("the sum of bandwidth is ",
                                                             given,
                                                             " Hz; allowed is 0 to ",
                                                             problem.bandwidth,
                                                             " Hz");
}

} // namespace edgeai
} // namespace ns3
