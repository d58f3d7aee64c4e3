/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ENERGY_METER_H
#define EDGE_AI_ENERGY_METER_H

#include "ns3/energy-balance.h"
#include "ns3/inference-monitor.h"
#include "ns3/node-container.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Read what a node has drawn so far: its processors, its energy sources and their consumers, and
 * its radio. Radios with an energy model (broadband, Wi-Fi) draw what that says; of others counts
 * what their LinkControl says is radiated, if it measures. Sources tell what they gave as long as
 * they are ns-3's BasicEnergySource without harvesters. One may be charged by SetInitialEnergy():
 * it is followed from the beginning if it feeds a processor or is there when meters or applications
 * are installed.
 * @param [in] node any node of a simulation that was not destroyed yet
 * @returns the reading
 * @throws std::invalid_argument if it is null, as the others for nodes that are
 */
EnergyReading ReadEnergy(Ptr<Node> node);

/**
 * @ingroup edge-ai
 * Let a monitor set the energy of nodes against its tasks. CoInferenceHelper and PipelineHelper do
 * so for the nodes they install applications on. When the simulation is destroyed, what was read
 * last stays.
 * @param [in] monitor whose balance it shall be
 * @param [in] nodes with whatever processors and sources they will have
 */
void InstallEnergyMeters(InferenceMonitor& monitor, const NodeContainer& nodes);

/**
 * @ingroup edge-ai
 * For programs that have no monitor: whether what nodes drew adds up.
 * @param [in] nodes any of a simulation that was not destroyed yet
 * @returns "", or what does not, in words
 */
std::string FindEnergyFault(const NodeContainer& nodes);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ENERGY_METER_H
