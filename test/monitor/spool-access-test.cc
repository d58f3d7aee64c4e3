/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How records in a temporary file are reached: lists, places, trace sinks that go on telling; and
// what happens when there is no such file, or no room in it.

#include "monitor/latency-quantiles.h"
#include "monitor/spill-sorter.h"
#include "support/monitor-records.h"
#include "support/test-text.h"
#include "support/written-run.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <gsl/gsl_statistics_double.h>
#include <random>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] limit of records in memory  @returns a monitor
Ptr<InferenceMonitor>
MakeSpooledMonitor(uint64_t limit)
{
    auto monitor = CreateObject<InferenceMonitor>();
    monitor->SetAttribute("RecordsInMemory", UintegerValue(limit));
    return monitor;
}

/// @param [in,out] monitor is told of completed tasks  @param [in] from the first
/// @param [in] until behind the last
void
TellTasks(InferenceMonitor& monitor, uint64_t from, uint64_t until)
{
    for (uint64_t id = from; id < until; ++id)
    {
        monitor.Begin(MakeTask(id));
        monitor.End(MakeEnded(id, TaskOutcome::COMPLETED));
    }
}

/// Whoever wants a list of records gets it.
class ListCase : public TestCase
{
  public:
    ListCase()
        : TestCase("records of a file as a list, and by their places")
    {
    }

  private:
    void DoRun() override
    {
        auto monitor = MakeSpooledMonitor(10);
        TellTasks(*monitor, 0, 100);
        monitor->Begin(MakeTask(100));
        const std::vector<const TaskRecord*> records = monitor->GetRecords();
        const std::vector<const TaskRecord*> again = monitor->GetRecords();
        NS_TEST_ASSERT_MSG_EQ(records.size(), 101, "all");
        NS_TEST_EXPECT_MSG_EQ((records == again), true, "who had the list keeps it");
        for (uint64_t id = 0; id < records.size(); ++id)
        {
            NS_TEST_EXPECT_MSG_EQ(records[id]->id, id, "ascending");
        }
        NS_TEST_EXPECT_MSG_LT_OR_EQ(monitor->GetHeldCount(), 11, "the list is apart");
        const RecordSource& source = monitor->GetSource();
        std::vector<RecordSource::Place> places;
        source.Visit(
            [&](const TaskRecord&, RecordSource::Place place) { places.push_back(place); });
        NS_TEST_ASSERT_MSG_EQ(places.size(), 101, "each has a place");
        for (const uint64_t id : {50, 3, 100, 50, 99, 0})
        {
            NS_TEST_EXPECT_MSG_EQ(source.Get(places[id]).id, id, "there it is");
        }
        TellTasks(*monitor, 101, 150);
        NS_TEST_EXPECT_MSG_EQ(monitor->GetRecords().size(), 150, "and a list of later");
    }
};

/// Trace sinks that begin and end tasks themselves.
class SinkCase : public TestCase
{
  public:
    SinkCase()
        : TestCase("a record stays while trace sinks look at it")
    {
    }

  private:
    /// Ends the task that begins, and looks at it again. @param [in] record begun
    void Begun(const TaskRecord& record)
    {
        const uint64_t id = record.id;
        m_monitor->End(MakeEnded(id, TaskOutcome::COMPLETED));
        m_sound = m_sound && record.id == id && record.outcome == TaskOutcome::COMPLETED;
    }

    /// Begins another one, which begins others. @param [in] record ended
    void Ended(const TaskRecord& record)
    {
        const uint64_t id = record.id;
        if (++m_ended < 50)
        {
            m_monitor->Begin(MakeTask(id + 1));
        }
        m_sound = m_sound && record.id == id && record.generated == static_cast<double>(id);
    }

    void DoRun() override
    {
        m_monitor = MakeSpooledMonitor(0);
        m_monitor->TraceConnectWithoutContext("TaskBegun", MakeCallback(&SinkCase::Begun, this));
        m_monitor->TraceConnectWithoutContext("TaskEnded", MakeCallback(&SinkCase::Ended, this));
        m_monitor->Begin(MakeTask(0));
        NS_TEST_EXPECT_MSG_EQ(m_monitor->GetCounts().completed, 50, "each ends");
        NS_TEST_EXPECT_MSG_EQ(m_monitor->GetErrors().GetTotal(), 0, "once");
        NS_TEST_EXPECT_MSG_EQ(m_sound, true, "sinks saw what they were told");
        NS_TEST_EXPECT_MSG_EQ(m_monitor->GetHeldCount(), 0, "then all are in the file");
        NS_TEST_EXPECT_MSG_EQ(m_monitor->GetRecords().size(), 50, "and none is lost");
        m_monitor = nullptr;
    }

    Ptr<InferenceMonitor> m_monitor;
    uint32_t m_ended{0};
    bool m_sound{true};
};

/// Takes the room for files, or the directory, as long as it lives.
class NoRoom
{
  public:
    /// @param [in] bytes a file may have at most
    explicit NoRoom(rlim_t bytes)
    {
        getrlimit(RLIMIT_FSIZE, &m_before);
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit limit = m_before;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limit);
    }

    ~NoRoom()
    {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

  private:
    rlimit m_before;
    void (*m_handler)(int);
};

/// Another directory for temporary files, as long as it lives.
class OtherDirectory
{
  public:
    /// @param [in] path of it
    explicit OtherDirectory(const std::string& path)
    {
        const char* before = std::getenv("TMPDIR");
        m_hadOne = before != nullptr;
        m_before = before ? before : "";
        setenv("TMPDIR", path.c_str(), 1);
    }

    ~OtherDirectory()
    {
        m_hadOne ? setenv("TMPDIR", m_before.c_str(), 1) : unsetenv("TMPDIR");
    }

  private:
    bool m_hadOne;
    std::string m_before;
};

/// Nothing is lost without a word.
class NoRoomCase : public TestCase
{
  public:
    NoRoomCase()
        : TestCase("without room for a temporary file records stay, and that is said once")
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint64_t TASKS = 3000;
        const std::string stem = CreateTempDirFilename("room");
        auto all = MakeSpooledMonitor(1000000);
        TellTasks(*all, 0, TASKS);
        const WrittenRun kept = WriteRun(*all, stem);
        {
            auto monitor = MakeSpooledMonitor(100);
            const ErrorText text;
            {
                const OtherDirectory nowhere("/no/such/directory");
                TellTasks(*monitor, 0, TASKS);
            }
            CheckSaid(text.Get(), "temporary file");
            NS_TEST_EXPECT_MSG_EQ(monitor->GetHeldCount(), TASKS, "all in memory");
            NS_TEST_EXPECT_MSG_EQ(ExplainDifference(kept, WriteRun(*monitor, stem)),
                                  "",
                                  "no TMPDIR");
        }
        auto monitor = MakeSpooledMonitor(100);
        TellTasks(*monitor, 0, 1000);
        const uint64_t spooled = monitor->GetSpooledCount();
        NS_TEST_EXPECT_MSG_GT(spooled, 800, "most are in the file");
        const ErrorText text;
        {
            const NoRoom full(200000);
            TellTasks(*monitor, 1000, TASKS);
        }
        CheckSaid(text.Get(), "cannot write a temporary file");
        NS_TEST_EXPECT_MSG_GT(monitor->GetHeldCount(), 1000, "the others in memory");
        NS_TEST_EXPECT_MSG_EQ(monitor->GetHeldCount() + monitor->GetSpooledCount(),
                              TASKS,
                              "each is somewhere");
        NS_TEST_EXPECT_MSG_EQ(ExplainDifference(kept, WriteRun(*monitor, stem)), "", "full");
    }

    /// @param [in] text on standard error  @param [in] reason that must be there
    void CheckSaid(const std::string& text, const std::string& reason)
    {
        const std::size_t at = text.find(reason);
        NS_TEST_EXPECT_MSG_EQ((at != std::string::npos), true, "the reason: " << text);
        NS_TEST_EXPECT_MSG_EQ((text.find("Nothing is lost") != std::string::npos),
                              true,
                              "and what is done: " << text);
        NS_TEST_EXPECT_MSG_EQ(std::count(text.begin(), text.end(), '\n'), 1, "once: " << text);
    }
};

/// Sorting more than memory may hold.
class SorterCase : public TestCase
{
  public:
    SorterCase()
        : TestCase("sorting in a temporary file")
    {
    }

  private:
    static bool IsLess(const uint64_t& a, const uint64_t& b)
    {
        return a < b;
    }

    void DoRun() override
    {
        std::mt19937_64 engine(1);
        for (const std::size_t count : {0, 1, 6, 7, 8, 1000, 4999})
        {
            SpillSorter<uint64_t> sorter(&SorterCase::IsLess, 7);
            std::vector<uint64_t> values;
            for (std::size_t i = 0; i < count; ++i)
            {
                values.push_back(engine() % 1000);
                sorter.Add(values.back());
            }
            std::sort(values.begin(), values.end());
            std::vector<uint64_t> sorted;
            sorter.Drain([&sorted](uint64_t value) { sorted.push_back(value); });
            NS_TEST_EXPECT_MSG_EQ((sorted == values), true, count << " values");
        }
        const NoRoom full(5000);
        SpillSorter<uint64_t> sorter(&SorterCase::IsLess, 100);
        std::string words;
        try
        {
            for (uint64_t i = 0; i < 1000; ++i)
            {
                sorter.Add(i);
            }
        }
        catch (const std::runtime_error& error)
        {
            words = error.what();
        }
        NS_TEST_EXPECT_MSG_EQ(words.substr(0, 31), "cannot write a temporary file i", words);
    }
};

/// Percentiles of more values than memory may hold are those of all of them.
class QuantileCase : public TestCase
{
  public:
    QuantileCase()
        : TestCase("percentiles from a temporary file are exact")
    {
    }

  private:
    void DoRun() override
    {
        constexpr std::size_t COUNT = 100000; // of each: more than the sorter has in memory
        std::mt19937_64 engine(1);
        LatencyQuantiles quantiles;
        std::vector<double> planned;
        std::vector<double> realised;
        for (std::size_t i = 0; i < COUNT; ++i)
        {
            planned.push_back(static_cast<double>(engine() >> 11) / 9e15);
            realised.push_back(static_cast<double>(engine() >> 11) / 3e15);
            quantiles.Add(1, {planned.back(), 0, 0}, {realised.back(), 0, 0});
        }
        quantiles.Add(0, {NOT_AVAILABLE, 0, 0}, {2, 0, 0});
        quantiles.Add(0, {1, 0, 0}, {NOT_AVAILABLE, 0, 0});
        const auto found = quantiles.Get(3);
        for (auto* values : {&planned, &realised})
        {
            std::sort(values->begin(), values->end());
            const Percentiles& now = values == &planned ? found[1].planned : found[1].realised;
            const auto get = [&](double f) {
                return gsl_stats_quantile_from_sorted_data(values->data(), 1, COUNT, f);
            };
            NS_TEST_EXPECT_MSG_EQ(now.p50, get(.50), "median");
            NS_TEST_EXPECT_MSG_EQ(now.p95, get(.95), "95th");
            NS_TEST_EXPECT_MSG_EQ(now.p99, get(.99), "99th");
        }
        NS_TEST_EXPECT_MSG_EQ(found[0].realised.p50, 2, "the only one");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(found[0].planned.p50), true, "of another task");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(found[2].realised.p50), true, "of nobody");
    }
};

/// All of the above.
class SpoolAccessTestSuite : public TestSuite
{
  public:
    SpoolAccessTestSuite()
        : TestSuite("edge-ai-spool-access", TEST_UNIT)
    {
        AddTestCase(new ListCase, TEST_QUICK);
        AddTestCase(new SinkCase, TEST_QUICK);
        AddTestCase(new NoRoomCase, TEST_QUICK);
        AddTestCase(new SorterCase, TEST_QUICK);
        AddTestCase(new QuantileCase, TEST_QUICK);
    }
};

SpoolAccessTestSuite g_spoolAccessTestSuite; ///< registers itself

} // namespace
