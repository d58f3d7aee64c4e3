/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "weight-cache.h"

namespace ns3
{
namespace edgeai
{

bool
WeightCache::Holds(uint32_t device, uint32_t layer) const
{
    return m_held.count({device, layer}) > 0;
}

void
WeightCache::Add(uint32_t device, uint32_t layer)
{
    m_held.insert({device, layer});
}

void
WeightCache::Add(const ChainPlan& plan)
{
    for (const ChainStage& stage : plan.stages)
    {
        for (uint32_t layer = stage.firstLayer; layer < stage.endLayer; ++layer)
        {
            Add(stage.device, layer);
        }
    }
}

std::vector<double>
WeightCache::GetTransferTimes(const ChainProblem& problem, const ChainPlan& plan) const
{
    std::vector<double> times;
    for (std::size_t i = 0; i < plan.stages.size(); ++i)
    {
        const ChainStage& stage = plan.stages[i];
        double bytes = 0;
        for (uint32_t layer = stage.firstLayer; layer < stage.endLayer; ++layer)
        {
            if (!Holds(stage.device, layer))
            {
                bytes += problem.GetOption(layer, stage.option).weightBytes;
            }
        }
        times.push_back(8 * bytes / problem.linkRates.at(i));
    }
    return times;
}

} // namespace edgeai
} // namespace ns3
