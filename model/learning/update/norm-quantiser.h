/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_NORM_QUANTISER_H
#define EDGE_AI_NORM_QUANTISER_H

#include "sign-magnitude-quantiser.h"

#include <Eigen/Core>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Numbers that were quantised by their norm.
struct NormCode
{
    double norm{0};               ///< |v|, or what travels for it
    std::vector<bool> negative;   ///< of each coordinate; 0 is not
    std::vector<uint32_t> levels; ///< xi of each coordinate, 0..s
};

/**
 * @ingroup edge-ai
 * The quantiser of QSGD (Alistarh et al., 2017): |v| sgn(v_j) xi_j / s, with s |v_j| / |v| rounded
 * to a whole number xi_j below or above it so that its mean is as it was.
 */
class NormQuantiser
{
  public:
    static constexpr uint32_t LEVELS_MAX = 65535; ///< s at most
    static constexpr uint32_t NORM_BITS = 32;     ///< of the norm

    /**
     * @param [in] levels s, 1..LEVELS_MAX
     * @param [in] ends how the norm is known: exactly, or rounded up to 32 bit
     * @throws LearningError naming what is out of range
     */
    explicit NormQuantiser(uint32_t levels, ScaleEnds ends = ScaleEnds::ROUNDED);

    /// @returns s
    uint32_t GetLevels() const
    {
        return m_levels;
    }

    /// @returns what a level takes: ceil(log2(s + 1)) [bit]
    uint32_t GetLevelBits() const;

    /// @param [in] count of coordinates d  @returns 32 + d (1 + bits of a level) [bit]
    uint64_t GetPayload(Eigen::Index count) const;

    /// @param [in] count of coordinates d  @returns omega = min(d / s^2, sqrt(d) / s)
    double GetRelativeVariance(Eigen::Index count) const;

    /**
     * @param [in] values v, which ExplainUnsayable() allows
     * @param [in,out] draws one for each coordinate, in their order
     * @returns the code; its norm is infinite where no number of 32 bit holds it
     */
    NormCode Quantise(const Eigen::VectorXd& values, LearningDraws& draws) const;

    /// @param [in] code of this quantiser  @returns Q(v)
    Eigen::VectorXd Restore(const NormCode& code) const;

    /// @param [in] values v  @returns E|Q(v) - v|^2, exactly
    double GetVariance(const Eigen::VectorXd& values) const;

  private:
    double GetNorm(const Eigen::VectorXd& values) const;

    uint32_t m_levels;
    ScaleEnds m_ends;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_NORM_QUANTISER_H
