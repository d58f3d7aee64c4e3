/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Planners of sparse private updates by name: what every plan keeps, baselines, refusals, links of
// every form, ends.

#include "allocation/round/dp-sparse/dp-sparse-case.h"
#include "allocation/round/round-planner.h"
#include "support/dp-sparse-instances.h"
#include "support/expectations.h"

#include "ns3/double.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dpsparsetest;

namespace
{

/// @returns the plan of a planner by name
RoundPlan
PlanBy(const std::string& name, const RoundProblem& problem)
{
    return CreateRoundPlanner(name)->Plan(problem);
}

/// @returns names of the planners of this method
std::vector<std::string>
ListDpSparsePlanners()
{
    std::vector<std::string> names = ListRoundPlanners();
    names.erase(std::remove_if(names.begin(),
                               names.end(),
                               [](const std::string& name) {
                                   return name.find("ns3::edgeai::DpSparse") != 0;
                               }),
                names.end());
    return names;
}

/// @param [in] problem to which so many draws are added  @param [in] count how many
RoundProblem
WithDraws(RoundProblem problem, std::size_t count = 64, uint64_t seed = 1)
{
    Draws draws(seed);
    for (std::size_t i = 0; i < count; ++i)
    {
        problem.uniformDraws.push_back(draws.Uniform());
    }
    return problem;
}

/// What is true of every plan.
class PlanPropertyTestCase : public TestCase
{
  public:
    PlanPropertyTestCase()
        : TestCase("plans of every planner keep what is asked of them")
    {
    }

  private:
    void DoRun() override;
    /// @param [in] name of the planner  @param [in] problem sound  @param [in] plan of it
    void Check(const std::string& name, const RoundProblem& problem, const RoundPlan& plan);

    std::set<std::string> m_sending; ///< planners that let somebody send
};

void
PlanPropertyTestCase::Check(const std::string& name,
                            const RoundProblem& problem,
                            const RoundPlan& plan)
{
    EXPECT_TRUE(plan.status == PlanStatus::SOLVED, name << ": " << plan.reason);
    const DpSparseCase seen = MakeDpSparseCase(problem, 1);
    std::set<uint32_t> taken;
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        const RoundShare& share = plan.workers[k];
        if (!share.involved)
        {
            continue;
        }
        m_sending.insert(name);
        EXPECT_TRUE(!problem.sparsity.workers[k].exhausted, name << ": privacy is never spent");
        EXPECT_TRUE(share.fraction >= problem.sparsity.fractionMin && share.fraction <= 1,
                    name << ": s = " << share.fraction);
        NS_TEST_EXPECT_MSG_EQ(share.kept,
                              std::max(1.0, std::round(share.fraction * 1386)),
                              name << ": k");
        EXPECT_RELATIVE(share.bits, 64 + 32.0 * share.kept, 1e-15, name << ": bits");
        EXPECT_TRUE(share.powers.at(0) <= problem.workers[k].powerMax * (1 + 1e-12), name);
        EXPECT_TRUE(taken.insert(share.subchannels.at(0)).second, name << ": a channel of its own");
        EXPECT_TRUE(share.rate <= seen.GetRate(k, share.subchannels[0]) * (1 + 1e-9), name);
        // Baselines keep the mean delay in every round, but for half an entry.
        const bool waits = name.find("Random") == std::string::npos &&
                           name.find("RoundRobin") == std::string::npos &&
                           name.find("LeastDelay") == std::string::npos;
        EXPECT_TRUE(waits || share.finishTime <= 0.15 + 16 / share.rate + 1e-12, name);
    }
    if (taken.empty())
    {
        NS_TEST_EXPECT_MSG_EQ(plan.time, 0.0, name << ": nobody takes no time");
    }
}

void
PlanPropertyTestCase::DoRun()
{
    NS_TEST_EXPECT_MSG_EQ(ListDpSparsePlanners().size(), 7U, "planners");
    for (uint64_t seed = 1; seed <= 60; ++seed)
    {
        Draws draws(seed);
        RoundProblem problem =
            WithDraws(MakeRandomDpSparse(draws, draws.Integer(1, 5), draws.Integer(1, 3)),
                      64,
                      seed);
        for (RoundSparseWorker& state : problem.sparsity.workers)
        {
            state.exhausted = draws.Uniform() < 0.2;
            state.energyQueue = std::max(0.0, draws.Uniform(-1, 20));
        }
        for (RoundWorker& worker : problem.workers)
        {
            worker.startTime = draws.Uniform(0, 0.02); // of a model that comes later
            worker.offset = draws.Uniform(0, 0.01);
        }
        for (const std::string& name : ListDpSparsePlanners())
        {
            const RoundPlan plan = PlanBy(name, problem);
            Check(name, problem, plan);
            const RoundPlan again = PlanBy(name, problem);
            EXPECT_TRUE(again.time == plan.time, name << ": the same problem, the same plan");
        }
        for (RoundSparseWorker& state : problem.sparsity.workers)
        {
            state.exhausted = true;
        }
        for (const std::string& name : ListDpSparsePlanners())
        {
            const RoundPlan plan = PlanBy(name, problem);
            Check(name, problem, plan);
            NS_TEST_EXPECT_MSG_EQ(plan.time, 0.0, name << ": nobody is left");
        }
    }
    NS_TEST_EXPECT_MSG_EQ(m_sending.size(), 7U, "every planner let somebody send");
    // A large cell.
    Draws draws(99);
    const RoundProblem large = WithDraws(MakeRandomDpSparse(draws, 1000, 50), 100);
    for (const std::string& name : ListDpSparsePlanners())
    {
        if (name != "ns3::edgeai::DpSparseEnumerationPlanner")
        {
            Check(name, large, PlanBy(name, large));
        }
    }
}

/// Baselines.
class BaselineTestCase : public TestCase
{
  public:
    BaselineTestCase()
        : TestCase("random, round robin, least delay, a fixed fraction")
    {
    }

  private:
    void DoRun() override;
};

void
BaselineTestCase::DoRun()
{
    RoundProblem problem = MakeDpSparseFive();
    // In turn, cyclically, past those without a budget, on the channels in order.
    problem.sparsity.turn = 3;
    problem.sparsity.workers[4].exhausted = true;
    const RoundPlan turn = PlanBy("DpSparseRoundRobinPlanner", problem);
    EXPECT_TRUE(turn.workers[3].involved && turn.workers[3].subchannels[0] == 0, "3 on 0");
    EXPECT_TRUE(turn.workers[0].involved && turn.workers[0].subchannels[0] == 1, "0 on 1");
    EXPECT_TRUE(turn.workers[1].involved && turn.workers[1].subchannels[0] == 2, "1 on 2");
    EXPECT_TRUE(!turn.workers[2].involved && !turn.workers[4].involved, "not the others");
    // Their fractions: the largest that is there in time.
    const DpSparseCase seen = MakeDpSparseCase(problem, 1);
    EXPECT_RELATIVE(turn.workers[1].fraction, seen.GetCap(1, 2, 0.15), 1e-12, "s until Dbar");
    problem.sparsity.delayMean = 0.055;
    const RoundPlan late = PlanBy("DpSparseRoundRobinPlanner", problem);
    EXPECT_TRUE(!late.workers[3].involved && late.workers[0].involved, "too late for s_min");

    // Least delay: the last end with s_min is the least there is, by trying all.
    for (uint64_t seed = 1; seed <= 40; ++seed)
    {
        Draws draws(seed);
        RoundProblem random = MakeRandomDpSparse(draws, 5, 3);
        random.sparsity.delayMean = 1e3; // so that everybody may send
        const DpSparseCase cell = MakeDpSparseCase(random, 1);
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t a = 0; a < 5; ++a)
        {
            for (std::size_t b = 0; b < 5; ++b)
            {
                for (std::size_t c = 0; c < 5; ++c)
                {
                    if (a != b && b != c && a != c)
                    {
                        least = std::min(least,
                                         std::max({cell.GetEnd(a, 0, 0.05),
                                                   cell.GetEnd(b, 1, 0.05),
                                                   cell.GetEnd(c, 2, 0.05)}));
                    }
                }
            }
        }
        const RoundPlan plan = PlanBy("DpSparseLeastDelayPlanner", random);
        double last = 0;
        for (std::size_t k = 0; k < 5; ++k)
        {
            const RoundShare& share = plan.workers[k];
            last =
                share.involved ? std::max(last, cell.GetEnd(k, share.subchannels[0], 0.05)) : last;
            EXPECT_TRUE(!share.involved || share.fraction == 1, "all that there is time for");
        }
        EXPECT_RELATIVE(last, least, 1e-12, "least last end, cell " << seed);
    }

    // By lot: everybody as often as the others, on every channel.
    std::vector<double> counts(15, 0);
    constexpr int times = 3000;
    problem = MakeDpSparseFive();
    problem.sparsity.delayMean = 1e3;
    for (int i = 0; i < times; ++i)
    {
        const RoundPlan plan = PlanBy("DpSparseRandomPlanner", WithDraws(problem, 6, i));
        for (std::size_t k = 0; k < 5; ++k)
        {
            if (plan.workers[k].involved)
            {
                ++counts[3 * k + plan.workers[k].subchannels[0]];
            }
        }
    }
    for (const double count : counts)
    {
        EXPECT_ABSOLUTE(count, times / 5.0, 5 * std::sqrt(times / 5.0), "each pair");
    }
    const Ptr<RoundPlanner> fixed = CreateRoundPlanner("DpSparseFixedPlanner");
    const RoundPlan full = fixed->Plan(WithDraws(MakeDpSparseFive()));
    fixed->SetAttribute("Fraction", DoubleValue(0.1));
    const RoundPlan tenth = fixed->Plan(WithDraws(MakeDpSparseFive()));
    for (std::size_t k = 0; k < 5; ++k)
    {
        NS_TEST_EXPECT_MSG_EQ(full.workers[k].involved, tenth.workers[k].involved, "the same");
        EXPECT_TRUE(!full.workers[k].involved ||
                        (full.workers[k].kept == 1386 && tenth.workers[k].kept == 139),
                    "whatever the delay");
    }
}

/// Refusals, other uplinks and ends.
class DpSparseEndsTestCase : public TestCase
{
  public:
    DpSparseEndsTestCase()
        : TestCase("refusals in words, uplinks of every form, ends")
    {
    }

  private:
    void DoRun() override;

    /// @param [in] problem that everybody refuses  @param [in] words of the reason
    void ExpectRefusals(const RoundProblem& problem, const std::string& words)
    {
        for (const std::string& name : ListDpSparsePlanners())
        {
            const RoundPlan plan = PlanBy(name, problem);
            EXPECT_TRUE(plan.status == PlanStatus::REFUSED && plan.reason.find(words) == 0,
                        name << ": " << plan.reason);
        }
    }
};

void
DpSparseEndsTestCase::DoRun()
{
    const RoundProblem five = WithDraws(MakeDpSparseFive());
    const auto with = [&five](const std::function<void(RoundProblem&)>& change) {
        RoundProblem problem = five;
        change(problem);
        return problem;
    };
    using P = RoundProblem;
    ExpectRefusals(with([](P& p) { p.sparsity.parameters = 0; }), "none of division.parameters");
    ExpectRefusals(with([](P& p) { p.sparsity.parameters = 1.5; }), "sparsity.parameters must be");
    ExpectRefusals(with([](P& p) { p.sparsity.parameters = 5e9; }), "sparsity.parameters is 5000");
    ExpectRefusals(with([](P& p) { p.sparsity.parameters = NAN; }), "sparsity.parameters is nan");
    ExpectRefusals(with([](P& p) { p.sparsity.fractionMin = 0; }), "sparsity.fractionMin is 0;");
    ExpectRefusals(with([](P& p) { p.sparsity.fractionMin = 2; }), "sparsity.fractionMin is 2;");
    ExpectRefusals(with([](P& p) { p.sparsity.delayMean = 0; }), "sparsity.delayMean is 0 s;");
    ExpectRefusals(with([](P& p) { p.sparsity.delayQueue = -1; }), "sparsity.delayQueue is -1 s;");
    ExpectRefusals(with([](P& p) { p.sparsity.gain = NAN; }), "sparsity.gain is nan;");
    ExpectRefusals(with([](P& p) { p.sparsity.weight = 0; }), "sparsity.weight is 0;");
    ExpectRefusals(with([](P& p) { p.sparsity.turn = 5; }), "sparsity.turn is 5;");
    ExpectRefusals(with([](P& p) { p.sparsity.workers.pop_back(); }),
                   "sparsity.workers.size() is 4;");
    ExpectRefusals(with([](P& p) { p.sparsity.workers[2].penalty = -1; }),
                   "sparsity.workers[2].penalty is -1;");
    ExpectRefusals(with([](P& p) { p.sparsity.workers[3].energyQueue = NAN; }),
                   "sparsity.workers[3].energyQueue is nan J;");
    RoundProblem depth = five;
    depth.sparsity.parameters = 0;
    depth.depth.blocks.assign(2, RoundBlock{8e5, 0, 0, 1});
    ExpectRefusals(depth, "sparsity.parameters is 0; needed is the model");
    const RoundPlan chance = PlanBy("DpSparseRandomPlanner", MakeDpSparseFive());
    NS_TEST_EXPECT_MSG_EQ(chance.reason.find("uniformDraws holds 0 values; needed is 6"), 0U, "");
    Draws draws(1);
    const RoundPlan many = PlanBy("DpSparseEnumerationPlanner", MakeRandomDpSparse(draws, 6, 2));
    NS_TEST_EXPECT_MSG_EQ(many.reason.find("6 workers and 2 channels have too many"), 0U, "");

    // Slots of equal shares where there are no subchannels.
    for (const RoundUplinkForm form :
         {RoundUplinkForm::BAND, RoundUplinkForm::BAND_POWER, RoundUplinkForm::RATES})
    {
        RoundProblem slots = five;
        slots.uplink.form = form;
        slots.uplink.bandwidth = 30e3;
        slots.sparsity.slots = 2;
        slots.sparsity.delayQueue = 0; // so that it pays to send
        for (std::size_t k = 0; k < 5; ++k)
        {
            slots.workers[k].efficiency = 8;
            slots.workers[k].snrBand = 15e3 * 255;
            slots.workers[k].rate = 120e3;
        }
        for (const std::string& name : ListDpSparsePlanners())
        {
            const RoundPlan plan = PlanBy(name, slots);
            if (name == "ns3::edgeai::DpSparseBatteryPlanner")
            {
                NS_TEST_EXPECT_MSG_EQ(plan.reason.find("uplink.form must be SUBCHANNELS"), 0U, "");
                continue;
            }
            NS_TEST_ASSERT_MSG_EQ((plan.status == PlanStatus::SOLVED), true, plan.reason);
            uint32_t sending = 0;
            for (const RoundShare& share : plan.workers)
            {
                sending += share.involved ? 1 : 0;
                EXPECT_TRUE(!share.involved || std::abs(share.rate - 120e3) < 1e-6, name);
                EXPECT_TRUE(share.subchannels.empty() && share.powers.empty(), name);
            }
            NS_TEST_EXPECT_MSG_EQ(sending, 2U, name << ": as many as there are slots");
        }
    }
    // A cell without any link, and one with more subchannels than workers.
    RoundProblem silent = five;
    for (RoundWorker& worker : silent.workers)
    {
        worker.gains.assign(3, 0);
    }
    RoundProblem wide = WithDraws(MakeDpSparseProblem({{1e-12, 2e-12, 3e-12}}, {0.02}));
    for (const std::string& name : ListDpSparsePlanners())
    {
        const RoundPlan none = PlanBy(name, silent);
        EXPECT_TRUE(none.status == PlanStatus::SOLVED && none.time == 0, name << none.reason);
        const RoundPlan alone = PlanBy(name, wide);
        EXPECT_TRUE(alone.status == PlanStatus::SOLVED && alone.workers[0].involved, name);
    }
}

class DpSparsePlannersTestSuite : public TestSuite
{
  public:
    DpSparsePlannersTestSuite()
        : TestSuite("edge-ai-dp-sparse-planners", TEST_UNIT)
    {
        AddTestCase(new PlanPropertyTestCase, TEST_QUICK);
        AddTestCase(new BaselineTestCase, TEST_QUICK);
        AddTestCase(new DpSparseEndsTestCase, TEST_QUICK);
    }
};

DpSparsePlannersTestSuite g_dpSparsePlannersTestSuite; ///< the suite

} // namespace
