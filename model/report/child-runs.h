/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CHILD_RUNS_H
#define EDGE_AI_CHILD_RUNS_H

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What a piece of work that ran in a process of its own left behind.
struct ChildOutcome
{
    std::string result;    ///< what the work returned
    std::string output;    ///< what it printed on standard output
    std::string failure;   ///< how it failed, in words; "": it did not
    std::string lastWords; ///< the end of what it printed on standard error
};

/**
 * Runs pieces of work in child processes, several at once. Each child is a copy of this process as
 * it is when Run() is called, so that nothing one of them does - static variables, random streams,
 * crashes - reaches another.
 */
class ChildRuns
{
  public:
    /// @param [in] index of a piece of work  @returns its result, any bytes
    using Work = std::function<std::string(std::size_t index)>;
    /// Called as pieces end, in whatever order. @param [in] index of the piece  @param [in] outcome
    using Ended = std::function<void(std::size_t index, const ChildOutcome& outcome)>;
    /// Called with whole lines. @param [in] text what a child printed on standard error
    using Said = std::function<void(const std::string& text)>;
    /// Called now and then. @param [in] running indices of the pieces that run, ascending
    using Tick = std::function<void(const std::vector<std::size_t>& running)>;

    /**
     * Run all pieces.
     * @param [in] count number of pieces
     * @param [in] jobs how many at once, >= 1
     * @param [in] work what a child does; an exception is a failure
     * @param [in] ended told of every piece once
     * @param [in] said told what children print on standard error, while they run
     * @param [in] tick told at least every half second who runs
     * @throws std::runtime_error if the system makes no process or pipe
     */
    static void Run(std::size_t count,
                    std::size_t jobs,
                    const Work& work,
                    const Ended& ended,
                    const Said& said,
                    const Tick& tick);
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CHILD_RUNS_H
