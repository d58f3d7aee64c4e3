/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "sparse-descent.h"

namespace ns3
{
namespace edgeai
{

double
BoundSparseDescent(double loss,
                   const Eigen::VectorXd& gradient,
                   double smoothness,
                   double rate,
                   const std::vector<SparseDescentTerm>& terms)
{
    double bound = loss;
    for (const SparseDescentTerm& term : terms)
    {
        const double noise =
            static_cast<double>(gradient.size()) * term.fraction * term.noise * term.noise;
        bound -= term.weight * (rate * term.fraction * gradient.dot(term.gradient) -
                                smoothness * rate * rate / 2 *
                                    (term.fraction * term.gradient.squaredNorm() + noise));
    }
    return bound;
}

} // namespace edgeai
} // namespace ns3
