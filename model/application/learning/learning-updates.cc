/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-updates.h"

#include "number-bytes.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

void
LearningUpdates::Begin(uint64_t parameters)
{
    m_parameters = parameters;
    m_missing = {{0, parameters}};
    m_updates.clear();
}

std::string
LearningUpdates::Take(uint32_t worker,
                      const LearningRanges& ranges,
                      double weight,
                      const std::vector<uint8_t>& bytes)
{
    Update taken;
    const std::string fault = ReadNumbers(bytes, CountParameters(ranges), taken.values);
    if (fault.empty())
    {
        taken.ranges = ranges;
        taken.weight = weight;
        m_missing = SubtractRanges(m_missing, ranges);
        m_updates[worker].push_back(std::move(taken));
    }
    return fault;
}

double
LearningUpdates::GetCount() const
{
    double numbers = 0;
    for (const auto& [worker, updates] : m_updates)
    {
        for (const Update& update : updates)
        {
            numbers += update.values.size();
        }
    }
    return numbers;
}

void
LearningUpdates::Finish(
    const std::function<void(const LearningRange&, const Eigen::VectorXd&)>& use)
{
    const auto size = static_cast<Eigen::Index>(m_parameters);
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(size);
    Eigen::VectorXd weights = Eigen::VectorXd::Zero(size);
    for (const auto& [worker, updates] : m_updates)
    {
        for (const Update& update : updates)
        {
            std::size_t at = 0;
            for (const LearningRange& range : update.ranges)
            {
                for (uint64_t i = 0; i < range.count; ++i, ++at)
                {
                    const auto place = static_cast<Eigen::Index>(range.first + i);
                    sum[place] += update.weight * update.values[at];
                    weights[place] += update.weight;
                }
            }
        }
    }
    m_updates.clear();
    for (const LearningRange& range : SubtractRanges({{0, m_parameters}}, m_missing))
    {
        const auto first = static_cast<Eigen::Index>(range.first);
        const auto count = static_cast<Eigen::Index>(range.count);
        use(range, sum.segment(first, count).cwiseQuotient(weights.segment(first, count)));
    }
}

} // namespace edgeai
} // namespace ns3
