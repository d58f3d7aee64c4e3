/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "gradient-step.h"

#include "learning-error.h"
#include "short-number.h"

#include <cmath>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @throws LearningError unless a setting is in its range
void
RequireSetting(bool sound, const char* name, double value, const char* range)
{
    if (!sound || !std::isfinite(value))
    {
        throw LearningError(std::string("the step has ") + name + " " + WriteShort(value) +
                            "; allowed is " + range);
    }
}

} // namespace

GradientStepper::GradientStepper(const StepOptions& options)
    : m_options(options)
{
    RequireSetting(options.rate > 0, "rate", options.rate, "more than 0");
    RequireSetting(options.momentum >= 0 && options.momentum < 1,
                   "momentum",
                   options.momentum,
                   "0 to below 1");
    RequireSetting(options.l1 >= 0, "l1", options.l1, "0 or more");
    RequireSetting(options.l2 >= 0, "l2", options.l2, "0 or more");
}

void
GradientStepper::Step(Eigen::VectorXd& parameters,
                      ParameterRange block,
                      const Eigen::VectorXd& gradient)
{
    if (gradient.size() != block.count || block.first < 0 || block.count < 0 ||
        block.GetEnd() > parameters.size())
    {
        throw LearningError("the step has " + std::to_string(gradient.size()) +
                            " derivatives for parameters " + std::to_string(block.first) + " to " +
                            std::to_string(block.GetEnd() - 1) + " of " +
                            std::to_string(parameters.size()));
    }
    auto own = parameters.segment(block.first, block.count).array();
    if (m_options.momentum > 0)
    {
        if (m_velocity.size() != parameters.size())
        {
            m_velocity.setZero(parameters.size());
        }
        auto velocity = m_velocity.segment(block.first, block.count);
        velocity = m_options.momentum * velocity + gradient;
        own -= m_options.rate * velocity.array();
    }
    else
    {
        own -= m_options.rate * gradient.array();
    }
    if (m_options.l1 > 0)
    {
        const double shrink = m_options.rate * m_options.l1;
        own = own.sign() * (own.abs() - shrink).max(0);
    }
    if (m_options.l2 > 0)
    {
        own /= 1 + m_options.rate * m_options.l2;
    }
}

double
GradientStepper::GetPenalty(const Eigen::VectorXd& parameters) const
{
    return m_options.l1 * parameters.lpNorm<1>() + m_options.l2 / 2 * parameters.squaredNorm();
}

double
TrainBySgd(const LearningModel& model,
           const Dataset& data,
           const SampleList& samples,
           const SgdOptions& options,
           LearningDraws& draws,
           Eigen::VectorXd& parameters)
{
    if (samples.empty())
    {
        throw LearningError("there are no samples to train with");
    }
    GradientStepper stepper(options.step);
    Eigen::VectorXd gradient;
    SampleList batch = samples;
    double losses = 0;
    for (uint32_t step = 0; step < options.steps; ++step)
    {
        if (options.batch > 0)
        {
            batch.resize(options.batch);
            for (uint32_t& sample : batch)
            {
                sample = samples[draws.Pick(static_cast<uint32_t>(samples.size()))];
            }
        }
        losses += model.GetGradient(parameters, data, batch, gradient);
        stepper.Step(parameters, model.GetAll(), gradient);
    }
    return options.steps > 0 ? losses / options.steps : 0;
}

} // namespace edgeai
} // namespace ns3
