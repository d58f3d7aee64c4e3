/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FAULT_INJECTION_H
#define EDGE_AI_FAULT_INJECTION_H

#include "fault-cell.h"
#include "fault-network.h"
#include "fault-target.h"

namespace ns3
{
namespace edgeai
{

/// @param [in] fault one  @returns MTU that it gives the access network [B]; 0: its own
uint32_t GetFaultMtu(Fault fault);
/// @param [in] cell one  @returns the link of ConnectByLink() that it is run over
std::string GetFaultLink(const FaultCell& cell);

/**
 * Let a fault happen when the simulation runs.
 * @param [in] fault which  @param [in] times when
 * @param [in,out] network built  @param [in,out] target installed on it
 * @throws std::invalid_argument in words if the network cannot have it
 */
void InjectFault(Fault fault, const FaultTimes& times, FaultNetwork& network, FaultTarget& target);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FAULT_INJECTION_H
