/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_CLOUD_H
#define EDGE_AI_TIER_CLOUD_H

#include "learning/peer-mixing.h"
#include "tier-connections.h"

#include "ns3/event-id.h"
#include "ns3/message-application.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * A cloud above edge servers, of the baselines that have one: takes the mean of their models, or of
 * their devices' updates, and sends it to each of them. A model that has not come Timeout behind
 * the first, nor behind the plan's end, is left out, and what is left weighs as much more; who
 * sends it later gets the mean without it, and is told so.
 */
class TierCloud : public MessageApplication
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    TierCloud();
    ~TierCloud() override;

    /// @param [in] servers how many connect  @param [in] size numbers of a model
    void SetServers(uint32_t servers, uint64_t size);

    /// @returns models of servers that were left out so far
    uint64_t GetLeftOut() const
    {
        return m_leftOut;
    }

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

  private:
    using Way = TierConnections::Way;

    /// What has come of a server's model.
    struct Model
    {
        double share{0}; ///< of it; 1: all
        PeerModels parts;
        PeerShares shares;
    };

    void HandleMessage(Way way, const InferenceMessage& message);
    std::string HandleTopology(uint32_t server, const InferenceMessage& message);
    std::string HandleExchange(uint32_t server, const InferenceMessage& message);
    void Check();
    void Mix();
    /// @param [in] server number  @param [in] within its model is in the mean
    void Answer(uint32_t server, bool within);

    uint16_t m_port;
    Time m_timeout;
    uint32_t m_servers{0};
    uint64_t m_size{0};
    TierConnections m_connections;
    uint64_t m_round{0};
    TierTopologyBody m_topology; ///< of the round
    std::map<uint64_t, std::map<uint32_t, Model>> m_models;
    Eigen::VectorXd m_mean; ///< of the round; empty: not yet
    uint64_t m_leftOut{0};
    EventId m_timeoutEvent;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_CLOUD_H
