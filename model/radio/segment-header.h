/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SEGMENT_HEADER_H
#define EDGE_AI_SEGMENT_HEADER_H

#include "ns3/header.h"
#include "ns3/mac48-address.h"

#include <cstdint>

namespace ns3
{
namespace edgeai
{

/// Where a network-layer packet comes from and goes to on this network, and what it is.
struct LinkAddressing
{
    uint16_t protocol{0};       ///< EtherType
    bool hasSource{false};      ///< false: the source is the other end of the radio link
    bool hasDestination{false}; ///< false: the destination is the receiving end of the radio link
    Mac48Address source;        ///< valid with hasSource
    Mac48Address destination;   ///< valid with hasDestination
};

/**
 * @ingroup edge-ai
 * Stands in front of every segment of a packet inside a transport block.
 *
 * On the air: 1 bit first, 1 bit last, 1 bit source present, 1 bit destination present, 17 bit
 * length, 27 bit sequence number (6 byte); the first segment of a packet adds the EtherType (2
 * byte) and the addresses that are not implied by the link (6 byte each).
 */
class SegmentHeader : public Header
{
  public:
    static constexpr uint32_t MIN_BYTES = 6;               ///< size in front of a later segment [B]
    static constexpr uint32_t MAX_LENGTH = (1U << 17) - 1; ///< longest segment [B]
    static constexpr uint32_t SEQUENCE_MASK = (1U << 27) - 1; ///< sequence numbers wrap here

    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();
    TypeId GetInstanceTypeId() const override;
    void Print(std::ostream& os) const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;

    /**
     * Read the header.
     * @param [in] start where it begins
     * @returns bytes read; 0 if there are too few, which is no valid header
     */
    uint32_t Deserialize(Buffer::Iterator start) override;

    /**
     * @param [in] link addressing of a packet
     * @returns size of the header of its first segment [B]
     */
    static uint32_t GetFirstSize(const LinkAddressing& link)
    {
        return MIN_BYTES + 2 + (link.hasSource ? 6 : 0) + (link.hasDestination ? 6 : 0);
    }

    bool first{false};    ///< begins a packet
    bool last{false};     ///< ends a packet
    uint32_t length{0};   ///< bytes of the packet that follow, <= MAX_LENGTH
    uint32_t sequence{0}; ///< counts the segments of a user and direction, modulo 2^27
    LinkAddressing link;  ///< only on the air if `first`
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SEGMENT_HEADER_H
