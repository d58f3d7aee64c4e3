/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DP_SPARSE_CASE_H
#define EDGE_AI_DP_SPARSE_CASE_H

#include "allocation/round/round-problem.h"

#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A worker as the method sees it.
struct DpSparseClient
{
    bool eligible{true};
    double computeTime{0};   ///< Tc, until it sends [s]
    double penalty{0};       ///< B
    double queue{0};         ///< Z
    double optimum{1};       ///< s_opt, in [s_min, 1]
    double energyQueue{0};   ///< Y [J]
    double computeEnergy{0}; ///< E_cmp [J]
    double powerMax{0};      ///< P_max [W]; 0: nobody decides about it
};

/// @ingroup edge-ai
/// The problem of one round as the method sees it: who sends on which channel, which fraction, and
/// until when?
struct DpSparseCase
{
    std::vector<DpSparseClient> clients;
    std::size_t channels{0};        ///< N, each for one client
    std::vector<double> rates;      ///< r_ij at full power, client by client [bit/s], >= 0
    std::vector<double> unitPowers; ///< power at which the signal-to-noise ratio is 1 [W]; infinite
                                    ///< without a link; empty: rates alone are known
    double width{0};                ///< of a channel, where powers are known [Hz]
    double modelBits{0};            ///< 32 d [bit]
    double headerBits{0};           ///< o [bit]
    double fractionMin{0.05};       ///< s_min
    double gain{0};                 ///< A
    double weight{1};               ///< V p_w
    double delayQueue{0};           ///< Q
    double delayMean{0};            ///< Dbar [s]

    /// @param [in] i client  @param [in] j channel  @returns r_ij [bit/s]
    double GetRate(std::size_t i, std::size_t j) const
    {
        return rates[i * channels + j];
    }

    /// @param [in] i client  @param [in] j channel  @returns unit power of the link [W]
    double GetUnitPower(std::size_t i, std::size_t j) const
    {
        return unitPowers[i * channels + j];
    }

    /// @param [in] fraction s  @returns bits of an update [bit]
    double GetBits(double fraction) const
    {
        return modelBits * fraction + headerBits;
    }

    /// @param [in] i client  @param [in] j channel  @param [in] fraction s
    /// @returns Tc + bits(s) / r_ij at full power [s]; infinite without a link
    double GetEnd(std::size_t i, std::size_t j, double fraction) const;

    /**
     * @param [in] i client  @param [in] j channel  @param [in] delay D [s]
     * @returns the largest s that full power brings until then; may be negative or above 1
     */
    double GetCap(std::size_t i, std::size_t j, double delay) const;

    /// Sets each client's optimum from gain, penalty and least fraction.
    void SetOptima();

    /// @returns numbers of the eligible clients, ascending
    std::vector<std::size_t> ListEligible() const;
};

/// @ingroup edge-ai
/// @param [in] problem sound, with a sparsity part  @param [in] tradeoff V  @returns the case
DpSparseCase MakeDpSparseCase(const RoundProblem& problem, double tradeoff);

/// @ingroup edge-ai
/// @param [in] problem sound, with a sparsity part  @returns N, how many may send at once
std::size_t CountDpSparseChannels(const RoundProblem& problem);

/// @ingroup edge-ai
/// A client that sends.
struct DpSparsePair
{
    std::size_t client{0};
    std::size_t channel{0};
    double fraction{0}; ///< s
    double power{0};    ///< [W]; 0: nobody decides about it
};

/// @ingroup edge-ai
/// What a round shall be.
struct DpSparseSolution
{
    std::vector<DpSparsePair> pairs; ///< by client; none: nobody sends
    double delay{0};                 ///< D [s]; 0: nobody sends
    double value{0};                 ///< of the objective
    uint32_t iterations{0};          ///< matchings
    uint32_t evaluations{0};         ///< delays of a matching
    bool limited{false};             ///< an alternation ended at its bound
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DP_SPARSE_CASE_H
