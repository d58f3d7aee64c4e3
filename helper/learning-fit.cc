/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-fit.h"

#include "allocation/plan/planner-group.h"
#include "allocation/plan/planner-text.h"
#include "application/learning/cell-round-links.h"
#include "application/learning/rated-round-links.h"
#include "ideal-round-links.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

/// What there may be to plan in a round.
enum class RoundPart : uint8_t
{
    DIVISION, ///< a model that is divided
    DEPTH,    ///< depth blocks
    OUTAGE,   ///< updates that may be lost
    SPARSITY, ///< fractions of updates
    UPDATE,   ///< whole updates of the devices of a cell
};

constexpr uint32_t WORKERS = 2; ///< of a probe

/// @param [in] part of a round  @param [in] form of the uplink  @returns a small problem of those
RoundProblem
MakeProbe(RoundPart part, RoundUplinkForm form)
{
    RoundProblem problem;
    problem.uplink.form = form;
    problem.uplink.subchannels = WORKERS;
    problem.uplink.subchannelWidth = 1e5;
    problem.uplink.noiseDensity = 1e-20;
    problem.uplink.bandwidth = 1e6;
    for (uint32_t k = 0; k < WORKERS; ++k)
    {
        RoundWorker worker;
        worker.name = "worker " + std::to_string(k);
        worker.flops = 1e9;
        worker.powerMax = .1;
        worker.gains.assign(WORKERS, 1e-9);
        worker.efficiency = 1;
        worker.snrBand = 1e6;
        worker.rate = 1e6;
        worker.samples = 10;
        problem.workers.push_back(worker);
    }
    problem.uniformDraws.assign(64 * WORKERS, .5);
    switch (part)
    {
    case RoundPart::DIVISION:
        problem.division.parameters = 8;
        problem.division.flopPerParameter = 1;
        break;
    case RoundPart::DEPTH: {
        RoundBlock block;
        block.gradientBits = 1000;
        block.weightFlop = 1;
        problem.depth.forwardFlop = 1;
        problem.depth.backwardFlop = 1;
        problem.depth.blocks.assign(WORKERS, block);
        break;
    }
    case RoundPart::OUTAGE: {
        RoundOutageWorker update;
        update.spread = 1;
        update.power = 1;
        update.steps = 1;
        problem.outage.parameters = 8;
        problem.outage.window = form == RoundUplinkForm::BAND_POWER ? 1 : 0; // or links are given
        problem.outage.flopPerStep = 1;
        problem.outage.workers.assign(WORKERS, update);
        break;
    }
    case RoundPart::SPARSITY:
        problem.sparsity.parameters = 8;
        problem.sparsity.gain = 1;
        problem.sparsity.weight = 1;
        problem.sparsity.delayMean = 1;
        problem.sparsity.workers.resize(WORKERS);
        break;
    case RoundPart::UPDATE:
        problem.update.bits = 1e4;
        for (RoundWorker& worker : problem.workers)
        {
            worker.processor.cycles = 1e6;
            worker.processor.clockMin = 1e6;
            worker.processor.clockMax = 1e9;
            worker.processor.powerCoefficient = 1e-28;
        }
        break;
    }
    return problem;
}

/// @param [in] planner its type  @param [in] part of a round  @param [in] form of the uplink
/// @returns whether it takes rounds of them
bool
Takes(TypeId planner, RoundPart part, RoundUplinkForm form)
{
    if (IsRemotePlanner(planner))
    {
        return true; // the process will say what it does not take
    }
    ObjectFactory factory;
    factory.SetTypeId(planner);
    const RoundPlan plan = factory.Create<RoundPlanner>()->Plan(MakeProbe(part, form));
    return plan.status != PlanStatus::REFUSED;
}

/// @param [in] planner its type  @param [in] part of a round
/// @returns whether it takes rounds of that, over some uplink
bool
Takes(TypeId planner, RoundPart part)
{
    return Takes(planner, part, RoundUplinkForm::SUBCHANNELS) ||
           Takes(planner, part, RoundUplinkForm::BAND) ||
           Takes(planner, part, RoundUplinkForm::BAND_POWER) ||
           Takes(planner, part, RoundUplinkForm::RATES);
}

/// @param [in] name TypeId name  @returns it without namespaces
std::string
GetShortName(const std::string& name)
{
    const std::size_t colon = name.rfind(':');
    return colon == std::string::npos ? name : name.substr(colon + 1);
}

/// @param [in] part of a round  @param [in] form of the uplink  @returns who takes them, in words
std::string
ListTaking(RoundPart part, RoundUplinkForm form)
{
    std::string list;
    for (const std::string& name : ListRoundPlanners())
    {
        if (Takes(TypeId::LookupByName(name), part, form))
        {
            list += (list.empty() ? "" : ", ") + GetShortName(name);
        }
    }
    return list;
}

/// @param [in] form of an uplink  @returns what it is and who has it
std::string
Describe(RoundUplinkForm form)
{
    switch (form)
    {
    case RoundUplinkForm::SUBCHANNELS:
        return "subchannels (ideal links without depth blocks, broadband cells with the scheduler "
               "Planned)";
    case RoundUplinkForm::BAND_POWER:
        return "a band whose links may fade (ideal links with the attribute Fading, and a window "
               "of the method; broadband cells, with a window)";
    case RoundUplinkForm::BAND:
        return "one medium or band (Wi-Fi, csma, ideal links with depth blocks or federated "
               "methods)";
    case RoundUplinkForm::RATES:
        break;
    }
    return "a link of known rate for each worker (point-to-point and the like)";
}

/// @param [in] planner its type  @param [in] part of a round  @returns the uplinks it takes
std::string
ExplainForms(TypeId planner, RoundPart part)
{
    std::string list;
    for (const RoundUplinkForm form : {RoundUplinkForm::SUBCHANNELS,
                                       RoundUplinkForm::BAND,
                                       RoundUplinkForm::RATES,
                                       RoundUplinkForm::BAND_POWER})
    {
        if (Takes(planner, part, form))
        {
            list += (list.empty() ? "" : "; or ") + Describe(form);
        }
    }
    return list;
}

/// @param [in] wishes of a user  @returns "" or why the planner plans something else
std::string
ExplainPlanner(const LearningWishes& wishes)
{
    const std::string name = GetShortName(wishes.planner.GetName());
    if (wishes.updates)
    {
        return Takes(wishes.planner, RoundPart::UPDATE)
                   ? ""
                   : name +
                         " plans rounds of another kind than updates of the devices of a cell; "
                         "planners for that are " +
                         ListTaking(RoundPart::UPDATE, RoundUplinkForm::BAND_POWER);
    }
    const RoundPart part = wishes.channels > 0  ? RoundPart::SPARSITY
                           : wishes.depthBlocks ? RoundPart::DEPTH
                                                : RoundPart::DIVISION;
    const std::string others = "; planners for that here are " + ListTaking(part, wishes.form);
    if (!Takes(wishes.planner, part))
    {
        if (wishes.channels > 0)
        {
            return name + " plans rounds of another kind than fractions of updates" + others;
        }
        const bool other =
            Takes(wishes.planner, wishes.depthBlocks ? RoundPart::DIVISION : RoundPart::DEPTH);
        if (other && wishes.depthBlocks)
        {
            return name +
                   " divides the parameters of a model; SetDepthBlocks() makes depth blocks "
                   "of it" +
                   others;
        }
        if (other)
        {
            return name +
                   " plans depth blocks, and the model has none: call SetDepthBlocks(); "
                   "without, its parameters are divided" +
                   others;
        }
        return name + " plans rounds of another kind than a model that is " +
               (wishes.depthBlocks ? "made of depth blocks" : "divided over workers") + others;
    }
    if (!Takes(wishes.planner, part, wishes.form))
    {
        return name + " plans " + ExplainForms(wishes.planner, part) + "; these workers have " +
               Describe(wishes.form) + others;
    }
    return "";
}

/// @param [in] wishes of a user, of federated learning
/// @returns "" or why planner, links and method do not go together
std::string
ExplainFederated(const LearningWishes& wishes)
{
    const std::string name = GetShortName(wishes.planner.GetName());
    const std::string others =
        "; planners for that here are " + ListTaking(RoundPart::OUTAGE, wishes.form);
    if (wishes.fading && wishes.window > 0 && !wishes.datagrams)
    {
        return "links that fade lose updates, which TCP would send again: let them go in "
               "datagrams, SetServerAttribute(\"UpdateWay\", StringValue(\"Udp\"))";
    }
    if (!Takes(wishes.planner, RoundPart::OUTAGE))
    {
        return name + " plans rounds of another kind than those of federated learning" + others;
    }
    if (!Takes(wishes.planner, RoundPart::OUTAGE, wishes.form))
    {
        return name + " plans " + ExplainForms(wishes.planner, RoundPart::OUTAGE) +
               "; these workers have " + Describe(wishes.form) + others;
    }
    return "";
}

/// @param [in] gains of ideal links  @param [in] wishes of a user  @returns "" or what is wrong
std::string
ExplainGains(const LearningWishes& wishes)
{
    if (!wishes.ideal || wishes.depthBlocks)
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
                return of + "a gain of " + std::to_string(gain) + "; allowed is >= 0";
            }
        }
    }
    return "";
}

/// @param [in] wishes of a user  @returns "" or what is wrong with its efficiencies
std::string
ExplainEfficiencies(const LearningWishes& wishes)
{
    const bool subchannels = (wishes.gradient && !wishes.depthBlocks) || wishes.channels > 0;
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
            return "SetEfficiencies() has " + std::to_string(wishes.efficiencies[k]) +
                   " bit/s/Hz for worker " + std::to_string(k) + "; allowed is > 0";
        }
    }
    return "";
}

} // namespace

void
LearningWishes::SetLinks(const RoundLinks& links)
{
    if (dynamic_cast<const IdealRoundLinks*>(&links))
    {
        UintegerValue count;
        links.GetAttribute("Subchannels", count);
        ideal = true;
        subchannels = static_cast<uint32_t>(count.Get());
        const auto& mine = static_cast<const IdealRoundLinks&>(links);
        fading = mine.Fades();
        form = federated && fading && window > 0 ? RoundUplinkForm::BAND_POWER
               : depthBlocks || federated        ? RoundUplinkForm::BAND
                                                 : RoundUplinkForm::SUBCHANNELS;
    }
    else if (federated && dynamic_cast<const CellRoundLinks*>(&links))
    {
        form = window > 0 ? RoundUplinkForm::BAND_POWER : RoundUplinkForm::BAND;
    }
    else if (dynamic_cast<const RatedRoundLinks*>(&links))
    {
        BooleanValue shared;
        links.GetAttribute("Shared", shared);
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
    if (wishes.depthBlocks && wishes.unitsStay)
    {
        return "KeepUnits() is of a divided model; depth blocks of SetDepthBlocks() are whole "
               "layers";
    }
    if (wishes.depthBlocks && wishes.work)
    {
        return "SetWork() is of a divided model; of depth blocks SetDepthWork() is";
    }
    std::string fault = wishes.gains.empty() ? "" : ExplainGains(wishes);
    if (fault.empty() && !wishes.efficiencies.empty())
    {
        fault = ExplainEfficiencies(wishes);
    }
    if (fault.empty() && wishes.datagrams && !(wishes.window > 0))
    {
        fault = "UpdateWay is Udp, and an update without a window would be waited for in vain "
                "where it is lost: give a federated method one, as \"FedQVR(window=0.05)\"";
    }
    if (fault.empty() && wishes.federated)
    {
        fault = ExplainFederated(wishes);
    }
    if (fault.empty() && wishes.channels > 0 && wishes.ideal &&
        wishes.channels != wishes.subchannels)
    {
        fault = "the method has " + std::to_string(wishes.channels) +
                " channels, and ideal links have " + std::to_string(wishes.subchannels) +
                " subchannels: without SetIdealAttribute(\"Subchannels\", ...) they have as many";
    }
    const bool planned = wishes.gradient || wishes.channels > 0 || wishes.updates;
    return fault.empty() && planned ? ExplainPlanner(wishes) : fault;
}

std::vector<std::string>
ListLearningPlanners()
{
    std::vector<std::string> names = ListRoundPlanners();
    names.erase(std::remove_if(names.begin(),
                               names.end(),
                               [](const std::string& name) {
                                   const TypeId planner = TypeId::LookupByName(name);
                                   return !Takes(planner, RoundPart::DIVISION) &&
                                          !Takes(planner, RoundPart::DEPTH) &&
                                          !Takes(planner, RoundPart::OUTAGE) &&
                                          !Takes(planner, RoundPart::SPARSITY);
                               }),
                names.end());
    return names;
}

void
SetChecked(ObjectFactory& factory, const std::string& name, const AttributeValue& value)
{
    try
    {
        SetKnownAttribute(factory, name, value);
    }
    catch (const std::invalid_argument& error)
    {
        NS_ABORT_MSG(error.what());
    }
}

} // namespace edgeai
} // namespace ns3
