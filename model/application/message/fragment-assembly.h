/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FRAGMENT_ASSEMBLY_H
#define EDGE_AI_FRAGMENT_ASSEMBLY_H

#include "inference-message.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Bytes of a message, in a row.
struct MessageBytes
{
    uint64_t start; ///< first
    uint64_t end;   ///< behind the last
};

/**
 * @ingroup edge-ai
 * One message put together of fragments that come in any order, with holes as long as some have
 * not. What is there is never overwritten. Room is taken for what has come, not for what was
 * announced. Fragments are trusted in nothing.
 */
class FragmentAssembly
{
  public:
    /**
     * @param [in] packet a datagram  @param [out] header at its beginning
     * @returns "" or why it is no fragment of a message
     */
    static std::string ReadHeader(Ptr<const Packet> packet, InferenceHeader& header);

    /**
     * Take a fragment.
     * @param [in] header sound, by ReadHeader()
     * @param [in] packet behind it
     * @param [out] fresh bytes of it that were not there [B]
     * @returns "", or why it is none of the message of the first: then nothing changes
     */
    std::string Add(const InferenceHeader& header, Ptr<const Packet> packet, uint64_t& fresh);

    /**
     * Take bytes that came another way. There has been a fragment.
     * @param [in] start their place in the message  @param [in] bytes what they are
     * @param [in] size how many, up to the end of the message at most [B]
     */
    void Fill(uint64_t start, const uint8_t* bytes, uint64_t size);

    /// @returns header of the fragment that came first
    const InferenceHeader& GetHeader() const
    {
        return m_header;
    }

    /// @returns when the latest fragment came
    Time GetLatest() const
    {
        return m_latest;
    }

    /// @returns whether nothing is missing
    bool IsWhole() const;
    /// @returns bytes of body and payload that are here [B]
    uint64_t GetReceived() const;
    /// @returns holes, ascending
    std::vector<MessageBytes> ListMissing() const;
    /// @param [out] body bytes of it  @returns whether they are all here
    bool GetBody(std::vector<uint8_t>& body) const;
    /// @returns the message; all of it is here
    InferenceMessage Assemble() const;

    /// @returns rate at which it came so far [bit/s]; 0 if that cannot be told
    double GetGoodput() const;
    /**
     * @param [in] most never longer than that, or than the least
     * @returns how long to wait for the next fragment before the rest is given up for lost: many
     *          times what came between two, so that one that is late is waited for
     */
    Time GetStallTime(Time most) const;

    /// A message is not given up for lost before nothing of it has come for as long.
    static Time GetLeastStall();

  private:
    /// Copies `size` bytes from place `from` of the message.
    using Copy = std::function<void(uint64_t from, uint64_t size, uint8_t* to)>;

    /// @param [in] start first byte  @param [in] end behind the last  @param [in] copy gives them
    /// @returns how many of them were not there [B]
    uint64_t Keep(uint64_t start, uint64_t end, const Copy& copy);

    InferenceHeader m_header;
    std::map<uint64_t, uint64_t> m_received; ///< [start, end) of what is here, disjoint
    /// Body and real payload, as far as they are here, by their place in the message; disjoint.
    std::map<uint64_t, std::vector<uint8_t>> m_pieces;
    Time m_first;            ///< when the first of its fragments to come came
    Time m_latest;           ///< when its latest fragment came
    uint64_t m_fragments{0}; ///< that came
    uint64_t m_firstSize{0}; ///< bytes of the first of them [B]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FRAGMENT_ASSEMBLY_H
