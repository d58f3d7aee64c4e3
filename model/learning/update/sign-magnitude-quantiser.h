/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SIGN_MAGNITUDE_QUANTISER_H
#define EDGE_AI_SIGN_MAGNITUDE_QUANTISER_H

#include "learning/learning-draws.h"

#include <Eigen/Core>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// How the ends of a scale are known.
enum class ScaleEnds : uint8_t
{
    EXACT,   ///< as they are: for formulas
    ROUNDED, ///< as they travel: lo rounded down and hi rounded up to 32 bit
};

/// @ingroup edge-ai
/// Least and largest magnitude of a block of coordinates.
struct MagnitudeScale
{
    double lo{0};
    double hi{0};
};

/// @ingroup edge-ai
/// Numbers that were quantised by sign and magnitude.
struct SignMagnitudeCode
{
    std::vector<MagnitudeScale> scales; ///< of each block
    std::vector<bool> negative;         ///< of each coordinate; 0 is not
    std::vector<uint32_t> levels;       ///< k of each coordinate, 0..2^B - 1
};

/**
 * @ingroup edge-ai
 * Stochastic uniform quantiser Q_B of magnitudes: a block's magnitudes lie on a scale from lo to hi
 * in 2^B - 1 steps, and each goes to the step below or above it with the probability that leaves
 * its mean as it is; the sign goes beside it. (Section "System model" of the module's notes on
 * FedQVR; the quantiser itself is that of the FedTOE line of work.)
 */
class SignMagnitudeQuantiser
{
  public:
    static constexpr uint32_t BITS_MAX = 16;   ///< of a magnitude
    static constexpr uint32_t SCALE_BITS = 64; ///< of a block: lo and hi with 32 bit each

    /**
     * @param [in] bits B of a magnitude, 1..BITS_MAX
     * @param [in] block b_q, coordinates that share a scale; 0: all
     * @param [in] ends how lo and hi are known
     * @throws LearningError naming what is out of range
     */
    explicit SignMagnitudeQuantiser(uint32_t bits,
                                    uint32_t block = 0,
                                    ScaleEnds ends = ScaleEnds::ROUNDED);

    /// @returns B [bit]
    uint32_t GetBits() const
    {
        return m_bits;
    }

    /// @returns b_q; 0: all
    uint32_t GetBlock() const
    {
        return m_block;
    }

    /// @returns s = 2^B - 1
    double GetSteps() const
    {
        return static_cast<double>((1U << m_bits) - 1);
    }

    /// @param [in] count of coordinates d  @returns L(B) = d (B + 1) + 64 ceil(d / b_q) [bit]
    uint64_t GetPayload(Eigen::Index count) const;

    /// @param [in] count of coordinates d  @returns omega = b_q / (4 s^2): E|Q(v) - v|^2 is at most
    /// omega |v|^2
    double GetRelativeVariance(Eigen::Index count) const;

    /**
     * @param [in] values v, which ExplainUnsayable() allows
     * @param [in,out] draws one for each coordinate, in their order
     * @returns the code
     */
    SignMagnitudeCode Quantise(const Eigen::VectorXd& values, LearningDraws& draws) const;

    /// @param [in] code of this quantiser  @returns Q(v)
    Eigen::VectorXd Restore(const SignMagnitudeCode& code) const;

    /// @param [in] values v  @returns E|Q(v) - v|^2, exactly: sum of Dl^2 r (1 - r)
    double GetVariance(const Eigen::VectorXd& values) const;

    /// @param [in] values v  @returns theta / s^2, which the variance does not exceed
    double GetVarianceBound(const Eigen::VectorXd& values) const;

  private:
    std::vector<MagnitudeScale> GetScales(const Eigen::VectorXd& values) const;
    /// @returns coordinates of a block where there are so many in all
    Eigen::Index GetBlockSize(Eigen::Index count) const;

    uint32_t m_bits;
    uint32_t m_block;
    ScaleEnds m_ends;
};

/**
 * @ingroup edge-ai
 * @param [in] values v  @param [in] block b_q, coordinates that share a scale; 0: all
 * @returns theta, the sum over blocks of b_q (hi - lo)^2 / 4: the variance of Q_B is at most
 *          theta / (2^B - 1)^2
 */
double GetMagnitudeSpread(const Eigen::VectorXd& values, uint32_t block = 0);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SIGN_MAGNITUDE_QUANTISER_H
