/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "latency-file.h"

#include "located-json.h"
#include "network-options.h"
#include "printable-text.h"
#include "profile-error.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <locale>
#include <set>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr std::size_t LINE_MAX_LENGTH = 4096; ///< longest line
constexpr std::size_t NAME_MAX_LENGTH = 200;  ///< longest name of a block or option
const std::vector<std::string> COLUMNS{"block", "option", "batch", "latency_s"};
const std::vector<std::string>
    KEYS{"network", "device", "source", "licence", "clock_hz", "units", "busy_power_w", "note"};

/// A piece of a line that knows where it stood.
struct Field
{
    std::string text;
    std::size_t column{1}; ///< of its first character, from 1
};

/// @returns a text without blanks at its ends
Field
Trim(const std::string& line, std::size_t from, std::size_t to)
{
    while (from < to && (line[from] == ' ' || line[from] == '\t'))
    {
        ++from;
    }
    const std::size_t begin = from;
    while (to > from && (line[to - 1] == ' ' || line[to - 1] == '\t'))
    {
        --to;
    }
    return {line.substr(from, to - from), begin + 1};
}

/// @returns the names in words
std::string
JoinNames(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
    {
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    }
    return text;
}

/// Reads the text of a table line by line.
class LatencyReader
{
  public:
    /// @param [in] source name of the text
    explicit LatencyReader(std::string source)
        : m_name(std::move(source))
    {
    }

    /// @param [in] text all of it  @returns its table
    LatencyTable Read(const std::string& text)
    {
        std::size_t from = text.compare(0, 3, "\xEF\xBB\xBF") == 0 ? 3 : 0;
        while (from < text.size())
        {
            const std::size_t end = std::min(text.find('\n', from), text.size());
            ++m_line;
            TakeLine(text.substr(from, end - from));
            from = end + 1;
        }
        ++m_line;
        if (m_columns.empty())
        {
            Fail(1, "the table ends before the line with the names of its columns");
        }
        if (m_table.GetRowCount() == 0)
        {
            Fail(1, "the table has no row");
        }
        return m_table;
    }

  private:
    [[noreturn]] void Fail(std::size_t column, const std::string& message) const
    {
        throw ProfileError(m_name + ":" + std::to_string(m_line) + ":" + std::to_string(column) +
                           ": " + message);
    }

    void TakeLine(std::string line)
    {
        if (!line.empty() && line.back() == '\r')
        {
            line.pop_back();
        }
        if (line.size() > LINE_MAX_LENGTH)
        {
            Fail(LINE_MAX_LENGTH + 1,
                 "a line has at most " + std::to_string(LINE_MAX_LENGTH) + " characters");
        }
        for (std::size_t i = 0; i < line.size(); ++i)
        {
            const auto letter = static_cast<unsigned char>(line[i]);
            if (letter == '"' || (letter < ' ' && letter != '\t') || letter == 0x7f)
            {
                Fail(i + 1,
                     letter == '"' ? "quotes are not part of the format; names have no comma"
                                   : "a control character is not text");
            }
        }
        const Field whole = Trim(line, 0, line.size());
        if (whole.text.empty())
        {
            return;
        }
        if (whole.text[0] == '#')
        {
            TakeComment(line, whole);
        }
        else if (m_columns.empty())
        {
            TakeColumns(Split(line));
        }
        else
        {
            TakeRow(Split(line));
        }
    }

    static std::vector<Field> Split(const std::string& line)
    {
        std::vector<Field> fields;
        std::size_t from = 0;
        while (true)
        {
            const std::size_t comma = line.find(',', from);
            const std::size_t end = std::min(comma, line.size());
            fields.push_back(Trim(line, from, end));
            if (comma == std::string::npos)
            {
                return fields;
            }
            from = comma + 1;
        }
    }

    void TakeComment(const std::string& line, const Field& whole)
    {
        const std::size_t colon = line.find(':', whole.column);
        const Field key = Trim(line, whole.column, std::min(colon, line.size()));
        if (colon == std::string::npos)
        {
            Fail(key.column, "a line of the header is '# key: value'; keys are " + JoinNames(KEYS));
        }
        if (!m_columns.empty())
        {
            Fail(key.column, "the header ends with the names of the columns");
        }
        if (std::find(KEYS.begin(), KEYS.end(), key.text) == KEYS.end())
        {
            const auto near = FindNearNames(key.text, KEYS);
            Fail(key.column,
                 "the header has no '" + Shorten(key.text) + "'" +
                     (near.empty() ? "" : "; did you mean " + near.front() + "?") + " Keys are " +
                     JoinNames(KEYS));
        }
        const Field value = Trim(line, colon + 1, line.size());
        if (value.text.empty())
        {
            Fail(value.column, key.text + " has no value");
        }
        if (key.text != "note" && !m_seen.insert(key.text).second)
        {
            Fail(key.column, key.text + " is there twice");
        }
        SetKey(key.text, value);
    }

    void SetKey(const std::string& key, const Field& value)
    {
        if (key == "note")
        {
            m_source.notes.push_back(value.text);
        }
        else if (key == "clock_hz")
        {
            m_source.clock = ToNumber(key, value, 1e15);
        }
        else if (key == "busy_power_w")
        {
            m_source.busyPower = ToNumber(key, value, 1e6);
        }
        else if (key == "units")
        {
            m_source.units = ToWhole(key, value, 1000000);
        }
        else
        {
            std::string& text = key == "network"  ? m_source.network
                                : key == "device" ? m_source.device
                                : key == "source" ? m_source.source
                                                  : m_source.licence;
            text = value.text;
        }
    }

    void TakeColumns(const std::vector<Field>& fields)
    {
        for (const char* needed : {"network", "device", "source", "licence"})
        {
            if (m_seen.count(needed) == 0)
            {
                Fail(1, "the header has no '# " + std::string(needed) + ": ...'");
            }
        }
        for (const Field& field : fields)
        {
            if (std::find(COLUMNS.begin(), COLUMNS.end(), field.text) == COLUMNS.end())
            {
                Fail(field.column,
                     "no column is called '" + Shorten(field.text) + "'; columns are " +
                         JoinNames(COLUMNS));
            }
            if (std::count(m_columns.begin(), m_columns.end(), field.text))
            {
                Fail(field.column, "column " + field.text + " is there twice");
            }
            m_columns.push_back(field.text);
        }
        for (const char* needed : {"block", "latency_s"})
        {
            if (std::count(m_columns.begin(), m_columns.end(), needed) == 0)
            {
                Fail(1, "there is no column " + std::string(needed));
            }
        }
        m_table = LatencyTable(m_source);
    }

    void TakeRow(const std::vector<Field>& fields)
    {
        if (fields.size() != m_columns.size())
        {
            Fail(fields.back().column,
                 "the row has " + std::to_string(fields.size()) +
                     (fields.size() == 1 ? " field" : " fields") + ", the columns are " +
                     std::to_string(m_columns.size()));
        }
        std::string block;
        std::string option;
        uint32_t batch = 1;
        double seconds = 0;
        std::size_t place = 1;
        for (std::size_t i = 0; i < fields.size(); ++i)
        {
            const Field& field = fields[i];
            if (m_columns[i] == "batch")
            {
                batch = ToWhole("batch", field, LatencyTable::MAX_BATCH);
                continue;
            }
            if (m_columns[i] == "latency_s")
            {
                seconds = ToNumber("latency_s",
                                   field,
                                   LatencyTable::MAX_SECONDS,
                                   LatencyTable::MIN_SECONDS);
                continue;
            }
            if (field.text.size() > NAME_MAX_LENGTH)
            {
                Fail(field.column,
                     m_columns[i] + " has at most " + std::to_string(NAME_MAX_LENGTH) +
                         " characters");
            }
            if (m_columns[i] == "block")
            {
                block = field.text;
                place = field.column;
            }
            else
            {
                option = field.text;
            }
        }
        try
        {
            m_table.Add(block, option, batch, seconds);
        }
        catch (const ProfileError& error)
        {
            Fail(place, error.what());
        }
    }

    double ToNumber(const std::string& name,
                    const Field& field,
                    double most,
                    double least = 0) const
    {
        std::istringstream input(field.text);
        input.imbue(std::locale::classic());
        double number = 0;
        input >> std::noskipws >> number;
        const bool within = number > 0 && number >= least && number <= most;
        if (field.text.empty() || input.fail() || !input.eof() || !within)
        {
            std::ostringstream text;
            text << name << " must be a number ";
            least > 0 ? text << "from " << least << " to " : text << "> 0 and at most ";
            text << most << ", got '" << Shorten(field.text) << "'"
                 << (field.text.empty() ? "; what was not measured has no row" : "");
            Fail(field.column, text.str());
        }
        return number;
    }

    uint32_t ToWhole(const std::string& name, const Field& field, uint32_t most) const
    {
        const bool digits = !field.text.empty() && field.text.size() < 10 &&
                            std::all_of(field.text.begin(), field.text.end(), [](char letter) {
                                return letter >= '0' && letter <= '9';
                            });
        const uint64_t number = digits ? std::stoull(field.text) : 0;
        if (number < 1 || number > most)
        {
            Fail(field.column,
                 name + " must be a whole number in 1.." + std::to_string(most) + ", got '" +
                     Shorten(field.text) + "'");
        }
        return static_cast<uint32_t>(number);
    }

    std::string m_name;                 //!< of the text
    std::size_t m_line{0};              //!< that is read, from 1
    std::set<std::string> m_seen;       //!< keys of the header so far
    LatencySource m_source;             //!< what the header says
    std::vector<std::string> m_columns; //!< their names, in order
    LatencyTable m_table;               //!< so far
};

} // namespace

LatencyTable
ReadLatencyFile(const std::string& path)
{
    return ParseLatencyTable(ReadTextFile(path), path);
}

LatencyTable
ParseLatencyTable(const std::string& text, const std::string& source)
{
    return LatencyReader(source).Read(text);
}

std::string
FormatLatencyTable(const LatencyTable& table)
{
    const LatencySource& from = table.GetSource();
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text.precision(std::numeric_limits<double>::max_digits10);
    text << "# network: " << from.network << "\n# device: " << from.device
         << "\n# source: " << from.source << "\n# licence: " << from.licence << "\n";
    if (from.clock > 0)
    {
        text << "# clock_hz: " << from.clock << "\n";
    }
    if (from.units > 0)
    {
        text << "# units: " << from.units << "\n";
    }
    if (from.busyPower > 0)
    {
        text << "# busy_power_w: " << from.busyPower << "\n";
    }
    for (const std::string& note : from.notes)
    {
        text << "# note: " << note << "\n";
    }
    text << "block,option,batch,latency_s\n";
    for (const std::string& block : table.GetBlocks())
    {
        for (const std::string& option : table.GetOptions(block))
        {
            for (const uint32_t batch : table.GetBatches(block, option))
            {
                text << block << "," << option << "," << batch << ","
                     << table.GetSeconds(block, option, batch) << "\n";
            }
        }
    }
    return text.str();
}

} // namespace edgeai
} // namespace ns3
