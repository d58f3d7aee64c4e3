/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CHAIN_PLAN_H
#define EDGE_AI_CHAIN_PLAN_H

#include "ns3/plan-head.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What one device of a pipeline shall do with every frame, and what that is expected to cost.
/// All zero but the device and its link for a device that relays (efficiency is 0 then, too).
struct ChainStage
{
    uint32_t device{0};     ///< index into ChainProblem::devices
    uint32_t firstLayer{0}; ///< c_{i-1}: index (from 0) of the first layer it runs
    uint32_t endLayer{0};   ///< c_i: index behind the last layer; firstLayer when it relays
    uint32_t option{0};     ///< v_i, structure of its layers
    double flop{0};         ///< F_i [FLOP]
    double trafficBytes{0}; ///< Q_i, weights and activations moved in its memory [B]
    double weightBytes{0};  ///< weights it holds [B]
    double memoryBytes{0};  ///< weights and the largest pair of activations, eq. (7) [B]
    double accuracyLoss{0}; ///< what its layers' structure costs
    double computeTime{0};  ///< t_i, eq. (3) [s]
    double linkTime{0};     ///< u_i of the link behind it, eq. (4) [s]
    double sentBytes{0};    ///< X_{c_i}, what it sends on [B]
    double intensity{0};    ///< I_i = F_i / Q_i [FLOP/B]
    double efficiency{0};   ///< eta_i = min(1, I_i / I*_i)

    /// @returns whether it has no layers and passes frames on
    bool IsRelay() const
    {
        return firstLayer == endLayer;
    }
};

/// @ingroup edge-ai
/// One compromise between throughput and accuracy.
struct ChainPoint
{
    double bottleneck{0};          ///< T_b [s]
    double accuracy{0};            ///< Acc, in [0, 1]
    double latency{0};             ///< Lambda [s]
    std::vector<uint32_t> cuts;    ///< c_0 = 0..c_M = n
    std::vector<uint32_t> options; ///< v_1..v_M; 0 for a device that relays
    std::vector<uint32_t> order;   ///< index of the device at each position
};

/// @ingroup edge-ai
/// Who runs which layers in which structure, and what that is expected to bring.
struct ChainPlan
{
    PlanStatus status{PlanStatus::INFEASIBLE};
    std::string reason;             ///< in words, when status is not SOLVED
    std::vector<ChainStage> stages; ///< one per device, in the order frames pass them
    std::vector<uint32_t> cuts;     ///< c_0 = 0 <= c_1 <= ... <= c_M = n
    std::vector<double> linkTimes;  ///< u_0..u_M, eq. (4) [s]
    double bottleneck{0};           ///< T_b, eq. (5) [s]
    double throughput{0};           ///< Phi = min(frame rate, 1 / T_b) [1/s]
    double capacity{0};             ///< 1 / T_b, what it could pass at any frame rate [1/s]
    double latency{0};              ///< Lambda of a frame that never waits, eq. (6) [s]
    double accuracy{0};             ///< Acc, eq. (8)
    double intensityShare{0};       ///< eta that was kept; less than asked where it had to be
    /// All compromises, bottleneck and accuracy rising together; empty where the method computes
    /// none.
    std::vector<ChainPoint> front;
    PlanSummary summary; ///< iterations: chain programmes run; evaluations: thresholds or vectors
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CHAIN_PLAN_H
