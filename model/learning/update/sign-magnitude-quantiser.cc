/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "sign-magnitude-quantiser.h"

#include "learning/learning-error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns the largest number of 32 bit that is not above a finite magnitude
double
RoundDown(double value)
{
    const auto nearest = static_cast<float>(value);
    return nearest > value ? std::nextafter(nearest, 0.0F) : nearest;
}

/// @returns the least number of 32 bit that is not below a magnitude
double
RoundUp(double value)
{
    const auto nearest = static_cast<float>(value);
    return nearest < value ? std::nextafter(nearest, std::numeric_limits<float>::infinity())
                           : nearest;
}

/// @param [in] values v  @param [in] size of a block  @param [in] ends how they are known
/// @returns scales of all blocks
std::vector<MagnitudeScale>
MakeScales(const Eigen::VectorXd& values, Eigen::Index size, ScaleEnds ends)
{
    std::vector<MagnitudeScale> scales;
    for (Eigen::Index first = 0; first < values.size(); first += size)
    {
        const Eigen::ArrayXd magnitudes =
            values.segment(first, std::min(size, values.size() - first)).cwiseAbs();
        MagnitudeScale scale{magnitudes.minCoeff(), magnitudes.maxCoeff()};
        if (ends == ScaleEnds::ROUNDED)
        {
            scale = {RoundDown(scale.lo), RoundUp(scale.hi)};
        }
        scales.push_back(scale);
    }
    return scales;
}

} // namespace

SignMagnitudeQuantiser::SignMagnitudeQuantiser(uint32_t bits, uint32_t block, ScaleEnds ends)
    : m_bits(bits),
      m_block(block),
      m_ends(ends)
{
    if (bits < 1 || bits > BITS_MAX)
    {
        throw LearningError("sign-magnitude quantiser: bits are " + std::to_string(bits) +
                            "; allowed is 1 to " + std::to_string(BITS_MAX));
    }
}

Eigen::Index
SignMagnitudeQuantiser::GetBlockSize(Eigen::Index count) const
{
    return m_block == 0 ? std::max<Eigen::Index>(count, 1) : Eigen::Index{m_block};
}

std::vector<MagnitudeScale>
SignMagnitudeQuantiser::GetScales(const Eigen::VectorXd& values) const
{
    return MakeScales(values, GetBlockSize(values.size()), m_ends);
}

uint64_t
SignMagnitudeQuantiser::GetPayload(Eigen::Index count) const
{
    const Eigen::Index size = GetBlockSize(count);
    const auto blocks = static_cast<uint64_t>((count + size - 1) / size);
    return static_cast<uint64_t>(count) * (m_bits + 1) + SCALE_BITS * blocks;
}

double
SignMagnitudeQuantiser::GetRelativeVariance(Eigen::Index count) const
{
    const auto size = static_cast<double>(std::min(GetBlockSize(count), count));
    return size / (4 * GetSteps() * GetSteps());
}

SignMagnitudeCode
SignMagnitudeQuantiser::Quantise(const Eigen::VectorXd& values, LearningDraws& draws) const
{
    SignMagnitudeCode code;
    code.scales = GetScales(values);
    const Eigen::Index size = GetBlockSize(values.size());
    for (Eigen::Index j = 0; j < values.size(); ++j)
    {
        // A draw for each, needed or not, so that what comes next does not depend on the data.
        const double draw = draws.Uniform();
        const MagnitudeScale& scale = code.scales[static_cast<std::size_t>(j / size)];
        const double step = (scale.hi - scale.lo) / GetSteps();
        uint32_t level = 0;
        if (step > 0)
        {
            const double u = (std::abs(values[j]) - scale.lo) / step;
            level = static_cast<uint32_t>(std::min(std::floor(u), GetSteps() - 1));
            level += draw < u - level ? 1 : 0;
        }
        code.negative.push_back(values[j] < 0);
        code.levels.push_back(level);
    }
    return code;
}

Eigen::VectorXd
SignMagnitudeQuantiser::Restore(const SignMagnitudeCode& code) const
{
    Eigen::VectorXd values(static_cast<Eigen::Index>(code.levels.size()));
    const Eigen::Index size = GetBlockSize(values.size());
    for (Eigen::Index j = 0; j < values.size(); ++j)
    {
        const auto at = static_cast<std::size_t>(j);
        const MagnitudeScale& scale = code.scales[static_cast<std::size_t>(j / size)];
        const double magnitude = scale.lo + code.levels[at] * ((scale.hi - scale.lo) / GetSteps());
        values[j] = code.negative[at] ? -magnitude : magnitude;
    }
    return values;
}

double
SignMagnitudeQuantiser::GetVariance(const Eigen::VectorXd& values) const
{
    const std::vector<MagnitudeScale> scales = GetScales(values);
    const Eigen::Index size = GetBlockSize(values.size());
    double variance = 0;
    for (Eigen::Index j = 0; j < values.size(); ++j)
    {
        const MagnitudeScale& scale = scales[static_cast<std::size_t>(j / size)];
        const double step = (scale.hi - scale.lo) / GetSteps();
        if (step > 0)
        {
            const double u = (std::abs(values[j]) - scale.lo) / step;
            const double rest = u - std::floor(u);
            variance += step * step * rest * (1 - rest);
        }
    }
    return variance;
}

double
SignMagnitudeQuantiser::GetVarianceBound(const Eigen::VectorXd& values) const
{
    return GetMagnitudeSpread(values, m_block) / (GetSteps() * GetSteps());
}

double
GetMagnitudeSpread(const Eigen::VectorXd& values, uint32_t block)
{
    const Eigen::Index size =
        block == 0 ? std::max<Eigen::Index>(values.size(), 1) : Eigen::Index{block};
    double spread = 0;
    Eigen::Index first = 0;
    for (const MagnitudeScale& scale : MakeScales(values, size, ScaleEnds::EXACT))
    {
        const auto count = static_cast<double>(std::min(size, values.size() - first));
        spread += count * (scale.hi - scale.lo) * (scale.hi - scale.lo) / 4;
        first += size;
    }
    return spread;
}

} // namespace edgeai
} // namespace ns3
