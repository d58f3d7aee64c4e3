/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SPLIT_PLAN_H
#define EDGE_AI_SPLIT_PLAN_H

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What became of a problem that was handed to a planner.
enum class PlanStatus
{
    SOLVED,     ///< every budget is kept
    VIOLATED,   ///< a plan that knowingly breaks a budget (reason says which, by how much)
    INFEASIBLE, ///< no plan keeps the budgets; nothing else is set but the reason
    REFUSED,    ///< the planner does not take this problem; the reason says why
};

/// @ingroup edge-ai
/// Expected duration and energy of one stage.
struct StageCost
{
    double time{0};   ///< [s]
    double energy{0}; ///< [J]
};

/// @ingroup edge-ai
/// Subchannel of who has none.
inline constexpr uint32_t NO_SUBCHANNEL = UINT32_MAX;

/// @ingroup edge-ai
/// Where one direction of a device's traffic goes, on subchannels that are shared.
struct PlannedWay
{
    uint32_t subchannel{NO_SUBCHANNEL}; ///< which, from 0
    uint32_t position{0};               ///< place in the decoding order there, 1 first
    uint32_t part{0};                   ///< which of the equal parts of the subchannel, from 0
    uint32_t parts{1};                  ///< how many there are; 1: the whole subchannel
    double power{0};                    ///< transmit power of this direction [W]
    double sinr{0};                     ///< expected, linear
    double rate{0};                     ///< expected [bit/s]
};

/// @ingroup edge-ai
/// What one device and its share of the server shall do, and what that is expected to cost.
struct SplitDecision
{
    PlanStatus status{PlanStatus::INFEASIBLE};
    std::string reason;        ///< in words, when status is not SOLVED
    uint32_t split{0};         ///< s: blocks 1..s on the device
    double deviceKeepRatio{0}; ///< kappa of the device's part, in (0, 1]
    double serverKeepRatio{0}; ///< kappa of the server's part, in (0, 1]
    double txPower{0};         ///< p [W]; 0 when nothing is sent
    double deviceClock{0};     ///< f_d [cycle/s]; 0 when the device computes nothing
    double serverClock{0};     ///< f_s [cycle/s]; 0 when the server computes nothing
    double bandwidth{0};       ///< this device's band [Hz]
    double uplinkBits{0};      ///< feature payload [bit]
    StageCost device;
    StageCost uplink;
    StageCost server;
    StageCost downlink;             ///< the answer on its way back, where that is planned
    PlannedWay uplinkWay;           ///< where subchannels are planned
    PlannedWay downlinkWay;         ///< likewise
    double units{0};                ///< r, computing units of the server; 0: not planned
    double latency{0};              ///< T, with the constant part t_0 [s]
    double energy{0};               ///< E, with the constant part e_0 [J]
    double distortion{0};           ///< bound in units of a weight
    double normalisedDistortion{0}; ///< lambda times distortion, in [0, 1]
    bool latencyActive{false};      ///< the latency budget binds
    bool energyActive{false};       ///< the energy budget binds
    bool deviceClockActive{false};  ///< f_d is at its limit
    bool serverClockActive{false};  ///< f_s is at its limit
    bool txPowerActive{false};      ///< p is at its limit
};

/// @ingroup edge-ai
/// How the planner got there.
struct PlanSummary
{
    uint32_t iterations{0};  ///< of the method's outer loop
    uint32_t evaluations{0}; ///< inner solves
    double residual{0};      ///< what the method's stopping rule compares
    bool limited{false};     ///< an iteration met its bound before its stopping rule; the plan is
                             ///< sound, but perhaps not the best
};

/// @ingroup edge-ai
/// Decisions for every device of a problem, in the problem's order.
struct SplitPlan
{
    PlanStatus status{PlanStatus::INFEASIBLE}; ///< the worst of the decisions'
    std::string reason;
    std::vector<SplitDecision> decisions;
    PlanSummary summary;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SPLIT_PLAN_H
