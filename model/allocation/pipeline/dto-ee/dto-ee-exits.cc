/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-exits.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

DtoEeExitModel::DtoEeExitModel(const DtoEeProblem& problem)
    : m_stages(problem.stages.size()),
      m_exits(problem.exits),
      m_best(problem.accuracyBest),
      m_slope(problem.errorSlope),
      m_table(problem.confidences)
{
}

std::size_t
DtoEeExitModel::GetStage(std::size_t b) const
{
    return b < m_exits.size() ? m_exits[b].stage : m_stages;
}

std::size_t
DtoEeExitModel::FindExit(const ConfidenceSample& sample, const std::vector<double>& thresholds)
{
    std::size_t b = 0;
    // A threshold of 1 switches the exit off, also for a sample that is entirely sure.
    while (b < thresholds.size() && (thresholds[b] >= 1 || sample.confidences[b] < thresholds[b]))
    {
        ++b;
    }
    return b;
}

std::vector<double>
DtoEeExitModel::GetShares(const std::vector<double>& thresholds) const
{
    std::vector<double> shares(m_exits.size());
    if (IsByLaw())
    {
        double before = 1;
        for (std::size_t b = 0; b < m_exits.size(); ++b)
        {
            before = std::min(before, std::pow(thresholds[b], m_exits[b].exponent));
            shares[b] = before;
        }
        return shares;
    }
    for (const ConfidenceSample& sample : m_table.samples)
    {
        const std::size_t left = FindExit(sample, thresholds);
        for (std::size_t b = 0; b < left && b < shares.size(); ++b)
        {
            shares[b] += 1;
        }
    }
    for (double& share : shares)
    {
        share /= static_cast<double>(m_table.samples.size());
    }
    return shares;
}

std::vector<double>
DtoEeExitModel::GetPassing(const std::vector<double>& thresholds) const
{
    const std::vector<double> shares = GetShares(thresholds);
    std::vector<double> passing(m_stages + 1, 1);
    std::size_t b = 0;
    for (std::size_t h = 1; h < m_stages; ++h)
    {
        const bool exit = b < m_exits.size() && m_exits[b].stage == h;
        passing[h] = exit ? shares[b++] : passing[h - 1];
    }
    passing[m_stages] = 0;
    return passing;
}

double
DtoEeExitModel::GetAccuracy(const std::vector<double>& thresholds) const
{
    if (!IsByLaw())
    {
        double right = 0;
        for (const ConfidenceSample& sample : m_table.samples)
        {
            right += sample.correct[FindExit(sample, thresholds)];
        }
        return right / static_cast<double>(m_table.samples.size());
    }
    const std::vector<double> shares = GetShares(thresholds);
    double accuracy = 0;
    double easier = 0; // x of the exit before: difficulty up to which tasks have left
    for (std::size_t b = 0; b <= m_exits.size(); ++b)
    {
        const bool end = b == m_exits.size();
        const double here = end ? 1 : 1 - shares[b];
        const double slope = end ? m_slope : m_exits[b].errorSlope;
        accuracy += m_best * (here - easier) - slope / 2 * (here * here - easier * easier);
        easier = here;
    }
    return accuracy;
}

double
DtoEeExitModel::GetSlopeDrop(std::size_t b) const
{
    return m_exits[b].errorSlope - (b + 1 < m_exits.size() ? m_exits[b + 1].errorSlope : m_slope);
}

double
DtoEeExitModel::GetThreshold(std::size_t b, double passing) const
{
    return std::pow(passing, 1 / m_exits[b].exponent);
}

} // namespace edgeai
} // namespace ns3
