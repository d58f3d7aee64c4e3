/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Ends of topologies: problems that are not sound or not taken, servers that nothing connects, one
// server, laws of the baselines' times, steps of plans, how late cells may be.

#include "allocation/topology/topology-times.h"
#include "support/expectations.h"
#include "support/hfel-fixture.h"

#include "ns3/uinteger.h"

#include <algorithm>
#include <functional>
#include <limits>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::hfeltest;

namespace
{

/// What is refused.
class TopologyRefusalTestCase : public TestCase
{
  public:
    TopologyRefusalTestCase()
        : TestCase("what is not sound, or not for a planner, is refused with the field")
    {
    }

  private:
    void DoRun() override
    {
        const double nan = std::nan("");
        const double infinite = std::numeric_limits<double>::infinity();
        for (const double bad : {nan, infinite, -1., 1e60})
        {
            Refuse([bad](TopologyProblem& p) { p.links[2].rate = bad; }, "links[2].rate");
            Refuse([bad](TopologyProblem& p) { p.links[2].delay = bad; }, "links[2].delay");
            Refuse([bad](TopologyProblem& p) { p.servers[1].readyTime = bad; },
                   "servers[1].readyTime");
            Refuse([bad](TopologyProblem& p) { p.servers[1].weight = bad; }, "servers[1].weight");
            Refuse([bad](TopologyProblem& p) { p.messageBits = bad; }, "messageBits");
            Refuse([bad](TopologyProblem& p) { p.distance = bad; }, "distance");
            // A ratio of two amounts has their range twice over.
            Refuse([bad](TopologyProblem& p) { p.distanceMax = bad * (bad > 0 ? bad : 1); },
                   "distanceMax");
            Refuse([bad](TopologyProblem& p) { p.cloudRate = bad; }, "cloudRate");
            Refuse([bad](TopologyProblem& p) { p.uniformDraws = {.5, bad}; }, "uniformDraws[1]");
        }
        Refuse([](TopologyProblem& p) { p.links[2].rate = 0; }, "links[2].rate");
        Refuse([](TopologyProblem& p) { p.servers.clear(); }, "servers.size()");
        Refuse([](TopologyProblem& p) { p.servers.resize(501); }, "servers.size()");
        Refuse([](TopologyProblem& p) { p.servers[1].weight = 1e-7; }, "largest over least");
        Refuse([](TopologyProblem& p) { p.links[2].first = 4; }, "links[2].first");
        Refuse([](TopologyProblem& p) { p.links[2].second = p.links[2].first; }, "links[2].first");
        Refuse(
            [](TopologyProblem& p) {
                p.links[2].first = p.links[0].second;
                p.links[2].second = p.links[0].first;
            },
            "links[2].first and second are joined");
        Refuse([](TopologyProblem& p) { p.sharedEgress = true; }, "servers[0].egressRate");
        TopologyProblem problem = MakeGivenLinks(.5);
        const auto expect = [this, &problem](const std::string& name, const std::string& words) {
            const TopologyPlan plan = PlanLinks(name, problem);
            ExpectRefusal(plan, name, words);
        };
        expect("HfelEgressPlanner", "sharedEgress is not set");
        expect("HierFavgPlanner", "cloudRate is 0");
        problem.cloudRate = 1e6;
        expect("CloudFedAvgPlanner", "servers[0].devices is 0");
        problem.sharedEgress = true;
        for (TopologyServer& server : problem.servers)
        {
            server.egressRate = 1e6;
        }
        expect("HfelThresholdPlanner", "sharedEgress is set");
        Draws draws(1);
        problem = MakeRandomLinks(draws, 7, .5);
        expect("HfelEnumerationPlanner", "links.size() is 21");
        problem = MakeRandomLinks(draws, 33, .5);
        expect("HfelThresholdPlanner", "links.size() is 528");
    }

    /// Every planner refuses what is not sound.
    void Refuse(const std::function<void(TopologyProblem&)>& spoil, const std::string& field)
    {
        for (const std::string& name : ListTopologyPlanners())
        {
            TopologyProblem problem = MakeGivenLinks(.5);
            spoil(problem);
            const TopologyPlan plan = PlanLinks(name, problem);
            EXPECT_TRUE(plan.status == PlanStatus::REFUSED, name << ", " << field);
            EXPECT_TRUE(plan.reason.find(field) == 0, field << ": " << plan.reason);
        }
    }

    void ExpectRefusal(const TopologyPlan& plan, const std::string& name, const std::string& words)
    {
        EXPECT_TRUE(plan.status == PlanStatus::REFUSED, name);
        EXPECT_TRUE(plan.reason.find(words) == 0, words << ": " << plan.reason);
    }
};

/// Few servers, few links, other planners.
class TopologyEndsTestCase : public TestCase
{
  public:
    TopologyEndsTestCase()
        : TestCase("one server, no connection, links by rule and by lot, a cloud, gossip")
    {
    }

  private:
    void DoRun() override
    {
        CheckFew();
        CheckRules();
        CheckCloud();
        CheckWeighted();
    }

    /// One server, and servers that no link joins.
    void CheckFew()
    {
        TopologyProblem alone = MakeServers({.3}, .5);
        for (const std::string& name : ListTopologyPlanners())
        {
            const TopologyPlan plan = PlanLinks(name, alone);
            if (plan.status != PlanStatus::REFUSED)
            {
                EXPECT_TRUE(plan.status == PlanStatus::SOLVED, name << ": " << plan.reason);
                EXPECT_ABSOLUTE(plan.time, .3, 1e-15, name << ", alone");
                EXPECT_ABSOLUTE(plan.factor, 0, 1e-15, name << ", alone");
                EXPECT_TRUE(plan.weights == std::vector<double>{1}, name << ", alone");
            }
        }
        TopologyProblem parts = MakeServers({.1, .2, .3, .4}, .5);
        AddLink(parts, 0, 1, .05);
        AddLink(parts, 2, 3, .05);
        for (const std::string name : {"HfelThresholdPlanner", "HfelEnumerationPlanner"})
        {
            const TopologyPlan plan = PlanLinks(name, parts);
            EXPECT_TRUE(plan.status == PlanStatus::VIOLATED, "what cannot mix enough");
            EXPECT_TRUE(plan.links.size() == 2, "takes all links");
            EXPECT_TRUE(plan.reason.find("distance is 1 before mixing") == 0, plan.reason);
        }
        for (const std::string name : {"HfelRingPlanner", "HfelStarPlanner", "CeFedAvgPlanner"})
        {
            const TopologyPlan plan = PlanLinks(name, parts);
            EXPECT_TRUE(plan.status == PlanStatus::INFEASIBLE, name);
            EXPECT_TRUE(plan.reason.find("links has none between servers ") == 0, plan.reason);
        }
        parts.uniformDraws.assign(100, 0);
        EXPECT_TRUE(PlanLinks("HfelRandomGraphPlanner", parts).status == PlanStatus::INFEASIBLE,
                    "whatever is drawn");
        parts.distance = 0;
        EXPECT_TRUE(PlanLinks("HfelThresholdPlanner", parts).links.empty(), "all alike: no links");
    }

    /// Ring, star, lots.
    void CheckRules()
    {
        TopologyProblem problem = MakeGivenLinks(.5);
        EXPECT_TRUE(PlanLinks("HfelRingPlanner", problem).links == LinkList({0, 1, 2, 3}), "ring");
        const TopologyPlan star = PlanLinks("HfelStarPlanner", problem);
        EXPECT_TRUE(star.links == LinkList({0, 3, 4}), "star");
        EXPECT_RELATIVE(star.factor, .75, 1e-12, "rho of a star");
        EXPECT_TRUE(star.status == PlanStatus::VIOLATED, "mixes too little, and says so");
        const Ptr<TopologyPlanner> planner = CreateTopologyPlanner("HfelStarPlanner");
        planner->SetAttribute("Centre", UintegerValue(1));
        EXPECT_TRUE(planner->Plan(problem).links == LinkList({0, 1, 5}), "another centre");
        planner->SetAttribute("Centre", UintegerValue(4));
        EXPECT_TRUE(planner->Plan(problem).reason.find("Centre is 4") == 0, "no such server");
        // The first draw leaves server 3 alone, the second does not.
        problem.uniformDraws = {.1, .1, .9, .9, .1, .9, .9, .4, .49, .9, .3, .5};
        const TopologyPlan lots = PlanLinks("HfelRandomGraphPlanner", problem);
        EXPECT_TRUE(lots.links == LinkList({1, 2, 4}), "by lot");
        problem.uniformDraws.resize(11);
        const TopologyPlan none = PlanLinks("HfelRandomGraphPlanner", problem);
        EXPECT_TRUE(none.status == PlanStatus::INFEASIBLE, "too few draws");
        EXPECT_TRUE(none.reason.find("none of 1 draws") == 0, none.reason);
        const TopologyPlan gossip = PlanLinks("CeFedAvgPlanner", problem);
        EXPECT_RELATIVE(gossip.time, .30 + 2 * .2, 1e-12, "two exchanges one after the other");
        EXPECT_RELATIVE(gossip.factor, 1. / 9, 1e-9, "P P");
        problem.links[3].delay = .4;
        EXPECT_RELATIVE(PlanLinks("HfelFullMeshPlanner", problem).time, .72, 1e-12, "a delay");
        CheckSteps(PlanLinks("HfelFullMeshPlanner", problem), .72);
        CheckSteps(gossip, gossip.time);
    }

    /// A plan's steps end when it says it does.
    void CheckSteps(const TopologyPlan& plan, double time)
    {
        std::vector<double> ends;
        for (const PlanStep& step : plan.steps)
        {
            double begin = 0;
            for (const uint32_t before : step.after)
            {
                begin = std::max(begin, ends.at(before));
            }
            ends.push_back(begin + step.time);
        }
        EXPECT_RELATIVE(*std::max_element(ends.begin(), ends.end()), time, 1e-12, "steps");
    }

    /// Hier-FAvg and FedAvg.
    void CheckCloud()
    {
        TopologyProblem problem = MakeGivenLinks(.5);
        problem.cloudRate = MESSAGE / .01;
        const double devices[] = {5, 1, 20, 3};
        for (std::size_t m = 0; m < 4; ++m)
        {
            problem.servers[m].devices = devices[m];
        }
        const TopologyPlan favg = PlanLinks("HierFavgPlanner", problem);
        EXPECT_RELATIVE(favg.time, .35 + .02, 1e-12, "max A + 2 S / R");
        EXPECT_ABSOLUTE(favg.factor, 0, 1e-12, "P = J");
        CheckSteps(favg, .37);
        const TopologyPlan flat = PlanLinks("CloudFedAvgPlanner", problem);
        EXPECT_RELATIVE(flat.time, .25 + .2 + .01, 1e-12, "server 2 passes on 20 updates");
        CheckSteps(flat, .46);
    }

    /// Data weights.
    void CheckWeighted()
    {
        TopologyProblem problem = MakeGivenLinks(.5);
        problem.servers[0].weight = 3;
        for (const std::string name :
             {"HfelThresholdPlanner", "HfelRingPlanner", "HierFavgPlanner"})
        {
            problem.cloudRate = 1e6;
            const TopologyPlan plan = PlanLinks(name, problem);
            NS_TEST_ASSERT_MSG_EQ(plan.IsUsable(), true, plan.reason);
            const Eigen::RowVector4d shares(.5, 1. / 6, 1. / 6, 1. / 6);
            EXPECT_ABSOLUTE((shares * GetMixingMatrix(plan) - shares).norm(), 0, 1e-12, name);
        }
    }
};

/// How late cells may be.
class TopologySlackTestCase : public TestCase
{
  public:
    TopologySlackTestCase()
        : TestCase(
              "cells that need not hurry: the same round, and why not all of T_round is theirs")
    {
    }

  private:
    void DoRun() override
    {
        Draws draws(8);
        uint32_t later = 0;
        for (int i = 0; i < 50; ++i)
        {
            TopologyProblem problem = MakeRandomLinks(draws, 5, draws.Uniform(.2, .9));
            problem.sharedEgress = i % 2 == 1;
            for (TopologyServer& server : problem.servers)
            {
                server.egressRate = MESSAGE / draws.Uniform(.01, .1);
            }
            const TopologyPlan plan =
                PlanLinks(i % 2 == 1 ? "HfelEgressPlanner" : "HfelThresholdPlanner", problem);
            TopologyProblem slow = problem;
            const std::vector<double> latest = GetLatestReadyTimes(problem, plan.links, plan.time);
            for (std::size_t m = 0; m < 5; ++m)
            {
                EXPECT_TRUE(latest[m] >= problem.servers[m].readyTime - 1e-12, "never earlier");
                slow.servers[m].readyTime = latest[m];
            }
            EXPECT_RELATIVE(GetRoundTime(slow, plan.links), plan.time, 1e-12, "the same end");
            // The definition's slack step lets a cell with A_m < T_round take all of T_round. Its
            // model still has to cross its links, so the round ends by that much later: F_e =
            // T_round + S / R_e. What is right is T_round less the slowest of its links.
            TopologyProblem literal = problem;
            for (TopologyServer& server : literal.servers)
            {
                server.readyTime = plan.time;
            }
            later += GetRoundTime(literal, plan.links) > plan.time * (1 + 1e-6) ? 1 : 0;
        }
        EXPECT_TRUE(later == 50, later << " rounds that the definition's step makes longer");
    }
};

/// Topologies.
class TopologyEndsTestSuite : public TestSuite
{
  public:
    TopologyEndsTestSuite()
        : TestSuite("edge-ai-topology-ends", TEST_UNIT)
    {
        AddTestCase(new TopologyRefusalTestCase, TEST_QUICK);
        AddTestCase(new TopologyEndsTestCase, TEST_QUICK);
        AddTestCase(new TopologySlackTestCase, TEST_QUICK);
    }
};

TopologyEndsTestSuite g_topologyEndsTestSuite; ///< the suite

} // namespace
