/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_RESULTS_H
#define EDGE_AI_DTO_EE_RESULTS_H

// What the example dto-ee reports of a simulation.

#include "dto-ee-scenario.h"

#include "ns3/experiment.h"

#include <string>

namespace ns3
{
namespace edgeai
{
namespace dtoee
{

/// Declare what is reported of all scenarios, of slots and of rounds.
inline void
SetColumns(Experiment& experiment)
{
    ResultColumns columns;
    columns.Add("part", "", "table to which the scenario belongs");
    columns.Add("method", "", "way to decide");
    columns.Add("planner", "", "TypeId name");
    columns.Add("load", "1/s", "tasks of all devices").Shown("task/s", 1);
    columns.Add("value", "s", "what accuracy 1 is worth").Head("a");
    columns.AddPair("response_time", "s", "mean; planned: over slots", 4, "ms", 1e3);
    columns.Add("response_time_mm1", "s", "planned, by the M/M/1 form")
        .Head("M/M/1")
        .Shown("ms", 1e3);
    columns.AddPair("accuracy", "", "share of right answers", 4, "%", 100);
    columns.Add("utility_realised", "s", "a times accuracy, less response time").Head("U real");
    columns.Add("busiest", "", "planned load of the busiest node").Digits(3);
    columns.Add("gap", "", "to the least response time, over it, behind a slot's last round")
        .Digits(2);
    columns.Add("control_rate", "B/s", "messages that decide, with their headers")
        .Head("control")
        .Shown("kB/s", 1e-3);
    columns.Add("dropped_share", "", "of the tasks").Head("dropped").Shown("%", 100).Digits(3);
    columns
        .Add("unfinished_share", "", "of the tasks, 10 s after the last: those left out were slow")
        .Head("unfinished")
        .Shown("%", 100)
        .Digits(3);
    columns.Add("malformed", "", "messages");
    experiment.SetColumns(columns);

    ResultColumns slots;
    slots.Add("part", "", "table to which the scenario belongs");
    slots.Add("method", "", "way to decide");
    slots.Add("begun", "s", "beginning of the slot").Head("from");
    slots.AddPair("response_time", "s", "of tasks generated in the slot", 4, "ms", 1e3);
    slots.AddPair("accuracy", "", "of these", 4, "%", 100);
    slots.Add("arrivals", "1/s", "of all devices, as measured").Shown("task/s", 1);
    slots.Add("passing_1", "", "share that goes on behind the first exit").Head("S 1").Digits(3);
    slots.Add("passing_2", "", "the same behind the second").Head("S 2").Digits(3);
    slots.Add("busiest", "", "planned load of the busiest node").Digits(3);
    slots.Add("dropped", "", "tasks generated in the slot that were");
    experiment.AddSheet("slots", slots);

    ResultColumns rounds;
    rounds.Add("part", "", "table to which the scenario belongs");
    rounds.Add("method", "", "way to decide");
    rounds.Add("number", "", "of the round, over all slots").Head("round");
    rounds.Add("ended", "s", "instant");
    rounds.Add("utility", "s", "by the words of the parts").Head("U");
    rounds.Add("gap", "", "to the least response time, over it, at most");
    experiment.AddSheet("rounds", rounds);
}

/// Report what came of a scenario.
inline void
Report(const Options& options, const Scenario& scenario, ScenarioResults& results)
{
    Scenario mine = scenario;
    mine.stem = results.GetStem(scenario.stem);
    const Outcome o = Simulate(options, mine);
    results.Count(o.counts, o.fault);
    const auto finite = [](double value) { return std::isfinite(value) ? value : NOT_AVAILABLE; };
    ResultRow& row = results.AddRow();
    row.SetPair("response_time", finite(o.planned), o.realised);
    row.Set("response_time_mm1", finite(o.exponential));
    row.SetPair("accuracy", o.accuracyPlanned, o.accuracyRealised);
    row.Set("utility_realised", scenario.value * o.accuracyRealised - o.realised);
    row.Set("busiest", o.maxLoad).Set("gap", o.gap).Set("control_rate", o.controlRate);
    row.Set("dropped_share", o.dropped).Set("unfinished_share", o.unfinished);
    row.Set("malformed", o.malformed);
    if (scenario.part != "step" && scenario.part != "failure")
    {
        return;
    }
    for (std::size_t s = 0; s < o.slots.size(); ++s)
    {
        const DtoEeSlotReport& slot = o.slots[s];
        ResultRow& line = results.AddRow("slots");
        line.Set("begun", slot.begun);
        line.SetPair("response_time", finite(slot.responseTime), o.slotTimes[s]);
        line.SetPair("accuracy", slot.accuracy, o.slotAccuracies[s]);
        line.Set("arrivals", slot.arrivals).Set("dropped", o.slotDropped[s]);
        line.Set("busiest", *std::max_element(slot.loads.begin(), slot.loads.end()));
        for (std::size_t b = 0; b < std::min<std::size_t>(2, slot.passing.size()); ++b)
        {
            line.Set("passing_" + std::to_string(b + 1), slot.passing[b]);
        }
    }
    for (std::size_t r = 0; r < o.rounds.size(); ++r)
    {
        ResultRow& line = results.AddRow("rounds");
        line.Set("number", r + 1).Set("ended", o.rounds[r].ended);
        line.Set("utility", o.rounds[r].utility).Set("gap", o.rounds[r].gap);
    }
}

} // namespace dtoee
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_RESULTS_H
