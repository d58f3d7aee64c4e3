/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXTERNAL_TEXT_H
#define EDGE_AI_EXTERNAL_TEXT_H

#include "application/message/external/external-stream.h"
#include "federated-text.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Training by another process as text, such as
 * External(command="python3 trainer.py",steps=5,sampled=4).
 */
struct ExternalText
{
    FederatedText federated; ///< whom a round asks, and for how long
    ExternalPlace place;     ///< of the process
    double flop{0};          ///< of a local step [FLOP]; 0: not said
    uint32_t bytes{0};       ///< of an update, for plans [B]; 0: not said

    /// What the method, and a model that is the process's own, are called.
    static constexpr const char* NAME = "External";

    /// @param [in] text taken apart, of that name  @returns what it says
    /// @throws LearningError naming a setting that it does not take, or its range
    static ExternalText Read(const ModelText& text);

    /// @returns what is to be known of the method before it is installed
    LearningTraits GetTraits() const
    {
        return federated.GetTraits();
    }

    /**
     * @param [in] base model and data, or none, who has what, step size and batch
     * @param [in] workers how many
     * @param [in] key of all draws, the process's included
     * @param [in] parameters of the model, to begin with
     * @param [in] clock simulated time [s]
     * @returns the method
     * @throws LearningError if they do not fit together
     */
    std::shared_ptr<RoundMethod> Make(const GradientMethod::Settings& base,
                                      uint32_t workers,
                                      uint64_t key,
                                      const Eigen::VectorXd& parameters,
                                      std::function<double()> clock) const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXTERNAL_TEXT_H
