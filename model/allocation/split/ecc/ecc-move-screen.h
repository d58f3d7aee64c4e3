/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_MOVE_SCREEN_H
#define EDGE_AI_ECC_MOVE_SCREEN_H

#include "allocation/numeric/projected-gradient.h"
#include "ecc-cost.h"
#include "ecc-link-gradient.h"
#include "ecc-moves.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Quick looks at what a move does. Only users on the subchannels that it touches can notice, so a
 * look costs about as much as those few users, not as the whole network.
 */
class EccMoveScreen
{
  public:
    /**
     * @param [in] problem a sound problem that outlives this
     * @param [in] plan from where
     */
    EccMoveScreen(const EccProblem& problem, const EccPlan& plan);

    /// @param [in] move a move that can be made  @returns utility right after it, powers unchanged
    double GetUtilityAfter(const EccMove& move);
    /**
     * Make a move and descend on the powers of those who notice it; units, and the powers of all
     * others, stay. Not for WAKE and RELIEVE, which need room in the
     * cell's budgets.
     * @param [in] move what to do
     * @param [in] options of the descents
     * @returns utility after it; infinite if the move cannot be made
     */
    double Try(const EccMove& move, const DescentOptions& options);
    /// Keep what the last Try() did.
    void Commit();
    /// @returns the plan with all that was kept
    const EccPlan& GetPlan() const;
    /// @returns its utility
    double GetUtility() const;
    /// @returns descent steps so far
    uint32_t GetSteps() const;

  private:
    /// Make a move in m_trial. @param [in] move what to do  @returns whether it can be made
    bool Apply(const EccMove& move);
    /// Find the users on the subchannels where the trial differs. @param [in] uplink or downlink
    /// @param [in] move whose SPLIT touches the uplink too
    void FindNoticing(bool uplink, const EccMove& move);
    /// Rates of m_users in one direction, after a descent if options are given.
    /// @param [in] uplink or downlink  @param [in] options of the descent, or nullptr
    void Update(bool uplink, const DescentOptions* options);
    /// @returns utility of the trial at its rates
    double GetTrialUtility();

    const EccProblem& m_problem;       ///< the problem
    EccPlan m_plan;                    ///< so far
    double m_utility;                  ///< of it
    std::vector<double> m_upRates;     ///< of it
    std::vector<double> m_downRates;   ///< of it
    std::vector<double> m_values;      ///< of each user in it
    EccPlan m_trial;                   ///< after a move
    double m_trialUtility{0};          ///< of it
    std::vector<double> m_trialUp;     ///< its rates
    std::vector<double> m_trialDown;   ///< its rates
    std::vector<double> m_trialValues; ///< of each user in it
    std::vector<bool> m_noticing;      ///< whose part of the utility is another after the move
    EccDifferentiableLink m_uplink;    ///< scratch
    EccDifferentiableLink m_downlink;  ///< scratch
    std::vector<std::size_t> m_users;  ///< on touched subchannels of a direction
    std::vector<bool> m_touched;       ///< scratch, per subchannel
    std::vector<uint32_t> m_splits;    ///< scratch
    std::vector<double> m_rates;       ///< scratch
    uint32_t m_steps{0};               ///< of descents
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_MOVE_SCREEN_H
