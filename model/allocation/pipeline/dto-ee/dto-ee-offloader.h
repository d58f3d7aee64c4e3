/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_OFFLOADER_H
#define EDGE_AI_DTO_EE_OFFLOADER_H

#include "dto-ee-receiver.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Settings of a row's moves.
struct DtoEeStepOptions
{
    /// How an offloader moves its row.
    enum Step
    {
        PAIRWISE,    ///< eq. (15): from every link to the best one, each by itself
        ACCELERATED, ///< all links together by a quadratic model on the simplex, with momentum
    };

    Step step{ACCELERATED};
    double gamma{1};      ///< length of the moves, in (0, 4]
    bool safeguard{true}; ///< moves get shorter while a node's own gap grows
};

/// Values of an attribute are of a plain enumeration.
using DtoEeStep = DtoEeStepOptions::Step;

/**
 * @param [in] shares p_ij of an offloader's links
 * @param [in] offers over them
 * @returns sum of p_ij D_ij less the least t_ij + y_j, its part of the gap of eq. (16) [s]
 */
double GetDtoEeGap(const std::vector<double>& shares, const std::vector<DtoEeOffer>& offers);

/**
 * The role DTO-O: the row of one device or node and how it moves from round to round.
 *
 * PAIRWISE is eq. (15). It moves each link's tasks as if the best link were joined by no others of
 * the same row, and its rounds forget the ones before. ACCELERATED takes the same bounds of the
 * curvature, but minimises the sum of prices and curvatures over the simplex, which is the same
 * argument for all links together, and starts each move from where the last two moves lead to
 * (Beck and Teboulle's FISTA; momentum ends where it points uphill, O'Donoghue and Candes). It
 * needs no other messages. Both stop where every used link has the least price.
 */
class DtoEeOffloader
{
  public:
    DtoEeOffloader() = default;
    /// @param [in] shares p_ij of its links, >= 0, they sum to 1
    explicit DtoEeOffloader(std::vector<double> shares);

    /// @returns shares by which rates are told and prices meant in this round
    const std::vector<double>& GetShares() const
    {
        return m_told;
    }

    /// Ends a slot: what is told from now on is the row itself, without momentum.
    void Settle();

    /**
     * One round.
     * @param [in] rate F_i, tasks it sends [1/s]
     * @param [in] movers n, how many nodes send to the same stage
     * @param [in] offers over its links, one at least
     * @param [in] options how it moves
     */
    void Move(double rate,
              std::size_t movers,
              const std::vector<DtoEeOffer>& offers,
              const DtoEeStepOptions& options);

    /// @returns by how much a share moved in the last round, at most
    double GetMove() const
    {
        return m_move;
    }

  private:
    /// Makes moves shorter or longer by how its own gap goes. @param [in] offers over its links
    /// @param [in] options how it moves
    void Guard(const std::vector<DtoEeOffer>& offers, const DtoEeStepOptions& options);
    /// Eq. (15). @param [in] weight n F_i / gamma [1/s]  @param [in] offers over its links
    void MovePairwise(double weight, const std::vector<DtoEeOffer>& offers);
    /// Least sum of prices and curvatures. @param [in] weight n F_i / gamma [1/s]
    /// @param [in] offers over its links
    void MoveTogether(double weight, const std::vector<DtoEeOffer>& offers);

    std::vector<double> m_row;  ///< p_ij
    std::vector<double> m_told; ///< the row, ahead of it while there is momentum
    std::vector<double> m_next; ///< where a move leads to; kept for its memory
    std::vector<std::pair<double, std::size_t>> m_order; ///< links by entry; likewise
    uint32_t m_momentum{0};                              ///< rounds since there was none
    double m_factor{1};                                  ///< of gamma
    double m_gap{-1};     ///< of the last round [s]; negative: there was none
    uint32_t m_worse{0};  ///< rounds in which the gap grew, in a row
    uint32_t m_better{0}; ///< in which it did not
    double m_move{0};     ///< largest change of the last round
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_OFFLOADER_H
