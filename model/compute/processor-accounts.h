/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROCESSOR_ACCOUNTS_H
#define EDGE_AI_PROCESSOR_ACCOUNTS_H

#include "power-law.h"

namespace ns3
{
namespace edgeai
{

class ProcessorServices;
class ProcessorSettings;
class UnitState;

/**
 * @ingroup edge-ai
 * Who is charged what: the power a processor draws by cause and by service, and the energy and the
 * busy time that add up from one change to the next, in closed form.
 */
class ProcessorAccounts
{
  public:
    /// @param [in] elapsed time since the last call, at constant powers [s]
    void Settle(long double elapsed);
    /**
     * Powers from now on; each service is told its own.
     * @param [in] settings of the processor
     * @param [in] state of its units
     * @param [in,out] services what it serves, at the clocks they have
     */
    void Update(const ProcessorSettings& settings,
                const UnitState& state,
                ProcessorServices& services);

    /// @returns units busy now
    double GetBusyUnits() const;
    /// @returns power drawn now, with usage effectiveness [W]
    double GetPower() const;
    /// @param [in] elapsed since the last Settle() [s]  @returns integral of busy units so far [s]
    double GetBusyUnitTime(long double elapsed) const;
    /**
     * @param [in] cause what for
     * @param [in] elapsed since the last Settle() [s]
     * @returns energy spent on it so far, with usage effectiveness [J]
     */
    double GetEnergy(EnergyCause cause, long double elapsed) const;

  private:
    PowerByCause m_power{};        //!< drawn now [W]
    PowerByCause m_energy{};       //!< up to the last account [J]
    double m_busyUnits{0};         //!< busy now
    long double m_busyUnitTime{0}; //!< up to the last account [s]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROCESSOR_ACCOUNTS_H
