/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "trace-arrivals.h"

#include "ns3/abort.h"
#include "ns3/csv-reader.h"
#include "ns3/double.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <boost/date_time/gregorian/gregorian_types.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(TraceArrivals);

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
            .AddAttribute("MaxTasks",
                          "Number of tasks; 0: all of the trace",
                          UintegerValue(0),
                          MakeUintegerAccessor(&TraceArrivals::m_limit),
                          MakeUintegerChecker<uint64_t>());
    return tid;
}

bool
TraceArrivals::ParseTimeStamp(const std::string& text, double& seconds)
{
    char* end = nullptr;
    seconds = std::strtod(text.c_str(), &end);
    if (!text.empty() && end && *end == '\0')
    {
        return std::isfinite(seconds);
    }
    static const std::regex form(
        R"((\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|([+-])(\d{2}):?(\d{2}))?)");
    std::smatch part;
    if (!std::regex_match(text, part, form))
    {
        return false;
    }
    auto number = [&part](int i) { return std::stoi(part[i].str()); };
    if (number(4) > 23 || number(5) > 59 || number(6) > 60)
    {
        return false;
    }
    try
    {
        // Counted from a recent day, so that a double keeps the fractions of a second.
        const boost::gregorian::date day(number(1), number(2), number(3));
        const boost::gregorian::date epoch(2020, 1, 1);
        seconds = (day - epoch).days() * 86400.0 + number(4) * 3600 + number(5) * 60 + number(6);
    }
    catch (const std::out_of_range&)
    {
        return false;
    }
    if (part[7].matched)
    {
        seconds += std::stod(part[7].str());
    }
    if (part[9].matched)
    {
        const double offset = number(10) * 3600 + number(11) * 60;
        seconds -= part[9].str() == "-" ? -offset : offset;
    }
    return true;
}

void
TraceArrivals::Read(std::istream& input, const std::string& name)
{
    m_read = true;
    m_arrivals.clear();
    m_next = 0;

    CsvReader csv(input);
    auto fail = [&csv, &name](const std::string& message) {
        throw std::runtime_error(name + ":" + std::to_string(csv.RowNumber()) + ": " + message);
    };
    if (!csv.FetchNextRow())
    {
        throw std::runtime_error(name + ": the trace is empty; a header row is needed");
    }
    const std::size_t columns = csv.ColumnCount();
    std::string header;
    auto find = [&](const std::string& column) {
        for (std::size_t i = 0; i < columns; ++i)
        {
            std::string title;
            csv.GetValue(i, title);
            header += i + 1 < columns ? title + ", " : title;
            if (title == column)
            {
                return static_cast<int>(i);
            }
        }
        fail("no column \"" + column + "\"; the header has: " + header);
        return -1;
    };
    const int time = find(m_timeColumn);
    const int size = m_inputColumn.empty() ? -1 : find(m_inputColumn);
    const int in = m_tokensInColumn.empty() ? -1 : find(m_tokensInColumn);
    const int out = m_tokensOutColumn.empty() ? -1 : find(m_tokensOutColumn);

    double first = 0;
    double last = 0;
    while ((m_limit == 0 || m_arrivals.size() < m_limit) && csv.FetchNextRow())
    {
        if (csv.IsBlankRow() || csv.ColumnCount() == 0)
        {
            continue;
        }
        if (csv.ColumnCount() != columns)
        {
            fail("the header has " + std::to_string(columns) + " columns, this row has " +
                 std::to_string(csv.ColumnCount()));
        }
        auto amount = [&](int column, const std::string& title) {
            double value = 0;
            if (column >= 0 && (!csv.GetValue(column, value) || !(value >= 0) || std::isinf(value)))
            {
                fail("column \"" + title + "\" must be a number >= 0");
            }
            return value;
        };
        std::string stamp;
        double now = 0;
        csv.GetValue(time, stamp);
        if (!ParseTimeStamp(stamp, now))
        {
            fail("column \"" + m_timeColumn + "\" must be seconds or a date and time, got \"" +
                 stamp + "\"");
        }
        if (m_arrivals.empty())
        {
            first = last = now;
        }
        if (now < last)
        {
            fail("column \"" + m_timeColumn + "\" runs backwards");
        }
        TaskArrival arrival;
        // Differences of offsets from the first stamp: rounding does not add up over the trace.
        arrival.after =
            Seconds((now - first) * m_timeScale) - Seconds((last - first) * m_timeScale);
        arrival.shape.inputBits = amount(size, m_inputColumn) * m_inputUnit;
        arrival.shape.tokensIn = amount(in, m_tokensInColumn);
        arrival.shape.tokensOut = amount(out, m_tokensOutColumn);
        m_arrivals.push_back(arrival);
        last = now;
    }
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
        std::ifstream file(m_file);
        NS_ABORT_MSG_UNLESS(file, "TraceArrivals: File \"" << m_file << "\" cannot be read");
        try
        {
            Read(file, m_file);
        }
        catch (const std::exception& error)
        {
            NS_ABORT_MSG("TraceArrivals: " << error.what());
        }
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
