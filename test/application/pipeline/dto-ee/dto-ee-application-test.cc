/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// DTO-EE over packets against its formulas: response times, rows, conservation, determinism.

#include "support/dto-ee-rig.h"


#include "allocation/pipeline/dto-ee/dto-ee-exchange.h"

#include "ns3/test.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// Simulated against analytic response times at rows that stay.
class ResponseTimeTestCase : public TestCase
{
  public:
    /// @param [in] exponential service times  @param [in] tasks so many  @param [in] wire links
    /// @param [in] tolerance relative
    ResponseTimeTestCase(bool exponential, double tasks, Wire wire, double tolerance)
        : TestCase(std::string(exponential ? "exponential" : "constant") + " service, " +
                   (wire == Wire::RATED ? "links with queues, " : "links without queues, ") +
                   std::to_string(std::lround(tasks)) + " tasks"),
          m_exponential(exponential),
          m_tasks(tasks),
          m_wire(wire),
          m_tolerance(tolerance)
    {
    }

  private:
    void DoRun() override
    {
        DtoEeProblem problem = WithThresholds(MakeToy(), {.7, .6});
        problem.serviceVariability = m_exponential ? 1 : 0;
        problem.linkQueues = m_wire == Wire::RATED;
        DtoEeSettings settings;
        settings.planner = "DtoEeFixedThresholdsPlanner";
        settings.measured = false;
        settings.records = false;
        DtoEeRig rig(problem, settings);
        rig.exponential = m_exponential;
        rig.wire = m_wire;
        rig.taskStart = 3;
        rig.prepare = [](DtoEeHelper& helper) {
            helper.SetPlannerAttribute("Tolerance", DoubleValue(1e-7));
            helper.SetPlannerAttribute("Rounds", UintegerValue(1000));
        };
        rig.Build();
        DtoEeTally tally(rig, 8);
        rig.Run(8 + m_tasks / problem.GetTotalRate());
        const DtoEeSlotReport slot = rig.helper->GetSlots().back();
        const double ratio = tally.GetTime() / slot.responseTime;
        std::cerr << GetName() << " T planned " << slot.responseTime << " mm1 " << slot.exponentialTime << " real " << tally.GetTime() << " +- " << tally.GetBound() << " ratio " << ratio << " A " << slot.accuracy << " " << tally.correct / tally.completed << " n " << tally.completed << " malformed " << rig.helper->GetMalformedCount() << " dropped " << tally.dropped << std::endl;
        NS_TEST_EXPECT_MSG_EQ_TOL(ratio, 1, m_tolerance, "T realised over planned");
    }

    bool m_exponential;
    double m_tasks;
    Wire m_wire;
    double m_tolerance;
};

/// The suite.
class DtoEeApplicationTestSuite : public TestSuite
{
  public:
    DtoEeApplicationTestSuite()
        : TestSuite("edge-ai-dto-ee-application", TEST_SYSTEM)
    {
        AddTestCase(new ResponseTimeTestCase(true, 1000, Wire::DELAYED, 0.05), TEST_QUICK);
    }
};

const DtoEeApplicationTestSuite g_dtoEeApplicationTestSuite; ///< registers the suite

} // namespace
