/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// A family that no file of the module knows: its figures are in every output, by being set.

#include "support/test-text.h"

#include "ns3/co-inference-figures.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/inference-monitor.h"
#include "ns3/test.h"

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sqlite3.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// How a toy plan cuts.
enum class ToyShape : uint8_t
{
    ROUND,
    SQUARE,
};

/// Part of ToyTaskFigures.
struct ToyEdge
{
    double length{NOT_AVAILABLE};

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("length", "m", "of the edge"), length);
    }
};

/// What a toy plan decides: its messages would carry the same struct.
struct ToyChoice
{
    double width{0};
    double slack{0};

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("width", "m/s", "toy width asked for").Within(0, 9), width);
        archive(Field("slack", "s", "toy slack; 0: none").ZeroIsNone(), slack);
    }
};

/// What a test method plans and measures for a task: every type of field there is.
struct ToyTaskFigures
{
    static constexpr const char* FAMILY = "a-toy"; // sorts before the others

    ToyChoice planned;
    double widthRealised{NOT_AVAILABLE};
    uint32_t layers{0};
    bool lucky{false};
    ToyShape shape{ToyShape::ROUND};
    std::string colour;
    FigureLabel seat;
    std::vector<double> powers;
    ToyEdge edge;

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("planned", "", "what the plan decides").AsSuffix(), planned);
        archive(Field("width_realised", "m/s", "toy width seen").Within(0, 9), widthRealised);
        archive(Field("layers", "", "toy layers"), layers);
        archive(Field("lucky", "", "whether it is"), lucky);
        archive(Field("shape", "", "of the cut").Choices({"round", "square"}), shape);
        archive(Field("colour", "", "of the toy"), colour);
        archive(Field("seat", "", "where it sits"), seat);
        archive(Field("powers", "W", "of each subchannel"), powers);
        archive(Field("edge", "", "of the toy"), edge);
    }
};

/// What it knows of a step.
struct ToyStepFigures
{
    static constexpr const char* FAMILY = "a-toy";

    double price{NOT_AVAILABLE};

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("price", "1/J", "what a joule is worth"), price);
    }
};

/// Never set by anybody, but named in a program that is linked: known all the same.
struct IdleFigures
{
    static constexpr const char* FAMILY = "an-idle-family";

    double idleness{NOT_AVAILABLE};

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("idleness", "", "of those who wait"), idleness);
    }
};

/// @param [in] width realised [m/s]  @returns a completed task with and one without figures
Ptr<InferenceMonitor>
MakeToyMonitor(double width)
{
    auto monitor = CreateObject<InferenceMonitor>();
    for (uint64_t id : {1, 2})
    {
        TaskRecord task;
        task.id = id;
        task.node = 4;
        task.family = id == 1 ? ToyTaskFigures::FAMILY : CoInferenceFigures::FAMILY;
        monitor->Begin(task);
        task.ended = 2;
        task.outcome = TaskOutcome::COMPLETED;
        task.steps.resize(1);
        task.steps[0].planned.name = "toying";
        task.steps[0].planned.node = 4;
        task.steps[0].started = 1;
        task.steps[0].finished = 2;
        if (id == 1)
        {
            ToyTaskFigures figures;
            figures.planned.width = 2;
            figures.widthRealised = width;
            figures.layers = 12;
            figures.lucky = true;
            figures.shape = ToyShape::SQUARE;
            figures.colour = "red, \"dark\"";
            figures.seat = 7;
            figures.powers = {.5, .25};
            figures.edge.length = 1.5;
            task.Set(figures);
            ToyStepFigures price;
            price.price = .125;
            task.steps[0].Set(price);
        }
        else
        {
            CoInferenceFigures figures;
            figures.planned.split = 5;
            task.Set(figures);
        }
        monitor->End(task);
    }
    return monitor;
}

class FigureSetCase : public TestCase
{
  public:
    FigureSetCase()
        : TestCase("figures are set, got, replaced and copied by their struct")
    {
    }

  private:
    void DoRun() override
    {
        TaskRecord task;
        NS_TEST_EXPECT_MSG_EQ(task.Find<ToyTaskFigures>(), nullptr, "none yet");
        NS_TEST_EXPECT_MSG_EQ(task.Get<ToyTaskFigures>().layers, 0, "a new one");
        ToyTaskFigures figures;
        figures.layers = 3;
        task.Set(figures);
        CoInferenceFigures others;
        others.planned.split = 4;
        task.Set(others);
        const TaskRecord copy = task;
        figures.layers = 5;
        task.Set(figures);
        NS_TEST_EXPECT_MSG_EQ(task.Get<ToyTaskFigures>().layers, 5, "replaced");
        NS_TEST_EXPECT_MSG_EQ(copy.Get<ToyTaskFigures>().layers, 3, "a copy keeps its own");
        NS_TEST_EXPECT_MSG_EQ(task.Get<CoInferenceFigures>().planned.split, 4, "another family's");
        NS_TEST_EXPECT_MSG_EQ(task.GetKinds().size(), 2, "one of each");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(task.GetStep("none").GetTime()), true, "no such step");
    }
};

class FigureOutputCase : public TestCase
{
  public:
    FigureOutputCase()
        : TestCase("a family of a test is in CSV, SQLite, summary, timeline and list of columns")
    {
    }

  private:
    void DoRun() override
    {
        const auto monitor = MakeToyMonitor(3);
        NS_TEST_EXPECT_MSG_EQ(monitor->GetErrors().GetTotal(), 0, "sound");
        CheckCsv(*monitor);
        CheckDatabase(*monitor);
        CheckTimeline(*monitor);
        CheckSummary(*monitor);
        CheckList();
    }

    void CheckCsv(const InferenceMonitor& monitor)
    {
        const std::string path = CreateTempDirFilename("toy.csv");
        monitor.Write(path);
        std::istringstream tasks(ReadFile(path));
        std::string heads;
        std::string toy;
        std::string other;
        std::getline(tasks, heads);
        std::getline(tasks, toy);
        std::getline(tasks, other);
        const std::string own =
            ",energy_missed,width_planned_m_per_s,slack_planned_s,width_realised_m_per_s,"
            "layers,lucky,shape,colour,seat,powers_W,edge_length_m,split_planned,";
        NS_TEST_EXPECT_MSG_NE(heads.find(own), std::string::npos, "families by name: " << heads);
        NS_TEST_EXPECT_MSG_EQ(heads.find("idleness"), std::string::npos, "nobody is idle");
        const std::string values = ",2,,3,12,1,square,\"red, \"\"dark\"\"\",7,0.5 0.25,1.5,,";
        NS_TEST_EXPECT_MSG_NE(toy.find(values), std::string::npos, "values: " << toy);
        NS_TEST_EXPECT_MSG_NE(other.find(",,,,,,,,,,5,"), std::string::npos, "none: " << other);
        const std::string steps = ReadFile(CreateTempDirFilename("toy-steps.csv"));
        NS_TEST_EXPECT_MSG_NE(steps.find(",price_1_per_J\n"), std::string::npos, steps);
        NS_TEST_EXPECT_MSG_NE(steps.find(",0.125\n"), std::string::npos, steps);
    }

    void CheckDatabase(const InferenceMonitor& monitor)
    {
        const std::string path = CreateTempDirFilename("toy.sqlite");
        monitor.Write(path);
        const auto ask = [&path](const std::string& question) {
            sqlite3* database = nullptr;
            std::string answer;
            const auto note = [](void* to, int count, char** fields, char**) {
                for (int i = 0; i < count; ++i)
                {
                    *static_cast<std::string*>(to) += std::string(fields[i] ? fields[i] : "") + "|";
                }
                return 0;
            };
            sqlite3_open(path.c_str(), &database);
            sqlite3_exec(database, question.c_str(), note, &answer, nullptr);
            sqlite3_close(database);
            return answer;
        };
        NS_TEST_EXPECT_MSG_EQ(ask("SELECT typeof(width_planned_m_per_s), typeof(layers), "
                                  "typeof(seat), shape, split_planned "
                                  "FROM tasks"),
                              "real|integer|integer|square||null|null|null||5|",
                              "typed; NULL where a family has nothing to say");
        NS_TEST_EXPECT_MSG_EQ(ask("SELECT price_1_per_J FROM steps"), "0.125||", "of the step");
        NS_TEST_EXPECT_MSG_EQ(ask("SELECT \"table\", unit, help FROM columns WHERE name IN "
                                  "('width_planned_m_per_s', 'edge_length_m', 'price_1_per_J')"),
                              "tasks|m/s|toy width asked for|tasks|m|of the edge|"
                              "steps|1/J|what a joule is worth|",
                              "explained");
    }

    void CheckTimeline(const InferenceMonitor& monitor)
    {
        const std::string path = CreateTempDirFilename("toy.json");
        monitor.Write(path);
        bool task = false;
        bool step = false;
        const auto timeline = nlohmann::json::parse(ReadFile(path));
        for (const auto& event : timeline["traceEvents"])
        {
            if (event["ph"] == "X" && event["args"]["task"] == 1)
            {
                const auto& details = event["args"];
                task = task || (details.value("width planned [m/s]", 0.) == 2 &&
                                details.value("shape", "") == "square" &&
                                details.value("edge length [m]", 0.) == 1.5);
                step = step || details.value("price [1/J]", 0.) == .125;
            }
        }
        NS_TEST_EXPECT_MSG_EQ(task, true, "details of the task");
        NS_TEST_EXPECT_MSG_EQ(step, true, "details of the step");
    }

    void CheckSummary(const InferenceMonitor& monitor)
    {
        const TaskSummary all = monitor.GetSummary().all;
        NS_TEST_ASSERT_MSG_NE(all.Find("width"), nullptr, "a pair");
        NS_TEST_EXPECT_MSG_EQ_TOL(all.Find("width")->ratio, 1.5, 1e-12, "3 of 2");
        NS_TEST_EXPECT_MSG_EQ(all.Find("width")->unit, "m/s", "unit");
        NS_TEST_EXPECT_MSG_EQ_TOL(all.Find("layers")->realised, 12, 1e-12, "a number");
        NS_TEST_EXPECT_MSG_EQ_TOL(all.Find("edge length")->realised, 1.5, 1e-12, "a part");
        NS_TEST_EXPECT_MSG_EQ_TOL(all.Find("toying price")->realised, .125, 1e-12, "of a step");
        NS_TEST_EXPECT_MSG_EQ(all.Find("seat"), nullptr, "a name has no mean");
        NS_TEST_EXPECT_MSG_EQ(all.Find("shape"), nullptr, "nor has a word");
        std::ostringstream text;
        monitor.PrintSummary(text);
        NS_TEST_EXPECT_MSG_NE(text.str().find("width"), std::string::npos, text.str());
    }

    void CheckList()
    {
        std::ostringstream text;
        InferenceMonitor::PrintColumns(text);
        for (const std::string part : {"toy width asked for",
                                       "width_planned_m_per_s",
                                       "m/s",
                                       "a-toy",
                                       "latency_planned_s",
                                       "what a joule is worth",
                                       "goodput_bit_per_s",
                                       "structure"})
        {
            NS_TEST_EXPECT_MSG_NE(text.str().find(part), std::string::npos, part);
        }
        NS_TEST_EXPECT_MSG_NE(text.str().find("idleness"), std::string::npos, "registered");
        NS_TEST_EXPECT_MSG_EQ(TaskRecord().Get<IdleFigures>().FAMILY,
                              std::string("an-idle-family"),
                              "by being named here");
    }
};

/// What cannot be told apart ends the program, with the reason.
class FigureClashCase : public TestCase
{
  public:
    FigureClashCase()
        : TestCase("columns that a family does not own, and figures out of range, are refused")
    {
    }

  private:
    /// @param [in] family whose  @param [in] column name  @param [in] path where errors go
    /// @returns whether registering the column ended the program
    static bool Fails(const std::string& family, const std::string& column, const std::string& path)
    {
        const pid_t child = fork();
        if (child == 0)
        {
            if (!std::freopen(path.c_str(), "w", stderr))
            {
                _exit(2);
            }
            std::signal(SIGABRT, SIG_DFL);
            const FigureColumn clash(Field(column, "", "of the test"), FigureType::REAL, family);
            FigureKind::Register(FigureScope::TASK, family, "Clash", {clash});
            _exit(0);
        }
        int status = 0;
        waitpid(child, &status, 0);
        return WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) == 1);
    }

    void DoRun() override
    {
        const std::string path = CreateTempDirFilename("said.txt");
        NS_TEST_EXPECT_MSG_EQ(Fails("fresh", "fresh_figure", path), false, "a new one");
        NS_TEST_EXPECT_MSG_EQ(Fails("fresh", "outcome", path), true, "one that all have");
        NS_TEST_EXPECT_MSG_NE(ReadFile(path).find("column outcome of family 'fresh'"),
                              std::string::npos,
                              ReadFile(path));
        NS_TEST_EXPECT_MSG_EQ(Fails("fresh", "split_planned", path), true, "another family's");
        NS_TEST_EXPECT_MSG_NE(ReadFile(path).find("family 'co-inference' has already"),
                              std::string::npos,
                              ReadFile(path));
        NS_TEST_EXPECT_MSG_EQ(Fails("a-toy", "fresh_figure", path), true, "a second struct");

        std::ostringstream said;
        std::streambuf* before = std::cerr.rdbuf(said.rdbuf());
        const auto monitor = MakeToyMonitor(10);
        std::cerr.rdbuf(before);
        NS_TEST_EXPECT_MSG_EQ(monitor->GetErrors().badRecord, 1, "too wide");
        NS_TEST_EXPECT_MSG_NE(said.str().find("width_realised_m_per_s = 10, allowed is 0 to 9"),
                              std::string::npos,
                              said.str());
    }
};

class FigureTestSuite : public TestSuite
{
  public:
    FigureTestSuite()
        : TestSuite("edge-ai-figure", TEST_UNIT)
    {
        AddTestCase(new FigureSetCase, TEST_QUICK);
        AddTestCase(new FigureOutputCase, TEST_QUICK);
        AddTestCase(new FigureClashCase, TEST_QUICK);
    }
};

FigureTestSuite g_figureTestSuite; ///< registers the suite

} // namespace
