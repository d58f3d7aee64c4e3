/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-services.h"

#include "allocation/numeric/linear-programme.h"
#include "allocation/plan/field-inspection.h"
#include "code-paths.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr uint32_t SERVICES_LEAST = 2;
constexpr uint32_t SERVICES_MOST = 8;

} // namespace

CodeProblem
CodeServicesProblem::MakePair(uint32_t local, uint32_t host) const
{
    CodeProblem made = pair;
    made.local = services[local];
    made.host = services[host];
    made.uplinkRate = rates[local * services.size() + host];
    made.downlinkRate = rates[host * services.size() + local];
    return made;
}

std::string
CodeServicesProblem::Validate() const
{
    FieldInspection inspection;
    inspection.Within("services.size()", services.size(), SERVICES_LEAST, SERVICES_MOST, "");
    if (rates.size() != services.size() * services.size())
    {
        inspection.Complain("rates has " + std::to_string(rates.size()) +
                            " entries; needed is one per pair of services, " +
                            std::to_string(services.size() * services.size()));
    }
    if (pair.sharedInput)
    {
        inspection.Complain("pair.sharedInput is set; allowed is not, since more than two services "
                            "do not look at the same frames");
    }
    if (!pair.trained.empty())
    {
        inspection.Complain("pair.trained has " + std::to_string(pair.trained.size()) +
                            " entries; allowed is 0, since paths of all pairs differ");
    }
    if (!inspection.GetComplaint().empty())
    {
        return inspection.GetComplaint();
    }
    for (uint32_t l = 0; l < services.size(); ++l)
    {
        for (uint32_t h = 0; h < services.size(); ++h)
        {
            const std::string complaint = l == h ? "" : MakePair(l, h).Validate();
            if (!complaint.empty())
            {
                return "services " + std::to_string(l) + " and " + std::to_string(h) +
                       ", as local and host: " + complaint;
            }
        }
        // Plans say this rate, and rewards are over it.
        inspection.SetPath("services[" + std::to_string(l) + "].");
        inspection.Positive("flops over those of a task",
                            services[l].flops / services[l].GetFlop(),
                            " 1/s");
    }
    return inspection.GetComplaint();
}

CodeProblem
MakeRoutePair(const CodeServicesProblem& problem, uint32_t service, uint32_t host)
{
    return problem.MakePair(service,
                            host != CodeServiceRoute::NO_HOST ? host : (service == 0 ? 1 : 0));
}

double
GetOwnRate(const CodeService& service)
{
    return std::min(service.load, service.flops / service.GetFlop());
}

double
GetRouteReward(const CodeServicesProblem& problem,
               uint32_t service,
               const CodeServiceRoute& route,
               double rate,
               double hostRate)
{
    const CodeService& own = problem.services[service];
    double accuracy = route.accuracy;
    double ownAccuracy = own.accuracy;
    double throughput = rate;
    double ownThroughput = GetOwnRate(own);
    if (route.host != CodeServiceRoute::NO_HOST)
    {
        const CodeService& host = problem.services[route.host];
        accuracy += host.accuracy;
        ownAccuracy += host.accuracy;
        throughput += hostRate;
        ownThroughput += GetOwnRate(host);
    }
    return std::pow(accuracy / ownAccuracy, problem.pair.accuracyExponent) *
           std::pow(throughput / ownThroughput, problem.pair.throughputExponent);
}

void
ForEachRoute(const CodeServicesProblem& problem,
             uint32_t service,
             uint32_t host,
             const std::function<void(const CodeServiceRoute&)>& call)
{
    const CodeProblem pair = MakeRoutePair(problem, service, host);
    ForEachCodePath(CodeCosts(pair), [&](const CodePath& path, const CodeLabel& label) {
        if ((label.hostFlop > 0) == (host != CodeServiceRoute::NO_HOST))
        {
            CodeServiceRoute route;
            route.host = host;
            route.path = path;
            call(route);
        }
    });
}

double
EvaluateRoutes(const CodeServicesProblem& problem, std::vector<CodeServiceRoute>& routes)
{
    const std::size_t count = problem.services.size();
    std::vector<std::vector<double>> servers(count, std::vector<double>(count, 0));
    std::vector<std::vector<double>> links(count * count, std::vector<double>(count, 0));
    std::vector<double> least(count, 0);
    for (uint32_t n = 0; n < count; ++n)
    {
        CodeServiceRoute& route = routes[n];
        const CodeProblem pair = MakeRoutePair(problem, n, route.host);
        const CodeLabel label = CodeCosts(pair).GetLabel(route.path);
        route.accuracy = GetTrainedAccuracy(pair, route.path, label);
        route.ownRate = GetOwnRate(problem.services[n]);
        servers[n][n] += label.localFlop;
        if (route.host != CodeServiceRoute::NO_HOST)
        {
            servers[route.host][n] += label.hostFlop;
            links[n * count + route.host][n] += label.upBits;
            links[route.host * count + n][n] += label.downBits;
            least[route.host] =
                problem.pair.protectedShare * GetOwnRate(problem.services[route.host]);
        }
    }
    LinearProgramme programme;
    programme.objective.assign(count, 1);
    const auto add = [&](const std::vector<double>& line, double bound) {
        // What is protected is taken from the bound: variables are what comes on top.
        double left = bound;
        for (uint32_t n = 0; n < count; ++n)
        {
            left -= line[n] * least[n];
        }
        // A server that is full with protected tasks has nothing left but roundings.
        left = std::abs(left) <= 1e-12 * bound ? 0 : left;
        programme.lines.push_back(line);
        programme.bounds.push_back(left);
        return left >= 0;
    };
    bool fits = true;
    for (uint32_t m = 0; m < count; ++m)
    {
        std::vector<double> one(count, 0);
        one[m] = 1;
        fits = add(one, problem.services[m].load) && fits;
        fits = add(servers[m], problem.services[m].flops) && fits;
    }
    for (std::size_t link = 0; link < links.size(); ++link)
    {
        if (link / count != link % count)
        {
            fits = add(links[link], problem.rates[link]) && fits;
        }
    }
    if (!fits)
    {
        return -std::numeric_limits<double>::infinity();
    }
    const LinearSolution solution = MaximiseLinear(programme);
    double sum = 0;
    for (uint32_t n = 0; n < count; ++n)
    {
        // None is none, roundings aside; so is less than a plan can say.
        const double rate = least[n] + solution.values[n];
        routes[n].rate = rate >= FieldInspection::SMALLEST ? rate : 0;
    }
    for (uint32_t n = 0; n < count; ++n)
    {
        const uint32_t host = routes[n].host;
        routes[n].reward =
            GetRouteReward(problem,
                           n,
                           routes[n],
                           routes[n].rate,
                           host == CodeServiceRoute::NO_HOST ? 0 : routes[host].rate);
        sum += routes[n].reward;
    }
    return sum;
}

} // namespace edgeai
} // namespace ns3
