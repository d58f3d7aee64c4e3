/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CHAIN_PLAN_H
#define EDGE_AI_CHAIN_PLAN_H

#include "ns3/plan-head.h"
#include "ns3/plan-step.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What one device of a chain shall do with every frame, and how hard that is for it; what it is
/// expected to take is in the plan's steps. All zero but the device for one that relays (efficiency
/// is 0 then, too).
struct ChainStage
{
    uint32_t device{0};     ///< index into ChainProblem::devices
    uint32_t firstLayer{0}; ///< c_{i-1}: index (from 0) of the first layer it runs
    uint32_t endLayer{0};   ///< c_i: index behind the last layer; firstLayer when it relays
    uint32_t option{0};     ///< v_i, structure of its layers
    double trafficBytes{0}; ///< Q_i, weights and activations moved in its memory [B]
    double weightBytes{0};  ///< weights it holds [B]
    double memoryBytes{0};  ///< weights and the largest pair of activations, eq. (7) [B]
    double accuracyLoss{0}; ///< what its layers' structure costs
    double intensity{0};    ///< I_i = F_i / Q_i [FLOP/B]
    double efficiency{0};   ///< eta_i = min(1, I_i / I*_i)

    /// @returns whether it has no layers and passes frames on
    bool IsRelay() const
    {
        return firstLayer == endLayer;
    }

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double most = std::numeric_limits<double>::max();
        archive(Field("device", "", "which of the problem's"), device);
        archive(Field("first_layer", "", "the first layer it runs, from 0"), firstLayer);
        archive(Field("end_layer", "", "the one behind its last; as the first: it relays"),
                endLayer);
        archive(Field("option", "", "structure of its layers, from 0"), option);
        archive(Field("traffic", "B", "moved in its memory").Within(0, most), trafficBytes);
        archive(Field("weights", "B", "weights it holds").Within(0, most), weightBytes);
        archive(Field("memory", "B", "weights and the largest activations").Within(0, most),
                memoryBytes);
        archive(Field("accuracy_loss", "", "what its structure costs").Within(0, most),
                accuracyLoss);
        archive(Field("intensity", "FLOP/B", "work over traffic").Within(0, most), intensity);
        archive(Field("efficiency", "", "share of its peak that it reaches").Within(0, 1),
                efficiency);
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
/// Who runs which layers in which structure, and what that is expected to bring. Its summary counts
/// chain programmes (iterations), and thresholds or vectors (evaluations).
struct ChainPlan : PlanHead
{
    std::vector<ChainStage> stages; ///< one per device, in the order frames pass them
    std::vector<uint32_t> cuts;     ///< c_0 = 0 <= c_1 <= ... <= c_M = n
    /// What is expected of "link 0", "stage 1", "link 1" ... "stage M", "link M": u_i by eq. (4),
    /// t_i by eq. (3); the time of a stage that relays is NOT_PLANNED, and so are energies. Nodes
    /// are indices into ChainProblem::devices; the camera before and the sink behind them are
    /// NO_NODE.
    std::vector<PlanStep> steps;
    double bottleneck{0};     ///< T_b, eq. (5) [s]
    double throughput{0};     ///< Phi = min(frame rate, 1 / T_b) [1/s]
    double capacity{0};       ///< 1 / T_b, what it could pass at any frame rate [1/s]
    double latency{0};        ///< Lambda of a frame that never waits, eq. (6) [s]
    double accuracy{0};       ///< Acc, eq. (8); a division with less than 0 is none
    double intensityShare{0}; ///< eta that was kept; less than asked where it had to be
    /// All compromises, bottleneck and accuracy rising together; empty where the method computes
    /// none.
    std::vector<ChainPoint> front;

    /// The fields, by name, without the front. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double endless = std::numeric_limits<double>::infinity();
        PlanHead::Fields(archive);
        archive(Field("stage", "", "what each device does"), stages);
        archive(Field("cuts", "", "layers before each stage, and all"), cuts);
        archive(Field("step", "", "what is expected"), steps);
        archive(Field("bottleneck", "s", "longest time of a stage or link").Within(0, endless),
                bottleneck);
        archive(Field("throughput", "1/s", "frames that pass").Within(0, endless), throughput);
        archive(Field("capacity", "1/s", "frames that could pass").Within(0, endless), capacity);
        archive(Field("latency", "s", "of a frame that never waits").Within(0, endless), latency);
        // Losses of a network's layers add up and may be more than it has.
        archive(Field("accuracy", "", "expected").Within(-Field::LARGEST, 1), accuracy);
        archive(Field("intensity_share", "", "of the ridge's intensity that is kept").Within(0, 1),
                intensityShare);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CHAIN_PLAN_H
