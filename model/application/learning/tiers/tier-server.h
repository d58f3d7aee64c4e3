/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_SERVER_H
#define EDGE_AI_TIER_SERVER_H

#include "compute/battery-watch.h"
#include "tier-rounds.h"

#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * An edge server of two tiers: whom it is connected with, what they say, and what is said to them.
 * Server 0 coordinates all of them.
 */
class TierServer : public TierRounds
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    TierServer();
    ~TierServer() override;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

  private:
    void Open();
    void HandleMessage(Way way, const InferenceMessage& message);
    std::string HandleWord(const InferenceMessage& message);
    std::string HandleReport(uint32_t server, const InferenceMessage& message);
    void HandleGone(Way way);

    uint16_t m_port;
    BatteryWatch m_battery;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_SERVER_H
