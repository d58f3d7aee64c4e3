/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DP_SPARSE_STATE_H
#define EDGE_AI_DP_SPARSE_STATE_H

#include "allocation/round/round-problem.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What has to hold over all rounds.
struct DpSparseLimits
{
    double rounds{150};                   ///< T, > 0
    double delayMean{0.15};               ///< Dbar [s], > 0
    std::vector<uint32_t> participations; ///< R_max of each client; 0: it never takes part
    std::vector<double> energyMean; ///< Ebar of each client and round [J]; empty: no batteries
};

/// @ingroup edge-ai
/// Virtual queues and counts, as a server keeps them from round to round.
struct DpSparseState
{
    double delayQueue{0};                    ///< Q [s]
    std::vector<double> participationQueues; ///< Z
    std::vector<double> energyQueues;        ///< Y [J]
    std::vector<uint32_t> used;              ///< participations so far
    uint32_t turn{0};                        ///< client with whom going round goes on
};

/// @ingroup edge-ai
/// What a round came to, planned or measured.
struct DpSparseOutcome
{
    double delay{0};                ///< D_t [s]; 0: nobody sent
    std::vector<bool> participated; ///< of each client
    std::vector<double> energies;   ///< E of each client [J]; empty: not looked at
};

/// @ingroup edge-ai
/// @param [in] clients how many  @returns nothing has happened yet
DpSparseState MakeDpSparseState(std::size_t clients);

/// @param [in] limits to look at  @param [in] clients how many
/// @returns "" or one sentence naming the field and its range
std::string ExplainDpSparseLimits(const DpSparseLimits& limits, std::size_t clients);

/// @param [in] state of the server  @param [in] limits of all rounds  @param [in] client number
/// @returns whether its budget is spent
bool IsDpSparseExhausted(const DpSparseState& state,
                         const DpSparseLimits& limits,
                         std::size_t client);

/**
 * @ingroup edge-ai
 * Q <- max(Q + D_t - Dbar, 0); Z_i <- max(Z_i + 1[i took part] - R_max,i / T, 0);
 * Y_i <- max(Y_i + E_i - Ebar_i, 0). Consequence, exactly: mean D_t <= Dbar + Q_T / T.
 * @param [in] state before  @param [in] limits of all rounds  @param [in] outcome of the round
 * @param [in] channels N: whoever goes round passes over so many clients
 * @returns state after
 * @throws std::invalid_argument if numbers of clients differ
 */
DpSparseState AdvanceDpSparse(const DpSparseState& state,
                              const DpSparseLimits& limits,
                              const DpSparseOutcome& outcome,
                              std::size_t channels);

/**
 * @ingroup edge-ai
 * Clients whose turn it is: the next eligible ones, cyclically.
 * @param [in] eligible of each client, not empty  @param [in] turn with whom to begin
 * @param [in] count how many at most
 * @param [out] next with whom it goes on after them
 * @returns their numbers, in turn
 */
std::vector<std::size_t> ListDpSparseTurn(const std::vector<bool>& eligible,
                                          std::size_t turn,
                                          std::size_t count,
                                          std::size_t& next);

/// @ingroup edge-ai
/// @param [in] state of the server  @param [in] limits of all rounds
/// @param [in,out] sparsity gets queues, who is exhausted, whose turn it is and the mean delay
void SetDpSparseState(const DpSparseState& state,
                      const DpSparseLimits& limits,
                      RoundSparsity& sparsity);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DP_SPARSE_STATE_H
