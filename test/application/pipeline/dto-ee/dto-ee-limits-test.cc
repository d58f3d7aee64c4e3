/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Where the formulas of DTO-EE's queues are exact, tasks over packets take as long as planned: at
// one node, on one link, and at a light load. Behind a constant service or a link tasks come more
// evenly than a Poisson process, and the plan takes them to wait longer than they do.

#include "support/dto-ee-rig.h"
#include "support/expectations.h"

#include "ns3/log.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

NS_LOG_COMPONENT_DEFINE("EdgeAiDtoEeLimitsTest");

namespace
{

/// A simulation with constant service, planned with c^2 = 0.
struct Limit
{
    std::string words;
    DtoEeProblem problem;
    Wire wire;    ///< RATED: planned with queues of links
    double tasks; ///< so many
    double least; ///< bounds of what T real is above T planned, relative
    double most;  ///< likewise
};

/// @param [in] speed of the node [FLOP/s]  @returns one device and one node: 60 tasks per second of
/// 4 GFLOP, 8 ms on the link
DtoEeProblem
MakeSingle(double speed)
{
    DtoEeProblem problem;
    problem.arrivalRates = {60};
    problem.stages = {{4e9, 1e6, {{"a", speed}}, {{125e6}}}};
    return problem;
}

/// Simulated against planned response times.
class LimitTestCase : public TestCase
{
  public:
    /// @param [in] limit what is simulated
    explicit LimitTestCase(const Limit& limit)
        : TestCase(limit.words),
          m_limit(limit)
    {
    }

  private:
    void DoRun() override
    {
        DtoEeProblem problem = m_limit.problem;
        problem.serviceVariability = 0;
        problem.linkQueues = m_limit.wire == Wire::RATED;
        DtoEeSettings settings;
        settings.planner = "DtoEeFixedThresholdsPlanner";
        settings.measured = false;
        settings.records = false;
        settings.slot = Seconds(20);
        DtoEeRig rig(problem, settings);
        rig.wire = m_limit.wire;
        rig.taskStart = 30; // in a slot whose rows are planned
        rig.prepare = [](DtoEeHelper& helper) {
            helper.SetPlannerAttribute("Tolerance", DoubleValue(1e-7));
            helper.SetPlannerAttribute("Rounds", UintegerValue(1000));
        };
        rig.Build();
        DtoEeTally tally(rig, rig.taskStart + 5);
        rig.Run(rig.taskStart + 5 + m_limit.tasks / problem.GetTotalRate());
        const double planned = rig.helper->GetSlots().back().responseTime;
        const double above = tally.GetTime() / planned - 1;
        NS_LOG_INFO(GetName() << ": T " << tally.GetTime() << " s, planned " << planned << ", "
                              << 100 * above << " %, " << tally.completed << " tasks");
        NS_TEST_EXPECT_MSG_GT(above, m_limit.least, "T real over T planned");
        NS_TEST_EXPECT_MSG_LT(above, m_limit.most, "T real over T planned");
        NS_TEST_EXPECT_MSG_EQ(tally.dropped, 0, "nothing is lost");
    }

    Limit m_limit;
};

/// The suite.
class DtoEeLimitsTestSuite : public TestSuite
{
  public:
    DtoEeLimitsTestSuite()
        : TestSuite("edge-ai-dto-ee-limits", TEST_SYSTEM)
    {
        const DtoEeProblem toy = WithThresholds(MakeToy(), {.7, .6});
        const DtoEeProblem light = WithThresholds(MakeToy(0.1), {.7, .6});
        const std::vector<Limit> limits{
            {"one node with Poisson arrivals", MakeSingle(400e9), Wire::DELAYED, 20000, -.02, .02},
            {"one link with Poisson arrivals", MakeSingle(40e12), Wire::RATED, 20000, -.02, .02},
            {"three stages, light load", light, Wire::DELAYED, 1000, -.015, .015},
            {"three stages", toy, Wire::DELAYED, 4000, -.08, -.03},
            {"three stages, links with queues, light load", light, Wire::RATED, 1000, -.02, .02},
            {"three stages, links with queues", toy, Wire::RATED, 4000, -.2, -.04}};
        for (const Limit& limit : limits)
        {
            AddTestCase(new LimitTestCase(limit), TEST_QUICK);
        }
    }
};

const DtoEeLimitsTestSuite g_dtoEeLimitsTestSuite; ///< registers the suite

} // namespace
