/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "trace-arrivals.h"

#include "printable-text.h"
#include "text-file.h"
#include "time-stamp.h"

#include "ns3/abort.h"
#include "ns3/csv-reader.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(TraceArrivals);

namespace
{

/// Passes the mark that some programs put in front of UTF-8 text. @param [in,out] input a text
void
SkipByteOrderMark(std::istream& input)
{
    const std::string mark = "\xEF\xBB\xBF";
    std::size_t found = 0;
    while (found < mark.size() && input.peek() == static_cast<unsigned char>(mark[found]))
    {
        input.get();
        ++found;
    }
    for (; found > 0 && found < mark.size(); --found)
    {
        input.unget(); // another character begins as the mark does
    }
}

} // namespace

TypeId
TraceArrivals::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::TraceArrivals")
            .SetParent<TaskArrivals>()
            .SetGroupName("EdgeAi")
            .AddConstructor<TraceArrivals>()
            .AddAttribute("File",
                          "CSV file with a header row",
                          StringValue(""),
                          MakeStringAccessor(&TraceArrivals::m_file),
                          MakeStringChecker())
            .AddAttribute("TimeColumn",
                          "Column with the time stamp, in seconds or as a date and time",
                          StringValue("TIMESTAMP"),
                          MakeStringAccessor(&TraceArrivals::m_timeColumn),
                          MakeStringChecker())
            .AddAttribute(
                "InputColumn",
                "Column with the size of the raw input, in units of InputUnit; empty: none",
                StringValue(""),
                MakeStringAccessor(&TraceArrivals::m_inputColumn),
                MakeStringChecker())
            .AddAttribute("InputUnit",
                          "What one unit of InputColumn is worth [bit] (8: the column is in bytes)",
                          DoubleValue(8),
                          MakeDoubleAccessor(&TraceArrivals::m_inputUnit),
                          MakeDoubleChecker<double>(std::numeric_limits<double>::min()))
            .AddAttribute("TokensInColumn",
                          "Column with the length of the prompt [token]; empty: none",
                          StringValue(""),
                          MakeStringAccessor(&TraceArrivals::m_tokensInColumn),
                          MakeStringChecker())
            .AddAttribute("TokensOutColumn",
                          "Column with the length of the answer [token]; empty: none",
                          StringValue(""),
                          MakeStringAccessor(&TraceArrivals::m_tokensOutColumn),
                          MakeStringChecker())
            .AddAttribute("TimeScale",
                          "Factor on all gaps [1]: 0.1 plays the trace ten times as fast",
                          DoubleValue(1),
                          MakeDoubleAccessor(&TraceArrivals::m_timeScale),
                          MakeDoubleChecker<double>(std::numeric_limits<double>::min()))
            .AddAttribute(
                "Deal",
                "Which rows a client plays: all of them, every n-th (n clients), or those "
                "of its share of the names in DealColumn",
                EnumValue(WHOLE),
                CompatEnumAccessor<Deal>(&TraceArrivals::m_deal),
                MakeEnumChecker(WHOLE, "Whole", IN_TURN, "InTurn", BY_COLUMN, "ByColumn"))
            .AddAttribute("DealColumn",
                          "Column whose names are dealt out among the clients, for Deal=ByColumn",
                          StringValue(""),
                          MakeStringAccessor(&TraceArrivals::m_dealColumn),
                          MakeStringChecker())
            .AddAttribute("MaxTasks",
                          "Number of the client's tasks; 0: all of its rows",
                          UintegerValue(0),
                          MakeUintegerAccessor(&TraceArrivals::m_limit),
                          MakeUintegerChecker<uint64_t>());
    return tid;
}

void
TraceArrivals::SetClient(uint32_t index, uint32_t count)
{
    NS_ABORT_MSG_UNLESS(index < count, "TraceArrivals: client " << index << " of " << count);
    m_client = index;
    m_clients = count;
}

/// Reads a trace row by row; every error names the line.
class TraceArrivals::Reader
{
  public:
    /// @param [in] trace what is wanted  @param [in,out] input CSV text
    /// @param [in] name what messages call it
    Reader(const TraceArrivals& trace, std::istream& input, const std::string& name)
        : m_trace(trace),
          m_name(name),
          m_csv(input)
    {
        if (!m_csv.FetchNextRow())
        {
            throw std::runtime_error(name + ": the trace is empty; a header row is needed");
        }
        for (std::size_t i = 0; i < m_csv.ColumnCount(); ++i)
        {
            m_titles.push_back(GetText(i));
        }
        m_time = FindColumn(trace.m_timeColumn);
        m_size = FindOptional(trace.m_inputColumn);
        m_in = FindOptional(trace.m_tokensInColumn);
        m_out = FindOptional(trace.m_tokensOutColumn);
        m_owner = trace.m_deal == BY_COLUMN ? FindColumn(trace.m_dealColumn) : NONE;
    }

    /// @param [out] arrival the client's next task  @returns false at the end of the trace
    bool Next(TaskArrival& arrival)
    {
        while (m_csv.FetchNextRow())
        {
            if (m_csv.IsBlankRow() || m_csv.ColumnCount() == 0)
            {
                continue;
            }
            if (m_csv.ColumnCount() != m_titles.size())
            {
                Fail("the header has " + std::to_string(m_titles.size()) +
                     " columns, this row has " + std::to_string(m_csv.ColumnCount()));
            }
            const Time now = ReadTime();
            const TaskShape shape = ReadShape();
            if (IsMine())
            {
                arrival.after = now - m_lastOwn;
                arrival.shape = shape;
                m_lastOwn = now;
                return true;
            }
        }
        return false;
    }

  private:
    static constexpr std::size_t NONE = SIZE_MAX; ///< no column

    [[noreturn]] void Fail(const std::string& message) const
    {
        throw std::runtime_error(m_name + ":" + std::to_string(m_csv.RowNumber()) + ": " +
                                 MakeLegible(message, 1000));
    }

    [[noreturn]] void FailAt(std::size_t column, const std::string& message) const
    {
        constexpr std::size_t ENOUGH = 80;
        const std::string text = GetText(column);
        Fail("column \"" + m_titles[column] + "\" must be " + message + ", got \"" +
             Shorten(text, ENOUGH) + "\"");
    }

    std::string GetText(std::size_t column) const
    {
        std::string text;
        m_csv.GetValue(column, text);
        return text;
    }

    std::size_t FindColumn(const std::string& title) const
    {
        const auto found = std::find(m_titles.begin(), m_titles.end(), title);
        if (found != m_titles.end())
        {
            return found - m_titles.begin();
        }
        std::string all;
        for (const std::string& one : m_titles)
        {
            all += (all.empty() ? "" : ", ") + one;
        }
        Fail("no column \"" + title + "\"; the header has: " + all);
    }

    std::size_t FindOptional(const std::string& title) const
    {
        return title.empty() ? NONE : FindColumn(title);
    }

    /// @returns the instant of this row, from the first one's on
    Time ReadTime()
    {
        double now = 0;
        if (!edgeai::ParseTimeStamp(GetText(m_time), now))
        {
            FailAt(m_time, "seconds or a date and time");
        }
        m_first = m_rows == 0 ? now : m_first;
        if (m_rows > 0 && now < m_last)
        {
            Fail("column \"" + m_titles[m_time] + "\" runs backwards");
        }
        ++m_rows;
        m_last = now;
        // Differences from the first stamp: rounding does not add up over the trace.
        const double offset = (now - m_first) * m_trace.m_timeScale;
        const double most = Time::Max().GetSeconds();
        if (!(offset < most))
        {
            std::ostringstream range;
            range << "less than " << most << " s, the simulator's range, behind the first row"
                  << (m_trace.m_timeScale == 1 ? "" : " (times TimeScale)");
            FailAt(m_time, range.str());
        }
        return Seconds(offset);
    }

    double ReadTokens(std::size_t column, double least) const
    {
        double tokens = 0;
        if (!m_csv.GetValue(column, tokens) || !(tokens >= least) ||
            tokens > TaskShape::MAX_TOKENS || tokens != std::floor(tokens))
        {
            FailAt(column,
                   "a whole number in [" + std::to_string(static_cast<int>(least)) + ", " +
                       std::to_string(static_cast<uint64_t>(TaskShape::MAX_TOKENS)) + "]");
        }
        return tokens;
    }

    TaskShape ReadShape() const
    {
        TaskShape shape;
        if (m_in != NONE)
        {
            // A prompt of no tokens is none: nothing could follow it.
            shape.tokensIn = ReadTokens(m_in, 1);
        }
        if (m_out != NONE)
        {
            shape.tokensOut = ReadTokens(m_out, 0);
        }
        if (m_size != NONE)
        {
            double units = 0;
            const bool read = m_csv.GetValue(m_size, units);
            shape.inputBits = units * m_trace.m_inputUnit;
            if (!read || !(units >= 0) || !(shape.inputBits <= TaskShape::MAX_INPUT_BITS))
            {
                std::ostringstream range;
                range << "a number in [0, " << TaskShape::MAX_INPUT_BITS / m_trace.m_inputUnit
                      << "] (units of " << m_trace.m_inputUnit << " bit)";
                FailAt(m_size, range.str());
            }
        }
        return shape;
    }

    bool IsMine()
    {
        std::size_t turn = m_rows - 1;
        if (m_owner != NONE)
        {
            turn = m_owners.emplace(GetText(m_owner), m_owners.size()).first->second;
        }
        return m_trace.m_deal == WHOLE || turn % m_trace.m_clients == m_trace.m_client;
    }

    const TraceArrivals& m_trace;
    std::string m_name;
    CsvReader m_csv;
    std::vector<std::string> m_titles;
    std::size_t m_time{NONE};
    std::size_t m_size{NONE};
    std::size_t m_in{NONE};
    std::size_t m_out{NONE};
    std::size_t m_owner{NONE};
    std::map<std::string, std::size_t> m_owners; ///< the names that came up, with their turns
    uint64_t m_rows{0};                          ///< read, without blank ones
    double m_first{0};                           ///< stamp of the first row [s]
    double m_last{0};                            ///< stamp of this row [s]
    Time m_lastOwn;                              ///< instant of the client's task before
};

void
TraceArrivals::Read(std::istream& input, const std::string& name)
{
    m_read = true;
    m_arrivals.clear();
    m_next = 0;
    SkipByteOrderMark(input);
    Reader reader(*this, input, name);
    TaskArrival arrival;
    while ((m_limit == 0 || m_arrivals.size() < m_limit) && reader.Next(arrival))
    {
        m_arrivals.push_back(arrival);
    }
}

void
TraceArrivals::Read(const std::string& path)
{
    TextFile file(path);
    Read(file, path);
}

bool
TraceArrivals::ParseTimeStamp(const std::string& text, double& seconds)
{
    return edgeai::ParseTimeStamp(text, seconds);
}

std::size_t
TraceArrivals::GetTaskCount() const
{
    return m_arrivals.size();
}

bool
TraceArrivals::Next(TaskArrival& arrival)
{
    if (!m_read)
    {
        NS_ABORT_MSG_IF(m_file.empty(), "TraceArrivals: File names no trace");
        std::string fault;
        try
        {
            Read(m_file);
        }
        catch (const std::exception& error)
        {
            fault = error.what(); // outside of the handler, or it would end as an exception does
        }
        NS_ABORT_MSG_UNLESS(fault.empty(), "TraceArrivals: " << fault);
    }
    if (m_next == m_arrivals.size())
    {
        return false;
    }
    arrival = m_arrivals[m_next++];
    return true;
}

} // namespace edgeai
} // namespace ns3
