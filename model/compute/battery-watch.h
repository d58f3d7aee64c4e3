/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BATTERY_WATCH_H
#define EDGE_AI_BATTERY_WATCH_H

#include "ns3/device-energy-model.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/energy-source.h"

#include <functional>
#include <memory>
#include <vector>

namespace ns3
{

class Node;

namespace edgeai
{

/// A consumer of an energy source that draws nothing, and hears when the source is empty.
class BatteryListener : public en::DeviceEnergyModel
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    BatteryListener();
    ~BatteryListener() override;

    /// Told at once, in the middle of the source's account; null: nobody is
    std::function<void(bool empty)> onChange;

    void SetEnergySource(Ptr<en::EnergySource> source) override;
    double GetTotalEnergyConsumption() const override;
    void ChangeState(int newState) override;
    void HandleEnergyDepletion() override;
    void HandleEnergyRecharged() override;
    void HandleEnergyChanged() override;

    /// @returns the source
    Ptr<en::EnergySource> GetSource() const;

  protected:
    void DoDispose() override;

  private:
    Ptr<en::EnergySource> m_source;
};

/**
 * @ingroup edge-ai
 * Tells an application when its node has no energy any more, and when it has some again. A node is
 * out of energy while one of its sources is empty; a node without sources never is.
 */
class BatteryWatch
{
  public:
    BatteryWatch();
    ~BatteryWatch();
    BatteryWatch(const BatteryWatch&) = delete;
    BatteryWatch& operator=(const BatteryWatch&) = delete;

    /// The node has no energy any more; never in the middle of a change of source or processor
    std::function<void()> onDepleted;
    /// It has energy again
    std::function<void()> onRecharged;

    /// Watch the sources a node has now; those who are to be told are told, also of what is so
    /// already. @param [in] node the node
    void Start(Ptr<Node> node);
    /// Tell nobody any more.
    void Stop();

    /// @returns whether the node is out of energy
    bool IsDepleted() const;
    /// @returns energy left in the node's sources [J]; NaN if it has none
    double GetRemainingEnergy() const;

  private:
    /// @param [in] source which  @param [in] empty or not
    void HandleChange(std::size_t source, bool empty);
    /// Tell what is so now, if it is not what was told last.
    void Tell();

    std::vector<Ptr<BatteryListener>> m_listeners; ///< one a source
    std::vector<bool> m_empty;                     ///< by source
    bool m_told{false};                            ///< what was told last
    EventId m_tellEvent;                           ///< to be told
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BATTERY_WATCH_H
