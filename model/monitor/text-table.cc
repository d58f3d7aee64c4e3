/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "text-table.h"

#include "csv-format.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

/**
 * @param [in] value a number  @param [in] digits significant digits
 * @returns it for reading: plain decimals where they are short, an exponent elsewhere
 */
std::string
ShowNumber(double value, int digits)
{
    if (std::isnan(value))
    {
        return "-";
    }
    char buffer[64];
    std::snprintf(buffer, sizeof(buffer), "%.*g", digits, value);
    std::string text = buffer;
    std::replace(text.begin(), text.end(), ',', '.'); // a decimal comma of the user's locale
    return text;
}

/// @param [in] text UTF-8  @returns how many characters it shows
size_t
GetWidth(const std::string& text)
{
    return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

/// @param [in] column a head  @returns it as printed
std::string
GetHead(const TextColumn& column)
{
    return column.unit.empty() ? column.header : column.header + " [" + column.unit + "]";
}

} // namespace

TextCell::TextCell(std::string text)
    : m_shown(std::move(text)),
      m_exact(m_shown)
{
}

TextCell::TextCell(const char* text)
    : TextCell(std::string(text))
{
}

TextCell::TextCell(double value, int digits)
    : m_shown(ShowNumber(value, std::clamp(digits, 1, 17))),
      m_exact(FormatNumber(value)),
      m_number(true)
{
}

const std::string&
TextCell::GetShown() const
{
    return m_shown;
}

const std::string&
TextCell::GetExact() const
{
    return m_exact;
}

bool
TextCell::IsNumber() const
{
    return m_number;
}

TextTable::TextTable(std::vector<TextColumn> columns)
    : m_columns(std::move(columns))
{
}

void
TextTable::SetTitle(const std::string& title)
{
    m_title = title;
}

void
TextTable::AddRow(std::vector<TextCell> cells)
{
    if (cells.size() != m_columns.size())
    {
        throw std::invalid_argument("TextTable: a row of " + std::to_string(cells.size()) +
                                    " cells in a table of " + std::to_string(m_columns.size()) +
                                    " columns");
    }
    m_rows.push_back(std::move(cells));
}

void
TextTable::AddRule()
{
    m_rules.push_back(m_rows.size());
}

void
TextTable::Print(std::ostream& os) const
{
    // A column with any number in it is aligned right, its head too.
    std::vector<size_t> widths;
    std::vector<bool> right;
    for (size_t c = 0; c < m_columns.size(); ++c)
    {
        widths.push_back(GetWidth(GetHead(m_columns[c])));
        right.push_back(false);
        for (const auto& row : m_rows)
        {
            widths[c] = std::max(widths[c], GetWidth(row[c].GetShown()));
            right[c] = right[c] || row[c].IsNumber();
        }
    }
    const auto printLine = [&](const auto& getText, const auto& isRight) {
        std::string line;
        for (size_t c = 0; c < m_columns.size(); ++c)
        {
            const std::string text = getText(c);
            const std::string padding(widths[c] - GetWidth(text), ' ');
            line += (c ? "  " : "") + (isRight(c) ? padding + text : text + padding);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        os << line << '\n';
    };
    const auto printRule = [&] {
        printLine([&](size_t c) { return std::string(widths[c], '-'); },
                  [](size_t) { return false; });
    };

    if (!m_title.empty())
    {
        os << m_title << '\n';
    }
    printLine([&](size_t c) { return GetHead(m_columns[c]); }, [&](size_t c) { return right[c]; });
    printRule();
    auto rule = m_rules.begin();
    for (size_t r = 0; r < m_rows.size(); ++r)
    {
        for (; rule != m_rules.end() && *rule == r; ++rule)
        {
            printRule();
        }
        printLine([&](size_t c) { return m_rows[r][c].GetShown(); },
                  [&](size_t c) { return m_rows[r][c].IsNumber(); });
    }
    for (; rule != m_rules.end(); ++rule)
    {
        printRule();
    }
}

void
TextTable::WriteCsv(std::ostream& os) const
{
    std::string line;
    for (const TextColumn& column : m_columns)
    {
        line += QuoteCsv(GetHead(column)) + ',';
    }
    line.back() = '\n';
    os << line;
    for (const auto& row : m_rows)
    {
        line.clear();
        for (const TextCell& cell : row)
        {
            line += QuoteCsv(cell.GetExact()) + ',';
        }
        line.back() = '\n';
        os << line;
    }
}

void
TextTable::WriteCsv(const std::string& path) const
{
    errno = 0;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    WriteCsv(file);
    file.close();
    if (!file)
    {
        throw std::runtime_error(ExplainWriteFailure(path));
    }
}

} // namespace edgeai
} // namespace ns3
