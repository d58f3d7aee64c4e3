/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_PROBLEM_H
#define EDGE_AI_DTO_EE_PROBLEM_H

#include "dto-ee-row.h"
#include "profile/confidence-table.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// An edge node: one of those that hold a stage's part of the model.
struct DtoEeNode
{
    std::string name;
    double speed{0};     ///< mu_j [FLOP/s], > 0
    double busyPower{0}; ///< drawn while it computes [W]; 0: not known, energies are not planned
};

/// @ingroup edge-ai
/// A part of the model, the nodes that hold it, and the links into them. SI units, per task.
struct DtoEeStage
{
    double flop{0};               ///< alpha_h, work [FLOP], > 0; that of its exit included
    double inputBits{0};          ///< beta_h, what enters it [bit]
    std::vector<DtoEeNode> nodes; ///< V^h
    /// r_ij [bit/s] from node i of the stage before (of the first stage: device i) to node j of
    /// this one; 0: there is no link.
    std::vector<std::vector<double>> linkRates;
};

/// @ingroup edge-ai
/// An early exit. Tasks differ in difficulty d, uniform in (0, 1); the exit is (1 - d)^(1 / k)
/// confident and answers those right with probability a0 - m d, eq. (8) and (9).
struct DtoEeExit
{
    uint32_t stage{0};     ///< h: the exit is behind this stage, counted from 1
    double exponent{1};    ///< k, in [0.2, 100]; a table of confidences takes its place
    double errorSlope{0};  ///< m, in [0, a0], more than behind it; a table takes its place
    double threshold{0.8}; ///< C in force, in (0, 1]: who is as confident leaves; 1: nobody does
};

/**
 * @ingroup edge-ai
 * A model in stages, several nodes for each, and devices whose tasks pass one node of every stage
 * until an exit answers them: to whom does each node send, and how sure must an exit be? (Xie et
 * al., arXiv 2412.08284; the form of the trade-off and the exit law are this module's derivation.)
 * The plan makes accuracyValue times accuracy, less the mean response time, large.
 */
struct DtoEeProblem
{
    std::vector<double> arrivalRates;  ///< phi_i^0, Poisson arrivals of tasks at each device [1/s]
    std::vector<DtoEeStage> stages;    ///< 1..H
    std::vector<DtoEeExit> exits;      ///< rising in stage, none behind the last one
    double accuracyBest{0.98};         ///< a0, of the easiest task at any exit, in (0, 1]
    double errorSlope{0.40};           ///< m of the model's end, in [0, a0]
    ConfidenceTable confidences;       ///< takes the exit law's place unless it is empty
    std::vector<double> thresholdGrid; ///< thresholds to choose from, rising, in (0, 1]; empty: any
    double accuracyValue{2};           ///< a [s], what accuracy 1 is worth
    double serviceVariability{1};      ///< c^2 of service times: 1 exponential, 0 always the same
    bool linkQueues{false};            ///< tasks also queue for links, eq. (7)
    std::vector<DtoEeRow> rows; ///< in force, of every device, then of every node but those of the
                                ///< last stage, stage by stage; empty: none, methods begin from CF
    /// C in force of every node, stage by stage, in (0, 1], if each has its own; those of stages
    /// without an exit are not looked at. By the law only. Empty: those of the exits.
    std::vector<double> nodeThresholds;
    uint64_t seed{1}; ///< what methods that search by lot begin from

    /// @returns Phi, rate of all tasks [1/s]
    double GetTotalRate() const;
    /**
     * @param [in] stage h, 0..H; 0: the devices
     * @returns index of its first node, where devices come first and nodes follow stage by stage
     */
    uint32_t GetFirstIndex(std::size_t stage) const;
    /// @param [in] stage h, 0..H  @returns how many nodes it has; of 0: devices
    std::size_t GetSize(std::size_t stage) const;
    /// @returns thresholds in force, by exit
    std::vector<double> GetThresholds() const;

    /// @returns thresholds in force of every node, stage by stage; 1 where there is no exit
    std::vector<double> GetNodeThresholds() const;

    /// @returns "" if the problem is sound, else one sentence naming the field and its range
    std::string Validate() const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_PROBLEM_H
