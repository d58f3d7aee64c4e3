/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "linear-programme.h"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Entries that are smaller, in rows scaled to their bounds, are roundings.
constexpr double TOLERANCE = 1e-12;

void
RequireSound(const LinearProgramme& programme)
{
    if (programme.lines.size() != programme.bounds.size())
    {
        throw std::invalid_argument("bounds has " + std::to_string(programme.bounds.size()) +
                                    " entries; needed is one per line, " +
                                    std::to_string(programme.lines.size()));
    }
    for (std::size_t i = 0; i < programme.lines.size(); ++i)
    {
        if (programme.lines[i].size() != programme.objective.size())
        {
            throw std::invalid_argument("lines[" + std::to_string(i) + "] has " +
                                        std::to_string(programme.lines[i].size()) +
                                        " entries; needed is one per variable, " +
                                        std::to_string(programme.objective.size()));
        }
        if (!(programme.bounds[i] >= 0))
        {
            throw std::invalid_argument("bounds[" + std::to_string(i) + "] is " +
                                        std::to_string(programme.bounds[i]) +
                                        "; allowed is 0 and more");
        }
    }
}

/// The simplex tableau: rows of slack variables, the last one the objective's.
class Tableau
{
  public:
    explicit Tableau(const LinearProgramme& programme)
        : m_variables(programme.objective.size()),
          m_rows(programme.lines.size()),
          m_entries(m_rows + 1, std::vector<double>(m_variables + m_rows + 1, 0)),
          m_basis(m_rows)
    {
        for (std::size_t i = 0; i < m_rows; ++i)
        {
            const double scale = programme.bounds[i] > 0 ? programme.bounds[i] : 1;
            for (std::size_t j = 0; j < m_variables; ++j)
            {
                m_entries[i][j] = programme.lines[i][j] / scale;
            }
            m_entries[i][m_variables + i] = 1;
            m_entries[i].back() = programme.bounds[i] / scale;
            m_basis[i] = m_variables + i;
        }
        for (std::size_t j = 0; j < m_variables; ++j)
        {
            m_entries[m_rows][j] = -programme.objective[j];
        }
    }

    /// One step. @returns whether there was one; sets m_endless if nothing ends it
    bool Step()
    {
        std::size_t column = 0;
        while (column < m_variables + m_rows && m_entries[m_rows][column] >= -TOLERANCE)
        {
            ++column;
        }
        if (column == m_variables + m_rows)
        {
            return false;
        }
        std::size_t row = m_rows;
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < m_rows; ++i)
        {
            if (m_entries[i][column] <= TOLERANCE)
            {
                continue;
            }
            const double ratio = m_entries[i].back() / m_entries[i][column];
            if (ratio < least || (ratio == least && m_basis[i] < m_basis[row]))
            {
                least = ratio;
                row = i;
            }
        }
        if (row == m_rows)
        {
            m_endless = true;
            return false;
        }
        Pivot(row, column);
        return true;
    }

    /// @returns whether the objective has no largest value
    bool IsEndless() const
    {
        return m_endless;
    }

    /// @returns x
    std::vector<double> GetValues() const
    {
        std::vector<double> values(m_variables, 0);
        for (std::size_t i = 0; i < m_rows; ++i)
        {
            if (m_basis[i] < m_variables)
            {
                values[m_basis[i]] = m_entries[i].back();
            }
        }
        return values;
    }

  private:
    void Pivot(std::size_t row, std::size_t column)
    {
        const double pivot = m_entries[row][column];
        for (double& entry : m_entries[row])
        {
            entry /= pivot;
        }
        for (std::size_t i = 0; i <= m_rows; ++i)
        {
            const double factor = m_entries[i][column];
            if (i == row || factor == 0)
            {
                continue;
            }
            for (std::size_t j = 0; j < m_entries[i].size(); ++j)
            {
                m_entries[i][j] -= factor * m_entries[row][j];
            }
        }
        m_basis[row] = column;
    }

    const std::size_t m_variables;              ///< number of x
    const std::size_t m_rows;                   ///< number of inequalities
    std::vector<std::vector<double>> m_entries; ///< the tableau
    std::vector<std::size_t> m_basis;           ///< per row: the variable in it
    bool m_endless{false};                      ///< whether there is no largest value
};

} // namespace

LinearSolution
MaximiseLinear(const LinearProgramme& programme)
{
    RequireSound(programme);
    Tableau tableau(programme);
    while (tableau.Step())
    {
    }
    LinearSolution solution;
    solution.values = tableau.GetValues();
    for (std::size_t j = 0; j < solution.values.size(); ++j)
    {
        solution.objective += programme.objective[j] * solution.values[j];
    }
    if (tableau.IsEndless())
    {
        solution.objective = std::numeric_limits<double>::infinity();
    }
    return solution;
}

} // namespace edgeai
} // namespace ns3
