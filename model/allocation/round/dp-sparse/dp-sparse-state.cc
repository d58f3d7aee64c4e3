/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dp-sparse-state.h"

#include "allocation/plan/field-inspection.h"

#include <algorithm>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

std::vector<bool>
ListEligible(const DpSparseState& state, const DpSparseLimits& limits)
{
    std::vector<bool> eligible(state.used.size());
    for (std::size_t i = 0; i < eligible.size(); ++i)
    {
        eligible[i] = !IsDpSparseExhausted(state, limits, i);
    }
    return eligible;
}

} // namespace

DpSparseState
MakeDpSparseState(std::size_t clients)
{
    DpSparseState state;
    state.participationQueues.assign(clients, 0);
    state.energyQueues.assign(clients, 0);
    state.used.assign(clients, 0);
    return state;
}

std::string
ExplainDpSparseLimits(const DpSparseLimits& limits, std::size_t clients)
{
    FieldInspection inspection;
    inspection.Within("rounds", limits.rounds, 1, 1e15, "");
    inspection.Positive("delayMean", limits.delayMean, " s");
    const auto count = static_cast<double>(clients);
    inspection.Within("participations.size()", limits.participations.size(), count, count, "");
    if (!limits.energyMean.empty())
    {
        inspection.Within("energyMean.size()", limits.energyMean.size(), count, count, "");
    }
    for (std::size_t i = 0; i < limits.energyMean.size(); ++i)
    {
        inspection.Positive("energyMean[" + std::to_string(i) + "]", limits.energyMean[i], " J");
    }
    return inspection.GetComplaint();
}

bool
IsDpSparseExhausted(const DpSparseState& state, const DpSparseLimits& limits, std::size_t client)
{
    return state.used[client] >= limits.participations[client];
}

DpSparseState
AdvanceDpSparse(const DpSparseState& state,
                const DpSparseLimits& limits,
                const DpSparseOutcome& outcome,
                std::size_t channels)
{
    const std::size_t clients = state.used.size();
    const std::string fault = ExplainDpSparseLimits(limits, clients);
    if (!fault.empty() || outcome.participated.size() != clients ||
        (!limits.energyMean.empty() && outcome.energies.size() != clients))
    {
        throw std::invalid_argument(
            fault.empty() ? "outcome is of " + std::to_string(outcome.participated.size()) +
                                " clients and " + std::to_string(outcome.energies.size()) +
                                " energies; needed is " + std::to_string(clients)
                          : fault);
    }
    DpSparseState next = state;
    next.delayQueue = std::max(state.delayQueue + outcome.delay - limits.delayMean, 0.0);
    for (std::size_t i = 0; i < clients; ++i)
    {
        const double pace = limits.participations[i] / limits.rounds;
        const double taken = outcome.participated[i] ? 1 : 0;
        next.participationQueues[i] = std::max(state.participationQueues[i] + taken - pace, 0.0);
        next.used[i] += outcome.participated[i] ? 1 : 0;
        if (!limits.energyMean.empty())
        {
            next.energyQueues[i] =
                std::max(state.energyQueues[i] + outcome.energies[i] - limits.energyMean[i], 0.0);
        }
    }
    std::size_t turn = 0;
    ListDpSparseTurn(ListEligible(state, limits), state.turn, channels, turn);
    next.turn = static_cast<uint32_t>(turn);
    return next;
}

std::vector<std::size_t>
ListDpSparseTurn(const std::vector<bool>& eligible,
                 std::size_t turn,
                 std::size_t count,
                 std::size_t& next)
{
    std::vector<std::size_t> numbers;
    next = turn;
    for (std::size_t step = 0; step < eligible.size() && numbers.size() < count; ++step)
    {
        const std::size_t i = (turn + step) % eligible.size();
        if (eligible[i])
        {
            numbers.push_back(i);
            next = (i + 1) % eligible.size();
        }
    }
    return numbers;
}

void
SetDpSparseState(const DpSparseState& state, const DpSparseLimits& limits, RoundSparsity& sparsity)
{
    sparsity.delayMean = limits.delayMean;
    sparsity.delayQueue = state.delayQueue;
    sparsity.turn = state.turn;
    sparsity.workers.resize(state.used.size());
    for (std::size_t i = 0; i < state.used.size(); ++i)
    {
        RoundSparseWorker& worker = sparsity.workers[i];
        worker.participationQueue = state.participationQueues[i];
        worker.energyQueue = state.energyQueues[i];
        worker.exhausted = IsDpSparseExhausted(state, limits, i);
    }
}

} // namespace edgeai
} // namespace ns3
