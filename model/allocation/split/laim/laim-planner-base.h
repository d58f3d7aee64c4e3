/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_PLANNER_BASE_H
#define EDGE_AI_LAIM_PLANNER_BASE_H

#include "allocation/numeric/band-allocation.h"
#include "distortion-function.h"
#include "laim-levels.h"

#include "ns3/split-planner.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What the LAIM planner and its baselines share: choosing the cut, dividing the band, listed clocks
 * and powers, the distortion that is reported, and saying why a problem has no plan. A subclass
 * says how one device with one cut and one band is planned.
 */
class LaimPlannerBase : public SplitPlanner
{
  public:
    /// How devices share the band.
    enum BandAllocation
    {
        MAX_MIN, ///< the smallest merit (keep ratio) is made as large as possible
        EQUAL,   ///< every device gets the same band
    };

    /// @returns the TypeId
    static TypeId GetTypeId();

  protected:
    /// A budget that cannot be kept, and what it would have to be.
    struct Shortfall
    {
        /// Which, from the last that is looked at to the first.
        enum Budget
        {
            ENERGY,
            LATENCY,
            MEMORY,
        };

        Budget budget{ENERGY};
        double needed{0};  ///< least achievable [bit, s or J]
        double allowed{0}; ///< budget [bit, s or J]
    };

    /// What a subclass may want to know beside the case.
    struct Context
    {
        const SplitProblem& problem;
        std::size_t index; ///< device
        const DistortionFunction& distortion;
    };

    /// @param [in] device one device  @returns the cuts to choose from; empty: refused
    virtual std::vector<SplitOption> SelectOptions(const SplitDevice& device) const;
    /// @param [in] planned restricted case without a plan  @returns what stands in its way
    virtual Shortfall FindShortfall(const LaimCase& planned) const;
    /**
     * Turn a case without a feasible solution into a decision.
     * @param [in] planned the case
     * @param [in] solution its solution
     * @param [in] device the device
     * @param [in,out] decision with the solution's figures; gets status and reason
     */
    virtual void Fail(const LaimCase& planned,
                      const LaimSolution& solution,
                      const SplitDevice& device,
                      SplitDecision& decision) const;
    /**
     * Say what a decision with its keep ratios does to the weights.
     * @param [in] planned the case
     * @param [in] context the rest
     * @param [in,out] decision gets distortion and normalisedDistortion
     */
    virtual void ReportDistortion(const LaimCase& planned,
                                  const Context& context,
                                  SplitDecision& decision) const;
    /// Say in words what a plan that keeps the budgets leaves open; nothing unless overridden.
    /// @param [in] solution feasible  @param [in,out] decision may get a reason
    virtual void Remark(const LaimSolution& solution, SplitDecision& decision) const;
    /// @param [in] device one device  @param [in] split a cut
    /// @returns its options of that cut: none if it is not admissible
    static std::vector<SplitOption> OnlyCut(const SplitDevice& device, uint32_t split);
    /// @returns attribute Split
    int64_t GetSplit() const;

  private:
    /// Planning one device of a problem.
    struct Outcome
    {
        LaimCase chosen;       ///< cut that was chosen, or that comes nearest
        LaimSolution solution; ///< its solution
        PlanSummary summary;   ///< of all cuts
    };

    std::string ExplainRefusal(const SplitProblem& problem) const override;
    SplitPlan DoPlan(const SplitProblem& problem) const override;

    /// @param [in] problem a sound problem  @returns "" or why the method does not take it
    virtual std::string ExplainMethodRefusal(const SplitProblem& problem) const;
    /// @param [in,out] planned the case, whose knobs a baseline may fix
    virtual void Restrict(LaimCase& planned) const;
    /// @param [in] planned restricted case  @param [in] context the rest  @returns the solution
    virtual LaimSolution Solve(const LaimCase& planned, const Context& context) const = 0;
    /// @returns whether Solve() finds the largest keep ratio of a case, and the least energy (or
    /// latency) for it, so that cuts which cannot be better need not be solved
    virtual bool MaximisesKeepRatio() const;
    /// @param [in] device one device  @returns the distortion function the attributes ask for
    DistortionFunction MakeDistortion(const SplitDevice& device) const;
    /// Plan one device for a band, over all cuts.
    Outcome PlanDevice(const Context& context,
                       const std::vector<SplitOption>& options,
                       double bandwidth) const;
    /// @returns the case without a plan that comes nearest to its budgets; one that meets the
    ///          deadline counts as nearer than any that does not
    LaimCase FindNearestCase(const Context& context,
                             const std::vector<SplitOption>& options,
                             double bandwidth) const;
    /**
     * @param [in] problem a sound problem
     * @param [in] radios devices that take some of its band, ascending
     * @param [in] alike for each device the first that is like it
     * @param [in] merit what a device makes of a band
     * @param [out] limited set if a search met its bound
     * @returns bands of all devices [Hz]
     */
    std::vector<double> DivideBand(const SplitProblem& problem,
                                   const std::vector<std::size_t>& radios,
                                   const std::vector<std::size_t>& alike,
                                   const BandMerit& merit,
                                   bool& limited) const;
    /// @returns the steps of the decision that belongs to an outcome
    static std::vector<PlanStep> MakeSteps(const Context& context,
                                           const Outcome& outcome,
                                           const SplitDecision& decision);
    /// @returns the decision that belongs to an outcome
    SplitDecision MakeDecision(const Context& context, const Outcome& outcome) const;

    int64_t m_split;
    uint32_t m_splitMin;
    bool m_preferLatency;
    DistortionFunction::Kind m_distortion;
    bool m_countMask;
    std::string m_distortionTable;
    BandAllocation m_bandAllocation;
    bool m_handOutLeftover;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_PLANNER_BASE_H
