/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "processor-accounts.h"

#include "processor-services.h"
#include "processor-settings.h"
#include "service-rate.h"
#include "unit-state.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

void
ProcessorAccounts::Settle(long double elapsed)
{
    for (std::size_t cause = 0; cause < ENERGY_CAUSES; ++cause)
    {
        m_energy[cause] += m_power[cause] * elapsed;
    }
    m_busyUnitTime += m_busyUnits * elapsed;
}

void
ProcessorAccounts::Update(const ProcessorSettings& settings,
                          const UnitState& state,
                          ProcessorServices& services)
{
    m_power.fill(0);
    m_busyUnits = 0;
    if (!state.IsPowered())
    {
        return;
    }
    const double eta = settings.GetUsageEffectiveness();
    if (state.IsAsleep())
    {
        m_power[ENERGY_SLEEP] = eta * settings.GetSleepPower();
        return;
    }
    const PowerLaw law = settings.GetPowerLaw();
    const bool standstill = state.IsStandingStill();
    for (auto& service : services.GetServices())
    {
        const double share = service.GetShare().share;
        const double units = service.GetShare().units;
        m_busyUnits += units;
        const double clock = standstill ? std::max(service.GetClock(), state.GetTransitionClock())
                                        : service.GetClock();
        const double dynamic = eta * share * GetSpeedup(service.GetUnits(), law.unitExponent) *
                               law.GetDynamic(settings.GetOperatingPoints(), clock);
        const double fixed = eta * units * law.GetStatic();
        service.SetPower(dynamic + fixed);
        if (standstill)
        {
            m_power[ENERGY_TRANSITION] += state.IsWaking() ? 0 : dynamic + fixed;
        }
        else
        {
            m_power[ENERGY_DYNAMIC] += dynamic;
            m_power[ENERGY_STATIC] += fixed;
        }
    }
    if (standstill && state.IsWaking())
    {
        m_power[ENERGY_TRANSITION] = eta * settings.GetUnits() * settings.GetIdlePower();
        return;
    }
    m_power[ENERGY_IDLE] =
        eta * std::max(0.0, settings.GetUnits() - m_busyUnits) * settings.GetIdlePower();
}

double
ProcessorAccounts::GetBusyUnits() const
{
    return m_busyUnits;
}

double
ProcessorAccounts::GetPower() const
{
    long double power = 0;
    for (const long double part : m_power)
    {
        power += part;
    }
    return static_cast<double>(power);
}

double
ProcessorAccounts::GetBusyUnitTime(long double elapsed) const
{
    return static_cast<double>(m_busyUnitTime + m_busyUnits * elapsed);
}

double
ProcessorAccounts::GetEnergy(EnergyCause cause, long double elapsed) const
{
    return static_cast<double>(m_energy.at(cause) + m_power.at(cause) * elapsed);
}

} // namespace edgeai
} // namespace ns3
