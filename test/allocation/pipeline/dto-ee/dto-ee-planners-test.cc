/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Planners by name: what every plan of the family has, and problems that are refused in words.

#include "allocation/plan/plan-inspection.h"
#include "application/message/message-archive.h"
#include "support/dto-ee-test-support.h"

#include <algorithm>
#include <functional>
#include <map>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// What plans say.
class PlansTestCase : public TestCase
{
  public:
    PlansTestCase()
        : TestCase("plans of all planners: rows, loads, steps, times that add up")
    {
    }

  private:
    void DoRun() override;
    /// @param [in] problem what was planned for  @param [in] plan for it  @param [in] who made it
    void Check(const DtoEeProblem& problem, const DtoEePlan& plan, const std::string& who);
};

void
PlansTestCase::Check(const DtoEeProblem& problem, const DtoEePlan& plan, const std::string& who)
{
    NS_TEST_ASSERT_MSG_EQ(IsUsable(plan.status), true, who << ": " << plan.reason);
    NS_TEST_EXPECT_MSG_EQ(ExplainPlanRange(plan), "", who);
    DtoEePlan read;
    std::string fault;
    EXPECT_TRUE(Decode(Encode(plan), read, &fault), who << " sends a plan: " << fault);
    EXPECT_TRUE(Encode(read) == Encode(plan), who << ": it comes as it was");
    NS_TEST_ASSERT_MSG_EQ(plan.rows.size(), problem.GetFirstIndex(problem.stages.size()), who);
    std::size_t n = 0;
    for (const DtoEeStage& stage : problem.stages)
    {
        for (const std::vector<double>& rates : stage.linkRates)
        {
            double sum = 0;
            for (std::size_t j = 0; j < rates.size(); ++j)
            {
                const double share = plan.rows[n].shares[j];
                EXPECT_TRUE(share >= 0 && (share == 0 || rates[j] > 0), who << ": row " << n);
                sum += share;
            }
            EXPECT_ABSOLUTE(sum, 1, 1e-12, who << ": sum of row " << n);
            ++n;
        }
    }
    double passing = 1;
    for (const DtoEeExitChoice& exit : plan.exits)
    {
        EXPECT_TRUE(exit.passing <= passing, who << ": not more pass behind than before");
        passing = exit.passing;
    }
    // The mean response time is that of the steps; what a task does first waits for nothing.
    double time = 0;
    double work = 0;
    std::vector<double> shares(problem.stages.size() + 1);
    for (std::size_t s = 0; s < plan.steps.size(); ++s)
    {
        const PlanStep& step = plan.steps[s];
        time += step.share * (step.time + (std::isnan(step.wait) ? 0 : step.wait));
        const bool computes = step.kind == StepKind::COMPUTE;
        work += computes ? step.share * step.work : 0;
        const auto stage = static_cast<std::size_t>(std::stoul(step.name.substr(5)));
        shares[stage] += computes ? step.share : 0;
        double before = 0;
        for (const uint32_t after : step.after)
        {
            NS_TEST_ASSERT_MSG_LT(after, s, who << ": steps wait for earlier ones");
            before += plan.steps[after].share;
        }
        if (computes)
        {
            EXPECT_RELATIVE(before, step.share, 1e-9, who << ": all that arrives is computed");
        }
        else
        {
            EXPECT_TRUE(stage == 1 ? step.after.empty() : before >= step.share * (1 - 1e-9),
                        who << ": no more goes on than came");
        }
    }
    if (plan.status == PlanStatus::SOLVED)
    {
        EXPECT_RELATIVE(time, plan.responseTime, 1e-9, who << ": times of steps");
    }
    double expected = 0;
    double share = 1;
    std::size_t b = 0;
    for (std::size_t h = 1; h <= problem.stages.size(); ++h)
    {
        EXPECT_ABSOLUTE(shares[h], share, 1e-9, who << ": share of stage " << h);
        expected += share * problem.stages[h - 1].flop;
        if (b < plan.exits.size() && plan.exits[b].stage == h)
        {
            share = plan.exits[b++].passing;
        }
    }
    EXPECT_RELATIVE(work, expected, 1e-9, who << ": work of a task");
    EXPECT_ABSOLUTE(plan.accuracy, std::min(1.0, std::max(0.0, plan.accuracy)), 0, who);
    const double utility = problem.accuracyValue * plan.accuracy - plan.responseTime;
    NS_TEST_EXPECT_MSG_EQ(plan.utility, utility, who << ": utility");
}

void
PlansTestCase::DoRun()
{
    const std::vector<std::string> names = ListDtoEePlanners();
    const std::vector<std::string> expected{"ns3::edgeai::DtoEeBandwidthFirstPlanner",
                                            "ns3::edgeai::DtoEeComputingFirstPlanner",
                                            "ns3::edgeai::DtoEeDistributedPlanner",
                                            "ns3::edgeai::DtoEeFixedThresholdsPlanner",
                                            "ns3::edgeai::DtoEeGeneticPlanner",
                                            "ns3::edgeai::DtoEeNgtoPlanner",
                                            "ns3::edgeai::DtoEeNoExitPlanner",
                                            "ns3::edgeai::DtoEePlanner",
                                            "ns3::edgeai::DtoEeReferencePlanner",
                                            "ns3::edgeai::DtoEeUniformPlanner"};
    EXPECT_TRUE(names == expected, "all of them, sorted");
    EXPECT_TRUE(!CreateDtoEePlanner("LaimPlanner"), "of another family");
    RandomStages random(8);
    for (int n = 0; n < 6; ++n)
    {
        DtoEeProblem problem = random.Make(5, {3, 4, 2}, random.Draw(0.3, 0.7));
        problem.linkQueues = n % 2 == 1;
        problem.serviceVariability = n % 3 == 0 ? 0 : 1;
        problem.stages[0].nodes[0].busyPower = 40;
        if (n == 4)
        {
            problem.arrivalRates[0] = 0; // a device that is silent has a row all the same
        }
        NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "sound");
        const DtoEePlan best = PlanBy("DtoEeReferencePlanner", problem);
        for (const std::string& name : names)
        {
            const DtoEePlan plan = PlanBy(name, problem);
            Check(problem, plan, name);
            EXPECT_TRUE(plan.utility <= best.utility + 1e-4, name << " is not above the reference");
            const DtoEePlan again = PlanBy(name, problem);
            NS_TEST_EXPECT_MSG_EQ(again.utility, plan.utility, name << " decides the same again");
        }
        const PlanStep* step = FindStep(best.steps, "stage 1");
        NS_TEST_ASSERT_MSG_NE(step, nullptr, "there is a first stage");
        if (step->node == 5)
        {
            EXPECT_RELATIVE(step->energy, 40 * step->time, 1e-12, "energy where power is known");
        }
    }
}

/// Problems that are not sound.
class RefusalsTestCase : public TestCase
{
  public:
    RefusalsTestCase()
        : TestCase("what is wrong with a problem is said with its field and range")
    {
    }

  private:
    void DoRun() override;
};

void
RefusalsTestCase::DoRun()
{
    using Spoil = std::function<void(DtoEeProblem&)>;
    const std::vector<std::pair<std::string, Spoil>> cases{
        {"arrivalRates.size() is 0; allowed is 1 to 100000",
         [](DtoEeProblem& p) { p.arrivalRates.clear(); }},
        {"arrivalRates[1] is -1 1/s; allowed is 1e-50 to 1e+50 1/s",
         [](DtoEeProblem& p) { p.arrivalRates[1] = -1; }},
        {"sum of arrivalRates is 0 1/s; allowed is 1e-50 to 1e+50 1/s",
         [](DtoEeProblem& p) {
             p.arrivalRates = {0, 0};
         }},
        {"stages.size() is 0; allowed is 1 to 64", [](DtoEeProblem& p) { p.stages.clear(); }},
        {"stages[1].flop is 0 FLOP; allowed is 1e-50 to 1e+50 FLOP",
         [](DtoEeProblem& p) { p.stages[1].flop = 0; }},
        {"stages[1].inputBits is nan bit; allowed is 1e-50 to 1e+50 bit",
         [](DtoEeProblem& p) { p.stages[1].inputBits = std::nan(""); }},
        {"stages[2].nodes.size() is 0; allowed is 1 to 1024",
         [](DtoEeProblem& p) { p.stages[2].nodes.clear(); }},
        {"stages[2].nodes[1].speed is -3 FLOP/s; allowed is 1e-50 to 1e+50 FLOP/s",
         [](DtoEeProblem& p) { p.stages[2].nodes[1].speed = -3; }},
        {"stages[0].nodes[0].busyPower is inf W; allowed is 1e-50 to 1e+50 W",
         [](DtoEeProblem& p) { p.stages[0].nodes[0].busyPower = INFINITY; }},
        {"stages[1].linkRates has 1 rows; needed is one for each sender, 2",
         [](DtoEeProblem& p) { p.stages[1].linkRates.pop_back(); }},
        {"stages[1].linkRates[1] has 2 rates; needed is one for each node, 3",
         [](DtoEeProblem& p) { p.stages[1].linkRates[1].pop_back(); }},
        {"stages[0].linkRates[1][0] is -8 bit/s; allowed is 1e-50 to 1e+50 bit/s",
         [](DtoEeProblem& p) { p.stages[0].linkRates[1][0] = -8; }},
        {"stages[0].linkRates[1] is 0 everywhere; needed is at least one link",
         [](DtoEeProblem& p) {
             p.stages[0].linkRates[1] = {0, 0};
         }},
        {"accuracyBest is 1.1; allowed is 1e-50 to 1",
         [](DtoEeProblem& p) { p.accuracyBest = 1.1; }},
        {"errorSlope is 0.99; allowed is 0 to 0.98", [](DtoEeProblem& p) { p.errorSlope = .99; }},
        {"exits[1].stage is 3; allowed is 2 to 2", [](DtoEeProblem& p) { p.exits[1].stage = 3; }},
        {"exits[1].stage is 1; allowed is 2 to 2", [](DtoEeProblem& p) { p.exits[1].stage = 1; }},
        {"exits[0].threshold is 0; allowed is 1e-50 to 1",
         [](DtoEeProblem& p) { p.exits[0].threshold = 0; }},
        {"exits[0].exponent is 0; allowed is 0.2 to 100",
         [](DtoEeProblem& p) { p.exits[0].exponent = 0; }},
        {"exits[0].errorSlope is 0.5; allowed is more than 0.5, that behind it, to 0.98",
         [](DtoEeProblem& p) { p.exits[0].errorSlope = .5; }},
        {"confidences.samples[0].confidences and correct hold 1 and 2 values; needed are 2, one "
         "per "
         "exit, and one more",
         [](DtoEeProblem& p) {
             p.confidences.samples = {{{.5}, {1, 1}}};
         }},
        {"thresholdGrid[1] is 0.5; allowed is 0.6 to 1",
         [](DtoEeProblem& p) {
             p.thresholdGrid = {.6, .5};
         }},
        {"accuracyValue is -2 s; allowed is 1e-50 to 1e+50 s",
         [](DtoEeProblem& p) { p.accuracyValue = -2; }},
        {"serviceVariability is -1; allowed is 0 to 1000",
         [](DtoEeProblem& p) { p.serviceVariability = -1; }},
        {"rows has 2 rows; allowed is none or one for each sender, 7",
         [](DtoEeProblem& p) { p.rows.resize(2); }},
        {"rows[0].shares has 0 values; needed is one for each node of the next stage, 2",
         [](DtoEeProblem& p) { p.rows.resize(7); }},
        {"rows[0].shares[1] is -0.5; allowed is 0 to 1",
         [](DtoEeProblem& p) {
             p.rows.resize(7);
             p.rows[0].shares = {1.5, -.5};
             p.rows[0].shares[0] = 1;
         }},
        {"rows[0].sum of shares is 0.9; allowed is 1 to 1",
         [](DtoEeProblem& p) {
             p.rows.resize(7);
             p.rows[0].shares = {.5, .4};
         }},
        {"rows[0].shares[1] is 0.5; allowed is 0 to 0",
         [](DtoEeProblem& p) {
             p.stages[0].linkRates[0][1] = 0;
             p.rows.resize(7);
             p.rows[0].shares = {.5, .5};
         }},
    };
    for (const auto& [words, spoil] : cases)
    {
        DtoEeProblem problem = MakeToy();
        NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "sound before");
        spoil(problem);
        NS_TEST_EXPECT_MSG_EQ(problem.Validate(), words, "complaint");
        for (const std::string& name : ListDtoEePlanners())
        {
            const DtoEePlan plan = PlanBy(name, problem);
            EXPECT_TRUE(plan.status == PlanStatus::REFUSED, name << " refuses " << words);
            NS_TEST_EXPECT_MSG_EQ(plan.reason, words, name);
        }
    }
    // Too much for a population, and no more than others take.
    DtoEeProblem large = MakeToy();
    large.arrivalRates.assign(100000, 1e-4);
    large.stages[0].linkRates.assign(100000, {1e8, 1e8});
    large.stages.resize(1);
    large.stages[0].nodes.assign(10, large.stages[0].nodes[0]);
    large.stages[0].linkRates.assign(100000, std::vector<double>(10, 1e8));
    large.exits.clear();
    const DtoEePlan refused = PlanBy("DtoEeGeneticPlanner", large);
    EXPECT_TRUE(refused.reason.find("arrivalRates, stages and Population make 60000000 shares") ==
                    0,
                refused.reason);
}

/// Figures at the ends of their ranges.
class ExtremesTestCase : public TestCase
{
  public:
    ExtremesTestCase()
        : TestCase("extreme figures make plans within their ranges, or words")
    {
    }

  private:
    void DoRun() override;
};

void
ExtremesTestCase::DoRun()
{
    RandomStages random(77);
    std::map<std::string, int> usable;
    for (int n = 0; n < 50; ++n)
    {
        DtoEeProblem problem = random.Make(3, {2, 3, 2}, random.Draw(0.1, 2));
        const auto spread = [&](double& value) {
            const double draw = random.Draw(0, 1);
            value = draw < .03   ? 1e-50
                    : draw < .06 ? 1e50
                                 : value * std::pow(10, random.Draw(-6, 6));
        };
        for (double& rate : problem.arrivalRates)
        {
            spread(rate);
        }
        for (DtoEeStage& stage : problem.stages)
        {
            spread(stage.flop);
            spread(stage.inputBits);
            for (DtoEeNode& node : stage.nodes)
            {
                spread(node.speed);
            }
            for (std::vector<double>& rates : stage.linkRates)
            {
                for (double& rate : rates)
                {
                    if (rate > 0)
                    {
                        spread(rate);
                    }
                }
            }
        }
        spread(problem.accuracyValue);
        problem.linkQueues = n % 2 == 1;
        for (const std::string& name : ListDtoEePlanners())
        {
            if (name.find("Reference") != std::string::npos && n > 3)
            {
                continue; // it takes its time
            }
            const bool genetic = name.find("Genetic") != std::string::npos;
            const DtoEePlan plan =
                genetic ? PlanBy(name, problem, "Generations", "3") : PlanBy(name, problem);
            if (plan.IsUsable())
            {
                NS_TEST_EXPECT_MSG_EQ(ExplainPlanRange(plan), "", name << ", problem " << n);
                ++usable[name];
            }
            EXPECT_TRUE(plan.status == PlanStatus::SOLVED || !plan.reason.empty(), "words");
        }
    }
    for (const std::string& name : ListDtoEePlanners())
    {
        EXPECT_TRUE(usable[name] > 1, name << " made " << usable[name] << " plans");
    }
}

/// The suite.
class DtoEePlannersTestSuite : public TestSuite
{
  public:
    DtoEePlannersTestSuite()
        : TestSuite("edge-ai-dto-ee-planners", TEST_UNIT)
    {
        AddTestCase(new PlansTestCase, TEST_QUICK);
        AddTestCase(new RefusalsTestCase, TEST_QUICK);
        AddTestCase(new ExtremesTestCase, TEST_QUICK);
    }
};

const DtoEePlannersTestSuite g_dtoEePlannersTestSuite; ///< registers the suite

} // namespace
