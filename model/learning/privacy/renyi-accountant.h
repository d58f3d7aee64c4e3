/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RENYI_ACCOUNTANT_H
#define EDGE_AI_RENYI_ACCOUNTANT_H

#include "gaussian-mechanism.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A step that sees each sample with some probability, independently, and adds normal noise to the
/// sum of what it makes of them. Neighbouring data differ in one sample that is there or not.
struct SampledGaussian
{
    double sampling{1}; ///< q, in (0, 1]
    double noise{1};    ///< sigma, deviation over sensitivity; 0: none, nothing is private
};

/**
 * @ingroup edge-ai
 * Renyi divergence of a step (Mironov, Talwar and Zhang, 2019):
 * rho(a) = 1/(a-1) ln sum_k binom(a,k) (1-q)^(a-k) q^k exp((k^2 - k) / (2 sigma^2)).
 * @param [in] step the mechanism  @param [in] order a, whole, 2 to 256
 * @returns rho(a), good to 1e-12 relative also where it is tiny; infinite without noise
 * @throws LearningError naming what is out of its range
 */
double GetRenyiDivergence(const SampledGaussian& step, uint32_t order);

/**
 * @ingroup edge-ai
 * What many such steps on the same samples cost together: Renyi divergences add up, and the best
 * order says which epsilon that is.
 */
class RenyiAccountant
{
  public:
    static constexpr uint32_t ORDER_MAX = 256;               ///< largest order that is looked at
    static constexpr uint64_t STEPS_MAX = uint64_t{1} << 50; ///< more are not counted

    /// @param [in] step what is repeated  @throws LearningError naming what is out of its range
    explicit RenyiAccountant(const SampledGaussian& step);

    /// @param [in] steps K  @param [in] delta in (0, 1)
    /// @returns epsilon by the tight conversion (Canonne, Kamath and Steinke, 2020), >= 0
    double GetEpsilon(uint64_t steps, double delta) const;

    /// @param [in] steps K  @param [in] delta in (0, 1)
    /// @returns epsilon by the conversion K rho + ln(1/delta) / (a - 1), which is looser
    double GetClassicEpsilon(uint64_t steps, double delta) const;

    /// @param [in] budget what may become known
    /// @returns K_max, the most steps that keep it; STEPS_MAX if it is never spent
    uint64_t CountSteps(const PrivacyBudget& budget) const;

  private:
    std::vector<double> m_divergences; ///< of orders 2, 3, ...
};

/**
 * @ingroup edge-ai
 * @param [in] sampling q  @param [in] steps K, > 0  @param [in] budget what may become known
 * @returns the least noise multiplier that keeps it
 * @throws LearningError naming what is out of its range
 */
double FindNoiseMultiplier(double sampling, uint64_t steps, const PrivacyBudget& budget);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RENYI_ACCOUNTANT_H
