/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "remote-round.h"

#include "allocation/round/fedqvr/fedqvr-law.h"
#include "allocation/round/fomo/fomo-costs.h"
#include "allocation/round/round-limits.h"
#include "remote-check.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Work and bits of what a worker shall do of the part that the problem has.
/// @throws std::invalid_argument if it cannot be done
void
CompleteLoad(const RoundProblem& problem, std::size_t k, const std::string& name, RoundShare& share)
{
    const RoundWorker& worker = problem.workers[k];
    if (problem.division.parameters > 0)
    {
        RequireWithin(name + "parameters", share.parameters, 0, problem.division.parameters, "");
        SetRoundLoad(problem.division, share.parameters, share);
    }
    else if (!problem.depth.blocks.empty())
    {
        const auto most = static_cast<double>(problem.depth.blocks.size());
        RequireWithin(name + "block", share.block, 1, most, "");
        share.blocks = std::max(share.blocks, 1U);
        RequireWithin(name + "blocks", share.blocks, 1, share.block, "");
        const FomoBlock block =
            MakeFomoBlock(problem.depth, share.block - share.blocks + 1, share.block);
        share.work = block.work;
        share.bits = block.bits;
        share.memoryBytes = block.memoryBytes;
    }
    else if (problem.outage.parameters > 0)
    {
        const RoundOutage& outage = problem.outage;
        const bool plain = outage.plainBits > 0;
        RequireWithin(name + "code_bits",
                      share.codeBits,
                      plain ? 0 : outage.bitsMin,
                      plain ? 0 : outage.bitsMax,
                      " bit");
        share.steps = share.steps > 0               ? share.steps
                      : outage.workers[k].steps > 0 ? outage.workers[k].steps
                                                    : GetLocalSteps(worker.flops,
                                                                    outage.computeWindow,
                                                                    outage.flopPerStep,
                                                                    outage.stepsMax);
        share.parameters = outage.parameters;
        share.work = share.steps * outage.flopPerStep;
        share.bits = outage.GetPayload(share.codeBits);
    }
    else if (problem.sparsity.parameters > 0)
    {
        const RoundSparsity& sparsity = problem.sparsity;
        RequireWithin(name + "fraction", share.fraction, sparsity.fractionMin, 1, "");
        share.kept =
            static_cast<uint32_t>(std::max(1.0, std::round(share.fraction * sparsity.parameters)));
        share.parameters = share.kept;
        share.bits = sparsity.bitsPerParameter * share.kept + sparsity.headerBits;
        share.work = sparsity.flop;
    }
    else if (problem.update.bits > 0)
    {
        const RoundProcessor& processor = worker.processor;
        const double least = std::max(processor.clockMin, std::numeric_limits<double>::min());
        RequireWithin(name + "clock", share.clock, least, processor.clockMax, " cycle/s");
        share.work = processor.cycles * processor.flopPerCycle;
        share.bits = problem.update.bits;
    }
}

/// The rate of a worker over what it has of the uplink, which is there.
void
CompleteRate(const RoundProblem& problem, std::size_t k, RoundShare& share)
{
    const RoundUplink& uplink = problem.uplink;
    const RoundWorker& worker = problem.workers[k];
    switch (uplink.form)
    {
    case RoundUplinkForm::SUBCHANNELS: {
        share.rate = 0;
        for (std::size_t i = 0; i < share.subchannels.size(); ++i)
        {
            share.rate +=
                uplink.subchannelWidth *
                std::log1p(share.powers[i] * problem.GetSnrPerWatt(k, share.subchannels[i])) /
                M_LN2;
        }
        break;
    }
    case RoundUplinkForm::BAND:
        share.rate = worker.efficiency * share.bandwidth;
        break;
    case RoundUplinkForm::BAND_POWER:
        if (problem.outage.parameters > 0 && problem.outage.window > 0)
        {
            // An upload has its window, and is lost where the link does not carry it until then.
            share.rate = share.bits / problem.outage.window;
            share.power = share.power > 0 ? share.power : worker.powerMax;
            const double nu = worker.snrBand * share.power / worker.powerMax;
            share.outage = share.bandwidth > 0 ? GetOutage({nu, share.rate}, share.bandwidth) : 1;
            break;
        }
        share.rate = share.bandwidth > 0
                         ? share.bandwidth * std::log1p(worker.snrBand / share.bandwidth) / M_LN2
                         : 0;
        break;
    case RoundUplinkForm::RATES:
        share.rate = worker.rate;
        break;
    }
}

} // namespace

void
CompletePlan(const RoundProblem& problem, RoundPlan& plan)
{
    RequireSize("worker", plan.workers.size(), problem.workers.size(), "workers");
    for (RoundShare& share : plan.workers)
    {
        share = share.involved ? share : RoundShare();
    }
    const std::string impossible = ExplainImpossible(problem, plan, "worker");
    if (!impossible.empty())
    {
        throw std::invalid_argument(impossible);
    }
    double parameters = 0;
    bool somebody = false;
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        RoundShare& share = plan.workers[k];
        if (share.involved)
        {
            CompleteLoad(problem, k, "worker[" + std::to_string(k) + "].", share);
            CompleteRate(problem, k, share);
            parameters += share.parameters;
            somebody = true;
        }
    }
    if (!somebody)
    {
        throw std::invalid_argument("worker has nobody who is involved; allowed is at least one");
    }
    if (problem.division.parameters > 0)
    {
        RequireWithin("the sum of parameters",
                      parameters,
                      problem.division.parameters,
                      problem.division.parameters,
                      "");
    }
    plan.steps.clear();
}

} // namespace edgeai
} // namespace ns3
