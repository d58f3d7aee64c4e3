/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "projected-gradient.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] values a vector  @returns its largest absolute component
double
LargestOf(const std::vector<double>& values)
{
    double largest = 0;
    for (double value : values)
    {
        largest = std::max(largest, std::abs(value));
    }
    return largest;
}

/// One descent.
class Descent
{
  public:
    /// @param [in] objective the function  @param [in] point start  @param [in] options settings
    Descent(DescentObjective& objective, std::vector<double>& point, const DescentOptions& options)
        : m_objective(objective),
          m_options(options),
          m_point(point),
          m_trial(point.size()),
          m_gradient(point.size()),
          m_next(point.size())
    {
    }

    /// @returns what was done
    DescentSummary Run();

  private:
    /// Find the next point. @param [in,out] step length to begin with, accepted length on return
    /// @returns whether there is one, in m_trial and m_trialValue
    bool Search(double& step);
    /// m_trial = Project(m_point - step * m_gradient). @param [in] step  @returns |change|^2
    double Step(double step);
    /// @param [in] step length of the accepted step  @returns length to try next
    double GetNextStep(double step) const;
    /// @param [in] value of the function  @returns its size as a power of two, which changes no
    /// digit of what is divided by it; 1 if sizes do not count
    double GetScale(double value) const;
    /// @returns largest component of the projected gradient at m_point
    double GetResidual();

    DescentObjective& m_objective;   ///< the function
    const DescentOptions& m_options; ///< settings
    std::vector<double>& m_point;    ///< where we are
    std::vector<double> m_trial;     ///< where we may go
    std::vector<double> m_gradient;  ///< at m_point
    std::vector<double> m_next;      ///< gradient at m_trial
    double m_trialValue{0};          ///< value at m_trial
    DescentSummary m_summary;        ///< the account
};

double
Descent::Step(double step)
{
    for (std::size_t i = 0; i < m_point.size(); ++i)
    {
        m_trial[i] = m_point[i] - step * m_gradient[i];
    }
    m_objective.Project(m_trial);
    double square = 0;
    for (std::size_t i = 0; i < m_point.size(); ++i)
    {
        const double change = m_trial[i] - m_point[i];
        square += change * change;
    }
    return square;
}

bool
Descent::Search(double& step)
{
    // 100 halvings bring any admissible step below the resolution of the point.
    for (int halving = 0; halving < 100; ++halving, step /= 2)
    {
        const double square = Step(step);
        if (square == 0)
        {
            return false;
        }
        m_trialValue = m_objective.Evaluate(m_trial);
        ++m_summary.evaluations;
        if (m_options.fixedStep > 0)
        {
            return std::isfinite(m_trialValue);
        }
        if (m_trialValue <= m_summary.value - m_options.sufficientDecrease * square / step)
        {
            return true;
        }
    }
    return false;
}

double
Descent::GetNextStep(double step) const
{
    if (m_options.fixedStep > 0)
    {
        return m_options.fixedStep;
    }
    double square = 0;
    double product = 0;
    for (std::size_t i = 0; i < m_point.size(); ++i)
    {
        const double change = m_trial[i] - m_point[i];
        square += change * change;
        product += change * (m_next[i] - m_gradient[i]);
    }
    const double length = product > 0 ? square / product : m_options.growth * step;
    const double scale = GetScale(m_trialValue);
    return std::clamp(length, m_options.stepMin / scale, m_options.stepMax / scale);
}

double
Descent::GetScale(double value) const
{
    int exponent = 0;
    std::frexp(value, &exponent);
    return m_options.relative && value != 0 ? std::ldexp(1, exponent) : 1;
}

double
Descent::GetResidual()
{
    Step(1 / GetScale(m_summary.value));
    for (std::size_t i = 0; i < m_point.size(); ++i)
    {
        m_trial[i] -= m_point[i];
    }
    return LargestOf(m_trial);
}

DescentSummary
Descent::Run()
{
    m_objective.Project(m_point);
    m_summary.first = m_summary.value = m_objective.Evaluate(m_point);
    m_summary.evaluations = 1;
    if (m_options.keepHistory)
    {
        m_summary.history.push_back(m_summary.value);
    }
    m_objective.GetGradient(m_gradient);
    const double steepest = LargestOf(m_gradient);
    if (!std::isfinite(m_summary.value) || !std::isfinite(steepest))
    {
        return m_summary;
    }
    double step = m_options.fixedStep > 0 ? m_options.fixedStep : m_options.firstStep / steepest;
    uint32_t idle = 0;
    m_summary.status = DescentStatus::STEP_LIMIT;
    while (m_summary.steps < m_options.maxSteps)
    {
        // A gradient of zero makes the first step infinite.
        if (!std::isfinite(step) || !Search(step))
        {
            m_summary.status = DescentStatus::NO_DECREASE;
            break;
        }
        m_objective.GetGradient(m_next);
        step = GetNextStep(step);
        m_point.swap(m_trial);
        m_gradient.swap(m_next);
        const double change = m_summary.value - m_trialValue;
        idle = std::abs(change) <= m_options.tolerance * std::abs(m_trialValue) ? idle + 1 : 0;
        m_summary.value = m_trialValue;
        ++m_summary.steps;
        if (m_options.keepHistory)
        {
            m_summary.history.push_back(m_summary.value);
        }
        if (idle >= m_options.patience)
        {
            m_summary.status = DescentStatus::CONVERGED;
            break;
        }
    }
    m_summary.residual = GetResidual();
    return m_summary;
}

} // namespace

DescentSummary
DescendProjected(DescentObjective& objective,
                 std::vector<double>& point,
                 const DescentOptions& options)
{
    return Descent(objective, point, options).Run();
}

} // namespace edgeai
} // namespace ns3
