/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DP_SPARSE_TEXT_H
#define EDGE_AI_DP_SPARSE_TEXT_H

#include "application/learning/dp-sparse-settings.h"
#include "application/learning/gradient-method.h"
#include "learning-traits.h"
#include "learning/network/model-text.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * DP-sparse as text, such as "DpSparse(sigma=2,eps=4,Dbar=0.15,channels=5)". Step size and batch of
 * local steps are those of other methods.
 */
struct DpSparseText
{
    static constexpr const char* NAME = "DpSparse"; ///< of the method

    DpSparseSettings settings;  ///< what the text says; without model, data and seed
    uint32_t participations{0}; ///< R_max of each client at most; 0: as many as the budget allows
    double energyMean{0};       ///< Ebar of each client and round [J]; 0: no batteries
    bool budgeted{false};       ///< the text says eps or delta

    /// Attributes of planners that the text sets, and what the text calls them.
    struct PlannerSetting
    {
        std::string key;       ///< V, s
        std::string attribute; ///< of the planner
        double value;
    };

    std::vector<PlannerSetting> planner;

    /// @param [in] text taken apart, of this name  @returns what it says
    /// @throws LearningError naming a setting that the method does not take, or its range
    static DpSparseText Read(const ModelText& text);

    /// @returns what is to be known of the method before it is installed
    LearningTraits GetTraits() const;

    /**
     * @param [in] base model, data, who has what, step size and batch of local steps
     * @param [in] workers how many
     * @param [in] key of all draws: masks, samples of a batch, noise
     * @param [in] parameters to begin with
     * @returns the method
     * @throws LearningError if they do not fit together
     */
    std::shared_ptr<RoundMethod> Make(const GradientMethod::Settings& base,
                                      uint32_t workers,
                                      uint64_t key,
                                      const Eigen::VectorXd& parameters) const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DP_SPARSE_TEXT_H
