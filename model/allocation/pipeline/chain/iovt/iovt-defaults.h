/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IOVT_DEFAULTS_H
#define EDGE_AI_IOVT_DEFAULTS_H

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
 * RepVGG-A0 fused to kernels of side 1, 3 and 5: 22 convolutions and a classifier for 224 x 224
 * images, 4 byte per weight and activation element inside a device, 1 byte per element sent.
 * The losses 0.006, 0.001 and 0 per convolution are this module's assumption, not measured.
 * @returns the layers
 */
std::vector<ChainLayer> MakeRepVggLayers();

/**
 * @ingroup edge-ai
 * Three boards with the rooflines of a Raspberry Pi 4, a Jetson Nano and a Xavier NX; vendors'
 * figures from memory, not measured, and no figures of arXiv 2411.00838.
 * @returns the devices, weakest first
 */
std::vector<ChainDevice> MakeIovtDevices();

/**
 * @ingroup edge-ai
 * RepVGG-A0 over the three boards.
 * @param [in] linkRate of every link but the camera's [bit/s], > 0
 * @param [in] cameraRate of the camera's link [bit/s], > 0
 * @returns the problem
 */
ChainProblem MakeIovtProblem(double linkRate, double cameraRate = 1e10);

/**
 * @ingroup edge-ai
 * The 27 blocks of RepVGG-B3 over a Jetson TX2 and a GPU server, with the latencies that the
 * authors of arXiv 2411.00838 measured and published (tables "repvgg-b3-jetson-tx2" and
 * "repvgg-b3-server-gpu"). Modelled, by this module's assumption: stage4.0 on the Jetson takes as
 * long as stage3.0 in proportion to their work; other blocks than stage4.0 on the GPU take 0.06 ms
 * per kernel and their work at 5.667 TFLOP/s, which follow from two rows of stage4.0. 4 byte per
 * element everywhere.
 * @param [in] structures branch sets of a block, the largest last, each with the accuracy loss of a
 *             block that has only these: "K1", "K3", "K3+K1", "all" (a block without an identity
 * branch then has K3+K1), or "any" (whatever is fastest); how they are executed is not decided, the
 * fastest way counts
 * @param [in] linkRate between the devices [bit/s], > 0
 * @param [in] otherRate of the camera's link and of that behind the server [bit/s], > 0
 * @returns the problem
 * @throws ProfileError naming a branch set that is none, or a table that cannot be read
 */
ChainProblem MakeMeasuredProblem(const std::vector<std::pair<std::string, double>>& structures,
                                 double linkRate,
                                 double otherRate = 1e10);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IOVT_DEFAULTS_H
