/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Two tiers whose server 0, without whom no round begins, comes late or never, or goes: who is
// missing and since when stands in the summary.

#include "support/expectations.h"
#include "support/tier-fixture.h"

#include "ns3/application.h"
#include "ns3/test.h"

#include <functional>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A run in which somebody is not there.
class AbsenceCase : public TestCase
{
  public:
    using Change = std::function<void(TierFixture&)>;

    /// @param [in] what happens  @param [in] servers how many  @param [in] change makes it happen
    /// @param [in] said sentences of the summary  @param [in] unsaid what is not in it
    /// @param [in] begins there are rounds  @param [in] forever they have no end
    AbsenceCase(const std::string& what,
                uint32_t servers,
                Change change,
                std::vector<std::string> said,
                std::vector<std::string> unsaid,
                bool begins,
                bool forever = false)
        : TestCase(what),
          m_servers(servers),
          m_change(std::move(change)),
          m_said(std::move(said)),
          m_unsaid(std::move(unsaid)),
          m_begins(begins),
          m_forever(forever)
    {
    }

  private:
    void DoRun() override
    {
        TierFixture run("HfelFullMeshPlanner", m_servers, 2);
        if (m_forever)
        {
            run.helper.SetTierAttribute("Rounds", UintegerValue(0));
        }
        run.Build();
        m_change(run);
        const std::vector<TierRound> rounds = run.Run(60);
        NS_TEST_EXPECT_MSG_EQ(!rounds.empty(), m_begins, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        std::ostringstream summary;
        run.helper.GetMonitor().PrintSummary(summary);
        for (const std::string& words : m_said)
        {
            EXPECT_TRUE(summary.str().find(words) != std::string::npos,
                        words << ": " << summary.str());
        }
        for (const std::string& words : m_unsaid)
        {
            EXPECT_TRUE(summary.str().find(words) == std::string::npos,
                        words << ": " << summary.str());
        }
    }

    uint32_t m_servers;
    Change m_change;
    std::vector<std::string> m_said;
    std::vector<std::string> m_unsaid;
    bool m_begins;
    bool m_forever;
};

class TierAbsenceTestSuite : public TestSuite
{
  public:
    TierAbsenceTestSuite()
        : TestSuite("edge-ai-tier-absence", TEST_SYSTEM)
    {
        const auto start = [](double seconds) {
            return [seconds](TierFixture& run) {
                run.applications.Get(0)->SetStartTime(Seconds(seconds));
            };
        };
        const std::string others = "server 0, which begins rounds and chooses links, is not there, "
                                   "and server 1 to 2 waits "
                                   "for it since 3";
        AddTestCase(new AbsenceCase("server 0 never starts",
                                    3,
                                    start(1000),
                                    {others,
                                     "server 0 is not there, and its cell waits for it since 0.",
                                     "No task was generated: see the notes"},
                                    {"is there from"},
                                    false),
                    TEST_QUICK);
        AddTestCase(new AbsenceCase("server 0 starts late",
                                    3,
                                    start(20),
                                    {others,
                                     "is there from 20",
                                     "server 1 to 2 had waited for it since 3",
                                     "its cell had waited for it since 0."},
                                    {"No task was generated"},
                                    true),
                    TEST_QUICK);
        AddTestCase(new AbsenceCase("the only server never starts",
                                    1,
                                    start(1000),
                                    {"server 0 is not there, and its cell waits for it since 0."},
                                    {},
                                    false),
                    TEST_QUICK);
        AddTestCase(
            new AbsenceCase(
                "server 0 stops under way, and does not come back",
                3,
                [](TierFixture& run) { run.applications.Get(0)->SetStopTime(Seconds(10)); },
                {"server 0, which begins rounds and chooses links, is not there, and server 1 to 2 "
                 "waits for it since 10"},
                {"is there from"},
                true,
                true),
            TEST_QUICK);
        AddTestCase(new AbsenceCase(
                        "all are there",
                        3,
                        [](TierFixture&) {},
                        {},
                        {"is not there", "Note"},
                        true),
                    TEST_QUICK);
        AddTestCase(new AbsenceCase(
                        "all stop when their rounds have ended",
                        3,
                        [](TierFixture& run) {
                            for (uint32_t m = 0; m < 3; ++m)
                            {
                                run.applications.Get(m)->SetStopTime(Seconds(40 + m));
                            }
                        },
                        {},
                        {"is not there"},
                        true),
                    TEST_QUICK);
    }
};

TierAbsenceTestSuite g_tierAbsenceTestSuite; ///< the suite

} // namespace
