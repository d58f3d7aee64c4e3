/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RUN_PROGRESS_H
#define EDGE_AI_RUN_PROGRESS_H

#include "duration-forecast.h"
#include "progress-line.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// The progress of an experiment on standard error, by the clock on the wall.
class RunProgress
{
  public:
    /// @param [in] keys of the scenarios  @param [in] runs repetitions of each
    /// @param [in] jobs how many run at once
    /// @param [in] describe says in words what a piece is
    RunProgress(const std::vector<ResultKey>& keys,
                std::size_t runs,
                std::size_t jobs,
                std::function<std::string(std::size_t piece)> describe);

    /// @param [in] running pieces that run now; the line is shown anew
    void Run(const std::vector<std::size_t>& running);
    /// A piece has ended; the line is taken off, for what it has to say. @param [in] piece which
    void End(std::size_t piece);
    /// Take the line off, so that something else can be printed.
    void Clear();

  private:
    double GetNow() const;

    std::chrono::steady_clock::time_point m_start{std::chrono::steady_clock::now()};
    DurationForecast m_forecast;
    ProgressLine m_line;
    std::function<std::string(std::size_t piece)> m_describe;
    std::size_t m_done{0};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RUN_PROGRESS_H
