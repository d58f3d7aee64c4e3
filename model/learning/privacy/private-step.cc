/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "private-step.h"

#include "learning/learning-error.h"
#include "privacy-search.h"

#include <cmath>
#include <string>

namespace ns3
{
namespace edgeai
{

void
CheckPrivateSteps(const PrivateStepOptions& options)
{
    RequirePrivacyRange("rate", options.rate, 1e-50, 1e50);
    RequirePrivacyRange("steps", options.steps, 1, 1e6);
    RequirePrivacyRange("batch", options.batch, 1, UINT32_MAX);
    RequirePrivacyRange("clipping", options.clipping, 1e-50, 1e50);
    if (options.noise != 0)
    {
        RequirePrivacyRange("noise", options.noise, PRIVACY_NOISE_MIN, PRIVACY_NOISE_MAX);
    }
}

double
GetClippingThreshold(const PrivateStepOptions& options, const SparseMask& mask)
{
    return options.adaptive ? options.clipping * std::sqrt(static_cast<double>(mask.GetKept()) /
                                                           static_cast<double>(mask.parameters))
                            : options.clipping;
}

SampledGaussian
GetStepMechanism(const PrivateStepOptions& options, std::size_t samples)
{
    if (samples < options.batch)
    {
        throw LearningError("batch is " + std::to_string(options.batch) + "; allowed is 1 to the " +
                            std::to_string(samples) + " samples of the device");
    }
    return {static_cast<double>(options.batch) / static_cast<double>(samples), options.noise};
}

void
MakeNoisyMean(const PrivateStepOptions& options,
              const SparseMask& mask,
              LearningDraws& draws,
              Eigen::VectorXd& sum)
{
    const double deviation = options.noise * GetClippingThreshold(options, mask);
    if (deviation > 0)
    {
        for (const uint32_t index : mask.indices)
        {
            sum[index] += deviation * draws.Normal();
        }
    }
    sum /= options.batch;
}

PrivateStepReport
TrainPrivately(const LearningModel& model,
               const Dataset& data,
               const SampleList& samples,
               const PrivateStepOptions& options,
               const SparseMask& mask,
               LearningDraws& draws,
               Eigen::VectorXd& parameters)
{
    CheckPrivateSteps(options);
    const double chance = GetStepMechanism(options, samples.size()).sampling;
    if (mask.parameters != model.GetParameterCount())
    {
        throw LearningError("the mask is of " + std::to_string(mask.parameters) + " parameters, " +
                            model.GetName() + " has " + std::to_string(model.GetParameterCount()));
    }
    const Eigen::VectorXd dense = mask.ToDense();
    const double threshold = GetClippingThreshold(options, mask);
    PrivateStepReport report;
    SampleList batch;
    Eigen::VectorXd direction(parameters.size());
    for (uint32_t step = 0; step < options.steps; ++step)
    {
        batch.clear();
        for (const uint32_t sample : samples)
        {
            if (draws.Uniform() < chance)
            {
                batch.push_back(sample);
            }
        }
        direction.setZero();
        report.clipped +=
            model.AddClippedGradients(parameters, data, batch, dense, threshold, direction);
        report.sampled += batch.size();
        MakeNoisyMean(options, mask, draws, direction);
        for (const uint32_t index : mask.indices)
        {
            const double slope = direction[index] + model.GetL2() * parameters[index];
            parameters[index] -= options.rate * slope;
        }
    }
    return report;
}

} // namespace edgeai
} // namespace ns3
