/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-fit.h"

#include "allocation/plan/planner-group.h"
#include "application/learning/cell-round-links.h"
#include "application/learning/rated-round-links.h"
#include "ideal-round-links.h"
#include "learning-probe.h"
#include "nearest-name.h"
#include "short-number.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] wishes of a user whose planner plans rounds of another kind than the method's
/// @returns what to call, if it is something that was not called; else ""
std::string
ExplainForgotten(const LearningWishes& wishes)
{
    const std::string name = GetBareName(wishes.planner.GetName());
    const RoundPart part = wishes.traits.part;
    const bool sparse = TakesRounds(wishes.planner, RoundPart::SPARSITY);
    if (!wishes.traits.chosen && (sparse || TakesRounds(wishes.planner, RoundPart::OUTAGE)))
    {
        return "SetMethod() was not called, so that the model is learned by gradients of its "
               "parts, and " +
               name + " plans " + (sparse ? "fractions of updates" : "federated learning") +
               ": call, for example, SetMethod(\"" +
               (sparse ? "DpSparse(sigma=2,eps=4)" : "FedAvg(steps=5)") + "\")";
    }
    if (part == RoundPart::DEPTH && TakesRounds(wishes.planner, RoundPart::DIVISION))
    {
        return name + " divides the parameters of a model; SetDepthBlocks() makes depth blocks "
                      "of it";
    }
    if (part == RoundPart::DIVISION && TakesRounds(wishes.planner, RoundPart::DEPTH))
    {
        return name + " plans depth blocks, and the model has none: call SetDepthBlocks(); "
                      "without, its parameters are divided";
    }
    return "";
}

/// @param [in] wishes of a user  @returns "" or why the planner plans something else
std::string
ExplainPlanner(const LearningWishes& wishes)
{
    const std::string name = GetBareName(wishes.planner.GetName());
    const RoundPart part = wishes.traits.part;
    // Cells of two tiers have links with power, whatever is known of them here.
    const RoundUplinkForm form =
        part == RoundPart::UPDATE ? RoundUplinkForm::BAND_POWER : wishes.form;
    const std::string others = "; planners for that here are " + ListTakers(part, form);
    if (!TakesRounds(wishes.planner, part))
    {
        const std::string forgotten = ExplainForgotten(wishes);
        return (forgotten.empty()
                    ? name + " plans rounds of another kind than " + DescribePart(part)
                    : forgotten) +
               others;
    }
    if (part != RoundPart::UPDATE && !TakesRounds(wishes.planner, part, form))
    {
        return name + " plans " + ExplainForms(wishes.planner, part) + "; these workers have " +
               DescribeForm(form) + others;
    }
    return "";
}

/// @param [in] wishes of a user, whose planner plans such rounds of few workers
/// @returns "" or why it does not plan those of so many
std::string
ExplainCrowd(const LearningWishes& wishes)
{
    constexpr uint32_t most = 64; // whoever tries all that there is refuses fewer
    const RoundPart part = wishes.traits.part;
    // Who plans in another process says for itself what it does not take.
    if (!wishes.made || IsRemotePlanner(wishes.planner) ||
        (part != RoundPart::SPARSITY && part != RoundPart::DIVISION && part != RoundPart::DEPTH))
    {
        return "";
    }
    ProbeSize size;
    size.workers = static_cast<uint32_t>(std::min<std::size_t>(most, wishes.workers));
    size.channels = wishes.traits.channels > 0 ? wishes.traits.channels
                    : wishes.ideal             ? wishes.subchannels
                                               : size.channels;
    const std::string fault = ExplainProbe(*wishes.made, part, wishes.form, size);
    return fault.empty() ? ""
                         : GetBareName(wishes.planner.GetName()) + " does not plan for the " +
                               std::to_string(wishes.workers) + " workers: " + fault;
}

/// @param [in] wishes of a user  @returns "" or what is wrong with its gains
std::string
ExplainGains(const LearningWishes& wishes)
{
    if (!wishes.ideal || wishes.traits.part == RoundPart::DEPTH)
    {
        return "SetGains() is of ideal links and divided models; " +
               std::string(wishes.ideal ? "of depth blocks SetEfficiencies() is"
                                        : "these links are others");
    }
    if (wishes.gains.size() != wishes.workers)
    {
        return "SetGains() has gains of " + std::to_string(wishes.gains.size()) + " workers; " +
               std::to_string(wishes.workers) + " are installed";
    }
    for (std::size_t k = 0; k < wishes.gains.size(); ++k)
    {
        const std::vector<double>& gains = wishes.gains[k];
        const std::string of = "SetGains() has for worker " + std::to_string(k) + " ";
        if (gains.size() != wishes.subchannels)
        {
            return of + std::to_string(gains.size()) + " gains; there are " +
                   std::to_string(wishes.subchannels) +
                   " subchannels: SetIdealAttribute(\"Subchannels\", ...)";
        }
        for (const double gain : gains)
        {
            if (!(gain >= 0 && std::isfinite(gain)))
            {
                return of + "a gain of " + WriteShort(gain) + "; allowed is >= 0";
            }
        }
    }
    return "";
}

/// @param [in] wishes of a user  @returns "" or what is wrong with its efficiencies
std::string
ExplainEfficiencies(const LearningWishes& wishes)
{
    const bool subchannels =
        wishes.traits.part == RoundPart::DIVISION || wishes.traits.part == RoundPart::SPARSITY;
    if (wishes.ideal && wishes.form == RoundUplinkForm::BAND_POWER)
    {
        return "SetEfficiencies() is of links that do not fade, or of updates without a window: "
               "where these are lost in fades, power and gain of a link count";
    }
    if (!wishes.ideal || subchannels)
    {
        return "SetEfficiencies() is of a band on ideal links; " +
               std::string(wishes.ideal ? "without SetDepthBlocks() they have subchannels: "
                                          "SetGains()"
                                        : "these links are others");
    }
    if (wishes.efficiencies.size() != wishes.workers)
    {
        return "SetEfficiencies() has those of " + std::to_string(wishes.efficiencies.size()) +
               " workers; " + std::to_string(wishes.workers) + " are installed";
    }
    for (std::size_t k = 0; k < wishes.efficiencies.size(); ++k)
    {
        if (!(wishes.efficiencies[k] > 0 && std::isfinite(wishes.efficiencies[k])))
        {
            return "SetEfficiencies() has " + WriteShort(wishes.efficiencies[k]) +
                   " bit/s/Hz for worker " + std::to_string(k) + "; allowed is > 0";
        }
    }
    return "";
}

} // namespace

void
LearningWishes::SetLinks(const RoundLinks& links)
{
    const bool windowed = traits.part == RoundPart::OUTAGE && traits.window > 0;
    const bool bands = traits.part == RoundPart::OUTAGE || traits.part == RoundPart::DEPTH;
    if (dynamic_cast<const IdealRoundLinks*>(&links))
    {
        UintegerValue count;
        links.GetAttribute("Subchannels", count);
        ideal = true;
        subchannels = static_cast<uint32_t>(count.Get());
        const auto& mine = static_cast<const IdealRoundLinks&>(links);
        fading = mine.Fades();
        form = fading && windowed ? RoundUplinkForm::BAND_POWER
               : bands            ? RoundUplinkForm::BAND
                                  : RoundUplinkForm::SUBCHANNELS;
    }
    else if (dynamic_cast<const CellRoundLinks*>(&links))
    {
        cell = true;
        form = windowed                           ? RoundUplinkForm::BAND_POWER
               : traits.part == RoundPart::OUTAGE ? RoundUplinkForm::BAND
                                                  : RoundUplinkForm::SUBCHANNELS;
    }
    else if (dynamic_cast<const RatedRoundLinks*>(&links))
    {
        BooleanValue shared;
        links.GetAttribute("Shared", shared);
        rated = true;
        form = shared.Get() ? RoundUplinkForm::BAND : RoundUplinkForm::RATES;
    }
}

std::string
ExplainMisfit(const LearningWishes& wishes)
{
    if (wishes.awaited > wishes.workers)
    {
        return "attribute Workers is " + std::to_string(wishes.awaited) + "; allowed is 0 to the " +
               std::to_string(wishes.workers) + " that are installed";
    }
    for (const UnusedSetting& unused : wishes.traits.refused)
    {
        if (wishes.called.count(unused.setter) > 0)
        {
            return unused.setter + " changes nothing of " + wishes.traits.method + ": " +
                   unused.why;
        }
    }
    std::string fault = wishes.gains.empty() ? "" : ExplainGains(wishes);
    if (fault.empty() && !wishes.efficiencies.empty())
    {
        fault = ExplainEfficiencies(wishes);
    }
    if (fault.empty() && wishes.datagrams && !(wishes.traits.window > 0))
    {
        fault = "UpdateWay is Udp, and an update without a window would be waited for in vain "
                "where it is lost: give a federated method one, as \"FedQVR(window=0.05)\"";
    }
    if (fault.empty() && wishes.fading && wishes.form == RoundUplinkForm::BAND_POWER &&
        !wishes.datagrams)
    {
        fault = "links that fade lose updates, which TCP would send again: let them go in "
                "datagrams, SetServerAttribute(\"UpdateWay\", StringValue(\"Udp\"))";
    }
    const uint32_t channels = wishes.traits.channels;
    if (fault.empty() && channels > 0 && wishes.ideal && channels != wishes.subchannels)
    {
        fault = "the method has " + std::to_string(channels) + " channels, and ideal links have " +
                std::to_string(wishes.subchannels) +
                " subchannels: without SetIdealAttribute(\"Subchannels\", ...) they have as many";
    }
    fault = fault.empty() ? ExplainPlanner(wishes) : fault;
    return fault.empty() ? ExplainCrowd(wishes) : fault;
}

std::vector<std::string>
ListLearningPlanners()
{
    std::vector<std::string> names = ListRoundPlanners();
    names.erase(std::remove_if(names.begin(),
                               names.end(),
                               [](const std::string& name) {
                                   const TypeId planner = TypeId::LookupByName(name);
                                   return !TakesRounds(planner, RoundPart::DIVISION) &&
                                          !TakesRounds(planner, RoundPart::DEPTH) &&
                                          !TakesRounds(planner, RoundPart::OUTAGE) &&
                                          !TakesRounds(planner, RoundPart::SPARSITY);
                               }),
                names.end());
    return names;
}

} // namespace edgeai
} // namespace ns3
