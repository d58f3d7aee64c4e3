/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "simplex-projection.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace ns3
{
namespace edgeai
{

void
ProjectOntoSimplex(double* values, std::size_t count, double total)
{
    // Shifted by the largest value, so that entries far from the simplex keep their digits.
    const double largest = *std::max_element(values, values + count);
    // The largest entry cannot end above the total, so tau is at least this.
    double tau = -total;
    std::vector<double> sorted;
    for (std::size_t i = 0; i < count; ++i)
    {
        const double value = values[i] - largest;
        if (value > tau) // never for what is not a number, which has no place in an order
        {
            sorted.push_back(value);
        }
    }
    std::sort(sorted.begin(), sorted.end(), std::greater<double>());
    std::size_t kept = 0;
    for (double sum = 0; kept < sorted.size(); ++kept)
    {
        // Whether an entry stays is asked once, so no rounding can take back an answer.
        sum += sorted[kept];
        if (sorted[kept] * static_cast<double>(kept + 1) <= sum - total)
        {
            break;
        }
    }
    if (kept > 0)
    {
        // In the order in which they came, so that the sum is that of the entries themselves.
        const double least = sorted[kept - 1];
        double sum = 0;
        std::size_t above = 0;
        for (std::size_t i = 0; i < count; ++i)
        {
            const double value = values[i] - largest;
            if (value >= least)
            {
                sum += value;
                ++above;
            }
        }
        tau = (sum - total) / static_cast<double>(above);
    }
    for (std::size_t i = 0; i < count; ++i)
    {
        values[i] = std::max(0.0, (values[i] - largest) - tau);
    }
}

bool
ProjectOntoCap(double* values, std::size_t count, double least, double cap)
{
    const double room = cap - static_cast<double>(count) * least;
    if (room < 0)
    {
        return false;
    }
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i)
    {
        sum += std::max(values[i] - least, 0.0);
    }
    if (sum <= room)
    {
        for (std::size_t i = 0; i < count; ++i)
        {
            values[i] = std::max(values[i], least);
        }
        return true;
    }
    if (room == 0)
    {
        std::fill(values, values + count, least);
        return true;
    }
    for (std::size_t i = 0; i < count; ++i)
    {
        values[i] -= least;
    }
    ProjectOntoSimplex(values, count, room);
    for (std::size_t i = 0; i < count; ++i)
    {
        values[i] += least;
    }
    return true;
}

} // namespace edgeai
} // namespace ns3
