/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_SECONDARY_H
#define EDGE_AI_ROW_SECONDARY_H

#include "compute/battery-watch.h"
#include "row-node.h"

#include "ns3/event-id.h"

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * A node that computes rows for a host: it says what it is and what it measured, keeps the latest
 * plans, and carries out its part of each batch. It connects to the host at once, to other
 * secondaries when a plan makes them exchange something.
 */
class RowSecondary : public RowNode
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    RowSecondary();
    ~RowSecondary() override;

    /// @param [in] addresses of the nodes of lower number, the host first
    void SetPeers(const std::vector<Address>& addresses);
    /**
     * Let it fall silent: its connections stand, it says, hears and computes nothing, and forgets
     * what it did; or let it come back.
     * @param [in] silent whether it is
     */
    void SetSilent(bool silent);
    /// @returns whether it is silent, by SetSilent() or for want of energy
    bool IsSilent() const;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

  private:
    bool FindBatch(uint64_t number, const RowBatchBody& head) override;
    void HandleFailed(const JobReport& report) override;
    void HandleReady(uint32_t index) override;
    void HandleMessage(uint32_t from, const InferenceMessage& message) override;
    void HandleGone(uint32_t index) override;
    void HandleStranger(MessageListener::Peer peer, const InferenceMessage& message) override;

    void HandlePlan(const InferenceMessage& message);
    void ConnectFor(const RowPlanBody& plan);
    void Report(uint32_t index, bool hello);
    void ScheduleReport();
    void Apply(bool wasSilent);

    Time m_statusPeriod;
    uint32_t m_plansKept;

    std::vector<Address> m_addresses;
    std::map<uint64_t, RowPlanBody> m_plans; ///< by number
    /// What came, from whom, of plans that are not here yet: another secondary may be faster.
    std::vector<std::pair<uint32_t, InferenceMessage>> m_early;
    uint64_t m_abandoned{0}; ///< last batch that the host gave up
    bool m_silent{false};
    bool m_depleted{false};
    BatteryWatch m_battery;
    EventId m_reportEvent;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_SECONDARY_H
