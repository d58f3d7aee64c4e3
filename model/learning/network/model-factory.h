/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MODEL_FACTORY_H
#define EDGE_AI_MODEL_FACTORY_H

#include "learning/learning-model.h"

#include <memory>
#include <string>

namespace ns3
{
namespace edgeai
{

/// Parameters a model made from text may have at most: 2 GiB of numbers.
constexpr Eigen::Index MODEL_PARAMETERS_MAX = Eigen::Index{1} << 28;

/**
 * @ingroup edge-ai
 * Make a model from text: a name and sizes, then settings "key=value":
 * - "Softmax(features,classes)": softmax regression, parameters [W classes x features, b];
 * - "Logistic(features[,classes])": logistic regression without bias, one row of weights, or one
 * for each of more than two classes against the others;
 * - "Mlp(features,hidden,...,classes)": fully connected, [W1, b1, W2, b2, ...], each W row by row;
 *   "activation=tanh" (default), "relu" or "linear";
 * - "Conv(CxHxW,FxK,...,classes)": images of C channels, H rows and W columns, stages of F filters
 *   of side K (no padding), activation ("relu" by default, or "tanh") and pooling of 2 x 2 by the
 *   largest, then one linear layer;
 * each with "l2=..." (0 by default).
 * @param [in] text such as "Mlp(32,32,10,l2=0.001)"
 * @returns the model
 * @throws LearningError naming the argument that is wrong, and what is allowed
 */
std::unique_ptr<LearningModel> MakeLearningModel(const std::string& text);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MODEL_FACTORY_H
