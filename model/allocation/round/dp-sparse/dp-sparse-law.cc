/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dp-sparse-law.h"

#include "allocation/numeric/infinite.h"
#include "allocation/numeric/root-finding.h"
#include "allocation/numeric/unimodal-search.h"
#include "dp-sparse-progress.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// A client whose fraction still grows with D.
struct Active
{
    double end;   ///< instant from which it does not any more [s]
    double start; ///< Tc + o / r [s]
    double speed; ///< k, fraction per second [1/s]
    double penalty;
};

} // namespace

double
DpSparseLaw::GetLeastDelay(const std::vector<DpSparsePair>& pairs) const
{
    double least = 0;
    for (const DpSparsePair& pair : pairs)
    {
        least = std::max(least, m_problem.GetEnd(pair.client, pair.channel, m_problem.fractionMin));
    }
    return least;
}

double
DpSparseLaw::GetLastDelay(const std::vector<DpSparsePair>& pairs) const
{
    double last = 0;
    for (const DpSparsePair& pair : pairs)
    {
        const double optimum = m_problem.clients[pair.client].optimum;
        last = std::max(last, m_problem.GetEnd(pair.client, pair.channel, optimum));
    }
    return last;
}

double
DpSparseFullPower::Fill(DpSparsePair& pair, double delay) const
{
    const DpSparseClient& client = m_problem.clients[pair.client];
    pair.power = client.powerMax;
    // Instants and fractions are each other's image, up to rounding: who sends exactly until D
    // keeps at least s_min.
    if (m_problem.GetEnd(pair.client, pair.channel, m_problem.fractionMin) > delay)
    {
        return -INFINITE;
    }
    pair.fraction =
        std::max(m_problem.fractionMin,
                 std::min(client.optimum, m_problem.GetCap(pair.client, pair.channel, delay)));
    return m_problem.weight * GetDpSparseProgress(m_problem.gain, client.penalty, pair.fraction) -
           client.queue;
}

double
DpSparseFullPower::FindDelay(const std::vector<DpSparsePair>& pairs) const
{
    std::vector<Active> active;
    for (const DpSparsePair& pair : pairs)
    {
        const DpSparseClient& client = m_problem.clients[pair.client];
        const double rate = m_problem.GetRate(pair.client, pair.channel);
        active.push_back({m_problem.GetEnd(pair.client, pair.channel, client.optimum),
                          client.computeTime + m_problem.headerBits / rate,
                          rate / m_problem.modelBits,
                          client.penalty});
    }
    std::stable_sort(active.begin(), active.end(), [](const Active& a, const Active& b) {
        return a.end < b.end;
    });
    double left = GetLeastDelay(pairs);
    for (std::size_t first = 0; first < active.size(); ++first)
    {
        const double right = active[first].end;
        if (right <= left)
        {
            continue; // it sends s_opt already
        }
        // Between break points the slope is rise - fall D.
        double rise = -m_problem.delayQueue;
        double fall = 0;
        for (std::size_t i = first; i < active.size(); ++i)
        {
            const Active& one = active[i];
            rise += m_problem.weight * one.speed *
                    (m_problem.gain + 2 * one.penalty * one.speed * one.start);
            fall += 2 * m_problem.weight * one.penalty * one.speed * one.speed;
        }
        if (rise - fall * left <= 0)
        {
            return left;
        }
        if (rise - fall * right < 0)
        {
            return std::clamp(rise / fall, left, right);
        }
        left = right;
    }
    return left;
}

DpSparseJustInTime::DpSparseJustInTime(const DpSparseCase& problem, double delayMax)
    : DpSparseLaw(problem),
      m_delayMax(delayMax)
{
}

double
DpSparseJustInTime::Fill(DpSparsePair& pair, double delay) const
{
    const DpSparseClient& client = m_problem.clients[pair.client];
    if (m_problem.GetEnd(pair.client, pair.channel, m_problem.fractionMin) > delay)
    {
        return -INFINITE;
    }
    const double time = delay - client.computeTime;
    const double unit = m_problem.GetUnitPower(pair.client, pair.channel);
    const double carried = m_problem.width * time; // per unit of spectral efficiency [bit]
    const double cap =
        std::max(m_problem.fractionMin,
                 std::min(client.optimum, m_problem.GetCap(pair.client, pair.channel, delay)));
    // What a little more would bring, less what its energy costs: falls with s.
    const auto slope = [&](double s) {
        return m_problem.weight * (m_problem.gain - 2 * client.penalty * s) -
               client.energyQueue * unit / m_problem.width * m_problem.modelBits * M_LN2 *
                   std::exp2(m_problem.GetBits(s) / carried);
    };
    const double fraction =
        LargestTrue([&](double s) { return slope(s) >= 0; }, m_problem.fractionMin, cap);
    pair.fraction = std::isnan(fraction) ? m_problem.fractionMin : fraction;
    pair.power = std::min(client.powerMax,
                          unit * std::expm1(m_problem.GetBits(pair.fraction) / carried * M_LN2));
    return m_problem.weight * GetDpSparseProgress(m_problem.gain, client.penalty, pair.fraction) -
           client.queue - client.energyQueue * (client.computeEnergy + time * pair.power);
}

double
DpSparseJustInTime::FindDelay(const std::vector<DpSparsePair>& pairs) const
{
    const double least = GetLeastDelay(pairs);
    double most = GetLastDelay(pairs);
    for (const DpSparsePair& pair : pairs)
    {
        if (m_problem.clients[pair.client].energyQueue > 0)
        {
            most = std::max(most, m_delayMax);
        }
    }
    if (most <= least)
    {
        return least;
    }
    std::vector<DpSparsePair> filled = pairs;
    return MinimiseUnimodal(
               [&](double delay) {
                   double value = -m_problem.delayQueue * delay;
                   for (DpSparsePair& pair : filled)
                   {
                       value += Fill(pair, delay);
                   }
                   return -value;
               },
               least,
               most)
        .argument;
}

} // namespace edgeai
} // namespace ns3
