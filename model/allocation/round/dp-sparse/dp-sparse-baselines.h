/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DP_SPARSE_BASELINES_H
#define EDGE_AI_DP_SPARSE_BASELINES_H

#include "dp-sparse-planner-base.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Base of the schedules that know no queues: they say which worker has which channel, and each
 * sends the largest fraction that keeps the mean delay in every round; who cannot send s_min until
 * then is left out.
 */
class DpSparseSchedulePlanner : public DpSparsePlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    DpSparseSolution Solve(const DpSparseCase& problem, const RoundProblem& original) const final;

    /// @param [in] problem as the method sees it  @param [in] original all of it
    /// @returns clients and their channels
    virtual std::vector<DpSparsePair> Schedule(const DpSparseCase& problem,
                                               const RoundProblem& original) const = 0;

    /// @param [in] problem the method sees  @param [in] pair client and channel
    /// @returns s; not above 0: it is left out
    virtual double GetFraction(const DpSparseCase& problem, const DpSparsePair& pair) const;
};

/// @ingroup edge-ai
/// Random eligible workers on random channels.
class DpSparseRandomPlanner : public DpSparseSchedulePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainUnfit(const RoundProblem& problem) const override;
    std::vector<DpSparsePair> Schedule(const DpSparseCase& problem,
                                       const RoundProblem& original) const override;
};

/// @ingroup edge-ai
/// The next eligible workers, cyclically, on the channels in order.
class DpSparseRoundRobinPlanner : public DpSparseSchedulePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::vector<DpSparsePair> Schedule(const DpSparseCase& problem,
                                       const RoundProblem& original) const override;
};

/// @ingroup edge-ai
/// As many workers as there are channels, such that the last of them would end first with s_min.
class DpSparseLeastDelayPlanner : public DpSparseSchedulePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::vector<DpSparsePair> Schedule(const DpSparseCase& problem,
                                       const RoundProblem& original) const override;
};

/// @ingroup edge-ai
/// Random workers as above who all send the same fraction, however long that takes: a reference of
/// learning. A fraction of 1 is differential privacy without sparse updates.
class DpSparseFixedPlanner : public DpSparseRandomPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    double GetFraction(const DpSparseCase& problem, const DpSparsePair& pair) const override;

    double m_fraction; ///< s
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DP_SPARSE_BASELINES_H
