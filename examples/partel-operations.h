/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_OPERATIONS_H
#define EDGE_AI_PARTEL_OPERATIONS_H

// What the example partel shows of one round: who did what when, and whose subchannels were.

#include "ns3/experiment.h"
#include "ns3/learning-helper.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace partel
{

/// Declare what is reported of a round.
inline void
AddOperationSheets(Experiment& experiment)
{
    ResultColumns operations;
    operations.Add("part", "", "table to which the scenario belongs");
    operations.Add("link", "", "between server and workers");
    operations.Add("scheme", "", "who plans the rounds");
    operations.Add("what", "", "is done");
    operations.Add("time", "s", "since the round began");
    operations.Add("worker", "", "who does it").Head("worker");
    experiment.AddSheet("operations", operations);

    ResultColumns owners;
    owners.Add("part", "", "table to which the scenario belongs");
    owners.Add("link", "", "between server and workers");
    owners.Add("scheme", "", "who plans the rounds");
    owners.Add("subchannel", "", "index, from 0");
    owners.Add("worker", "", "whose it is");
    owners.Add("place", "", "the same, schemes beside each other").Head("worker");
    experiment.AddSheet("owners", owners);
}

/// Schemes whose subchannels are drawn beside each other.
const std::vector<std::string> OWNING_SCHEMES{"EQUAL", "SUPPORT", "BEST-GAIN"};

/// Report who did what when in a round, and whose subchannels were.
inline void
ReportOperations(const std::string& scheme, const LearningRound& round, ScenarioResults& results)
{
    const auto drawn = std::find(OWNING_SCHEMES.begin(), OWNING_SCHEMES.end(), scheme);
    const double shift = .2 * (drawn - OWNING_SCHEMES.begin() - 1);
    for (const LearningWorkerRound& part : round.workers)
    {
        const std::pair<const char*, LearningSpan> spans[] = {{"gets the model", part.model},
                                                              {"computes", part.compute},
                                                              {"sends", part.upload}};
        for (const auto& [what, span] : spans)
        {
            // From one end to the other, and a gap.
            for (const double when : {span.begun, span.ended, NOT_AVAILABLE})
            {
                ResultRow& row = results.AddRow("operations");
                row.Set("what", what).Set("time", when - round.begun);
                row.Set("worker", std::isnan(when) ? NOT_AVAILABLE : part.worker);
            }
        }
        for (const uint32_t subchannel : part.owned)
        {
            ResultRow& row = results.AddRow("owners");
            row.Set("subchannel", subchannel).Set("worker", part.worker);
            row.Set("place", drawn == OWNING_SCHEMES.end() ? NOT_AVAILABLE : part.worker + shift);
        }
    }
}

/// Draw it. @param [in] workers how many
inline void
AddOperationFigures(Experiment& experiment,
                    const std::string& part,
                    const std::string& link,
                    uint32_t workers)
{
    const double high = workers - .5;
    for (const char* scheme : {"SUPPORT", "EQUAL"})
    {
        experiment.AddFigure(
            FigureView("gantt-" + link + "-" + scheme,
                       std::string(scheme) + ": a round over " + link + " links, by worker")
                .From("operations")
                .Where("part", part)
                .Where("link", link)
                .Where("scheme", scheme)
                .Series("what", "time", "worker", SeriesStyle::LINES)
                .RangeY(-.5, high));
    }
    FigureView owners("owners-" + link, "Owners of subchannels, " + link + " links");
    owners.From("owners").Where("part", part).Where("link", link).RangeY(-.5, high);
    for (const std::string& scheme : OWNING_SCHEMES)
    {
        owners.Curve(scheme, "subchannel", "place", SeriesStyle::POINTS, {{"scheme", scheme}});
    }
    experiment.AddFigure(owners);
}

} // namespace partel
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_OPERATIONS_H
