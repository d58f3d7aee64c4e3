/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_ENERGY_MODEL_H
#define EDGE_AI_BROADBAND_ENERGY_MODEL_H

#include "broadband-phy.h"

#include "ns3/device-energy-model.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/energy-source.h"
#include "ns3/event-id.h"
#include "ns3/nstime.h"

#include <functional>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Energy of a broadband radio: idle power always, receive circuit power while it receives, and
 * transmit circuit power plus radiated power over amplifier efficiency while it sends. Driven by
 * the PHY's Activity trace, whose changes fall on slot boundaries, so the sum is exact. From an
 * empty source it takes nothing, and the PHY is without power. It looks after the source by itself
 * when that would run empty at the present draw of all its consumers, instead of waiting for the
 * source's period, and tells the others. What counts as empty is a source with less than some of
 * the steps in which it counts, because no radio can draw less than one.
 */
class BroadbandEnergyModel : public en::DeviceEnergyModel
{
  public:
    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();
    BroadbandEnergyModel();
    ~BroadbandEnergyModel() override;

    /**
     * @param [in] phy the radio, whose Activity trace holds on to this model
     */
    void SetPhy(Ptr<BroadbandPhy> phy);

    /// @returns that radio; null: none
    Ptr<BroadbandPhy> GetPhy() const;

    /**
     * @param [in] activity what the radio does from now on
     */
    void NotifyActivity(const BroadbandPhy::Activity& activity);

    /**
     * @param [in] activity what a radio does
     * @returns the power it takes [W]
     */
    double GetPower(const BroadbandPhy::Activity& activity) const;

    /**
     * @param [in] depleted called when the source runs empty and the radio has stopped; whether to
     *             stop what it is used for is up to the callback
     * @param [in] recharged called when it has energy again
     */
    void SetCallbacks(std::function<void()> depleted, std::function<void()> recharged);

    // DeviceEnergyModel
    void SetEnergySource(Ptr<en::EnergySource> source) override;
    double GetTotalEnergyConsumption() const override;
    void ChangeState(int newState) override;
    void HandleEnergyDepletion() override;
    void HandleEnergyRecharged() override;
    void HandleEnergyChanged() override;

  protected:
    void DoDispose() override;

  private:
    double DoGetCurrentA() const override;
    double GetPresentPower() const;
    void Account();
    double GetReserve() const;
    void Forecast(double remaining);
    void RequestForecast();
    void Look();
    void Expire();
    void HandleRemaining(double before, double now);
    void Recover();

    Ptr<en::EnergySource> m_source;    ///< battery
    BroadbandPhy* m_phy{nullptr};      ///< radio, which holds on to this model; null: none
    BroadbandPhy::Activity m_activity; ///< since m_since
    Time m_since;                      ///< last change
    double m_energy{0};                ///< up to m_since [J]
    double m_reserve{0};               ///< what the source keeps back, as last looked up [J]
    double m_others{0};                ///< current of other consumers at the last forecast [A]
    bool m_isDepleted{false};          ///< the source gives nothing
    bool m_told{false};                ///< and this model told the others
    EventId m_lookEvent;               ///< forecast to be made
    EventId m_recoverEvent;            ///< others to be told of energy
    EventId m_expireEvent;             ///< no later than the source runs empty
    Time m_expires;                    ///< when that is
    double m_idlePower;                ///< IdlePower [W]
    double m_receivePower;             ///< ReceivePower [W]
    double m_transmitPower;            ///< TransmitCircuitPower [W]
    double m_efficiency;               ///< AmplifierEfficiency, in (0, 1]
    std::function<void()> m_depleted;  ///< called when the source runs empty
    std::function<void()> m_recharged; ///< called when it has energy again
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_ENERGY_MODEL_H
