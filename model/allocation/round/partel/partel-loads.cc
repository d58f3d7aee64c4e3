/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "partel-loads.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace ns3
{
namespace edgeai
{

LoadDivision
DivideLoads(double parameters,
            const std::vector<double>& offsets,
            const std::vector<double>& speeds)
{
    LoadDivision division;
    division.time = std::numeric_limits<double>::infinity();
    division.loads.assign(speeds.size(), 0);
    std::vector<std::size_t> order(speeds.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&offsets](std::size_t a, std::size_t b) {
        return offsets[a] < offsets[b];
    });
    // Times count from the first worker's offset: a common one costs no precision.
    double first = 0;
    double served = parameters;
    double speed = 0;
    for (const std::size_t k : order)
    {
        if (!(speeds[k] > 0))
        {
            continue;
        }
        first = speed > 0 ? first : offsets[k];
        if (division.time <= offsets[k])
        {
            break;
        }
        served += (offsets[k] - first) * speeds[k];
        speed += speeds[k];
        division.time = first + served / speed;
    }
    if (!(speed > 0))
    {
        return division;
    }
    const double span = served / speed;
    for (std::size_t k = 0; k < speeds.size(); ++k)
    {
        division.loads[k] = std::max(span - (offsets[k] - first), 0.) * speeds[k];
    }
    return division;
}

std::vector<double>
RoundLoads(const std::vector<double>& loads,
           double total,
           const std::function<bool(std::size_t worker, double load)>& mayTake)
{
    std::vector<double> whole(loads.size());
    std::vector<std::size_t> order;
    double missing = total;
    for (std::size_t k = 0; k < loads.size(); ++k)
    {
        whole[k] = std::floor(loads[k]);
        missing -= whole[k];
        if (loads[k] > 0)
        {
            order.push_back(k);
        }
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return loads[a] - whole[a] > loads[b] - whole[b];
    });
    // Once round is enough, but for loads so large that their sum has lost its last digits.
    bool moved = true;
    while (missing > 0 && moved)
    {
        moved = false;
        // As many to each as there are rounds to go, so that loops are short whatever is missing.
        const double each = std::max(1., std::floor(missing / order.size()));
        for (std::size_t i = 0; i < order.size() && missing > 0; ++i)
        {
            const std::size_t k = order[i];
            const double more = std::min(each, missing);
            if (!mayTake || mayTake(k, whole[k] + more))
            {
                whole[k] += more;
                missing -= more;
                moved = true;
            }
        }
    }
    for (std::size_t i = order.size(); i-- > 0 && missing < 0;)
    {
        const double less = std::min(whole[order[i]], -missing);
        whole[order[i]] -= less;
        missing += less;
    }
    return whole;
}

} // namespace edgeai
} // namespace ns3
