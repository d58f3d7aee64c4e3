/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DATAGRAM_TRANSPORT_H
#define EDGE_AI_DATAGRAM_TRANSPORT_H

#include "fragment-assembly.h"
#include "message-transport.h"

#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/socket.h"

#include <deque>
#include <map>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Messages over UDP: cut into fragments, each with a header and its offset; put together again in
 * any order, duplicates ignored. A message of which nothing more comes is forgotten after a time;
 * whoever waits for it has a timer of his own.
 *
 * UDP has no flow control, so the fragments of a large message leave at the rate given to Send():
 * a burst of hundreds would overflow the first queue.
 */
class DatagramTransport : public MessageTransport,
                          public std::enable_shared_from_this<DatagramTransport>
{
  public:
    /**
     * @param [in] socket bound; shared by all transports of one application
     * @param [in] peer whom to send to
     * @param [in] fragmentSize body and payload bytes per datagram, >= 1
     * @param [in] patience how long an incomplete message is kept after its latest fragment
     */
    DatagramTransport(Ptr<Socket> socket,
                      const Address& peer,
                      uint32_t fragmentSize,
                      Time patience);
    ~DatagramTransport() override;

    void Send(const InferenceMessage& message, double rate) override;
    void Close() override;
    void Withdraw(uint64_t task) override;
    void Abandon() override;

    /**
     * The pace at which a message leaves in the time planned for it. On a link that is as fast as
     * planned all headers need time too; without it each message would leave more of itself in the
     * queue of the device, and the next one would wait for that.
     * @param [in] bytes body and payload of the message [B]
     * @param [in] goodput at which they are to leave [bit/s], > 0
     * @param [in] wireRate of the link, headers of all layers included [bit/s], > 0
     * @returns rate for Send() with which neither is exceeded [bit/s]
     */
    double GetPace(uint64_t bytes, double goodput, double wireRate) const;

    /// @returns what of a link's rate is left for bodies and payloads beside all headers, in (0, 1)
    double GetPayloadShare() const;

    /// @param [in] packet a datagram that came from the peer
    void HandleDatagram(Ptr<Packet> packet);

  private:
    /// A message on its way out.
    struct Outgoing
    {
        InferenceMessage message;
        InferenceHeader header; ///< of its first byte
        double rate;
        uint64_t sent{0};      ///< body and payload bytes already sent
        bool withdrawn{false}; ///< nobody wants the rest
    };

    /// A message of which fragments have come.
    struct Incoming
    {
        FragmentAssembly pieces;
        bool reported{false}; ///< as incomplete
    };

    using Key = std::tuple<MessageType, uint64_t, uint16_t>; ///< type, task, sequence

    /// @returns of a datagram below this module's [B]
    uint32_t GetHeaderBytes() const;
    void SendFragment();
    void HandleSpacing();
    void FinishMessage();
    void Forget();
    void ScheduleStallCheck();
    void CheckStalls();

    Ptr<Socket> m_socket;
    Address m_peer;
    uint32_t m_fragmentSize;
    Time m_patience;
    std::deque<Outgoing> m_queue;
    EventId m_nextFragment;
    EventId m_stallCheck; ///< for messages of which nothing more may come
    std::map<Key, Incoming> m_incoming;
    std::map<Key, Time>
        m_complete; ///< messages just completed, so that late duplicates stay silent
    std::deque<std::pair<Time, Key>> m_completed; ///< the same by time, the oldest first
    bool m_sending{false}; ///< SendFragment() is at work, perhaps inside a callback
    bool m_closed{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DATAGRAM_TRANSPORT_H
