/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_MIXING_H
#define EDGE_AI_TIER_MIXING_H

#include "tier-exchange.h"
#include "tier-node.h"

#include "ns3/event-id.h"

#include <cstdint>
#include <optional>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What an edge server of two tiers does when its model is there and it knows its row of P: it sends
 * that model to the servers of the row, or to the cloud, waits for theirs, and mixes. Who is silent
 * for Timeout, and twice as long as the plan has it, is missing. When rounds begin and end is left
 * to TierRounds.
 */
class TierMixing : public TierNode
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    TierMixing();
    ~TierMixing() override;

  protected:
    void DoDispose() override;
    /// A round begins. @param [in] round its number
    void BeginExchange(uint64_t round);
    /// Its row, sound, of the round. @param [in] body of it  @returns "" or what is wrong
    std::string SetRow(const TierTopologyBody& body);
    /// @returns whether it knows the row of the round
    bool HasRow() const;
    /// Send the model, and wait for the others'. @param [in] model z_m as it travels
    void StartExchange(const Eigen::VectorXd& model);
    /// The round is over, or was cut short.
    void CloseExchange();
    /// A model has come. @param [in] from number of the sender  @param [in] message of it
    /// @returns "" or what is wrong
    std::string HandleExchange(uint32_t from, const InferenceMessage& message);
    /// A neighbour, or the cloud, is gone. @param [in] peer its number
    void Miss(uint32_t peer);

    TierExchange m_exchange;
    std::string m_fault; ///< why the round was not as planned

  private:
    /// The method has what was mixed. @param [in] missing whose models did not come, in words
    virtual void HandleMixed(const std::string& missing) = 0;

    void AwaitModels();
    void SendModels();
    void CheckExchange();
    void HandleSilence();

    std::optional<TierTopologyBody> m_row; ///< of the round
    EventId m_waitEvent;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_MIXING_H
