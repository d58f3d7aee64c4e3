/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Tasks are conserved, misuse and impossible fields are named, and trace sources tell of every
// task.

#include "support/monitor-records.h"

#include "ns3/boolean.h"
#include "ns3/co-inference-figures.h"
#include "ns3/edge-ai-compat.h"

#include <csignal>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Keeps what the monitor says on standard error out of the test's output.
class QuietErrors
{
  public:
    QuietErrors()
        : m_before(std::cerr.rdbuf(m_said.rdbuf()))
    {
    }

    ~QuietErrors()
    {
        std::cerr.rdbuf(m_before);
    }

    /// @returns what was said so far
    std::string Get() const
    {
        return m_said.str();
    }

  private:
    std::ostringstream m_said;
    std::streambuf* m_before;
};

/// Every outcome has its own name, and all but two are drops.
class OutcomeTestCase : public TestCase
{
  public:
    OutcomeTestCase()
        : TestCase("outcomes have names")
    {
    }

  private:
    void DoRun() override
    {
        std::map<std::string, TaskOutcome> names;
        uint32_t drops = 0;
        for (const TaskOutcome outcome : GetTaskOutcomes())
        {
            names[ToString(outcome)] = outcome;
            drops += IsDropped(outcome);
        }
        NS_TEST_EXPECT_MSG_EQ(names.size(), 14, "a name each");
        NS_TEST_EXPECT_MSG_EQ(drops, 12, "UNFINISHED and COMPLETED are no drops");
        NS_TEST_EXPECT_MSG_EQ(names.count("LINK_LOST"), 1, "names are those of the enumeration");
        std::ostringstream os;
        os << TaskOutcome::SERVER_SILENT;
        NS_TEST_EXPECT_MSG_EQ(os.str(), "SERVER_SILENT", "stream operator");
        NS_TEST_EXPECT_MSG_EQ(ToString(static_cast<TaskOutcome>(99)), "UNKNOWN(99)", "not a crash");
    }
};

/// generated = completed + dropped + unfinished after every single step.
class ConservationTestCase : public TestCase
{
  public:
    ConservationTestCase()
        : TestCase("tasks are conserved")
    {
    }

  private:
    void DoRun() override
    {
        auto monitor = CreateObject<InferenceMonitor>();
        NS_TEST_EXPECT_MSG_EQ(monitor->GetSummary().all.counts.IsConserved(), true, "no task");
        const uint64_t tasks = 240;
        for (uint64_t i = 0; i < tasks; ++i)
        {
            monitor->Begin(MakeTask(monitor->NewTaskId()));
            NS_TEST_ASSERT_MSG_EQ(monitor->GetCounts().IsConserved(), true, "after a begin");
        }
        // Every third task is left alone; the others end in every possible way, last one first.
        const auto& outcomes = GetTaskOutcomes();
        uint64_t expectedDrops = 0;
        uint64_t expectedDone = 0;
        for (uint64_t i = tasks; i-- > 0;)
        {
            const TaskOutcome outcome = outcomes[1 + i % (outcomes.size() - 1)];
            if (i % 3)
            {
                monitor->End(MakeEnded(i, outcome));
                ++(IsDropped(outcome) ? expectedDrops : expectedDone);
                NS_TEST_ASSERT_MSG_EQ(monitor->GetCounts().IsConserved(), true, "after an end");
            }
        }
        const TaskCounts counts = monitor->GetSummary().all.counts;
        NS_TEST_EXPECT_MSG_EQ(counts.generated, tasks, "all begun");
        NS_TEST_EXPECT_MSG_EQ(counts.unfinished, tasks / 3, "every third");
        NS_TEST_EXPECT_MSG_EQ(counts.completed, expectedDone, "completed");
        NS_TEST_EXPECT_MSG_EQ(counts.dropped, expectedDrops, "dropped");
        NS_TEST_EXPECT_MSG_EQ(counts.byOutcome.size(), outcomes.size() - 1, "all ways of ending");
        NS_TEST_EXPECT_MSG_EQ(monitor->GetErrors().GetTotal(), 0, "no misuse");

        // The check itself can fail.
        TaskCounts wrong = counts;
        ++wrong.generated;
        NS_TEST_EXPECT_MSG_EQ(wrong.IsConserved(), false, "a task too many");
        wrong = counts;
        --wrong.byOutcome[TaskOutcome::LINK_LOST];
        NS_TEST_EXPECT_MSG_EQ(wrong.IsConserved(), false, "a drop without reason");
        wrong = counts;
        ++wrong.byOutcome[TaskOutcome::COMPLETED];
        --wrong.byOutcome[TaskOutcome::LINK_LOST];
        NS_TEST_EXPECT_MSG_EQ(wrong.IsConserved(), false, "a drop counted as completed");
    }
};

/// Wrong use is counted, said once, and changes no count of tasks.
class MisuseTestCase : public TestCase
{
  public:
    MisuseTestCase()
        : TestCase("misuse is reported")
    {
    }

  private:
    void DoRun() override
    {
        QuietErrors quiet;
        auto monitor = CreateObject<InferenceMonitor>();
        monitor->Begin(MakeTask(1));
        monitor->Begin(MakeTask(1));
        monitor->End(MakeEnded(2, TaskOutcome::COMPLETED));
        monitor->End(MakeTask(1)); // outcome UNFINISHED
        NS_TEST_EXPECT_MSG_EQ(monitor->GetCounts().unfinished, 1, "still under way");
        monitor->End(MakeEnded(1, TaskOutcome::COMPLETED));
        monitor->End(MakeEnded(1, TaskOutcome::LINK_LOST));
        const auto& errors = monitor->GetErrors();
        NS_TEST_EXPECT_MSG_EQ(errors.doubleBegin, 1, "began twice");
        NS_TEST_EXPECT_MSG_EQ(errors.endWithoutBegin, 1, "never began");
        NS_TEST_EXPECT_MSG_EQ(errors.badRecord, 1, "ended as unfinished");
        NS_TEST_EXPECT_MSG_EQ(errors.doubleEnd, 1, "ended twice");
        NS_TEST_EXPECT_MSG_EQ(errors.GetTotal(), 4, "sum");
        const TaskCounts counts = monitor->GetSummary().all.counts;
        NS_TEST_EXPECT_MSG_EQ(counts.IsConserved(), true, "still conserved");
        NS_TEST_EXPECT_MSG_EQ(counts.completed, 1, "the first end counts");
        NS_TEST_EXPECT_MSG_EQ(counts.dropped, 0, "the second does not");
        NS_TEST_EXPECT_MSG_NE(quiet.Get().find("task 1 ends twice, as COMPLETED and as LINK_LOST"),
                              std::string::npos,
                              "loud");
        std::ostringstream os;
        monitor->PrintSummary(os);
        NS_TEST_EXPECT_MSG_NE(os.str().find("ACCOUNTING ERRORS: 4"),
                              std::string::npos,
                              "in the table");

        // Many errors do not fill memory or the screen.
        for (uint64_t i = 0; i < 1000; ++i)
        {
            monitor->End(MakeEnded(100 + i, TaskOutcome::COMPLETED));
        }
        NS_TEST_EXPECT_MSG_EQ(monitor->GetErrors().endWithoutBegin, 1001, "all counted");
        NS_TEST_EXPECT_MSG_EQ(monitor->GetErrors().messages.size(), 10, "few in words");
    }
};

/// Impossible fields are named, and the task still counts.
class BadRecordTestCase : public TestCase
{
  public:
    BadRecordTestCase()
        : TestCase("impossible fields are named")
    {
    }

  private:
    /**
     * @param [in] change makes the ended record impossible
     * @param [in] expected part of the message
     */
    void Expect(void (*change)(TaskRecord&), const std::string& expected)
    {
        QuietErrors quiet;
        auto monitor = CreateObject<InferenceMonitor>();
        monitor->Begin(MakeTask(7));
        TaskRecord record = MakeEnded(7, TaskOutcome::COMPLETED);
        change(record);
        monitor->End(record);
        NS_TEST_EXPECT_MSG_EQ(monitor->GetErrors().badRecord, 1, expected << " is counted");
        NS_TEST_EXPECT_MSG_NE(quiet.Get().find(expected), std::string::npos, quiet.Get());
        NS_TEST_EXPECT_MSG_EQ(monitor->GetCounts().completed, 1, "and the task too");
    }

    void DoRun() override
    {
        Expect(
            [](TaskRecord& r) {
                r.steps.resize(2);
                r.steps[1].planned.name = "uplink";
                r.steps[1].energy = -1;
            },
            "step uplink: energy_realised_J = -1, allowed is a finite number >= 0 J");
        Expect(
            [](TaskRecord& r) {
                r.steps.resize(1);
                r.steps[0].started = 8;
                r.steps[0].finished = 7;
            },
            "time_realised_s = -1");
        Expect([](TaskRecord& r) { r.planned.latency = INFINITY; }, "latency_planned_s = inf");
        Expect(
            [](TaskRecord& r) {
                CoInferenceFigures figures;
                figures.planned.deviceKeepRatio = 1.5;
                r.Set(figures);
            },
            "device_keep_ratio_planned = 1.5, allowed is 0 to 1");
        Expect(
            [](TaskRecord& r) {
                TransferFigures figures;
                figures.ratePlanned = -2;
                r.steps.resize(1);
                r.steps[0].Set(figures);
            },
            "rate_planned_bit_per_s = -2, allowed is a finite number >= 0 bit/s");
        Expect([](TaskRecord& r) { r.ended = 6; }, "before field generated");
        Expect([](TaskRecord& r) { r.ended = NOT_AVAILABLE; }, "no field ended");
        Expect([](TaskRecord& r) { r.node = 2; }, "another node");
        Expect([](TaskRecord& r) { r.generated = 6; }, "another node or generation");

        QuietErrors quiet;
        auto monitor = CreateObject<InferenceMonitor>();
        monitor->Begin(MakeTask(uint64_t{1} << 63));
        NS_TEST_EXPECT_MSG_EQ(monitor->GetErrors().badRecord, 1, "an id no database holds");
    }
};

/// Strict turns misuse into the end of the program.
class StrictTestCase : public TestCase
{
  public:
    StrictTestCase()
        : TestCase("Strict ends the program")
    {
    }

  private:
    /// @param [in] strict attribute  @returns true if ending an unknown task ended the program
    static bool Fails(bool strict)
    {
        const pid_t child = fork();
        if (child == 0)
        {
            if (!std::freopen("/dev/null", "w", stderr))
            {
                _exit(2);
            }
            std::signal(SIGABRT, SIG_DFL);
            auto monitor = CreateObject<InferenceMonitor>();
            monitor->SetAttribute("Strict", BooleanValue(strict));
            monitor->End(MakeEnded(3, TaskOutcome::COMPLETED));
            _exit(0);
        }
        int status = 0;
        waitpid(child, &status, 0);
        return WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) == 1);
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(Fails(true), true, "strict");
        NS_TEST_EXPECT_MSG_EQ(Fails(false), false, "not strict");
    }
};

/// Trace sources hand over the records.
class TraceTestCase : public TestCase
{
  public:
    TraceTestCase()
        : TestCase("trace sources")
    {
    }

  private:
    /// @param [in] record begun
    void Begun(const TaskRecord& record)
    {
        m_begun += record.id;
    }

    /// @param [in] record ended
    void Ended(const TaskRecord& record)
    {
        m_ended += record.id;
        m_late += record.deadlineMissed;
    }

    void DoRun() override
    {
        auto monitor = CreateObject<InferenceMonitor>();
        monitor->TraceConnectWithoutContext("TaskBegun", MakeCallback(&TraceTestCase::Begun, this));
        monitor->TraceConnectWithoutContext("TaskEnded", MakeCallback(&TraceTestCase::Ended, this));
        monitor->Begin(MakeTask(10));
        monitor->Begin(MakeTask(20));
        TaskRecord record = MakeEnded(20, TaskOutcome::COMPLETED);
        record.latencyBudget = 0.1;
        monitor->End(record);
        NS_TEST_EXPECT_MSG_EQ(m_begun, 30, "both begun");
        NS_TEST_EXPECT_MSG_EQ(m_ended, 20, "one ended");
        NS_TEST_EXPECT_MSG_EQ(m_late, 1, "with its verdict");
    }

    uint64_t m_begun{0};
    uint64_t m_ended{0};
    uint64_t m_late{0};
};

/// A hundred thousand tasks: quadratic work would take minutes here.
class ManyTasksTestCase : public TestCase
{
  public:
    ManyTasksTestCase()
        : TestCase("a hundred thousand tasks")
    {
    }

  private:
    void DoRun() override
    {
        const uint64_t tasks = 100000;
        auto monitor = CreateObject<InferenceMonitor>();
        for (uint64_t i = 0; i < tasks; ++i)
        {
            monitor->Begin(MakeTask(i));
        }
        for (uint64_t i = tasks; i-- > 0;)
        {
            TaskRecord record = MakeEnded(i, TaskOutcome::COMPLETED);
            record.steps.resize(1);
            record.steps[0].planned.name = "device";
            record.steps[0].started = record.generated;
            record.steps[0].finished = record.ended;
            monitor->End(record);
        }
        const InferenceSummary summary = monitor->GetSummary();
        NS_TEST_EXPECT_MSG_EQ(summary.all.counts.completed, tasks, "all of them");
        const std::string stem = CreateTempDirFilename("many");
        for (const std::string suffix : {".csv", ".sqlite", ".json"})
        {
            monitor->Write(stem + suffix);
            std::remove((stem + suffix).c_str());
        }
        std::remove((stem + "-steps.csv").c_str());
    }
};

/// All of the above.
class MonitorTestSuite : public TestSuite
{
  public:
    MonitorTestSuite()
        : TestSuite("edge-ai-monitor", TEST_UNIT)
    {
        AddTestCase(new OutcomeTestCase, TEST_QUICK);
        AddTestCase(new ConservationTestCase, TEST_QUICK);
        AddTestCase(new MisuseTestCase, TEST_QUICK);
        AddTestCase(new BadRecordTestCase, TEST_QUICK);
        AddTestCase(new StrictTestCase, TEST_QUICK);
        AddTestCase(new TraceTestCase, TEST_QUICK);
        AddTestCase(new ManyTasksTestCase, TEST_QUICK);
    }
};

MonitorTestSuite g_monitorTestSuite; ///< registers itself

} // namespace
