/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CONSENSUS_GAUGE_H
#define EDGE_AI_CONSENSUS_GAUGE_H

#include "peer-mixing.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * A model as a few numbers, s = Phi z with Phi_ij ~ N(0, 1/k) that all servers make from the same
 * seed: distances between sketches are those between models in the mean. Phi is made anew for each
 * model and never held.
 */
class ConsensusSketch
{
  public:
    /// @param [in] seed that all servers have  @param [in] size k, > 0
    /// @throws LearningError if it has no numbers
    ConsensusSketch(uint64_t seed, uint32_t size = 32);

    /// @param [in] model z  @returns s, k numbers
    Eigen::VectorXd Apply(const Eigen::VectorXd& model) const;

    /// @param [in] models Z  @param [in] shares pi  @returns Xi by their sketches
    double GetDistance(const PeerModels& models, const PeerShares& shares = {}) const;

    /// @returns k
    uint32_t GetSize() const
    {
        return m_size;
    }

  private:
    uint64_t m_seed; ///< of Phi
    uint32_t m_size; ///< k
};

/**
 * @ingroup edge-ai
 * Relative variance of a distance by sketches: (2/k) sum of l_i^2 / (sum of l_i)^2.
 * @param [in] models Z, whose weighted centred products D^1/2 (Z - 1 zbar) (Z - 1 zbar)^T D^1/2
 *             have the eigenvalues l  @param [in] size k, > 0  @param [in] shares pi
 * @returns the variance over the squared distance; 0 where models are alike
 */
double GetSketchVariance(const PeerModels& models, uint32_t size, const PeerShares& shares = {});

/// @ingroup edge-ai
/// What is known of the distance when links are chosen.
enum class ConsensusMode : uint8_t
{
    EXACT = 0,  ///< the distance itself, which nobody can know in a network
    SKETCH = 1, ///< the distance of sketches
    LAGGED = 2, ///< that of the round before
};

/**
 * @ingroup edge-ai
 * The coordinator's rule: Xi_max is a share of the first round's Xi_z, and as long as it is not
 * said, all links are used.
 */
class ConsensusGauge
{
  public:
    /// What a planner is told; distanceMax 0: not said yet.
    struct Reading
    {
        double distance{0};    ///< Xi_z
        double distanceMax{0}; ///< Xi_max
    };

    /// @param [in] mode what is known  @param [in] share of the first Xi_z, > 0
    /// @throws LearningError if it is not
    explicit ConsensusGauge(ConsensusMode mode, double share = 0.25);

    /**
     * A round's models are there.
     * @param [in] measured their distance, exact or by sketches
     * @returns what is known for this round
     */
    Reading Next(double measured);

    /// @returns what is known before a round's models are there: the distance of the round before
    Reading GetLagged() const
    {
        return {m_last, m_distanceMax};
    }

    /// @returns what is known
    ConsensusMode GetMode() const
    {
        return m_mode;
    }

  private:
    ConsensusMode m_mode;
    double m_share;
    bool m_begun{false};
    double m_last{0};        ///< of the round before
    double m_distanceMax{0}; ///< once it is said
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CONSENSUS_GAUGE_H
