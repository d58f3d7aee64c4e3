/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_MOVES_H
#define EDGE_AI_ECC_MOVES_H

#include "ecc-point.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// One step from a plan into its neighbourhood.
struct EccMove
{
    /// What is done.
    enum Kind
    {
        SHIFT,   ///< user first goes to subchannel second
        SWAP,    ///< users first and second, of one cell, swap subchannels
        TRADE,   ///< all users of the cell swap subchannels first and second
        SILENCE, ///< user first computes alone
        WAKE,    ///< silent user first offloads, on the subchannels that give it the best rates
        RELIEVE, ///< user first computes alone and silent user second of its cell offloads
        SPLIT,   ///< user first goes to split second
        RESTART, ///< power of user first goes to its least (second = 0) or largest (1) value, from
                 ///< where a descent may find another minimum
    };

    Kind kind{SHIFT};      ///< what
    bool uplink{true};     ///< direction of SHIFT, SWAP, TRADE and RESTART
    std::size_t first{0};  ///< see Kind
    std::size_t second{0}; ///< see Kind
    std::size_t cell{0};   ///< of TRADE
    double promise{0};     ///< utility right after the move, powers unchanged, if it was asked for
};

/**
 * @ingroup edge-ai
 * @param [in] problem a sound problem
 * @param [in] plan a plan that keeps the crowd limits
 * @param [in] deep SHIFT and SWAP alone, or all kinds
 * @returns every move that leads to another plan within the limits, in a fixed order
 */
std::vector<EccMove> ListEccMoves(const EccProblem& problem, const EccPlan& plan, bool deep);

/**
 * @ingroup edge-ai
 * @param [in] problem a sound problem
 * @param [in] move what to do
 * @param [in,out] plan to whom; its powers and units need a projection afterwards
 * @returns false, with the plan undefined, if the limits do not allow the move or nothing would
 * change
 */
bool ApplyEccMove(const EccProblem& problem, const EccMove& move, EccPlan& plan);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_MOVES_H
