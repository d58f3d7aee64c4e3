/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_ASCII_H
#define EDGE_AI_BROADBAND_ASCII_H

#include "ns3/output-stream-wrapper.h"
#include "ns3/ptr.h"

#include <string>

namespace ns3
{
namespace edgeai
{

class BroadbandNetDevice;

/**
 * Write what is queued, sent, received and dropped at a device as ns-3's ASCII traces do.
 * @param [in] stream where to, with the trace sources' paths; or nullptr: a file of its own
 * @param [in] prefix of the file's name  @param [in] device the device
 * @param [in] explicitFilename whether the prefix is the whole name
 */
void WriteBroadbandAscii(Ptr<OutputStreamWrapper> stream,
                         const std::string& prefix,
                         Ptr<BroadbandNetDevice> device,
                         bool explicitFilename);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_ASCII_H
