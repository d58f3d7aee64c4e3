/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Pipelines of devices whose latencies were measured: plan against reality.

#include "profile/latency-file.h"
#include "support/expectations.h"
#include "support/pipeline-fixture.h"

#include "ns3/frame-ledger.h"
#include "ns3/iovt-defaults.h"
#include "ns3/latency-table.h"
#include "ns3/pipeline-controller.h"
#include "ns3/processor.h"

#include <cmath>
#include <memory>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// The published tables as part of the problem, by every objective.
class PublishedCase : public TestCase
{
  public:
    PublishedCase()
        : TestCase("RepVGG-B3 over the published devices runs as planned")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string planner :
             {"IovtPlanner", "IovtAuthorsPlanner", "IovtEqualLayersPlanner", "IovtDevicePlanner"})
        {
            ChainProblem problem = MakeMeasuredProblem({{"K1", .01}, {"all", 0}}, 200e6, 10e9);
            problem.frameRate = 3;
            PipelineFixture run(problem, planner);
            run.Run(5);
            const auto frames = run.GetCompleted();
            NS_TEST_ASSERT_MSG_GT(frames.size(), 10, planner);
            EXPECT_TRUE(IsSound(run.helper.GetMonitor()), planner);
            for (const TaskRecord* frame : frames)
            {
                EXPECT_RELATIVE(frame->realised.latency / frame->planned.latency,
                                1,
                                0.005,
                                planner << " latency");
                for (uint32_t stage = 1; stage <= 2; ++stage)
                {
                    const StepRecord& step = frame->steps[FrameLedger::GetStageStep(stage)];
                    if (step.planned.time > 0)
                    {
                        EXPECT_RELATIVE(step.GetTime() / step.planned.time,
                                        1,
                                        1e-6,
                                        planner << " stage " << stage);
                    }
                }
            }
        }
    }
};

/// Tables on the processors, which the helper reads them off.
class ProcessorCase : public TestCase
{
  public:
    ProcessorCase()
        : TestCase("stages take the times of their processors' tables, at the clock planned with")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string scaling : {"Fixed", "Clock"})
        {
            // By FLOP each layer would take 20 ms.
            ChainProblem problem = MakeTimedProblem({.02, .02}, 5);
            PipelineFixture run(problem, "IovtEqualLayersPlanner");
            std::vector<double> times{.07, .03};
            for (uint32_t i = 0; i < 2; ++i)
            {
                const Ptr<Processor> processor = Processor::Find(run.GetDevices().Get(i));
                processor->SetAttribute("OperatingPoints", StringValue("0.5e9 1e9"));
                processor->SetAttribute("StaticPower", DoubleValue(1));
                processor->SetAttribute("LatencyScaling", StringValue(scaling));
                std::ostringstream text;
                text << "# network: any\n# device: d\n# source: s\n# licence: l\n"
                        "# clock_hz: 5e8\n# busy_power_w: 4\nblock,latency_s\nlayer "
                     << i + 1 << "," << times[i] << "\n";
                processor->SetLatencies(std::make_shared<const LatencyTable>(
                    ParseLatencyTable(text.str(), "table.csv")));
                // Fixed: planned at 0.5 GHz. Clock: planned at 1 GHz, in half the time.
                times[i] /= scaling == "Clock" ? 2 : 1;
            }
            run.Run(5);
            const auto frames = run.GetCompleted();
            NS_TEST_ASSERT_MSG_GT(frames.size(), 10, scaling);
            for (const TaskRecord* frame : frames)
            {
                for (uint32_t stage = 1; stage <= 2; ++stage)
                {
                    const StepRecord& step = frame->steps[FrameLedger::GetStageStep(stage)];
                    const double time = times[stage - 1];
                    EXPECT_RELATIVE(step.planned.time, time, 1e-9, scaling << " planned");
                    EXPECT_RELATIVE(step.GetTime(), time, 1e-6, scaling << " realised");
                    // Static power alone: the same at any clock.
                    EXPECT_RELATIVE(step.planned.energy, 4 * time, 1e-9, scaling << " energy");
                    EXPECT_RELATIVE(step.energy, 4 * time, 1e-6, scaling << " spent");
                }
            }
        }
    }
};

class MeasuredChainTestSuite : public TestSuite
{
  public:
    MeasuredChainTestSuite()
        : TestSuite("edge-ai-measured-chain", TEST_SYSTEM)
    {
        AddTestCase(new PublishedCase, TEST_QUICK);
        AddTestCase(new ProcessorCase, TEST_QUICK);
    }
};

const MeasuredChainTestSuite g_measuredChainTestSuite; ///< registers the suite

} // namespace
