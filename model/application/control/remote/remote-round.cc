/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "remote-round.h"

#include "allocation/round/fedqvr/fedqvr-law.h"
#include "allocation/round/fomo/fomo-costs.h"
#include "remote-check.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

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

/// The rate of a worker over what it has of the uplink.
/// @throws std::invalid_argument if it has more than there is
void
CompleteRate(const RoundProblem& problem, std::size_t k, const std::string& name, RoundShare& share)
{
    const RoundUplink& uplink = problem.uplink;
    const RoundWorker& worker = problem.workers[k];
    switch (uplink.form)
    {
    case RoundUplinkForm::SUBCHANNELS: {
        RequireSize(name + "powers", share.powers.size(), share.subchannels.size(), "subchannels");
        const double power = std::accumulate(share.powers.begin(), share.powers.end(), 0.0);
        RequireWithin("the sum of " + name + "powers", power, 0, worker.powerMax, " W");
        share.rate = 0;
        for (std::size_t i = 0; i < share.subchannels.size(); ++i)
        {
            RequireWithin(name + "subchannels",
                          share.subchannels[i],
                          0,
                          uplink.subchannels - 1,
                          "");
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
            RequireWithin(name + "power", share.power, 0, worker.powerMax, " W");
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
    std::set<uint32_t> owned;
    double given = 0;
    double parameters = 0;
    bool somebody = false;
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        RoundShare& share = plan.workers[k];
        const std::string name = "worker[" + std::to_string(k) + "].";
        if (!share.involved)
        {
            share = RoundShare();
            continue;
        }
        CompleteLoad(problem, k, name, share);
        CompleteRate(problem, k, name, share);
        somebody = true;
        given += share.bandwidth;
        parameters += share.parameters;
        for (const uint32_t subchannel : share.subchannels)
        {
            if (!owned.insert(subchannel).second)
            {
                throw std::invalid_argument(name + "subchannels has " + std::to_string(subchannel) +
                                            ", which is another worker's; allowed is one owner");
            }
        }
    }
    if (!somebody)
    {
        throw std::invalid_argument("worker has nobody who is involved; allowed is at least one");
    }
    if (problem.uplink.form == RoundUplinkForm::BAND ||
        problem.uplink.form == RoundUplinkForm::BAND_POWER)
    {
        RequireWithin("the sum of bandwidth", given, 0, problem.uplink.bandwidth, " Hz");
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
