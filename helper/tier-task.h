/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_TASK_H
#define EDGE_AI_TIER_TASK_H

#include "application/learning/tiers/tier-method.h"

#include "ns3/node-container.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What is learned in two tiers: what TieredLearningHelper was told of model, data and training, and
 * what was made of that when nodes were there.
 */
struct TierTask
{
    std::string model;
    std::string data;
    double testShare{.2};
    std::string partition{"iid"};
    double skew{0};         ///< concentration of a cell's classes; 0: partition
    uint32_t samples{0};    ///< of each device, with skew
    SgdOptions local;       ///< tau steps
    uint32_t edgeRounds{2}; ///< q
    std::vector<std::vector<double>>
        cycles;          ///< of a sample, by cell and device; empty: the model's
    double energyMax{0}; ///< of a device in an edge round [J]; 0: no limit
    int64_t stream{-1};  ///< none was assigned

    // What was made.
    std::vector<std::shared_ptr<TierMethod>> methods;
    std::shared_ptr<TwoTierLearner> learner;
    std::shared_ptr<const Dataset> test; ///< null: there is none

    /// Make data, who has what, first parameters, and what cells learn.
    /// @param [in] devices nodes of each cell's  @throws LearningError if they do not fit together
    void Make(const std::vector<NodeContainer>& devices);
    /// @param [in] parameters of a model  @returns how good it is
    LearningScore Score(const Eigen::VectorXd& parameters) const;
    /// @param [in] behind how many streams behind the first  @returns draws of that one
    LearningDraws MakeDraws(int64_t behind) const;

  private:
    std::vector<TierDevice> ListDevices(const NodeContainer& devices, uint32_t cell) const;
    /// @param [in] training samples  @param [in,out] draws randomness  @param [in] devices of cells
    /// @returns samples of each device of each cell
    std::vector<std::vector<SampleList>> Deal(const Dataset& training,
                                              LearningDraws& draws,
                                              const std::vector<NodeContainer>& devices) const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_TASK_H
