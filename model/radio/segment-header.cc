/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "segment-header.h"

#include "ns3/address-utils.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(SegmentHeader);

TypeId
SegmentHeader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::SegmentHeader")
                            .SetParent<Header>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<SegmentHeader>();
    return tid;
}

TypeId
SegmentHeader::GetInstanceTypeId() const
{
    return GetTypeId();
}

void
SegmentHeader::Print(std::ostream& os) const
{
    os << "sequence=" << sequence << " length=" << length << (first ? " first" : "")
       << (last ? " last" : "");
    if (first)
    {
        os << " protocol=" << link.protocol;
    }
}

uint32_t
SegmentHeader::GetSerializedSize() const
{
    return first ? GetFirstSize(link) : MIN_BYTES;
}

void
SegmentHeader::Serialize(Buffer::Iterator start) const
{
    const bool source = first && link.hasSource;
    const bool destination = first && link.hasDestination;
    uint64_t word = (first ? 8 : 0) | (last ? 4 : 0) | (source ? 2 : 0) | (destination ? 1 : 0);
    word = (word << 17) | (length & MAX_LENGTH);
    word = (word << 27) | (sequence & SEQUENCE_MASK);
    start.WriteHtonU16(static_cast<uint16_t>(word >> 32));
    start.WriteHtonU32(static_cast<uint32_t>(word));
    if (first)
    {
        start.WriteHtonU16(link.protocol);
        if (source)
        {
            WriteTo(start, link.source);
        }
        if (destination)
        {
            WriteTo(start, link.destination);
        }
    }
}

uint32_t
SegmentHeader::Deserialize(Buffer::Iterator start)
{
    if (start.GetRemainingSize() < MIN_BYTES)
    {
        return 0;
    }
    uint64_t word = start.ReadNtohU16();
    word = (word << 32) | start.ReadNtohU32();
    sequence = word & SEQUENCE_MASK;
    length = (word >> 27) & MAX_LENGTH;
    first = (word >> 44) & 8;
    last = (word >> 44) & 4;
    link = LinkAddressing();
    link.hasSource = (word >> 44) & 2;
    link.hasDestination = (word >> 44) & 1;
    if (first)
    {
        if (start.GetRemainingSize() + MIN_BYTES < GetFirstSize(link))
        {
            return 0;
        }
        link.protocol = start.ReadNtohU16();
        if (link.hasSource)
        {
            ReadFrom(start, link.source);
        }
        if (link.hasDestination)
        {
            ReadFrom(start, link.destination);
        }
    }
    return GetSerializedSize();
}

} // namespace edgeai
} // namespace ns3
