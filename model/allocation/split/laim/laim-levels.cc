/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-levels.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

/// A knob with a list: where it is in a task, where its value is in a solution.
struct ListedKnob
{
    StageKnob LaimTask::*knob;
    double LaimSolution::*value;
    const std::vector<double>* levels;
};

using Knobs = std::vector<ListedKnob>;

/// Keeps the better of two solutions and the count of both.
void
Take(LaimSolution& best, LaimSolution candidate, bool preferLatency)
{
    const uint32_t evaluations = best.summary.evaluations + candidate.summary.evaluations;
    const uint32_t iterations = best.summary.iterations + candidate.summary.iterations;
    const bool limited = best.summary.limited || candidate.summary.limited;
    if (IsBetterLaimSolution(candidate, best, preferLatency))
    {
        best = candidate;
    }
    best.summary.evaluations = evaluations;
    best.summary.iterations = iterations;
    best.summary.limited = limited;
}

LaimSolution
SolveFrom(std::size_t index, LaimTask task, const Knobs& knobs, const LaimSolver& solver)
{
    if (index == knobs.size())
    {
        return solver(task);
    }
    const ListedKnob& listed = knobs[index];
    const std::vector<double>& levels = *listed.levels;
    auto first = levels.begin();
    auto last = levels.end();
    LaimSolution best;
    if (index + 1 == knobs.size())
    {
        const LaimSolution continuous = solver(task);
        best.summary = continuous.summary;
        if (!continuous.feasible)
        {
            return best;
        }
        const double optimum = continuous.*listed.value;
        last = std::lower_bound(first, last, optimum);
        first = (last == first) ? first : last - 1;
        last = (last == levels.end()) ? last : last + 1;
    }
    for (; first != last; ++first)
    {
        (task.*listed.knob).fixed = *first;
        Take(best, SolveFrom(index + 1, task, knobs, solver), task.preferLatency);
    }
    return best;
}

} // namespace

LaimSolution
SolveWithLevels(const LaimTask& task, const LaimLevels& levels, const LaimSolver& solver)
{
    Knobs knobs;
    auto add = [&](bool used,
                   StageKnob LaimTask::*knob,
                   double LaimSolution::*value,
                   const std::vector<double>& list) {
        if (used && !list.empty() && (task.*knob).fixed <= 0)
        {
            knobs.push_back({knob, value, &list});
        }
    };
    const StageWork& a = task.constant;
    const StageWork& b = task.scaled;
    add(a.deviceCycles > 0 || b.deviceCycles > 0,
        &LaimTask::deviceClock,
        &LaimSolution::deviceClock,
        levels.deviceClocks);
    add(a.serverCycles > 0 || b.serverCycles > 0,
        &LaimTask::serverClock,
        &LaimSolution::serverClock,
        levels.serverClocks);
    add((a.uplinkBits > 0 || b.uplinkBits > 0) && task.linkRate == 0,
        &LaimTask::txPower,
        &LaimSolution::txPower,
        levels.txPowers);
    std::stable_sort(knobs.begin(), knobs.end(), [](const ListedKnob& x, const ListedKnob& y) {
        return x.levels->size() < y.levels->size();
    });
    return SolveFrom(0, task, knobs, solver);
}

void
FixAtTop(StageKnob& knob, std::vector<double>& levels)
{
    knob.fixed = levels.empty() ? knob.limit : levels.back();
    levels.clear();
}

void
FixAtTop(StageKnob& knob, std::vector<double>& levels, double& change)
{
    FixAtTop(knob, levels);
    change = 0;
}

} // namespace edgeai
} // namespace ns3
