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
 *
 * Every client plays the whole trace, or the rows are dealt out among the clients a helper installs
 * together: in turn, or by a column, as one that tells who asked. The n-th name that comes up there
 * belongs to client n modulo their number. Times are the trace's for all of them.
 */
class TraceArrivals : public TaskArrivals
{
  public:
    /// Which rows a client plays.
    enum Deal
    {
        WHOLE,     ///< all
        IN_TURN,   ///< row n is client n's, modulo their number
        BY_COLUMN, ///< those with its share of the names in DealColumn
    };

    /// @returns the TypeId
    static TypeId GetTypeId();
    bool Next(TaskArrival& arrival) override;
    void SetClient(uint32_t index, uint32_t count) override;

    /**
     * Read the trace now instead of at the first task.
     * @param [in,out] input CSV text
     * @param [in] name what messages call it
     * @throws std::runtime_error naming the line, the column and what is wrong
     */
    void Read(std::istream& input, const std::string& name);

    /**
     * The same for a file.
     * @param [in] path of CSV text
     * @throws std::runtime_error as above, or if it is no file or cannot be read
     */
    void Read(const std::string& path);

    /// @returns number of the client's tasks in the trace
    std::size_t GetTaskCount() const;

    /**
     * @param [in] text a time stamp, of any length
     * @param [out] seconds since the epoch of its kind [s], finite
     * @returns false if it is no time stamp
     */
    static bool ParseTimeStamp(const std::string& text, double& seconds);

  private:
    class Reader;

    std::string m_file;
    std::string m_timeColumn;
    std::string m_inputColumn;
    std::string m_tokensInColumn;
    std::string m_tokensOutColumn;
    double m_timeScale{1};
    double m_inputUnit{8};
    Deal m_deal{WHOLE};
    std::string m_dealColumn;
    uint32_t m_client{0};  ///< which of them it serves
    uint32_t m_clients{1}; ///< number of clients
    uint64_t m_limit{0};
    bool m_read{false};
    std::vector<TaskArrival> m_arrivals;
    std::size_t m_next{0};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TRACE_ARRIVALS_H
