/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MESSAGE_SESSION_H
#define EDGE_AI_MESSAGE_SESSION_H

#include "datagram-greeting.h"
#include "message-transport.h"
#include "socket-settings.h"

#include "ns3/address.h"
#include "ns3/event-id.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/socket.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{

namespace edgeai
{

class DatagramTransport;

/**
 * @ingroup edge-ai
 * Messages to and from one peer that listens: connects over TCP (or opens a UDP socket), connects
 * again after a pause whenever the connection is refused or lost, and tells its owner when it can
 * send, what came, what has left for good, and when a connection that stood is gone.
 *
 * After a connection that broke the first message is a RESUME, so that the peer does not go on with
 * the one that is dead. Over UDP it announces itself, if it is told to, and is connected when the
 * peer has answered, or has had the time to, see DatagramGreeting.
 *
 * The owner stops it before it goes away; no callback comes after Stop() or Abandon().
 */
class MessageSession
{
  public:
    /// What a session needs to know.
    struct Settings
    {
        Address remote;                              ///< where the peer listens
        std::string remoteName{"address of a peer"}; ///< what gave it, for messages about it
        TypeId protocol;                             ///< of the socket factory: TCP or UDP
        SocketSettings socket;                       ///< how sockets are set up
        Time patience{Seconds(10)};         ///< UDP: how long an incomplete message is kept
        Time reconnectInterval{Seconds(1)}; ///< pause before a lost connection is tried again
        bool announce{false};               ///< UDP: say HELLO, and that it goes
    };

    MessageSession();
    ~MessageSession();
    MessageSession(const MessageSession&) = delete;
    MessageSession& operator=(const MessageSession&) = delete;

    /**
     * Connect, and stay connected. Aborts if no socket can be bound, or the peer's address is none.
     * @param [in] node where the socket lives
     * @param [in] settings how
     */
    void Start(Ptr<Node> node, const Settings& settings);
    /// Close the connection and tell the peer.
    /// @param [in] able whether there is energy to say over UDP that it goes
    void Stop(bool able = true);
    /// Stop and send nothing, because the node is being taken apart.
    void Abandon();

    /// @returns whether Send() has a peer to send to
    bool IsConnected() const;
    /// @returns whether it runs over UDP, where nobody tells that a peer is gone
    bool IsDatagram() const;

    /**
     * Queue a message; without a connection it is lost.
     * @param [in] message what to send
     * @param [in] rate as for MessageTransport::Send() [bit/s]
     */
    void Send(const InferenceMessage& message, double rate);

    /**
     * @param [in] bytes body and payload of a message [B]
     * @param [in] goodput at which they are to leave [bit/s], > 0
     * @param [in] wireRate of the link, headers included [bit/s], > 0
     * @returns rate for Send(), see DatagramTransport::GetPace() [bit/s]; 0 over TCP, which finds
     * its own
     */
    double GetPace(uint64_t bytes, double goodput, double wireRate) const;

    /// @returns what of a link's rate its headers leave, as far as it is known before anything is
    /// sent: over UDP; 1 over TCP
    double GetPayloadShare() const;

    /// @returns port of its socket; 0: it has none
    uint16_t GetLocalPort() const;

    /// Send no more of a task's messages, as far as that can be. @param [in] task whose
    void Withdraw(uint64_t task);

    /// Give up a connection on which something is half sent: onClosed(true), and connect anew.
    void Break();

    std::function<void()> onReady;             ///< it is connected
    MessageTransport::Receiver onMessage;      ///< a message has come
    MessageTransport::Delivered onDelivered;   ///< a message has left for good
    MessageTransport::Closed onClosed;         ///< a connection that stood is gone
    MessageTransport::Malformed onMalformed;   ///< something came that is no message
    MessageTransport::Incomplete onIncomplete; ///< a part of a message is lost

  private:
    void Connect();
    void HandleConnected(Ptr<Socket> socket);
    void HandleRefused(Ptr<Socket> socket);
    void HandleDatagram(Ptr<Socket> socket);
    void HandleClosed(bool error);
    void SetTransport(std::shared_ptr<MessageTransport> transport);
    /// Become known to the peer over UDP before anything else is sent.
    void Announce();
    void Receive(const InferenceMessage& message);
    void SendResume(MessageTransport& transport) const;
    /// The peer may not hear that this connection ends.
    void RememberPort();
    void Drop(bool tellPeer);
    void ScheduleReconnect();

    Ptr<Node> m_node;
    Settings m_settings;
    bool m_running{false};
    Ptr<Socket> m_socket;
    std::shared_ptr<MessageTransport> m_transport;
    /// When the protocol is UDP: m_transport, or what becomes it after the greeting.
    std::shared_ptr<DatagramTransport> m_datagrams;
    DatagramGreeting m_greeting;
    EventId m_reconnectEvent;
    uint32_t m_failures{0};            ///< attempts in a row that made no connection
    std::vector<uint16_t> m_deadPorts; ///< of connections the peer may take for alive
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MESSAGE_SESSION_H
