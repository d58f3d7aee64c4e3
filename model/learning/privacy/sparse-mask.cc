/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "sparse-mask.h"

#include "learning/learning-error.h"
#include "privacy-search.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <string>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr Eigen::Index PARAMETERS_MAX = Eigen::Index{1} << 31; ///< of a mask

void
RequireSizes(Eigen::Index parameters, uint32_t kept)
{
    RequirePrivacyRange("number of parameters", parameters, 1, PARAMETERS_MAX);
    RequirePrivacyRange("number of kept entries", kept, 1, parameters);
}

/// @param [in] count of possibilities, > 0  @returns a whole number in 0..count-1, without bias
uint32_t
PickBelow(std::mt19937& generator, uint32_t count)
{
    // The lowest numbers are thrown away, so that as many are left for each possibility.
    const uint32_t surplus = (0U - count) % count;
    uint32_t drawn = 0;
    do
    {
        drawn = static_cast<uint32_t>(generator());
    } while (drawn < surplus);
    return drawn % count;
}

} // namespace

Eigen::VectorXd
SparseMask::ToDense() const
{
    Eigen::VectorXd dense = Eigen::VectorXd::Zero(parameters);
    for (const uint32_t index : indices)
    {
        dense[index] = 1;
    }
    return dense;
}

std::vector<float>
SparseMask::Gather(const Eigen::VectorXd& values) const
{
    if (values.size() != parameters)
    {
        throw LearningError("there are " + std::to_string(values.size()) + " values, the mask is " +
                            "of " + std::to_string(parameters));
    }
    std::vector<float> gathered;
    gathered.reserve(indices.size());
    for (const uint32_t index : indices)
    {
        gathered.push_back(static_cast<float>(values[index]));
    }
    return gathered;
}

uint32_t
CountKept(double fraction, Eigen::Index parameters)
{
    RequirePrivacyRange("number of parameters", parameters, 1, PARAMETERS_MAX);
    if (!(fraction > 0 && fraction <= 1))
    {
        throw LearningError("fraction is " + std::to_string(fraction) +
                            "; allowed is more than 0, up to 1");
    }
    const double kept = std::round(fraction * static_cast<double>(parameters));
    return static_cast<uint32_t>(std::max(1.0, kept));
}

SparseMask
DrawMask(uint32_t seed, Eigen::Index parameters, uint32_t kept)
{
    RequireSizes(parameters, kept);
    const auto count = static_cast<uint32_t>(parameters);
    std::vector<uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0);
    std::mt19937 generator(seed);
    for (uint32_t i = 0; i < kept; ++i)
    {
        std::swap(order[i], order[i + PickBelow(generator, count - i)]);
    }
    order.resize(kept);
    std::sort(order.begin(), order.end());
    return {parameters, std::move(order)};
}

SparseMask
PickLargest(const Eigen::VectorXd& values, uint32_t kept)
{
    RequireSizes(values.size(), kept);
    if (!values.allFinite())
    {
        throw LearningError("a value is not finite; the largest cannot be picked");
    }
    std::vector<uint32_t> order(static_cast<std::size_t>(values.size()));
    std::iota(order.begin(), order.end(), 0);
    std::nth_element(order.begin(),
                     order.begin() + (kept - 1),
                     order.end(),
                     [&](uint32_t a, uint32_t b) {
                         const double first = std::abs(values[a]);
                         const double second = std::abs(values[b]);
                         return first != second ? first > second : a < b;
                     });
    order.resize(kept);
    std::sort(order.begin(), order.end());
    return {values.size(), std::move(order)};
}

Eigen::VectorXd
ErrorMemory::Add(const Eigen::VectorXd& update) const
{
    if (m_rest.size() == 0)
    {
        return update;
    }
    if (m_rest.size() != update.size())
    {
        throw LearningError("the update has " + std::to_string(update.size()) +
                            " entries, those before had " + std::to_string(m_rest.size()));
    }
    return m_rest + update;
}

void
ErrorMemory::Keep(const Eigen::VectorXd& due,
                  const SparseMask& mask,
                  const std::vector<float>& sent)
{
    if (mask.parameters != due.size() || sent.size() != mask.indices.size())
    {
        throw LearningError("sent are " + std::to_string(sent.size()) + " numbers of a mask of " +
                            std::to_string(mask.indices.size()) + " in " +
                            std::to_string(mask.parameters) + "; due are " +
                            std::to_string(due.size()));
    }
    m_rest = due;
    for (std::size_t i = 0; i < sent.size(); ++i)
    {
        m_rest[mask.indices[i]] -= static_cast<double>(sent[i]);
    }
}

} // namespace edgeai
} // namespace ns3
