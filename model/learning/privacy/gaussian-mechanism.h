/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_GAUSSIAN_MECHANISM_H
#define EDGE_AI_GAUSSIAN_MECHANISM_H

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What may become known of one sample: (epsilon, delta) differential privacy.
struct PrivacyBudget
{
    double epsilon{4};  ///< > 0
    double delta{1e-5}; ///< in (0, 1)
};

/// @param [in] budget to look at  @throws LearningError naming what is out of its range
void CheckPrivacyBudget(const PrivacyBudget& budget);

/**
 * @ingroup edge-ai
 * One release of a value of sensitivity 1 with normal noise, exactly (Balle and Wang, 2018):
 * delta = Phi(1 / (2 sigma) - epsilon sigma) - e^epsilon Phi(-1 / (2 sigma) - epsilon sigma).
 * @param [in] noise sigma, standard deviation over sensitivity, > 0
 * @param [in] epsilon >= 0
 * @returns the least delta
 * @throws LearningError naming what is out of its range
 */
double GetGaussianDelta(double noise, double epsilon);

/**
 * @ingroup edge-ai
 * @param [in] noise sigma, > 0  @param [in] delta in (0, 1)
 * @returns the least epsilon of one release, exactly; 0 if noise alone keeps delta
 * @throws LearningError naming what is out of its range
 */
double GetGaussianEpsilon(double noise, double delta);

/// @ingroup edge-ai
/// @param [in] budget of one release  @returns the least noise that keeps it, exactly
/// @throws LearningError naming what is out of its range
double FindGaussianNoise(const PrivacyBudget& budget);

/**
 * @ingroup edge-ai
 * @param [in] budget of one release, epsilon <= 1 (the theorem is not true beyond it)
 * @returns the noise of the classical theorem, sqrt(2 ln(1.25 / delta)) / epsilon (Dwork and Roth)
 * @throws LearningError naming what is out of its range
 */
double GetClassicGaussianNoise(const PrivacyBudget& budget);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_GAUSSIAN_MECHANISM_H
