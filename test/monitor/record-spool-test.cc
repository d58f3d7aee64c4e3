/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Records in a temporary file: what comes back is what went there, files are the same, what comes
// late counts as it did, and memory is bounded.

#include "monitor/common-columns.h"
#include "monitor/record-codec.h"
#include "monitor/record-columns.h"
#include "monitor/record-list.h"
#include "support/monitor-records.h"
#include "support/test-text.h"
#include "support/written-run.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Fields of every type that figures may have.
struct SpoolFigures
{
    static constexpr const char* FAMILY = "spool-test";

    /// What one of them may be.
    enum class Colour : uint8_t
    {
        RED,
        BLUE,
    };

    /// A struct of its own.
    struct Part
    {
        float width{0};
        int16_t depth{0};

        template <typename Archive>
        void Fields(Archive& archive)
        {
            archive(Field("width", "m", "of it"), width);
            archive(Field("depth", "", "of it"), depth);
        }
    };

    double known{0};
    double unknown{NOT_AVAILABLE};
    FigureLabel label;
    FigureLabel none;
    std::string words;
    Colour colour{Colour::RED};
    bool flag{false};
    std::vector<uint32_t> list;
    Part part;

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("spool_known", "s", "a number"), known);
        archive(Field("spool_unknown", "s", "none"), unknown);
        archive(Field("spool_label", "", "a label"), label);
        archive(Field("spool_none", "", "no label"), none);
        archive(Field("spool_words", "", "words"), words);
        archive(Field("spool_colour", "", "a choice").Choices({"red", "blue"}), colour);
        archive(Field("spool_flag", "", "yes or no"), flag);
        archive(Field("spool_list", "", "numbers"), list);
        archive(Field("spool_part", "", "a struct"), part);
    }
};

/// The same of a step.
struct SpoolStepFigures
{
    static constexpr const char* FAMILY = "spool-test";

    double height{NOT_AVAILABLE};

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("spool_height_planned", "m", "of a step"), height);
    }
};

/// @param [in] id of the task  @returns an ended task of which everything is known
TaskRecord
MakeFull(uint64_t id)
{
    TaskRecord record =
        MakeEnded(id, id % 7 == 3 ? TaskOutcome::LINK_LOST : TaskOutcome::COMPLETED);
    const double part = static_cast<double>(id * 7919 % 1000) / 1000;
    record.node = 3 + id % 2;
    record.family = "co-inference";
    record.network = "a \"network\", " + std::to_string(id % 3);
    record.planner = id % 5 == 0 ? "one" : "another";
    record.plan = id / 3;
    record.planWait = .01 * part;
    record.latencyBudget = .4;
    record.energyBudget = .5;
    record.ended = record.generated + .1 + part;
    record.planned = {.3 + part / 7, .1, .01};
    record.realised = {.1 + part, 1. / 3 * part, .02};
    record.detail = "because of " + std::to_string(id) + "\nthings";
    SpoolFigures figures;
    figures.known = part / 3;
    figures.label = 4;
    figures.words = std::string("zero \0 and more", 15);
    figures.colour = SpoolFigures::Colour::BLUE;
    figures.flag = id % 2 == 0;
    figures.list = {1, 5, static_cast<uint32_t>(id)};
    figures.part.width = .5F;
    figures.part.depth = -3;
    record.Set(figures);
    double at = record.generated;
    for (const char* name : {"device", "uplink", "server"})
    {
        StepRecord step;
        step.planned.name = name;
        step.planned.kind = std::string(name) == "uplink" ? StepKind::TRANSFER : StepKind::COMPUTE;
        step.planned.node = 3;
        step.planned.peer = 4;
        step.planned.work = 1e9;
        step.planned.bits = 1e6;
        step.planned.time = .1;
        step.planned.wait = .01;
        step.planned.energy = .03;
        step.planned.share = .5;
        step.planned.after = {0, 1};
        step.part = "blocks 1-3";
        step.queued = at;
        step.started = at + part / 9;
        step.finished = at = step.started + part / 5;
        step.energy = .1 * part;
        step.bits = 1e6 + 1;
        step.work = 2e9;
        step.traffic = 3e9;
        SpoolStepFigures height;
        height.height = part;
        step.Set(height);
        record.steps.push_back(step);
    }
    return record;
}

/// @param [in] limit of records in memory  @returns a monitor
Ptr<InferenceMonitor>
MakeMonitor(uint64_t limit)
{
    auto monitor = CreateObject<InferenceMonitor>();
    monitor->SetAttribute("RecordsInMemory", UintegerValue(limit));
    return monitor;
}

/// @param [in,out] monitor is told of tasks, out of order  @param [in] count how many
/// @param [in] look after each
void
TellTasks(
    InferenceMonitor& monitor,
    uint64_t count,
    const std::function<void()>& look = [] {})
{
    constexpr uint64_t SPREAD = 13; // tasks under way
    for (uint64_t i = 0; i < count + SPREAD; ++i)
    {
        if (i < count)
        {
            TaskRecord begun = MakeTask(i ^ 3);
            begun.node = MakeFull(begun.id).node;
            monitor.Begin(begun);
            monitor.AddInstant(1, "mark", Seconds(i), {{"key", std::to_string(i)}, {"b", "\"c\""}});
            monitor.AddCounter(2, "curve", Seconds(i / 2), static_cast<double>(i) / 3);
        }
        if (i >= SPREAD && (i - SPREAD) % 10 != 9)
        {
            monitor.End(MakeFull((i - SPREAD) ^ 5));
        }
        look();
    }
}

/// What comes back is what went there.
class CodecCase : public TestCase
{
  public:
    CodecCase()
        : TestCase("a record comes back with every column")
    {
    }

  private:
    /// @param [in] record a task  @param [in] make its table  @returns columns and rows
    static std::vector<RecordRow> ListRows(const TaskRecord& record,
                                           RecordTable (*make)(const RecordSource&))
    {
        const std::vector<const TaskRecord*> records{&record};
        const RecordList list(records);
        std::vector<RecordRow> rows;
        make(list).forEachRow([&rows](const RecordRow& row) { rows.push_back(row); });
        return rows;
    }

    void DoRun() override
    {
        const TaskRecord record = MakeFull(10); // late, and above its budget of energy
        std::string bytes;
        StoreRecord(record, bytes);
        const TaskRecord back = RestoreRecord(bytes.data(), bytes.size());
        for (const auto make : {&MakeTaskTable, &MakeStepTable})
        {
            const auto rows = ListRows(record, make);
            NS_TEST_EXPECT_MSG_EQ((rows == ListRows(back, make)), true, "the same rows");
            NS_TEST_EXPECT_MSG_GT(rows.size(), 0, "there are rows");
        }
        // A column that this record does not fill would be lost unnoticed.
        for (const auto& each : GetTaskColumns())
        {
            NS_TEST_EXPECT_MSG_GT(each.get(back).index(), 0, each.column.name);
        }
        for (const auto& each : GetStepColumns())
        {
            NS_TEST_EXPECT_MSG_GT(each.get({back, back.steps[1], 1}).index(), 0, each.column.name);
        }
        NS_TEST_EXPECT_MSG_EQ(back.Get<SpoolFigures>().words.size(), 15, "with zeros in it");
        NS_TEST_EXPECT_MSG_EQ(back.Get<SpoolFigures>().part.depth, -3, "a struct in a struct");
        NS_TEST_EXPECT_MSG_EQ(back.Get<SpoolFigures>().none.has_value(), false, "no label");
        NS_TEST_EXPECT_MSG_EQ(back.Get<SpoolFigures>().list.size(), 3, "a list");
        NS_TEST_EXPECT_MSG_EQ((back.steps[1].planned.after == record.steps[1].planned.after),
                              true,
                              "what it waits for");
        for (std::size_t size = 0; size < bytes.size(); size += 11)
        {
            bool refused = false;
            try
            {
                RestoreRecord(bytes.data(), size);
            }
            catch (const std::runtime_error&)
            {
                refused = true;
            }
            NS_TEST_EXPECT_MSG_EQ(refused, true, "cut off after " << size);
        }
    }
};

/// Bytes are the same, and memory is bounded.
class SameFilesCase : public TestCase
{
  public:
    SameFilesCase()
        : TestCase("files are the same whatever is in memory, which is bounded")
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint64_t TASKS = 1000;
        const std::string stem = CreateTempDirFilename("spool");
        auto all = MakeMonitor(1000000);
        TellTasks(*all, TASKS);
        NS_TEST_EXPECT_MSG_EQ(all->GetHeldCount(), TASKS, "all in memory");
        const WrittenRun kept = WriteRun(*all, stem);
        NS_TEST_EXPECT_MSG_GT(kept.at(".json").size(), TASKS * 1000, "something was written");
        for (const uint64_t limit : {0, 1, 7, 100, 899})
        {
            auto monitor = MakeMonitor(limit);
            uint64_t most = 0;
            TellTasks(*monitor, TASKS, [&] {
                const uint64_t ended = monitor->GetHeldCount() - monitor->GetCounts().unfinished;
                most = std::max(most, ended);
            });
            NS_TEST_EXPECT_MSG_EQ(most, limit, "ended tasks in memory");
            NS_TEST_EXPECT_MSG_EQ(monitor->GetHeldCount() + monitor->GetSpooledCount(),
                                  TASKS,
                                  "each is somewhere");
            const WrittenRun written = WriteRun(*monitor, stem);
            NS_TEST_EXPECT_MSG_EQ(ExplainDifference(kept, written), "", limit << " in memory");
        }
    }
};

/// What comes too late, or twice.
class LateCase : public TestCase
{
  public:
    LateCase()
        : TestCase("what is told of tasks in a file counts as it did")
    {
    }

  private:
    /// @param [in] limit of records in memory  @param [out] said in words
    /// @returns the errors of a monitor that was misused
    InferenceMonitor::Errors Misuse(uint64_t limit, std::string& said)
    {
        const ErrorText text;
        auto monitor = MakeMonitor(limit);
        TellTasks(*monitor, 40);
        for (uint64_t id = 0; id < 45; ++id)
        {
            monitor->End(MakeEnded(id, TaskOutcome::BATTERY)); // twice, or never begun
            monitor->Begin(MakeTask(id));                      // again, or for the first time
        }
        said = text.Get();
        NS_TEST_EXPECT_MSG_EQ(monitor->GetCounts().IsConserved(), true, "conserved");
        m_written.push_back(WriteRun(*monitor, CreateTempDirFilename("late")));
        return monitor->GetErrors();
    }

    void DoRun() override
    {
        std::string said;
        const InferenceMonitor::Errors errors = Misuse(1000000, said);
        NS_TEST_EXPECT_MSG_GT(errors.doubleEnd, 30, "ended twice");
        NS_TEST_EXPECT_MSG_EQ(errors.endWithoutBegin, 5, "never begun");
        NS_TEST_EXPECT_MSG_EQ(errors.doubleBegin, 40, "begun twice");
        for (const uint64_t limit : {0, 4})
        {
            std::string saidNow;
            const InferenceMonitor::Errors now = Misuse(limit, saidNow);
            NS_TEST_EXPECT_MSG_EQ(now.doubleEnd, errors.doubleEnd, "ended twice");
            NS_TEST_EXPECT_MSG_EQ(now.endWithoutBegin, errors.endWithoutBegin, "never begun");
            NS_TEST_EXPECT_MSG_EQ(now.doubleBegin, errors.doubleBegin, "begun twice");
            NS_TEST_EXPECT_MSG_EQ(now.badRecord, errors.badRecord, "bad records");
            NS_TEST_EXPECT_MSG_EQ(saidNow, said, "the same words, with the outcome in the file");
            NS_TEST_EXPECT_MSG_EQ(ExplainDifference(m_written.front(), m_written.back()),
                                  "",
                                  "and no record changes");
        }
    }

    std::vector<WrittenRun> m_written;
};

/// All of the above.
class RecordSpoolTestSuite : public TestSuite
{
  public:
    RecordSpoolTestSuite()
        : TestSuite("edge-ai-record-spool", TEST_UNIT)
    {
        AddTestCase(new CodecCase, TEST_QUICK);
        AddTestCase(new SameFilesCase, TEST_QUICK);
        AddTestCase(new LateCase, TEST_QUICK);
    }
};

RecordSpoolTestSuite g_recordSpoolTestSuite; ///< registers itself

} // namespace
