/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dp-sparse-settings.h"

#include "learning/learning-error.h"
#include "learning/privacy/privacy-search.h"

#include <cmath>
#include <string>

namespace ns3
{
namespace edgeai
{

void
DpSparseSettings::Require(Eigen::Index parameters) const
{
    CheckPrivateSteps(step);
    CheckPrivacyBudget(budget);
    RequirePrivacyRange("number of clients", samples.size(), 1, 1e6);
    RequirePrivacyRange("channels", channels, 1, 1e6);
    RequirePrivacyRange("weight", weight, 0, 1);
    RequirePrivacyRange("smoothness", smoothness, 0, 1e50);
    RequirePrivacyRange("squaredGradient", squaredGradient, 0, 1e50);
    RequirePrivacyRange("fractionMin", fractionMin, 1e-9, 1);
    RequirePrivacyRange("headerBits", headerBits, 0, 1e15);
    if (parameters != model->GetParameterCount())
    {
        throw LearningError(model->GetName() + " has " +
                            std::to_string(model->GetParameterCount()) + " parameters, given are " +
                            std::to_string(parameters));
    }
    model->Require(*data);
}

double
DpSparseSettings::GetFlop() const
{
    return step.steps * static_cast<double>(step.batch) *
           model->GetWork(data->GetMeanEntries(), model->GetAll()).GetTotal();
}

DpSparseConstants
DpSparseSettings::GetConstants() const
{
    DpSparseConstants constants;
    constants.rate = step.rate;
    constants.steps = step.steps;
    constants.smoothness = smoothness;
    constants.squaredGradient = squaredGradient;
    constants.parameters = static_cast<double>(model->GetParameterCount());
    constants.batch = step.batch;
    constants.noise = step.noise;
    constants.clipping = step.clipping;
    return constants;
}

double
DpSparseSettings::GetNoiseDeviation(uint32_t kept) const
{
    const double part = static_cast<double>(kept) / static_cast<double>(model->GetParameterCount());
    const double threshold = step.clipping * (step.adaptive ? std::sqrt(part) : 1);
    return step.rate * std::sqrt(static_cast<double>(step.steps)) * step.noise * threshold /
           step.batch;
}

} // namespace edgeai
} // namespace ns3
