/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Positions of a pipeline whose battery dies, whatever drains it, and is charged again; and where
// the energy of stages goes.

#include "support/iovt-test-support.h"
#include "support/pipeline-fixture.h"

#include "ns3/basic-energy-source-helper.h"
#include "ns3/basic-energy-source.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/simple-device-energy-model.h"

#include <cmath>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A position loses its energy at 10 s and has some again at 20 s.
class EmptyBatteryCase : public TestCase
{
  public:
    /// @param [in] position 0 camera, 1.. stages, last the sink
    explicit EmptyBatteryCase(uint32_t position)
        : TestCase("the battery at position " + std::to_string(position) + " dies"),
          m_position(position)
    {
    }

  private:
    void DoRun() override
    {
        constexpr double DEATH = 10;  // [s]
        constexpr double CHARGE = 20; // [s]
        ChainProblem problem = iovttest::MakeToyProblem();
        problem.frameRate = 20;
        PipelineFixture run(problem, "IovtFixedStructurePlanner");
        run.helper.SetLinkAttribute("FrameTimeout", TimeValue(Seconds(2)));
        run.Build();
        const Ptr<Node> node = run.way.Get(m_position);
        BasicEnergySourceHelper battery;
        battery.Set("BasicEnergySourceInitialEnergyJ", DoubleValue(2 * DEATH));
        battery.Set("BasicEnergyLowBatteryThreshold", DoubleValue(0.5));
        battery.Set("BasicEnergyHighBatteryThreshold", DoubleValue(0.6));
        battery.Set("BasicEnergySupplyVoltageV", DoubleValue(1));
        battery.Set("PeriodicEnergyUpdateInterval", TimeValue(MilliSeconds(10)));
        const auto source = DynamicCast<en::BasicEnergySource>(battery.Install(node).Get(0));
        // Something draws 1 W that is neither processor nor radio, and stops when it is told.
        auto load = CreateObject<en::SimpleDeviceEnergyModel>();
        load->SetEnergySource(source);
        load->SetCurrentA(1);
        source->AppendDeviceEnergyModel(load);
        ScheduleCall(Seconds(DEATH + 0.05), [load] { load->SetCurrentA(0); });
        ScheduleCall(Seconds(CHARGE), [source] { source->SetInitialEnergy(1000); });

        const TaskCounts counts = run.Run(40);
        const InferenceMonitor& monitor = run.helper.GetMonitor();
        NS_TEST_EXPECT_MSG_EQ(IsSound(monitor), true, "conserved");
        uint64_t before = 0;
        uint64_t meanwhile = 0;
        uint64_t after = 0;
        uint64_t captured = 0;
        for (const TaskRecord* frame : monitor.GetRecords())
        {
            const bool completed = frame->outcome == TaskOutcome::COMPLETED;
            before += completed && frame->ended < DEATH;
            meanwhile += completed && frame->ended > DEATH + 1 && frame->ended < CHARGE;
            after += completed && frame->generated > CHARGE + 3;
            captured += frame->generated > DEATH + 0.1 && frame->generated < CHARGE;
            if (frame->outcome == TaskOutcome::BATTERY)
            {
                const std::string who = "the node at position " + std::to_string(m_position);
                NS_TEST_EXPECT_MSG_EQ(frame->detail.substr(0, who.size()), who, frame->detail);
            }
            if (frame->generated < 35)
            {
                NS_TEST_EXPECT_MSG_NE(frame->outcome, TaskOutcome::UNFINISHED, "none hangs");
            }
        }
        NS_TEST_EXPECT_MSG_GT(before, 150, "fine before");
        NS_TEST_EXPECT_MSG_EQ(meanwhile, 0, "nothing passes meanwhile");
        NS_TEST_EXPECT_MSG_GT(after, 200, "it works again afterwards");
        NS_TEST_EXPECT_MSG_EQ((captured == 0), (m_position == 0), "a dead camera sees nothing");
        if (m_position > 0)
        {
            NS_TEST_EXPECT_MSG_GT(GetCount(counts, TaskOutcome::BATTERY), 1, "why");
        }
        for (const NodeEnergy& each : monitor.GetEnergyBalance().nodes)
        {
            if (each.node == node->GetId())
            {
                NS_TEST_EXPECT_MSG_EQ_TOL(each.emptySince, DEATH, 0.03, "time of death");
                NS_TEST_EXPECT_MSG_EQ_TOL(each.emptyFor, CHARGE - DEATH, 0.05, "dead for");
                NS_TEST_EXPECT_MSG_GT(each.capacity, 999, "charged");
            }
            else
            {
                NS_TEST_EXPECT_MSG_EQ(std::isnan(each.emptySince), true, "the others live");
            }
        }
    }

    uint32_t m_position;
};

/// What stages spent on frames that were dropped.
class ChargedCase : public TestCase
{
  public:
    ChargedCase()
        : TestCase("every joule of the stages is charged to a frame, completed or dropped")
    {
    }

  private:
    void DoRun() override
    {
        ChainProblem problem = iovttest::MakeToyProblem();
        problem.frameRate = 20;
        PipelineFixture run(problem, "IovtFixedStructurePlanner");
        for (uint32_t i = 0; i < run.GetDevices().GetN(); ++i)
        {
            const Ptr<Processor> processor = Processor::Find(run.GetDevices().Get(i));
            processor->SetAttribute("PowerCoefficient", DoubleValue(1e-27)); // 1 W
            processor->SetAttribute("IdlePower", DoubleValue(0.1));
        }
        run.Build();
        // In the middle of a job: that of frame 40, unless it is relayed.
        double stop = 0;
        uint32_t stage = 0;
        run.Run(5);
        for (const StepRecord& step : run.GetCompleted().at(40)->steps)
        {
            if (step.planned.kind == StepKind::COMPUTE && step.GetTime() > 0)
            {
                stop = 0.5 * (step.started + step.finished);
                stage = step.planned.node - run.way.Get(0)->GetId();
            }
        }
        NS_TEST_ASSERT_MSG_GT(stage, 0, "somebody computes");
        Simulator::Destroy();

        PipelineFixture again(problem, "IovtFixedStructurePlanner");
        for (uint32_t i = 0; i < again.GetDevices().GetN(); ++i)
        {
            const Ptr<Processor> processor = Processor::Find(again.GetDevices().Get(i));
            processor->SetAttribute("PowerCoefficient", DoubleValue(1e-27));
            processor->SetAttribute("IdlePower", DoubleValue(0.1));
        }
        again.Build();
        again.GetStage(stage)->SetStopTime(Seconds(stop));
        again.Run(5);
        const InferenceMonitor& monitor = again.helper.GetMonitor();
        NS_TEST_EXPECT_MSG_EQ(IsSound(monitor), true, "conserved");
        const NodeEnergy total = monitor.GetEnergyBalance().GetTotal();
        NS_TEST_EXPECT_MSG_GT(total.computation, 0.1, "frames are charged");
        NS_TEST_EXPECT_MSG_GT(total.idle, 0.1, "for being there nobody is");
        NS_TEST_EXPECT_MSG_EQ_TOL(total.uncharged, 0, 1e-9 * total.drawn, "nothing is lost");
        NS_TEST_EXPECT_MSG_GT(monitor.GetSummary().all.energyWasted, 0, "of the dropped ones");
    }
};

class PipelineBatteryTestSuite : public TestSuite
{
  public:
    PipelineBatteryTestSuite()
        : TestSuite("edge-ai-pipeline-battery", TEST_SYSTEM)
    {
        for (const uint32_t position : {0, 2, 4})
        {
            AddTestCase(new EmptyBatteryCase(position), TEST_QUICK);
        }
        AddTestCase(new ChargedCase, TEST_QUICK);
    }
};

PipelineBatteryTestSuite g_pipelineBatteryTestSuite; ///< the suite

} // namespace
