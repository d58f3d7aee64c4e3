/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDERATED_CATALOGUE_H
#define EDGE_AI_FEDERATED_CATALOGUE_H

#include "federated-settings.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// @returns names of the methods of federated learning, in the order of the definition
std::vector<std::string> ListFederatedMethods();

/**
 * @ingroup edge-ai
 * Sets what makes a method of federated learning: its rule, its code, and for QSGD its one local
 * step.
 * @param [in] name one of ListFederatedMethods(): "FedQVR-E" grants bits within the range of
 *             settings.outage; "FedQVR", "FedPAQ" and "FedCOMGATE" send `bits` magnitude bits,
 *             "QSGD" 2^bits - 1 levels; "FedQVR-inverse" is FedQVR-E that weighs updates by the
 *             inverse of their probability to come; the others send numbers as they are
 * @param [in] bits B, 1..16, of those with a fixed number
 * @param [in,out] settings of everything else
 * @throws LearningError if there is no such method, or not with so many bits
 */
void SetFederatedMethod(const std::string& name, uint32_t bits, FederatedSettings& settings);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FEDERATED_CATALOGUE_H
