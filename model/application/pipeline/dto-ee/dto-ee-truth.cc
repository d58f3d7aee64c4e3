/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-truth.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

DtoEeTruth::DtoEeTruth(const DtoEeProblem& problem)
    : m_problem(problem)
{
}

const ConfidenceSample&
DtoEeTruth::Draw(double difficulty) const
{
    const std::vector<ConfidenceSample>& samples = m_problem.confidences.samples;
    const auto place = static_cast<std::size_t>(difficulty * static_cast<double>(samples.size()));
    return samples[std::min(place, samples.size() - 1)];
}

double
DtoEeTruth::GetConfidence(std::size_t exit, double difficulty) const
{
    return m_problem.confidences.samples.empty()
               ? std::pow(1 - difficulty, 1 / m_problem.exits[exit].exponent)
               : Draw(difficulty).confidences[exit];
}

bool
DtoEeTruth::Leaves(std::size_t exit, double difficulty, double threshold) const
{
    return threshold < 1 && GetConfidence(exit, difficulty) >= threshold;
}

bool
DtoEeTruth::IsCorrect(std::size_t exit, double difficulty, double luck) const
{
    if (!m_problem.confidences.samples.empty())
    {
        return Draw(difficulty).correct[exit] != 0;
    }
    const double slope =
        exit < m_problem.exits.size() ? m_problem.exits[exit].errorSlope : m_problem.errorSlope;
    return luck < m_problem.accuracyBest - slope * difficulty;
}

} // namespace edgeai
} // namespace ns3
