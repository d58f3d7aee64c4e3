/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The walks of all nodes, driven by messages that take what a plan says and by notices that take
// nothing, are the plan's timeline; what cannot be is refused.

#include "allocation/pipeline/halp/row-division.h"
#include "allocation/pipeline/halp/row-timeline.h"
#include "application/pipeline/rows/row-walk.h"
#include "support/halp-test-support.h"
#include "support/mutator.h"

#include "ns3/test.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <tuple>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::halptest;

namespace
{

/// Nodes and links without a simulator: what ends, when, in the order of instants and of steps.
class WalkedGraph
{
  public:
    explicit WalkedGraph(const RowGraph& graph)
        : m_graph(graph)
    {
        const std::size_t nodes = graph.GetProblem().nodes.size();
        for (uint32_t node = 0; node < nodes; ++node)
        {
            m_walks.push_back(std::make_unique<RowWalk>(graph, node));
            m_walks[node]->onCompute = [this](uint32_t step) {
                ++m_computed;
                Push(m_now + m_graph.GetSteps()[step].time, step);
            };
            m_walks[node]->onSend = [this](uint32_t step) { Send(step); };
            m_walks[node]->onNotice = [this, node](uint32_t peer, uint32_t notice) {
                ++m_notices;
                m_said.push([this, node, peer, notice] {
                    m_refused += m_walks[peer]->Hear(node, notice) ? 0 : 1;
                });
            };
        }
    }

    /// @returns T [s]
    double Run()
    {
        for (auto& walk : m_walks)
        {
            walk->Begin();
        }
        Deliver();
        while (!m_events.empty())
        {
            const auto [time, step] = m_events.top();
            m_events.pop();
            m_now = time;
            const RowStep& what = m_graph.GetSteps()[step];
            const uint32_t at = what.kind == StepKind::COMPUTE ? what.node : what.peer;
            m_refused += m_walks[at]->End(step) ? 0 : 1;
            Deliver();
        }
        return m_now;
    }

    std::vector<std::unique_ptr<RowWalk>> m_walks; ///< of the nodes
    std::size_t m_computed{0};                     ///< computations begun
    std::size_t m_sent{0};                         ///< messages handed over
    std::size_t m_notices{0};                      ///< said
    std::size_t m_refused{0};                      ///< ends and notices that were not expected

  private:
    void Push(double time, uint32_t step)
    {
        m_events.emplace(time, step);
    }

    void Send(uint32_t step)
    {
        ++m_sent;
        const RowStep& message = m_graph.GetSteps()[step];
        const bool shared = m_graph.GetProblem().medium == RowMedium::SHARED;
        double& free = m_free[shared ? 0 : 1 + message.node * 100 + message.peer];
        free = std::max(free, m_now) + message.time;
        Push(free + message.latency, step);
    }

    void Deliver()
    {
        while (!m_said.empty())
        {
            const auto say = m_said.front();
            m_said.pop();
            say();
        }
    }

    using Event = std::pair<double, uint32_t>;

    const RowGraph& m_graph;
    double m_now{0};
    std::priority_queue<Event, std::vector<Event>, std::greater<>> m_events;
    std::map<uint32_t, double> m_free; ///< when each link is
    std::queue<std::function<void()>> m_said;
};

/// Every form on networks of its own kind.
class RowWalkTimelineTestCase : public TestCase
{
  public:
    RowWalkTimelineTestCase()
        : TestCase("walks of all nodes are the timeline, whatever the form")
    {
    }

  private:
    /// @param [in] idle whether a secondary has nothing to do but to say so
    void Compare(const RowPartitionProblem& problem, const RowDivision& division, bool idle = false)
    {
        NS_TEST_ASSERT_MSG_EQ(ExplainDivision(problem, division), "", "sound");
        RowGraph graph(problem);
        AddDivisionSteps(division, graph);
        RowTimeline timeline;
        const double time = timeline.Run(graph);
        WalkedGraph walked(graph);
        EXPECT_RELATIVE(walked.Run(), time, 1e-12, "T");
        const auto count = static_cast<std::size_t>(
            std::count_if(graph.GetSteps().begin(), graph.GetSteps().end(), [](const RowStep& s) {
                return s.kind == StepKind::COMPUTE;
            }));
        NS_TEST_EXPECT_MSG_EQ(walked.m_computed, count, "all was computed");
        NS_TEST_EXPECT_MSG_EQ(walked.m_sent, graph.GetSteps().size() - count, "all was sent");
        NS_TEST_EXPECT_MSG_EQ(walked.m_notices, walked.m_walks[0]->GetNoticeCount(), "notices");
        NS_TEST_EXPECT_MSG_EQ(walked.m_refused, 0U, "nothing came twice");
        const bool barriers = division.form != RowForm::EDGE_FIRST &&
                              division.form != RowForm::BODY_FIRST && !division.IsAlone();
        NS_TEST_EXPECT_MSG_EQ((walked.m_notices > 0),
                              (barriers || idle),
                              "only barriers need notices");
    }

    void DoRun() override
    {
        for (const RowMedium medium : {RowMedium::POINT_TO_POINT, RowMedium::SHARED})
        {
            for (const uint32_t tasks : {1, 2, 3})
            {
                RowPartitionProblem vgg = MakeVgg(40e6, medium);
                vgg.tasks = tasks;
                vgg.messageTime = 1e-3;
                vgg.nodes[1].operationTime = 2e-3;
                for (const char* name : {"HalpPlanner",
                                         "HalpOverlapPlanner",
                                         "HalpBodyFirstPlanner",
                                         "HalpBarrierPlanner",
                                         "ModnnPlanner",
                                         "DpfpPlanner",
                                         "HalpFusedPlanner",
                                         "HalpAlonePlanner"})
                {
                    const RowPartitionPlan plan = CreateRowPartitionPlanner(name)->Plan(vgg);
                    const RowDivision division = GetDivision(plan, vgg.layers.size());
                    Compare(vgg, division);
                    EXPECT_RELATIVE(EvaluateDivision(vgg, division).time,
                                    plan.time,
                                    GIVEN,
                                    name << ": a division is the plan again");
                }
            }
        }
        // Secondaries without rows, and a zone that is all there is.
        const RowPartitionProblem toy = MakeToy();
        Compare(toy, {RowForm::EDGE_FIRST, 1, {{0, 8}, {0, 8}}, {}}, true);
        Compare(toy, {RowForm::EDGE_FIRST, 1, {{0, 4}, {0, 4}}, {}}, true);
    }
};

/// What is no division.
class RowDivisionTestCase : public TestCase
{
  public:
    RowDivisionTestCase()
        : TestCase("divisions that somebody says are looked at")
    {
    }

  private:
    void DoRun() override
    {
        const RowPartitionProblem toy = MakeToy();
        const auto expect = [&](const RowDivision& division, const std::string& part) {
            const std::string fault = ExplainDivision(toy, division);
            NS_TEST_EXPECT_MSG_EQ((fault.find(part) != std::string::npos), true, fault);
        };
        NS_TEST_EXPECT_MSG_EQ(ExplainDivision(toy, {RowForm::BLOCKS, 3, {}, {1, 2}}), "", "sound");
        expect({RowForm::BLOCKS, 0, {}, {1, 2}}, "workers is 0");
        expect({RowForm::BLOCKS, 4, {}, {1, 2}}, "workers is 4");
        expect({RowForm::BLOCKS, 3, {}, {}}, "do not end with 2");
        expect({RowForm::BLOCKS, 3, {}, {1}}, "do not end with 2");
        expect({RowForm::BLOCKS, 3, {}, {2, 2}}, "do not rise");
        expect({RowForm::BLOCKS, 3, {}, {0, 2}}, "do not rise");
        expect({RowForm::BLOCKS, 3, {}, {1, 3}}, "do not rise");
        expect({RowForm::BLOCKS, 3, {{3, 5}, {3, 5}}, {2}}, "blocks have no zones");
        expect({RowForm::EDGE_FIRST, 1, {{3, 5}}, {}}, "zones has 1 entries");
        expect({RowForm::EDGE_FIRST, 1, {{3, 5}, {5, 3}}, {}}, "zones[1]");
        expect({RowForm::BODY_FIRST, 1, {{3, 5}, {3, 9}}, {}}, "zones[1]");
        expect({RowForm::BARRIERS, 1, {{4, 4}, {4, 4}}, {}}, "too narrow");
        RowPartitionProblem two = toy;
        two.nodes.resize(2);
        NS_TEST_EXPECT_MSG_EQ(
            (ExplainDivision(two, {RowForm::EDGE_FIRST, 1, {{3, 5}, {3, 5}}, {}}).empty()),
            false,
            "zones are for three");
    }
};

/// What a walk does not take.
class RowWalkRefusalTestCase : public TestCase
{
  public:
    RowWalkRefusalTestCase()
        : TestCase("a walk refuses what cannot be")
    {
    }

  private:
    void DoRun() override
    {
        const RowPartitionProblem toy = MakeToy();
        RowGraph graph(toy);
        AddDivisionSteps({RowForm::BARRIERS, 1, {{3, 5}, {3, 5}}, {}}, graph);
        for (uint32_t node = 0; node < 3; ++node)
        {
            RowWalk walk(graph, node);
            uint32_t computing = RowGraph::NO_STEP;
            walk.onCompute = [&](uint32_t step) { computing = step; };
            walk.onSend = [](uint32_t) {};
            walk.onNotice = [](uint32_t, uint32_t) {};
            walk.Begin();
            const auto size = static_cast<uint32_t>(graph.GetSteps().size());
            NS_TEST_EXPECT_MSG_EQ(walk.End(size), false, "no such step");
            NS_TEST_EXPECT_MSG_EQ(walk.Hear((node + 1) % 3, walk.GetNoticeCount()),
                                  false,
                                  "no such notice");
            for (uint32_t step = 0; step < size; ++step)
            {
                const RowStep& what = graph.GetSteps()[step];
                const bool compute = what.kind == StepKind::COMPUTE;
                if ((compute && step != computing) || (!compute && what.peer != node))
                {
                    NS_TEST_EXPECT_MSG_EQ(walk.End(step), false, "not its to end, or not begun");
                }
            }
            uint32_t heard = 0;
            for (uint32_t notice = 0; notice < walk.GetNoticeCount(); ++notice)
            {
                for (uint32_t from = 0; from < 4; ++from)
                {
                    const bool taken = walk.Hear(from, notice);
                    heard += taken ? 1 : 0;
                    NS_TEST_EXPECT_MSG_EQ(walk.Hear(from, notice), false, "said twice");
                    NS_TEST_EXPECT_MSG_EQ((taken && from == node), false, "by itself");
                }
            }
            NS_TEST_EXPECT_MSG_GT(heard, 0U, "some are for it");
        }
    }
};

class RowWalkTestSuite : public TestSuite
{
  public:
    RowWalkTestSuite()
        : TestSuite("edge-ai-row-walk", TEST_UNIT)
    {
        AddTestCase(new RowWalkTimelineTestCase, TEST_QUICK);
        AddTestCase(new RowDivisionTestCase, TEST_QUICK);
        AddTestCase(new RowWalkRefusalTestCase, TEST_QUICK);
    }
};

RowWalkTestSuite g_rowWalkTestSuite; ///< registers the suite

} // namespace
