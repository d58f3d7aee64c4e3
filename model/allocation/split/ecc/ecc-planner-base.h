/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_PLANNER_BASE_H
#define EDGE_AI_ECC_PLANNER_BASE_H

#include "ecc-translation.h"

#include "ns3/split-planner.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What the planners of ECC and its baselines share: what a second and a joule are worth, and the
 * way from a problem to users, cells and gains and back. They run whole networks at full clocks
 * and minimise (or just compute) a weighted sum of delay and energy; a budget that is exceeded
 * gives status VIOLATED and a plan all the same.
 */
class EccPlannerBase : public SplitPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    bool DividesServer() const override;

  protected:
    /// What a method is told beside the problem.
    struct Context
    {
        bool wholeUnits{false};           ///< computing units are whole numbers
        const EccPoint* present{nullptr}; ///< the plan in force; null: there is none
    };

    /// What a method found.
    struct Answer
    {
        EccPlan plan;
        EccEvaluation evaluation;
        bool orthogonal{false}; ///< users of a cell and subchannel divide its width
        PlanSummary summary;
    };

  private:
    std::string ExplainRefusal(const SplitProblem& problem) const override;
    SplitPlan DoPlan(const SplitProblem& problem) const override;
    /// @param [in] ecc a sound problem  @param [in] context the rest  @returns the method's plan
    virtual Answer Decide(const EccProblem& ecc, const Context& context) const = 0;
    /// @returns whether it decides about powers and subchannels, so that links with a rate of their
    /// own are not for it
    virtual bool DecidesRadio() const;

    /// Set an attribute. @tparam Field which of the weights  @param [in] value its value
    template <double EccWeights::*Field>
    void SetWeight(double value)
    {
        m_weights.*Field = value;
    }

    /// @tparam Field which of the weights  @returns its value
    template <double EccWeights::*Field>
    double GetWeight() const
    {
        return m_weights.*Field;
    }

    /// Set an attribute. @tparam Field which of the preferences  @param [in] value its value
    template <typename T, T EccPreferences::*Field>
    void SetPreference(T value)
    {
        m_preferences.*Field = value;
    }

    /// @tparam Field which of the preferences  @returns its value
    template <typename T, T EccPreferences::*Field>
    T GetPreference() const
    {
        return m_preferences.*Field;
    }

    EccWeights m_weights;         ///< of devices that do not say
    EccPreferences m_preferences; ///< for all
    bool m_wholeUnits;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_PLANNER_BASE_H
