/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What is planned for a processor is what it then spends: every preset at both ends, every planner.

#include "application/control/processor-description.h"
#include "support/co-inference-fixture.h"
#include "support/expectations.h"

#include "ns3/co-inference-figures.h"
#include "ns3/network-catalogue.h"
#include "ns3/processor-presets.h"
#include "ns3/split-planner.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

const char* const PRESET_NETWORK = "ViT-B/16@part=encoder";

/// What time and energy a device is given, in terms of doing it all itself at its largest clock.
struct Budgets
{
    const char* name;
    double time;
    double energy;
};

const Budgets BUDGETS[] = {{"plenty of both", 5, 1e6},
                           {"little energy", 5, 0.3},
                           {"little time", 0.7, 1e6},
                           {"more time than the least clock takes", 60, 0.02}};

/// What all cases compare.
class PlannedEnergyCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    /// Time and energy of compute steps, and clocks, against the plan.
    /// @param [in] task that completed  @param [in] where it did
    void CheckTask(const TaskRecord& task, const std::string& where)
    {
        const CoInferenceFigures figures = task.Get<CoInferenceFigures>();
        EXPECT_RELATIVE(task.realised.energy, task.planned.energy, 0.05, where << "energy");
        EXPECT_TRUE(task.planned.energy > 0, where << "it takes something");
        for (const char* name : {"device", "server"})
        {
            const StepRecord& step = task.GetStep(name);
            if (std::isnan(step.planned.time))
            {
                continue;
            }
            EXPECT_RELATIVE(step.GetTime(), step.planned.time, 0.001, where << name << " time");
            EXPECT_RELATIVE(step.energy, step.planned.energy, 0.001, where << name << " energy");
        }
        if (figures.planned.deviceClock > 0)
        {
            EXPECT_RELATIVE(figures.deviceClockApplied,
                            figures.planned.deviceClock,
                            1e-6,
                            where << "device clock");
        }
        if (figures.planned.serverClock > 0)
        {
            EXPECT_RELATIVE(figures.serverClockApplied,
                            figures.planned.serverClock,
                            1e-6,
                            where << "server clock");
        }
    }
};

/// Every preset at both ends of the ideal link.
class PresetEnergyCase : public PlannedEnergyCase
{
  public:
    /// @param [in] budgets in force
    explicit PresetEnergyCase(const Budgets& budgets)
        : PlannedEnergyCase(
              std::string("every preset and every planner spend what was planned with ") +
              budgets.name),
          m_budgets(budgets)
    {
    }

  private:
    void DoRun() override
    {
        const double flop = LoadNetworkProfile(PRESET_NETWORK).GetFlop();
        std::map<std::string, uint32_t> completed;
        for (const ProcessorPreset& preset : GetProcessorPresets())
        {
            for (const std::string& planner : ListSplitPlanners())
            {
                CoInferenceFixture run(planner, 1, PRESET_NETWORK, preset.name, preset.name);
                const Ptr<Processor> processor = Processor::Find(run.devices.Get(0));
                const double time = processor->GetServiceTime(flop, 0, 1, 0);
                const double energy = time * processor->GetBusyUnitPower(processor->GetMaxClock());
                const double latency = m_budgets.time * time + 0.1;
                run.helper.SetBudget(Seconds(latency), m_budgets.energy * energy);
                run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                                       "Period",
                                       TimeValue(Seconds(10 * latency)),
                                       "Offset",
                                       TimeValue(Seconds(1)),
                                       "MaxTasks",
                                       UintegerValue(2));
                run.helper.SetClientAttribute("Timeout", TimeValue(Seconds(9 * latency)));
                run.Run(30 * latency + 2);
                for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
                {
                    if (task->outcome == TaskOutcome::COMPLETED)
                    {
                        ++completed[planner];
                        CheckTask(*task,
                                  preset.name + ", " + planner + ", " + m_budgets.name + ": ");
                    }
                    else
                    {
                        EXPECT_TRUE(task->outcome == TaskOutcome::INFEASIBLE ||
                                        task->outcome == TaskOutcome::REFUSED,
                                    preset.name << ", " << planner << ": " << task->detail);
                    }
                }
            }
        }
        for (const std::string& planner : ListSplitPlanners())
        {
            NS_TEST_EXPECT_MSG_GT(completed[planner], 3, planner << ", " << m_budgets.name);
        }
    }

    Budgets m_budgets;
};

/// A governor that has one clock leaves planners no other, and a change of clock is set aside.
class GovernorRangeCase : public PlannedEnergyCase
{
  public:
    GovernorRangeCase()
        : PlannedEnergyCase(
              "planners get the clocks that the governor takes, and what a change costs")
    {
    }

  private:
    /// @param [in] deviceClock the only clock it shall take [cycle/s]; 0: any  @param [in] latency
    /// of a change [s]  @param [in] governor of both ends  @param [in] args its attributes
    template <typename... Args>
    void Check(double deviceClock, double latency, const std::string& governor, Args&&... args)
    {
        CoInferenceFixture run("LaimPlanner", 1, PRESET_NETWORK);
        run.devices = NodeContainer(1);
        run.server = NodeContainer(1);
        ProcessorHelper helper("JetsonNano");
        helper.SetGovernor(governor, std::forward<Args>(args)...);
        const ProcessorContainer processors = helper.Install(run.devices);
        helper.Install(run.server);
        const ProcessorLimits limits = DescribeProcessor(processors.Get(0));
        const double least = deviceClock > 0 ? deviceClock : 7.68e7;
        const double most = deviceClock > 0 ? deviceClock : 9.216e8;
        NS_TEST_EXPECT_MSG_EQ(limits.staticPower, 1.5, governor);
        NS_TEST_EXPECT_MSG_EQ(limits.transitionLatency, latency, governor);
        NS_TEST_EXPECT_MSG_EQ(limits.clockMin, least, governor);
        NS_TEST_EXPECT_MSG_EQ(limits.clockMax, most, governor);
        run.helper.SetBudget(Seconds(2), 100);
        run.Run();
        bool first = true;
        int compared = 0;
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            NS_TEST_ASSERT_MSG_EQ(task->outcome, TaskOutcome::COMPLETED, governor << task->detail);
            if (latency == 0)
            {
                CheckTask(*task, governor + ": ");
                continue;
            }
            // Set aside, in case the clock has to change: it does for the first task alone.
            for (const char* name : {"device", "server"})
            {
                const StepRecord& step = task->GetStep(name);
                if (!(step.planned.time > 0))
                {
                    continue; // it has nothing to do
                }
                ++compared;
                EXPECT_ABSOLUTE(step.GetTime(),
                                step.planned.time - (first ? 0 : latency),
                                1e-6,
                                governor << ": " << name << " time");
                EXPECT_RELATIVE(step.energy, step.planned.energy, 1e-6, governor << " energy");
            }
            first = false;
        }
        NS_TEST_EXPECT_MSG_EQ((compared > 0), (latency > 0), governor << ": steps compared");
    }

    void DoRun() override
    {
        Check(0, 0, "PlannedGovernor");
        Check(0, 1e-3, "PlannedGovernor", "TransitionLatency", TimeValue(MilliSeconds(1)));
        Check(9.216e8, 0, "PerformanceGovernor");
        Check(7.68e7, 0, "PowersaveGovernor");
        Check(5e8, 0, "FixedGovernor", "Clock", DoubleValue(5e8));
    }
};

/// Power laws that are not cubic.
class PowerLawCase : public PlannedEnergyCase
{
  public:
    PowerLawCase()
        : PlannedEnergyCase("a law that is not cubic is planned with as it is at both ends")
    {
    }

  private:
    /// @param [in] law of both ends  @param [in] points their clocks  @param [in] budget of time
    /// [s]
    /// @param [in] tolerance of the energy, relative  @param [in] governor of both ends
    void Check(const std::string& law,
               const std::string& points,
               double budget,
               double tolerance,
               const std::string& governor = "Planned")
    {
        const std::string where = law + ", " + governor + ", " + std::to_string(budget) + " s: ";
        CoInferenceFixture run("LaimOnDevicePlanner", 1, PRESET_NETWORK);
        run.devices = NodeContainer(1);
        run.server = NodeContainer(1);
        ProcessorHelper helper;
        helper.SetGovernor(governor);
        helper.SetAttribute("OperatingPoints", StringValue(points));
        helper.SetAttribute("PowerLaw", StringValue(law));
        helper.SetAttribute("SwitchedCapacitance", DoubleValue(1e-9));
        helper.SetAttribute("FlopPerCycle", DoubleValue(32));
        helper.Install(run.devices);
        helper.Install(run.server);
        run.helper.SetBudget(Seconds(budget), 100);
        run.Run();
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            NS_TEST_ASSERT_MSG_EQ(task->outcome, TaskOutcome::COMPLETED, where << task->detail);
            EXPECT_RELATIVE(task->realised.energy, task->planned.energy, tolerance, where);
        }
    }

    void DoRun() override
    {
        // 35 GFLOP take 0.73 s at the largest clock, 1.04 s at 1.05 GHz and 1.82 s at the least.
        const std::string switched = "0.6e9:0.6V..1.5e9:1.1V";
        Check("SwitchedCapacitance", switched, 0.5, 0.001);
        Check("SwitchedCapacitance", switched, 2.5, 0.001);
        Check("SwitchedCapacitance", switched, 1.04, 0.1);
        Check("SwitchedCapacitance", switched, 2.5, 0.001, "Powersave");
        const std::string table = "0.6e9:0.3W 1.05e9:1W 1.5e9:3W";
        Check("Table", table, 0.5, 0.001);
        Check("Table", table, 2.5, 0.001);
        Check("Table", table, 2.5, 0.001, "Powersave");
    }
};

class PresetEnergyTestSuite : public TestSuite
{
  public:
    PresetEnergyTestSuite()
        : TestSuite("edge-ai-preset-energy", TEST_SYSTEM)
    {
        // One where the static power decides, one where the least clock does; the rest takes
        // longer.
        AddTestCase(new PresetEnergyCase(BUDGETS[0]), TEST_QUICK);
        AddTestCase(new PresetEnergyCase(BUDGETS[1]), TEST_EXTENSIVE);
        AddTestCase(new PresetEnergyCase(BUDGETS[2]), TEST_EXTENSIVE);
        AddTestCase(new PresetEnergyCase(BUDGETS[3]), TEST_QUICK);
        AddTestCase(new GovernorRangeCase, TEST_QUICK);
        AddTestCase(new PowerLawCase, TEST_QUICK);
    }
};

const PresetEnergyTestSuite g_presetEnergyTestSuite;

} // namespace
