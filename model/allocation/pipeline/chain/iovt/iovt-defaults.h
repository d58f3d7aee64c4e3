/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IOVT_DEFAULTS_H
#define EDGE_AI_IOVT_DEFAULTS_H

#include "ns3/chain-problem.h"

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

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IOVT_DEFAULTS_H
