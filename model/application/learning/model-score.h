/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MODEL_SCORE_H
#define EDGE_AI_MODEL_SCORE_H

#include "learning/learning-model.h"
#include "round-method.h"

#include <Eigen/Core>
#include <cstdint>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * @param [in] model whose parameters they are
 * @param [in] parameters of it
 * @param [in] data for training  @param [in] samples of them, the first ones, for the loss; 0: all
 * @param [in] test of no worker; null: the accuracy is not a number
 * @returns the loss over the data, and the accuracy over those of no worker
 */
LearningScore ScoreModel(const LearningModel& model,
                         const Eigen::VectorXd& parameters,
                         const Dataset& data,
                         uint32_t samples,
                         const Dataset* test);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MODEL_SCORE_H
