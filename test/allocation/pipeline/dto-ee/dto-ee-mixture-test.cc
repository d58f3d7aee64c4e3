/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Thresholds of nodes: mixtures of difficulties, prices against difficulty, and what rows and
// thresholds come to, against sums over intervals of difficulty that know nothing of either.

#include "allocation/pipeline/dto-ee/dto-ee-curve.h"
#include "allocation/pipeline/dto-ee/dto-ee-mixed-flow.h"
#include "allocation/pipeline/dto-ee/dto-ee-mixture.h"
#include "support/dto-ee-test-support.h"

#include <set>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// Mixtures and curves by themselves.
class PiecesTestCase : public TestCase
{
  public:
    PiecesTestCase()
        : TestCase("mixtures and curves are what they are put together from")
    {
    }

  private:
    void DoRun() override;
};

void
PiecesTestCase::DoRun()
{
    // 10 / s of all difficulties, a third of which goes through a cut at 0.4, the rest at 0.7.
    const DtoEeMixture all = DtoEeMixture::Make(0, 10);
    DtoEeMixture some;
    some.Add(all.Pass(.4), 1. / 3);
    some.Add(all.Pass(.7), 2. / 3);
    NS_TEST_ASSERT_MSG_EQ(some.GetSteps().size(), 2, "two cuts");
    EXPECT_RELATIVE(some.GetRate(), 10. / 3 * .6 + 20. / 3 * .3, 1e-15, "rate");
    EXPECT_RELATIVE(some.GetRate(.5), 10. / 3 * .5 + 20. / 3 * .3, 1e-15, "of the harder ones");
    EXPECT_RELATIVE(some.GetRate(.9), 1, 1e-14, "of the hardest");
    // Integral of 2 + 3 d from 0.5 to 0.8: over 10/3 all along, over 20/3 more from 0.7 on.
    EXPECT_RELATIVE(some.Integrate(.5, .8, 2, 3),
                    10. / 3 * (.6 + 1.5 * (.64 - .25)) + 20. / 3 * (.2 + 1.5 * (.64 - .49)),
                    1e-14,
                    "integral");
    DtoEeMixture twice = some;
    twice.Add(some, 1);
    NS_TEST_EXPECT_MSG_EQ(twice.GetSteps().size(), 2, "the same cuts are one");
    EXPECT_RELATIVE(twice.GetRate(), 2 * some.GetRate(), 1e-15, "twice as much");
    twice.Add(some, 0);
    EXPECT_RELATIVE(twice.GetRate(), 2 * some.GetRate(), 1e-15, "and nothing more");
    const DtoEeMixture hard = some.Pass(.5);
    NS_TEST_ASSERT_MSG_EQ(hard.GetSteps().size(), 2, "one cut is higher now");
    NS_TEST_EXPECT_MSG_EQ(hard.GetSteps()[0].cut, .5, "that one");
    NS_TEST_EXPECT_MSG_EQ(some.Pass(.7).GetSteps().size(), 1, "both are one");
    NS_TEST_EXPECT_MSG_EQ(some.Pass(1).GetSteps().size(), 0, "all have left");
    NS_TEST_EXPECT_MSG_EQ(some.Pass(0).GetRate(), some.GetRate(), "nobody has");
    NS_TEST_EXPECT_MSG_EQ(DtoEeMixture::Explain(some.GetSteps()), "", "sound");
    EXPECT_TRUE(!DtoEeMixture::Explain({{.5, 1}, {.5, 1}}).empty(), "not rising");
    EXPECT_TRUE(!DtoEeMixture::Explain({{1, 1}}).empty(), "no difficulty is above");

    // A node that keeps up to 0.5 at 1 s, behind which there is one that keeps up to 0.3.
    const DtoEeCurve end = DtoEeCurve().Behind(3, 9, 1, .4);
    const DtoEeCurve second = end.Behind(2, 16, .3, .5);
    DtoEeCurve onwards;
    onwards.Add(second, .25, .1, 0);
    onwards.Add(end, .75, .2, 7);
    const DtoEeCurve first = onwards.Behind(1, 0, .5, .6);
    EXPECT_RELATIVE(second.GetPrice(.3), 2 + .5 * .3, 1e-15, "leaves at the second");
    EXPECT_RELATIVE(second.GetPrice(.31), 2 + 3 + .4 * .31, 1e-15, "leaves at the end");
    EXPECT_RELATIVE(second.GetRoot(.31), 5, 1e-15, "of 9 and 16");
    EXPECT_RELATIVE(onwards.GetPrice(.2),
                    .25 * (.1 + 2 + .5 * .2) + .75 * (.2 + 3 + .4 * .2),
                    1e-15,
                    "an easy one");
    EXPECT_RELATIVE(onwards.GetRoot(.2), .25 * 4 + .75 * 4, 1e-15, "its root");
    EXPECT_RELATIVE(first.GetPrice(.5), 1 + .6 * .5, 1e-15, "leaves here");
    EXPECT_RELATIVE(first.GetPrice(.6),
                    1 + .25 * (.1 + 5 + .4 * .6) + .75 * (3.2 + .4 * .6),
                    1e-15,
                    "a hard one");
    NS_TEST_EXPECT_MSG_EQ(first.GetPieces().size(), 2, "the cut at 0.3 does not count any more");
    NS_TEST_EXPECT_MSG_EQ(DtoEeCurve::Explain(first.GetPieces()), "", "sound");
    EXPECT_TRUE(!DtoEeCurve::Explain({}).empty(), "no piece");
    EXPECT_TRUE(!DtoEeCurve::Explain({{.1, 1, 1, 1}}).empty(), "easy tasks have no price");
    EXPECT_TRUE(!DtoEeCurve::Explain({{0, 1, 1, 1}, {0, 1, 1, 1}}).empty(), "not rising");
    NS_TEST_EXPECT_MSG_EQ(end.Behind(2, 16, 0, .5).GetPieces().size(), 1, "nobody leaves");

    // Means by sums over 1e5 difficulties, and the least of lines.
    const DtoEeCurve least = DtoEeCurve::MakeLeast({1, 1.1, 1.3, 1.2}, {.9, .6, .55, .3});
    NS_TEST_EXPECT_MSG_EQ(DtoEeCurve::Explain(least.GetPieces()), "", "sound");
    double price = 0;
    double root = 0;
    double low = 0;
    constexpr int PARTS = 100000;
    for (int n = 0; n < PARTS; ++n)
    {
        const double d = (n + .5) / PARTS;
        const double tasks = (d > .4 ? 10. / 3 : 0) + (d > .7 ? 20. / 3 : 0);
        price += tasks * onwards.GetPrice(d) / PARTS;
        root += tasks * onwards.GetRoot(d) / PARTS;
        const double line = std::min({1 + .9 * d, 1.1 + .6 * d, 1.3 + .55 * d, 1.2 + .3 * d});
        EXPECT_RELATIVE(least.GetPrice(d), line, 1e-14, "least at " << d);
        low += tasks * line / PARTS;
    }
    EXPECT_RELATIVE(onwards.GetMean(some).price, price / some.GetRate(), 1e-8, "mean price");
    EXPECT_RELATIVE(onwards.GetMean(some).root, root / some.GetRate(), 1e-8, "mean root");
    EXPECT_RELATIVE(least.GetMean(some).price, low / some.GetRate(), 1e-8, "mean of the least");
    NS_TEST_EXPECT_MSG_EQ(onwards.GetMean(DtoEeMixture()).price,
                          onwards.GetPrice(1),
                          "of nothing: of the hardest");
}

/// Rates, shares and accuracy by intervals of difficulty between all cuts there are.
struct Intervals
{
    Intervals(const DtoEeProblem& problem, const DtoEeShares& shares)
        : network(MakeDtoEeNetwork(problem))
    {
        const std::vector<double> thresholds = problem.GetNodeThresholds();
        std::set<double> ends{0, 1};
        std::vector<std::vector<double>> cuts;
        std::size_t n = 0;
        for (std::size_t h = 0; h < problem.stages.size(); ++h)
        {
            cuts.emplace_back(problem.GetSize(h + 1));
            rates.push_back(cuts.back());
            for (double& cut : cuts.back())
            {
                for (const DtoEeExit& exit : problem.exits)
                {
                    cut = exit.stage == h + 1 ? 1 - std::pow(thresholds[n], exit.exponent) : cut;
                }
                ends.insert(cut);
                ++n;
            }
        }
        for (auto end = std::next(ends.begin()); end != ends.end(); ++end)
        {
            const double low = *std::prev(end);
            const double middle = (low + *end) / 2;
            std::vector<double> sent = network.arrivals;
            for (std::size_t h = 0; h < problem.stages.size(); ++h)
            {
                std::vector<double> here(problem.GetSize(h + 1));
                for (std::size_t i = 0; i < sent.size(); ++i)
                {
                    for (std::size_t l = 0; l < network.layers[h].links[i].size(); ++l)
                    {
                        here[network.layers[h].links[i][l].target] += sent[i] * shares[h][i][l];
                    }
                }
                const bool last = h + 1 == problem.stages.size();
                double slope = problem.errorSlope;
                for (const DtoEeExit& exit : problem.exits)
                {
                    slope = exit.stage == h + 1 ? exit.errorSlope : slope;
                }
                for (std::size_t j = 0; j < here.size(); ++j)
                {
                    rates[h][j] += here[j] * (*end - low);
                    if (last || middle < cuts[h][j])
                    {
                        accuracy += here[j] / network.total * (*end - low) *
                                    (problem.accuracyBest - slope * middle);
                        here[j] = 0;
                    }
                }
                sent = here;
            }
        }
    }

    DtoEeNetwork network;
    std::vector<std::vector<double>> rates;
    double accuracy{0};
};

/// Evaluations of rows and thresholds.
class MixedPlanTestCase : public TestCase
{
  public:
    MixedPlanTestCase()
        : TestCase("rates, time and accuracy of mixtures are exact, and equal thresholds are one")
    {
    }

  private:
    void DoRun() override;
};

void
MixedPlanTestCase::DoRun()
{
    RandomStages random(31);
    int endless = 0; // where a node has too much to do
    for (int n = 0; n < 40; ++n)
    {
        DtoEeProblem problem = random.Make(5, {3, 4, 3, 2}, random.Draw(.2, .5));
        if (n % 3 == 0)
        {
            problem.exits.push_back({3, 3, .45, .9});
        }
        problem.linkQueues = n % 4 == 1;
        problem.serviceVariability = n % 5 == 2 ? 0 : 1;
        const DtoEeNetwork network = MakeDtoEeNetwork(problem);
        const DtoEeShares shares = ShareByRule(problem, network, DtoEeRule::COMPUTING_FIRST);

        // All nodes of a stage alike: as with one threshold for each exit.
        const DtoEePlan stage = EvaluateDtoEe(problem, network, shares, problem.GetThresholds());
        const DtoEePlan alike =
            EvaluateDtoEeNodes(problem, network, shares, problem.GetNodeThresholds());
        const bool solved = stage.status == PlanStatus::SOLVED;
        endless += !solved;
        EXPECT_TRUE(alike.status == stage.status && alike.reason == stage.reason, alike.reason);
        EXPECT_TRUE(!solved || std::abs(alike.responseTime / stage.responseTime - 1) <= 1e-12,
                    "T of " << n);
        EXPECT_TRUE(!solved || std::abs(alike.utility / stage.utility - 1) <= 1e-12, "U of " << n);
        EXPECT_RELATIVE(alike.accuracy, stage.accuracy, 1e-12, "A of " << n);
        for (std::size_t j = 0; j < stage.loads.size(); ++j)
        {
            EXPECT_RELATIVE(alike.loads[j].rate, stage.loads[j].rate, 1e-12, "rate of " << j);
        }
        for (std::size_t b = 0; b < stage.exits.size(); ++b)
        {
            EXPECT_RELATIVE(alike.exits[b].passing, stage.exits[b].passing, 1e-12, "S of " << b);
            EXPECT_RELATIVE(alike.exits[b].threshold, stage.exits[b].threshold, 1e-12, "C");
        }

        // All different.
        problem.nodeThresholds = problem.GetNodeThresholds();
        for (double& threshold : problem.nodeThresholds)
        {
            threshold = n % 7 == 6 && random.Draw(0, 1) < .3 ? 1 : random.Draw(.3, 1);
        }
        NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "sound");
        const DtoEePlan plan = EvaluateDtoEeNodes(problem, network, shares, problem.nodeThresholds);
        const Intervals sums(problem, shares);
        EXPECT_RELATIVE(plan.accuracy, sums.accuracy, 1e-12, "A by intervals, " << n);
        std::size_t node = 0;
        double tasks = 0;
        const DtoEeQueueLaw law = MakeDtoEeQueueLaw(problem);
        for (std::size_t h = 0; h < sums.rates.size(); ++h)
        {
            double arriving = 0;
            for (std::size_t j = 0; j < sums.rates[h].size(); ++j)
            {
                const double rate = sums.rates[h][j];
                EXPECT_RELATIVE(plan.loads[node].rate, rate, 1e-12, "rate of node " << node);
                tasks += rate * law.GetNodeDelay(rate, network.layers[h].service[j]);
                arriving += rate;
                ++node;
            }
            // What goes on behind a stage arrives in the next.
            const DtoEeMixedFlow flow(problem, network, shares, problem.nodeThresholds);
            EXPECT_RELATIVE(flow.GetPassing(h) * network.total, arriving, 1e-12, "conservation");
        }
        for (const PlanStep& step : plan.steps)
        {
            const double wait = std::isnan(step.wait) ? 0 : step.wait;
            tasks += step.kind == StepKind::TRANSFER
                         ? step.share * network.total * (step.time + wait)
                         : 0;
        }
        EXPECT_TRUE(plan.status != PlanStatus::SOLVED ||
                        std::abs(plan.responseTime / tasks * network.total - 1) <= 1e-11,
                    "T by Little's law: " << plan.responseTime);
    }
    EXPECT_TRUE(endless < 10, "most have an end");
    // What a problem may say.
    DtoEeProblem toy = MakeToy();
    toy.nodeThresholds = {.5, .5};
    EXPECT_TRUE(toy.Validate().find("nodeThresholds has 2 values") != std::string::npos,
                toy.Validate());
    toy.nodeThresholds = {.5, .5, .5, .5, .5, 1, 1.5};
    EXPECT_TRUE(toy.Validate().find("nodeThresholds[6]") != std::string::npos, toy.Validate());
    toy.nodeThresholds[6] = 1;
    NS_TEST_EXPECT_MSG_EQ(toy.Validate(), "", "sound");
    toy.confidences.samples = {{{.9, .9}, {1, 1, 1}}};
    EXPECT_TRUE(toy.Validate().find("nodeThresholds is not empty") != std::string::npos,
                toy.Validate());
}

/// The suite.
class DtoEeMixtureTestSuite : public TestSuite
{
  public:
    DtoEeMixtureTestSuite()
        : TestSuite("edge-ai-dto-ee-mixture", TEST_UNIT)
    {
        AddTestCase(new PiecesTestCase, TEST_QUICK);
        AddTestCase(new MixedPlanTestCase, TEST_QUICK);
    }
};

const DtoEeMixtureTestSuite g_dtoEeMixtureTestSuite; ///< registers the suite

} // namespace
