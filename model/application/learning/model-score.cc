/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-score.h"

namespace ns3
{
namespace edgeai
{

LearningScore
ScoreModel(const LearningModel& model,
           const Eigen::VectorXd& parameters,
           const Dataset& data,
           uint32_t samples,
           const Dataset* test)
{
    SampleList all = data.ListAll();
    if (samples > 0 && samples < all.size())
    {
        all.resize(samples);
    }
    LearningScore score;
    score.loss = model.GetLoss(parameters, data, all);
    if (test)
    {
        score.accuracy = model.GetAccuracy(parameters, *test, test->ListAll());
    }
    return score;
}

} // namespace edgeai
} // namespace ns3
