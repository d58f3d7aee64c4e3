/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "chain-segments.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

ChainSegments::ChainSegments(const ChainProblem& problem)
    : m_problem(problem),
      m_sums(problem.GetOptionCount()),
      m_activations(1, 0.0)
{
    const auto count = static_cast<uint32_t>(problem.layers.size());
    for (const ChainLayer& layer : problem.layers)
    {
        m_activations.push_back(m_activations.back() +
                                layer.activationPasses * (layer.inputBytes + layer.outputBytes));
    }
    for (uint32_t v = 0; v < m_sums.size(); ++v)
    {
        Sums& sums = m_sums[v];
        sums.flop.push_back(0);
        sums.weights.push_back(0);
        sums.loss.push_back(0);
        for (uint32_t l = 0; l < count; ++l)
        {
            const ChainOption& option = problem.GetOption(l, v);
            sums.flop.push_back(sums.flop.back() + option.flop);
            sums.weights.push_back(sums.weights.back() + option.weightBytes);
            sums.loss.push_back(sums.loss.back() + option.accuracyLoss);
        }
    }
    for (const ChainDevice& device : problem.devices)
    {
        m_times.emplace_back(device.layerTimes.empty() ? 0 : m_sums.size());
        for (uint32_t v = 0; v < m_times.back().size(); ++v)
        {
            Times& times = m_times.back()[v];
            times.seconds.push_back(0);
            times.missing.push_back(0);
            for (const std::vector<double>& layer : device.layerTimes)
            {
                const double time = layer.size() == 1 ? layer.front() : layer.at(v);
                const bool missing = std::isnan(time);
                times.seconds.push_back(times.seconds.back() + (missing ? 0 : time));
                times.missing.push_back(times.missing.back() + (missing ? 1 : 0));
            }
        }
    }
    m_largestPairs.assign((count + 1) * (count + 1), 0.0);
    for (uint32_t from = 0; from < count; ++from)
    {
        double largest = 0;
        for (uint32_t to = from + 1; to <= count; ++to)
        {
            const ChainLayer& layer = problem.layers[to - 1];
            largest = std::max(largest, layer.inputBytes + layer.outputBytes);
            m_largestPairs[from * (count + 1) + to] = largest;
        }
    }
}

const ChainProblem&
ChainSegments::GetProblem() const
{
    return m_problem;
}

double
ChainSegments::GetFlop(uint32_t from, uint32_t to, uint32_t option) const
{
    return m_sums[option].flop[to] - m_sums[option].flop[from];
}

double
ChainSegments::GetTraffic(uint32_t from, uint32_t to, uint32_t option) const
{
    return m_sums[option].weights[to] - m_sums[option].weights[from] + m_activations[to] -
           m_activations[from];
}

double
ChainSegments::GetMemory(uint32_t from, uint32_t to, uint32_t option) const
{
    return m_sums[option].weights[to] - m_sums[option].weights[from] +
           m_largestPairs[from * (m_problem.layers.size() + 1) + to];
}

double
ChainSegments::GetLoss(uint32_t from, uint32_t to, uint32_t option) const
{
    return m_sums[option].loss[to] - m_sums[option].loss[from];
}

bool
ChainSegments::Fits(uint32_t device, uint32_t from, uint32_t to, uint32_t option) const
{
    const double memory = m_problem.devices[device].memoryBytes;
    // Differences of sums round, and a network may be meant to fill the memory exactly.
    return memory == 0 || GetMemory(from, to, option) <= memory * (1 + 1e-12);
}

double
ChainSegments::GetComputeTime(uint32_t device, uint32_t from, uint32_t to, uint32_t option) const
{
    if (from == to)
    {
        return 0;
    }
    const ChainDevice& who = m_problem.devices[device];
    if (!m_times[device].empty())
    {
        return who.fixedTime + GetMeasuredTime(device, from, to, option);
    }
    return who.fixedTime + std::max(GetFlop(from, to, option) / who.peakFlops,
                                    GetTraffic(from, to, option) / who.memoryBandwidth);
}

double
ChainSegments::GetMeasuredTime(uint32_t device, uint32_t from, uint32_t to, uint32_t option) const
{
    if (m_times[device].empty())
    {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const Times& times = m_times[device][option];
    return times.missing[to] > times.missing[from] ? std::numeric_limits<double>::infinity()
                                                   : times.seconds[to] - times.seconds[from];
}

double
ChainSegments::GetLinkTime(uint32_t link, uint32_t cut) const
{
    return 8 * m_problem.GetSentBytes(cut) / m_problem.linkRates[link];
}

ChainStage
ChainSegments::MakeStage(uint32_t device, uint32_t from, uint32_t to, uint32_t option) const
{
    ChainStage stage;
    stage.device = device;
    stage.firstLayer = from;
    stage.endLayer = to;
    if (from == to)
    {
        return stage;
    }
    stage.option = option;
    stage.trafficBytes = GetTraffic(from, to, option);
    stage.weightBytes = m_sums[option].weights[to] - m_sums[option].weights[from];
    stage.memoryBytes = GetMemory(from, to, option);
    stage.accuracyLoss = GetLoss(from, to, option);
    // Layers that move nothing are never bound by the memory; layers without work always are.
    const double flop = GetFlop(from, to, option);
    const double reached = flop / m_problem.devices[device].GetRidge();
    stage.intensity = stage.trafficBytes > 0 ? flop / stage.trafficBytes : 0;
    stage.efficiency = reached < stage.trafficBytes ? reached / stage.trafficBytes : 1;
    return stage;
}

} // namespace edgeai
} // namespace ns3
