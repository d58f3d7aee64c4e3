/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROCESSOR_ENERGY_MODEL_H
#define EDGE_AI_PROCESSOR_ENERGY_MODEL_H

#include "processor.h"

#include "ns3/device-energy-model.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/energy-source.h"
#include "ns3/event-id.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Lets a Processor drain an energy source of ns-3.
 *
 * Sources look at their state only now and then, so an empty one is noticed late. This model
 * schedules the instant at which what is left above the source's low threshold will have been used
 * at the present total draw (all devices, less what is harvested) and switches the processor off
 * then: to the time step for sources with a constant voltage. The source is charged for exactly
 * what was left, never for more, and its other consumers are told.
 *
 * The processor comes back when the source says that it is recharged, or when its remaining energy
 * rises above the high threshold.
 */
class ProcessorEnergyModel : public en::DeviceEnergyModel
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    ProcessorEnergyModel();
    ~ProcessorEnergyModel() override;

    /// @param [in] processor the consumer; set before the source
    void SetProcessor(Ptr<Processor> processor);
    /// @returns the consumer
    Ptr<Processor> GetProcessor() const;

    void SetEnergySource(Ptr<en::EnergySource> source) override;
    double GetTotalEnergyConsumption() const override;
    void ChangeState(int newState) override;
    void HandleEnergyDepletion() override;
    void HandleEnergyRecharged() override;
    void HandleEnergyChanged() override;

    /// @returns whether the processor is without power
    bool IsDepleted() const;

  protected:
    void DoDispose() override;

  private:
    double DoGetCurrentA() const override;
    /// The processor's power changes. @param [in] before [W] @param [in] now [W]
    void HandlePower(double before, double now);
    /// Something about the source may have changed.
    void RequestForecast();
    /// Schedule the instant at which the source will be empty.
    void Forecast();
    /// The source is empty.
    void Expire();
    /// What remains has changed while depleted. @param [in] before [J] @param [in] now [J]
    void HandleRemaining(double before, double now);
    /// There is energy again: tell those whom this model had told of the end.
    void Recover();
    /// Switch the processor to what m_depleted says.
    void SwitchProcessor();

    Ptr<Processor> m_processor;     //!< consumer
    Ptr<en::EnergySource> m_source; //!< what it drains
    double m_power{0};              //!< drawn since the source was last updated [W]
    double m_before{0};             //!< used by the processor before this model was attached [J]
    double m_lastCurrent{-1};       //!< replaces the current of the last interval [A]; < 0: none
    double m_others{0};             //!< current of the other devices at the last forecast [A]
    double m_usable{0};             //!< above the low threshold at the last forecast [J]
    Time m_forecastAt;              //!< instant of the last forecast
    bool m_depleted{false};         //!< the source is empty
    bool m_told{false};             //!< and this model told the others
    EventId m_forecastEvent;        //!< forecast to be made
    EventId m_expireEvent;          //!< source empty
    EventId m_switchEvent;          //!< processor to be switched
    EventId m_recoverEvent;         //!< others to be told of energy
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROCESSOR_ENERGY_MODEL_H
