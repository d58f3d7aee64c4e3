/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LINK_RIG_H
#define EDGE_AI_LINK_RIG_H

#include "ns3/address.h"
#include "ns3/node-container.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Connect devices to a server as a first script does, nothing chosen that has a default.
 * @param [in] link one of ListLinkRigs()  @param [in] server its node, without a protocol stack
 * @param [in] devices likewise
 */
void ConnectByLink(const std::string& link,
                   const NodeContainer& server,
                   const NodeContainer& devices);

/// @returns "ideal", "wifi", "broadband", "noma" (the same with NOMA), "csma", and "lte" where ns-3
/// has it
std::vector<std::string> ListLinkRigs();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LINK_RIG_H
