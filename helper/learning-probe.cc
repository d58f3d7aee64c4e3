/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-probe.h"

#include "allocation/plan/planner-group.h"
#include "nearest-name.h"

#include "ns3/object-factory.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] part of a round  @param [in] form of the uplink  @param [in] size how many of what
/// @returns a small problem of those
RoundProblem
MakeProbe(RoundPart part, RoundUplinkForm form, const ProbeSize& size)
{
    const uint32_t count = size.workers;
    RoundProblem problem;
    problem.uplink.form = form;
    problem.uplink.subchannels = size.channels;
    problem.uplink.subchannelWidth = 1e5;
    problem.uplink.noiseDensity = 1e-20;
    problem.uplink.bandwidth = 1e6;
    for (uint32_t k = 0; k < count; ++k)
    {
        RoundWorker worker;
        worker.name = "worker " + std::to_string(k);
        worker.flops = 1e9;
        worker.powerMax = .1;
        worker.gains.assign(size.channels, 1e-9);
        worker.efficiency = 1;
        worker.snrBand = 1e6;
        worker.rate = 1e6;
        worker.samples = 10;
        problem.workers.push_back(worker);
    }
    problem.uniformDraws.assign(64 * count, .5);
    switch (part)
    {
    case RoundPart::DIVISION:
        problem.division.parameters = 4 * count;
        problem.division.flopPerParameter = 1;
        break;
    case RoundPart::DEPTH: {
        RoundBlock block;
        block.gradientBits = 1000;
        block.weightFlop = 1;
        problem.depth.forwardFlop = 1;
        problem.depth.backwardFlop = 1;
        problem.depth.blocks.assign(count, block);
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
        problem.outage.workers.assign(count, update);
        break;
    }
    case RoundPart::SPARSITY:
        problem.sparsity.parameters = 8;
        problem.sparsity.gain = 1;
        problem.sparsity.weight = 1;
        problem.sparsity.delayMean = 1;
        problem.sparsity.slots = size.channels;
        problem.sparsity.workers.resize(count);
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

} // namespace

const std::vector<RoundPart>&
GetRoundParts()
{
    static const std::vector<RoundPart> parts{RoundPart::DIVISION,
                                              RoundPart::DEPTH,
                                              RoundPart::OUTAGE,
                                              RoundPart::SPARSITY,
                                              RoundPart::UPDATE};
    return parts;
}

const std::vector<RoundUplinkForm>&
GetRoundUplinkForms()
{
    static const std::vector<RoundUplinkForm> forms{RoundUplinkForm::SUBCHANNELS,
                                                    RoundUplinkForm::BAND,
                                                    RoundUplinkForm::RATES,
                                                    RoundUplinkForm::BAND_POWER};
    return forms;
}

std::string
DescribePart(RoundPart part)
{
    switch (part)
    {
    case RoundPart::DIVISION:
        return "a model that is divided over workers";
    case RoundPart::DEPTH:
        return "depth blocks";
    case RoundPart::OUTAGE:
        return "federated updates that may be lost";
    case RoundPart::SPARSITY:
        return "fractions of private updates";
    case RoundPart::UPDATE:
        break;
    }
    return "whole updates of a cell of two tiers";
}

bool
TakesRounds(TypeId planner, RoundPart part, RoundUplinkForm form)
{
    if (IsRemotePlanner(planner))
    {
        return true; // the process will say what it does not take
    }
    ObjectFactory factory;
    factory.SetTypeId(planner);
    return ExplainProbe(*factory.Create<RoundPlanner>(), part, form, {}).empty();
}

std::string
ExplainProbe(const RoundPlanner& planner,
             RoundPart part,
             RoundUplinkForm form,
             const ProbeSize& size)
{
    const RoundPlan plan = planner.Plan(MakeProbe(part, form, size));
    return plan.status == PlanStatus::REFUSED ? plan.reason : "";
}

bool
TakesRounds(TypeId planner, RoundPart part)
{
    const auto& forms = GetRoundUplinkForms();
    return std::any_of(forms.begin(), forms.end(), [&](RoundUplinkForm form) {
        return TakesRounds(planner, part, form);
    });
}

std::string
ListTakers(RoundPart part, RoundUplinkForm form)
{
    std::string list;
    for (const std::string& name : ListRoundPlanners())
    {
        if (TakesRounds(TypeId::LookupByName(name), part, form))
        {
            list += (list.empty() ? "" : ", ") + GetBareName(name);
        }
    }
    return list;
}

std::string
DescribeForm(RoundUplinkForm form)
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

std::string
ExplainForms(TypeId planner, RoundPart part)
{
    std::string list;
    for (const RoundUplinkForm form : GetRoundUplinkForms())
    {
        if (TakesRounds(planner, part, form))
        {
            list += (list.empty() ? "" : "; or ") + DescribeForm(form);
        }
    }
    return list;
}

} // namespace edgeai
} // namespace ns3
