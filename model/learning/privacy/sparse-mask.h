/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SPARSE_MASK_H
#define EDGE_AI_SPARSE_MASK_H

#include <Eigen/Core>
#include <cstdint>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Some of a model's parameters.
struct SparseMask
{
    Eigen::Index parameters{0};    ///< d, of the whole model
    std::vector<uint32_t> indices; ///< of those that count, ascending

    /// @returns k, how many count
    Eigen::Index GetKept() const
    {
        return static_cast<Eigen::Index>(indices.size());
    }

    /// @returns a number per parameter: 1 for those that count, 0 for others
    Eigen::VectorXd ToDense() const;

    /// @param [in] values a number per parameter  @returns those that count, as 32-bit numbers
    std::vector<float> Gather(const Eigen::VectorXd& values) const;
};

/// @ingroup edge-ai
/// @param [in] fraction s, in (0, 1]  @param [in] parameters d, 1 to 2^31
/// @returns k = max(1, round(s d))  @throws LearningError naming what is out of its range
uint32_t CountKept(double fraction, Eigen::Index parameters);

/**
 * @ingroup edge-ai
 * A mask that both ends make of a seed: k of d parameters, any set of them with the same
 * probability, by the first k swaps of a shuffle (Fisher and Yates) with the generator mt19937.
 * Bounded numbers are drawn by rejection, so that every library draws the same ones.
 * @param [in] seed that both ends know
 * @param [in] parameters d, 1 to 2^31
 * @param [in] kept k, 1 to d
 * @returns the mask
 * @throws LearningError naming what is out of its range
 */
SparseMask DrawMask(uint32_t seed, Eigen::Index parameters, uint32_t kept);

/**
 * @ingroup edge-ai
 * The entries of largest magnitude. Which ones they are tells of the data, so it is not private.
 * @param [in] values finite
 * @param [in] kept k, 1 to their number
 * @returns the mask; of equal magnitudes the lower index
 * @throws LearningError naming what is out of its range
 */
SparseMask PickLargest(const Eigen::VectorXd& values, uint32_t kept);

/**
 * @ingroup edge-ai
 * What a sender has not sent yet: it is added to the next update (error feedback), so that nothing
 * is lost for good.
 */
class ErrorMemory
{
  public:
    /// @param [in] rest of updates before; none: there were none
    explicit ErrorMemory(Eigen::VectorXd rest = {})
        : m_rest(std::move(rest))
    {
    }

    /// @param [in] update new  @returns it and what is left of those before
    /// @throws LearningError if updates differ in size
    Eigen::VectorXd Add(const Eigen::VectorXd& update) const;

    /**
     * Keep what was not sent, rounding of what was included.
     * @param [in] due what Add() returned
     * @param [in] mask of what was sent
     * @param [in] sent numbers, one per entry of the mask
     * @throws LearningError if they do not fit together
     */
    void Keep(const Eigen::VectorXd& due, const SparseMask& mask, const std::vector<float>& sent);

    /// @returns what is left, a number per parameter; none before the first update
    const Eigen::VectorXd& GetRest() const
    {
        return m_rest;
    }

  private:
    Eigen::VectorXd m_rest; ///< not sent yet
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SPARSE_MASK_H
