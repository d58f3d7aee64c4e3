/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "remote-split.h"

#include "allocation/split/laim/laim-separate.h"
#include "allocation/split/laim/laim-task.h"
#include "allocation/split/split-completion.h"
#include "remote-check.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// A value that a stage's knob can take, or one of a list. @throws std::invalid_argument otherwise
void
RequireKnob(const std::string& name,
            double value,
            const StageKnob& knob,
            const std::vector<double>& levels,
            const std::string& unit)
{
    const double least = knob.least > 0 ? knob.least : std::numeric_limits<double>::min();
    RequireWithin(name, value, least, knob.GetTop(), unit);
    const bool listed = std::any_of(levels.begin(), levels.end(), [value](double level) {
        return std::abs(value - level) <= REMOTE_ROUNDING * level;
    });
    if (!levels.empty() && !listed)
    {
        std::ostringstream text;
        text << name << " is " << value << unit << "; allowed are";
        for (const double level : levels)
        {
            text << " " << level;
        }
        throw std::invalid_argument(text.str());
    }
}

/// @param [in] problem sound  @param [in] k device  @param [in,out] decision usable, with a band
void
Complete(const SplitProblem& problem, std::size_t k, SplitDecision& decision)
{
    const SplitDevice& device = problem.devices[k];
    const std::string name = "decision[" + std::to_string(k) + "].";
    const bool own = decision.uplinkWay.subchannel == NO_SUBCHANNEL;
    if (own)
    {
        decision.steps.clear(); // they follow from the choices
    }
    const std::string impossible = ExplainImpossible(problem, k, decision);
    if (!impossible.empty())
    {
        throw std::invalid_argument(name + impossible);
    }
    if (!own)
    {
        return;
    }
    const SplitOption& option = *device.FindOption(decision.split);
    const double band = decision.bandwidth > 0 ? decision.bandwidth : problem.bandwidth;
    const LaimCase planned = MakeLaimCase(problem, k, option, band);
    const LaimTask& task = planned.task;
    // Beside the limits there are the steps of each knob, and the slice of the server.
    if (option.deviceFlop > 0)
    {
        RequireKnob(name + "device_clock",
                    decision.deviceClock,
                    task.deviceClock,
                    planned.levels.deviceClocks,
                    " cycle/s");
    }
    if (option.serverFlop > 0)
    {
        RequireKnob(name + "server_clock",
                    decision.serverClock,
                    task.serverClock,
                    planned.levels.serverClocks,
                    " cycle/s");
    }
    if (option.uplinkBits > 0 && device.linkRate == 0)
    {
        RequireKnob(name + "transmit_power",
                    decision.txPower,
                    task.txPower,
                    planned.levels.txPowers,
                    " W");
    }
    CompleteDecision(problem, k, decision);
    decision.normalisedDistortion = WeightedDistortion(DistortionFunction(),
                                                       planned.deviceWeightShare,
                                                       decision.deviceKeepRatio,
                                                       decision.serverKeepRatio);
    decision.distortion = decision.normalisedDistortion / device.weightRate;
}

} // namespace

void
CompletePlan(const SplitProblem& problem, SplitPlan& plan)
{
    RequireSize("decision", plan.decisions.size(), problem.devices.size(), "devices");
    std::size_t users = 0;
    for (std::size_t k = 0; k < problem.devices.size(); ++k)
    {
        users += UsesBand(problem.devices[k], plan.decisions[k]) ? 1 : 0;
    }
    for (std::size_t k = 0; k < problem.devices.size(); ++k)
    {
        SplitDecision& decision = plan.decisions[k];
        if (UsesBand(problem.devices[k], decision) && decision.bandwidth == 0)
        {
            decision.bandwidth = problem.bandwidth / static_cast<double>(users);
        }
    }
    const std::string excess = ExplainBandExcess(problem, plan);
    if (!excess.empty())
    {
        throw std::invalid_argument(excess);
    }
    SplitPlan complete;
    complete.status = PlanStatus::SOLVED;
    for (std::size_t k = 0; k < problem.devices.size(); ++k)
    {
        SplitDecision decision = plan.decisions[k];
        if (decision.status != PlanStatus::SOLVED && decision.reason.empty())
        {
            throw std::invalid_argument("decision[" + std::to_string(k) +
                                        "].reason is empty; expected is why status is not solved");
        }
        if (decision.IsUsable())
        {
            Complete(problem, k, decision);
        }
        complete.Append(decision, "devices[" + std::to_string(k) + "]: ");
    }
    complete.summary = plan.summary;
    plan = complete;
}

} // namespace edgeai
} // namespace ns3
