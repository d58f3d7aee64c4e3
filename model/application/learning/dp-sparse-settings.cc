/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dp-sparse-settings.h"

#include "allocation/plan/field-inspection.h"
#include "learning/learning-error.h"
#include "learning/privacy/privacy-search.h"
#include "short-number.h"

#include <cmath>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] field name  @param [in] value its value  @param [in] scale what plans make of 1 of
/// it
/// @param [in] power of it in that  @param [in] smallest that plans may have of it
/// @throws LearningError unless plans may have what they make of it
void
RequireConstant(const std::string& field, double value, double scale, double power, double smallest)
{
    if (!(scale > 0) || value == 0)
    {
        return; // nothing of it is in plans
    }
    const auto root = [&](double most) {
        return std::pow(most, 1 / power) / std::pow(scale, 1 / power);
    };
    const double least = root(smallest);
    const double most = root(FieldInspection::LARGEST);
    if (!(value >= least && value <= most))
    {
        throw LearningError(field + " is " + WriteShort(value) +
                            "; allowed with the other constants is " + WriteShort(least) + " to " +
                            WriteShort(most) +
                            ", so that plans can have the progress A s - B s^2 of an update");
    }
}

/// @param [in] given constants of plans  @throws LearningError naming the one out of its range
void
RequireConstants(const DpSparseConstants& given)
{
    DpSparseConstants one = given;
    one.squaredGradient = 1;
    RequireConstant("squaredGradient (G2)",
                    given.squaredGradient,
                    std::abs(GetDpSparseGain(one)),
                    1,
                    0);
    one = given;
    one.clipping = 1;
    RequireConstant("clipping (C)",
                    given.clipping,
                    GetDpSparsePenalty(one),
                    2,
                    FieldInspection::SMALLEST);
}

} // namespace

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
    RequireConstants(GetConstants());
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
