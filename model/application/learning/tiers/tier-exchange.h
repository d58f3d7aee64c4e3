/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_EXCHANGE_H
#define EDGE_AI_TIER_EXCHANGE_H

#include "learning/peer-mixing.h"
#include "tier-body.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * A server's exchange of a round: whose models it waits for, what has come of them, also before it
 * knows that it waits, and what mixing makes of it. A model that does not come is missing: its
 * weight goes to the server's own. It knows no simulator.
 */
class TierExchange
{
  public:
    /// @param [in] number of the server  @param [in] cloud that of the cloud
    void SetNumbers(uint32_t number, uint32_t cloud);

    /// A round begins: what came for rounds before is forgotten. @param [in] round its number
    void Begin(uint64_t round);
    /// Links are known, and the server's model is there. @param [in] topology its row
    /// @param [in] model its own, as it travels
    void Open(const TierTopologyBody& topology, const Eigen::VectorXd& model);
    /// Nothing is waited for any more.
    void Close();

    /// @returns numbers of those whose models it waits for in a turn, whether they came or not
    std::vector<uint32_t> ListPeers() const;
    /// A model has come. @param [in] round it is of  @param [in] turn it is of
    /// @param [in] from number of the sender  @param [in] model sound
    /// @returns "" or what is wrong
    std::string Take(uint64_t round, uint32_t turn, uint32_t from, Eigen::VectorXd model);
    /// @param [in] round of a model  @returns whether it is of use: not over, nor far ahead
    bool Wants(uint64_t round) const;
    /// The model of somebody does not come in this turn. @param [in] peer its number
    /// @returns whether it was waited for
    bool Miss(uint32_t peer);
    /// @returns whether all that is waited for has come or is missing; false if nothing is
    bool IsComplete() const;
    /// Mix, and begin the next turn if there is one. @returns whether there is
    bool Mix();

    /// @returns own model of the turn as it travels; of the last, what was mixed, in full precision
    const Eigen::VectorXd& GetModel() const
    {
        return m_own;
    }

    /// @returns the round
    uint64_t GetRound() const
    {
        return m_round;
    }

    /// @returns turn under way, from 0
    uint32_t GetTurn() const
    {
        return m_turn;
    }

    /// @returns models that were missing in the round
    uint32_t GetMissed() const
    {
        return m_missed;
    }

    /// @returns whose they were, in words; "" if none was
    const std::string& GetFault() const
    {
        return m_fault;
    }

  private:
    /// Round, turn and number of the sender.
    using Place = std::tuple<uint64_t, uint32_t, uint32_t>;

    bool Waits(uint32_t peer) const;
    /// @returns P z of the turn
    Eigen::VectorXd Combine();

    uint32_t m_number{0};
    uint32_t m_cloud{UINT32_MAX};
    uint64_t m_round{0};
    bool m_open{false};
    TierTopologyBody m_topology;
    uint32_t m_turn{0};
    Eigen::VectorXd m_own;
    std::map<Place, Eigen::VectorXd> m_arrived;
    std::set<uint32_t> m_missing; ///< in the turn
    uint32_t m_missed{0};
    std::string m_fault;
};

/// @ingroup edge-ai
/// @param [in] model parameters  @returns them as they travel, in numbers of 32 bit
Eigen::VectorXd CarryModel(const Eigen::VectorXd& model);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_EXCHANGE_H
