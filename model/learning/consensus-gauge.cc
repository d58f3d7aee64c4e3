/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "consensus-gauge.h"

#include "learning-draws.h"
#include "learning-error.h"
#include "short-number.h"

#include <cmath>
#include <string>

namespace ns3
{
namespace edgeai
{

ConsensusSketch::ConsensusSketch(uint64_t seed, uint32_t size)
    : m_seed(seed),
      m_size(size)
{
    if (size == 0)
    {
        throw LearningError("a sketch of 0 numbers says nothing; needed is one at least");
    }
}

Eigen::VectorXd
ConsensusSketch::Apply(const Eigen::VectorXd& model) const
{
    // SplitMix64 (Steele, Lea and Flood), whose numbers any server can make from the seed.
    uint64_t state = m_seed;
    LearningDraws draws([&state]() {
        state += 0x9e3779b97f4a7c15ULL;
        uint64_t z = state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
    });
    Eigen::VectorXd sketch = Eigen::VectorXd::Zero(m_size);
    for (const double value : model)
    {
        for (double& entry : sketch)
        {
            entry += draws.Normal() * value;
        }
    }
    return sketch / std::sqrt(static_cast<double>(m_size));
}

double
ConsensusSketch::GetDistance(const PeerModels& models, const PeerShares& shares) const
{
    PeerModels sketches;
    for (const Eigen::VectorXd& model : models)
    {
        sketches.push_back(Apply(model));
    }
    return GetConsensusDistance(sketches, shares);
}

double
GetSketchVariance(const PeerModels& models, uint32_t size, const PeerShares& shares)
{
    const Eigen::VectorXd mean = GetMeanModel(models, shares);
    PeerModels centred;
    for (std::size_t m = 0; m < models.size(); ++m)
    {
        const double share = shares.empty() ? 1 / static_cast<double>(models.size()) : shares[m];
        centred.push_back(std::sqrt(share) * (models[m] - mean));
    }
    const Eigen::MatrixXd gram = GetGramMatrix(centred);
    const double sum = gram.trace();
    // The sum of squared eigenvalues is the squared norm of the matrix.
    return sum > 0 ? 2 * gram.squaredNorm() / (size * sum * sum) : 0;
}

ConsensusGauge::ConsensusGauge(ConsensusMode mode, double share)
    : m_mode(mode),
      m_share(share)
{
    if (!(share > 0 && std::isfinite(share)))
    {
        throw LearningError("a share of " + WriteShort(share) +
                            " of the first distance is no limit; allowed is above 0");
    }
}

ConsensusGauge::Reading
ConsensusGauge::Next(double measured)
{
    Reading reading{m_mode == ConsensusMode::LAGGED && m_begun ? m_last : measured, m_distanceMax};
    if (!m_begun)
    {
        m_distanceMax = m_share * measured;
        m_begun = true;
    }
    m_last = measured;
    return reading;
}

} // namespace edgeai
} // namespace ns3
