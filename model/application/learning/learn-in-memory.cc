/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learn-in-memory.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

std::vector<MemoryRound>
LearnInMemory(RoundMethod& method,
              const RoundPlanner& planner,
              const RoundProblem& problem,
              uint32_t rounds,
              std::string& fault,
              const RoundChange& change)
{
    std::vector<MemoryRound> results;
    fault.clear();
    for (uint64_t round = 1; round <= rounds; ++round)
    {
        method.Begin(round);
        RoundProblem now = problem;
        if (change)
        {
            change(round, now);
        }
        method.Describe(now);
        RoundPlan plan = planner.Plan(now);
        if (!plan.IsUsable())
        {
            fault = plan.reason;
            return results;
        }
        const std::vector<LearningAssignment> assignments = method.Assign(plan);
        const RoundMethod::Bytes model = method.GetModel();
        for (uint32_t worker = 0; worker < assignments.size(); ++worker)
        {
            RoundMethod::Bytes update;
            if (assignments[worker].ranges.empty())
            {
                continue;
            }
            fault = method.Train(worker, assignments[worker], model, update);
            fault = fault.empty() ? method.Take(worker, assignments[worker], update) : fault;
            if (!fault.empty())
            {
                return results;
            }
        }
        double delay = 0;
        for (const RoundShare& share : plan.workers)
        {
            delay = std::max(delay, share.finishTime);
        }
        method.Observe(plan, delay);
        method.Finish();
        results.push_back({std::move(plan), method.Score()});
    }
    return results;
}

} // namespace edgeai
} // namespace ns3
