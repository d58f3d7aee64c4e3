/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_GRADIENT_TEXT_H
#define EDGE_AI_GRADIENT_TEXT_H

#include "application/learning/coordinate-trainer.h"
#include "application/learning/gradient-method.h"
#include "learning-traits.h"
#include "learning/network/model-text.h"

#include <Eigen/Core>
#include <memory>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Learning by gradients of parts of a model as text: "Gradient", a step of gradient descent in each
 * round, or "Coordinates(penalty=1,steps=2)", the method of auxiliary coordinates. Either with
 * "batches=drawn".
 */
struct GradientText
{
    bool coordinates{false};     ///< by auxiliary coordinates
    bool drawn{false};           ///< samples of batches are
    CoordinateSettings settings; ///< what the text says of coordinates

    /// @param [in] name of a method  @returns whether it is one of these
    static bool Knows(const std::string& name);

    /// @param [in] text taken apart, of a name that is known  @returns what it says
    /// @throws LearningError naming a setting that the method does not take, or its range
    static GradientText Read(const ModelText& text);

    /// @param [in] text taken apart  @param [in] model to be learned by auxiliary coordinates
    /// @throws LearningError if it cannot be
    void RequireModel(const ModelText& text, const LearningModel& model) const;

    /// @param [in] depths the model has depth blocks
    /// @returns what is to be known of the method before it is installed
    LearningTraits GetTraits(bool depths) const;

    /**
     * @param [in] base model, data, who has what, step size and batch
     * @param [in] partition text of who has what, for messages
     * @param [in] parameters to begin with
     * @returns the method
     * @throws LearningError if they do not fit together
     */
    std::shared_ptr<RoundMethod> Make(const GradientMethod::Settings& base,
                                      const std::string& partition,
                                      const Eigen::VectorXd& parameters) const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_GRADIENT_TEXT_H
