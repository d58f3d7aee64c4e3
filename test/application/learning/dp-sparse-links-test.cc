/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// DP-sparse over every kind of link there is, by the same text: what was sent makes the same model
// without a network, delays are those of the packets, and budgets hold.

#include "support/dp-sparse-stack.h"
#include "support/expectations.h"

#include "ns3/test.h"

#include <algorithm>
#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dpsparsetest;

namespace
{

/// One kind of link.
class DpSparseLinkCase : public TestCase
{
  public:
    DpSparseLinkCase(const std::string& link, const std::string& planner)
        : TestCase(planner + " over " + link),
          m_link(link),
          m_planner(planner)
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 10;

    /// Learn from what records say who sent how much of, without a network.
    /// @param [in] rounds of the run  @param [in,out] method that learns
    void Replay(const std::vector<LearningRound>& rounds, DpSparseMethod& method)
    {
        for (const LearningRound& round : rounds)
        {
            method.Begin(round.round);
            std::vector<uint32_t> all(DpSparseStack::WORKERS);
            RoundPlan plan;
            plan.workers.resize(all.size());
            for (uint32_t k = 0; k < all.size(); ++k)
            {
                all[k] = k;
            }
            for (const LearningWorkerRound& part : round.workers)
            {
                plan.workers[part.worker].involved = true;
                plan.workers[part.worker].kept = part.kept;
            }
            method.Choose(all);
            const std::vector<LearningAssignment> parts = method.Assign(plan);
            for (const LearningWorkerRound& part : round.workers)
            {
                RoundMethod::Bytes update;
                const LearningAssignment& asked = parts[part.worker];
                NS_TEST_EXPECT_MSG_EQ(method.Train(part.worker, asked, method.GetModel(), update),
                                      "",
                                      "trained");
                NS_TEST_EXPECT_MSG_EQ(method.Take(part.worker, asked, update), "", "taken");
            }
            method.Observe(plan, round.delayRealised);
            method.Finish();
        }
    }

    void DoRun() override
    {
        DpSparseStack stack(",participations=5", m_planner, ROUNDS);
        stack.run.helper.SetServerAttribute("Learn", BooleanValue(true));
        stack.run.helper.SetServerAttribute("MeasureMin", UintegerValue(100));
        // Rounds take milliseconds, and TCP waits a second before it sends again.
        stack.run.helper.SetServerAttribute("Patience", DoubleValue(1000));
        stack.run.helper.SetIdealAttribute("Fading", StringValue("None"));
        const auto memory = stack.Make<DpSparseMethod>();
        stack.Build(m_link);
        const std::vector<LearningRound> rounds =
            stack.run.Run(m_link == "lte" ? 3 : 20); // LTE takes its time
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(stack.run.ExplainFault(), "", "conserved, energy adds up");
        NS_TEST_EXPECT_MSG_EQ(stack.ExplainBudgets(), "", "budgets");
        uint32_t parts = 0;
        for (const LearningRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.lost, 0, "TCP loses nothing");
            double first = INFINITY;
            double last = -INFINITY;
            double bits = 0;
            for (const LearningWorkerRound& part : round.workers)
            {
                first = std::min(first, part.model.ended);
                last = std::max(last, part.upload.ended);
                bits += 32. * part.kept;
                ++parts;
            }
            if (round.involved == 0)
            {
                NS_TEST_EXPECT_MSG_EQ(round.delayRealised, 0, "D of nobody");
                continue;
            }
            NS_TEST_EXPECT_MSG_EQ(round.bitsUp, bits, "k numbers");
            // Without the way down of the model that came first.
            NS_TEST_EXPECT_MSG_EQ_TOL(round.delayRealised, last - first, 1e-9, "D");
            EXPECT_TRUE(round.delayPlanned > 0, "planned");
        }
        // On Wi-Fi a lost SYN makes a worker slow by a second, and a plan that leaves it out does
        // not measure it again: which ones, depends on the release.
        EXPECT_TRUE(parts > (m_link == "wifi" ? DpSparseStack::CHANNELS : ROUNDS),
                    parts << " parts");
        Replay(rounds, *memory);
        EXPECT_TRUE(memory->GetParameters() == stack.method->GetParameters(), "bit for bit");
        EXPECT_TRUE(memory->GetState().used == stack.method->GetState().used, "participations");
        NS_TEST_EXPECT_MSG_EQ(memory->GetState().delayQueue,
                              stack.method->GetState().delayQueue,
                              "Q");
    }

    std::string m_link;
    std::string m_planner;
};

/// DP-sparse over links.
class DpSparseLinksTestSuite : public TestSuite
{
  public:
    DpSparseLinksTestSuite()
        : TestSuite("edge-ai-dp-sparse-links", TEST_SYSTEM)
    {
        for (const std::string& link : ListLinkRigs())
        {
            for (const std::string planner : {"DpSparsePlanner", "DpSparseRandomPlanner"})
            {
                AddTestCase(new DpSparseLinkCase(link, planner), TEST_QUICK);
            }
        }
    }
};

DpSparseLinksTestSuite g_dpSparseLinksTestSuite; ///< the suite

} // namespace
