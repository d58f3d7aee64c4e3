/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a pipeline expects of its devices' power is what they draw.

#include "application/control/processor-description.h"
#include "support/expectations.h"
#include "support/pipeline-fixture.h"

#include "ns3/frame-ledger.h"
#include "ns3/processor-helper.h"
#include "ns3/processor-presets.h"

#include <cmath>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// The description of every preset, under governors that choose a clock of their own.
class DescriptionCase : public TestCase
{
  public:
    DescriptionCase()
        : TestCase("a job of every preset takes the time and the energy of its description")
    {
    }

  private:
    void DoRun() override
    {
        for (const ProcessorPreset& preset : GetProcessorPresets())
        {
            for (const std::string governor : {"Planned", "Performance", "Powersave", "Fixed"})
            {
                ProcessorHelper helper(preset.name);
                helper.SetGovernor(governor);
                helper.SetAttribute("JobOverhead", TimeValue(MilliSeconds(2)));
                const Ptr<Processor> processor = helper.Install(CreateObject<Node>()).Get(0);
                const ChainDevice device = DescribeChainDevice(processor);
                for (const double bytes : {1e6, 1e9})
                {
                    Job job;
                    job.flop = 1e9;
                    job.bytesMoved = bytes;
                    job.units = processor->GetUnits();
                    JobReport done;
                    job.done = [&done](const JobReport& report) { done = report; };
                    processor->Submit(job);
                    Simulator::Run();
                    const std::string where = preset.name + ", " + governor;
                    const double time = device.fixedTime + std::max(job.flop / device.peakFlops,
                                                                    bytes / device.memoryBandwidth);
                    EXPECT_RELATIVE((done.ended - done.started).GetSeconds(), time, 1e-5, where);
                    EXPECT_RELATIVE(done.energy, device.busyPower * time, 1e-5, where << " energy");
                }
                processor->Dispose();
                Simulator::Destroy();
            }
        }
    }
};

/// Stages of a pipeline whose devices tell their power.
class StageEnergyCase : public TestCase
{
  public:
    StageEnergyCase()
        : TestCase("stages spend what was planned, and nothing is planned where no power is known")
    {
    }

  private:
    void DoRun() override
    {
        ChainProblem problem = MakeTimedProblem({.02, .05, .03}, 10);
        problem.devices[0].busyPower = 4;
        problem.devices[2].busyPower = 10;
        const std::vector<double> energies{.08, NOT_AVAILABLE, .3};
        PipelineFixture run(problem, "IovtEqualLayersPlanner");
        run.Run(5);
        const auto frames = run.GetCompleted();
        NS_TEST_ASSERT_MSG_GT(frames.size(), 30, "frames came through");
        for (const TaskRecord* frame : frames)
        {
            for (uint32_t stage = 1; stage <= 3; ++stage)
            {
                const StepRecord& step = frame->steps[FrameLedger::GetStageStep(stage)];
                const double expected = energies[stage - 1];
                if (std::isnan(expected))
                {
                    EXPECT_TRUE(std::isnan(step.planned.energy), "nothing is known");
                    continue;
                }
                EXPECT_RELATIVE(step.planned.energy, expected, 1e-9, "planned, stage " << stage);
                EXPECT_RELATIVE(step.energy, expected, 1e-6, "spent, stage " << stage);
            }
        }
        problem.devices[0].busyPower = -1;
        EXPECT_TRUE(problem.Validate().find("devices[0].busyPower") != std::string::npos,
                    problem.Validate());
    }
};

class StageEnergyTestSuite : public TestSuite
{
  public:
    StageEnergyTestSuite()
        : TestSuite("edge-ai-stage-energy", TEST_SYSTEM)
    {
        AddTestCase(new DescriptionCase, TEST_QUICK);
        AddTestCase(new StageEnergyCase, TEST_QUICK);
    }
};

const StageEnergyTestSuite g_stageEnergyTestSuite;

} // namespace
