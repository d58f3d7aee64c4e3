/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "partel-radio.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace ns3
{
namespace edgeai
{

std::vector<PartelWorker>
GetPartelWorkers(const RoundProblem& problem)
{
    std::vector<PartelWorker> workers(problem.workers.size());
    for (std::size_t k = 0; k < workers.size(); ++k)
    {
        const RoundWorker& from = problem.workers[k];
        workers[k].timePerParameter = problem.GetTimePerParameter(k);
        workers[k].offset = problem.GetOffset(k);
        workers[k].powerMax =
            problem.uplink.form == RoundUplinkForm::SUBCHANNELS ? from.powerMax : 0;
        workers[k].energyPerParameter = problem.division.flopPerParameter * from.energyPerFlop;
        workers[k].budget =
            from.energyMax > 0
                ? std::max(from.energyMax - problem.division.fixedFlop * from.energyPerFlop, 0.)
                : std::numeric_limits<double>::infinity();
    }
    return workers;
}

std::vector<double>
GetOffsets(const std::vector<PartelWorker>& workers)
{
    std::vector<double> offsets;
    for (const PartelWorker& worker : workers)
    {
        offsets.push_back(worker.offset);
    }
    return offsets;
}

PartelRadio::PartelRadio(const RoundProblem& problem)
    : subchannels(problem.uplink.subchannels),
      width(problem.uplink.subchannelWidth),
      bits(problem.division.bitsPerParameter),
      parameters(problem.division.parameters),
      workers(GetPartelWorkers(problem)),
      snr(workers.size() * subchannels),
      order(snr.size()),
      rank(snr.size()),
      useful(workers.size())
{
    for (std::size_t k = 0; k < workers.size(); ++k)
    {
        double* row = snr.data() + k * subchannels;
        uint32_t* first = order.data() + k * subchannels;
        for (std::size_t n = 0; n < subchannels; ++n)
        {
            row[n] = problem.GetSnrPerWatt(k, n);
            useful[k] += row[n] > 0 ? 1 : 0;
        }
        std::iota(first, first + subchannels, 0);
        std::stable_sort(first, first + subchannels, [row](uint32_t a, uint32_t b) {
            return row[a] > row[b];
        });
        for (std::size_t i = 0; i < subchannels; ++i)
        {
            rank[k * subchannels + first[i]] = static_cast<uint32_t>(i);
        }
    }
}

bool
PartelRadio::IsUseful() const
{
    return std::any_of(useful.begin(), useful.end(), [](uint32_t count) { return count > 0; });
}

} // namespace edgeai
} // namespace ns3
