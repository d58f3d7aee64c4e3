/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The dissector for Wireshark: its table is the one the families registered; tshark, where it is
// installed, reads from packet traces what the monitor and the receivers saw, and flags what is
// malformed.

#include "application/message/dissector-table.h"
#include "application/message/message-archive.h"
#include "application/message/message-registry.h"
#include "application/pipeline/pipeline-body.h"
#include "support/co-inference-fixture.h"
#include "support/dissector-case.h"
#include "support/gradient-exchange.h"
#include "support/iovt-test-support.h"
#include "support/pipeline-fixture.h"

#include "ns3/co-inference-figures.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/inet-socket-address.h"
#include "ns3/udp-socket-factory.h"

#include <cmath>
#include <fstream>
#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class StaleCase : public DissectorCase
{
  public:
    StaleCase()
        : DissectorCase("the dissector's table is the one the families registered")
    {
    }

  private:
    void DoRun() override
    {
        SetDataDir(NS_TEST_SOURCEDIR);
        std::ifstream file(FindDissector());
        std::ostringstream text;
        text << file.rdbuf();
        const std::string mark = " of what `./edge-ai dissector` writes\n";
        const std::size_t begin = text.str().find("-- BEGIN" + mark);
        const std::size_t end = text.str().find("-- END" + mark);
        NS_TEST_ASSERT_MSG_EQ((begin != std::string::npos && end != std::string::npos),
                              true,
                              "the dissector has a place for the table");
        std::ostringstream table;
        PrintDissectorTable(table, "local MESSAGES", 1, MessageRegistry::LAST_OWN);
        const std::size_t first = begin + 8 + mark.size();
        NS_TEST_EXPECT_MSG_EQ((text.str().substr(first, end - first) == table.str()),
                              true,
                              "it is stale; run ./edge-ai dissector");
    }
};

class CoInferenceTraceCase : public DissectorCase
{
  public:
    explicit CoInferenceTraceCase(bool udp)
        : DissectorCase(std::string("tshark reads of co-inference what the monitor saw, over ") +
                        (udp ? "UDP" : "TCP")),
          m_udp(udp)
    {
    }

  private:
    void DoRun() override
    {
        SetDataDir(NS_TEST_SOURCEDIR);
        if (!HasTshark())
        {
            return;
        }
        const std::string trace = CreateTempDirFilename("split.pcap");
        const std::vector<TaskRecord> records = Run(trace);
        NS_TEST_ASSERT_MSG_EQ(records.size(), 3, "tasks");
        ExpectNoComplaint(trace);
        const auto plans = Ask(trace,
                               "edgeai.plan",
                               {"edgeai.plan.split",
                                "edgeai.plan.device_keep_ratio",
                                "edgeai.plan.latency",
                                "edgeai.plan.step.time",
                                "edgeai.plan.planner"});
        NS_TEST_ASSERT_MSG_EQ(plans.size(), records.size(), "a plan per task");
        for (std::size_t i = 0; i < records.size(); ++i)
        {
            const auto figures = records[i].Get<CoInferenceFigures>();
            ExpectNumber(plans, i, 0, figures.planned.split);
            ExpectNumber(plans, i, 1, figures.planned.deviceKeepRatio);
            ExpectNumber(plans, i, 2, records[i].planned.latency);
            ExpectNumber(plans, i, 3, records[i].GetStep("device").planned.time, 0);
            ExpectNumber(plans, i, 3, records[i].GetStep("uplink").planned.time, 1);
            ExpectNumber(plans, i, 3, records[i].GetStep("server").planned.time, 2);
            NS_TEST_EXPECT_MSG_EQ(GetCell(plans, i, 4), records[i].planner, "text");
        }
        const auto results =
            Ask(trace, "edgeai.result", {"edgeai.result.received", "edgeai.payload.length"});
        NS_TEST_ASSERT_MSG_EQ(results.size(), records.size(), "a result per task");
        ExpectNumber(results, 0, 0, records[0].GetStep("uplink").finished);
        ExpectNumber(results, 0, 1, records[0].GetStep("downlink").bits / 8);

        // Values can be filtered by, as numbers and as words.
        const std::string split =
            std::to_string(static_cast<int>(records[0].Get<CoInferenceFigures>().planned.split));
        Count(trace, "edgeai.plan.split == " + split, records.size());
        Count(trace, "edgeai.plan.split > " + split, 0);
        Count(trace, "edgeai.plan.status == \"solved\"", records.size());
        Count(trace, "edgeai.type == \"FEATURE\" && edgeai.offset == 0", records.size());
    }

    /// @param [in] trace to write  @returns what the monitor saw
    std::vector<TaskRecord> Run(const std::string& trace)
    {
        CoInferenceFixture run;
        if (m_udp)
        {
            run.helper.SetClientAttribute("Protocol", TypeIdValue(UdpSocketFactory::GetTypeId()));
        }
        run.Build();
        run.link.GetPointToPoint().EnablePcap(trace, run.links.Get(0), false, true);
        NS_TEST_EXPECT_MSG_EQ(run.Run().completed, 3, "an honest run");
        std::vector<TaskRecord> records;
        for (const TaskRecord* record : run.helper.GetMonitor().GetRecords())
        {
            records.push_back(*record);
        }
        return records;
    }

    void Count(const std::string& trace, const std::string& filter, std::size_t expected)
    {
        const auto rows = Ask(trace, filter, {"frame.number"});
        NS_TEST_EXPECT_MSG_EQ(rows.size(), expected, filter);
    }

    bool m_udp;
};

class PipelineTraceCase : public DissectorCase
{
  public:
    PipelineTraceCase()
        : DissectorCase("tshark reads of a pipeline what the controller said")
    {
    }

  private:
    void DoRun() override
    {
        SetDataDir(NS_TEST_SOURCEDIR);
        if (!HasTshark())
        {
            return;
        }
        ChainProblem problem = iovttest::MakeToyProblem();
        problem.frameRate = 5;
        const std::string control = CreateTempDirFilename("control.pcap");
        const std::string frames = CreateTempDirFilename("frames.pcap");
        const ChainPlan plan = Run(problem, control, frames);
        ExpectNoComplaint(control);
        const auto rows = Ask(control,
                              "edgeai.pipeline_plan",
                              {"edgeai.pipeline_plan.cuts",
                               "edgeai.pipeline_plan.options",
                               "edgeai.pipeline_plan.step.time",
                               "edgeai.pipeline_plan.accuracy",
                               "edgeai.pipeline_plan.planner",
                               "edgeai.pipeline_plan.reason"});
        NS_TEST_ASSERT_MSG_EQ(rows.size(), 1, "one plan");
        for (std::size_t i = 0; i < plan.stages.size(); ++i)
        {
            ExpectNumber(rows, 0, 0, plan.cuts[i], i);
            ExpectNumber(rows, 0, 1, plan.stages[i].option, i);
            ExpectNumber(rows, 0, 2, plan.steps[2 * i].time, 2 * i);
            ExpectNumber(rows, 0, 2, plan.steps[2 * i + 1].time, 2 * i + 1);
        }
        ExpectNumber(rows, 0, 3, plan.accuracy);
        NS_TEST_EXPECT_MSG_EQ(GetCell(rows, 0, 4), "ns3::edgeai::IovtPlanner", "who");
        NS_TEST_EXPECT_MSG_EQ(GetCell(rows, 0, 5), "", "why not: it is a plan");
        const auto reports = Ask(control,
                                 "edgeai.pipeline_report.hello == 1",
                                 {"edgeai.pipeline_report.peak_flops"});
        NS_TEST_ASSERT_MSG_EQ(reports.size(), 1, "said hello once");
        ExpectNumber(reports, 0, 0, problem.devices[0].peakFlops);

        ExpectNoComplaint(frames);
        const auto sent = Ask(frames,
                              "edgeai.frame",
                              {"edgeai.task", "edgeai.frame.cut", "edgeai.payload.length"});
        NS_TEST_EXPECT_MSG_GT(sent.size(), 5, "frames");
        ExpectNumber(sent, 0, 0, 1);
        ExpectNumber(sent, 0, 1, 0);
        ExpectNumber(sent, 0, 2, std::ceil(problem.GetSentBytes(0)));
    }

    /// @param [in] problem of the pipeline  @param [in] control trace of what the controller and
    /// the first stage say  @param [in] frames trace of the camera's link  @returns the first plan
    ChainPlan Run(const ChainProblem& problem,
                  const std::string& control,
                  const std::string& frames)
    {
        PipelineFixture run(problem, "IovtPlanner");
        run.Build();
        // Its devices: loopback, the wire to the camera, the one to the first stage.
        PointToPointHelper wire;
        wire.EnablePcap(control, run.controller.Get(0)->GetDevice(2), false, true);
        wire.EnablePcap(frames, run.links.Get(0), false, true);
        run.Run(3);
        const auto controller = DynamicCast<PipelineController>(run.applications.Get(0));
        return controller->GetPlans().at(0).plan;
    }
};

/// A message and a port that the dissector was not made with, and messages that are none.
class OwnTraceCase : public DissectorCase
{
  public:
    OwnTraceCase()
        : DissectorCase("a foreign message on another port, and malformed ones")
    {
    }

  private:
    void DoRun() override
    {
        SetDataDir(NS_TEST_SOURCEDIR);
        if (!HasTshark())
        {
            return;
        }
        const std::string own = CreateTempDirFilename("own.lua");
        std::ofstream table(own);
        PrintDissectorTable(table, "_G.EDGE_AI_MESSAGES", MessageRegistry::LAST_OWN + 1, 255);
        table.close();
        const std::string options = "-X lua_script:'" + own + "'";
        for (const bool udp : {false, true})
        {
            const std::string trace = CreateTempDirFilename(udp ? "udp.pcap" : "tcp.pcap");
            {
                GradientFixture run(udp);
                run.wire.EnablePcap(trace, run.devices.Get(0), false, true);
                run.sender->Send(1, MakeGradientBody(42), {0xca, 0xfe, 0x01});
                run.Run(2);
            }
            ExpectNoComplaint(trace, options);
            const auto rows = Ask(trace,
                                  "edgeai.gradient",
                                  {"edgeai.gradient.samples",
                                   "edgeai.gradient.form",
                                   "edgeai.gradient.layer.name",
                                   "edgeai.payload",
                                   "edgeai.payload.length"},
                                  options);
            NS_TEST_ASSERT_MSG_EQ(rows.size(), 1, "known by how it begins");
            ExpectNumber(rows, 0, 0, 42);
            ExpectNumber(rows, 0, 1, 1);
            NS_TEST_EXPECT_MSG_EQ(GetCell(rows, 0, 2), "dense 1,dense 2", "texts");
            NS_TEST_EXPECT_MSG_EQ(GetCell(rows, 0, 3), "cafe01", "real bytes");
            ExpectNumber(rows, 0, 4, 3);
        }
        CheckMalformed();
    }

    /// Packets that nobody of this module sends, on the port the dissector listens to.
    void CheckMalformed()
    {
        const std::vector<uint8_t> good = Encode(PlanReadyBody{5});
        std::vector<uint8_t> range = Encode(PlanReadyBody{-5});
        std::vector<uint8_t> shorter(good.begin(), good.end() - 1);
        std::vector<uint8_t> longer = good;
        longer.push_back(1);
        const std::string trace = CreateTempDirFilename("malformed.pcap");
        {
            GradientFixture run(true);
            run.wire.EnablePcap(trace, run.devices.Get(0), false, true);
            Ptr<Socket> socket =
                Socket::CreateSocket(run.nodes.Get(0), UdpSocketFactory::GetTypeId());
            socket->Bind();
            socket->Connect(InetSocketAddress(run.address, 4747));
            double when = 1;
            for (const auto& body : {good, shorter, range, longer})
            {
                Ptr<Packet> packet = Create<Packet>(body.data(), body.size());
                InferenceHeader header;
                header.type = PipelineMessage::PLAN_READY;
                header.bodySize = header.messageSize = body.size();
                packet->AddHeader(header);
                ScheduleCall(Seconds(when += 0.1), [socket, packet] { socket->Send(packet); });
            }
            std::vector<uint8_t> old(32, 0); // the wire form before this one
            const std::string begin("edge\x01\x05", 6);
            std::copy(begin.begin(), begin.end(), old.begin());
            Ptr<Packet> packet = Create<Packet>(old.data(), old.size());
            ScheduleCall(Seconds(when += 0.1), [socket, packet] { socket->Send(packet); });
            run.Run(3);
        }
        const std::string from = "udp.dstport == 4747 && ";
        Flag(trace, from + "edgeai.plan_ready && !_ws.expert", "5");
        Flag(trace, from + "edgeai.malformed.short", "");
        Flag(trace, from + "edgeai.malformed.range", "-5");
        Flag(trace, from + "edgeai.malformed.left_over", "5");
        Flag(trace, from + "edgeai.malformed.header", "");
    }

    void Flag(const std::string& trace, const std::string& filter, const std::string& value)
    {
        const auto rows = Ask(trace, filter, {"edgeai.plan_ready.missing_bytes"});
        NS_TEST_ASSERT_MSG_EQ(rows.size(), 1, filter);
        NS_TEST_EXPECT_MSG_EQ(GetCell(rows, 0, 0), value, filter);
    }
};

class DissectorTestSuite : public TestSuite
{
  public:
    DissectorTestSuite()
        : TestSuite("edge-ai-dissector", TEST_SYSTEM)
    {
        AddTestCase(new StaleCase, TEST_QUICK);
        AddTestCase(new CoInferenceTraceCase(false), TEST_QUICK);
        AddTestCase(new CoInferenceTraceCase(true), TEST_QUICK);
        AddTestCase(new PipelineTraceCase, TEST_QUICK);
        AddTestCase(new OwnTraceCase, TEST_QUICK);
    }
};

DissectorTestSuite g_dissectorTestSuite; ///< registers the suite

} // namespace
