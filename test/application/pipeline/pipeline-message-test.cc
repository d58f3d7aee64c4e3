/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Messages of pipelines: round trips, truncations, sizes, and figures nobody should believe.

#include "application/message/message-archive.h"
#include "application/pipeline/pipeline-body.h"
#include "support/iovt-test-support.h"

#include "ns3/chain-planner.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/inference-message.h"
#include "ns3/integer.h"
#include "ns3/iovt-defaults.h"
#include "ns3/test.h"

#include <functional>
#include <limits>
#include <map>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

PipelinePlanBody
MakeBody()
{
    const ChainProblem problem = iovttest::MakeToyProblem();
    return MakePlanBody(CreateChainPlanner("IovtPlanner")->Plan(problem),
                        17,
                        "ns3::edgeai::IovtPlanner");
}

class PipelineBodyCase : public TestCase
{
  public:
    PipelineBodyCase()
        : TestCase("bodies survive the wire; every truncation of them is refused")
    {
    }

  private:
    template <typename Body>
    void CheckTruncations(const Body& body)
    {
        const std::vector<uint8_t> bytes = Encode(body);
        Body read;
        NS_TEST_EXPECT_MSG_EQ(Decode(bytes, read), true, "whole");
        NS_TEST_EXPECT_MSG_EQ((Encode(read) == bytes), true, "the same again");
        for (std::size_t size = 0; size < bytes.size(); ++size)
        {
            const std::vector<uint8_t> part(bytes.begin(), bytes.begin() + size);
            NS_TEST_EXPECT_MSG_EQ(Decode(part, read), false, size << " bytes");
        }
        std::vector<uint8_t> more = bytes;
        more.push_back(0);
        NS_TEST_EXPECT_MSG_EQ(Decode(more, read), false, "a byte too many");
    }

    void DoRun() override
    {
        const FrameBody frame{3, 2, 1.5, 1.75, 11.75};
        CheckTruncations(frame);
        CheckTruncations(MakeBody());
        CheckTruncations(PlanReadyBody{1e6});
        PipelineReportBody report;
        report.position = 2;
        report.hello = true;
        report.peakFlops = 1e12;
        report.linkFrames = 4;
        CheckTruncations(report);
        PipelinePlanBody read;
        NS_TEST_ASSERT_MSG_EQ(Decode(Encode(MakeBody()), read), true, "read");
        NS_TEST_EXPECT_MSG_EQ(read.number, 17, "number");
        NS_TEST_EXPECT_MSG_EQ(read.cuts.size(), 4, "cuts of three stages");
        NS_TEST_EXPECT_MSG_EQ(read.IsUsable(), true, "a plan");
        NS_TEST_EXPECT_MSG_EQ(read.planner, "ns3::edgeai::IovtPlanner", "who decided");
        NS_TEST_EXPECT_MSG_EQ(read.reason, "", "and nothing to explain");
        NS_TEST_EXPECT_MSG_EQ(read.steps.size(), 7, "four links and three stages");
        NS_TEST_EXPECT_MSG_EQ(PipelinePlanBody().IsUsable(), false, "none");
        const ChainPlan plan = CreateChainPlanner("IovtPlanner")->Plan(iovttest::MakeToyProblem());
        NS_TEST_EXPECT_MSG_EQ_TOL(read.GetLatency(), plan.latency, 1e-12, "latency");
    }
};

class PlanSizeCase : public TestCase
{
  public:
    PlanSizeCase()
        : TestCase("messages of control are small")
    {
    }

  private:
    void DoRun() override
    {
        // Three devices: with its header and seven steps it fits a datagram with room to spare.
        const ChainPlan plan = CreateChainPlanner("IovtPlanner")->Plan(MakeIovtProblem(1e8));
        const PipelinePlanBody body = MakePlanBody(plan, 1, std::string(200, 'x'));
        NS_TEST_EXPECT_MSG_LT(Encode(body).size() + InferenceHeader::SIZE, 700, "a plan");
        const PipelinePlanBody usual =
            MakePlanBody(plan, 1, "ns3::edgeai::IovtPeakProportionalPlanner");
        NS_TEST_EXPECT_MSG_LT(Encode(usual).size() + InferenceHeader::SIZE, 690, "as they are");
        NS_TEST_EXPECT_MSG_LT(Encode(PipelineReportBody()).size() + InferenceHeader::SIZE,
                              200,
                              "a report");
        ChainPlan none;
        none.reason = std::string(5000, 'y');
        const PipelinePlanBody refused = MakePlanBody(none, 1, "ns3::edgeai::IovtPlanner");
        NS_TEST_EXPECT_MSG_LT(Encode(refused).size(), 650, "a long reason");
        NS_TEST_EXPECT_MSG_EQ(refused.reason.size(), 500, "most of it");
        NS_TEST_EXPECT_MSG_EQ(refused.reason.front(), 'y', "is the reason");
        NS_TEST_EXPECT_MSG_EQ(refused.planner, "ns3::edgeai::IovtPlanner", "not the planner");
    }
};

class SendableCase : public TestCase
{
  public:
    SendableCase()
        : TestCase("what planners decide can be sent, or is refused with the reason")
    {
    }

  private:
    void DoRun() override
    {
        iovttest::RandomPipelines random(17);
        std::map<PlanStatus, int> statuses;
        int negative = 0;
        for (int i = 0; i < 30; ++i)
        {
            ChainProblem problem = random.Make(random.Count(2, 7), random.Count(1, 3), 3);
            if (i % 2 == 0)
            {
                // Losses that add up to more than there is.
                for (ChainLayer& layer : problem.layers)
                {
                    layer.options.front().accuracyLoss = 0.5;
                }
            }
            problem.accuracyMin = i % 3 == 0 ? 0.7 : 0;
            problem.latencyLimit = i % 5 == 0 ? 1e-3 : 0;
            for (const std::string& name : ListChainPlanners())
            {
                const Ptr<ChainPlanner> planner = CreateChainPlanner(name);
                planner->SetAttributeFailSafe("Option", IntegerValue(0)); // where there is one
                const ChainPlan plan = planner->Plan(problem);
                ++statuses[plan.status];
                negative += plan.IsUsable() && plan.accuracy < 0;
                const PipelinePlanBody body = MakePlanBody(plan, i + 1, name);
                NS_TEST_EXPECT_MSG_EQ(body.IsUsable(), plan.IsUsable(), name << body.reason);
                PipelinePlanBody read;
                std::string fault;
                NS_TEST_EXPECT_MSG_EQ(Decode(Encode(body), read, &fault), true, name << fault);
                NS_TEST_EXPECT_MSG_EQ((Encode(read) == Encode(body)), true, name);
                const bool ordered = name.find("Order") == std::string::npos;
                NS_TEST_EXPECT_MSG_EQ((ordered ? ExplainFault(read, problem) : ""), "", name);
            }
        }
        NS_TEST_EXPECT_MSG_GT(statuses[PlanStatus::SOLVED], 50, "solved");
        NS_TEST_EXPECT_MSG_GT(statuses[PlanStatus::VIOLATED], 50, "violated");
        NS_TEST_EXPECT_MSG_GT(statuses[PlanStatus::INFEASIBLE], 10, "infeasible");
        NS_TEST_EXPECT_MSG_GT(negative, 10, "below no accuracy at all");

        ChainPlan endless = CreateChainPlanner("IovtPlanner")->Plan(iovttest::MakeToyProblem());
        endless.steps[2].time = 1e60;
        const PipelinePlanBody body = MakePlanBody(endless, 3, "IovtPlanner");
        NS_TEST_EXPECT_MSG_EQ((body.status == PlanStatus::REFUSED), true, "beyond the range");
        NS_TEST_EXPECT_MSG_EQ(body.reason.rfind("the plan cannot be sent: step", 0),
                              0,
                              body.reason);
        NS_TEST_EXPECT_MSG_EQ(body.number, 3, "is a plan's answer all the same");
        PipelinePlanBody read;
        NS_TEST_EXPECT_MSG_EQ(Decode(Encode(body), read), true, "which can be sent");
    }
};

class PipelineFaultFindingCase : public TestCase
{
  public:
    PipelineFaultFindingCase()
        : TestCase("plans and reports that cannot be are found out")
    {
    }

  private:
    void ExpectPlan(bool sound, const std::function<void(PipelinePlanBody&)>& change)
    {
        PipelinePlanBody body = MakeBody();
        change(body);
        NS_TEST_EXPECT_MSG_EQ(ExplainFault(body, iovttest::MakeToyProblem()).empty(),
                              sound,
                              ExplainFault(body, iovttest::MakeToyProblem()));
    }

    void ExpectReport(bool sound, const std::function<void(PipelineReportBody&)>& change)
    {
        PipelineReportBody body;
        body.position = 1;
        body.peakFlops = 1e12;
        body.memoryBandwidth = 1e9;
        change(body);
        NS_TEST_EXPECT_MSG_EQ(ExplainFault(body, 3).empty(), sound, ExplainFault(body, 3));
    }

    void DoRun() override
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        using Plan = PipelinePlanBody&;
        ExpectPlan(true, [](Plan) {});
        ExpectPlan(false, [](Plan p) { p.cuts.pop_back(); });
        ExpectPlan(false, [](Plan p) { p.cuts = {0, 5, 3, 6}; });
        ExpectPlan(false, [](Plan p) { p.cuts = {1, 2, 3, 6}; });
        ExpectPlan(false, [](Plan p) { p.cuts = {0, 2, 3, 7}; });
        ExpectPlan(false, [](Plan p) { p.options[0] = 3; });
        ExpectPlan(false, [](Plan p) { p.steps.pop_back(); });
        ExpectPlan(false, [=](Plan p) { p.steps[1].time = nan; });
        ExpectPlan(false, [](Plan p) { p.steps[1].kind = StepKind::TRANSFER; });
        ExpectPlan(true, [](Plan p) {
            p = PipelinePlanBody();
            p.reason = "there is none";
        });
        using Report = PipelineReportBody&;
        ExpectReport(true, [](Report) {});
        ExpectReport(false, [](Report r) { r.position = 5; });
        ExpectReport(true, [](Report r) { r.position = 4; });
        ExpectReport(false, [](Report r) { r.peakFlops = 0; });
        ExpectReport(false, [](Report r) { r.memoryBandwidth = 0; });
    }
};

class PipelineMessageTestSuite : public TestSuite
{
  public:
    PipelineMessageTestSuite()
        : TestSuite("edge-ai-pipeline-message", TEST_UNIT)
    {
        AddTestCase(new PipelineBodyCase, TEST_QUICK);
        AddTestCase(new PlanSizeCase, TEST_QUICK);
        AddTestCase(new SendableCase, TEST_QUICK);
        AddTestCase(new PipelineFaultFindingCase, TEST_QUICK);
    }
};

PipelineMessageTestSuite g_pipelineMessageTestSuite; ///< registers the suite

} // namespace
