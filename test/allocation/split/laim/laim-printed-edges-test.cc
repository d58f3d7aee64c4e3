/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The planners of LAIM's printed problem at the ends of every range: of each field of a problem,
// and of each attribute of theirs. What is within a range is planned or infeasible, and both is
// true; what is beyond is refused by name.

#include "support/laim-printed-edges.h"
#include "support/laim-printed-support.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <limits>
#include <map>
#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::laimtest;

namespace
{

/// Words for plans with a figure that no plan may have, as one of 1e-80 J.
const std::string BEYOND = "no plan that can be carried out: ";

/// @param [in] prefix of their names  @returns planners
std::vector<std::string>
ListFamily(const std::string& prefix)
{
    std::vector<std::string> names;
    for (const std::string& name : ListSplitPlanners())
    {
        const std::size_t at = name.rfind(':') + 1;
        if (name.compare(at, prefix.size(), prefix) == 0)
        {
            names.push_back(name.substr(at));
        }
    }
    return names;
}

/// @returns the planners of the printed problem
std::vector<std::string>
ListPrinted()
{
    return ListFamily("LaimPrinted");
}

/// The ends of every field.
class PrintedEdgesTestCase : public TestCase
{
  public:
    /// @param [in] split cut of all plans, -1: free
    explicit PrintedEdgesTestCase(int split)
        : TestCase("every planner at the ends of every field's range, " +
                   (split < 0 ? std::string("cut of its own") : "cut " + std::to_string(split))),
          m_split(split)
    {
    }

  private:
    void DoRun() override;
    /// @param [in] name planner  @param [in] problem sound  @param [in] where words
    /// @returns the kept share of its plan; -1: none
    double Check(const std::string& name, const SplitProblem& problem, const std::string& where);
    /// The budgets that words ask for are enough. @param [in] name planner
    /// @param [in] problem without a plan  @param [in] where words
    void Grant(const std::string& name, SplitProblem problem, const std::string& where);

    int m_split;
};

double
PrintedEdgesTestCase::Check(const std::string& name,
                            const SplitProblem& problem,
                            const std::string& where)
{
    const SplitDevice& device = problem.devices[0];
    const SplitDecision made = PlanAt(name, problem, m_split).decisions[0];
    EXPECT_TRUE(made.IsUsable() || made.status == PlanStatus::INFEASIBLE, where << made.reason);
    if (!made.IsUsable())
    {
        const bool budget = made.reason.find("latencyBudget of ") == 0 ||
                            made.reason.find("energyBudget of ") == 0 ||
                            made.reason.find("memoryBits of ") == 0 ||
                            made.reason.find(BEYOND) == 0;
        EXPECT_TRUE(budget, where << "words: " << made.reason);
        return -1;
    }
    const SplitOption* option = device.FindOption(made.split);
    if (!option)
    {
        EXPECT_TRUE(option != nullptr, where << "no cut of the problem");
        return -1;
    }
    constexpr double slack = 1 + 1e-9;
    EXPECT_TRUE(made.latency <= device.latencyBudget * slack, where << made.latency << " s");
    EXPECT_TRUE(made.energy <= device.energyBudget * slack, where << made.energy << " J");
    EXPECT_TRUE(made.txPower <= device.txPowerMax * slack &&
                    (device.linkRate > 0 || option->uplinkBits == 0 ||
                     made.txPower >= device.txPowerMin / slack),
                where << made.txPower << " W");
    EXPECT_TRUE(
        made.deviceClock <= device.processor.clockMax * slack &&
            (option->deviceFlop == 0 || made.deviceClock >= device.processor.clockMin / slack),
        where << "device's clock " << made.deviceClock);
    EXPECT_TRUE(
        made.serverClock <= problem.GetServerSlice(0) * slack &&
            (option->serverFlop == 0 || made.serverClock >= problem.server.clockMin / slack),
        where << "server's clock " << made.serverClock);
    for (const double kept : {made.deviceKeepRatio, made.serverKeepRatio})
    {
        EXPECT_TRUE(kept >= problem.keepRatioMin / slack && kept <= 1, where << kept << " kept");
    }
    EXPECT_TRUE(std::isfinite(made.distortion) && made.distortion >= 0 &&
                    std::isfinite(made.normalisedDistortion) && made.normalisedDistortion >= 0 &&
                    made.parameterDistortion >= 0 && !std::isnan(made.parameterDistortion),
                where << "distortions " << made.distortion << ", " << made.parameterDistortion);
    // The steps are the plan.
    double time = device.overheadLatency;
    double energy = device.overheadEnergy;
    for (const PlanStep& step : made.steps)
    {
        // The answer's way back is no part of a plan.
        time += std::isnan(step.time) ? 0 : step.time;
        energy += std::isnan(step.energy) ? 0 : step.energy;
    }
    EXPECT_RELATIVE(time, made.latency, 1e-9, where << "sum of the steps' times");
    EXPECT_RELATIVE(energy, made.energy, 1e-9, where << "sum of the steps' energies");
    return PrintedBounds(*option).GetShare({made.deviceKeepRatio, made.serverKeepRatio});
}

void
PrintedEdgesTestCase::Grant(const std::string& name, SplitProblem problem, const std::string& where)
{
    for (int asked = 0; asked < 3; ++asked)
    {
        const SplitDecision made = PlanAt(name, problem, m_split).decisions[0];
        if (made.IsUsable() || made.reason.find("memoryBits") == 0 || made.reason.find(BEYOND) == 0)
        {
            return;
        }
        const std::size_t least = made.reason.find("the least ");
        const std::size_t is = made.reason.find(" is ", least);
        if (least == std::string::npos || is == std::string::npos)
        {
            EXPECT_TRUE(false, where << "no least value in: " << made.reason);
            return;
        }
        const double needed = std::stod(made.reason.substr(is + 4)) * (1 + 1e-5);
        (made.reason.find("latencyBudget") == 0 ? problem.devices[0].latencyBudget
                                                : problem.devices[0].energyBudget) = needed;
        if (!problem.Validate().empty())
        {
            return; // more than any problem has
        }
    }
    EXPECT_TRUE(PlanAt(name, problem, m_split).IsUsable(),
                where << "what was asked for is not enough: "
                      << PlanAt(name, problem, m_split).reason);
}

void
PrintedEdgesTestCase::DoRun()
{
    const SplitProblem ordinary = PrintedProblem(PrintedBert(), 0.35, 8e-3);
    std::map<std::string, double> usual;
    for (const std::string& name : ListPrinted())
    {
        usual[name] = Check(name, ordinary, name + ": ");
        EXPECT_TRUE(usual[name] > 0, name << " plans the ordinary problem");
    }
    NS_TEST_EXPECT_MSG_EQ(usual.size(), 9, "planners");
    for (const Edge& edge : ListEdges())
    {
        std::vector<double> ends{edge.low, edge.high};
        if (edge.orZero)
        {
            ends.push_back(0);
        }
        for (const double end : ends)
        {
            SplitProblem problem = ordinary;
            edge.set(problem, end);
            NS_TEST_EXPECT_MSG_EQ(problem.Validate(), "", edge.field << " of " << end);
            std::map<std::string, double> shares;
            for (const std::string& name : ListPrinted())
            {
                std::ostringstream where;
                where << name << ", " << edge.field << " of " << end << ": ";
                shares[name] = Check(name, problem, where.str());
                if (shares[name] < 0)
                {
                    Grant(name, problem, where.str());
                }
            }
            const double exact = shares["LaimPrintedPlanner"];
            // The plan that keeps most may be one that cannot be carried out.
            const SplitDecision made = PlanAt("LaimPrintedPlanner", problem, m_split).decisions[0];
            const bool beyond = made.reason.find(BEYOND) == 0;
            for (const auto& [name, share] : shares)
            {
                // Not other plans of the same cut: those of another one, and of clocks that never
                // change where changing them takes long.
                const bool other = (m_split >= 0 && (name == "LaimPrintedOnDevicePlanner" ||
                                                     name == "LaimPrintedOnServerPlanner")) ||
                                   (edge.field.find("transitionLatency") != std::string::npos &&
                                    name == "LaimPrintedFixedFrequencyPlanner");
                EXPECT_TRUE(share <= exact + 1e-9 || other || beyond,
                            name << " keeps " << share << ", the exact plan " << exact << ", "
                                 << edge.field << " of " << end);
            }
            const bool good = (edge.effect == MORE) == (end == edge.high);
            if (edge.effect != EITHER && end != 0 && !beyond)
            {
                const double before = usual["LaimPrintedPlanner"];
                EXPECT_TRUE(good ? exact >= before - 1e-9 : exact <= before + 1e-9,
                            edge.field << " of " << end << " keeps " << exact << ", usual is "
                                       << before);
            }
        }
        // Beyond.
        for (const double beyond : {edge.low == 0 ? -1e-3 : edge.low * (1 - 1e-6),
                                    edge.high * (1 + 1e-6),
                                    -edge.high,
                                    std::numeric_limits<double>::infinity(),
                                    std::numeric_limits<double>::quiet_NaN()})
        {
            SplitProblem problem = ordinary;
            edge.set(problem, beyond);
            for (const std::string& name : ListPrinted())
            {
                const SplitPlan refused = PlanAt(name, problem, m_split);
                EXPECT_TRUE(refused.status == PlanStatus::REFUSED &&
                                refused.reason.find(edge.field.substr(edge.field.rfind('.') + 1)) !=
                                    std::string::npos,
                            name << ", " << edge.field << " of " << beyond << ": "
                                 << refused.reason);
            }
        }
    }
}

/// Memory that holds less than the least keep ratio.
class PrintedMemoryTestCase : public TestCase
{
  public:
    PrintedMemoryTestCase()
        : TestCase("memory for less than the least keep ratio, whatever the budgets")
    {
    }

  private:
    void DoRun() override
    {
        for (const double latency : {0.35, 10.0})
        {
            SplitProblem problem = PrintedProblem(PrintedBert(), latency, 1);
            SplitDevice& device = problem.devices[0];
            problem.keepRatioMin = 0.1;
            problem.uniformDraws.assign(400, 0.5);
            for (const double held : {0.05, 0.1 - 1e-9, 0.1})
            {
                device.memoryBits = held * 32 * device.options[4].deviceWeights;
                for (const std::string& name : ListFamily("Laim"))
                {
                    // Of other cuts, or of no bounds.
                    if (name.find("LaimPrintedOn") == 0 || name.find("LaimOn") == 0 ||
                        name == "LaimNoPruningPlanner")
                    {
                        continue;
                    }
                    const SplitDecision made = PlanAt(name, problem, 4).decisions[0];
                    const bool fits = held == 0.1 && name != "LaimPrintedPruneServerPlanner";
                    EXPECT_TRUE(made.IsUsable() == fits,
                                name << " with memory for " << held << ", " << latency
                                     << " s: " << made.deviceKeepRatio << " kept, " << made.reason);
                    EXPECT_TRUE(fits || made.reason.find("memoryBits of ") == 0, made.reason);
                }
            }
        }
    }
};

/// The ends of every attribute.
class PrintedAttributesTestCase : public TestCase
{
  public:
    PrintedAttributesTestCase()
        : TestCase("every planner at the ends of its attributes")
    {
    }

  private:
    void DoRun() override
    {
        const SplitProblem problem = PrintedProblem(PrintedBert(), 0.35, 8e-3);
        const double best = PlanAt("LaimPrintedPlanner", problem, 4).decisions[0].deviceKeepRatio;
        const std::string most = std::to_string(std::numeric_limits<uint32_t>::max());
        for (const auto& [attribute, values] : std::map<std::string, std::vector<std::string>>{
                 {"InitialKeepRatio", {"0", "1e-50", "1"}},
                 {"InitialPower", {"0", "1e-50", "1e9"}},
                 {"Tolerance", {"0", "1"}},
                 {"Gap", {"0", "1"}},
                 {"MaxRounds", {"1", most}}})
        {
            for (const std::string& value : values)
            {
                const SplitPlan plan =
                    MakePlanner("LaimPrintedScaPlanner", {{"Split", "4"}, {attribute, value}})
                        ->Plan(problem);
                const SplitDecision& made = plan.decisions[0];
                const std::string where = attribute + " of " + value + ": ";
                EXPECT_TRUE(plan.status == PlanStatus::SOLVED, where << plan.reason);
                EXPECT_TRUE(made.latency <= 0.35 * (1 + 1e-9) && made.energy <= 8e-3 * (1 + 1e-9),
                            where << "budgets");
                // Stopped by a rule that is too wide, it says so; else it has the optimum.
                const bool stopped = attribute == "MaxRounds" && value == "1";
                const bool wide = attribute == "Tolerance" && value == "1";
                if (stopped || wide)
                {
                    EXPECT_TRUE(plan.summary.limited && made.reason.find("not finished") == 0,
                                where << made.reason);
                }
                else
                {
                    EXPECT_RELATIVE(made.deviceKeepRatio, best, 1e-5, where);
                    EXPECT_RELATIVE(made.serverKeepRatio, 1.0, 1e-6, where);
                    EXPECT_TRUE(!plan.summary.limited || attribute == "Gap", where << made.reason);
                }
            }
        }
        for (const std::string& name : ListPrinted())
        {
            const bool own =
                name == "LaimPrintedOnDevicePlanner" || name == "LaimPrintedOnServerPlanner";
            for (const std::string split : {"0", "12", "13", "4294967295"})
            {
                const SplitPlan plan = MakePlanner(name, {{"Split", split}})->Plan(problem);
                const bool there = own || split == "0" || split == "12";
                EXPECT_TRUE((plan.status == PlanStatus::REFUSED) != there,
                            name << ", Split " << split << ": " << plan.reason);
                EXPECT_TRUE(there || plan.reason.find("Split " + split) != std::string::npos,
                            plan.reason);
                EXPECT_TRUE(!plan.IsUsable() || own || plan.decisions[0].split == std::stoul(split),
                            name << " at cut " << plan.decisions[0].split);
            }
            const bool onServer = name == "LaimPrintedOnServerPlanner";
            for (const std::string& least : {std::string("0"), std::string("12"), most})
            {
                const SplitPlan plan = MakePlanner(name, {{"SplitMin", least}})->Plan(problem);
                const bool refused = least == most || (onServer && least != "0");
                NS_TEST_EXPECT_MSG_EQ((plan.status == PlanStatus::REFUSED),
                                      refused,
                                      name << ", SplitMin " << least << ": " << plan.reason);
                EXPECT_TRUE(refused || !plan.IsUsable() ||
                                plan.decisions[0].split >= std::stoul(least),
                            name << " at cut " << plan.decisions[0].split);
            }
        }
    }
};

/// The printed problem at the ends of all ranges.
class LaimPrintedEdgesTestSuite : public TestSuite
{
  public:
    LaimPrintedEdgesTestSuite()
        : TestSuite("edge-ai-laim-printed-edges", TEST_UNIT)
    {
        AddTestCase(new PrintedEdgesTestCase(4), TEST_QUICK);
        AddTestCase(new PrintedEdgesTestCase(-1), TEST_QUICK);
        AddTestCase(new PrintedMemoryTestCase, TEST_QUICK);
        AddTestCase(new PrintedAttributesTestCase, TEST_QUICK);
    }
};

LaimPrintedEdgesTestSuite g_laimPrintedEdgesTestSuite; ///< registers the suite

} // namespace
