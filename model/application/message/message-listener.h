/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MESSAGE_LISTENER_H
#define EDGE_AI_MESSAGE_LISTENER_H

#include "message-transport.h"
#include "reset-guard.h"
#include "socket-settings.h"

#include "ns3/address.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/socket.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace ns3
{

namespace edgeai
{

class DatagramTransport;

/**
 * @ingroup edge-ai
 * Messages to and from whoever connects to a port, over TCP or UDP at once. Every peer gets a
 * number, ascending from 1; a datagram from an address not seen before makes a new one. A peer that
 * says that earlier connections from its own address are dead (RESUME) has them closed: those it
 * had before a link broke stand half-open otherwise, until TCP finds out. HELLO of a peer over UDP
 * is answered with another; one that says that it goes is gone.
 *
 * The owner stops it before it goes away; no callback comes after Stop() or Abandon().
 */
class MessageListener
{
  public:
    /// Number of a peer.
    using Peer = uint64_t;

    /// What a listener needs to know.
    struct Settings
    {
        uint16_t port{0};           ///< for TCP and UDP
        bool ipv6{false};           ///< listen on IPv6 instead of IPv4
        SocketSettings socket;      ///< how sockets are set up
        Time patience{Seconds(10)}; ///< UDP: how long an incomplete message is kept
    };

    MessageListener();
    ~MessageListener();
    MessageListener(const MessageListener&) = delete;
    MessageListener& operator=(const MessageListener&) = delete;

    /**
     * Listen. Aborts if the port is in use.
     * @param [in] node where the sockets live
     * @param [in] settings how
     */
    void Start(Ptr<Node> node, const Settings& settings);
    /// Close the port and every connection; onGone comes for each peer.
    /// @param [in] able whether there is energy to tell those over UDP who have said HELLO
    void Stop(bool able = true);
    /// Stop and send nothing, because the node is being taken apart.
    void Abandon();

    /**
     * Queue a message as fast as it goes; nothing happens if the peer is gone.
     * @param [in] peer whom to
     * @param [in] message what to send
     */
    void Send(Peer peer, const InferenceMessage& message);

    /// Close a connection; onGone comes. @param [in] peer whose
    void Close(Peer peer);

    /// @param [in] peer a number  @returns address and port it connected from; invalid if it is
    /// gone
    Address GetAddress(Peer peer) const;

    /// @param [in] peer that is there  @returns whether it sends datagrams, so that one stray
    /// datagram makes a peer
    bool IsDatagram(Peer peer) const;

    std::function<void(Peer)> onPeer;                             ///< somebody new
    std::function<void(Peer, const InferenceMessage&)> onMessage; ///< a message has come
    std::function<void(Peer)> onHello;       ///< a peer over UDP says that it is there
    std::function<void(Peer)> onGone;        ///< a peer is gone, and its number forgotten
    MessageTransport::Malformed onMalformed; ///< something came that is no message
    std::function<void(Peer, const MessagePart&)> onIncomplete; ///< a part is lost
    /// A peer's connection ends within a message; onGone comes next, and it cannot be answered.
    std::function<void(Peer, const MessagePart&)> onCut;
    /// A peer says that it was another before, which is gone.
    std::function<void(Peer peer, Peer former)> onResumed;

  private:
    /// Somebody who has connected.
    struct Connection
    {
        std::shared_ptr<MessageTransport> transport;
        std::shared_ptr<DatagramTransport> datagrams; ///< transport, when the protocol is UDP
        Address from;                                 ///< where it connected from
        bool greeted{false};                          ///< it has said HELLO
    };

    /// @param [in] protocol of the socket  @returns it, which listens
    Ptr<Socket> Listen(const TypeId& protocol);
    /// Listens with another socket of TCP.
    void Renew();
    void HandleAccept(Ptr<Socket> socket, const Address& from);
    void HandleDatagram(Ptr<Socket> socket);
    /// @param [in] connection new  @returns the number it got
    Peer Add(const Connection& connection);
    void Remove(Peer peer);
    void HandleHello(Peer peer, const InferenceMessage& message);
    void HandleResume(Peer peer, const InferenceMessage& message);
    /// @param [in] peer who resumes  @param [in] ports of its dead connections
    void FindFormer(Peer peer, const std::vector<uint16_t>& ports);

    Ptr<Node> m_node;
    Settings m_settings;
    std::vector<Ptr<Socket>> m_listening; ///< of TCP, then of UDP
    ResetGuard m_guard;
    std::map<Peer, Connection> m_peers;
    std::map<Address, Peer> m_addresses; ///< of UDP peers
    Peer m_lastPeer{0};
    std::map<Peer, Address> m_departed; ///< over TCP, where from: the latest of them
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MESSAGE_LISTENER_H
