/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDERATED_TEXT_H
#define EDGE_AI_FEDERATED_TEXT_H

#include "application/learning/federated/federated-settings.h"
#include "application/learning/gradient-method.h"
#include "learning-traits.h"
#include "learning/network/model-text.h"

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
 * A method of federated learning as text, such as "FedQVR(bits=4,steps=1..20,sampled=5)". Names are
 * those of ListFederatedMethods().
 */
struct FederatedText
{
    FederatedSettings settings; ///< what the text says; without model, data and draws
    uint32_t stepsLeast{0};     ///< local steps of a worker, drawn uniformly; 0: the settings'
    uint32_t stepsMost{0};      ///< likewise

    /// @param [in] name of a method  @returns whether it is one of federated learning
    static bool Knows(const std::string& name);

    /// @returns ", FedQVR, ...", all names
    static std::string ListNames();

    /**
     * @param [in] text taken apart, of a name that is known
     * @returns what it says
     * @throws LearningError naming a setting that the method does not take, or its range
     */
    static FederatedText Read(const ModelText& text);

    /// @returns keys of ReadSteps(), sorted
    static std::vector<std::string> ListStepKeys();

    /**
     * How many workers are asked, how many steps each takes, and how long that and sending may
     * take.
     * @param [in] text taken apart, whose keys are known
     * @throws LearningError naming a setting that is out of its range
     */
    void ReadSteps(const ModelText& text);

    /// @returns what is to be known of the method before it is installed
    LearningTraits GetTraits() const;

    /**
     * @param [in] base data, who has what, model, and the step size of local steps
     * @param [in] workers how many
     * @param [in] key of all draws: samples of workers, steps, batches, codes
     * @returns the settings with these
     * @throws LearningError if they do not fit together
     */
    FederatedSettings Fill(const GradientMethod::Settings& base,
                           uint32_t workers,
                           uint64_t key) const;

    /**
     * @param [in] base model, data, who has what, and the step size of local steps
     * @param [in] workers how many
     * @param [in] key of all draws: samples of workers, steps, batches, codes
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

#endif // EDGE_AI_FEDERATED_TEXT_H
