/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-block-pcap.h"

#include "radio/segment-header.h"
#include "radio/segment-queue.h"

#include "ns3/simulator.h"

#include <cmath>
#include <cstring>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr uint8_t VERSION = 1;
constexpr uint8_t DOWNLINK_FLAG = 1;     ///< of a record
constexpr uint8_t CANCELLATION_FLAG = 2; ///< likewise
constexpr uint8_t FIRST_FLAG = 1;        ///< of a segment
constexpr uint8_t LAST_FLAG = 2;         ///< likewise

/// Bytes in network order.
class RecordBytes
{
  public:
    /// @tparam Whole an unsigned type  @param [in] value to append
    template <typename Whole>
    void Put(Whole value)
    {
        for (std::size_t i = sizeof(Whole); i > 0; --i)
        {
            m_bytes.push_back(static_cast<uint8_t>(static_cast<uint64_t>(value) >> (8 * (i - 1))));
        }
    }

    /// @param [in] value to append
    void PutDouble(double value)
    {
        uint64_t bits;
        std::memcpy(&bits, &value, sizeof bits);
        Put(bits);
    }

    /// @param [in] packet whose bytes to append
    void PutBytes(const Packet& packet)
    {
        const std::size_t at = m_bytes.size();
        m_bytes.resize(at + packet.GetSize());
        packet.CopyData(m_bytes.data() + at, packet.GetSize());
    }

    /// @param [in] at place  @param [in] value to have there
    void Set16(std::size_t at, std::size_t value)
    {
        m_bytes[at] = static_cast<uint8_t>(value >> 8);
        m_bytes[at + 1] = static_cast<uint8_t>(value);
    }

    /// @returns how many there are
    std::size_t GetSize() const
    {
        return m_bytes.size();
    }

    /// @returns them
    std::vector<uint8_t> Get() const
    {
        return m_bytes;
    }

  private:
    std::vector<uint8_t> m_bytes;
};

/// @param [in] ratio of powers  @returns it [dB]
double
ToDecibels(double ratio)
{
    return 10 * std::log10(ratio);
}

/// @param [in] segment of a block  @param [in,out] bytes where to append it
void
PutSegment(const Segment& segment, RecordBytes& bytes)
{
    const Ptr<Packet> content = segment.MakeBytes();
    SegmentHeader header;
    content->RemoveHeader(header);
    bytes.Put<uint8_t>((segment.first ? FIRST_FLAG : 0) | (segment.last ? LAST_FLAG : 0));
    bytes.Put<uint8_t>(0);
    bytes.Put<uint16_t>(header.first ? header.link.protocol : 0);
    bytes.Put<uint32_t>(content->GetSize());
    bytes.PutBytes(*content);
}

} // namespace

BroadbandBlockPcap::BroadbandBlockPcap(Ptr<PcapFileWrapper> file)
    : m_file(file)
{
}

void
BroadbandBlockPcap::Connect(Ptr<BroadbandPhy> phy)
{
    const Ptr<BroadbandBlockPcap> self(this);
    phy->TraceConnectWithoutContext("TransportBlock",
                                    MakeCallback(&BroadbandBlockPcap::WriteDelivery, self));
    phy->TraceConnectWithoutContext("Cancellation",
                                    MakeCallback(&BroadbandBlockPcap::WriteCancellation, self));
}

std::vector<uint8_t>
BroadbandBlockPcap::Serialize(const BlockReport& report, bool cancellation)
{
    const Grant& grant = *report.grant;
    RecordBytes bytes;
    bytes.Put<uint8_t>(VERSION);
    bytes.Put<uint8_t>((grant.direction == DOWNLINK ? DOWNLINK_FLAG : 0) |
                       (cancellation ? CANCELLATION_FLAG : 0));
    const std::size_t size = bytes.GetSize();
    bytes.Put<uint16_t>(0);
    bytes.Put<uint32_t>(report.cell);
    bytes.Put<uint32_t>(report.receiver);
    bytes.Put<uint32_t>(grant.user);
    bytes.Put<uint64_t>(report.block);
    bytes.Put<uint16_t>(static_cast<uint16_t>(report.attempt));
    bytes.Put<uint8_t>(static_cast<uint8_t>(report.outcome));
    bytes.Put<uint8_t>(0);
    bytes.Put<uint16_t>(static_cast<uint16_t>(report.position));
    bytes.Put<uint16_t>(static_cast<uint16_t>(report.uncancelled));
    bytes.Put<uint64_t>(grant.bits);
    bytes.Put<uint64_t>(report.payloadBits);
    bytes.PutDouble(report.failureProbability);
    bytes.PutDouble(ToDecibels(report.sinrMin));
    bytes.PutDouble(ToDecibels(report.sinrMean));
    bytes.Put<uint16_t>(static_cast<uint16_t>(grant.subchannels.size()));
    for (std::size_t k = 0; k < grant.subchannels.size(); ++k)
    {
        bytes.Put<uint16_t>(static_cast<uint16_t>(grant.subchannels[k]));
        bytes.PutDouble(k < grant.power.size() ? grant.power[k] : std::nan(""));
        const bool known = report.sinr && k < report.sinr->size();
        bytes.PutDouble(known ? ToDecibels((*report.sinr)[k]) : std::nan(""));
    }
    bytes.Set16(size, bytes.GetSize());
    const auto payload = dynamic_cast<const SegmentedPayload*>(report.payload);
    if (payload && !cancellation && report.outcome == BlockOutcome::DECODED)
    {
        for (const Segment& segment : payload->segments)
        {
            PutSegment(segment, bytes);
        }
    }
    return bytes.Get();
}

void
BroadbandBlockPcap::WriteDelivery(const BlockReport& report)
{
    Write(Serialize(report, false));
}

void
BroadbandBlockPcap::WriteCancellation(const BlockReport& report)
{
    Write(Serialize(report, true));
}

void
BroadbandBlockPcap::Write(const std::vector<uint8_t>& record)
{
    m_file->Write(Simulator::Now(), record.data(), static_cast<uint32_t>(record.size()));
}

} // namespace edgeai
} // namespace ns3
