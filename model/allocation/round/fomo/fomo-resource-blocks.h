/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_RESOURCE_BLOCKS_H
#define EDGE_AI_FOMO_RESOURCE_BLOCKS_H

#include "fomo-band.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Shares of a band in whole resource blocks: rounded down, and what is left goes to the largest
 * remainders (of equal ones to the first). Who would be left with none is given one by who has
 * most: without a block there is no upload. Band that makes no whole block is left over.
 * @param [in] bands shares [Hz], >= 0, at least one, that sum to the bandwidth
 * @param [in] bandwidth of all [Hz], > 0
 * @param [in] width of a block [Hz], > 0
 * @returns shares [Hz]; none if there are fewer blocks than shares. A width so small that no double
 *          resolves it leaves shares as they are
 */
std::vector<double> RoundToResourceBlocks(const std::vector<double>& bands,
                                          double bandwidth,
                                          double width);

/**
 * @ingroup edge-ai
 * The division into whole resource blocks that ends the last upload as early as possible: the least
 * time within which the blocks that uploads need are there. What is left over then goes, block by
 * block, to who ends last.
 * @param [in] uplink the law, with a band to divide
 * @param [in] uploads at least one, of workers who can send
 * @param [in] width of a block [Hz], > 0
 * @returns shares [Hz]; none if there are fewer blocks than uploads
 */
std::vector<double> DivideResourceBlocks(const FomoUplink& uplink,
                                         const std::vector<FomoUpload>& uploads,
                                         double width);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_RESOURCE_BLOCKS_H
