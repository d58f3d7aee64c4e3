/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a server learns of links between its plans.

#include "../../../helper/learning-setup.h"
#include "application/learning/learning-planning.h"
#include "application/learning/round-links.h"
#include "support/expectations.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr double SAID = 1e6; ///< rate of every link, as the access network says it [bit/s]

/// Links that carry less than they say.
class BoastfulLinks : public RoundLinks
{
  public:
    std::string Fill(const std::vector<RoundMember>&, RoundProblem& problem) const override
    {
        problem.uplink.form = RoundUplinkForm::RATES;
        for (RoundWorker& worker : problem.workers)
        {
            worker.rate = SAID;
        }
        return "";
    }

    std::string Apply(const std::vector<RoundMember>&, const RoundPlan&, double) override
    {
        return "";
    }
};

/// Many updates of one plan say the same of it: the factor is what one of them says.
class RateFactorCase : public TestCase
{
  public:
    RateFactorCase()
        : TestCase("the part of planned rates that updates reach, from several of a plan")
    {
    }

  private:
    void DoRun() override
    {
        LearningSetup setup;
        setup.SetModel("Softmax(20,10)");
        setup.SetData("Formula(20,10,samples=40)", .2);
        const auto method = setup.MakeMethod(8, 1);
        LearningPlanning::Settings settings;
        settings.planner = CreateRoundPlanner("PartelPlanner");
        settings.links = CreateObject<BoastfulLinks>();
        settings.weight = .5;
        LearningPlanning planning;
        planning.Start(settings);
        std::vector<uint32_t> members;
        for (uint32_t k = 0; k < 8; ++k)
        {
            LearningJoinBody body;
            body.worker = k;
            body.flops = 1e6;
            body.powerMax = .2;
            body.samples = 32;
            planning.Join(body);
            members.push_back(k);
        }
        for (uint64_t round = 1; round <= 6; ++round)
        {
            method->Begin(round);
            const RoundPlan plan = planning.Plan(*method, members, {});
            NS_TEST_ASSERT_MSG_EQ(plan.IsUsable(), true, plan.reason);
            for (const RoundShare& share : plan.workers)
            {
                NS_TEST_ASSERT_MSG_EQ(share.involved, true, "all have a part");
                planning.LearnRate(share.rate, .6 * SAID);
                NS_TEST_EXPECT_MSG_GT_OR_EQ(planning.GetRateFactor(), .6 - 1e-9, "never below");
            }
            EXPECT_RELATIVE(planning.GetRateFactor(), .6, .01, "round " << round);
        }
    }
};

/// What short updates take beyond their rate is a time of their worker.
class ShortUpdatePlansCase : public TestCase
{
  public:
    ShortUpdatePlansCase()
        : TestCase("delays of short updates are planned for, worker by worker")
    {
    }

  private:
    void DoRun() override
    {
        LearningSetup setup;
        setup.SetModel("Softmax(20,10)");
        setup.SetData("Formula(20,10,samples=40)", .2);
        const auto method = setup.MakeMethod(2, 1);
        LearningPlanning::Settings settings;
        settings.planner = CreateRoundPlanner("PartelEqualPlanner");
        settings.links = CreateObject<BoastfulLinks>();
        settings.weight = .5;
        LearningPlanning planning;
        planning.Start(settings);
        for (uint32_t k = 0; k < 2; ++k)
        {
            LearningJoinBody body;
            body.worker = k;
            body.flops = 1e6;
            planning.Join(body);
        }
        const auto end = [&](uint32_t k) {
            method->Begin(1);
            const RoundPlan plan = planning.Plan(*method, {0, 1}, {});
            NS_TEST_EXPECT_MSG_EQ(plan.IsUsable(), true, plan.reason);
            return plan.IsUsable() ? plan.workers[k].finishTime : 0;
        };
        const double first = end(0);
        planning.LearnDelay(0, .2);
        EXPECT_RELATIVE(end(0), first + .2, 1e-9, "the first says it all");
        EXPECT_RELATIVE(end(1), first, 1e-9, "another's is not its own");
        planning.LearnDelay(0, .1);
        EXPECT_RELATIVE(end(0), first + .15, 1e-9, "an average");
        planning.LearnDelay(0, -1);
        EXPECT_RELATIVE(end(0), first + .075, 1e-9, "faster than planned: there was none");
        planning.ForgetDelay(0);
        EXPECT_RELATIVE(end(0), first, 1e-9, "its updates are long now");
    }
};

/// Who waits longer for its model has less to do, and the plan says when it can begin.
class ModelTimesCase : public TestCase
{
  public:
    ModelTimesCase()
        : TestCase("every worker starts when its model has come")
    {
    }

  private:
    void DoRun() override
    {
        LearningSetup setup;
        setup.SetModel("Softmax(20,10)");
        setup.SetData("Formula(20,10,samples=40)", .2);
        const auto method = setup.MakeMethod(4, 1);
        LearningPlanning::Settings settings;
        settings.planner = CreateRoundPlanner("PartelPlanner");
        settings.links = CreateObject<BoastfulLinks>();
        settings.broadcastTime = .5;
        LearningPlanning planning;
        planning.Start(settings);
        std::vector<uint32_t> members;
        for (uint32_t k = 0; k < 4; ++k)
        {
            LearningJoinBody body;
            body.worker = k;
            body.flops = 1e6;
            planning.Join(body);
            members.push_back(k);
        }
        method->Begin(1);
        const RoundPlan before = planning.Plan(*method, members, {});
        NS_TEST_ASSERT_MSG_EQ(before.IsUsable(), true, before.reason);
        for (uint32_t k = 0; k < 4; ++k)
        {
            EXPECT_RELATIVE(before.steps[3 * k].time, .5, 1e-12, "as is assumed, " << k);
        }
        // The last had no part: nothing was measured of it.
        for (uint32_t k = 0; k < 3; ++k)
        {
            planning.LearnModelTime(k, .01 + .001 * k);
        }
        planning.LearnModelTime(3, 0);
        planning.LearnModelTime(9, 1); // who has left
        const RoundPlan after = planning.Plan(*method, members, {});
        NS_TEST_ASSERT_MSG_EQ(after.IsUsable(), true, after.reason);
        NS_TEST_ASSERT_MSG_EQ(after.steps.size(), 13U, "all have a part");
        for (uint32_t k = 0; k < 4; ++k)
        {
            const double expected = .01 + .001 * std::min(k, 2U);
            EXPECT_RELATIVE(after.steps[3 * k].time, expected, 1e-12, "model of " << k);
        }
        for (uint32_t k = 1; k < 3; ++k)
        {
            NS_TEST_EXPECT_MSG_LT(after.workers[k].parameters,
                                  after.workers[k - 1].parameters,
                                  "who starts later has less to do");
        }
        // Who has left is waited for by nobody: the slowest is another one.
        planning.LearnModelTime(3, .5);
        planning.LearnModelTime(3, .3); // .4 in the mean
        LearningJoinBody late;
        late.worker = 4;
        late.flops = 1e6;
        planning.Join(late);
        method->Begin(2);
        const auto expect = [&](double time) {
            const RoundPlan plan = planning.Plan(*method, {4}, {});
            NS_TEST_ASSERT_MSG_EQ(plan.IsUsable(), true, plan.reason);
            EXPECT_RELATIVE(plan.steps[0].time, time, 1e-12, "as that of the slowest");
        };
        expect(.4);
        planning.Leave(3);
        expect(.012);
        NS_TEST_EXPECT_MSG_EQ(planning.CountMembers(), 4U, "who are there");
        NS_TEST_EXPECT_MSG_EQ(planning.IsMember(3), false, "it has left");
        planning.Leave(4);
        LearningJoinBody back;
        back.worker = 3;
        back.flops = 1e6;
        planning.Join(back);
        method->Begin(3);
        // Who has it already waits for none.
        const RoundPlan again = planning.Plan(*method, members, {}, {1, 3});
        NS_TEST_ASSERT_MSG_EQ(again.IsUsable(), true, again.reason);
        NS_TEST_ASSERT_MSG_EQ(again.steps.size(), 7U, "the others would come too late");
        for (uint32_t k = 0; k < 2; ++k)
        {
            const PlanStep& model = again.steps[3 * k];
            NS_TEST_EXPECT_MSG_EQ(model.peer, 2 * k + 1, "who has it");
            NS_TEST_EXPECT_MSG_EQ(model.time, 0, "no wait of " << model.peer);
        }
    }
};

class LearningPlanningTestSuite : public TestSuite
{
  public:
    LearningPlanningTestSuite()
        : TestSuite("edge-ai-learning-planning", TEST_UNIT)
    {
        AddTestCase(new RateFactorCase, TEST_QUICK);
        AddTestCase(new ShortUpdatePlansCase, TEST_QUICK);
        AddTestCase(new ModelTimesCase, TEST_QUICK);
    }
};

LearningPlanningTestSuite g_learningPlanningTestSuite; //!< the suite

} // namespace
