/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "accuracy-model.h"

#include "json-object-reader.h"
#include "profile-error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

const std::vector<AccuracyAxis> AXES{AccuracyAxis::KEEP_RATIO,
                                     AccuracyAxis::BITS,
                                     AccuracyAxis::EXIT};

/// @returns "name[i] must be range, got value"
std::string
Complain(const std::string& name, std::size_t i, const std::string& range, double value)
{
    std::ostringstream text;
    text.precision(15);
    text << name << "[" << i << "] must be " << range << ", got " << value;
    return text.str();
}

/// @returns "name must be in [min, max], got value"
std::string
Complain(const std::string& name, double min, double max, double value)
{
    std::ostringstream text;
    text.precision(15);
    text << name << " must be in [" << min << ", " << max << "], got " << value;
    return text.str();
}

/// @returns whether an axis may take a value
bool
IsOnAxis(AccuracyAxis axis, double value)
{
    switch (axis)
    {
    case AccuracyAxis::KEEP_RATIO:
        return value > 0 && value <= 1;
    case AccuracyAxis::BITS:
        return value > 0 && std::isfinite(value);
    default:
        return value >= 0 && std::isfinite(value);
    }
}

/// @returns what an axis may take, in words
std::string
DescribeAxis(AccuracyAxis axis)
{
    switch (axis)
    {
    case AccuracyAxis::KEEP_RATIO:
        return "in (0, 1]";
    case AccuracyAxis::BITS:
        return "> 0 and finite";
    default:
        return ">= 0 and finite";
    }
}

/// Why two lists do not make a table: the list ("values" or "accuracies"), the position, the words.
struct TableFault
{
    std::string list;
    std::size_t position{0};
    std::string message; ///< empty: no fault
};

TableFault
FindFault(AccuracyAxis axis,
          const std::vector<double>& values,
          const std::vector<double>& accuracies)
{
    if (values.empty())
    {
        return {"values", 0, "values must hold at least one number"};
    }
    if (values.size() != accuracies.size())
    {
        return {"accuracies",
                0,
                "accuracies must hold as many numbers as values (" + std::to_string(values.size()) +
                    "), got " + std::to_string(accuracies.size())};
    }
    for (std::size_t i = 0; i < values.size(); ++i)
    {
        if (!IsOnAxis(axis, values[i]))
        {
            return {"values", i, Complain("values", i, DescribeAxis(axis), values[i])};
        }
        if (i > 0 && values[i] <= values[i - 1])
        {
            return {"values",
                    i,
                    Complain("values", i, "greater than the one before it", values[i])};
        }
        if (!(accuracies[i] >= 0 && accuracies[i] <= 1))
        {
            return {"accuracies", i, Complain("accuracies", i, "in [0, 1]", accuracies[i])};
        }
        if (i > 0 && accuracies[i] < accuracies[i - 1])
        {
            return {"accuracies",
                    i,
                    Complain("accuracies", i, "at least the one before it", accuracies[i])};
        }
    }
    return {};
}

} // namespace

std::string
ToString(AccuracyAxis axis)
{
    switch (axis)
    {
    case AccuracyAxis::KEEP_RATIO:
        return "keepRatio";
    case AccuracyAxis::BITS:
        return "bits";
    default:
        return "exit";
    }
}

double
AccuracyQuery::Get(AccuracyAxis axis) const
{
    switch (axis)
    {
    case AccuracyAxis::KEEP_RATIO:
        return keepRatio;
    case AccuracyAxis::BITS:
        return bits;
    default:
        return exit;
    }
}

AccuracyTable::AccuracyTable(AccuracyAxis axis,
                             const std::vector<double>& values,
                             const std::vector<double>& accuracies)
    : m_axis(axis),
      m_values(values),
      m_accuracies(accuracies)
{
    const TableFault fault = FindFault(axis, values, accuracies);
    if (!fault.message.empty())
    {
        throw ProfileError("accuracy table over " + ToString(axis) + ": " + fault.message);
    }
}

double
AccuracyTable::GetAccuracy(const AccuracyQuery& query) const
{
    // No exit taken means the whole network, the last point of the table.
    const bool whole = m_axis == AccuracyAxis::EXIT && query.exit == 0;
    return whole ? m_accuracies.back() : Interpolate(query.Get(m_axis));
}

double
AccuracyTable::Interpolate(double value) const
{
    if (!(value >= m_values.front() && value <= m_values.back()))
    {
        throw ProfileError(Complain(ToString(m_axis), m_values.front(), m_values.back(), value));
    }
    const auto above = std::lower_bound(m_values.begin(), m_values.end(), value);
    const auto i = static_cast<std::size_t>(above - m_values.begin());
    if (m_values[i] == value)
    {
        return m_accuracies[i];
    }
    const double share = (value - m_values[i - 1]) / (m_values[i] - m_values[i - 1]);
    return m_accuracies[i - 1] + share * (m_accuracies[i] - m_accuracies[i - 1]);
}

double
AccuracyTable::FindLeastValue(double accuracy) const
{
    if (!(accuracy >= 0 && accuracy <= m_accuracies.back()))
    {
        throw ProfileError(Complain("accuracy", 0, m_accuracies.back(), accuracy));
    }
    const auto above = std::lower_bound(m_accuracies.begin(), m_accuracies.end(), accuracy);
    const auto i = static_cast<std::size_t>(above - m_accuracies.begin());
    if (i == 0 || m_accuracies[i] == accuracy)
    {
        return m_values[i];
    }
    const double share = (accuracy - m_accuracies[i - 1]) / (m_accuracies[i] - m_accuracies[i - 1]);
    return m_values[i - 1] + share * (m_values[i] - m_values[i - 1]);
}

AccuracyAxis
AccuracyTable::GetAxis() const
{
    return m_axis;
}

const std::vector<double>&
AccuracyTable::GetValues() const
{
    return m_values;
}

const std::vector<double>&
AccuracyTable::GetAccuracies() const
{
    return m_accuracies;
}

AccuracyFunction::AccuracyFunction(std::function<double(const AccuracyQuery&)> function)
    : m_function(std::move(function))
{
    if (!m_function)
    {
        throw ProfileError("accuracy function must not be empty");
    }
}

double
AccuracyFunction::GetAccuracy(const AccuracyQuery& query) const
{
    const double accuracy = m_function(query);
    if (!(accuracy >= 0 && accuracy <= 1))
    {
        throw ProfileError(Complain("result of the accuracy function", 0, 1, accuracy));
    }
    return accuracy;
}

CombinedAccuracy::CombinedAccuracy(double best, const std::vector<AccuracyTable>& tables)
    : m_best(best),
      m_tables(tables)
{
    if (!(best >= 0 && best <= 1))
    {
        throw ProfileError(Complain("best", 0, 1, best));
    }
    if (tables.empty())
    {
        throw ProfileError("tables must hold at least one table");
    }
    for (std::size_t i = 0; i < tables.size(); ++i)
    {
        if (tables[i].GetAccuracies().back() == 0)
        {
            throw ProfileError(Complain("tables", i, "above 0 somewhere", 0));
        }
        for (std::size_t j = 0; j < i; ++j)
        {
            if (tables[i].GetAxis() == tables[j].GetAxis())
            {
                throw ProfileError("tables must each have another axis, got " +
                                   ToString(tables[i].GetAxis()) + " twice");
            }
        }
    }
}

double
CombinedAccuracy::GetAccuracy(const AccuracyQuery& query) const
{
    double accuracy = m_best;
    for (const auto& table : m_tables)
    {
        accuracy *= table.GetAccuracy(query) / table.GetAccuracies().back();
    }
    return accuracy;
}

std::vector<double>
MakeMonotone(const std::vector<double>& values)
{
    struct Pool
    {
        double sum;
        std::size_t count;
    };

    std::vector<Pool> pools;
    for (const double value : values)
    {
        pools.push_back({value, 1});
        // Merge while the last pool's mean lies below that of the pool before it.
        while (pools.size() > 1)
        {
            const Pool last = pools.back();
            Pool& before = pools[pools.size() - 2];
            if (before.sum * static_cast<double>(last.count) <=
                last.sum * static_cast<double>(before.count))
            {
                break;
            }
            before.sum += last.sum;
            before.count += last.count;
            pools.pop_back();
        }
    }
    std::vector<double> monotone;
    for (const auto& pool : pools)
    {
        monotone.insert(monotone.end(), pool.count, pool.sum / static_cast<double>(pool.count));
    }
    return monotone;
}

AccuracyTable
ParseAccuracyTable(const std::string& text, const std::string& source)
{
    const LocatedJson root = ParseLocatedJson(text, source);
    const JsonObjectReader reader(
        root,
        source,
        "",
        {"edgeAiAccuracy", "name", "source", "axis", "values", "accuracies"});
    reader.GetWhole("edgeAiAccuracy", 1, 1);
    reader.GetText("name", "");
    reader.GetText("source", "");
    const std::string name = reader.GetText("axis");
    const auto axis = std::find_if(AXES.begin(), AXES.end(), [&name](AccuracyAxis candidate) {
        return ToString(candidate) == name;
    });
    if (axis == AXES.end())
    {
        reader.Fail(reader.Get("axis"),
                    "axis must be one of keepRatio, bits, exit, got " +
                        reader.Get("axis").Describe());
    }
    const auto values = reader.GetNumbers("values", 0, std::numeric_limits<double>::max());
    const auto accuracies = reader.GetNumbers("accuracies", 0, 1);
    const TableFault fault = FindFault(*axis, values, accuracies);
    if (!fault.message.empty())
    {
        const LocatedJson& list = reader.Get(fault.list);
        const bool hasItem = fault.position < list.items.size();
        reader.Fail(hasItem ? list.items[fault.position] : list, fault.message);
    }
    return AccuracyTable(*axis, values, accuracies);
}

AccuracyTable
ReadAccuracyFile(const std::string& path)
{
    return ParseAccuracyTable(ReadTextFile(path), path);
}

} // namespace edgeai
} // namespace ns3
