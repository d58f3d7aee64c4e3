/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CHAIN_SEGMENTS_H
#define EDGE_AI_CHAIN_SEGMENTS_H

#include "chain-plan.h"
#include "chain-problem.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What a run of layers costs on a device, any run in constant time: prefix sums of work, weights,
 * activations and losses in every structure, and a table of the largest pair of activations.
 * Equations (1) to (8) of this module's statement of arXiv 2411.00838 (roofline algebra, common
 * knowledge; latency, memory and accuracy are this module's derivation).
 */
class ChainSegments
{
  public:
    /// @param [in] problem a sound problem; must outlive this
    explicit ChainSegments(const ChainProblem& problem);

    /// @returns the problem
    const ChainProblem& GetProblem() const;

    /**
     * Everything about a run of layers on a device; the link is left out.
     * @param [in] device index of the device
     * @param [in] from index of the first layer, 0..to
     * @param [in] to index behind the last layer, 0..n
     * @param [in] option structure
     * @returns the stage
     */
    ChainStage MakeStage(uint32_t device, uint32_t from, uint32_t to, uint32_t option) const;

    /**
     * Roofline time t_i = o_i + max(F_i / pi_i, Q_i / beta_i), eq. (3), or o_i and the measured
     * times of its layers, where there are some; 0 for an empty run, infinite for one with a layer
     * that the device does not offer.
     * @param [in] device index of the device
     * @param [in] from first layer
     * @param [in] to behind the last layer
     * @param [in] option structure
     * @returns the time [s]
     */
    double GetComputeTime(uint32_t device, uint32_t from, uint32_t to, uint32_t option) const;

    /**
     * @param [in] device index of the device
     * @param [in] from first layer
     * @param [in] to behind the last layer
     * @param [in] option structure
     * @returns sum of the measured times of its layers [s]; not a number where nothing was measured
     */
    double GetMeasuredTime(uint32_t device, uint32_t from, uint32_t to, uint32_t option) const;

    /// Eq. (4). @param [in] link 0..M  @param [in] cut 0..n  @returns u = 8 X_c / R_i [s]
    double GetLinkTime(uint32_t link, uint32_t cut) const;

    /// @param [in] from first layer @param [in] to behind the last @param [in] option structure
    /// @returns F_i [FLOP]
    double GetFlop(uint32_t from, uint32_t to, uint32_t option) const;
    /// @param [in] from first layer @param [in] to behind the last @param [in] option structure
    /// @returns Q_i, eq. (2) [B]
    double GetTraffic(uint32_t from, uint32_t to, uint32_t option) const;
    /// @param [in] from first layer @param [in] to behind the last @param [in] option structure
    /// @returns memory that it takes, eq. (7) [B]
    double GetMemory(uint32_t from, uint32_t to, uint32_t option) const;
    /// @param [in] from first layer @param [in] to behind the last @param [in] option structure
    /// @returns loss of accuracy, eq. (8)
    double GetLoss(uint32_t from, uint32_t to, uint32_t option) const;
    /// @param [in] device device @param [in] from first layer @param [in] to behind the last
    /// @param [in] option structure  @returns whether it fits the device's memory, eq. (7)
    bool Fits(uint32_t device, uint32_t from, uint32_t to, uint32_t option) const;

  private:
    /// Sums of layers 0..l-1 in one structure, by l.
    struct Sums
    {
        std::vector<double> flop;    ///< [FLOP]
        std::vector<double> weights; ///< [B]
        std::vector<double> loss;    ///< accuracy
    };

    /// Measured times of layers 0..l-1 on one device in one structure, by l.
    struct Times
    {
        std::vector<double> seconds;   ///< of those that are offered [s]
        std::vector<uint32_t> missing; ///< number of those that are not
    };

    const ChainProblem& m_problem; ///< what all this is about
    std::vector<Sums> m_sums;      ///< by structure
    /// By device, none where nothing was measured, and structure.
    std::vector<std::vector<Times>> m_times;
    std::vector<double> m_activations;  ///< sums of activations moved [B]
    std::vector<double> m_largestPairs; ///< largest A_{l-1} + A_l of a run [B], from * (n+1) + to
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CHAIN_SEGMENTS_H
