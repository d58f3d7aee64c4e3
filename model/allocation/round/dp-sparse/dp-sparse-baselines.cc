/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dp-sparse-baselines.h"

#include "allocation/numeric/assignment.h"
#include "allocation/plan/planner-registry.h"
#include "dp-sparse-state.h"

#include "ns3/double.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(DpSparseSchedulePlanner);
NS_OBJECT_ENSURE_REGISTERED(DpSparseFixedPlanner);

namespace
{

/// Later than any end [s].
constexpr double NEVER = 1e100;

/// Puts the first entries in an order by lot. @param [in,out] numbers to choose from
/// @param [in] count how many  @param [in] draws one for each
void
ShuffleFirst(std::vector<std::size_t>& numbers, std::size_t count, const double* draws)
{
    for (std::size_t i = 0; i < count; ++i)
    {
        const std::size_t left = numbers.size() - i;
        const auto drawn = static_cast<std::size_t>(draws[i] * static_cast<double>(left));
        std::swap(numbers[i], numbers[i + std::min(drawn, left - 1)]);
    }
    numbers.resize(count);
}

} // namespace

TypeId
DpSparseSchedulePlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::DpSparseSchedulePlanner")
                            .SetParent<DpSparsePlannerBase>()
                            .SetGroupName("EdgeAi");
    return tid;
}

double
DpSparseSchedulePlanner::GetFraction(const DpSparseCase& problem, const DpSparsePair& pair) const
{
    const double cap = problem.GetCap(pair.client, pair.channel, problem.delayMean);
    return cap < problem.fractionMin ? 0 : std::min(cap, 1.0);
}

DpSparseSolution
DpSparseSchedulePlanner::Solve(const DpSparseCase& problem, const RoundProblem& original) const
{
    DpSparseSolution solution;
    solution.iterations = 1;
    for (DpSparsePair pair : Schedule(problem, original))
    {
        if (!(problem.GetRate(pair.client, pair.channel) > 0))
        {
            continue;
        }
        pair.fraction = GetFraction(problem, pair);
        pair.power = problem.clients[pair.client].powerMax;
        if (pair.fraction > 0)
        {
            solution.delay =
                std::max(solution.delay, problem.GetEnd(pair.client, pair.channel, pair.fraction));
            solution.pairs.push_back(pair);
        }
    }
    return solution;
}

EDGE_AI_PLANNER(DpSparseRandomPlanner, DpSparseSchedulePlanner)

std::string
DpSparseRandomPlanner::ExplainUnfit(const RoundProblem& problem) const
{
    const std::size_t needed = 2 * std::min(problem.workers.size(), CountDpSparseChannels(problem));
    return problem.uniformDraws.size() >= needed
               ? ""
               : "uniformDraws holds " + std::to_string(problem.uniformDraws.size()) +
                     " values; needed is " + std::to_string(needed) +
                     ", two for each worker that may send at once";
}

std::vector<DpSparsePair>
DpSparseRandomPlanner::Schedule(const DpSparseCase& problem, const RoundProblem& original) const
{
    std::vector<std::size_t> clients = problem.ListEligible();
    const std::size_t count = std::min(clients.size(), problem.channels);
    std::vector<std::size_t> channels(problem.channels);
    std::iota(channels.begin(), channels.end(), 0);
    ShuffleFirst(clients, count, original.uniformDraws.data());
    ShuffleFirst(channels, count, original.uniformDraws.data() + count);
    std::vector<DpSparsePair> pairs;
    for (std::size_t n = 0; n < count; ++n)
    {
        pairs.push_back({clients[n], channels[n], 0, 0});
    }
    return pairs;
}

EDGE_AI_PLANNER(DpSparseRoundRobinPlanner, DpSparseSchedulePlanner)

std::vector<DpSparsePair>
DpSparseRoundRobinPlanner::Schedule(const DpSparseCase& problem, const RoundProblem& original) const
{
    std::vector<bool> eligible;
    for (const DpSparseClient& client : problem.clients)
    {
        eligible.push_back(client.eligible);
    }
    std::size_t next = 0;
    std::vector<DpSparsePair> pairs;
    for (const std::size_t i :
         ListDpSparseTurn(eligible, original.sparsity.turn, problem.channels, next))
    {
        pairs.push_back({i, pairs.size(), 0, 0});
    }
    return pairs;
}

EDGE_AI_PLANNER(DpSparseLeastDelayPlanner, DpSparseSchedulePlanner)

std::vector<DpSparsePair>
DpSparseLeastDelayPlanner::Schedule(const DpSparseCase& problem, const RoundProblem&) const
{
    const std::vector<std::size_t> clients = problem.ListEligible();
    const bool byChannel = problem.channels <= clients.size();
    const std::size_t rows = byChannel ? problem.channels : clients.size();
    const std::size_t columns = byChannel ? clients.size() : problem.channels;
    std::vector<double> ends(rows * columns);
    for (std::size_t i = 0; i < clients.size(); ++i)
    {
        for (std::size_t j = 0; j < problem.channels; ++j)
        {
            // Who has no link is the last choice, and is left out after that.
            ends[byChannel ? j * columns + i : i * columns + j] =
                std::min(problem.GetEnd(clients[i], j, problem.fractionMin), NEVER);
        }
    }
    const Assignment assignment = AssignBottleneck(ends, rows, columns);
    std::vector<DpSparsePair> pairs;
    for (std::size_t row = 0; row < assignment.columns.size(); ++row)
    {
        const std::size_t column = assignment.columns[row];
        pairs.push_back({clients[byChannel ? column : row], byChannel ? row : column, 0, 0});
    }
    return pairs;
}

TypeId
DpSparseFixedPlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::DpSparseFixedPlanner")
                            .SetParent<DpSparseRandomPlanner>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<DpSparseFixedPlanner>()
                            .AddAttribute("Fraction",
                                          "s, that everybody sends [1].",
                                          DoubleValue(1),
                                          MakeDoubleAccessor(&DpSparseFixedPlanner::m_fraction),
                                          MakeDoubleChecker<double>(1e-9, 1));
    return tid;
}

double
DpSparseFixedPlanner::GetFraction(const DpSparseCase&, const DpSparsePair&) const
{
    return m_fraction;
}

} // namespace edgeai
} // namespace ns3
