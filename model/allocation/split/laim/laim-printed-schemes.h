/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_PRINTED_SCHEMES_H
#define EDGE_AI_LAIM_PRINTED_SCHEMES_H

#include "laim-printed-planner.h"

namespace ns3
{
namespace edgeai
{

// The benchmark schemes of LAIM as they are printed (arXiv 2505.09214v1, section on results), each
// solved exactly in what it leaves free.

/// @ingroup edge-ai
/// Fixed power: the transmit power at its largest admissible value.
class LaimPrintedFixedPowerPlanner : public LaimPrintedPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    void Restrict(LaimCase& planned) const override;
    Objective GetObjective() const override;

    Objective m_objective;
};

/// @ingroup edge-ai
/// Fixed frequency: both clocks at their largest admissible value.
class LaimPrintedFixedFrequencyPlanner : public LaimPrintedPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    void Restrict(LaimCase& planned) const override;
    Objective GetObjective() const override;

    Objective m_objective;
};

/// @ingroup edge-ai
/// What the two schemes that prune one part only share: the other part is kept whole.
class LaimPrintedOneSidePlanner : public LaimPrintedPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    PartBounds GetBounds(const LaimCase& planned) const override;
    Shortfall FindShortfall(const LaimCase& planned) const override;
    void Fail(const LaimCase& planned,
              const LaimSolution& solution,
              const SplitDevice& device,
              SplitDecision& decision) const override;

    /// @returns whether the device's part is the one that is pruned
    virtual bool PrunesDevice() const = 0;
};

/// @ingroup edge-ai
/// The device's part alone is pruned.
class LaimPrintedPruneDevicePlanner : public LaimPrintedOneSidePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    bool PrunesDevice() const override;
};

/// @ingroup edge-ai
/// The server's part alone is pruned.
class LaimPrintedPruneServerPlanner : public LaimPrintedOneSidePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    bool PrunesDevice() const override;
};

/// @ingroup edge-ai
/// Everything on the device: cut L.
class LaimPrintedOnDevicePlanner : public LaimPrintedPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::vector<SplitOption> SelectOptions(const SplitDevice& device) const override;
};

/// @ingroup edge-ai
/// Everything on the server: cut 0, the raw input is sent.
class LaimPrintedOnServerPlanner : public LaimPrintedPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::vector<SplitOption> SelectOptions(const SplitDevice& device) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_PRINTED_SCHEMES_H
