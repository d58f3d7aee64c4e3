/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "norm-quantiser.h"

#include "learning/learning-error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace ns3
{
namespace edgeai
{

NormQuantiser::NormQuantiser(uint32_t levels, ScaleEnds ends)
    : m_levels(levels),
      m_ends(ends)
{
    if (levels < 1 || levels > LEVELS_MAX)
    {
        throw LearningError("norm quantiser: levels are " + std::to_string(levels) +
                            "; allowed is 1 to " + std::to_string(LEVELS_MAX));
    }
}

uint32_t
NormQuantiser::GetLevelBits() const
{
    uint32_t bits = 0;
    while (m_levels >> bits != 0)
    {
        ++bits;
    }
    return bits;
}

uint64_t
NormQuantiser::GetPayload(Eigen::Index count) const
{
    return NORM_BITS + static_cast<uint64_t>(count) * (1 + GetLevelBits());
}

double
NormQuantiser::GetRelativeVariance(Eigen::Index count) const
{
    const auto d = static_cast<double>(count);
    const double s = m_levels;
    return std::min(d / (s * s), std::sqrt(d) / s);
}

double
NormQuantiser::GetNorm(const Eigen::VectorXd& values) const
{
    const double norm = values.size() > 0 ? values.stableNorm() : 0;
    if (m_ends == ScaleEnds::EXACT)
    {
        return norm;
    }
    if (norm > std::numeric_limits<float>::max())
    {
        return std::numeric_limits<double>::infinity();
    }
    const auto nearest = static_cast<float>(norm);
    return nearest < norm ? std::nextafter(nearest, std::numeric_limits<float>::infinity())
                          : nearest;
}

NormCode
NormQuantiser::Quantise(const Eigen::VectorXd& values, LearningDraws& draws) const
{
    NormCode code;
    code.norm = GetNorm(values);
    for (const double value : values)
    {
        const double draw = draws.Uniform();
        uint32_t level = 0;
        if (code.norm > 0)
        {
            const double u = m_levels * (std::abs(value) / code.norm);
            level = static_cast<uint32_t>(std::min(std::floor(u), m_levels - 1.0));
            level += draw < u - level ? 1 : 0;
        }
        code.negative.push_back(value < 0);
        code.levels.push_back(level);
    }
    return code;
}

Eigen::VectorXd
NormQuantiser::Restore(const NormCode& code) const
{
    Eigen::VectorXd values(static_cast<Eigen::Index>(code.levels.size()));
    for (Eigen::Index j = 0; j < values.size(); ++j)
    {
        const auto at = static_cast<std::size_t>(j);
        const double magnitude = code.norm * (code.levels[at] / static_cast<double>(m_levels));
        values[j] = code.negative[at] ? -magnitude : magnitude;
    }
    return values;
}

double
NormQuantiser::GetVariance(const Eigen::VectorXd& values) const
{
    const double norm = GetNorm(values);
    double variance = 0;
    for (const double value : values)
    {
        if (norm > 0)
        {
            const double u = m_levels * (std::abs(value) / norm);
            const double rest = u - std::floor(u);
            variance +=
                norm * norm / (static_cast<double>(m_levels) * m_levels) * rest * (1 - rest);
        }
    }
    return variance;
}

} // namespace edgeai
} // namespace ns3
