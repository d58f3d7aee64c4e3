/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learn-in-memory.h"

#include "work-factors.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

using Bytes = RoundMethod::Bytes;

/// One round.
class MemoryCourse
{
  public:
    /// @param [in,out] method that learns  @param [in] planner who decides
    /// @param [in] problem of all workers  @param [in] options what is lost
    MemoryCourse(RoundMethod& method,
                 const RoundPlanner& planner,
                 const RoundProblem& problem,
                 const MemoryOptions& options)
        : m_method(method),
          m_planner(planner),
          m_problem(problem),
          m_options(options)
    {
    }

    /// @param [in] number of the round, from 1  @param [out] round what became of it
    /// @returns "" or why it ended before
    std::string Run(uint64_t number, MemoryRound& round)
    {
        m_method.Begin(number);
        const std::string diverged = m_method.ExplainModel();
        if (!diverged.empty())
        {
            return diverged;
        }
        if (m_options.change)
        {
            m_options.change(number, m_problem);
        }
        std::vector<uint32_t> all(m_problem.workers.size());
        std::iota(all.begin(), all.end(), 0);
        round.members = m_method.Choose(all);
        RoundProblem now = Select(round.members);
        m_method.Describe(now);
        round.plan = MakePlan(round.members, now);
        if (!round.plan.IsUsable())
        {
            return round.plan.reason;
        }
        std::map<uint32_t, LearningAssignment> parts;
        const std::vector<LearningAssignment> assignments = m_method.Assign(round.plan);
        for (std::size_t k = 0; k < assignments.size(); ++k)
        {
            if (!assignments[k].ranges.empty())
            {
                parts[round.members[k]] = assignments[k];
            }
        }
        std::string fault = m_method.Grants() ? SendGranted(parts, round) : SendAll(parts, round);
        if (fault.empty())
        {
            double delay = 0;
            for (const RoundShare& share : round.plan.workers)
            {
                delay = std::max(delay, share.finishTime);
            }
            m_method.Observe(round.plan, delay);
            m_method.Finish();
            round.score = m_method.Score();
            round.standing = m_method.GetStanding(round.members);
        }
        return fault;
    }

  private:
    using Parts = std::map<uint32_t, LearningAssignment>;

    /// @param [in] members numbers of workers  @returns the problem with these alone
    RoundProblem Select(const std::vector<uint32_t>& members) const
    {
        RoundProblem selected = m_problem;
        selected.workers.clear();
        for (const uint32_t number : members)
        {
            selected.workers.push_back(m_problem.workers.at(number));
        }
        return selected;
    }

    /// @param [in] members of the problem  @param [in,out] now that problem  @returns its plan
    RoundPlan MakePlan(const std::vector<uint32_t>& members, RoundProblem& now) const
    {
        CountOwnWork(m_method, members, now);
        RoundPlan plan = m_planner.Plan(now);
        TellOwnWork(m_method, members, plan);
        return plan;
    }

    /// An update is sent. @returns "" or what is wrong with it
    std::string Send(uint32_t number,
                     const LearningAssignment& part,
                     const Bytes& update,
                     MemoryRound& round)
    {
        std::size_t k = 0;
        while (round.members[k] != number)
        {
            ++k;
        }
        round.bitsUp += 8.0 * static_cast<double>(update.size());
        if (m_options.arrives && !m_options.arrives(number, round.plan.workers[k]))
        {
            return "";
        }
        ++round.came;
        return m_method.Take(number, part, update);
    }

    std::string SendAll(const Parts& parts, MemoryRound& round)
    {
        const Bytes model = m_method.GetModel();
        for (const auto& [number, part] : parts)
        {
            Bytes update;
            std::string fault = m_method.Train(number, part, model, update);
            fault = fault.empty() ? Send(number, part, update, round) : fault;
            if (!fault.empty())
            {
                return "worker " + std::to_string(number) + ": " + fault;
            }
        }
        return "";
    }

    std::string SendGranted(const Parts& parts, MemoryRound& round)
    {
        const Bytes model = m_method.GetModel();
        round.members.clear();
        for (const auto& [number, part] : parts)
        {
            LearningReport report;
            std::string fault = m_method.Prepare(number, part, model, report);
            fault = fault.empty() ? m_method.Hear(number, part, report) : fault;
            if (!fault.empty())
            {
                return "worker " + std::to_string(number) + ": " + fault;
            }
            round.members.push_back(number);
        }
        if (parts.empty())
        {
            return "";
        }
        RoundProblem now = Select(round.members);
        m_method.DescribeGrants(round.members, now);
        round.plan = MakePlan(round.members, now);
        if (!round.plan.IsUsable())
        {
            return round.plan.reason;
        }
        const std::vector<LearningGrant> grants = m_method.Grant(round.members, round.plan);
        for (std::size_t k = 0; k < grants.size(); ++k)
        {
            const uint32_t number = round.members[k];
            Bytes update;
            if (grants[k].round == 0)
            {
                continue;
            }
            std::string fault = m_method.Encode(number, grants[k], update);
            fault = fault.empty() ? Send(number, parts.at(number), update, round) : fault;
            if (!fault.empty())
            {
                return "worker " + std::to_string(number) + ": " + fault;
            }
        }
        return "";
    }

    RoundMethod& m_method;
    const RoundPlanner& m_planner;
    RoundProblem m_problem; ///< of all workers, as it is in this round
    const MemoryOptions& m_options;
};

} // namespace

std::vector<MemoryRound>
LearnInMemory(RoundMethod& method,
              const RoundPlanner& planner,
              const RoundProblem& problem,
              uint32_t rounds,
              std::string& fault,
              const MemoryOptions& options)
{
    std::vector<MemoryRound> results;
    fault.clear();
    for (uint64_t number = 1; number <= rounds; ++number)
    {
        MemoryRound round;
        fault = MemoryCourse(method, planner, problem, options).Run(number, round);
        if (!fault.empty())
        {
            fault.insert(0, "round " + std::to_string(number) + ": ");
            return results;
        }
        results.push_back(std::move(round));
    }
    return results;
}

} // namespace edgeai
} // namespace ns3
