/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-divergence.h"

#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

std::string
ExplainDivergence(const Eigen::VectorXd& numbers, const std::string& what, uint32_t bits)
{
    const double most =
        bits == 32 ? std::numeric_limits<float>::max() : std::numeric_limits<double>::max();
    for (Eigen::Index i = 0; i < numbers.size(); ++i)
    {
        if (!(std::abs(numbers[i]) <= most))
        {
            return "learning has diverged: " + what + " " + std::to_string(i) +
                   " of the model is no number that " + std::to_string(bits) +
                   " bit hold; smaller steps may help";
        }
    }
    return "";
}

} // namespace edgeai
} // namespace ns3
