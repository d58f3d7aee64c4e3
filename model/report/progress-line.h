/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROGRESS_LINE_H
#define EDGE_AI_PROGRESS_LINE_H

#include <cstddef>
#include <ostream>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * How far a run is: share done, time left, what runs. On a terminal one line that is written anew;
 * elsewhere a line at every tenth of the whole.
 */
class ProgressLine
{
  public:
    /**
     * @param [in] count pieces of work in all, >= 1
     * @param [in,out] os where to; must outlive this
     * @param [in] width characters of the terminal's lines; 0: no terminal
     */
    ProgressLine(std::size_t count, std::ostream& os, std::size_t width);

    /**
     * @param [in] done pieces that have ended
     * @param [in] elapsed time since the start [s]
     * @param [in] left time left [s]; not a number: it cannot be known yet, and is not promised
     * @param [in] running what runs, in words
     */
    void Show(std::size_t done, double elapsed, double left, const std::string& running);
    /// Take the line off the terminal, so that something else can be printed.
    void Clear();

    /// @returns characters of a line of the terminal that standard error is; 0 if it is none
    static std::size_t FindWidth();

  private:
    std::size_t m_count;
    std::ostream& m_os;
    std::size_t m_width;
    std::size_t m_tenths{0}; ///< shown last
    bool m_isShown{false};   ///< there is a line on the terminal
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROGRESS_LINE_H
