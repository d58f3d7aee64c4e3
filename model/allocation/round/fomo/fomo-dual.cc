/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fomo-dual.h"

#include "allocation/numeric/assignment.h"
#include "allocation/numeric/simplex-projection.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns sum of the weights of those who are involved
double
SumInvolved(const std::vector<char>& involved, const std::vector<double>& weights)
{
    double sum = 0;
    for (std::size_t k = 0; k < weights.size(); ++k)
    {
        sum += involved[k] ? weights[k] : 0;
    }
    return sum;
}

/// @returns who has the count smallest of 2 s u / B - mu, of equal ones the first
std::vector<char>
PickSmallest(const std::vector<double>& weights,
             const std::vector<double>& prices,
             double scale,
             std::size_t count)
{
    std::vector<std::pair<double, std::size_t>> slopes;
    for (std::size_t k = 0; k < weights.size(); ++k)
    {
        slopes.emplace_back(scale * weights[k] - prices[k], k);
    }
    std::nth_element(slopes.begin(),
                     slopes.begin() + static_cast<std::ptrdiff_t>(count - 1),
                     slopes.end());
    std::vector<char> involved(weights.size(), false);
    for (std::size_t i = 0; i < count; ++i)
    {
        involved[slopes[i].second] = true;
    }
    return involved;
}

/// The multipliers, and one step of the ascent.
class FomoDualAscent
{
  public:
    FomoDualAscent(const FomoCase& problem, const FomoDualOptions& options)
        : m_problem(problem),
          m_options(options),
          m_latencyPrices(problem.compute.workers, 1. / problem.compute.workers),
          m_involvementPrices(problem.compute.workers, 0)
    {
        for (const FomoBlock& block : problem.blocks)
        {
            m_bits += block.bits / problem.blocks.size();
        }
    }

    /// @returns the block part: the matching of the least sum of prices
    Assignment ChooseBlocks() const
    {
        const FomoTable& compute = m_problem.compute;
        std::vector<double> costs(compute.values.size());
        for (std::size_t j = 0; j < compute.blocks; ++j)
        {
            for (std::size_t k = 0; k < compute.workers; ++k)
            {
                const double time = compute.Get(k, j);
                costs[j * compute.workers + k] =
                    std::isfinite(time) ? m_latencyPrices[k] * time + m_involvementPrices[k] : time;
            }
        }
        return AssignRows(costs, compute.blocks, compute.workers);
    }

    /// @param [in] blocks the block part  @param [in] iteration from 0
    /// @param [in] cap of latencies [s]
    void Step(const Assignment& blocks, uint32_t iteration, double cap)
    {
        const std::size_t workers = m_latencyPrices.size();
        std::vector<double> perBand(workers); // S / r: upload time times band [Hz s]
        std::vector<double> weights(workers);
        for (std::size_t k = 0; k < workers; ++k)
        {
            perBand[k] = m_bits / m_problem.uplink.GetRate(k, 1);
            weights[k] = std::sqrt(m_latencyPrices[k] * perBand[k]);
        }
        const double bandwidth = m_problem.uplink.GetBandwidth();
        const std::vector<char> involved =
            ChooseFomoInvolved(weights, m_involvementPrices, bandwidth, blocks.columns.size());
        const double sum = SumInvolved(involved, weights);

        std::vector<double> latencies(workers, 0);
        std::vector<double> balance(workers, 0); // blocks given minus involvement
        for (std::size_t j = 0; j < blocks.columns.size(); ++j)
        {
            latencies[blocks.columns[j]] = m_problem.compute.Get(blocks.columns[j], j);
            balance[blocks.columns[j]] = 1;
        }
        for (std::size_t k = 0; k < workers; ++k)
        {
            if (involved[k])
            {
                // A worker of no weight is given no band and would never end.
                const double band = weights[k] > 0 ? bandwidth * weights[k] / sum : 0;
                latencies[k] += band > 0 ? perBand[k] / band : cap;
                balance[k] -= 1;
            }
            latencies[k] = std::min(latencies[k], cap);
        }
        const double mean = std::accumulate(latencies.begin(), latencies.end(), 0.0) / workers;
        const double most = *std::max_element(latencies.begin(), latencies.end());
        const double length = m_options.step / std::sqrt(1. + iteration);
        for (std::size_t k = 0; k < workers; ++k)
        {
            m_latencyPrices[k] += length * (latencies[k] - mean) / (workers * most);
            m_involvementPrices[k] += length * balance[k] * most / workers;
        }
        ProjectOntoSimplex(m_latencyPrices.data(), workers);
    }

  private:
    const FomoCase& m_problem;
    const FomoDualOptions& m_options;
    std::vector<double> m_latencyPrices;     ///< lambda
    std::vector<double> m_involvementPrices; ///< mu [s]
    double m_bits{0};                        ///< of a block, in the mean [bit]
};

} // namespace

std::vector<char>
ChooseFomoInvolved(const std::vector<double>& weights,
                   const std::vector<double>& prices,
                   double bandwidth,
                   std::size_t count)
{
    constexpr int HALVINGS = 60;
    double low = 0;
    double high = std::accumulate(weights.begin(), weights.end(), 0.0);
    const auto pick = [&](double guess) {
        return PickSmallest(weights, prices, 2 * guess / bandwidth, count);
    };
    for (int i = 0; i < HALVINGS; ++i)
    {
        const double middle = low + (high - low) / 2;
        // The more the sum is guessed, the more weights count and the smaller is what is picked.
        (SumInvolved(pick(middle), weights) > middle ? low : high) = middle;
    }
    const auto value = [&](const std::vector<char>& involved) {
        const double sum = SumInvolved(involved, weights);
        return sum * sum / bandwidth - SumInvolved(involved, prices);
    };
    std::vector<char> first = pick(low);
    std::vector<char> last = pick(high);
    return value(last) < value(first) ? last : first;
}

FomoSolution
AscendFomoDual(const FomoCase& problem, const FomoDualOptions& options)
{
    FomoSolution best;
    FomoDualAscent ascent(problem, options);
    uint32_t unchanged = 0;
    uint32_t iteration = 0;
    double cap = 0;
    for (; iteration < options.iterations && unchanged < options.patience; ++iteration)
    {
        const Assignment blocks = ascent.ChooseBlocks();
        if (!blocks.found)
        {
            best.reason = ExplainFomoShortage(problem.blocks, problem.compute);
            return best;
        }
        FomoSolution next = DivideAmong(problem, blocks.columns);
        // The definition has 1e3 s, of rounds of a second; a multiple does not depend on the scale.
        cap = iteration == 0 ? options.latencyCap * next.division.time : cap;
        ++unchanged;
        if (best.workers.empty() || next.division.time < best.division.time)
        {
            best = std::move(next);
            unchanged = 0;
        }
        ascent.Step(blocks, iteration, cap);
    }
    best.iterations = iteration;
    best.evaluations = iteration;
    best.residual = 0;
    best.limited = unchanged < options.patience;
    return best;
}

} // namespace edgeai
} // namespace ns3
