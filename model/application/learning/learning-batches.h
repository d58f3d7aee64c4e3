/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_BATCHES_H
#define EDGE_AI_LEARNING_BATCHES_H

#include "learning/data/dataset.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// How batches come out of samples.
struct BatchOptions
{
    uint32_t size{0};  ///< samples of each; 0: all there are
    bool drawn{false}; ///< at random, no sample twice in one; else one after the other
    uint64_t key{0};   ///< of what is drawn: same key, same batches
};

/// @ingroup edge-ai
/// @param [in] size samples of a batch; 0: all there are  @param [in] data that they are of
/// @throws LearningError if it is more than there are: such a batch has the same again and again
void RequireBatch(uint32_t size, const Dataset& data);

/**
 * @ingroup edge-ai
 * Which samples a worker takes in a round. A batch is made of the round's number, the list and a
 * key alone, and nothing is kept in between: everybody who knows these has the same one, whatever
 * was asked for before and however often - both ends of a link, and all attempts of a round.
 */
class LearningBatches
{
  public:
    /**
     * @param [in] lists samples of each worker, in the order it goes through them; one: everybody
     *             has it, and takes the same batch
     * @param [in] options how batches come out of them
     */
    LearningBatches(std::vector<SampleList> lists, const BatchOptions& options);

    /// @param [in] worker number  @returns its samples
    const SampleList& GetList(uint32_t worker) const;
    /// @param [in] worker number  @returns samples of its batches
    std::size_t GetSize(uint32_t worker) const;
    /// @param [in] worker number  @param [in] number of the batch, from 1  @returns its samples
    SampleList Get(uint32_t worker, uint64_t number) const;

  private:
    std::vector<SampleList> m_lists;
    BatchOptions m_options;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_BATCHES_H
