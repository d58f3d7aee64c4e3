/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dp-sparse-search.h"

#include "allocation/numeric/assignment.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Ends of all pairs with s_min and with s_opt, ascending.
std::vector<double>
ListEnds(const DpSparseCase& problem)
{
    std::vector<double> ends;
    for (const std::size_t i : problem.ListEligible())
    {
        for (std::size_t j = 0; j < problem.channels; ++j)
        {
            for (const double fraction : {problem.fractionMin, problem.clients[i].optimum})
            {
                const double end = problem.GetEnd(i, j, fraction);
                if (std::isfinite(end))
                {
                    ends.push_back(end);
                }
            }
        }
    }
    std::sort(ends.begin(), ends.end());
    return ends;
}

/// @returns the value below which a share of all lie, between two of them in proportion
double
GetQuantile(const std::vector<double>& sorted, double share)
{
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// @returns clients and channels of a matching, by turns
std::vector<std::size_t>
ListNumbers(const std::vector<DpSparsePair>& pairs)
{
    std::vector<std::size_t> numbers;
    for (const DpSparsePair& pair : pairs)
    {
        numbers.insert(numbers.end(), {pair.client, pair.channel});
    }
    return numbers;
}

/// Every way to give the channels from one on to clients that have none.
void
Enumerate(const DpSparseLaw& law,
          std::size_t channel,
          std::vector<DpSparsePair>& pairs,
          std::vector<bool>& taken,
          DpSparseSolution& best)
{
    const DpSparseCase& problem = law.GetCase();
    if (channel == problem.channels)
    {
        if (pairs.empty())
        {
            return;
        }
        DpSparseSolution solution = EvaluateDpSparse(law, pairs, law.FindDelay(pairs));
        ++best.evaluations;
        if (solution.value > best.value)
        {
            solution.evaluations = best.evaluations;
            best = std::move(solution);
        }
        return;
    }
    Enumerate(law, channel + 1, pairs, taken, best);
    for (std::size_t i = 0; i < problem.clients.size(); ++i)
    {
        if (taken[i] || !problem.clients[i].eligible ||
            !std::isfinite(problem.GetEnd(i, channel, problem.fractionMin)))
        {
            continue;
        }
        taken[i] = true;
        pairs.push_back({i, channel, 0, 0});
        Enumerate(law, channel + 1, pairs, taken, best);
        pairs.pop_back();
        taken[i] = false;
    }
}

} // namespace

DpSparseSolution
EvaluateDpSparse(const DpSparseLaw& law, std::vector<DpSparsePair> pairs, double delay)
{
    std::sort(pairs.begin(), pairs.end(), [](const DpSparsePair& a, const DpSparsePair& b) {
        return a.client < b.client;
    });
    DpSparseSolution solution;
    solution.delay = delay;
    solution.value = -law.GetCase().delayQueue * delay;
    for (DpSparsePair& pair : pairs)
    {
        solution.value += law.Fill(pair, delay);
    }
    solution.pairs = std::move(pairs);
    return solution;
}

std::vector<DpSparsePair>
MatchDpSparse(const DpSparseLaw& law, double delay)
{
    const DpSparseCase& problem = law.GetCase();
    const std::vector<std::size_t> clients = problem.ListEligible();
    const std::size_t channels = problem.channels;
    // The assignment problem has no more rows than columns.
    const bool byChannel = channels <= clients.size();
    const std::size_t rows = byChannel ? channels : clients.size();
    const std::size_t columns = byChannel ? clients.size() : channels;
    std::vector<double> costs(rows * columns);
    for (std::size_t i = 0; i < clients.size(); ++i)
    {
        for (std::size_t j = 0; j < channels; ++j)
        {
            DpSparsePair pair{clients[i], j, 0, 0};
            costs[byChannel ? j * columns + i : i * columns + j] =
                -std::max(0.0, law.Fill(pair, delay));
        }
    }
    const Assignment assignment = AssignRows(costs, rows, columns);
    std::vector<DpSparsePair> pairs;
    for (std::size_t row = 0; row < rows; ++row)
    {
        const std::size_t column = assignment.columns[row];
        if (costs[row * columns + column] < 0)
        {
            pairs.push_back({clients[byChannel ? column : row], byChannel ? row : column, 0, 0});
        }
    }
    return pairs;
}

DpSparseSolution
SearchDpSparse(const DpSparseLaw& law, const DpSparseSearchOptions& options)
{
    DpSparseSolution best;
    const std::vector<double> ends = ListEnds(law.GetCase());
    if (ends.empty())
    {
        return best;
    }
    uint32_t matchings = 0;
    uint32_t evaluations = 0;
    bool limited = false;
    std::set<std::vector<std::size_t>> seen; // what follows from a matching was looked at before
    for (uint32_t start = 0; start < options.starts; ++start)
    {
        const double share = options.starts > 1 ? double(start) / (options.starts - 1) : 1;
        double delay = GetQuantile(ends, share);
        for (uint32_t turn = 0;; ++turn)
        {
            std::vector<DpSparsePair> pairs = MatchDpSparse(law, delay);
            ++matchings;
            // The same matching has the same D: it is unchanged, or what follows is known.
            if (pairs.empty() || !seen.insert(ListNumbers(pairs)).second)
            {
                break;
            }
            if (turn == options.iterations)
            {
                limited = true;
                break;
            }
            delay = law.FindDelay(pairs);
            ++evaluations;
            DpSparseSolution solution = EvaluateDpSparse(law, std::move(pairs), delay);
            if (solution.value > best.value)
            {
                best = std::move(solution);
            }
        }
    }
    best.iterations = matchings;
    best.evaluations = evaluations;
    best.limited = limited;
    return best;
}

DpSparseSolution
EnumerateDpSparse(const DpSparseLaw& law)
{
    DpSparseSolution best;
    std::vector<DpSparsePair> pairs;
    std::vector<bool> taken(law.GetCase().clients.size(), false);
    Enumerate(law, 0, pairs, taken, best);
    best.iterations = 1;
    return best;
}

} // namespace edgeai
} // namespace ns3
