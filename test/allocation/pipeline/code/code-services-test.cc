/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Several services that respond to each other.

#include "allocation/pipeline/code/code-services-planner.h"
#include "allocation/plan/plan-inspection.h"
#include "allocation/plan/planner-registry.h"
#include "support/code-test-support.h"

#include <algorithm>
#include <cmath>
#include <functional>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::codetest;

namespace
{

/// @returns the base case as two of several services
CodeServicesProblem
MakeTwo()
{
    const CodeProblem base = MakeBase();
    CodeServicesProblem problem;
    problem.services = {base.local, base.host};
    problem.rates.assign(4, 200e6);
    return problem;
}

/// @returns services of random models
CodeServicesProblem
MakeRandom(RandomServices& random, uint32_t services, uint32_t blocks)
{
    CodeServicesProblem problem;
    problem.pair = random.Make(blocks);
    for (uint32_t n = 0; n < services; ++n)
    {
        problem.services.push_back(random.MakeService(blocks));
    }
    for (uint32_t i = 0; i < services * services; ++i)
    {
        problem.rates.push_back(random.Between(5e7, 2e9));
    }
    return problem;
}

/// @returns the plan of a planner by name
CodeServicesPlan
Route(const std::string& name, const CodeServicesProblem& problem)
{
    return CreatePlanner<CodeServicesPlanner>(name)->Plan(problem);
}

/// One service that is routed is the pair's problem.
class ServicesPairTestCase : public TestCase
{
  public:
    ServicesPairTestCase()
        : TestCase("two services of which one is routed have the pair's throughput and reward")
    {
    }

  private:
    void DoRun() override
    {
        RandomServices random(51);
        std::vector<CodeServicesProblem> problems{MakeTwo()};
        for (int run = 0; run < 40; ++run)
        {
            problems.push_back(MakeRandom(random, 2, 3));
        }
        uint32_t routed = 0;
        for (const CodeServicesProblem& problem : problems)
        {
            const CodeProblem pair = problem.MakePair(0, 1);
            const CodeValue value(pair);
            ForEachRoute(problem, 0, 1, [&](const CodeServiceRoute& route) {
                std::vector<CodeServiceRoute> routes(2);
                routes[0] = route;
                routes[1].path = pair.GetOwnPath();
                EvaluateRoutes(problem, routes);
                const CodeLabel label = CodeCosts(pair).GetLabel(route.path);
                EXPECT_RELATIVE(routes[0].rate + routes[1].rate,
                                GetCodeThroughput(pair, label).GetSum(),
                                1e-9,
                                ToText(route.path));
                EXPECT_RELATIVE(routes[0].reward,
                                value.GetReward(label, routes[0].accuracy),
                                1e-9,
                                ToText(route.path));
                ++routed;
            });
        }
        NS_TEST_EXPECT_MSG_GT(routed, 400U, "routes");
        const CodeServicesPlan plan = Route("CodeBestResponsePlanner", MakeTwo());
        EXPECT_TRUE(plan.settled, "settled");
        EXPECT_TRUE(ToText(plan.routes[0].path) == "l1 h2 h3 l4 l5", "the base case's path");
        EXPECT_ABSOLUTE(plan.routes[0].reward, 1.088061991, 1e-8, "F");
        EXPECT_TRUE(plan.routes[1].host == CodeServiceRoute::NO_HOST, "the host stays");
    }
};

/// Best responses beside all profiles.
class ServicesBestResponseTestCase : public TestCase
{
  public:
    ServicesBestResponseTestCase()
        : TestCase("best responses of two and three services against all routes")
    {
    }

  private:
    void DoRun() override;
};

void
ServicesBestResponseTestCase::DoRun()
{
    RandomServices random(52);
    double ratios = 0;
    uint32_t settled = 0;
    uint32_t better = 0;
    constexpr int RUNS = 40;
    for (int run = 0; run < RUNS; ++run)
    {
        const uint32_t services = 2 + run % 2;
        const CodeServicesProblem problem = MakeRandom(random, services, services == 2 ? 3 : 2);
        const CodeServicesPlan found = Route("CodeBestResponsePlanner", problem);
        const CodeServicesPlan best = Route("CodeRoutesEnumerationPlanner", problem);
        EXPECT_TRUE(found.reward >= services * (1 - 1e-12), "no worse than no coordination");
        EXPECT_TRUE(found.reward <= best.reward * (1 + 1e-9), "no better than the best");
        ratios += found.reward / best.reward / RUNS;
        settled += found.settled ? 1 : 0;
        better += found.reward > services * 1.001 ? 1 : 0;
        EXPECT_TRUE(ExplainPlanRange(found).empty(), ExplainPlanRange(found));

        // Nothing is used beyond what it is, and hosts keep what is protected.
        std::vector<double> load(services, 0);
        std::vector<double> kept(services, 0);
        for (uint32_t n = 0; n < services; ++n)
        {
            const CodeServiceRoute& route = found.routes[n];
            const CodeProblem pair = MakeRoutePair(problem, n, route.host);
            const CodeLabel label = CodeCosts(pair).GetLabel(route.path);
            load[n] += route.rate * label.localFlop;
            if (route.host != CodeServiceRoute::NO_HOST)
            {
                load[route.host] += route.rate * label.hostFlop;
                kept[route.host] = problem.pair.protectedShare * found.routes[route.host].ownRate;
                EXPECT_TRUE(route.rate * label.upBits <= pair.uplinkRate * (1 + 1e-9), "link");
            }
        }
        for (uint32_t n = 0; n < services; ++n)
        {
            EXPECT_TRUE(load[n] <= problem.services[n].flops * (1 + 1e-9), "server " << n);
            EXPECT_TRUE(found.routes[n].rate >= kept[n] * (1 - 1e-9), "protected " << n);
            EXPECT_TRUE(found.routes[n].rate <= problem.services[n].load * (1 + 1e-9), "load");
        }
    }
    EXPECT_TRUE(ratios > .89, "not far from the best in the mean: " << ratios);
    NS_TEST_EXPECT_MSG_GT(settled, 30U, "most settle");
    NS_TEST_EXPECT_MSG_GT(better, 10U, "coordination helps");
}

/// What is settled is an equilibrium.
class ServicesEquilibriumTestCase : public TestCase
{
  public:
    ServicesEquilibriumTestCase()
        : TestCase("no service would leave routes that are settled; routes that cannot be kept")
    {
    }

  private:
    void DoRun() override;

    /// @returns F_n of a route with what the others' use leaves, worked out from the equations
    static double Judge(const CodeServicesProblem& problem,
                        const std::vector<CodeServiceRoute>& routes,
                        uint32_t service,
                        const CodeServiceRoute& route)
    {
        const bool stays = route.host == CodeServiceRoute::NO_HOST;
        const uint32_t host = stays ? 1 - std::min(service, 1U) : route.host;
        CodeProblem left = problem.MakePair(service, host);
        for (uint32_t k = 0; k < routes.size(); ++k)
        {
            if (k == service || routes[k].host == CodeServiceRoute::NO_HOST)
            {
                continue;
            }
            const CodeLabel label =
                CodeCosts(problem.MakePair(k, routes[k].host)).GetLabel(routes[k].path);
            const double used = routes[k].rate * label.hostFlop;
            if (routes[k].host == service)
            {
                left.local.flops -= used;
                if (k == host)
                {
                    left.uplinkRate -= routes[k].rate * label.downBits;
                    left.downlinkRate -= routes[k].rate * label.upBits;
                }
            }
            else if (routes[k].host == host)
            {
                left.host.flops -= used;
            }
        }
        if (left.local.flops <= 0 ||
            (!stays && (left.host.flops <= 0 || left.uplinkRate <= 0 || left.downlinkRate <= 0)))
        {
            return -1;
        }
        const CodeLabel label = CodeCosts(left).GetLabel(route.path);
        const CodeThroughput rates = GetCodeThroughput(left, label);
        const double accuracy =
            GetCodeAccuracy(left,
                            label.loss + GetInterference(left.interferenceLoss, label.connections));
        const CodeService& own = problem.services[service];
        const double shared = stays ? 0 : problem.services[host].accuracy;
        const double before = GetOwnRate(own) + (stays ? 0 : GetOwnRate(problem.services[host]));
        return std::pow((accuracy + shared) / (own.accuracy + shared), left.accuracyExponent) *
               std::pow((rates.local + (stays ? 0 : rates.host)) / before, left.throughputExponent);
    }
};

void
ServicesEquilibriumTestCase::DoRun()
{
    RandomServices random(54);
    uint32_t settled = 0;
    uint32_t guests = 0;
    for (int run = 0; run < 200; ++run)
    {
        CodeServicesProblem problem = MakeRandom(random, 3, 3);
        if (run % 2 == 1)
        {
            // Hosts that are guests of their guests, over links that count.
            problem.pair.protectedShare = .1;
            problem.pair.modelChangesMax = 3;
            problem.pair.accuracyExponent = 1;
            for (double& rate : problem.rates)
            {
                rate /= 10;
            }
        }
        const CodeServicesPlan plan = Route("CodeBestResponsePlanner", problem);
        // The best routes on the way need not be the last ones; those of one sweep more are both.
        if (!plan.settled || plan.summary.evaluations > 4)
        {
            continue;
        }
        ++settled;
        for (uint32_t n = 0; n < 3; ++n)
        {
            guests += plan.routes[n].host == CodeServiceRoute::NO_HOST ? 0 : 1;
            const double present = Judge(problem, plan.routes, n, plan.routes[n]);
            for (const uint32_t host : {CodeServiceRoute::NO_HOST, 0U, 1U, 2U})
            {
                if (host == n)
                {
                    continue;
                }
                ForEachRoute(problem, n, host, [&](const CodeServiceRoute& route) {
                    EXPECT_TRUE(Judge(problem, plan.routes, n, route) <= present * (1 + 1e-9),
                                "run " << run << ": service " << n << " would rather take "
                                       << ToText(route.path));
                });
            }
        }
    }
    NS_TEST_EXPECT_MSG_GT(settled, 10U, "some settle at once");
    NS_TEST_EXPECT_MSG_GT(guests, 10U, "some are guests");

    // Both run at the other one's server altogether: neither can keep what is protected.
    std::vector<CodeServiceRoute> crossed(2);
    crossed[0].host = 1;
    crossed[1].host = 0;
    crossed[0].path = Path("h1 h2 h3 h4 h5");
    crossed[1].path = crossed[0].path;
    EXPECT_TRUE(EvaluateRoutes(MakeTwo(), crossed) < 0, "cannot be kept");
    CodeServicesProblem open = MakeTwo();
    open.pair.protectedShare = 0;
    EXPECT_TRUE(EvaluateRoutes(open, crossed) > 0, "nothing is protected");
}

/// Refusals.
class ServicesRefusalTestCase : public TestCase
{
  public:
    ServicesRefusalTestCase()
        : TestCase("problems of several services that are not sound or too large")
    {
    }

  private:
    void DoRun() override
    {
        using Change = std::function<void(CodeServicesProblem&)>;
        for (const auto& [expected, change] : std::vector<std::pair<std::string, Change>>{
                 {"services.size() is 1; allowed is 2 to 8",
                  [](auto& p) {
                      p.services.pop_back();
                      p.rates = {1};
                  }},
                 {"rates has 3 entries; needed is one per pair of services, 4",
                  [](auto& p) { p.rates.pop_back(); }},
                 {"pair.sharedInput is set", [](auto& p) { p.pair.sharedInput = true; }},
                 {"pair.trained has 1 entries", [](auto& p) { p.pair.trained.resize(1); }},
                 {"services 0 and 1, as local and host: host.flops is 0 FLOP/s",
                  [](auto& p) { p.services[1].flops = 0; }},
                 {"services 0 and 1, as local and host: uplinkRate is 0 bit/s",
                  [](auto& p) { p.rates[1] = 0; }}})
        {
            CodeServicesProblem problem = MakeTwo();
            change(problem);
            for (const std::string& name : ListPlannerTypes(CodeServicesPlanner::GetTypeId()))
            {
                const CodeServicesPlan plan = Route(name, problem);
                EXPECT_TRUE(plan.status == PlanStatus::REFUSED && plan.reason.find(expected) == 0,
                            expected << " is answered by: " << plan.reason);
            }
        }
        RandomServices random(53);
        CodeServicesPlan plan = Route("CodeRoutesEnumerationPlanner", MakeRandom(random, 4, 2));
        EXPECT_TRUE(plan.reason == "services.size() is 4; allowed is 2 to 3", plan.reason);
        plan = Route("CodeRoutesEnumerationPlanner", MakeRandom(random, 3, 8));
        EXPECT_TRUE(plan.reason.find("blocks and modelChangesMax make up to ") == 0, plan.reason);
        plan = Route("CodeBestResponsePlanner", MakeRandom(random, 6, 8));
        EXPECT_TRUE(plan.status == PlanStatus::SOLVED, "larger ones respond");
        NS_TEST_EXPECT_MSG_EQ(ListPlannerTypes(CodeServicesPlanner::GetTypeId()).size(),
                              2U,
                              "planners");
    }
};

/// Several services at a time.
class CodeServicesTestSuite : public TestSuite
{
  public:
    CodeServicesTestSuite()
        : TestSuite("edge-ai-code-services", TEST_UNIT)
    {
        AddTestCase(new ServicesPairTestCase, TEST_QUICK);
        AddTestCase(new ServicesBestResponseTestCase, TEST_QUICK);
        AddTestCase(new ServicesEquilibriumTestCase, TEST_QUICK);
        AddTestCase(new ServicesRefusalTestCase, TEST_QUICK);
    }
};

static CodeServicesTestSuite g_codeServicesTestSuite; ///< registers the suite

} // namespace
