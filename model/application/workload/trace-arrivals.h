/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TRACE_ARRIVALS_H
#define EDGE_AI_TRACE_ARRIVALS_H

#include "task-arrivals.h"

#include <istream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Tasks of a recorded trace: a CSV file whose first row names the columns. Attributes say which
 * column is the time stamp and, optionally, which hold the input's size and the numbers of tokens.
 *
 * A time stamp is a number of seconds, or a date and time as 2023-11-16 18:15:46.6805900 (a T
 * instead of the blank, and a trailing Z or UTC offset as +01:00, are understood). The first row of
 * the trace happens when the client starts. Gaps and bursts are kept; stamps that run backwards are
 * an error.
 */
class TraceArrivals : public TaskArrivals
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    bool Next(TaskArrival& arrival) override;

    /**
     * Read the trace now instead of at the first task.
     * @param [in,out] input CSV text
     * @param [in] name what messages call it
     * @throws std::runtime_error naming the line, the column and what is wrong
     */
    void Read(std::istream& input, const std::string& name);

    /// @returns number of tasks in the trace
    std::size_t GetTaskCount() const;

    /**
     * @param [in] text a time stamp
     * @param [out] seconds since the epoch of its kind [s]
     * @returns false if it is no time stamp
     */
    static bool ParseTimeStamp(const std::string& text, double& seconds);

  private:
    std::string m_file;
    std::string m_timeColumn;
    std::string m_inputColumn;
    std::string m_tokensInColumn;
    std::string m_tokensOutColumn;
    double m_timeScale{1};
    double m_inputUnit{8};
    uint64_t m_limit{0};
    bool m_read{false};
    std::vector<TaskArrival> m_arrivals;
    std::size_t m_next{0};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TRACE_ARRIVALS_H
