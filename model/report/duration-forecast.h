/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DURATION_FORECAST_H
#define EDGE_AI_DURATION_FORECAST_H

#include "result-sheet.h"

#include <cstddef>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * How long the rest of an experiment takes, as far as that can be known. A scenario takes about as
 * long as those that are most like it, by the values of their keys: its own repetitions first, then
 * its neighbours in a sweep, which differ from it in numbers alone. Scenarios that differ in words
 * - an ideal link and a radio - tell nothing about each other, so that there is no forecast before
 * one of each has ended.
 */
class DurationForecast
{
  public:
    /// @param [in] keys of the scenarios, in the order they are run
    /// @param [in] runs repetitions of each, one behind the other, >= 1
    /// @param [in] jobs how many run at once, >= 1
    DurationForecast(std::vector<ResultKey> keys, std::size_t runs, std::size_t jobs);

    /// @param [in] piece index over scenarios and repetitions that has begun; what has begun
    /// already stays as it is  @param [in] now present time [s]
    void Begin(std::size_t piece, double now);
    /// @param [in] piece that has ended  @param [in] now present time [s]
    void End(std::size_t piece, double now);

    /// @param [in] now present time [s]
    /// @returns time left [s]; not a number while it cannot be known
    double GetLeft(double now) const;

  private:
    /// What is known of a piece.
    struct Piece
    {
        double begun{-1}; ///< [s]; < 0: it has not
        double took{-1};  ///< [s]; < 0: it has not ended
    };

    double Expect(std::size_t piece) const;
    bool IsLike(std::size_t one, std::size_t other, std::size_t& equal) const;

    std::vector<ResultKey> m_keys;
    std::size_t m_runs;
    std::size_t m_jobs;
    std::vector<Piece> m_pieces;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DURATION_FORECAST_H
