/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RESUME_BODY_H
#define EDGE_AI_RESUME_BODY_H

#include "message-field.h"

#include "ns3/address.h"
#include "ns3/inference-message.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Who connects again after a connection broke says so first: his peer may not know that it did.
struct ResumeMessage
{
    static constexpr MessageType RESUME{127}; ///< first of a connection, to who listens
};

/**
 * RESUME: connections that are dead, by the ports they came from. Whoever listens closes them if
 * they are of the same protocol and from the address this one is from: what somebody says about
 * others' connections is ignored.
 */
struct ResumeBody
{
    static constexpr std::size_t MOST = 16; ///< ports that are told at once

    std::vector<uint16_t> ports; ///< of the sender

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("ports", "", "its dead connections came from").Within(1, 65535), ports);
    }
};

/// @param [in] address and port of one  @param [in] other likewise  @returns whether both are IPv4
/// or both IPv6, and the addresses without the ports are the same
bool AreSameHost(const Address& address, const Address& other);

/// @param [in] address and port, IPv4 or IPv6  @returns the port, 0 if it is neither
uint16_t GetPort(const Address& address);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RESUME_BODY_H
