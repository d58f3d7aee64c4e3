/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "assignment.h"

#include "allocation/numeric/infinite.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr std::size_t NOBODY = std::numeric_limits<std::size_t>::max();

/// Rows are added one by one; prices keep every reduced cost at or above zero.
class HungarianMethod
{
  public:
    HungarianMethod(const std::vector<double>& costs, std::size_t rows, std::size_t columns)
        : m_costs(costs),
          m_columns(columns),
          m_rowPrice(rows, 0),
          m_columnPrice(columns, 0),
          m_owner(columns, NOBODY),
          m_distance(columns),
          m_before(columns),
          m_reached(columns)
    {
    }

    /// @param [in] row that has no column yet  @returns false if none is to be had
    bool Add(std::size_t row)
    {
        m_distance.assign(m_columns, INFINITE);
        m_before.assign(m_columns, NOBODY);
        m_reached.assign(m_columns, false);
        std::size_t from = NOBODY; // the column through which the walk came to its present row
        std::size_t present = row;
        // Each turn reaches one more column, so there are at most as many turns.
        for (std::size_t turn = 0; turn < m_columns; ++turn)
        {
            const std::size_t next = FindNearest(present, from);
            if (next == NOBODY)
            {
                return false;
            }
            Advance(row, m_distance[next]);
            m_reached[next] = true;
            if (m_owner[next] == NOBODY)
            {
                Augment(row, next);
                return true;
            }
            from = next;
            present = m_owner[next];
        }
        return false;
    }

    /// @returns the row of each column, NOBODY where there is none
    const std::vector<std::size_t>& GetOwners() const
    {
        return m_owner;
    }

  private:
    /// Looks from a row at all columns. @returns the nearest that was not reached, or NOBODY
    std::size_t FindNearest(std::size_t row, std::size_t from)
    {
        const double* costs = &m_costs[row * m_columns];
        std::size_t nearest = NOBODY;
        double least = INFINITE;
        for (std::size_t column = 0; column < m_columns; ++column)
        {
            if (m_reached[column])
            {
                continue;
            }
            const double reduced = costs[column] - m_rowPrice[row] - m_columnPrice[column];
            if (reduced < m_distance[column])
            {
                m_distance[column] = reduced;
                m_before[column] = from;
            }
            if (m_distance[column] < least)
            {
                least = m_distance[column];
                nearest = column;
            }
        }
        return nearest;
    }

    /// Moves prices so that the nearest column comes at no cost. @param [in] step its distance
    void Advance(std::size_t row, double step)
    {
        m_rowPrice[row] += step;
        for (std::size_t column = 0; column < m_columns; ++column)
        {
            if (m_reached[column])
            {
                m_rowPrice[m_owner[column]] += step;
                m_columnPrice[column] -= step;
            }
            else
            {
                m_distance[column] -= step;
            }
        }
    }

    /// Every row on the way takes the column that the walk went on to from it.
    void Augment(std::size_t row, std::size_t column)
    {
        while (column != NOBODY)
        {
            const std::size_t before = m_before[column];
            m_owner[column] = before == NOBODY ? row : m_owner[before];
            column = before;
        }
    }

    const std::vector<double>& m_costs;
    std::size_t m_columns;
    std::vector<double> m_rowPrice;
    std::vector<double> m_columnPrice;
    std::vector<std::size_t> m_owner;  ///< of each column
    std::vector<double> m_distance;    ///< of each column from the row that is added
    std::vector<std::size_t> m_before; ///< the column before it on the way
    std::vector<char> m_reached;       ///< whether the walk has been there
};

} // namespace

Assignment
AssignRows(const std::vector<double>& costs, std::size_t rows, std::size_t columns)
{
    if (columns < rows || costs.size() != rows * columns)
    {
        throw std::invalid_argument(std::to_string(costs.size()) + " costs of " +
                                    std::to_string(rows) + " rows and " + std::to_string(columns) +
                                    " columns; needed is one each, and no more rows than columns");
    }
    Assignment result;
    HungarianMethod method(costs, rows, columns);
    for (std::size_t row = 0; row < rows; ++row)
    {
        if (!method.Add(row))
        {
            return result;
        }
    }
    result.found = true;
    result.columns.assign(rows, 0);
    for (std::size_t column = 0; column < columns; ++column)
    {
        const std::size_t row = method.GetOwners()[column];
        if (row != NOBODY)
        {
            result.columns[row] = column;
        }
    }
    for (std::size_t row = 0; row < rows; ++row)
    {
        result.total += costs[row * columns + result.columns[row]];
    }
    return result;
}

Assignment
AssignBottleneck(const std::vector<double>& costs, std::size_t rows, std::size_t columns)
{
    const auto assignBelow = [&](double most) {
        std::vector<double> allowed = costs;
        for (double& cost : allowed)
        {
            cost = cost <= most ? cost : INFINITE;
        }
        return AssignRows(allowed, rows, columns);
    };
    Assignment best = assignBelow(INFINITE);
    if (!best.found || rows == 0)
    {
        return best;
    }
    std::vector<double> levels = costs;
    std::sort(levels.begin(), levels.end());
    levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
    // Below level low there is none, at level high there is one.
    std::size_t low = 0;
    std::size_t high = levels.size() - 1;
    while (low < high)
    {
        const std::size_t middle = low + (high - low) / 2;
        const Assignment found = assignBelow(levels[middle]);
        if (found.found)
        {
            high = middle;
        }
        else
        {
            low = middle + 1;
        }
    }
    return assignBelow(levels[high]);
}

} // namespace edgeai
} // namespace ns3
