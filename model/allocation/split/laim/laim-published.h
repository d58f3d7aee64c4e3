/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_PUBLISHED_H
#define EDGE_AI_LAIM_PUBLISHED_H

#include "ns3/network-profile.h"
#include "ns3/split-problem.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @file
 * @ingroup edge-ai
 * What LAIM (Lyu et al., arXiv 2505.09214v1) prints and draws: its cell, its two networks and the
 * score of every planner over budgets in Fig. 4 and Fig. 5.
 *
 * Provenance. Printed: clocks, FLOP per cycle, power coefficients, band, power, noise, path loss,
 * budgets, parameters, work of BERT-base, scores of the whole networks. Read off the vector
 * drawings: the scores, to LAIM_READING_ERROR; where an axis is broken some points have two
 * readings. Assumed, because the paper does not say: a feature of 128 tokens and width 768 at one
 * bit per element, a raw input three times as large; embeddings on the device; for BART-base an
 * "effective" work of 3.55 and 13.25 GFLOP, because the printed 6.44 GFLOP would fit whole wherever
 * the paper draws less than the whole score; for BERT-base with random pruning a quarter of work
 * and feature, because the printed load cannot keep the drawn budgets.
 */

/// Error of a score that was read off a drawing; beside a break it may be the other reading.
constexpr double LAIM_READING_ERROR = 1e-4;

/// One of the four pairs of a network and a way to prune it.
struct LaimPublishedCase
{
    std::string name;        ///< panel and network: "c BERT-magnitude"
    std::string network;     ///< "BERT-base" or "BART-base"
    double deviceFlop{0};    ///< of blocks 1..4 [FLOP]
    double serverFlop{0};    ///< of blocks 5..12 [FLOP]
    double load{1};          ///< of the feature: 1, or a quarter
    double wholeScore{0};    ///< F1 or mean ROUGE without pruning
    double latency{0};       ///< T0 of the energy sweep [s]
    double energy{0};        ///< E0 of the latency sweep [J]
    bool assumedWork{false}; ///< the work is not what is printed
};

/// A point of a published curve.
struct LaimPublishedPoint
{
    double latency{0};    ///< T0 [s]
    double energy{0};     ///< E0 [J]
    double score{0};      ///< F1 or mean ROUGE; negative: the paper draws the scheme as infeasible
    double otherScore{0}; ///< the other reading beside a break of the axis; 0: there is none

    /// @returns by how much the score may be misread: LAIM_READING_ERROR, or, beside a break, the
    /// distance of the other reading
    double GetReadingError() const;
};

/// A published curve.
struct LaimPublishedCurve
{
    uint32_t panel{0};      ///< of GetLaimPublishedCases()
    bool overLatency{true}; ///< Fig. 4; false: over energy, Fig. 5
    std::string scheme;     ///< "proposed", "fixed power", "device only", "server only" or
                            ///< "fixed clock"
    std::vector<LaimPublishedPoint> points; ///< in the order of its axis
};

/// @returns the four cases, in the order of the paper's panels a to d
const std::vector<LaimPublishedCase>& GetLaimPublishedCases();

/// @returns every curve of Fig. 4 and Fig. 5
std::vector<LaimPublishedCurve> GetLaimPublishedCurves();

/// A published pruning experiment, Fig. 3: kept .1 to 1 in steps of .1.
struct LaimPublishedPruning
{
    std::string network;            ///< as the paper calls it
    std::vector<double> parameters; ///< l2 norm of the change of the weights
    std::vector<double> outputs;    ///< of the change of the output
};

/// @returns the four networks of Fig. 3, read off the drawing
const std::vector<LaimPublishedPruning>& GetLaimPublishedPruning();

/// A published curve over the cut, Fig. 6, whose budgets are not printed.
struct LaimPublishedSplits
{
    uint32_t panel{0};          ///< of GetLaimPublishedCases()
    std::vector<uint32_t> cuts; ///< blocks on the device
    std::vector<double> scores; ///< F1 or mean ROUGE
};

/// @returns the four curves of Fig. 6, read off the drawing
const std::vector<LaimPublishedSplits>& GetLaimPublishedSplits();

/**
 * @param [in] which one of the cases
 * @returns its network in 12 blocks, of equal work on either side of cut 4, with embeddings in the
 *          first, so that work, feature and weights at cut 4 are the case's
 */
NetworkProfile MakeLaimPublishedProfile(const LaimPublishedCase& which);

/**
 * @param [in] which one of the cases
 * @param [in] latency T0 [s]
 * @param [in] energy E0 [J]
 * @returns the printed cell with one device
 */
SplitProblem MakeLaimPublishedProblem(const LaimPublishedCase& which,
                                      double latency,
                                      double energy);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_PUBLISHED_H
