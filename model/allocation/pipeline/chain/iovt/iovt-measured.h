/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IOVT_MEASURED_H
#define EDGE_AI_IOVT_MEASURED_H

#include "ns3/chain-problem.h"

#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The 27 blocks of RepVGG-B3 (stages 1 to 4) as the authors of arXiv 2411.00838 measured them: 4
 * byte per element inside a device and on a link, 224 x 224 frames, an answer of 1000 elements. The
 * decision is which branches a block has; how they are executed is not, because it changes no
 * output: a table's fastest way counts.
 * @param [in] structures branch sets by name, the largest last, each with the accuracy loss of a
 * block that has only these branches, in [0, 1]: "K1", "K3", "K3+K1", "all" (a block without an
 *             identity branch then has K3+K1), or "any" (whatever is fastest)
 * @returns the layers, with the names of options in the published table as ways
 * @throws ProfileError naming a branch set that is none
 */
std::vector<ChainLayer> MakeRepVggB3Layers(
    const std::vector<std::pair<std::string, double>>& structures);

/**
 * @ingroup edge-ai
 * The Jetson TX2 and the GPU of the same publication. What was not measured is modelled, by this
 * module's assumption: stage4.0 on the Jetson takes as long as stage3.0 in proportion to their
 * work; a block other than stage4.0 on the GPU takes o per stream and F / pi, with o and pi from
 * the two rows of stage4.0 with one branch (0.06 ms and 5.667 TFLOP/s). Roofline figures of the
 * devices are fits to the same tables (peak 5e11 FLOP/s, 4e9 B/s; 5.667e12 FLOP/s and, assumed,
 * 400e9 B/s).
 * @param [in] layers of MakeRepVggB3Layers()
 * @returns the devices, the Jetson first
 * @throws ProfileError if the tables cannot be read
 */
std::vector<ChainDevice> MakeMeasuredDevices(const std::vector<ChainLayer>& layers);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IOVT_MEASURED_H
