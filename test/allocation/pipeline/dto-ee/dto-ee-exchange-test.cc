/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The parts on the nodes: they come to the same as all in one place, and find there with messages
// that are lost and nodes that fail.

#include "allocation/pipeline/dto-ee/dto-ee-exchange.h"
#include "application/message/message-archive.h"
#include "support/dto-ee-test-support.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// Parts against the solver that sees all.
class SamePlanTestCase : public TestCase
{
  public:
    SamePlanTestCase()
        : TestCase("parts that exchange messages come to the same plan to the bit")
    {
    }

  private:
    void DoRun() override;
};

void
SamePlanTestCase::DoRun()
{
    RandomStages random(21);
    for (int n = 0; n < 8; ++n)
    {
        DtoEeProblem problem = n == 0 ? MakeToy() : random.Make(6, {3, 4, 3, 2}, 0.7);
        problem.serviceVariability = n % 2 == 0 ? 1 : 0;
        if (n == 3)
        {
            problem.thresholdGrid = {.5, .6, .7, .8, .9, 1};
        }
        DtoEeSolverOptions options;
        options.slots = 3;
        options.rounds = 20;
        options.penalty = n == 5 ? 1 : 0;
        options.measuredOnly = n == 6;
        options.step.step = n % 3 == 2 ? DtoEeStep::PAIRWISE : DtoEeStep::ACCELERATED;
        NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "sound");
        const DtoEeNetwork network = MakeDtoEeNetwork(problem);
        const DtoEeSolution together = SolveDtoEe(problem, network, options);
        const DtoEeSolution apart = ExchangeDtoEe(problem, network, options);
        EXPECT_TRUE(apart.shares == together.shares, "rows of instance " << n);
        EXPECT_TRUE(apart.thresholds == together.thresholds, "thresholds of instance " << n);
        NS_TEST_EXPECT_MSG_EQ(apart.summary.iterations, together.summary.iterations, "rounds");
        // The gap is summed up in another order.
        EXPECT_ABSOLUTE(apart.summary.residual, together.summary.residual, 1e-12, "gap");
    }

    // Words are as long as they are counted.
    NS_TEST_EXPECT_MSG_EQ(Encode(DtoEeRateReport()).size(), 8, "rate");
    NS_TEST_EXPECT_MSG_EQ(Encode(DtoEePriceReport()).size(), 48, "prices");
    NS_TEST_EXPECT_MSG_EQ(Encode(DtoEeExitReport()).size(), 32, "report");
    NS_TEST_EXPECT_MSG_EQ(Encode(DtoEeExitUpdate()).size(), 16, "update");
    DtoEePriceReport price{.1, .2, .3, .4, 5, 6};
    DtoEePriceReport read;
    EXPECT_TRUE(Decode(Encode(price), read) && read.bound == .4 && read.service == 6,
                "they travel");
    price.price = -1;
    EXPECT_TRUE(!Decode(Encode(price), read), "a price is no less than nothing");

    // What it costs: a round is a rate and a price on each of 16 links.
    const DtoEeProblem toy = MakeToy();
    const DtoEeNetwork network = MakeDtoEeNetwork(toy);
    DtoEeSolverOptions options;
    options.rounds = 10;
    options.tolerance = 0;
    DtoEeExchange exchange(toy, network, options);
    exchange.RunSlot();
    // 10 rounds and one more pair of sweeps; 7 reports to each of 2 leaders; 2 and 3 updates to
    // the stages, one to the other leader each.
    NS_TEST_EXPECT_MSG_EQ(exchange.GetMessages(), 11 * 32 + 14 + 7, "messages");
    NS_TEST_EXPECT_MSG_EQ(exchange.GetBytes(), 11 * 16 * (8 + 48) + 14 * 32 + 7 * 16, "bytes");
}

/// Messages that do not arrive.
class LostMessagesTestCase : public TestCase
{
  public:
    LostMessagesTestCase()
        : TestCase("rows find to the optimum although messages are lost")
    {
    }

  private:
    void DoRun() override;
};

void
LostMessagesTestCase::DoRun()
{
    const DtoEeProblem toy = WithoutExits(MakeToy());
    const DtoEeNetwork network = MakeDtoEeNetwork(toy);
    DtoEeSolverOptions options;
    options.rounds = 400;
    options.tolerance = 0;
    RandomStages random(4);
    for (const double loss : {0.1, 0.5})
    {
        DtoEeExchange exchange(toy, network, options);
        uint32_t lost = 0;
        exchange.SetChannel([&] {
            const bool arrives = random.Draw(0, 1) >= loss;
            lost += !arrives;
            return arrives;
        });
        for (int slot = 0; slot < 10; ++slot)
        {
            exchange.RunSlot();
        }
        const DtoEePlan plan =
            EvaluateDtoEe(toy, network, exchange.GetShares(), exchange.GetThresholds());
        EXPECT_TRUE(lost > loss / 2 * exchange.GetMessages(), "some were");
        EXPECT_RELATIVE(plan.responseTime,
                        0.270650325,
                        loss < 0.2 ? 1e-3 : 1e-2,
                        "with a loss of " << loss);
    }
    // Nothing arrives: everybody stays with what it has.
    DtoEeExchange silent(toy, network, options);
    silent.SetChannel([] { return false; });
    silent.RunSlot();
    EXPECT_TRUE(silent.GetShares() == ShareByRule(toy, network, DtoEeRule::COMPUTING_FIRST),
                "CF rows");
    EXPECT_TRUE(!silent.IsDone(), "and nobody knows how good they are");
    // Leaders that hear nothing decide nothing.
    const DtoEeProblem exits = MakeToy();
    DtoEeExchange mute(exits, network, options);
    mute.SetChannel([] { return false; });
    mute.RunSlot();
    EXPECT_TRUE(mute.GetThresholds() == exits.GetThresholds(), "thresholds stay");
    // What another leader decided counts for the share that passes at one's own.
    DtoEeLeader second(DtoEeExitModel(exits), 1, {2, 3, 2}, DtoEeQueueLaw(), {}, {.8, .8});
    EXPECT_RELATIVE(second.Decide().passing, .64 / .8, 1e-12, "of those who passed the first");
    second.HearUpdate(0, {.7, .7});
    EXPECT_RELATIVE(second.Decide().passing, .64 / .7, 1e-12, "of fewer");
    second.HearReport(4, 0, {1, 1, 1, 1});
    second.HearReport(1, 7, {1, 1, 1, 1});
    second.HearUpdate(5, {.1, .1});
    EXPECT_TRUE(!second.IsInformed(), "what does not exist says nothing");
}

/// A node that fails in mid-run.
class FailedNodeTestCase : public TestCase
{
  public:
    FailedNodeTestCase()
        : TestCase("when a node fails the others find to the optimum without it")
    {
    }

  private:
    void DoRun() override;
};

void
FailedNodeTestCase::DoRun()
{
    // Half the load, so that what is left can serve it; the fastest node of stage 2 fails.
    const DtoEeProblem whole = MakeToy(0.5);
    const DtoEeNetwork network = MakeDtoEeNetwork(whole);
    DtoEeSolverOptions options;
    options.rounds = 200;
    options.tolerance = 1e-7;
    DtoEeExchange exchange(whole, network, options);
    exchange.RunSlot();
    EXPECT_TRUE(exchange.GetShares()[1][0][0] > 0.1, "it was used");
    exchange.Fail(2, 0);
    NS_TEST_EXPECT_MSG_EQ(exchange.GetShares()[1][0][0], 0, "not any more");
    for (int slot = 0; slot < 15; ++slot)
    {
        exchange.RunSlot();
    }
    // The same network without the node and its links.
    DtoEeProblem without = whole;
    without.stages[1].nodes.erase(without.stages[1].nodes.begin());
    for (std::vector<double>& rates : without.stages[1].linkRates)
    {
        rates.erase(rates.begin());
    }
    without.stages[2].linkRates.erase(without.stages[2].linkRates.begin());
    const DtoEePlan best = PlanBy("DtoEeReferencePlanner", without);
    const DtoEePlan plan =
        EvaluateDtoEe(whole, network, exchange.GetShares(), exchange.GetThresholds());
    EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
    EXPECT_RELATIVE(plan.utility, best.utility, 1e-5, "utility");
    EXPECT_RELATIVE(plan.exits[0].threshold, best.exits[0].threshold, 1e-3, "threshold");
    NS_TEST_EXPECT_MSG_EQ(plan.loads[2].rate, 0, "nothing goes there");

    // A part alone: the last way is lost, words of strangers, a part that knows nothing.
    DtoEePartSettings settings;
    settings.arrivals = 3;
    settings.links = {{4, .1}, {7, .2}};
    settings.shares = {1, 0};
    DtoEePart part(settings);
    EXPECT_TRUE(!part.IsInformed(), "nobody has said anything");
    part.Move();
    NS_TEST_EXPECT_MSG_EQ(part.GetShares()[0], 1, "and it does not move");
    part.HearPrice(5, {1, 1, 1, 1, 1, 1});
    part.HearPrice(4, {1, 1, 1, 1, 1, 1});
    EXPECT_TRUE(!part.IsInformed(), "a stranger is none");
    part.HearPrice(7, {.1, .1, 1, .1, 1, 1});
    EXPECT_TRUE(part.IsInformed(), "all have");
    part.Move();
    EXPECT_TRUE(part.GetShares()[1] > 0, "to the cheap one");
    EXPECT_TRUE(part.LoseTarget(5), "a stranger");
    EXPECT_TRUE(part.LoseTarget(4), "another way is left");
    NS_TEST_EXPECT_MSG_EQ(part.TellRate(0).rate, 3, "all of it");
    EXPECT_TRUE(!part.LoseTarget(7), "no way is left");
    NS_TEST_EXPECT_MSG_EQ(part.GetSent(), 0, "and nothing is sent");
    part.GainTarget({7, .2}, {1, 1, 1, 1, 1, 1});
    NS_TEST_EXPECT_MSG_EQ(part.TellRate(0).rate, 3, "all of it, to the only one");
    part.GainTarget({4, .1}, {.1, .1, 1, .1, 1, 1});
    NS_TEST_ASSERT_MSG_EQ(part.GetLinks().size(), 2, "both are back");
    NS_TEST_EXPECT_MSG_EQ(part.GetLinks()[0].target, 4, "in order");
    NS_TEST_EXPECT_MSG_EQ(part.GetShares()[0], 0, "nothing there yet");
    part.Move();
    EXPECT_TRUE(part.GetShares()[0] > 0, "some of it to the cheap one");
    part.GainTarget({4, .1}, {9, 9, 1, 9, 1, 1});
    NS_TEST_EXPECT_MSG_EQ(part.GetLinks().size(), 2, "it was there already");
    part.Move();
    NS_TEST_EXPECT_MSG_EQ(part.GetShares()[0], 0, "and has become dear");
    part.GainTarget({9, .1}, {9, 9, 1, 9, 1, 1});
    NS_TEST_EXPECT_MSG_EQ(part.GetLinks()[2].target, 9, "in order");
    part.SetArrivals(5);
    part.HearRate(2, {1.5});
    NS_TEST_EXPECT_MSG_EQ(part.GetRate(), 6.5, "measured and told");
    part.LoseSender(2);
    NS_TEST_EXPECT_MSG_EQ(part.GetRate(), 5, "gone");
}

/// The suite.
class DtoEeExchangeTestSuite : public TestSuite
{
  public:
    DtoEeExchangeTestSuite()
        : TestSuite("edge-ai-dto-ee-exchange", TEST_UNIT)
    {
        AddTestCase(new SamePlanTestCase, TEST_QUICK);
        AddTestCase(new LostMessagesTestCase, TEST_QUICK);
        AddTestCase(new FailedNodeTestCase, TEST_QUICK);
    }
};

const DtoEeExchangeTestSuite g_dtoEeExchangeTestSuite; ///< registers the suite

} // namespace
