/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_LINKS_H
#define EDGE_AI_ROW_LINKS_H

#include "application/message/message-listener.h"
#include "application/message/message-session.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * One node's TCP connections to the other nodes of a division by rows, known by their number: it
 * connects to those of lower number, and those of higher number connect to it and say who they are.
 * Whoever connects and has not said so is a stranger, such as a device with images.
 *
 * The owner stops it before it goes away; no callback comes after Stop() or Abandon().
 */
class RowLinks
{
  public:
    /// What is needed to know.
    struct Settings
    {
        MessageListener::Settings listener; ///< where others find this node
        Time reconnectInterval{Seconds(1)}; ///< pause before a lost connection is tried again
    };

    RowLinks();
    ~RowLinks();

    /// Listen. @param [in] node where this is  @param [in] settings how
    void Start(Ptr<Node> node, const Settings& settings);
    /// Close all connections.
    void Stop();
    /// Stop and send nothing, because the node is being taken apart.
    void Abandon();

    /// Connect to a node, unless that was done. @param [in] index of it @param [in] address of it
    void Connect(uint32_t index, const Address& address);
    /**
     * A stranger says who it is.
     * @param [in] peer the stranger  @param [in] index who it says it is
     * @returns false, and nothing happens, if somebody else is that node, or it came by datagrams
     */
    bool Identify(MessageListener::Peer peer, uint32_t index);
    /// @param [in] index of a node  @returns whether something can be sent to it
    bool IsConnected(uint32_t index) const;

    /**
     * Send to a node; what is for one that has never been there waits until it is. Lost without a
     * connection that was there.
     * @param [in] index of it  @param [in] message what
     */
    void Send(uint32_t index, const InferenceMessage& message);
    /// Send to a stranger. @param [in] peer who  @param [in] message what
    void Reply(MessageListener::Peer peer, const InferenceMessage& message);

    std::function<void(uint32_t)> onReady; ///< a node of lower number is connected
    std::function<void(uint32_t, const InferenceMessage&)> onMessage; ///< of a node
    std::function<void(uint32_t)> onGone;                             ///< a node's connection
    std::function<void(MessageListener::Peer, const InferenceMessage&)> onStranger; ///< its message
    std::function<void(MessageListener::Peer)> onStrangerGone; ///< its connection
    MessageTransport::Malformed onMalformed; ///< something came that is no message

  private:
    /// Messages that wait for a node to be there, at most.
    static constexpr std::size_t WAITING = 1024;

    void Meet(uint32_t index);
    void Wait(uint32_t index, const InferenceMessage& message);

    Ptr<Node> m_node;
    Settings m_settings;
    MessageListener m_listener;
    std::map<uint32_t, std::unique_ptr<MessageSession>> m_links; ///< to nodes of lower number
    std::map<uint32_t, MessageListener::Peer> m_peers;           ///< nodes of higher number
    std::map<MessageListener::Peer, uint32_t> m_indices;         ///< the same, the other way
    std::set<uint32_t> m_met;                                    ///< nodes that were there
    std::map<uint32_t, std::vector<InferenceMessage>> m_waiting; ///< for nodes that never were
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_LINKS_H
