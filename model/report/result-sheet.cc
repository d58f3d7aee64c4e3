/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "result-sheet.h"

#include "monitor/csv-format.h"
#include "option-list.h"
#include "repetition.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double MISSING = std::numeric_limits<double>::quiet_NaN();

/// @param [in] value plain  @param [in,out] bytes to which it is appended
template <typename T>
void
Append(const T& value, std::string& bytes)
{
    bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

/// @param [in] bytes what Append() made  @param [in,out] position moved on  @returns the value
template <typename T>
T
Take(const std::string& bytes, std::size_t& position)
{
    if (bytes.size() - position < sizeof(T))
    {
        throw std::runtime_error("results end too early");
    }
    T value;
    std::memcpy(&value, bytes.data() + position, sizeof(T));
    position += sizeof(T);
    return value;
}

} // namespace

ResultValue::ResultValue()
    : m_value(MISSING)
{
}

ResultValue::ResultValue(double value)
    : m_value(value)
{
}

ResultValue::ResultValue(std::string text)
    : m_value(std::move(text))
{
}

ResultValue::ResultValue(const char* text)
    : m_value(std::string(text))
{
}

bool
ResultValue::IsText() const
{
    return std::holds_alternative<std::string>(m_value);
}

bool
ResultValue::IsWhole() const
{
    return std::holds_alternative<int64_t>(m_value) || std::holds_alternative<uint64_t>(m_value);
}

double
ResultValue::GetNumber() const
{
    return std::visit(
        [](const auto& value) -> double {
            if constexpr (std::is_arithmetic_v<std::decay_t<decltype(value)>>)
            {
                return static_cast<double>(value);
            }
            else
            {
                return MISSING;
            }
        },
        m_value);
}

std::string
ResultValue::GetText() const
{
    return ToCell(1).GetExact();
}

TextCell
ResultValue::ToCell(int digits) const
{
    return std::visit(
        [digits](const auto& value) -> TextCell {
            if constexpr (std::is_same_v<std::decay_t<decltype(value)>, double>)
            {
                return TextCell(value, digits);
            }
            else
            {
                return TextCell(value);
            }
        },
        m_value);
}

void
ResultValue::Write(std::string& bytes) const
{
    Append(static_cast<uint8_t>(m_value.index()), bytes);
    std::visit(
        [&bytes](const auto& value) {
            if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string>)
            {
                Append(static_cast<uint64_t>(value.size()), bytes);
                bytes += value;
            }
            else
            {
                Append(value, bytes);
            }
        },
        m_value);
}

ResultValue
ResultValue::Read(const std::string& bytes, std::size_t& position)
{
    switch (Take<uint8_t>(bytes, position))
    {
    case 0:
        return Take<double>(bytes, position);
    case 1:
        return Take<int64_t>(bytes, position);
    case 2:
        return Take<uint64_t>(bytes, position);
    case 3:
        break;
    default:
        throw std::runtime_error("results have a value of unknown type");
    }
    const uint64_t size = Take<uint64_t>(bytes, position);
    if (bytes.size() - position < size)
    {
        throw std::runtime_error("results end too early");
    }
    position += size;
    return bytes.substr(position - size, size);
}

bool
ResultValue::operator==(const ResultValue& other) const
{
    if (IsText() || other.IsText())
    {
        return m_value == other.m_value;
    }
    const double one = GetNumber();
    const double two = other.GetNumber();
    return one == two || (std::isnan(one) && std::isnan(two));
}

ResultColumn::ResultColumn(std::string what, std::string in, std::string says)
    : name(std::move(what)),
      unit(std::move(in)),
      help(std::move(says)),
      head(name),
      shownUnit(unit)
{
    std::replace(head.begin(), head.end(), '_', ' ');
}

ResultColumn&
ResultColumn::Head(std::string text)
{
    head = std::move(text);
    return *this;
}

ResultColumn&
ResultColumn::Shown(std::string in, double times)
{
    shownUnit = std::move(in);
    factor = times;
    return *this;
}

ResultColumn&
ResultColumn::Digits(int count)
{
    digits = count;
    return *this;
}

ResultColumn&
ResultColumn::Quotient(std::string over, std::string under)
{
    numerator = std::move(over);
    denominator = std::move(under);
    return *this;
}

std::string
ResultColumn::GetLabel() const
{
    return shownUnit.empty() ? head : head + " [" + shownUnit + "]";
}

ResultRow::ResultRow(const ResultSheet& sheet)
    : m_sheet(&sheet),
      m_values(sheet.GetColumns().size())
{
}

ResultRow&
ResultRow::Set(const std::string& column, const ResultValue& value)
{
    m_values[m_sheet->GetIndex(column)] = value;
    return *this;
}

std::vector<ResultValue>
ResultRow::Finish() const
{
    std::vector<ResultValue> values = m_values;
    const auto& columns = m_sheet->GetColumns();
    for (std::size_t i = 0; i < columns.size(); ++i)
    {
        if (!columns[i].numerator.empty())
        {
            values[i] = values[m_sheet->GetIndex(columns[i].numerator)].GetNumber() /
                        values[m_sheet->GetIndex(columns[i].denominator)].GetNumber();
        }
    }
    return values;
}

ResultSheet::ResultSheet(std::string name, std::vector<ResultColumn> columns)
    : m_name(std::move(name)),
      m_columns(std::move(columns))
{
    for (std::size_t i = 0; i < m_columns.size(); ++i)
    {
        if (!m_indices.emplace(m_columns[i].name, i).second)
        {
            throw std::invalid_argument("the sheet '" + m_name + "' has two columns '" +
                                        m_columns[i].name + "'");
        }
    }
    for (const ResultColumn& column : m_columns)
    {
        if (!column.numerator.empty())
        {
            GetIndex(column.numerator);
            GetIndex(column.denominator);
        }
    }
}

const std::string&
ResultSheet::GetName() const
{
    return m_name;
}

const std::vector<ResultColumn>&
ResultSheet::GetColumns() const
{
    return m_columns;
}

bool
ResultSheet::Has(const std::string& column) const
{
    return m_indices.count(column) > 0;
}

std::size_t
ResultSheet::GetIndex(const std::string& column) const
{
    const auto found = m_indices.find(column);
    if (found == m_indices.end())
    {
        std::vector<std::string> known;
        for (const ResultColumn& one : m_columns)
        {
            known.push_back(one.name);
        }
        throw std::invalid_argument("the sheet '" + m_name + "' has no column '" + column +
                                    "'; there are: " + JoinWords(known, ", "));
    }
    return found->second;
}

void
ResultSheet::Add(const std::vector<std::vector<ResultValue>>& runs)
{
    Row row{runs.at(0), std::vector<double>(m_columns.size(), MISSING)};
    for (std::size_t i = 0; i < m_columns.size() && runs.size() > 1; ++i)
    {
        std::vector<double> numbers;
        std::vector<std::string> texts;
        bool equal = true;
        for (const auto& run : runs)
        {
            equal = equal && run.at(i) == row.values[i];
            numbers.push_back(run[i].GetNumber());
            const std::string text = run[i].GetText();
            if (run[i].IsText() && !text.empty() &&
                std::find(texts.begin(), texts.end(), text) == texts.end())
            {
                texts.push_back(text);
            }
        }
        const Repetition both = SummariseRepetitions(numbers);
        row.halfWidths[i] = both.halfWidth;
        if (equal)
        {
            continue; // whole numbers stay whole
        }
        row.values[i] = both.mean;
        if (!texts.empty())
        {
            row.values[i] = JoinWords(texts, "; ");
        }
    }
    m_rows.push_back(std::move(row));
}

const std::vector<ResultSheet::Row>&
ResultSheet::GetRows() const
{
    return m_rows;
}

void
ResultSheet::MarkInput(const std::string& column)
{
    m_inputs.insert(column);
}

bool
ResultSheet::Matches(const Row& row, const ResultKey& where) const
{
    return std::all_of(where.begin(), where.end(), [&](const auto& wanted) {
        const auto found = m_indices.find(wanted.first);
        return found != m_indices.end() && row.values[found->second] == wanted.second;
    });
}

double
ResultSheet::GetShown(const Row& row, std::size_t column) const
{
    return m_columns[column].factor * row.values[column].GetNumber();
}

double
ResultSheet::GetShownHalfWidth(const Row& row, std::size_t column) const
{
    return std::abs(m_columns[column].factor) * row.halfWidths[column];
}

void
ResultSheet::WriteCsv(const std::string& path, bool repeated) const
{
    std::vector<bool> varies(m_columns.size());
    std::vector<TextColumn> heads;
    for (std::size_t i = 0; i < m_columns.size(); ++i)
    {
        heads.push_back({m_columns[i].name, m_columns[i].unit});
        varies[i] = repeated && m_inputs.count(m_columns[i].name) == 0 &&
                    std::any_of(m_rows.begin(), m_rows.end(), [i](const Row& row) {
                        return !row.values[i].IsText();
                    });
        if (varies[i])
        {
            heads.push_back({m_columns[i].name + "_ci95", m_columns[i].unit});
        }
    }
    TextTable table(std::move(heads));
    for (const Row& row : m_rows)
    {
        std::vector<TextCell> cells;
        for (std::size_t i = 0; i < m_columns.size(); ++i)
        {
            cells.push_back(row.values[i].ToCell(17));
            if (varies[i])
            {
                cells.emplace_back(row.halfWidths[i], 17);
            }
        }
        table.AddRow(std::move(cells));
    }
    table.WriteCsv(path);
}

} // namespace edgeai
} // namespace ns3
