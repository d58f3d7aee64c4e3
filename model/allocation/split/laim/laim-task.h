/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_TASK_H
#define EDGE_AI_LAIM_TASK_H

#include "allocation/numeric/uplink-law.h"
#include "allocation/split/split-steps.h"

#include "ns3/split-plan.h"
#include "ns3/split-problem.h"

#include <optional>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Work of the three stages of one inference.
struct StageWork
{
    double deviceCycles{0}; ///< N_d / c_d [cycle]
    double serverCycles{0}; ///< N_s / c_s [cycle]
    double uplinkBits{0};   ///< S [bit]
};

/// @ingroup edge-ai
/// What a stage lets a planner choose: a value up to a limit, or nothing.
struct StageKnob
{
    double limit{0}; ///< largest value
    double fixed{0}; ///< the only value; 0: free in (0, limit], from least on
    double least{0}; ///< least value, <= limit; 0: none

    /// @returns the largest value the knob can take
    double GetTop() const;
    /// @returns whether there is more than one value
    bool IsFree() const;
    /// @param [in] value wanted, > 0  @returns the nearest the knob can take
    double GetNearest(double value) const;
};

/**
 * @ingroup edge-ai
 * Power-rate law linearised at one power, the step of successive convex approximation: the energy
 * of a bit, phi(p) = p / R(p), is concave in p and lies below its tangent.
 */
struct UplinkTangent
{
    double power{0};  ///< p_k [W]
    double energy{0}; ///< phi(p_k) [J/bit]
    double slope{0};  ///< phi'(p_k) [J/(bit W)]
};

/**
 * @ingroup edge-ai
 * One device, one split, one band: everything the LAIM mathematics needs, overheads already
 * subtracted. Work is constant + keep ratio * scaled.
 */
struct LaimTask
{
    StageWork constant;           ///< work that pruning does not touch
    StageWork scaled;             ///< work in proportion to the keep ratio
    double deviceEnergyFactor{0}; ///< eta_d psi_d [J s^2/cycle^3], > 0
    double serverEnergyFactor{0}; ///< eta_s psi_s [J s^2/cycle^3]; 0: not counted
    double deviceStaticPower{0};  ///< eta_d times the static power of a busy unit [W]
    double serverStaticPower{0};  ///< eta_s times the same of the server [W]; 0: not counted
    /// Set aside for a change of clock before the device's stage, if it has work [s]: a processor
    /// charges what it draws meanwhile to no task. 0 where there is one clock only.
    double deviceSwitch{0};
    double serverSwitch{0}; ///< the same of the server [s]
    StageKnob deviceClock;  ///< f_d [cycle/s]
    StageKnob serverClock;  ///< f_s [cycle/s]
    StageKnob txPower;      ///< p [W]
    UplinkLaw uplink;
    double linkRate{0}; ///< of a link whose rate follows no power [bit/s]; sending then costs no
                        ///< energy, txPower and uplink are not looked at; 0: as uplink says
    std::optional<UplinkTangent> tangent; ///< take this instead of the true energy of a bit
    double latencyBudget{0};              ///< T0 - t_0 [s]
    double energyBudget{0};               ///< E0 - e_0 [J]
    double keepRatioMin{0};               ///< kappa_min, > 0
    double keepRatioMax{1};               ///< 1, or what the device's memory holds
    bool preferLatency{false};            ///< at keepRatioMax: the fastest plan, not the thriftiest
};

/// @ingroup edge-ai
/// Admissible values of the knobs, ascending; empty: any value up to the limit.
struct LaimLevels
{
    std::vector<double> deviceClocks; ///< [cycle/s]
    std::vector<double> serverClocks; ///< [cycle/s]
    std::vector<double> txPowers;     ///< [W]
};

/// @ingroup edge-ai
/// A task with what planners need beside it.
struct LaimCase
{
    LaimTask task;
    LaimLevels levels;
    uint32_t split{0};           ///< s
    double deviceWeightShare{0}; ///< omega_d
    bool payloadFollows{false};  ///< chi, and something other than the raw input is sent
    bool memoryBinds{false};     ///< keepRatioMax comes from the device's memory
    double overheadLatency{0};   ///< t_0, with the wait for the server [s]
    double overheadEnergy{0};    ///< e_0 [J]
    double bandwidth{0};         ///< B [Hz], without the rate factor
};

/// @ingroup edge-ai
/// What a method found for one task.
struct LaimSolution
{
    bool feasible{false};      ///< every budget is kept; if false nothing below is meaningful,
                               ///< unless a method says otherwise
    double deviceKeepRatio{0}; ///< kappa on the device
    double serverKeepRatio{0}; ///< kappa on the server
    double merit{0};           ///< what splits and bands are compared by: larger is better
    double deviceClock{0};     ///< f_d [cycle/s]; 0: no work
    double serverClock{0};     ///< f_s [cycle/s]; 0: no work
    double txPower{0};         ///< p [W]; 0: nothing sent
    StageCost device;
    StageCost uplink;
    StageCost server;
    double latency{0};    ///< sum of the stage times [s]
    double energy{0};     ///< sum of the stage energies [J]
    double multiplier{0}; ///< nu, price of time [W]
    PlanSummary summary;
};

/**
 * @param [in] problem a sound problem
 * @param [in] index which device
 * @param [in] option which cut
 * @param [in] bandwidth this device's band [Hz], > 0
 * @returns the case (LAIM, arXiv 2505.09214: delay and energy of both ends and of the uplink)
 */
LaimCase MakeLaimCase(const SplitProblem& problem,
                      std::size_t index,
                      const SplitOption& option,
                      double bandwidth);

/**
 * Times and energies of a plan, by the true laws.
 * @param [in] task the task; its budgets and knobs are not looked at
 * @param [in] deviceKeepRatio kappa of the device's work
 * @param [in] serverKeepRatio kappa of the server's work
 * @param [in] deviceClock f_d [cycle/s], > 0 if the device has work
 * @param [in] serverClock f_s [cycle/s], > 0 if the server has work
 * @param [in] txPower p [W], > 0 if anything is sent
 * @returns the solution with every field but feasible, merit and summary set; knobs of stages
 *          without work are 0. The payload scales with deviceKeepRatio
 */
LaimSolution EvaluateLaimPlan(const LaimTask& task,
                              double deviceKeepRatio,
                              double serverKeepRatio,
                              double deviceClock,
                              double serverClock,
                              double txPower);

/**
 * @param [in] a a feasible or infeasible solution
 * @param [in] b another
 * @param [in] preferLatency what decides between equal merits: latency, not energy
 * @returns true if a is better: feasible, larger merit, then less energy (or latency)
 */
bool IsBetterLaimSolution(const LaimSolution& a, const LaimSolution& b, bool preferLatency);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_TASK_H
