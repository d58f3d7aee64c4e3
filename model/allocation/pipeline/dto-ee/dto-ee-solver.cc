/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-solver.h"

#include "dto-ee-evaluation.h"
#include "dto-ee-exits.h"
#include "dto-ee-routing.h"
#include "dto-ee-thresholds.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Thresholds that move less stay where they are.
constexpr double THRESHOLD_SETTLED = 1e-9;

/// Rounds of all offloaders, by the sweeps of a network.
class Rounds
{
  public:
    Rounds(const DtoEeProblem& problem,
           const DtoEeNetwork& network,
           const DtoEeSolverOptions& options)
        : m_network(network),
          m_options(options),
          m_law(MakeDtoEeQueueLaw(problem, options.kappa)),
          m_routing(network, m_law),
          m_told(MakeDtoEeShares(problem, network))
    {
        m_law.penalty = options.penalty;
        m_routing.SetLaw(m_law);
        for (const auto& rows : m_told)
        {
            m_offloaders.emplace_back(rows.begin(), rows.end());
        }
    }

    /// A slot's rounds. @returns whether the gap got below its tolerance
    bool Run(const std::vector<double>& passing, PlanSummary& summary)
    {
        bool closed = false;
        for (uint32_t r = 0; r < m_options.rounds && !closed; ++r)
        {
            Sweep(passing);
            closed = GetRelativeGap() < m_options.tolerance;
            if (!closed)
            {
                ++summary.iterations;
                Move();
            }
        }
        ForEach([](DtoEeOffloader& offloader, std::size_t, std::size_t) { offloader.Settle(); });
        Sweep(passing);
        summary.residual = GetRelativeGap();
        return closed || summary.residual < m_options.tolerance;
    }

    /// @returns what going on costs at the last sweep
    DtoEeTail GetTail() const
    {
        DtoEeExitReports reports;
        for (std::size_t h = 0; h < m_network.layers.size(); ++h)
        {
            reports.emplace_back();
            for (std::size_t j = 0; j < m_network.layers[h].service.size(); ++j)
            {
                reports.back().push_back(m_routing.MakeExitReport(h, j));
            }
        }
        return DtoEeTail(reports, m_law);
    }

    /// @returns whether the penalty was raised
    bool RaisePenalty()
    {
        const bool raised = RaiseDtoEePenalty(m_law, m_network, m_routing.GetRates());
        m_routing.SetLaw(m_law);
        return raised;
    }

    const DtoEeShares& GetShares() const
    {
        return m_told;
    }

  private:
    template <typename Call>
    void ForEach(const Call& call)
    {
        for (std::size_t h = 0; h < m_offloaders.size(); ++h)
        {
            for (std::size_t i = 0; i < m_offloaders[h].size(); ++i)
            {
                call(m_offloaders[h][i], h, i);
                m_told[h][i] = m_offloaders[h][i].GetShares();
            }
        }
    }

    void Sweep(const std::vector<double>& passing)
    {
        m_routing.SweepDown(m_told, passing);
        m_routing.SweepUp();
    }

    void Move()
    {
        ForEach([this](DtoEeOffloader& offloader, std::size_t h, std::size_t i) {
            offloader.Move(m_routing.GetSent()[h][i],
                           m_offloaders[h].size(),
                           m_routing.GetOffers(h, i),
                           m_options.step);
        });
    }

    double GetRelativeGap() const
    {
        return m_routing.GetGap() * m_network.total / m_routing.GetCost();
    }

    const DtoEeNetwork& m_network;
    const DtoEeSolverOptions& m_options;
    DtoEeQueueLaw m_law;
    DtoEeRouting m_routing;
    DtoEeShares m_told;
    std::vector<std::vector<DtoEeOffloader>> m_offloaders;
};

} // namespace

std::vector<double>
StartDtoEeThresholds(const DtoEeProblem& problem, DtoEeThresholds mode)
{
    return mode == DtoEeThresholds::NONE ? std::vector<double>(problem.exits.size(), 1)
                                         : problem.GetThresholds();
}

std::vector<double>
StartDtoEeNodeThresholds(const DtoEeProblem& problem, DtoEeThresholds mode)
{
    std::vector<double> thresholds = problem.GetNodeThresholds();
    if (mode == DtoEeThresholds::NONE)
    {
        thresholds.assign(thresholds.size(), 1);
    }
    return thresholds;
}

std::optional<DtoEeNodeExitSettings>
MakeDtoEeNodeExit(const DtoEeProblem& problem,
                  const DtoEeSolverOptions& options,
                  std::size_t stage,
                  std::size_t index)
{
    if (options.scope == DtoEeScope::STAGE)
    {
        return std::nullopt;
    }
    DtoEeNodeExitSettings settings;
    settings.last = stage == problem.stages.size();
    settings.leaves = settings.last;
    for (const DtoEeExit& exit : problem.exits)
    {
        if (exit.stage >= stage)
        {
            settings.slopes.push_back(problem.accuracyValue * exit.errorSlope);
        }
        if (exit.stage == stage)
        {
            settings.leaves = true;
            settings.exponent = exit.exponent;
            const std::size_t place = problem.GetFirstIndex(stage) - problem.GetSize(0) + index;
            settings.threshold = StartDtoEeNodeThresholds(problem, options.thresholds)[place];
        }
    }
    settings.slopes.push_back(problem.accuracyValue * problem.errorSlope);
    settings.grid = problem.thresholdGrid;
    settings.measuredOnly = options.measuredOnly;
    settings.fixed = options.thresholds != DtoEeThresholds::OPTIMISED;
    return settings;
}

bool
RaiseDtoEePenalty(DtoEeQueueLaw& law,
                  const DtoEeNetwork& network,
                  const std::vector<std::vector<double>>& rates)
{
    bool violated = false;
    for (std::size_t h = 0; h < rates.size(); ++h)
    {
        for (std::size_t j = 0; j < rates[h].size(); ++j)
        {
            violated = violated || rates[h][j] > (1 - law.margin) * network.layers[h].service[j];
        }
    }
    law.penalty *= violated ? 2 : 1;
    return violated && law.penalty > 0;
}

DtoEeSolution
SolveDtoEe(const DtoEeProblem& problem,
           const DtoEeNetwork& network,
           const DtoEeSolverOptions& options)
{
    const DtoEeExitModel model(problem);
    const DtoEeThresholdOptions choice{problem.accuracyValue,
                                       problem.thresholdGrid,
                                       options.measuredOnly};
    Rounds rounds(problem, network, options);
    DtoEeSolution solution;
    solution.thresholds = StartDtoEeThresholds(problem, options.thresholds);
    bool done = false;
    for (uint32_t s = 0; s < options.slots && !done; ++s)
    {
        ++solution.summary.evaluations;
        const std::vector<double> passing = model.GetPassing(solution.thresholds);
        done = rounds.Run(passing, solution.summary);
        solution.summary.limited = !done;
        if (options.thresholds == DtoEeThresholds::OPTIMISED)
        {
            const std::vector<double> next =
                ChooseDtoEeThresholds(model, rounds.GetTail(), choice, solution.thresholds);
            for (std::size_t b = 0; b < next.size(); ++b)
            {
                done = done && std::abs(next[b] - solution.thresholds[b]) <= THRESHOLD_SETTLED;
            }
            solution.thresholds = next;
        }
        done = !rounds.RaisePenalty() && done;
    }
    solution.shares = rounds.GetShares();
    return solution;
}

} // namespace edgeai
} // namespace ns3
