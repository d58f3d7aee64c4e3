/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What every planner of the split and chain families owes, on random problems of ordinary and of
// extreme but sound figures: a plan that keeps what it promises, lies within the ranges of its
// fields and comes through a message as it was, or a refusal in words.

#include "allocation/plan/plan-inspection.h"
#include "application/co-inference/co-inference-body.h"
#include "application/message/message-archive.h"
#include "application/pipeline/pipeline-body.h"
#include "support/ecc-test-support.h"
#include "support/random-problems.h"

#include "ns3/chain-planner.h"
#include "ns3/split-planner.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::randomproblems;

namespace
{

/// Looks at plans of random problems.
class PlannerPropertyCase : public TestCase
{
  public:
    /// @param [in] spread of the figures  @param [in] words for it  @param [in] count of problems
    PlannerPropertyCase(Spread spread, const std::string& words, uint32_t count)
        : TestCase("planners keep what they owe: " + words + ", " + std::to_string(count) +
                   " problems"),
          m_spread(spread),
          m_count(count)
    {
    }

  private:
    /// @param [in] body what is sent of a plan  @returns "" or what does not come through
    template <typename Body>
    static std::string ExplainTravel(const Body& body)
    {
        const auto bytes = Encode(body);
        Body read;
        std::string fault;
        if (!Decode(bytes, read, &fault))
        {
            return fault;
        }
        return Encode(read) == bytes ? "" : "it is another after decoding";
    }

    /// @param [in] verdict of a plan  @param [in] what it is of
    void CheckWords(const PlanVerdict& verdict, const std::string& what)
    {
        const bool words = !verdict.reason.empty() && verdict.reason.size() <= BodyLimits::TEXT;
        EXPECT_TRUE(verdict.status == PlanStatus::SOLVED || words,
                    what << ": words are needed, not " << verdict.reason);
    }

    /// @param [in] problem sound  @param [in] k device  @param [in] decision for it
    /// @param [in] what it is
    void CheckDecision(const SplitProblem& problem,
                       std::size_t k,
                       const SplitDecision& decision,
                       const std::string& what);
    /// Shared things are not given twice. @param [in] problem sound  @param [in] plan for it
    /// @param [in] what it is
    void CheckTogether(const SplitProblem& problem, const SplitPlan& plan, const std::string& what);
    /// @param [in] seed of the problem
    void CheckSplit(uint64_t seed);
    /// @param [in] seed of the problem
    void CheckChain(uint64_t seed);
    void DoRun() override;

    Spread m_spread;
    uint32_t m_count;
    std::set<std::string> m_usable; ///< planners that made plans
};

void
PlannerPropertyCase::CheckDecision(const SplitProblem& problem,
                                   std::size_t k,
                                   const SplitDecision& decision,
                                   const std::string& what)
{
    const SplitDevice& device = problem.devices[k];
    PlanBody body;
    static_cast<SplitDecision&>(body) = decision;
    std::string fault = ExplainTravel(body);
    // What is too long for one message is for the server to refuse: it knows its messages.
    fault = fault.find("bits of the step") == 0 ? "" : fault;
    NS_TEST_EXPECT_MSG_EQ(fault, "", what);
    CheckWords(decision, what);
    if (!decision.IsUsable())
    {
        NS_TEST_EXPECT_MSG_EQ(decision.steps.size(), 0, what << ": no plan, no steps");
        return;
    }
    constexpr double slack = 1 + 1e-6;
    EXPECT_TRUE(device.FindOption(decision.split) != nullptr, what << ": an admissible cut");
    EXPECT_TRUE(std::isfinite(decision.latency) && std::isfinite(decision.energy), what);
    EXPECT_TRUE(decision.txPower <= device.txPowerMax * slack, what << ": power");
    EXPECT_TRUE(decision.deviceClock <= device.processor.clockMax * slack, what << ": clock");
    EXPECT_TRUE(decision.units <= problem.units.total * slack, what << ": units");
    if (decision.uplinkWay.subchannel != NO_SUBCHANNEL && problem.noma.subchannels > 0)
    {
        const NomaCell& cell = problem.noma.cells[device.noma.cell];
        EXPECT_TRUE(decision.uplinkWay.power * slack >= device.noma.powerMin, what << ": least up");
        EXPECT_TRUE(decision.downlinkWay.power * slack >= cell.powerMin, what << ": least down");
    }
    if (decision.status == PlanStatus::SOLVED)
    {
        EXPECT_TRUE(decision.latency <= device.latencyBudget * slack, what << ": latency");
        EXPECT_TRUE(decision.energy <= device.energyBudget * slack, what << ": energy");
    }
}

void
PlannerPropertyCase::CheckTogether(const SplitProblem& problem,
                                   const SplitPlan& plan,
                                   const std::string& what)
{
    double band = 0;
    double units = 0;
    std::vector<double> power(problem.noma.cells.size());
    for (std::size_t k = 0; k < plan.decisions.size(); ++k)
    {
        const SplitDecision& decision = plan.decisions[k];
        band += decision.uplinkWay.subchannel == NO_SUBCHANNEL ? decision.bandwidth : 0;
        units += decision.units;
        if (decision.downlinkWay.subchannel != NO_SUBCHANNEL && problem.noma.subchannels > 0)
        {
            power[problem.devices[k].noma.cell] += decision.downlinkWay.power;
        }
    }
    constexpr double slack = 1 + 1e-6;
    EXPECT_TRUE(band <= problem.bandwidth * slack, what << ": " << band << " Hz in all");
    EXPECT_TRUE(units <= problem.units.total * slack * problem.noma.cells.size(),
                what << ": " << units << " units in all");
    for (std::size_t n = 0; n < power.size(); ++n)
    {
        EXPECT_TRUE(power[n] <= problem.noma.cells[n].powerMax * slack,
                    what << ": " << power[n] << " W in cell " << n);
    }
}

void
PlannerPropertyCase::CheckSplit(uint64_t seed)
{
    Figures figures(seed, m_spread);
    const SplitProblem problem = MakeSplit(figures);
    const bool sound = problem.Validate().empty();
    for (const auto& name : ListSplitPlanners())
    {
        const std::string what = name + ", problem " + std::to_string(seed);
        const auto planner = CreateSplitPlanner(name);
        const SplitPlan plan = planner->Plan(problem);
        EXPECT_TRUE(sound || plan.status == PlanStatus::REFUSED, what << ": not sound");
        NS_TEST_ASSERT_MSG_EQ(plan.decisions.size(), problem.devices.size(), what);
        CheckWords(plan, what);
        for (std::size_t k = 0; k < plan.decisions.size(); ++k)
        {
            CheckDecision(problem, k, plan.decisions[k], what);
            if (plan.decisions[k].IsUsable())
            {
                m_usable.insert(name);
            }
        }
        CheckTogether(problem, plan, what);
    }
}

void
PlannerPropertyCase::CheckChain(uint64_t seed)
{
    Figures figures(seed, m_spread);
    const ChainProblem problem = MakeChain(figures);
    const bool sound = problem.Validate().empty();
    for (const auto& name : ListChainPlanners())
    {
        const std::string what = name + ", chain " + std::to_string(seed);
        const ChainPlan plan = CreateChainPlanner(name)->Plan(problem);
        EXPECT_TRUE(sound || plan.status == PlanStatus::REFUSED, what << ": not sound");
        CheckWords(plan, what);
        const PipelinePlanBody body = MakePlanBody(plan, 1, name);
        NS_TEST_EXPECT_MSG_EQ(ExplainTravel(body), "", what);
        if (!plan.IsUsable())
        {
            continue;
        }
        m_usable.insert(name);
        NS_TEST_EXPECT_MSG_EQ(ExplainPlanRange(plan), "", what);
        NS_TEST_EXPECT_MSG_EQ(ExplainFault(body, problem), "", what);
        EXPECT_TRUE(std::isfinite(plan.bottleneck) && std::isfinite(plan.latency), what);
        if (plan.status == PlanStatus::SOLVED)
        {
            EXPECT_TRUE(plan.accuracy >= problem.accuracyMin - 1e-9, what << ": accuracy");
            EXPECT_TRUE(problem.latencyLimit == 0 ||
                            plan.latency <= problem.latencyLimit * (1 + 1e-9),
                        what << ": latency");
        }
        else
        {
            EXPECT_TRUE(name.find("IovtPlanner") == std::string::npos &&
                            name.find("IovtEnumerationPlanner") == std::string::npos &&
                            name.find("IovtStructureOnlyPlanner") == std::string::npos,
                        what << ": exact planners break no limit");
        }
    }
}

void
PlannerPropertyCase::DoRun()
{
    for (uint64_t seed = 1; seed <= m_count; ++seed)
    {
        CheckSplit(seed);
        CheckChain(seed);
    }
    // Refusals alone would prove nothing.
    for (const auto& names : {ListSplitPlanners(), ListChainPlanners()})
    {
        for (const auto& name : names)
        {
            NS_TEST_EXPECT_MSG_EQ(m_usable.count(name), 1, name << " made no plan at all");
        }
    }
}

class PlannerPropertyTestSuite : public TestSuite
{
  public:
    PlannerPropertyTestSuite()
        : TestSuite("edge-ai-planner-properties", TEST_UNIT)
    {
        AddTestCase(new PlannerPropertyCase(ORDINARY, "ordinary figures", 40), TEST_QUICK);
        AddTestCase(new PlannerPropertyCase(WIDE, "wide figures", 60), TEST_QUICK);
        AddTestCase(new PlannerPropertyCase(EXTREME, "extreme figures", 60), TEST_QUICK);
        AddTestCase(new PlannerPropertyCase(ORDINARY, "ordinary figures", 200), TEST_EXTENSIVE);
        AddTestCase(new PlannerPropertyCase(WIDE, "wide figures", 400), TEST_EXTENSIVE);
        AddTestCase(new PlannerPropertyCase(EXTREME, "extreme figures", 400), TEST_EXTENSIVE);
    }
};

PlannerPropertyTestSuite g_plannerPropertyTestSuite; ///< the suite

} // namespace
