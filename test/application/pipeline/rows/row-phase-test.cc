/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Somebody falls silent or stops at any instant of an image: before plans are made, in its upload,
// in the midst of rows, with the answer on its way. Every image ends once, and is answered where
// that can be.

#include "support/expectations.h"
#include "support/row-fixture.h"

#include <functional>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// One kind of fault at many instants.
class RowPhaseCase : public TestCase
{
  public:
    /// What happens. @param [in,out] run built  @param [in] when [s]
    using Fault = std::function<void(RowFixture& run, double when)>;

    /**
     * @param [in] planner TypeId name
     * @param [in] words what happens
     * @param [in] fault likewise
     * @param [in] answered whether all images are answered all the same
     */
    RowPhaseCase(const std::string& planner,
                 const std::string& words,
                 const Fault& fault,
                 bool answered)
        : TestCase(words + " at any instant, " + planner),
          m_planner(planner),
          m_fault(fault),
          m_answered(answered)
    {
    }

  private:
    void DoRun() override
    {
        // Two images are uploaded from 1 s on and answered by 4 s.
        for (double when = 0; when < 4.2; when += 0.0871)
        {
            RowFixture run(m_planner);
            run.SetBatch(2);
            run.helper.SetDeviceAttribute("Timeout", TimeValue(Seconds(25)));
            run.Build();
            m_fault(run, when);
            run.Run(30);
            const TaskCounts counts = run.helper.GetMonitor().GetCounts();
            NS_TEST_EXPECT_MSG_EQ(run.IsSound(), true, "conserved, energy adds up, at " << when);
            NS_TEST_EXPECT_MSG_EQ(counts.unfinished, 0, "each ended, at " << when);
            NS_TEST_EXPECT_MSG_EQ(run.GetMalformedCount(), 0, "nobody lies, at " << when);
            if (m_answered)
            {
                NS_TEST_EXPECT_MSG_EQ(counts.completed, 2, "answered, at " << when);
            }
        }
    }

    std::string m_planner;
    Fault m_fault;
    bool m_answered;
};

/// The suite.
class RowPhaseTestSuite : public TestSuite
{
  public:
    RowPhaseTestSuite()
        : TestSuite("edge-ai-row-phase", TEST_SYSTEM)
    {
        for (const std::string planner : {"HalpOverlapPlanner", "HalpPlanner", "ModnnPlanner"})
        {
            const auto add =
                [&](const std::string& words, const RowPhaseCase::Fault& fault, bool answered) {
                    AddTestCase(new RowPhaseCase(planner, words, fault, answered), TEST_QUICK);
                };
            add(
                "a secondary falls silent for good",
                [](RowFixture& run, double when) {
                    run.helper.Silence(1, Seconds(when), Seconds(0));
                },
                true);
            add(
                "a secondary is silent for 0.3 s",
                [](RowFixture& run, double when) {
                    run.helper.Silence(2, Seconds(when), Seconds(when + 0.3));
                },
                true);
            add(
                "a secondary is stopped",
                [](RowFixture& run, double when) {
                    run.GetSecondary(1)->SetStopTime(Seconds(when));
                },
                true);
            add(
                "both secondaries are stopped",
                [](RowFixture& run, double when) {
                    run.GetSecondary(1)->SetStopTime(Seconds(when));
                    run.GetSecondary(2)->SetStopTime(Seconds(when + 0.05));
                },
                true);
            add(
                "the host is stopped",
                [](RowFixture& run, double when) { run.GetHost()->SetStopTime(Seconds(when)); },
                false);
        }
    }
};

const RowPhaseTestSuite g_rowPhaseTestSuite; ///< registers the suite

} // namespace
