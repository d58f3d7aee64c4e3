/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// A field of what plans decide is named once, in SplitChoice, and nowhere else: it crosses the
// network and is in every output. Nothing here names a field, so that a new one is looked for, too.

#include "allocation/split/split-steps.h"
#include "application/message/dissector-table.h"
#include "application/message/message-registry.h"
#include "monitor/figure-archive.h"
#include "support/co-inference-fixture.h"
#include "support/test-text.h"

#include "ns3/co-inference-controller.h"
#include "ns3/co-inference-figures.h"

#include <algorithm>
#include <sstream>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What a planner decided, field by field, and what the outputs say.
struct ChoiceField
{
    Field field{"", "", ""};
    double value{0};
    bool shown{true}; ///< it has a value to show
};

/// @param [in] choice of a plan  @returns its fields with their values
std::vector<ChoiceField>
ListFields(SplitChoice choice)
{
    std::vector<ChoiceField> fields;
    FigureArchive archive([&fields](const Field& field, FigureType, const FigureValue& value) {
        ChoiceField one;
        one.field = field;
        one.shown = !std::holds_alternative<std::monostate>(value);
        if (std::holds_alternative<int64_t>(value))
        {
            one.value = static_cast<double>(std::get<int64_t>(value));
        }
        else if (one.shown)
        {
            one.value = std::get<double>(value);
        }
        fields.push_back(one);
    });
    choice.Fields(archive);
    return fields;
}

/// @param [in] line of a CSV file without quotes  @returns its cells
std::vector<std::string>
SplitLine(const std::string& line)
{
    std::vector<std::string> cells(1);
    for (char c : line)
    {
        if (c == ',')
        {
            cells.emplace_back();
        }
        else
        {
            cells.back() += c;
        }
    }
    return cells;
}

/// Sets every number of a struct to another value within its range, none of them zero.
class Filler
{
  public:
    template <typename T>
    void operator()(const Field& field, T& value)
    {
        ++m_count;
        value = static_cast<T>(field.most <= 1 ? 1. / (1 + m_count) : 1. + m_count);
    }

  private:
    int m_count{0};
};

/// The planner of a method that fills in every field there is.
class ChoicePlanner : public SplitPlanner
{
  public:
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("ns3::edgeai::ChoicePlanner")
                                .SetParent<SplitPlanner>()
                                .SetGroupName("EdgeAi")
                                .AddConstructor<ChoicePlanner>();
        return tid;
    }

    SplitChoice decided; ///< what it decides about everybody

  private:
    SplitPlan DoPlan(const SplitProblem& problem) const override
    {
        SplitPlan plan;
        for (std::size_t i = 0; i < problem.devices.size(); ++i)
        {
            SplitDecision decision;
            static_cast<SplitChoice&>(decision) = decided;
            decision.status = PlanStatus::SOLVED;
            decision.latency = 0.25;
            decision.energy = 0.125;
            decision.steps =
                MakeSplitSteps(problem, i, decision, {{0.01, 0}, {0.01, 0}, {0.01, 0}});
            plan.Append(decision, "");
        }
        return plan;
    }
};

class ChoiceCase : public TestCase
{
  public:
    ChoiceCase()
        : TestCase("what a planner decides is in messages, CSV, summary, timeline and dissector")
    {
    }

  private:
    void DoRun() override
    {
        auto planner = CreateObject<ChoicePlanner>();
        Filler filler;
        planner->decided.Fields(filler);
        planner->decided.units = 1; // so that it can be followed
        planner->decided.bandwidth = 5e6;
        planner->decided.txPower = 0.1;
        planner->decided.deviceClock = 1e9;
        planner->decided.serverClock = 1e10;
        CoInferenceFixture run;
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals", "MaxTasks", UintegerValue(1));
        run.Build();
        run.GetServer()->GetController()->SetPlanner(planner);
        m_fields = ListFields(planner->decided);
        NS_TEST_EXPECT_MSG_GT(m_fields.size(), 7, "the fields of a choice");
        NS_TEST_EXPECT_MSG_EQ(run.Run().generated, 1, "a task");
        const InferenceMonitor& monitor = run.helper.GetMonitor();
        CheckCsv(monitor);
        CheckTimeline(monitor);
        CheckSummary(monitor);
        CheckDissector();
    }

    void CheckCsv(const InferenceMonitor& monitor)
    {
        const std::string path = CreateTempDirFilename("choice.csv");
        monitor.Write(path);
        std::istringstream lines(ReadFile(path));
        std::string heads;
        std::string values;
        std::getline(lines, heads);
        std::getline(lines, values);
        const auto names = SplitLine(heads);
        const auto cells = SplitLine(values);
        for (const ChoiceField& one : m_fields)
        {
            const std::string start = one.field.name + "_planned";
            const auto found = std::find_if(names.begin(), names.end(), [&](const auto& name) {
                return name.compare(0, start.size(), start) == 0;
            });
            NS_TEST_ASSERT_MSG_EQ((found != names.end()), true, start << " in " << heads);
            const std::string& cell = cells.at(found - names.begin());
            NS_TEST_EXPECT_MSG_EQ_TOL(std::stod(cell), one.value, 1e-9 * one.value, start);
        }
    }

    void CheckTimeline(const InferenceMonitor& monitor)
    {
        const std::string path = CreateTempDirFilename("choice.json");
        monitor.Write(path);
        const std::string text = ReadFile(path);
        for (const ChoiceField& one : m_fields)
        {
            NS_TEST_EXPECT_MSG_NE(text.find('"' + GetWords(one) + " planned"),
                                  std::string::npos,
                                  one.field.name);
        }
    }

    void CheckSummary(const InferenceMonitor& monitor)
    {
        std::ostringstream text;
        monitor.PrintSummary(text);
        for (const ChoiceField& one : m_fields)
        {
            NS_TEST_EXPECT_MSG_NE(text.str().find(GetWords(one)),
                                  std::string::npos,
                                  one.field.name << " in " << text.str());
        }
    }

    void CheckDissector()
    {
        std::ostringstream table;
        PrintDissectorTable(table, "local MESSAGES", 1, MessageRegistry::LAST_OWN);
        const std::size_t begin = table.str().find("\"plan\"");
        const std::string plan = table.str().substr(begin, table.str().find("\"feature\"") - begin);
        for (const ChoiceField& one : m_fields)
        {
            NS_TEST_EXPECT_MSG_NE(plan.find("{\"" + one.field.name + "\","),
                                  std::string::npos,
                                  one.field.name);
        }
    }

    /// @param [in] one field  @returns what people call it
    static std::string GetWords(const ChoiceField& one)
    {
        std::string words = one.field.name;
        std::replace(words.begin(), words.end(), '_', ' ');
        return words;
    }

    std::vector<ChoiceField> m_fields;
};

class ChoiceTestSuite : public TestSuite
{
  public:
    ChoiceTestSuite()
        : TestSuite("edge-ai-choice", TEST_SYSTEM)
    {
        AddTestCase(new ChoiceCase, TEST_QUICK);
    }
};

ChoiceTestSuite g_choiceTestSuite; ///< registers the suite

} // namespace
