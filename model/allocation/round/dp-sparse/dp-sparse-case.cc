/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dp-sparse-case.h"

#include "allocation/numeric/infinite.h"
#include "dp-sparse-progress.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Rates where every channel is a slot of an equal share.
double
GetSlotRate(const RoundUplink& uplink, const RoundWorker& worker, double share)
{
    switch (uplink.form)
    {
    case RoundUplinkForm::BAND:
        return worker.efficiency * share;
    case RoundUplinkForm::BAND_POWER:
        return share * std::log1p(worker.snrBand / share) / M_LN2;
    default:
        return worker.rate;
    }
}

} // namespace

double
DpSparseCase::GetEnd(std::size_t i, std::size_t j, double fraction) const
{
    const double rate = GetRate(i, j);
    return rate > 0 ? clients[i].computeTime + GetBits(fraction) / rate : INFINITE;
}

double
DpSparseCase::GetCap(std::size_t i, std::size_t j, double delay) const
{
    return ((delay - clients[i].computeTime) * GetRate(i, j) - headerBits) / modelBits;
}

void
DpSparseCase::SetOptima()
{
    for (DpSparseClient& client : clients)
    {
        client.optimum = GetDpSparseOptimum(gain, client.penalty, fractionMin);
    }
}

std::vector<std::size_t>
DpSparseCase::ListEligible() const
{
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < clients.size(); ++i)
    {
        if (clients[i].eligible)
        {
            numbers.push_back(i);
        }
    }
    return numbers;
}

std::size_t
CountDpSparseChannels(const RoundProblem& problem)
{
    if (problem.uplink.form == RoundUplinkForm::SUBCHANNELS)
    {
        return problem.uplink.subchannels;
    }
    const std::size_t workers = problem.workers.size();
    return problem.sparsity.slots == 0 ? workers
                                       : std::min<std::size_t>(problem.sparsity.slots, workers);
}

DpSparseCase
MakeDpSparseCase(const RoundProblem& problem, double tradeoff)
{
    const RoundSparsity& sparsity = problem.sparsity;
    const RoundUplink& uplink = problem.uplink;
    const bool powers = uplink.form == RoundUplinkForm::SUBCHANNELS;
    DpSparseCase made;
    made.channels = CountDpSparseChannels(problem);
    made.modelBits = sparsity.bitsPerParameter * sparsity.parameters;
    made.headerBits = sparsity.headerBits;
    made.fractionMin = sparsity.fractionMin;
    made.gain = sparsity.gain;
    made.weight = tradeoff * sparsity.weight;
    made.delayQueue = sparsity.delayQueue;
    made.delayMean = sparsity.delayMean;
    made.width = powers ? uplink.subchannelWidth : 0;
    const double share = uplink.bandwidth / static_cast<double>(made.channels);
    for (std::size_t k = 0; k < problem.workers.size(); ++k)
    {
        const RoundWorker& worker = problem.workers[k];
        const RoundSparseWorker& state = sparsity.workers[k];
        DpSparseClient client;
        client.eligible = !state.exhausted;
        client.computeTime = worker.startTime + worker.offset + sparsity.flop / worker.flops;
        client.penalty = state.penalty;
        client.queue = state.participationQueue;
        client.energyQueue = state.energyQueue;
        client.computeEnergy = sparsity.flop * worker.energyPerFlop;
        client.powerMax = powers ? worker.powerMax : 0;
        made.clients.push_back(client);
        for (std::size_t j = 0; j < made.channels; ++j)
        {
            if (!powers)
            {
                made.rates.push_back(GetSlotRate(uplink, worker, share));
                continue;
            }
            const double snr = problem.GetSnrPerWatt(k, j);
            made.unitPowers.push_back(snr > 0 ? 1 / snr : INFINITE);
            made.rates.push_back(made.width * std::log1p(worker.powerMax * snr) / M_LN2);
        }
    }
    made.SetOptima();
    return made;
}

} // namespace edgeai
} // namespace ns3
