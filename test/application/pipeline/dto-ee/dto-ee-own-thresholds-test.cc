/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// DTO-EE over packets where every node has a threshold of its own: what nodes find, simulated
// against analytic times and accuracies, a controller, a node that fails, peers that lie.

#include "allocation/pipeline/dto-ee/dto-ee-exchange.h"
#include "application/message/message-listener.h"
#include "support/dto-ee-fault-case.h"
#include "support/dto-ee-rig.h"

#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/log.h"
#include "ns3/test.h"

#include <map>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

NS_LOG_COMPONENT_DEFINE("EdgeAiDtoEeOwnThresholdsTest");

namespace
{

/// Nodes have their own thresholds. @param [in] helper of the simulation
void
LetNodesDecide(DtoEeHelper& helper)
{
    helper.SetPlannerAttribute("ThresholdScope", StringValue("Node"));
}

/// Words over packets against the exchange in memory.
class SameThresholdsTestCase : public TestCase
{
  public:
    /// @param [in] grid thresholds to choose from; empty: any
    explicit SameThresholdsTestCase(const std::vector<double>& grid)
        : TestCase(
              "rows and thresholds of nodes are those of the parts in memory, to the bit, of " +
              (grid.empty() ? "any" : std::to_string(grid.size()))),
          m_grid(grid)
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint32_t SLOTS = 4;
        DtoEeProblem problem = MakeToy();
        problem.thresholdGrid = m_grid;
        DtoEeSettings settings;
        settings.measured = false;
        DtoEeRig rig(problem, settings);
        rig.wire = Wire::FAST;
        rig.taskStart = 100;
        rig.prepare = LetNodesDecide;
        rig.Run(settings.first.GetSeconds() + SLOTS * settings.slot.GetSeconds() + 0.01);
        const std::vector<DtoEeSlotReport> slots = rig.helper->GetSlots();
        NS_TEST_ASSERT_MSG_EQ(slots.size(), SLOTS + 1, "slots");
        DtoEeSolverOptions options;
        options.tolerance = 0; // nobody in the network can tell that all is at rest
        options.scope = DtoEeScope::NODE;
        const DtoEeNetwork network = MakeDtoEeNetwork(problem);
        DtoEeExchange exchange(problem, network, options);
        for (uint32_t s = 0; s < SLOTS; ++s)
        {
            exchange.RunSlot();
            const std::vector<DtoEeRow> rows = MakeDtoEeRows(network, exchange.GetShares());
            for (std::size_t i = 0; i < rows.size(); ++i)
            {
                EXPECT_TRUE(slots[s + 1].rows[i] == rows[i].shares, "row " << i << " of " << s);
            }
            EXPECT_TRUE(slots[s + 1].nodeThresholds == exchange.GetNodeThresholds(),
                        "thresholds of slot " << s);
        }
        const double utility = PlanByScope(problem, "Node").utility;
        EXPECT_RELATIVE(slots.back().utility, utility, m_grid.empty() ? 1e-7 : 1e-3, "U");
        EXPECT_TRUE(slots.back().nodeThresholds != slots.front().nodeThresholds, "they moved");
        // HELLO comes on top, and the slot that had begun: 16 connections, and nobody reports.
        NS_TEST_EXPECT_MSG_GT(rig.helper->GetControl().bodyBytes, exchange.GetBytes(), "bytes");
        NS_TEST_EXPECT_MSG_LT(rig.helper->GetControl().bodyBytes,
                              exchange.GetBytes() * (SLOTS + 1.) / SLOTS + 16 * 9,
                              "bytes");
        NS_TEST_EXPECT_MSG_EQ(rig.helper->GetMalformedCount(), 0, "nothing is malformed");
    }

    std::vector<double> m_grid;
};

/// Tasks of each node of the first stage, and those that went on from it.
struct ExitTally
{
    /// @param [in] rig built  @param [in] begin tasks generated before are left out [s]
    ExitTally(const DtoEeRig& rig, double begin)
        : nodes(rig.all[1]),
          from(begin)
    {
        rig.helper->GetLedger()->TraceConnectWithoutContext("TaskEnded",
                                                            MakeCallback(&ExitTally::Add, this));
    }

    void Add(const TaskRecord& record)
    {
        // link 1, stage 1, and link 2 or the answer
        const bool whole = record.outcome == TaskOutcome::COMPLETED && record.generated >= from;
        for (uint32_t j = 0; whole && j < nodes.GetN(); ++j)
        {
            if (record.steps[1].planned.node == nodes.Get(j)->GetId())
            {
                ++came[j];
                wentOn[j] += record.steps.size() > 3;
            }
        }
    }

    NodeContainer nodes;
    double from;
    std::map<uint32_t, double> came;
    std::map<uint32_t, double> wentOn;
};

/// Simulated against analytic times and accuracies.
class OwnTimesTestCase : public TestCase
{
  public:
    /// @param [in] planner who decides  @param [in] tasks so many
    OwnTimesTestCase(const std::string& planner, double tasks)
        : TestCase("response time and accuracy of " + planner + ", " +
                   std::to_string(std::lround(tasks)) + " tasks"),
          m_planner(planner),
          m_tasks(tasks)
    {
    }

  private:
    void DoRun() override
    {
        DtoEeProblem problem = MakeForked(15, 10);
        problem.stages[0].linkRates = {{1e9, 0}, {0, 1e9}}; // either has one way only
        DtoEeSettings settings;
        settings.planner = m_planner;
        settings.measured = false;
        settings.records = false;
        DtoEeRig rig(problem, settings);
        rig.exponential = true;
        rig.wire = Wire::DELAYED;
        rig.taskStart = 8; // rows and thresholds have found their places
        rig.prepare = LetNodesDecide;
        rig.Build();
        const double begin = rig.taskStart + 4;
        DtoEeTally tally(rig, begin);
        ExitTally exits(rig, begin);
        rig.Run(begin + m_tasks / problem.GetTotalRate());
        const DtoEeSlotReport slot = rig.helper->GetSlots().back();
        const double mean = tally.GetTime();
        const double half =
            1.96 * std::sqrt((tally.time2 / tally.completed - mean * mean) / tally.completed);
        const double share = tally.correct / tally.completed;
        std::ostringstream figures;
        figures << "T " << mean << " s, planned " << slot.responseTime << ", A " << share
                << ", planned " << slot.accuracy << ", " << tally.completed << " tasks";
        NS_LOG_INFO(GetName() << ": " << figures.str());
        NS_TEST_ASSERT_MSG_EQ(slot.nodeThresholds.size(), 4, "thresholds of nodes");
        EXPECT_TRUE(slot.nodeThresholds[0] - slot.nodeThresholds[1] > .2, "very different ones");
        for (uint32_t j = 0; j < 2; ++j)
        {
            NS_TEST_EXPECT_MSG_EQ(rig.GetNode(1, j)->GetThreshold(),
                                  slot.nodeThresholds[j],
                                  "in force");
            EXPECT_TRUE(!rig.GetNode(1, j)->IsLeader(), "nobody leads");
            const double on = slot.loads[2 + j] * problem.stages[1].nodes[j].speed /
                              problem.stages[1].flop / problem.arrivalRates[j];
            EXPECT_ABSOLUTE(exits.wentOn[j] / exits.came[j],
                            on,
                            4 * std::sqrt(on * (1 - on) / exits.came[j]),
                            "share that goes on from node " << j);
        }
        EXPECT_RELATIVE(slot.utility, PlanByScope(problem, "Node").utility, 1e-5, "U");
        EXPECT_RELATIVE(slot.exponentialTime, slot.responseTime, 1e-12, "M/M/1");
        // Tasks that queue together are not independent: their mean is not as sure as it looks.
        EXPECT_RELATIVE(mean, slot.responseTime, std::max(.02, 2 * half / mean), figures.str());
        EXPECT_ABSOLUTE(share,
                        slot.accuracy,
                        4 * std::sqrt(share * (1 - share) / tally.completed),
                        figures.str());
        const double left = tally.leftEarlyPlanned / tally.completed;
        EXPECT_ABSOLUTE(tally.leftEarly / tally.completed,
                        left,
                        4 * std::sqrt(left * (1 - left) / tally.completed),
                        "left early");
        NS_TEST_EXPECT_MSG_EQ(tally.dropped, 0, "nothing is lost");
        NS_TEST_EXPECT_MSG_EQ(rig.helper->GetMalformedCount(), 0, "nothing is malformed");
    }

    std::string m_planner;
    double m_tasks;
};

/// A node of an exit's stage fails.
class OwnFaultCase : public DtoEeFaultCase
{
  public:
    OwnFaultCase()
        : DtoEeFaultCase("the first node of an exit's stage fails; the others go on by themselves")
    {
    }

  private:
    void DoRun() override
    {
        DtoEeSettings settings = MakeFaultSettings("DtoEeDistributedPlanner");
        settings.measured = false;
        DtoEeRig rig(MakeToy(.5), settings);
        rig.prepare = [](DtoEeHelper& helper) {
            LetNodesDecide(helper);
            helper.SetAttribute("TaskTimeout", TimeValue(Seconds(1)));
        };
        rig.Build();
        rig.helper->FailNode(Seconds(FAULT), 2, 0);
        const TaskCounts counts = Check(rig, 25);
        NS_TEST_EXPECT_MSG_GT(CountVisits(rig, 2, 0, 2, FAULT - 1).first, 5, "it had a share");
        NS_TEST_EXPECT_MSG_EQ(CountVisits(rig, 2, 0, FAULT + 2, 20).first, 0, "not any more");
        NS_TEST_EXPECT_MSG_LT(counts.dropped, 40, "only what was there, or on the way");
        DtoEeProblem without = rig.problem;
        without.stages[1].nodes.erase(without.stages[1].nodes.begin());
        for (std::vector<double>& rates : without.stages[1].linkRates)
        {
            rates.erase(rates.begin());
        }
        without.stages[2].linkRates.erase(without.stages[2].linkRates.begin());
        const DtoEePlan rest = PlanByScope(without, "Node");
        const DtoEeSlotReport slot = rig.helper->GetSlots().back();
        EXPECT_RELATIVE(slot.utility, rest.utility, 1e-4, "the best that is left");
        EXPECT_ABSOLUTE(slot.nodeThresholds[3], rest.nodeThresholds[2], 1e-3, "thresholds");
        NS_TEST_EXPECT_MSG_EQ(rig.helper->GetMalformedCount(), 0, "nothing is malformed");
    }
};

/// Who says what has no business here.
class OwnLiesCase : public DtoEeFaultCase
{
  public:
    OwnLiesCase()
        : DtoEeFaultCase("mixtures and curves that cannot be are counted and dropped")
    {
    }

  private:
    void DoRun() override
    {
        DtoEeRig rig(MakeToy(.5), MakeFaultSettings("DtoEeDistributedPlanner"));
        rig.wire = Wire::FAST;
        rig.prepare = LetNodesDecide;
        rig.Build();
        // The hub says it was both nodes that device 0 sends to.
        const auto make = [](MessageType type, uint64_t word, const auto& body) {
            InferenceMessage message;
            message.type = type;
            message.task = word;
            message.body = Encode(body);
            return message;
        };
        const std::vector<DtoEeCurvePiece> sound{{0, 1, 1, 1}};
        MessageListener liar;
        uint64_t lies = 0;
        liar.onMessage = [&](MessageListener::Peer peer, const InferenceMessage& message) {
            if (message.type == DtoEeMessage::MIXTURE)
            {
                const DtoEeCurveReport short2{sound, {1, 1}}; // there are two exits and the end
                const DtoEeCurveReport late{{{.5, 1, 1, 1}}, {1, 1, 1}};
                liar.Send(peer, make(DtoEeMessage::CURVE, message.task, short2));
                liar.Send(peer, make(DtoEeMessage::CURVE, message.task, late));
                liar.Send(peer, make(DtoEeMessage::PRICE, message.task, DtoEePriceReport()));
                lies += 3;
            }
        };
        liar.onGone = [](MessageListener::Peer) {};
        liar.onMalformed = [](const std::string&) {};
        MessageListener::Settings listen;
        listen.port = 4848;
        liar.Start(rig.hub.Get(0), listen);
        const InetSocketAddress address(
            rig.hub.Get(0)->GetObject<Ipv4>()->GetAddress(1, 0).GetLocal(),
            4848);
        rig.GetDevice(0)->SetTargets({address, address});
        rig.Run(4);
        EXPECT_TRUE(lies > 5, "it lied: " << lies);
        const uint64_t counted = rig.GetDevice(0)->GetMalformedCount();
        EXPECT_TRUE(counted > 5 && counted <= lies, counted << " of " << lies << " are counted");
        EXPECT_TRUE(rig.GetDevice(0)->GetRounds()->GetPart().GetLinks().empty(),
                    "and not believed: both count as silent");
        NS_TEST_EXPECT_MSG_EQ(rig.GetDevice(1)->GetMalformedCount(), 0, "others heard none");
        liar.Abandon();
    }
};

/// The suite.
class DtoEeOwnThresholdsTestSuite : public TestSuite
{
  public:
    DtoEeOwnThresholdsTestSuite()
        : TestSuite("edge-ai-dto-ee-own-thresholds", TEST_SYSTEM)
    {
        AddTestCase(new SameThresholdsTestCase({}), TEST_QUICK);
        AddTestCase(new SameThresholdsTestCase({.5, .6, .7, .8, .9, 1}), TEST_QUICK);
        AddTestCase(new OwnTimesTestCase("DtoEeDistributedPlanner", 5000), TEST_QUICK);
        AddTestCase(new OwnTimesTestCase("DtoEePlanner", 3000), TEST_QUICK);
        AddTestCase(new OwnTimesTestCase("DtoEeDistributedPlanner", 200000), TEST_EXTENSIVE);
        AddTestCase(new OwnFaultCase, TEST_QUICK);
        AddTestCase(new OwnLiesCase, TEST_QUICK);
    }
};

const DtoEeOwnThresholdsTestSuite g_dtoEeOwnThresholdsTestSuite; ///< registers the suite

} // namespace
