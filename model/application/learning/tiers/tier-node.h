/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_NODE_H
#define EDGE_AI_TIER_NODE_H

#include "application/learning/learning-server.h"
#include "learning/consensus-gauge.h"
#include "tier-connections.h"
#include "tier-coordinator.h"
#include "tier-ledger.h"
#include "tier-method.h"
#include "tier-watch.h"

#include "ns3/message-application.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What an edge server of two tiers is beside the LearningServer of its cell: whom it is connected
 * with, who coordinates, what it says of its models. What it does in rounds is left to TierRounds.
 */
class TierNode : public MessageApplication
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    TierNode();
    ~TierNode() override;

    /// @param [in] peer number of a server with a link to this one; of all servers together: the
    /// cloud  @param [in] remote where it listens; invalid: it connects to this one
    void AddPeer(uint32_t peer, const Address& remote);
    /// @param [in] remote where server 0 listens for this one
    void SetCoordinator(const Address& remote);
    /// This is server 0. @param [in] coordinator what it does for all  @param [in] servers how many
    void SetCoordinator(TierCoordinator::Settings coordinator, uint32_t servers);
    /// @param [in] early servers report when rounds begin  @param [in] sketch of reports; null:
    /// none
    void SetReports(bool early, std::shared_ptr<const ConsensusSketch> sketch);
    /// @param [in] cloud number of the cloud
    void SetCloud(uint32_t cloud);
    /// @param [in] ledger is told what happens; may be null
    void SetLedger(Ptr<TierLedger> ledger);

    /// @returns what the cell learns
    const TierMethod& GetMethod() const
    {
        return *m_method;
    }

  protected:
    using Way = TierConnections::Way;

    void DoDispose() override;
    /// End the program in words where something is not said.
    void Require() const;
    /// @param [in] way that stands, else nothing is sent  @param [in] message for it
    void Send(Way way, const InferenceMessage& message);
    /// @returns numbers of servers that it has a link to and does not reach
    std::vector<uint32_t> ListUnreachable() const;

    /// @returns whether all links to neighbours and cloud stand
    bool HasAllLinks() const;
    /// Say in the summary who keeps others waiting. @param [in,out] watch over whom
    /// @param [in] whom in words  @param [in] who waits, in words
    void WaitFor(TierWatch& watch, const std::string& whom, const std::string& who);

    Time m_timeout;
    Time m_linkPatience;
    Time m_reconnectInterval;
    bool m_barrier;
    uint64_t m_rounds;

    uint32_t m_number{0};
    uint32_t m_cloud{UINT32_MAX};
    uint32_t m_edgeRounds{1};
    bool m_early{false};
    std::shared_ptr<const ConsensusSketch> m_sketch;
    Ptr<LearningServer> m_cell;
    std::shared_ptr<TierMethod> m_method;
    Ptr<TierLedger> m_ledger;   ///< or null
    std::set<uint32_t> m_peers; ///< it has links to
    TierConnections m_connections;
    Address m_coordinatorAddress;
    std::optional<TierCoordinator::Settings> m_coordination; ///< of server 0
    TierCoordinator m_coordinator;                           ///< likewise
    TierWatch m_coordinatorWatch;                            ///< of other servers: over server 0
    TierWatch m_ownWatch;                                    ///< of the cell: over this one
    double m_bitsExchange{0};                                ///< sent in the round [bit]
    double m_bitsControl{0};                                 ///< likewise
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_NODE_H
