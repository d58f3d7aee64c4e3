/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HALP_RESULTS_H
#define EDGE_AI_HALP_RESULTS_H

// What the example halp reports of a simulation.

#include "halp-scenario.h"

#include "ns3/experiment.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace halp
{

/// Declare what is reported of all scenarios, of single images, of plans, and of operations.
inline void
SetColumns(Experiment& experiment)
{
    ResultColumns columns;
    columns.Add("part", "", "table to which the scenario belongs");
    columns.Add("link", "", "between host and secondaries");
    columns.Add("planner", "", "TypeId name");
    columns.Add("link_rate", "bit/s", "as the first plan assumes it")
        .Head("rate")
        .Shown("Mbit/s", 1e-6);
    columns.Add("overhead", "s", "fixed time of an operation")
        .Head("per operation")
        .Shown("ms", 1e3);
    columns.Add("message_time", "s", "latency of a message").Head("per message").Shown("ms", 1e3);
    columns.Add("batch", "", "images shared together");
    columns.Add("deadline", "s", "from image to answer");
    columns.Add("mode", "", "what may answer").Head("choice");
    columns.AddPair("time", "s", "T of the last batch", 6);
    columns.AddPair("speed_up", "", "over the host alone", 4);
    columns.Add("time_per_image", "s", "T over the images of the batch")
        .Head("T per image")
        .Digits(6);
    columns.AddPair("host_stall", "s", "host's wait for rows", 4);
    columns.AddPair("secondary_stall", "s", "secondaries' mean wait for rows", 4);
    columns.Add("accuracy", "", "mean of the networks that answered");
    columns.AddPair("reliability", "", "share of images in time", 4);
    columns.Add("latency", "s", "mean, from image to answer");
    columns.Add("images", "", "taken");
    columns.Add("completed", "", "answered");
    columns.Add("gave_up", "", "batches that a silent secondary left to the host").Head("gave up");
    columns.Add("plans", "", "made during the run");
    columns.Add("status", "", "why there is nothing, if there is nothing").Head("nothing because");
    experiment.SetColumns(columns);

    ResultColumns images;
    images.Add("part", "", "table to which the scenario belongs");
    images.Add("image", "", "number");
    images.Add("generated", "s", "instant").Head("at");
    images.Add("ran", "", "who ran it, and why").Head("run by");
    images.AddPair("time", "s", "T");
    images.Add("latency", "s", "from image to answer");
    experiment.AddSheet("images", images);

    ResultColumns plans;
    plans.Add("part", "", "table to which the scenario belongs");
    plans.Add("plan", "", "number");
    plans.Add("made", "s", "instant").Head("at");
    plans.Add("cause", "", "why it was made").Head("because");
    plans.Add("zone", "", "share of the rows that is the host's").Head("Z");
    plans.Add("ratio", "", "share of secondary 1 of the others").Head("rho");
    plans.Add("time", "s", "T").Head("T planned").Digits(6);
    experiment.AddSheet("plans", plans);

    ResultColumns operations;
    operations.Add("part", "", "table to which the scenario belongs");
    operations.Add("planner", "", "TypeId name");
    operations.Add("who", "", "node, or link").Head("");
    operations.Add("when", "s", "begin and end, since the images were there").Head("time");
    operations.Add("layer", "", "0 the image; behind the last the tail");
    experiment.AddSheet("operations", operations);
}

/// @returns mean of what is a number
class MeanOf
{
  public:
    void Add(double value)
    {
        if (!std::isnan(value))
        {
            m_sum += value;
            ++m_count;
        }
    }

    double Get() const
    {
        return m_count > 0 ? m_sum / m_count : NOT_AVAILABLE;
    }

  private:
    double m_sum{0};
    uint32_t m_count{0};
};

/// Report what happened in the course of a scenario: image by image, plan by plan.
inline void
ReportCourse(const Outcome& outcome, ScenarioResults& results)
{
    uint32_t number = 0;
    for (const RowPartitionImage& image : outcome.images)
    {
        ResultRow& row = results.AddRow("images");
        row.Set("image", ++number).Set("generated", image.generated);
        row.Set("ran",
                image.gaveUp  ? "host, secondary silent"
                : image.alone ? "host"
                              : "all three");
        row.SetPair("time", image.timePlanned, image.timeRealised).Set("latency", image.latency);
    }
    for (const RowPartitionChange& change : outcome.changes)
    {
        ResultRow& row = results.AddRow("plans");
        row.Set("plan", change.number).Set("made", change.made).Set("cause", change.cause);
        row.Set("zone", change.zoneShare).Set("ratio", change.ratio).Set("time", change.time);
    }
}

/// Report when each operation of the first image began and ended, for a figure by layers.
inline void
ReportOperations(const Outcome& outcome, ScenarioResults& results)
{
    const TaskRecord& record = outcome.records.front();
    std::map<std::string, uint32_t> layers; // by name, in the order of their computations
    for (const StepRecord& step : record.steps)
    {
        if (step.planned.kind == StepKind::COMPUTE)
        {
            layers.emplace(step.planned.name, layers.size() + 1);
        }
    }
    const double begun = record.steps.front().finished;
    const uint32_t host = record.steps.front().planned.peer;
    for (const StepRecord& step : record.steps)
    {
        const std::string of = "rows of ";
        const bool rows = step.planned.name.rfind(of, 0) == 0;
        const std::string name = rows ? step.planned.name.substr(of.size()) : step.planned.name;
        if (!(step.finished > step.started) || (!rows && !layers.count(name)))
        {
            continue; // the upload, the answer, and what took no time
        }
        const auto call = [&](uint32_t node) {
            return node == host ? std::string("host") : std::to_string(node - host);
        };
        const std::string who =
            rows ? "rows " + call(step.planned.node) + " to " + call(step.planned.peer)
            : step.planned.node == host ? "host"
                                        : "secondary " + call(step.planned.node);
        // Nodes and links side by side within the band of a layer; a gap behind each operation.
        const double shift = step.planned.node == host ? 0 : (step.planned.node - host) * 0.22;
        const double place = layers[name] + shift + (rows ? 0.11 : 0);
        for (const double when : {step.started - begun, step.finished - begun, NOT_AVAILABLE})
        {
            ResultRow& row = results.AddRow("operations");
            row.Set("who", who).Set("when", when);
            row.Set("layer", std::isnan(when) ? NOT_AVAILABLE : place);
        }
    }
}

/// Report what came of a scenario.
inline void
Report(const Scenario& scenario, const Outcome& outcome, ScenarioResults& results)
{
    results.Count(outcome.counts, outcome.fault);
    ResultRow& row = results.AddRow();
    MeanOf accuracy;
    MeanOf reliability;
    MeanOf latency;
    uint32_t completed = 0;
    uint32_t onTime = 0;
    const RowPartitionImage* last = nullptr;
    for (const RowPartitionImage& image : outcome.images)
    {
        reliability.Add(image.reliability);
        onTime += image.completed && !image.late ? 1 : 0;
        if (image.completed)
        {
            ++completed;
            accuracy.Add(image.accuracy);
            latency.Add(image.latency);
            last = &image;
        }
    }
    row.Set("images", outcome.images.size()).Set("completed", completed);
    row.Set("accuracy", accuracy.Get()).Set("latency", latency.Get());
    row.Set("gave_up", outcome.silences).Set("plans", outcome.changes.size());
    if (scenario.deadline > 0)
    {
        row.SetPair("reliability",
                    reliability.Get(),
                    static_cast<double>(onTime) / outcome.images.size());
    }
    if (last)
    {
        row.SetPair("time", last->timePlanned, last->timeRealised);
        row.SetPair("speed_up", last->speedUpPlanned, last->speedUpRealised);
        row.Set("time_per_image", last->timeRealised / scenario.batch);
        row.SetPair("host_stall", last->stallPlanned[0], last->stallRealised[0]);
        row.SetPair("secondary_stall",
                    (last->stallPlanned[1] + last->stallPlanned[2]) / 2,
                    (last->stallRealised[1] + last->stallRealised[2]) / 2);
    }
    for (const RowPartitionChange& change : outcome.changes)
    {
        row.Set("status", change.fault);
    }
    if (scenario.course)
    {
        ReportCourse(outcome, results);
    }
    if (scenario.part == "gantt")
    {
        ReportOperations(outcome, results);
    }
}

} // namespace halp
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HALP_RESULTS_H
