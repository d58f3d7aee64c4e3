/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_SERVER_H
#define EDGE_AI_LEARNING_SERVER_H

#include "application/message/message-listener.h"
#include "compute/battery-watch.h"
#include "learning-rounds.h"

#include <cstdint>
#include <map>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Learns a model in rounds with workers that connect to it: who is there, what they say, and what
 * is said to them. A worker that comes back over another connection has its place again; nobody
 * else gets it.
 */
class LearningServer : public LearningRounds
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    LearningServer();
    ~LearningServer() override;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

  private:
    using Peer = MessageListener::Peer;

    void Listen();
    /// Its node has no energy any more.
    void HandleDepleted();
    void Send(uint32_t number, const InferenceMessage& message) override;
    uint32_t FindSender(const Address& from) const override;
    void HandleMessage(Peer peer, const InferenceMessage& message);
    std::string HandleJoin(Peer peer, const LearningJoinBody& body);
    void HandleGone(Peer peer);

    /// A worker that has joined over a connection.
    struct Joined
    {
        uint32_t number; ///< of the worker
        Address from;    ///< where the connection comes from
    };

    uint16_t m_port;
    bool m_ipv6;
    MessageListener m_listener;
    BatteryWatch m_battery;
    std::map<Peer, Joined> m_joined;         ///< by connection
    std::map<uint32_t, Peer> m_peers;        ///< connections of workers that have joined
    std::map<Address, uint32_t> m_addresses; ///< of their connections
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_SERVER_H
