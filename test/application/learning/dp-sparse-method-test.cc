/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Sparse private updates as a method of rounds: what clients and server do with bytes, budgets,
// hostile words, the three ways to add updates up, and learning in memory.

#include "learning/privacy/sparse-values.h"
#include "support/dp-sparse-learning.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include <cmath>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dpsparsetest;

namespace
{

/// @returns a plan in which two clients keep some entries
RoundPlan
MakePlan(std::size_t clients, uint32_t kept)
{
    RoundPlan plan;
    plan.status = PlanStatus::SOLVED;
    plan.workers.resize(clients);
    for (const std::size_t k : {std::size_t{1}, std::size_t{4}})
    {
        plan.workers[k].involved = true;
        plan.workers[k].kept = kept;
        plan.workers[k].fraction = kept / 1386.0;
    }
    return plan;
}

/// One round, step by step.
class RoundBytesTestCase : public TestCase
{
  public:
    RoundBytesTestCase()
        : TestCase("a round in bytes: masks at both ends, three ways to add up")
    {
    }

  private:
    void DoRun() override;
};

void
RoundBytesTestCase::DoRun()
{
    const DpSparseWorld world = MakeDpSparseWorld(1, {6, 2, 50});
    const Eigen::Index d = world.start.size();
    std::vector<Eigen::VectorXd> changes;
    Eigen::VectorXd sum;
    for (const DpSparseAggregation way : {DpSparseAggregation::SUM,
                                          DpSparseAggregation::UNBIASED,
                                          DpSparseAggregation::PER_COORDINATE})
    {
        DpSparseMethod::Settings settings = MakeDpSparseSettings(world);
        settings.aggregation = way;
        DpSparseMethod method(settings, world.start);
        NS_TEST_EXPECT_MSG_EQ(method.Begin(1), 0U, "one phase");
        const RoundPlan plan = MakePlan(6, 700);
        const std::vector<LearningAssignment> assignments = method.Assign(plan);
        EXPECT_TRUE(assignments[0].ranges.empty() && assignments[1].kept == 700, "who has a part");
        EXPECT_TRUE(assignments[1].maskSeed != assignments[4].maskSeed, "masks of their own");
        const RoundMethod::Bytes model = method.GetModel();
        Eigen::VectorXd rounded(d);
        for (Eigen::Index i = 0; i < d; ++i)
        {
            rounded[i] = static_cast<float>(world.start[i]);
        }
        sum.setZero(d);
        Eigen::VectorXd holders = Eigen::VectorXd::Zero(d);
        for (const uint32_t k : {4U, 1U}) // the later one first: order does not matter
        {
            RoundMethod::Bytes update;
            NS_TEST_EXPECT_MSG_EQ(method.Train(k, assignments[k], model, update), "", "trained");
            NS_TEST_EXPECT_MSG_EQ(8 * update.size() + 64,
                                  SparseSizes::CountUpdate(700),
                                  "bits on the air");
            RoundMethod::Bytes again;
            NS_TEST_EXPECT_MSG_EQ(method.Train(k, assignments[k], model, again), "", "asked again");
            EXPECT_TRUE(again == update, "the same bytes, no new noise");
            NS_TEST_EXPECT_MSG_EQ(method.Take(k, assignments[k], update), "", "taken");
            // What it means, by the pure functions.
            std::vector<float> values;
            DecodeMaskedValues(update, 700, values);
            const SparseMask mask = DrawMask(assignments[k].maskSeed, d, 700);
            for (std::size_t i = 0; i < values.size(); ++i)
            {
                sum[mask.indices[i]] += values[i];
                holders[mask.indices[i]] += 1;
            }
        }
        method.Finish();
        changes.push_back(method.GetParameters() - world.start);
        if (way == DpSparseAggregation::PER_COORDINATE)
        {
            EXPECT_TRUE(holders.maxCoeff() == 2 && holders.minCoeff() == 0,
                        "masks overlap in part");
            sum.array() /= holders.array().max(1);
            NS_TEST_EXPECT_MSG_LT((changes.back() - sum).norm(), 1e-12, "mean per entry");
        }
        else
        {
            const double scale = way == DpSparseAggregation::SUM ? 1 : 1386.0 / 700;
            NS_TEST_EXPECT_MSG_LT((changes.back() - 0.5 * scale * sum).norm(),
                                  1e-12,
                                  "p_w is one over the channels");
        }
    }
    NS_TEST_EXPECT_MSG_GT(sum.norm(), 0.0, "something was learned");
}

/// Clients that are not there.
class MembersTestCase : public TestCase
{
  public:
    MembersTestCase()
        : TestCase("rounds of those that are there: states, masks and counts are the clients' own")
    {
    }

  private:
    void DoRun() override
    {
        const DpSparseWorld world = MakeDpSparseWorld(1, {6, 2, 50});
        DpSparseMethod::Settings settings = MakeDpSparseSettings(world);
        settings.limits.participations = {1, 1, 0, 2, 2, 2};
        DpSparseMethod method(settings, world.start);
        method.Begin(1);
        const std::vector<LearningAssignment> all = method.Assign(MakePlan(6, 100));
        EXPECT_TRUE(method.Choose({1, 2, 4, 77}) == std::vector<uint32_t>({1, 2, 4}),
                    "nobody knows 77");
        RoundProblem problem;
        method.Describe(problem);
        NS_TEST_ASSERT_MSG_EQ(problem.sparsity.workers.size(), 3U, "three are there");
        EXPECT_TRUE(problem.sparsity.workers[1].exhausted && !problem.sparsity.workers[0].exhausted,
                    "2 has no budget");
        RoundPlan plan;
        plan.workers.resize(3);
        plan.workers[0].involved = plan.workers[2].involved = true;
        plan.workers[0].kept = plan.workers[2].kept = 100;
        const std::vector<LearningAssignment> some = method.Assign(plan);
        NS_TEST_EXPECT_MSG_EQ(some[0].maskSeed, all[1].maskSeed, "the mask of client 1");
        NS_TEST_EXPECT_MSG_EQ(some[2].maskSeed, all[4].maskSeed, "the mask of client 4");
        method.Observe(plan, 0.4);
        EXPECT_TRUE(method.GetState().used == std::vector<uint32_t>({0, 1, 0, 0, 1, 0}), "used");
        EXPECT_RELATIVE(method.GetState().delayQueue, 0.25, 1e-12, "Q");
        method.Describe(problem);
        EXPECT_TRUE(problem.sparsity.workers[0].exhausted, "1 has spent its own");
        NS_TEST_EXPECT_MSG_EQ(problem.sparsity.turn, 1U, "2 is next, at place 1");
    }
};

/// What clients guard, and what nobody believes.
class HostileTestCase : public TestCase
{
  public:
    HostileTestCase()
        : TestCase("budgets that clients guard, hostile words, settings out of range")
    {
    }

  private:
    void DoRun() override;
    void CheckSettings(const DpSparseWorld& world);
};

void
HostileTestCase::CheckSettings(const DpSparseWorld& world)
{
    using Settings = DpSparseMethod::Settings;
    const auto expect = [&](const std::string& words,
                            const std::function<void(Settings&)>& break_) {
        Settings settings = MakeDpSparseSettings(world);
        break_(settings);
        const std::string said =
            GetLearningRefusal([&]() { DpSparseMethod(settings, world.start); });
        EXPECT_TRUE(said.find(words) == 0, words << ": " << said);
    };
    expect("noise is -1;", [](Settings& s) { s.step.noise = -1; });
    expect("batch is 51; allowed is 1 to the 50", [](Settings& s) { s.step.batch = 51; });
    expect("delta is 0;", [](Settings& s) { s.budget.delta = 0; });
    expect("weight is 2;", [](Settings& s) { s.weight = 2; });
    expect("channels is 0;", [](Settings& s) { s.channels = 0; });
    expect("fractionMin is 0;", [](Settings& s) { s.fractionMin = 0; });
    expect("rounds is 0;", [](Settings& s) { s.limits.rounds = 0; });
    expect("participations.size() is 2;", [](Settings& s) { s.limits.participations = {1, 2}; });
    expect("number of clients is 0;", [](Settings& s) { s.samples.clear(); });
    // A budget is never more than what privacy allows: 372 steps of noise 2 (D4) at q = 0.08.
    Settings settings = MakeDpSparseSettings(MakeDpSparseWorld(1, {6, 2, 200}));
    settings.limits.participations.assign(6, 1000);
    const DpSparseMethod most(settings, world.start);
    NS_TEST_EXPECT_MSG_EQ(most.GetLimits().participations[0], 372U, "K_max");
    settings.step.steps = 5;
    settings.limits.participations.clear();
    const DpSparseMethod steps(settings, world.start);
    NS_TEST_EXPECT_MSG_EQ(steps.GetLimits().participations[0], 74U, "floor(K_max / tau)");
    EXPECT_TRUE(steps.GetEpsilon(0, 74) <= 4 && steps.GetEpsilon(0, 75) > 4, "epsilon");
}

void
HostileTestCase::DoRun()
{
    const DpSparseWorld world = MakeDpSparseWorld(1, {6, 2, 50});
    DpSparseMethod::Settings settings = MakeDpSparseSettings(world);
    settings.limits.participations.assign(6, 2);
    DpSparseMethod method(settings, world.start);
    method.Begin(1);
    std::vector<LearningAssignment> assignments = method.Assign(MakePlan(6, 100));
    const RoundMethod::Bytes model = method.GetModel();
    RoundMethod::Bytes update;
    const auto expect = [&](const std::string& words,
                            uint32_t worker,
                            const std::function<void(LearningAssignment&)>& change,
                            const RoundMethod::Bytes& bytes) {
        LearningAssignment asked = assignments[1];
        change(asked);
        const std::string said = method.Train(worker, asked, bytes, update);
        EXPECT_TRUE(said.find(words) == 0, words << ": " << said);
    };
    const auto none = [](LearningAssignment&) {};
    RoundMethod::Bytes broken = model;
    broken[0] = 0x7f;
    broken[1] = 0x80;
    expect("number 0 of the payload is not finite", 1, none, broken);
    expect("payload is 3 B", 1, none, {1, 2, 3});
    expect("worker is 6;", 6, none, model);
    expect(
        "kept is 0;",
        1,
        [](LearningAssignment& a) { a.kept = 0; },
        model);
    expect(
        "kept is 1387;",
        1,
        [](LearningAssignment& a) { a.kept = 1387; },
        model);
    expect(
        "ranges must be all 1386",
        1,
        [](LearningAssignment& a) { a.ranges.clear(); },
        model);
    expect(
        "round is 0;",
        1,
        [](LearningAssignment& a) { a.round = 0; },
        model);
    // None of that was an answer.
    expect("", 1, none, model);
    const RoundMethod::Bytes first = update;
    expect(
        "round 1 was answered with another mask",
        1,
        [](LearningAssignment& a) { a.maskSeed ^= 1; },
        model);
    // Another model in the same round gets the answer of the first: the noise would cancel.
    RoundMethod::Bytes moved = model;
    moved[2] ^= 1;
    expect("", 1, none, moved);
    EXPECT_TRUE(update == first, "no second release with that noise");
    expect(
        "",
        1,
        [](LearningAssignment& a) { a.round = 2; },
        model);
    EXPECT_TRUE(update != first, "another round, other noise");
    expect("round is 1; allowed are those after 2", 1, none, model);
    expect(
        "its budget of privacy is spent: it answered 2 rounds, allowed is 2",
        1,
        [](LearningAssignment& a) { a.round = 3; },
        model);
    // Gradients of absurd models are clipped as any other.
    RoundMethod::Bytes absurd = model;
    for (std::size_t i = 0; i < absurd.size(); i += 4)
    {
        absurd[i] = 0x7f;
        absurd[i + 1] = 0x7f;
    }
    const std::string said = method.Train(4, assignments[4], absurd, update);
    std::vector<float> values;
    EXPECT_TRUE(!said.empty() || DecodeMaskedValues(update, 100, values).empty(), said);

    // The server's side.
    const auto expectTake =
        [&](const std::string& words, uint32_t worker, RoundMethod::Bytes bytes) {
            const std::string fault = method.Take(worker, assignments[1], bytes);
            EXPECT_TRUE(fault.find(words) == 0, words << ": " << fault);
        };
    expectTake("the update is 0 B; allowed is 100 values", 1, {});
    expectTake("the update is 4 B", 1, {0, 0, 0, 0});
    expectTake("worker is 99;", 99, first);
    RoundMethod::Bytes infinite = first;
    infinite[4] = 0xff;
    infinite[5] = 0x80;
    expectTake("value 1 is not finite", 1, infinite);
    method.Finish();
    EXPECT_TRUE(method.GetParameters() == world.start, "nothing of that counts");
    CheckSettings(world);
}

/// Courses.
class CourseTestCase : public TestCase
{
  public:
    CourseTestCase()
        : TestCase("learning in memory: the same every time, budgets kept, queue exact")
    {
    }

  private:
    void DoRun() override
    {
        const DpSparseWorld world = MakeDpSparseWorld(3, {8, 3, 100});
        DpSparseMethod::Settings settings = MakeDpSparseSettings(world);
        settings.limits.rounds = 30;
        settings.limits.participations.assign(8, 9);
        for (const std::string name : {"DpSparsePlanner",
                                       "DpSparseBatteryPlanner",
                                       "DpSparseRandomPlanner",
                                       "DpSparseRoundRobinPlanner",
                                       "DpSparseLeastDelayPlanner",
                                       "DpSparseFixedPlanner"})
        {
            const DpSparseCourse course = RunDpSparse(world, settings, name, 30);
            const DpSparseCourse again = RunDpSparse(world, settings, name, 30);
            EXPECT_TRUE(course.parameters == again.parameters, name << ": bit for bit");
            EXPECT_TRUE(course.parameters != world.start, name << ": it learns");
            EXPECT_TRUE(course.delay <= 0.15 + course.queueLast / 30 + 1e-12, name << ": queue");
            for (const uint32_t used : course.used)
            {
                EXPECT_TRUE(used <= 9, name << ": budget");
            }
            EXPECT_TRUE(course.epsilon > 0 && course.epsilon <= 4, name << ": epsilon");
        }
        // Somebody is out of budget before the end: the others go on, then nobody is left.
        settings.limits.participations.assign(8, 2);
        const DpSparseCourse course = RunDpSparse(world, settings, "DpSparseFixedPlanner", 30);
        EXPECT_TRUE(course.used == std::vector<uint32_t>(8, 2), "all that they may");
        NS_TEST_EXPECT_MSG_EQ(course.bitsOfRound.back(), 0.0, "rounds of nobody");
        // Largest entries: indices travel, what was not sent is remembered.
        settings = MakeDpSparseSettings(world);
        settings.largest = true;
        settings.step.noise = 0;
        settings.limits.rounds = 30;
        const DpSparseCourse largest = RunDpSparse(world, settings, "DpSparseRandomPlanner", 30);
        EXPECT_TRUE(largest.accuracies.back() > largest.accuracies.front() + 0.1, "it learns");
        EXPECT_TRUE(std::isinf(largest.epsilon), "without noise nothing is private");
    }
};

class DpSparseMethodTestSuite : public TestSuite
{
  public:
    DpSparseMethodTestSuite()
        : TestSuite("edge-ai-dp-sparse-method", TEST_UNIT)
    {
        AddTestCase(new RoundBytesTestCase, TEST_QUICK);
        AddTestCase(new MembersTestCase, TEST_QUICK);
        AddTestCase(new HostileTestCase, TEST_QUICK);
        AddTestCase(new CourseTestCase, TEST_QUICK);
    }
};

DpSparseMethodTestSuite g_dpSparseMethodTestSuite; ///< the suite

} // namespace
