/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-services-planner.h"

#include "allocation/plan/field-inspection.h"
#include "allocation/plan/planner-registry.h"
#include "code-paths.h"
#include "code-search.h"

#include <cmath>
#include <functional>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr uint32_t SWEEPS_MOST = 20;
constexpr uint32_t NO_HOST = CodeServiceRoute::NO_HOST;
/// Enumeration of more profiles takes longer than one waits for a plan.
constexpr double PROFILES_MOST = 1e6;
constexpr uint32_t ENUMERATED_SERVICES_MOST = 3;
/// Less than this of a server or a link is nothing.
constexpr double LEAST = FieldInspection::SMALLEST;

/// @returns costs of a route
CodeLabel
GetRouteLabel(const CodeServicesProblem& problem, uint32_t service, const CodeServiceRoute& route)
{
    const CodeProblem pair = MakeRoutePair(problem, service, route.host);
    return CodeCosts(pair).GetLabel(route.path);
}

/// @returns the route through all own blocks
CodeServiceRoute
MakeOwnRoute(const CodeServicesProblem& problem, uint32_t service)
{
    CodeServiceRoute route;
    route.path = MakeRoutePair(problem, service, NO_HOST).GetOwnPath();
    return route;
}

/// Chooses one service's route with what the others' use leaves.
class BestResponse
{
  public:
    BestResponse(const CodeServicesProblem& problem, const std::vector<CodeServiceRoute>& routes)
        : m_problem(problem),
          m_routes(routes)
    {
        for (uint32_t n = 0; n < routes.size(); ++n)
        {
            m_labels.push_back(GetRouteLabel(problem, n, routes[n]));
        }
    }

    /// @returns the best route of a service; of equal ones the present one
    CodeServiceRoute Choose(uint32_t service) const
    {
        CodeServiceRoute best = m_routes[service];
        double most = Judge(service, best);
        const auto tryRoute = [&](CodeServiceRoute route) {
            const double value = Judge(service, route);
            if (value > most * (1 + 1e-12))
            {
                most = value;
                best = std::move(route);
            }
        };
        ForEachRoute(m_problem, service, NO_HOST, tryRoute);
        for (uint32_t host = 0; host < m_routes.size(); ++host)
        {
            if (host == service)
            {
                continue;
            }
            const CodeProblem left = MakeRest(service, host);
            if (!IsLeft(left))
            {
                continue;
            }
            CodeServiceRoute route;
            route.host = host;
            CodeSearchOptions options;
            options.interferenceLoss = left.interferenceLoss;
            options.throughHost = true;
            const std::vector<CodeCandidate> found = SearchCodePaths(left, options).best;
            if (!found.empty())
            {
                route.path = found.front().path;
                tryRoute(route);
            }
        }
        return best;
    }

  private:
    /// @returns F_n of a route with what the others leave; minus infinity if they leave nothing
    double Judge(uint32_t service, CodeServiceRoute& route) const
    {
        const uint32_t other = route.host != NO_HOST ? route.host : (service == 0 ? 1 : 0);
        const CodeProblem left = MakeRest(service, other);
        if (!(route.host != NO_HOST ? IsLeft(left) : left.local.flops > LEAST))
        {
            return -std::numeric_limits<double>::infinity();
        }
        const CodeLabel label = CodeCosts(left).GetLabel(route.path);
        const CodeThroughput rates = GetCodeThroughput(left, label);
        route.accuracy = GetTrainedAccuracy(left, route.path, label);
        return GetRouteReward(m_problem, service, route, rates.local, rates.host);
    }

    /// @returns whether there is something left of both servers and links
    static bool IsLeft(const CodeProblem& left)
    {
        return left.local.flops > LEAST && left.host.flops > LEAST && left.uplinkRate > LEAST &&
               left.downlinkRate > LEAST;
    }

    /// @param [in] service a service  @param [in] host another  @returns both as a pair, with what
    /// the use of all others leaves of servers and links
    CodeProblem MakeRest(uint32_t service, uint32_t host) const
    {
        CodeProblem left = m_problem.MakePair(service, host);
        for (uint32_t k = 0; k < m_routes.size(); ++k)
        {
            const CodeServiceRoute& route = m_routes[k];
            const CodeLabel& label = m_labels[k];
            if (k == service)
            {
                continue;
            }
            const bool isHost = k == host;
            left.local.flops -= route.host == service ? label.hostFlop * route.rate : 0;
            left.host.flops -= !isHost && route.host == host ? label.hostFlop * route.rate : 0;
            if (isHost && route.host == service)
            {
                left.downlinkRate -= label.upBits * route.rate;
                left.uplinkRate -= label.downBits * route.rate;
            }
        }
        return left;
    }

    const CodeServicesProblem& m_problem;          ///< all services
    const std::vector<CodeServiceRoute>& m_routes; ///< with their throughputs
    std::vector<CodeLabel> m_labels;               ///< of the routes
};

/// @returns whether both go the same way
bool
IsSame(const CodeServiceRoute& a, const CodeServiceRoute& b)
{
    return a.host == b.host && a.path == b.path;
}

} // namespace

EDGE_AI_PLANNER_FAMILY(CodeServicesPlanner)
EDGE_AI_PLANNER(CodeBestResponsePlanner, CodeServicesPlanner)

CodeServicesPlan
CodeBestResponsePlanner::DoPlan(const CodeServicesProblem& problem) const
{
    std::vector<CodeServiceRoute> present;
    for (uint32_t n = 0; n < problem.services.size(); ++n)
    {
        present.push_back(MakeOwnRoute(problem, n));
    }
    CodeServicesPlan plan;
    plan.status = PlanStatus::SOLVED;
    plan.reward = EvaluateRoutes(problem, present);
    plan.routes = present;
    plan.summary.evaluations = 1;
    while (!plan.settled && plan.summary.iterations < SWEEPS_MOST)
    {
        plan.settled = true;
        ++plan.summary.iterations;
        for (uint32_t n = 0; n < present.size(); ++n)
        {
            const CodeServiceRoute chosen = BestResponse(problem, present).Choose(n);
            if (IsSame(chosen, present[n]))
            {
                continue;
            }
            std::vector<CodeServiceRoute> changed = present;
            changed[n] = chosen;
            const double reward = EvaluateRoutes(problem, changed);
            ++plan.summary.evaluations;
            if (!std::isfinite(reward))
            {
                continue; // the others would lose what is protected
            }
            plan.settled = false;
            present = changed;
            if (reward > plan.reward)
            {
                plan.reward = reward;
                plan.routes = present;
            }
        }
    }
    plan.summary.limited = !plan.settled;
    return plan;
}

EDGE_AI_PLANNER(CodeRoutesEnumerationPlanner, CodeServicesPlanner)

std::string
CodeRoutesEnumerationPlanner::ExplainRefusal(const CodeServicesProblem& problem) const
{
    const double count = problem.services.size();
    if (count > ENUMERATED_SERVICES_MOST)
    {
        return "services.size() is " + std::to_string(problem.services.size()) +
               "; allowed is 2 to " + std::to_string(ENUMERATED_SERVICES_MOST);
    }
    const uint64_t paths =
        CodePathSpace(problem.services[0].blocks.size(), problem.pair.modelChangesMax).GetCount();
    const double profiles = std::pow(paths * (count - 1), count);
    return profiles <= PROFILES_MOST
               ? ""
               : "blocks and modelChangesMax make up to " + std::to_string(profiles) +
                     " profiles of routes; allowed is 1 to " + std::to_string(PROFILES_MOST);
}

CodeServicesPlan
CodeRoutesEnumerationPlanner::DoPlan(const CodeServicesProblem& problem) const
{
    std::vector<std::vector<CodeServiceRoute>> all(problem.services.size());
    for (uint32_t n = 0; n < all.size(); ++n)
    {
        const auto keep = [&](const CodeServiceRoute& route) { all[n].push_back(route); };
        ForEachRoute(problem, n, NO_HOST, keep);
        for (uint32_t host = 0; host < all.size(); ++host)
        {
            if (host != n)
            {
                ForEachRoute(problem, n, host, keep);
            }
        }
    }
    CodeServicesPlan plan;
    plan.status = PlanStatus::SOLVED;
    plan.reward = -std::numeric_limits<double>::infinity();
    std::vector<CodeServiceRoute> routes(all.size());
    const std::function<void(uint32_t)> choose = [&](uint32_t n) {
        if (n == all.size())
        {
            const double reward = EvaluateRoutes(problem, routes);
            ++plan.summary.evaluations;
            if (reward > plan.reward)
            {
                plan.reward = reward;
                plan.routes = routes;
            }
            return;
        }
        for (const CodeServiceRoute& route : all[n])
        {
            routes[n] = route;
            choose(n + 1);
        }
    };
    choose(0);
    return plan;
}

} // namespace edgeai
} // namespace ns3
