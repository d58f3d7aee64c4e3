/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Servers and users stop at any instant: while they get to know each other, while a path is asked
// for, with tasks on both servers and on the link, in the midst of training.

#include "support/code-fixture.h"
#include "support/expectations.h"

#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// One application is stopped at many instants.
class CodePhaseCase : public TestCase
{
  public:
    /// @param [in] words who stops  @param [in] index of the application, servers first
    /// @param [in] exchange whether paths are trained before they are used
    CodePhaseCase(const std::string& words, uint32_t index, bool exchange)
        : TestCase(words + " stops at any instant" + (exchange ? ", with training" : "")),
          m_index(index),
          m_exchange(exchange)
    {
    }

  private:
    void DoRun() override
    {
        for (double when = 0; when < 1.1; when += 0.0517)
        {
            CodePairSettings pair;
            pair.trainingSamples = 5;
            pair.trainingEpochs = 1;
            CodeFixture f(pair);
            f.AddBase("CodePlanner");
            f.helper.SetServerAttribute("Exchange", BooleanValue(m_exchange));
            f.Build();
            f.applications.Get(m_index)->SetStopTime(Seconds(when));
            const TaskCounts counts = f.Run(2);
            EXPECT_TRUE(IsSound(f), "every task ends once, at " << when);
            NS_TEST_EXPECT_MSG_EQ(f.GetServer(0)->GetMalformedCount() +
                                      f.GetServer(1)->GetMalformedCount(),
                                  0,
                                  "nobody lies, at " << when);
            // The service that is left goes on, on its own path if need be.
            const uint32_t other = m_index % 2 == 0 ? 1 : 0;
            NS_TEST_EXPECT_MSG_GT(f.helper.GetOutcome(other, 1.4, 2).throughput,
                                  (other == 0 ? 25 : 35),
                                  "the other service works, at " << when);
            NS_TEST_EXPECT_MSG_LT(counts.unfinished, 40, "what is under way, at " << when);
        }
    }

    uint32_t m_index;
    bool m_exchange;
};

/// The suite.
class CodePhaseTestSuite : public TestSuite
{
  public:
    CodePhaseTestSuite()
        : TestSuite("edge-ai-code-phase", TEST_SYSTEM)
    {
        for (const bool exchange : {false, true})
        {
            AddTestCase(new CodePhaseCase("the server that routes", 0, exchange), TEST_QUICK);
            AddTestCase(new CodePhaseCase("the host", 1, exchange), TEST_QUICK);
            AddTestCase(new CodePhaseCase("the user of who routes", 2, exchange), TEST_QUICK);
            AddTestCase(new CodePhaseCase("the host's user", 3, exchange), TEST_QUICK);
        }
    }
};

const CodePhaseTestSuite g_codePhaseTestSuite; ///< registers the suite

} // namespace
