/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Experiments: order, repetitions, crashes, and the same bytes however many scenarios run at once.

#include "report/child-runs.h"
#include "report/repetition.h"
#include "support/experiment-support.h"
#include "support/last-words.h"
#include "support/test-text.h"

#include "ns3/abort.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/experiment.h"
#include "ns3/random-variable-stream.h"
#include "ns3/rng-seed-manager.h"

#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <set>
#include <sstream>
#include <stdexcept>
#include <unistd.h>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Declares what the experiments of this suite report.
void
SetExperimentColumns(Experiment& experiment)
{
    ResultColumns columns;
    columns.Add("part", "", "table");
    columns.Add("number", "", "of the scenario");
    columns.AddPair("latency", "s", "mean", 4, "ms", 1e3);
    columns.Add("draw", "", "from a stream of its own").Digits(6);
    columns.Add("calls", "", "of a function with a static variable");
    experiment.SetColumns(columns);
    ResultColumns windows;
    windows.Add("number", "", "of the scenario");
    windows.Add("start", "s", "of the window");
    experiment.AddSheet("windows", windows);
}

/// @returns how often it has been called in this process
int
CountCalls()
{
    static int calls = 0;
    return ++calls;
}

/// Runs scenarios of which the first take longest.
class OrderTestCase : public TestCase
{
  public:
    OrderTestCase()
        : TestCase("order, and the same bytes however many at once")
    {
    }

  private:
    /// Bytes of a run.
    struct Bytes
    {
        std::string printed;
        std::string results;
        std::string windows;
        std::string columns;
    };

    /// @param [in] jobs at once  @param [out] exit code  @returns what came of it
    Bytes Run(const std::string& jobs, int& code)
    {
        const std::string path = CreateTempDirFilename("jobs-" + jobs);
        Experiment experiment("test", "Does the order hold?");
        Parse(experiment, {"--jobs=" + jobs, "--output=" + path, "--figures=false"});
        SetExperimentColumns(experiment);
        for (const int number : {0, 1, 2, 3, 4, 5})
        {
            experiment.AddScenario(
                {{"part", number < 3 ? "first" : "second"}, {"number", number}},
                [number](ScenarioResults& results) {
                    usleep(20000 * (6 - number));
                    auto uniform = CreateObject<UniformRandomVariable>();
                    uniform->SetStream(number);
                    ResultRow& row = results.AddRow();
                    row.SetPair("latency", 0.5, 0.5 * number);
                    row.Set("draw", uniform->GetValue());
                    results.AddRow("windows").Set("start", 10 * number);
                    results.AddRow("windows").Set("start", 10 * number + 1);
                    std::cout << "scenario " << number << " speaks\n";
                    TaskCounts counts;
                    counts.generated = 3;
                    counts.completed = 2;
                    counts.dropped = 1;
                    counts.byOutcome = {{TaskOutcome::COMPLETED, 2}, {TaskOutcome::DEADLINE, 1}};
                    results.Count(counts);
                });
        }
        experiment.AddTable(TableView("Second", "number latency").Where("part", "second"));
        experiment.AddTable(TableView("First", "number draw").Where("part", "first"));
        experiment.AddTable(TableView("Windows", "number start").From("windows").RuleBy("number"));
        std::ostringstream os;
        std::ostringstream spoken;
        std::streambuf* before = std::cout.rdbuf(os.rdbuf());
        ErrorText errors;
        code = experiment.Run(os);
        std::cout.rdbuf(before);
        return {os.str(),
                ReadFile(path + "/results.csv"),
                ReadFile(path + "/windows.csv"),
                ReadFile(path + "/columns.csv")};
    }

    void DoRun() override
    {
        int code = -1;
        const Bytes serial = Run("1", code);
        NS_TEST_EXPECT_MSG_EQ(code, 0, "sound");
        const std::string head = serial.results.substr(0, serial.results.find('\n'));
        NS_TEST_EXPECT_MSG_EQ(head,
                              "part,number,latency_planned [s],latency_realised [s],latency_ratio,"
                              "draw,calls",
                              "columns in order");
        NS_TEST_EXPECT_MSG_NE(serial.results.find("\nfirst,1,0.5,0.5,1,"),
                              std::string::npos,
                              "row");
        NS_TEST_EXPECT_MSG_EQ(serial.windows.substr(0, 35),
                              "number,start [s]\n0,0\n0,1\n1,10\n1,11\n",
                              "rows of another sheet carry the key");
        for (const std::string part :
             {" number latency plan [ms] latency real [ms] latency ratio ",
              " 3 500 1500 3 ",
              " 5 500 2500 5 ",
              " test: 6 scenarios, 1 run each; tasks: 18 generated = 12 completed + 6 dropped + 0 "
              "unfinished "})
        {
            NS_TEST_EXPECT_MSG_NE(Squeeze(serial.printed).find(part),
                                  std::string::npos,
                                  part << " in " << serial.printed);
        }
        NS_TEST_EXPECT_MSG_LT(serial.printed.find("Second"), serial.printed.find("First"), "order");
        for (const std::string jobs : {"2", "6"})
        {
            const Bytes parallel = Run(jobs, code);
            NS_TEST_EXPECT_MSG_EQ(code, 0, "sound");
            NS_TEST_EXPECT_MSG_EQ(parallel.results, serial.results, jobs << " at once");
            NS_TEST_EXPECT_MSG_EQ(parallel.windows, serial.windows, jobs << " at once");
            NS_TEST_EXPECT_MSG_EQ(parallel.columns, serial.columns, jobs << " at once");
        }
    }
};

/// What a scenario changes outside of its results reaches nobody.
class FreshStateTestCase : public TestCase
{
  public:
    FreshStateTestCase()
        : TestCase("every scenario begins afresh, and what it prints comes in order")
    {
    }

  private:
    void DoRun() override
    {
        Experiment experiment("test", "");
        Parse(experiment, {"--jobs=3", "--output=" + CreateTempDirFilename("fresh")});
        SetExperimentColumns(experiment);
        for (const int number : {0, 1, 2})
        {
            experiment.AddScenario({{"number", number}}, [number](ScenarioResults& results) {
                usleep(30000 * (3 - number));
                results.AddRow().Set("calls", CountCalls());
                std::printf("scenario %d speaks\n", number);
            });
        }
        ErrorText errors;
        std::ostringstream os;
        NS_TEST_EXPECT_MSG_EQ(experiment.Run(os), 0, "sound");
        NS_TEST_EXPECT_MSG_EQ(os.str().substr(0, 57),
                              "scenario 0 speaks\nscenario 1 speaks\nscenario 2 speaks\n\nte",
                              os.str());
        const ResultSheet& sheet = experiment.GetSheet();
        NS_TEST_ASSERT_MSG_EQ(sheet.GetRows().size(), 3, "rows");
        for (const auto& row : sheet.GetRows())
        {
            NS_TEST_EXPECT_MSG_EQ(row.values[sheet.GetIndex("calls")].GetNumber(), 1, "afresh");
        }
    }
};

/// Tables do not wait for scenarios that have no row for them.
class EarlyTableTestCase : public TestCase
{
  public:
    EarlyTableTestCase()
        : TestCase("a table waits for the scenarios that add to its sheet, and for no others")
    {
    }

  private:
    /// @param [in] isSaid whether scenarios say what sheets they add to
    /// @param [in] wrong sheet to which the last one adds another row; "": to none
    /// @param [out] errors what is printed there  @returns what is printed, scenarios' words
    /// between
    std::string Run(bool isSaid, const std::string& wrong, std::string& errors)
    {
        Experiment experiment("test", "");
        Parse(experiment, {"--jobs=1", "--output=" + CreateTempDirFilename("early")});
        SetExperimentColumns(experiment);
        for (const std::string sheet : {"windows", "results", "results"})
        {
            experiment.AddScenario(
                {{"number", 7}},
                [sheet, wrong](ScenarioResults& results) {
                    results.AddRow(sheet);
                    std::cout << sheet << " speaks\n";
                    if (sheet == "results" && !wrong.empty())
                    {
                        results.AddRow(wrong);
                    }
                },
                isSaid ? std::vector<std::string>{sheet} : std::vector<std::string>());
        }
        experiment.AddTable(TableView("Early", "number start").From("windows").Where("number", 7));
        std::ostringstream os;
        std::streambuf* before = std::cout.rdbuf(os.rdbuf());
        {
            ErrorText text;
            experiment.Run(os);
            errors = text.Get();
        }
        std::cout.rdbuf(before);
        return os.str();
    }

    void DoRun() override
    {
        std::string errors;
        const std::string early = Run(true, "", errors);
        NS_TEST_EXPECT_MSG_LT(early.find("Early"), early.find("results speaks"), early);
        NS_TEST_EXPECT_MSG_LT(early.find("windows speaks"), early.find("Early"), early);
        const std::string late = Run(false, "", errors);
        NS_TEST_EXPECT_MSG_LT(late.rfind("results speaks"), late.find("Early"), late);
        Run(true, "windows", errors);
        NS_TEST_EXPECT_MSG_NE(errors.find("a row of sheet 'windows' from a scenario that was added "
                                          "for results alone"),
                              std::string::npos,
                              errors);
        Experiment experiment("test", "");
        SetExperimentColumns(experiment);
        std::string words;
        try
        {
            experiment.AddScenario({}, [](ScenarioResults&) {}, {"doors"});
        }
        catch (const std::invalid_argument& error)
        {
            words = error.what();
        }
        NS_TEST_EXPECT_MSG_NE(words.find("doors"), std::string::npos, words);
    }
};

/// Scenarios that end badly.
class CrashTestCase : public TestCase
{
  public:
    CrashTestCase()
        : TestCase("a crash is reported with its scenario and last words, and the others go on")
    {
    }

  private:
    void DoRun() override
    {
        Experiment experiment("test", "");
        Parse(experiment, {"--jobs=2", "--output=" + CreateTempDirFilename("crash")});
        SetExperimentColumns(experiment);
        const auto fail = [&](int number, const std::function<void(ScenarioResults&)>& how) {
            experiment.AddScenario({{"number", number}}, [how](ScenarioResults& results) {
                results.AddRow().Set("calls", 1);
                how(results);
            });
        };
        fail(0, [](ScenarioResults&) {
            std::fprintf(stderr, "the bridge is out\n");
            std::abort();
        });
        fail(1, [](ScenarioResults&) {});
        fail(2, [](ScenarioResults&) { std::raise(SIGKILL); });
        fail(3, [](ScenarioResults&) { throw std::runtime_error("no such link"); });
        fail(4, [](ScenarioResults&) { _exit(7); });
        fail(5, [](ScenarioResults& results) {
            TaskCounts counts;
            counts.generated = 3;
            counts.completed = 1;
            results.Count(counts);
        });
        fail(6, [](ScenarioResults& results) { results.AddRow().Set("colour", 1); });
        fail(7, [](ScenarioResults&) {});
        fail(8, [](ScenarioResults& results) { results.Count(TaskCounts(), "node 1: 2 J"); });
        std::ostringstream os;
        int code = 0;
        std::string said;
        {
            ErrorText errors;
            code = experiment.Run(os);
            said = errors.Get();
        }
        NS_TEST_EXPECT_MSG_EQ(code, 1, "not sound");
        NS_TEST_EXPECT_MSG_EQ(experiment.GetSheet().GetRows().size(), 2, "the others");
        for (const std::string part :
             {"test: number=0 ended by signal 6 (Aborted); its last words:\nthe bridge is out\n",
              "test: number=2 ended by signal 9 (Killed)\n",
              "test: number=3 ended with exit code 1; its last words:\nno such link\n",
              "test: number=4 ended with exit code 7\n",
              "test: number=5 ended with exit code 1; its last words:\na task was lost: 3 "
              "generated, "
              "but 1 completed, 0 dropped and 0 unfinished\n",
              "test: number=8 ended with exit code 1; its last words:\nenergy does not add up: "
              "node "
              "1: 2 J\n",
              "the sheet 'results' has no column 'colour'; there are: part, number, "
              "latency_planned"})
        {
            NS_TEST_EXPECT_MSG_NE(said.find(part), std::string::npos, part << " in " << said);
        }
        NS_TEST_EXPECT_MSG_LT(said.find("test: number=0"), said.find("test: number=2"), "order");
        NS_TEST_EXPECT_MSG_NE(said.find("100 %: 9 of 9 done"), std::string::npos, said);
    }
};

/// Means and their intervals.
class RepetitionTestCase : public TestCase
{
  public:
    RepetitionTestCase()
        : TestCase("repetitions give means with Student's intervals")
    {
    }

  private:
    void DoRun() override
    {
        // t(0.975, 2) = 4.30265273, sample deviation 1: 4.30265273 / sqrt(3).
        const Repetition three = SummariseRepetitions({1, std::nan(""), 2, 3});
        NS_TEST_EXPECT_MSG_EQ(three.mean, 2, "mean");
        NS_TEST_EXPECT_MSG_EQ_TOL(three.halfWidth, 2.484138, 1e-6, "half width");
        // t(0.975, 1) = 12.7062047, sample deviation sqrt(2): 12.7062047 sqrt(2) / sqrt(2).
        NS_TEST_EXPECT_MSG_EQ_TOL(SummariseRepetitions({10, 12}).halfWidth,
                                  12.7062047,
                                  1e-6,
                                  "two");
        NS_TEST_EXPECT_MSG_EQ(SummariseRepetitions({0.1, 0.1, 0.1}).mean, 0.1, "exactly");
        NS_TEST_EXPECT_MSG_EQ(SummariseRepetitions({0.1, 0.1, 0.1}).halfWidth, 0, "exactly");
        NS_TEST_EXPECT_MSG_EQ(SummariseRepetitions({5}).mean, 5, "one");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(SummariseRepetitions({5}).halfWidth), true, "one");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(SummariseRepetitions({}).mean), true, "none");

        const std::string path = CreateTempDirFilename("repeated");
        Experiment experiment("test", "");
        const uint64_t before = RngSeedManager::GetRun();
        Parse(experiment, {"--jobs=2", "--runs=3", "--RngRun=1", "--output=" + path});
        ResultColumns columns;
        columns.Add("case", "", "which");
        columns.Add("weight", "", "of something");
        columns.Add("value", "s", "run number");
        columns.Add("count", "tasks", "the same in all runs");
        columns.Add("status", "", "differs");
        experiment.SetColumns(columns);
        experiment.AddScenario({{"case", "a"}, {"weight", 0.5}}, [](ScenarioResults& results) {
            const uint64_t run = RngSeedManager::GetRun();
            ResultRow& row = results.AddRow();
            row.Set("value", static_cast<double>(run)).Set("count", 7);
            row.Set("status", run == 1 ? "" : run == 2 ? "late" : "lost");
        });
        experiment.AddTable(TableView("Repeated", "case weight value count status"));
        FigureView figure("repeated", "Repeated");
        experiment.AddFigure(figure.Curve("a", "case", "value"));
        experiment.AddFigure(FigureView("apart", "").Series("weight", "case", "value"));
        experiment.AddFigure(FigureView("timed", "").Series("value", "case", "count"));
        std::ostringstream os;
        ErrorText errors;
        NS_TEST_EXPECT_MSG_EQ(experiment.Run(os), 0, errors.Get());
        NS_TEST_EXPECT_MSG_EQ(RngSeedManager::GetRun(), 1, "as before");
        RngSeedManager::SetRun(before);
        NS_TEST_EXPECT_MSG_NE(os.str().find("case  weight  value [s]  count [tasks]  status\n"
                                            "----  ------  ---------  -------------  ----------\n"
                                            "a        0.5    2 ± 2.5              7  late; lost\n"),
                              std::string::npos,
                              os.str());
        const std::string results = ReadFile(path + "/results.csv");
        NS_TEST_EXPECT_MSG_EQ(results.substr(0, results.find('\n')),
                              "case,weight,value [s],value_ci95 [s],count [tasks],count_ci95 "
                              "[tasks],status",
                              "inputs have no interval");
        NS_TEST_EXPECT_MSG_NE(results.find("\na,0.5,2,2.484137711"), std::string::npos, results);
        NS_TEST_EXPECT_MSG_NE(results.find(",7,0,late; lost\n"), std::string::npos, results);
        NS_TEST_EXPECT_MSG_EQ(ReadFile(path + "/results-runs.csv"),
                              "run,case,weight,value [s],count [tasks],status\n"
                              "1,a,0.5,1,7,\n2,a,0.5,2,7,late\n3,a,0.5,3,7,lost\n",
                              "one by one");
        const std::string data = ReadFile(path + "/repeated.dat");
        NS_TEST_EXPECT_MSG_NE(data.find("\n1 2 2.484137"), std::string::npos, data);
        // Of what a number is one, and in which unit.
        for (const auto& [name, label] :
             {std::pair{"apart", "\"weight 0.5\""}, std::pair{"timed", "\"value 2 s\""}})
        {
            const std::string script = ReadFile(path + "/" + name + ".gp");
            NS_TEST_EXPECT_MSG_NE(script.find(label), std::string::npos, script);
        }
    }
};

/// Programs without standard streams, as daemons are.
class ClosedStreamsTestCase : public TestCase
{
  public:
    ClosedStreamsTestCase()
        : TestCase("results come whichever standard streams are closed")
    {
    }

  private:
    void DoRun() override
    {
        for (int closed = 0; closed < 8; ++closed)
        {
            int status = 0;
            const std::string said = HearProcess(
                [closed] {
                    for (int stream = 0; stream < 3; ++stream)
                    {
                        (closed >> stream & 1) ? close(stream) : 0;
                    }
                    std::string results;
                    ChildRuns::Run(
                        3,
                        2,
                        [](std::size_t piece) {
                            std::cout << "printed" << piece << std::flush;
                            return "result" + std::to_string(piece);
                        },
                        [&results](std::size_t, const ChildOutcome& outcome) {
                            results += outcome.result + outcome.output + outcome.failure;
                        },
                        [](const std::string&) {},
                        [](const std::vector<std::size_t>&) {});
                    // In whatever order they end.
                    for (const std::string piece : {"0", "1", "2"})
                    {
                        const std::string part = "result" + piece + "printed" + piece;
                        if (results.find(part) == std::string::npos)
                        {
                            _exit(2);
                        }
                    }
                    _exit(results.size() == 45 ? 0 : 3);
                },
                status);
            NS_TEST_EXPECT_MSG_EQ(status, 0, "closed: " << closed << " " << said);
        }
    }
};

/// All of the above.
class ExperimentTestSuite : public TestSuite
{
  public:
    ExperimentTestSuite()
        : TestSuite("edge-ai-experiment", TEST_UNIT)
    {
        AddTestCase(new OrderTestCase, TEST_QUICK);
        AddTestCase(new FreshStateTestCase, TEST_QUICK);
        AddTestCase(new EarlyTableTestCase, TEST_QUICK);
        AddTestCase(new CrashTestCase, TEST_QUICK);
        AddTestCase(new RepetitionTestCase, TEST_QUICK);
        AddTestCase(new ClosedStreamsTestCase, TEST_QUICK);
    }
};

ExperimentTestSuite g_experimentTestSuite; ///< registers itself

} // namespace
