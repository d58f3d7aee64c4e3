/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SOURCE_LEDGER_H
#define EDGE_AI_SOURCE_LEDGER_H

#include "ns3/edge-ai-compat.h"
#include "ns3/energy-source.h"
#include "ns3/object.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What an energy source gave since it was made, told from what it was charged with. ns-3's source
 * is charged by SetInitialEnergy(), and forgets then what it had given before. Aggregated to the
 * source it follows, so both live equally long.
 */
class SourceLedger : public Object
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    SourceLedger();
    ~SourceLedger() override;

    /**
     * Follow a source from now on, unless somebody does so already.
     * @param [in] source any
     * @returns its ledger; nullptr for others than BasicEnergySource, which have laws of their own
     */
    static Ptr<SourceLedger> Follow(Ptr<en::EnergySource> source);

    /// @returns given until the source was last brought up to date [J]
    double GetGiven() const;
    /// @returns whether it follows the source since before the simulation began; else it may have
    /// missed charges
    bool IsWhole() const;

  private:
    /// What remains changes. @param [in] before [J] @param [in] now [J]
    void HandleRemaining(double before, double now);

    const en::EnergySource* m_source{nullptr}; //!< a Ptr would keep both alive for good
    double m_given{0};                         //!< [J]
    bool m_whole{false};                       //!< followed from the beginning
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SOURCE_LEDGER_H
