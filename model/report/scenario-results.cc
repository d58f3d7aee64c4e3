/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-results.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

ScenarioResults::ScenarioResults(const std::vector<ResultSheet>& sheets,
                                 const ResultKey& key,
                                 const std::string& suffix,
                                 const std::string& stem)
    : m_sheets(sheets),
      m_key(key),
      m_suffix(suffix),
      m_stem(stem)
{
}

std::string
NameScenarioFiles(std::size_t number, const ResultKey& key)
{
    std::string name = "scenario-" + std::to_string(number);
    for (const auto& [column, value] : key)
    {
        const std::string text = value.GetText();
        name += text.empty() ? "" : "-" + (value.IsText() ? text : column + "=" + text);
    }
    for (char& c : name)
    {
        const bool isPlain = std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '=';
        c = isPlain || c == '_' ? c : '-';
    }
    return name;
}

std::string
ScenarioResults::GetStem(const std::string& stem) const
{
    const std::string& chosen = stem.empty() ? m_stem : stem;
    return chosen.empty() ? "" : chosen + m_suffix;
}

void
ScenarioResults::Restrict(const std::vector<std::string>& sheets)
{
    m_allowed = sheets;
}

ResultRow&
ScenarioResults::AddRow(const std::string& sheet)
{
    const std::size_t index = ResultSheet::Find(m_sheets, sheet);
    if (!m_allowed.empty() &&
        std::find(m_allowed.begin(), m_allowed.end(), sheet) == m_allowed.end())
    {
        std::string known;
        for (const std::string& name : m_allowed)
        {
            known += (known.empty() ? "" : ", ") + name;
        }
        throw std::invalid_argument("a row of sheet '" + sheet +
                                    "' from a scenario that was added for " + known + " alone");
    }
    const ResultSheet& columns = m_sheets[index];
    ResultRow row(columns);
    for (const auto& [name, value] : m_key)
    {
        if (columns.Has(name))
        {
            row.Set(name, value);
        }
    }
    m_rows.emplace_back(index, std::move(row));
    return m_rows.back().second;
}

void
ScenarioResults::Count(const TaskCounts& counts, const std::string& energyFault)
{
    if (!energyFault.empty())
    {
        throw std::runtime_error("energy does not add up: " + energyFault);
    }
    if (!counts.IsConserved())
    {
        throw std::runtime_error("a task was lost: " + std::to_string(counts.generated) +
                                 " generated, but " + std::to_string(counts.completed) +
                                 " completed, " + std::to_string(counts.dropped) + " dropped and " +
                                 std::to_string(counts.unfinished) + " unfinished");
    }
    m_counts.generated += counts.generated;
    m_counts.completed += counts.completed;
    m_counts.dropped += counts.dropped;
    m_counts.unfinished += counts.unfinished;
}

std::string
ScenarioResults::Write() const
{
    std::string bytes;
    for (const uint64_t count :
         {m_counts.generated, m_counts.completed, m_counts.dropped, m_counts.unfinished})
    {
        ResultValue(count).Write(bytes);
    }
    for (const auto& [sheet, row] : m_rows)
    {
        ResultValue(sheet).Write(bytes);
        for (const ResultValue& value : row.Finish())
        {
            value.Write(bytes);
        }
    }
    return bytes;
}

} // namespace edgeai
} // namespace ns3
