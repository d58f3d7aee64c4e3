/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROUND_ENERGIES_H
#define EDGE_AI_ROUND_ENERGIES_H

#include "ns3/task-record.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What something was planned to spend, and did. Plans know the energy of computing without that of
 * radios whose power nobody plans, and links measure what no plan has; so sums are compared only
 * where both sides are of the same things.
 */
class EnergyPair
{
  public:
    /// @param [in] step of a round: one that did not begin has spent nothing of what was planned
    void Add(const StepRecord& step);
    /// @param [in] other sums, of another cause or round
    void Add(const EnergyPair& other);
    /// @param [in] planned [J]; not a number: no plan knows it
    /// @param [in] realised [J]; not a number: nobody measured it
    void Add(double planned, double realised);

    /// @returns what was planned; not a number: nothing was, or not all of what was spent [J]
    double GetPlanned() const;
    /// @returns what was spent, as far as it was measured; not a number: nothing was [J]
    double GetRealised() const;

  private:
    double m_planned{NOT_AVAILABLE};
    double m_realised{NOT_AVAILABLE};
    bool m_unlike{false}; ///< one side has what the other has not
};

/// @ingroup edge-ai
/// The energies of a round by their cause.
struct RoundEnergies
{
    EnergyPair computing; ///< of workers
    EnergyPair sending;   ///< of their updates
    EnergyPair serving;   ///< of the server, which makes the model

    /// @returns all of them together
    EnergyPair GetTotal() const;
};

/// @ingroup edge-ai
/// @param [in] record of a round that has ended  @returns its energies, from its steps
RoundEnergies SumRoundEnergies(const TaskRecord& record);

/// @ingroup edge-ai
/// Write them into a round's record: planned and realised, by cause and together.
/// @param [in,out] record of a round that has ended
void RecordEnergies(TaskRecord& record);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROUND_ENERGIES_H
