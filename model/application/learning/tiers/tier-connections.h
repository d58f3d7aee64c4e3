/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_CONNECTIONS_H
#define EDGE_AI_TIER_CONNECTIONS_H

#include "application/message/message-listener.h"
#include "application/message/message-session.h"
#include "tier-body.h"

#include "ns3/address.h"
#include "ns3/node.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Connections of an edge server, or a cloud, to others: over TCP, those that it makes and those
 * that are made to it. Who connects says first who it is; a place is taken by who comes back from
 * the same host, and by nobody else.
 */
class TierConnections
{
  public:
    /// Whom a connection is with, and whether it is for words of the coordinator.
    using Way = std::pair<uint32_t, bool>;

    /// What does not change.
    struct Settings
    {
        uint32_t number{0};    ///< of this server
        uint16_t port{0};      ///< where it listens
        SocketSettings socket; ///< how sockets are set up
        Time reconnectInterval{Seconds(1)};
    };

    /// A way is made, from Start() on or now. @param [in] way which  @param [in] remote where the
    /// other end listens
    void Make(Way way, const Address& remote);
    /// @param [in] way that others may make
    void Allow(Way way);

    /// @param [in] node where the sockets live  @param [in] settings how
    void Start(Ptr<Node> node, const Settings& settings);
    /// @param [in] able whether there is energy to tell the others
    void Stop(bool able = true);
    /// Stop and send nothing, because the node is being taken apart.
    void Abandon();

    /// @param [in] way a way  @returns whether it stands
    bool IsUp(Way way) const;
    /// @param [in] way a way; where it does not stand nothing happens  @param [in] message for it
    void Send(Way way, const InferenceMessage& message);
    /// Give a connection up that says nothing; it is made again. @param [in] way which
    void Break(Way way);

    std::function<void(Way)> onUp;                               ///< a way stands
    std::function<void(Way)> onGone;                             ///< it does not any more
    std::function<void(Way, const InferenceMessage&)> onMessage; ///< a message but JOIN has come
    std::function<void(const std::string&)> onMalformed;         ///< something came that is none

  private:
    using Peer = MessageListener::Peer;

    void Connect(Way way);
    void Hear(Peer peer, const InferenceMessage& message);
    std::string Seat(Peer peer, const TierJoinBody& body);
    void Forget(Peer peer);

    Settings m_settings;
    Ptr<Node> m_node;
    MessageListener m_listener;
    std::map<Way, Address> m_remotes;
    std::set<Way> m_allowed;
    std::map<Way, std::unique_ptr<MessageSession>> m_sessions;
    std::map<Peer, Way> m_ways;
    std::map<Way, Peer> m_peers;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_CONNECTIONS_H
