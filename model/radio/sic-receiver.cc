/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "sic-receiver.h"

#include <algorithm>
#include <numeric>
#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

SicReceiver::SicReceiver(const Options& options)
    : m_options(options)
{
    if (!(options.residual >= 0 && options.residual <= 1))
    {
        std::ostringstream wrong;
        wrong << "SicReceiver: residual is " << options.residual << ", must be in [0, 1]";
        throw std::invalid_argument(wrong.str());
    }
}

std::vector<std::size_t>
SicReceiver::Order(const std::vector<SicSignal>& signals)
{
    std::vector<double> loudness(signals.size());
    for (std::size_t i = 0; i < signals.size(); ++i)
    {
        const auto& power = signals[i].power;
        loudness[i] = power.empty() ? 0.0
                                    : std::accumulate(power.begin(), power.end(), 0.0) /
                                          static_cast<double>(power.size());
    }
    std::vector<std::size_t> order(signals.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const uint32_t first = signals[a].position;
        const uint32_t second = signals[b].position;
        if ((first == 0) != (second == 0))
        {
            return first != 0;
        }
        if (first != second)
        {
            return first < second;
        }
        if (loudness[a] != loudness[b])
        {
            return loudness[a] > loudness[b];
        }
        return signals[a].user < signals[b].user;
    });
    return order;
}

std::vector<SicOutcome>
SicReceiver::ReceiveAll(const std::vector<SicSignal>& signals,
                        const std::vector<InterferenceChunk>& chunks,
                        const Decide& decide,
                        const Fold& fold) const
{
    return Run(Order(signals),
               std::vector<bool>(signals.size(), true),
               signals,
               chunks,
               decide,
               fold);
}

std::vector<SicOutcome>
SicReceiver::ReceiveOne(std::size_t wanted,
                        const std::vector<SicSignal>& signals,
                        const std::vector<InterferenceChunk>& chunks,
                        const Decide& decide,
                        const Fold& fold) const
{
    const std::vector<std::size_t> order = Order(signals);
    std::vector<bool> attempt(signals.size(), false);
    // Backwards from the wanted signal: an earlier one matters if it lies where one that matters
    // and comes after it lies. Without cancellation nobody else's signal is worth decoding.
    std::vector<bool> covered(chunks.front().power.size(), false);
    bool reached = false;
    for (auto i = order.rbegin(); i != order.rend(); ++i)
    {
        reached = reached || *i == wanted;
        if (!reached)
        {
            continue;
        }
        const auto& subchannels = *signals[*i].subchannels;
        attempt[*i] = *i == wanted ||
                      (m_options.cancel && std::any_of(subchannels.begin(),
                                                       subchannels.end(),
                                                       [&](uint32_t m) { return covered[m]; }));
        if (attempt[*i])
        {
            for (uint32_t m : subchannels)
            {
                covered[m] = true;
            }
        }
    }
    return Run(order, attempt, signals, chunks, decide, fold);
}

std::vector<SicOutcome>
SicReceiver::Run(const std::vector<std::size_t>& order,
                 const std::vector<bool>& attempt,
                 const std::vector<SicSignal>& signals,
                 const std::vector<InterferenceChunk>& chunks,
                 const Decide& decide,
                 const Fold& fold) const
{
    const std::size_t width = chunks.front().power.size();
    std::vector<SicOutcome> outcomes(signals.size());

    // What comes later in the order, per signal and subchannel; kept where the SINRs will stand.
    std::vector<double> sum(width, 0.0);
    for (auto i = order.rbegin(); i != order.rend(); ++i)
    {
        const SicSignal& signal = signals[*i];
        SicOutcome& outcome = outcomes[*i];
        outcome.sinr.resize(signal.power.size());
        for (std::size_t j = 0; j < signal.power.size(); ++j)
        {
            const uint32_t m = (*signal.subchannels)[j];
            outcome.sinr[j] = sum[m];
            sum[m] += signal.power[j];
        }
    }

    // What earlier signals leave behind, and how many of them failed.
    std::vector<double> left(width, 0.0);
    std::vector<std::vector<std::size_t>> failed;
    std::vector<double> pieces(chunks.size());
    std::vector<double> shares;
    for (const InterferenceChunk& chunk : chunks)
    {
        shares.push_back(chunk.share);
    }
    uint32_t position = 0;
    for (std::size_t i : order)
    {
        const SicSignal& signal = signals[i];
        SicOutcome& outcome = outcomes[i];
        ++position;
        if (!attempt[i])
        {
            outcome.sinr.clear();
            // Nobody removes it, so it stays in the way of those after it.
            for (std::size_t j = 0; j < signal.power.size(); ++j)
            {
                left[(*signal.subchannels)[j]] += signal.power[j];
            }
            continue;
        }
        std::vector<std::size_t> victims;
        for (std::size_t j = 0; j < signal.power.size(); ++j)
        {
            const uint32_t m = (*signal.subchannels)[j];
            const double others = outcome.sinr[j] + left[m];
            if (chunks.size() == 1)
            {
                outcome.sinr[j] = signal.power[j] / (chunks.front().power[m] + others);
            }
            else
            {
                for (std::size_t c = 0; c < chunks.size(); ++c)
                {
                    pieces[c] = signal.power[j] / (chunks[c].power[m] + others);
                }
                outcome.sinr[j] = fold(pieces, shares);
            }
            if (!failed.empty())
            {
                victims.insert(victims.end(), failed[m].begin(), failed[m].end());
            }
        }
        std::sort(victims.begin(), victims.end());
        outcome.uncancelled = std::unique(victims.begin(), victims.end()) - victims.begin();
        outcome.attempted = true;
        outcome.position = position;
        outcome.decoded = decide(i, outcome.sinr);
        const bool removed = m_options.cancel && outcome.decoded;
        for (std::size_t j = 0; j < signal.power.size(); ++j)
        {
            const uint32_t m = (*signal.subchannels)[j];
            left[m] += (removed ? m_options.residual : 1.0) * signal.power[j];
            if (m_options.cancel && !outcome.decoded)
            {
                failed.resize(width);
                failed[m].push_back(i);
            }
        }
    }
    return outcomes;
}

} // namespace edgeai
} // namespace ns3
