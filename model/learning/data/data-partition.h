/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DATA_PARTITION_H
#define EDGE_AI_DATA_PARTITION_H

#include "dataset.h"
#include "learning/learning-draws.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Which samples each device has; every sample is with one of them.
using Partition = std::vector<SampleList>;

/**
 * @ingroup edge-ai
 * Alike for all: samples in random order, cut into parts of sizes that differ by one at most.
 * @param [in] data samples  @param [in] devices how many, 1 to the number of samples
 * @param [in,out] draws randomness
 * @returns a part per device
 * @throws LearningError if devices do not fit
 */
Partition PartitionAlike(const Dataset& data, uint32_t devices, LearningDraws& draws);

/**
 * @ingroup edge-ai
 * Skewed labels: for every class shares are drawn from a symmetric Dirichlet distribution and its
 * shuffled samples are cut at the cumulative shares (rounded down); drawn anew until every device
 * has enough.
 * @param [in] data samples  @param [in] devices how many, 1 to the number of samples
 * @param [in] concentration > 0: small for devices of few classes, large for alike ones
 * @param [in] least samples of a device
 * @param [in,out] draws randomness
 * @returns a part per device
 * @throws LearningError if something does not fit, or 10000 draws have not been enough
 */
Partition PartitionByDirichlet(const Dataset& data,
                               uint32_t devices,
                               double concentration,
                               uint32_t least,
                               LearningDraws& draws);

/**
 * @ingroup edge-ai
 * Few classes each: samples sorted by class are cut into as many shards for each device as it shall
 * have classes, which are dealt out at random (a shard may have the end of one class and the
 * beginning of the next).
 * @param [in] data samples  @param [in] devices how many
 * @param [in] shards of a device, > 0; devices times shards is at most the number of samples
 * @param [in,out] draws randomness
 * @returns a part per device
 * @throws LearningError if devices and shards do not fit
 */
Partition PartitionByClass(const Dataset& data,
                           uint32_t devices,
                           uint32_t shards,
                           LearningDraws& draws);

/**
 * @ingroup edge-ai
 * Skewed labels, equal numbers: for every device shares of the classes are drawn from a symmetric
 * Dirichlet distribution, then as many classes by these shares; it takes the next sample of each
 * that nobody has. What is left over is with nobody.
 * @param [in] data samples, in an order that means nothing  @param [in] devices how many, > 0
 * @param [in] samples of each device, > 0
 * @param [in] concentration > 0: small for devices of few classes, large for alike ones
 * @param [in,out] draws randomness
 * @returns a part per device
 * @throws LearningError if a class has too few samples
 */
Partition DrawByDirichlet(const Dataset& data,
                          uint32_t devices,
                          uint32_t samples,
                          double concentration,
                          LearningDraws& draws);

/**
 * @ingroup edge-ai
 * Leaves out what is with nobody, as DrawByDirichlet() may have it.
 * @param [in] data samples  @param [in,out] partition of them; then of those that are returned, one
 * device's behind the other's. Lists that hold all samples stay as they are.
 * @returns the samples that somebody has
 */
Dataset SelectDealt(const Dataset& data, Partition& partition);

/**
 * @ingroup edge-ai
 * A random share for tests, the rest for training.
 * @param [in] data samples  @param [in] testShare in [0, 1]  @param [in,out] draws randomness
 * @returns training samples, test samples
 * @throws LearningError if the share is out of range
 */
std::pair<SampleList, SampleList> CutTestSet(const Dataset& data,
                                             double testShare,
                                             LearningDraws& draws);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DATA_PARTITION_H
