/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CHAIN_SEARCH_H
#define EDGE_AI_CHAIN_SEARCH_H

#include "allocation/numeric/chain-programme.h"
#include "chain-plan.h"
#include "chain-segments.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What a search may choose from.
struct ChainFreedom
{
    int64_t option{-1};         ///< structure of every stage; -1: each stage's own choice
    std::vector<uint32_t> cuts; ///< c_0..c_M that are given; empty: free
    double intensityShare{0};   ///< eta: only runs with I_i >= eta I*_i
};

/**
 * @ingroup edge-ai
 * Exact plans of a pipeline whose devices stand in a given order: dynamic programmes over
 * (device, layers so far) on tables of all runs of layers, which hold the memory limits (7) and the
 * roofline rule. This module's derivation (sections 4.1 to 4.4 of its statement of arXiv
 * 2411.00838). The latency limit and the floor of the accuracy are those of the problem.
 */
class ChainSearch
{
  public:
    /// How the front is found; both find the same one.
    enum Scan
    {
        BISECT, ///< bisects over the thresholds for every point of the front
        FULL,   ///< tries every threshold
    };

    /// @param [in] segments costs of runs; must outlive this  @param [in] freedom what is free
    explicit ChainSearch(const ChainSegments& segments,
                         const ChainFreedom& freedom = ChainFreedom());

    /**
     * 4.1: least bottleneck, whatever accuracy and latency become. O(M n^2 V).
     * @returns the division; its value is T_b [s]
     */
    ChainPath FindLeastBottleneck() const;
    /**
     * 4.2 and 4.4: least latency that keeps the floor of the accuracy, if it keeps the latency
     * limit.
     * @returns the division; its value is Lambda [s]
     */
    ChainPath FindLeastLatency() const;
    /// @returns the division of least accuracy loss, whatever time it takes; its value is the loss
    ChainPath FindMostAccurate() const;
    /**
     * P1: least bottleneck that keeps the floor of the accuracy and the latency limit, by bisection
     * over the sorted thresholds. O(M n^2 V log(M n^2 V)) without a latency limit.
     * @returns the division; its value is the accuracy loss
     */
    ChainPath FindFastest() const;
    /**
     * 4.3: all compromises between bottleneck and accuracy that keep the floor of the accuracy and
     * the latency limit. Two accuracies within 1e-12 of each other count as equal.
     * @param [in] scan how to go through the thresholds
     * @returns the compromises, bottleneck and accuracy strictly rising
     */
    std::vector<ChainPoint> FindFront(Scan scan) const;

    /// @returns a division as a compromise @param [in] path the division
    ChainPoint MakePoint(const ChainPath& path) const;

    /// @returns number of dynamic programmes so far
    uint32_t GetProgrammes() const;
    /// @returns number of thresholds, candidates for T_b
    uint32_t GetThresholds() const;

  private:
    /// @param [in] threshold admissible T_b [s]  @returns the most accurate division within it and
    /// within the limits
    ChainPath FindWithin(double threshold) const;
    /// @param [in] path a division  @returns whether it keeps the latency limit
    bool KeepsLatency(const ChainPath& path) const;
    /// @param [in] path a division  @returns whether it keeps the floor of the accuracy
    bool KeepsAccuracy(const ChainPath& path) const;
    /// @param [in] path a division  @returns its accuracy
    double GetAccuracy(const ChainPath& path) const;

    const ChainProblem& m_problem;    ///< devices in their order
    double m_start;                   ///< u_0 [s]
    ChainTable m_stages;              ///< time between frames of a stage [s]
    ChainTable m_latencies;           ///< time of a frame in a stage [s]
    ChainTable m_losses;              ///< accuracy loss of a stage
    std::vector<double> m_thresholds; ///< candidates for T_b, ascending [s]
    mutable uint32_t m_programmes{0}; ///< for the summary
};

/**
 * @ingroup edge-ai
 * P2's pick: the compromise of largest J(w) = w Phi/Phi_max + (1-w) Acc/Acc_max with Phi = 1/T_b,
 * maxima over the front. Ties: the fastest.
 * @param [in] front compromises, not empty
 * @param [in] throughputWeight w, in [0, 1]
 * @returns index of the pick
 */
std::size_t PickCompromise(const std::vector<ChainPoint>& front, double throughputWeight);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CHAIN_SEARCH_H
