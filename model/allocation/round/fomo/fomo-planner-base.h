/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_PLANNER_BASE_H
#define EDGE_AI_FOMO_PLANNER_BASE_H

#include "allocation/round/round-planner.h"
#include "fomo-case.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What one worker does, before its share of the band is rounded.
struct FomoLoad
{
    std::size_t worker{0};
    FomoBlock block;
    double band{0};       ///< [Hz]
    double multiplier{0}; ///< lambda, in [0, 1]
};

/**
 * @ingroup edge-ai
 * Base of every planner that fine-tunes depth blocks: takes problems with a depth part, whatever
 * the form of the uplink, as long as subchannels are alike; rounds shares of the band to resource
 * blocks and fills the plan.
 */
class FomoPlannerBase : public RoundPlanner
{
  public:
    /// Values of the attribute Rounding.
    enum Rounding
    {
        REMAINDERS,
        EARLIEST,
    };

    /// @returns the TypeId
    static TypeId GetTypeId();

  protected:
    /// What a method decided.
    struct Decision
    {
        std::string reason;          ///< why there is none, in words
        std::vector<FomoLoad> loads; ///< of the involved workers
        PlanSummary summary;
        double lowerBound{0}; ///< without broadcast and aggregation [s]; 0: not known
    };

  private:
    std::string ExplainRefusal(const RoundProblem& problem) const final;
    RoundPlan DoPlan(const RoundProblem& problem) const final;

    /// @param [in] problem sound, with a depth part  @returns "" or why the method does not take it
    virtual std::string ExplainUnfit(const RoundProblem& problem) const
    {
        (void)problem;
        return "";
    }

    /// @param [in] problem one that the method takes  @returns who does what
    virtual Decision Decide(const RoundProblem& problem) const = 0;

    /// @param [in] problem that was decided  @param [in] uplink of it  @param [in] loads of workers
    /// @returns their shares of the band [Hz], rounded; none if there are fewer resource blocks
    std::vector<double> RoundShares(const RoundProblem& problem,
                                    const FomoUplink& uplink,
                                    const std::vector<FomoLoad>& loads) const;

    Rounding m_rounding; ///< how shares become whole resource blocks
};

/// @ingroup edge-ai
/// Base of the planners that give each block a worker of its own. Blocks are merged where there are
/// fewer workers (section 4.6 of the definition), or if the attribute BlocksMax says so.
class FomoBlockPlanner : public FomoPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    Decision Decide(const RoundProblem& problem) const final;

    /// @param [in] problem blocks, compute times, uplink  @param [in] draws uniform in [0, 1)
    /// @returns a matching and a division of the band
    virtual FomoSolution Solve(const FomoCase& problem, const std::vector<double>& draws) const = 0;

    uint32_t m_blocksMax; ///< 0: as many as there are
};

/// @ingroup edge-ai
/// @param [in] problem a sound problem  @returns "", or that there is no band to divide, in words
std::string ExplainNoBand(const RoundProblem& problem);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_PLANNER_BASE_H
