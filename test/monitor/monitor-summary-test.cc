/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Means, ratios, percentiles and groups of a summary against values worked out by hand.

#include "monitor/summary-table.h"
#include "monitor/word-kind.h"

#include "ns3/co-inference-figures.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/inference-monitor.h"

#include <cmath>
#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] id of the task  @param [in] plan latency [s]  @param [in] fact latency [s]
/// @returns a completed task
TaskRecord
MakeCompleted(uint64_t id, double plan, double fact)
{
    TaskRecord record;
    record.id = id;
    record.generated = static_cast<double>(id);
    record.ended = record.generated + 0.25;
    record.planned.latency = plan;
    record.realised.latency = fact;
    record.outcome = TaskOutcome::COMPLETED;
    return record;
}

/// @param [in] plan energy [J]  @param [in] fact energy [J]  @returns an upload
StepRecord
MakeUplink(double plan, double fact)
{
    StepRecord step;
    step.planned.name = "uplink";
    step.planned.kind = StepKind::TRANSFER;
    step.planned.energy = plan;
    step.energy = fact;
    return step;
}

/// @param [in] records ended tasks  @returns a monitor that was told of them
Ptr<InferenceMonitor>
MakeMonitor(const std::vector<TaskRecord>& records)
{
    auto monitor = CreateObject<InferenceMonitor>();
    for (const TaskRecord& record : records)
    {
        monitor->Begin(record);
        if (record.outcome != TaskOutcome::UNFINISHED)
        {
            monitor->End(record);
        }
    }
    return monitor;
}

/// A monitor that saw nothing says so without dividing by zero.
class EmptyTestCase : public TestCase
{
  public:
    EmptyTestCase()
        : TestCase("empty monitor")
    {
    }

  private:
    void DoRun() override
    {
        const InferenceSummary summary = MakeMonitor({})->GetSummary();
        NS_TEST_EXPECT_MSG_EQ(summary.all.counts.generated, 0, "nothing");
        NS_TEST_EXPECT_MSG_EQ(summary.byPlanner.empty(), true, "nobody");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(summary.all.latencyRealised.p50), true, "no percentile");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(summary.all.deadlineMissRatio), true, "no ratio");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(summary.all.completionRate), true, "no rate");
        NS_TEST_ASSERT_MSG_NE(summary.all.Find("latency"), nullptr, "the quantity is known");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(summary.all.Find("latency")->ratio), true, "no ratio");
        NS_TEST_EXPECT_MSG_EQ(summary.all.Find("colour"), nullptr, "no such quantity");
        std::ostringstream os;
        PrintSummary(summary, os);
        NS_TEST_EXPECT_MSG_NE(os.str().find("generated"), std::string::npos, "still a table");
        NS_TEST_EXPECT_MSG_EQ(os.str().find("nan"), std::string::npos, "without nan");
    }
};

/// Means, and ratios over the tasks that have both figures.
class RatioTestCase : public TestCase
{
  public:
    RatioTestCase()
        : TestCase("means and ratios")
    {
    }

  private:
    void DoRun() override
    {
        TaskRecord a = MakeCompleted(0, 0.1, 0.3);
        a.steps = {MakeUplink(2, 1)};
        a.steps[0].queued = 0.25;
        a.steps[0].started = 0.3;
        CoInferenceFigures figures;
        figures.planned.split = 3;
        figures.planned.txPower = 0.2;
        figures.transmitPowerApplied = 0.1;
        figures.rateFactorPlanned = 0.9;
        figures.goodput = 5;
        a.Set(figures);
        TaskRecord b = MakeCompleted(1, 0.3, 0.5);
        b.steps = {MakeUplink(4, 8)};
        TransferFigures transfer;
        transfer.subchannel = 4;
        transfer.sinrPlanned = 2;
        transfer.sinrRealised = 3;
        b.steps[0].Set(transfer);
        figures.planned.split = 6;
        figures.planned.txPower = 7; // and nobody knows what was applied
        figures.transmitPowerApplied = NOT_AVAILABLE;
        b.Set(figures);
        TaskRecord c = MakeCompleted(2, NOT_AVAILABLE, 4); // nobody planned it
        TaskRecord d = MakeCompleted(3, 9, 9);
        d.outcome = TaskOutcome::DEADLINE; // dropped tasks are no part of means
        TaskRecord e = MakeCompleted(4, 9, 9);
        e.outcome = TaskOutcome::UNFINISHED;
        const Ptr<InferenceMonitor> monitor = MakeMonitor({a, b, c, d, e});
        const TaskSummary all = monitor->GetSummary().all;
        // 10 log10(2) and 10 log10(3); files and quantities have the ratios themselves.
        std::ostringstream printed;
        monitor->PrintSummary(printed);
        const std::string text = printed.str();
        const std::string line = text.substr(text.find("uplink sinr"));
        std::istringstream words(line.substr(std::string("uplink sinr").size()));
        std::string unit;
        unsigned tasks = 0;
        double plan = 0;
        double fact = 0;
        double ratio = 0;
        words >> unit >> tasks >> plan >> fact >> ratio;
        NS_TEST_EXPECT_MSG_EQ(unit, "dB", line);
        NS_TEST_EXPECT_MSG_EQ_TOL(plan, 3.0103, 1e-3, "planned");
        NS_TEST_EXPECT_MSG_EQ_TOL(fact, 4.7712, 1e-3, "realised");
        NS_TEST_EXPECT_MSG_EQ_TOL(ratio, 1.5, 1e-3, "of the ratios");
        NS_TEST_EXPECT_MSG_EQ_TOL(all.Find("uplink sinr")->planned, 2.0, 1e-12, "linear");

        const QuantitySummary& latency = *all.Find("latency");
        NS_TEST_EXPECT_MSG_EQ(latency.unit, "s", "unit");
        NS_TEST_EXPECT_MSG_EQ(latency.plannedCount, 2, "planned");
        NS_TEST_EXPECT_MSG_EQ(latency.realisedCount, 3, "realised");
        NS_TEST_EXPECT_MSG_EQ(latency.count, 2, "both");
        NS_TEST_EXPECT_MSG_EQ_TOL(latency.planned, 0.2, 1e-12, "(0.1 + 0.3) / 2");
        NS_TEST_EXPECT_MSG_EQ_TOL(latency.realised, 0.4, 1e-12, "(0.3 + 0.5) / 2, as planned ones");
        NS_TEST_EXPECT_MSG_EQ_TOL(latency.ratio, 2.0, 1e-12, "(0.3 + 0.5) / (0.1 + 0.3)");
        NS_TEST_EXPECT_MSG_EQ_TOL(all.Find("uplink energy")->ratio, 1.5, 1e-12, "9 / 6");
        NS_TEST_EXPECT_MSG_EQ_TOL(all.Find("transmit power")->ratio, 0.5, 1e-12, "applied half");
        NS_TEST_EXPECT_MSG_EQ_TOL(all.Find("uplink wait")->realised, 0.05, 1e-12, "one value");
        NS_TEST_EXPECT_MSG_EQ(all.Find("uplink wait")->plannedCount, 0, "waits are not planned");
        NS_TEST_EXPECT_MSG_EQ_TOL(all.Find("transmit power")->planned, 0.2, 1e-12, "of that task");
        NS_TEST_EXPECT_MSG_EQ_TOL(all.Find("split")->planned, 4.5, 1e-12, "whole numbers too");
        NS_TEST_EXPECT_MSG_EQ_TOL(all.Find("rate factor")->planned, 0.9, 1e-12, "planned only");
        NS_TEST_EXPECT_MSG_EQ(all.Find("rate factor")->realisedCount, 0, "planned only");
        NS_TEST_EXPECT_MSG_EQ(all.Find("goodput")->unit, "bit/s", "unit");
        NS_TEST_EXPECT_MSG_EQ_TOL(all.Find("uplink sinr")->ratio, 1.5, 1e-12, "3 / 2");
        NS_TEST_EXPECT_MSG_EQ(all.Find("uplink subchannel"), nullptr, "numbers have no mean");
        NS_TEST_EXPECT_MSG_EQ(all.Find("server time"), nullptr, "no task has such a step");
        NS_TEST_EXPECT_MSG_EQ_TOL(all.latencyPlanned.p50, 0.2, 1e-12, "of the two planned ones");
        // Three completed between the generation of the first at 0 s and the last end at 3.25 s.
        NS_TEST_EXPECT_MSG_EQ_TOL(all.completionRate, 3 / 3.25, 1e-12, "rate");
    }
};

/// Means of different tasks never stand side by side.
class EqualSetsTestCase : public TestCase
{
  public:
    EqualSetsTestCase()
        : TestCase("a plan of some tasks and the reality of others are not compared")
    {
    }

  private:
    void DoRun() override
    {
        const TaskRecord planned = MakeCompleted(0, 7, NOT_AVAILABLE);
        const TaskRecord realised = MakeCompleted(1, NOT_AVAILABLE, 2);
        const TaskSummary apart = MakeMonitor({planned, realised})->GetSummary().all;
        const QuantitySummary& latency = *apart.Find("latency");
        NS_TEST_EXPECT_MSG_EQ(latency.count, 0, "no task has both");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(latency.planned), true, "of another task");
        NS_TEST_EXPECT_MSG_EQ_TOL(latency.realised, 2, 1e-12, "what happened");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(apart.latencyPlanned.p50), true, "likewise");
        NS_TEST_EXPECT_MSG_EQ_TOL(apart.latencyRealised.p50, 2, 1e-12, "likewise");
        const TaskSummary only = MakeMonitor({planned})->GetSummary().all;
        NS_TEST_EXPECT_MSG_EQ_TOL(only.Find("latency")->planned, 7, 1e-12, "nothing was measured");
        // Percentiles are of the tasks that the means are of.
        const TaskSummary both =
            MakeMonitor({planned, realised, MakeCompleted(2, 3, 4)})->GetSummary().all;
        NS_TEST_EXPECT_MSG_EQ_TOL(both.latencyPlanned.p50, 3, 1e-12, "of the one with both");
        NS_TEST_EXPECT_MSG_EQ_TOL(both.latencyRealised.p50, 4, 1e-12, "of the same");
        std::ostringstream os;
        MakeMonitor({planned, realised, MakeCompleted(2, 3, 4)})->PrintSummary(os);
        NS_TEST_EXPECT_MSG_NE(os.str().find("latency      s         1     3        4  1.333"),
                              std::string::npos,
                              os.str());
    }
};

/// Percentiles against values of numpy.percentile, whose default is the same definition.
class PercentileTestCase : public TestCase
{
  public:
    PercentileTestCase()
        : TestCase("percentiles")
    {
    }

  private:
    /// @param [in] latencies realised [s]  @returns their percentiles
    static Percentiles Get(const std::vector<double>& latencies)
    {
        std::vector<TaskRecord> records;
        for (const double latency : latencies)
        {
            records.push_back(MakeCompleted(records.size(), NOT_AVAILABLE, latency));
        }
        return MakeMonitor(records)->GetSummary().all.latencyRealised;
    }

    void DoRun() override
    {
        const Percentiles one = Get({0.7});
        NS_TEST_EXPECT_MSG_EQ_TOL(one.p50, 0.7, 1e-12, "a single value is every percentile");
        NS_TEST_EXPECT_MSG_EQ_TOL(one.p99, 0.7, 1e-12, "a single value is every percentile");
        const Percentiles four = Get({4, 1, 3, 2});
        NS_TEST_EXPECT_MSG_EQ_TOL(four.p50, 2.5, 1e-12, "between 2 and 3");
        NS_TEST_EXPECT_MSG_EQ_TOL(four.p95, 3.85, 1e-12, "3 + 0.95 * 3 - 2");
        NS_TEST_EXPECT_MSG_EQ_TOL(four.p99, 3.97, 1e-12, "3 + 0.99 * 3 - 2");
        std::vector<double> hundred;
        for (uint32_t i = 0; i < 100; ++i)
        {
            hundred.push_back((i * 37 % 100) + 1); // 1..100, shuffled
        }
        const Percentiles many = Get(hundred);
        NS_TEST_EXPECT_MSG_EQ_TOL(many.p50, 50.5, 1e-9, "middle");
        NS_TEST_EXPECT_MSG_EQ_TOL(many.p95, 95.05, 1e-9, "1 + 0.95 * 99");
        NS_TEST_EXPECT_MSG_EQ_TOL(many.p99, 99.01, 1e-9, "1 + 0.99 * 99");
    }
};

/// Groups by planner, network and node; deadline misses per group.
class GroupTestCase : public TestCase
{
  public:
    GroupTestCase()
        : TestCase("groups")
    {
    }

  private:
    void DoRun() override
    {
        std::vector<TaskRecord> records;
        for (uint64_t i = 0; i < 12; ++i)
        {
            TaskRecord record = MakeCompleted(i, 1, i % 2 ? 3 : 1);
            record.planner = i % 2 ? "Greedy" : "Optimal";
            record.network = i < 4 ? "small" : "large";
            record.node = static_cast<uint32_t>(i % 3);
            record.latencyBudget = 2;
            if (i == 10)
            {
                record.outcome = TaskOutcome::QUEUE_FULL;
            }
            if (i == 11)
            {
                record.outcome = TaskOutcome::STOPPED;
            }
            records.push_back(record);
        }
        const auto monitor = MakeMonitor(records);
        const InferenceSummary summary = monitor->GetSummary();
        NS_TEST_ASSERT_MSG_EQ(summary.byPlanner.size(), 2, "planners");
        NS_TEST_ASSERT_MSG_EQ(summary.byNetwork.size(), 2, "networks");
        NS_TEST_ASSERT_MSG_EQ(summary.byNode.size(), 3, "nodes");
        const TaskSummary& greedy = summary.byPlanner.at("Greedy");
        const TaskSummary& optimal = summary.byPlanner.at("Optimal");
        NS_TEST_EXPECT_MSG_EQ_TOL(greedy.Find("latency")->ratio, 3, 1e-12, "slow");
        NS_TEST_EXPECT_MSG_EQ_TOL(optimal.Find("latency")->ratio, 1, 1e-12, "as planned");
        NS_TEST_EXPECT_MSG_EQ(greedy.late, 5, "all that completed");
        NS_TEST_EXPECT_MSG_EQ_TOL(greedy.deadlineMissRatio,
                                  1,
                                  1e-12,
                                  "the stopped one is left out");
        NS_TEST_EXPECT_MSG_EQ(optimal.late, 0, "none");
        NS_TEST_EXPECT_MSG_EQ_TOL(optimal.deadlineMissRatio, 1.0 / 6, 1e-12, "the dropped one");
        NS_TEST_EXPECT_MSG_EQ(summary.byNetwork.at("small").counts.generated, 4, "0..3");
        NS_TEST_EXPECT_MSG_EQ(summary.byNode.at(2).counts.dropped, 1, "task 11");
        uint64_t total = 0;
        for (const auto& [node, group] : summary.byNode)
        {
            NS_TEST_EXPECT_MSG_EQ(group.counts.IsConserved(), true, "node " << node);
            total += group.counts.generated;
        }
        NS_TEST_EXPECT_MSG_EQ(total, 12, "groups cover all tasks");

        std::ostringstream os;
        monitor->PrintSummary(os);
        NS_TEST_EXPECT_MSG_NE(os.str().find("Greedy"), std::string::npos, os.str());
        NS_TEST_EXPECT_MSG_NE(os.str().find("  QUEUE_FULL"), std::string::npos, os.str());
        NS_TEST_EXPECT_MSG_NE(os.str().find("latency p95"), std::string::npos, os.str());
        NS_TEST_EXPECT_MSG_EQ(os.str().find("NOT CONSERVED"), std::string::npos, os.str());
        std::ostringstream again;
        again << std::hex; // a stream in an odd state
        monitor->PrintSummary(again);
        NS_TEST_EXPECT_MSG_EQ(again.str(), os.str(), "the same text whatever the stream");
    }
};

/// Tasks that do without a step are no part of its means; zeros that say so are no values.
class StepsTakenTestCase : public TestCase
{
  public:
    StepsTakenTestCase()
        : TestCase("means of a step are over those who take it")
    {
    }

  private:
    void DoRun() override
    {
        TaskRecord sends = MakeCompleted(0, 0.1, 0.3);
        sends.steps = {MakeUplink(2, 1)};
        sends.steps[0].queued = 0.1;
        sends.steps[0].started = 0.2;
        sends.steps[0].finished = 0.5;
        CoInferenceFigures figures;
        figures.planned.txPower = 0.2;
        sends.Set(figures);
        TaskRecord stays = MakeCompleted(1, 0.1, 0.3);
        stays.steps = {MakeUplink(0, 0)};
        stays.steps[0].planned.share = 0;
        stays.steps[0].queued = stays.steps[0].started = stays.steps[0].finished = 1;
        figures.planned.txPower = 0; // nothing is sent
        stays.Set(figures);
        const TaskSummary all = MakeMonitor({sends, stays})->GetSummary().all;
        NS_TEST_EXPECT_MSG_EQ(all.Find("uplink energy")->count, 1, "one sends");
        NS_TEST_EXPECT_MSG_EQ(all.Find("uplink energy")->planned, 2, "as planned");
        NS_TEST_EXPECT_MSG_EQ(all.Find("uplink energy")->realised, 1, "as it was");
        NS_TEST_EXPECT_MSG_EQ(all.Find("uplink wait")->realisedCount, 1, "one waits");
        NS_TEST_EXPECT_MSG_EQ_TOL(all.Find("uplink wait")->realised, 0.1, 1e-12, "as long");
        NS_TEST_EXPECT_MSG_EQ(all.Find("transmit power")->plannedCount, 1, "one has a power");
    }
};

/// Notes and reasons that differ in their numbers are one.
class NotesTestCase : public TestCase
{
  public:
    NotesTestCase()
        : TestCase("notes of one kind are one, with the range of their numbers")
    {
    }

  private:
    void DoRun() override
    {
        const Ptr<InferenceMonitor> monitor = MakeMonitor({});
        monitor->AddNote("the load is 1.5 with 2 devices at 1e+06 bit/s");
        monitor->AddNote("the link is lost");
        monitor->AddNote("the load is 1.25 with 2 devices at 2.5e+06 bit/s");
        monitor->AddNote("the load is 1.75 with 2 devices at 1e-3 bit/s");
        monitor->AddNote("the link is lost");
        const auto notes = monitor->GetSummary().notes;
        NS_TEST_ASSERT_MSG_EQ(notes.size(), 2, "two kinds");
        NS_TEST_EXPECT_MSG_EQ(notes[0].first,
                              "the load is 1.25 to 1.75 with 2 devices at 1e-3 to 2.5e+06 bit/s",
                              "with ranges");
        NS_TEST_EXPECT_MSG_EQ(notes[0].second, 3, "times");
        NS_TEST_EXPECT_MSG_EQ(notes[1].first, "the link is lost", "as it was said");
        NS_TEST_EXPECT_MSG_EQ(notes[1].second, 2, "times");
        NS_TEST_EXPECT_MSG_EQ(WordKind::GetName("-3.5e2 W of ViT-L16 in 2."),
                              "-# W of ViT-L16 in #.",
                              "what a number is");
    }
};

/// All of the above.
class MonitorSummaryTestSuite : public TestSuite
{
  public:
    MonitorSummaryTestSuite()
        : TestSuite("edge-ai-monitor-summary", TEST_UNIT)
    {
        AddTestCase(new EmptyTestCase, TEST_QUICK);
        AddTestCase(new RatioTestCase, TEST_QUICK);
        AddTestCase(new EqualSetsTestCase, TEST_QUICK);
        AddTestCase(new PercentileTestCase, TEST_QUICK);
        AddTestCase(new GroupTestCase, TEST_QUICK);
        AddTestCase(new StepsTakenTestCase, TEST_QUICK);
        AddTestCase(new NotesTestCase, TEST_QUICK);
    }
};

MonitorSummaryTestSuite g_monitorSummaryTestSuite; ///< registers itself

} // namespace
