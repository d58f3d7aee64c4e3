/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "result-sheet.h"

#include "monitor/csv-format.h"
#include "option-list.h"
#include "repetition.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double MISSING = std::numeric_limits<double>::quiet_NaN();

} // namespace

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

ResultColumn&
ResultColumns::Add(const std::string& name, const std::string& unit, const std::string& help)
{
    return m_columns.emplace_back(name, unit, help);
}

void
ResultColumns::AddPair(const std::string& name,
                       const std::string& unit,
                       const std::string& help,
                       int digits,
                       const std::string& shownUnit,
                       double factor)
{
    const std::string words = ResultColumn(name, "", "").head;
    const auto add = [&](const std::string& suffix, const std::string& in) -> ResultColumn& {
        ResultColumn& column = Add(name + suffix, in, help).Digits(digits);
        column.group = name;
        return column;
    };
    const std::string shown = shownUnit.empty() ? unit : shownUnit;
    add("_planned", unit).Head(words + " plan").Shown(shown, factor).help += ", planned";
    add("_realised", unit).Head(words + " real").Shown(shown, factor).help += ", realised";
    add("_ratio", "").Head(words + " ratio").Quotient(name + "_realised", name + "_planned").help +=
        ", realised over planned";
}

const std::vector<ResultColumn>&
ResultColumns::Get() const
{
    return m_columns;
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

ResultRow&
ResultRow::SetPair(const std::string& quantity, double planned, double realised)
{
    // Not by Set(), for whose values g++ 12 warns at -O1.
    m_values[m_sheet->GetIndex(quantity + "_planned")] = planned;
    m_values[m_sheet->GetIndex(quantity + "_realised")] = realised;
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
            const double over = values[m_sheet->GetIndex(columns[i].denominator)].GetNumber();
            // Nothing compares with what was planned as nothing.
            values[i] = over == 0
                            ? std::numeric_limits<double>::quiet_NaN()
                            : values[m_sheet->GetIndex(columns[i].numerator)].GetNumber() / over;
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

std::size_t
ResultSheet::Find(const std::vector<ResultSheet>& sheets, const std::string& name)
{
    for (std::size_t i = 0; i < sheets.size(); ++i)
    {
        if (sheets[i].GetName() == name)
        {
            return i;
        }
    }
    throw std::invalid_argument("there is no sheet '" + name + "'");
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

std::vector<std::size_t>
ResultSheet::GetIndices(const std::string& name) const
{
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < m_columns.size() && !Has(name); ++i)
    {
        if (!name.empty() && m_columns[i].group == name)
        {
            indices.push_back(i);
        }
    }
    return indices.empty() ? std::vector<std::size_t>{GetIndex(name)} : indices;
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
