/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// DTO-EE over packets against its formulas: response times, rows, conservation, determinism.

#include "support/dto-ee-rig.h"
#include "support/expectations.h"


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

/// Words over packets against the exchange in memory.
class SameRowsTestCase : public TestCase
{
  public:
    SameRowsTestCase()
        : TestCase("rows found in messages between neighbours are those of the solver, to the bit")
    {
    }

  private:
    void DoRun() override;
};

void
SameRowsTestCase::DoRun()
{
    constexpr uint32_t SLOTS = 6;
    DtoEeProblem problem = MakeToy();
    DtoEeSettings settings;
    settings.measured = false;
    DtoEeRig rig(problem, settings);
    rig.wire = Wire::FAST;
    rig.taskStart = 100;
    rig.Run(settings.first.GetSeconds() + SLOTS * settings.slot.GetSeconds() + 0.01);
    const std::vector<DtoEeSlotReport> slots = rig.helper->GetSlots();
    NS_TEST_ASSERT_MSG_EQ(slots.size(), SLOTS + 1, "slots");

    DtoEeSolverOptions options;
    options.tolerance = 0; // nobody in the network can tell that the gap is closed
    const DtoEeNetwork network = MakeDtoEeNetwork(problem);
    DtoEeExchange exchange(problem, network, options);
    for (uint32_t s = 0; s < SLOTS; ++s)
    {
        exchange.RunSlot();
        const std::vector<DtoEeRow> rows = MakeDtoEeRows(network, exchange.GetShares());
        for (std::size_t i = 0; i < rows.size(); ++i)
        {
            // What was found in slot s is carried out in slot s + 1.
            EXPECT_TRUE(slots[s + 1].rows[i] == rows[i].shares, "row " << i << " of slot " << s);
        }
        EXPECT_TRUE(slots[s + 1].thresholds == exchange.GetThresholds(), "thresholds of " << s);
        const std::vector<DtoEeRoundReport> rounds = rig.helper->GetRounds();
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), (SLOTS + 1) * (options.rounds + 1), "rounds");
        const DtoEeRoundReport& last = rounds[(s + 1) * (options.rounds + 1) - 1];
        NS_TEST_EXPECT_MSG_EQ_TOL(last.gap, exchange.GetLastGap(), 1e-12, "gap of slot " << s);
        std::cerr << "slot " << s << " ended " << last.ended << " T " << last.responseTime << " gap " << last.gap << " U " << slots[s+1].utility << " C " << slots[s+1].thresholds[0] << " " << slots[s+1].thresholds[1] << " plan gap " << slots[s+1].gap/slots[s+1].responseTime << std::endl;
    }
    std::cerr << rig.helper->GetControl().messages << " bytes " << rig.helper->GetControl().bodyBytes << " exchange " << exchange.GetMessages() << " " << exchange.GetBytes() << " malformed " << rig.helper->GetMalformedCount() << std::endl;
}

/// The suite.
class DtoEeApplicationTestSuite : public TestSuite
{
  public:
    DtoEeApplicationTestSuite()
        : TestSuite("edge-ai-dto-ee-application", TEST_SYSTEM)
    {
        AddTestCase(new SameRowsTestCase, TEST_QUICK);
    }
};

const DtoEeApplicationTestSuite g_dtoEeApplicationTestSuite; ///< registers the suite

} // namespace
