/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-parallel.h"

#include "allocation/numeric/root-finding.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace ns3
{
namespace edgeai
{

namespace
{

/**
 * Divides so that all queues have one level.
 * @param [in] rate F [1/s]
 * @param [in] servers the queues
 * @param [in] entry level from which on an idle queue is used [s]
 * @param [in] take what a queue takes at a level beyond its entry [1/s]
 * @returns the division; empty if the queues cannot take it
 */
std::vector<double>
DivideAtLevel(double rate,
              const std::vector<DtoEeServer>& servers,
              const std::function<double(const DtoEeServer&)>& entry,
              const std::function<double(const DtoEeServer&, double)>& take)
{
    double capacity = 0;
    double low = std::numeric_limits<double>::infinity();
    for (const DtoEeServer& server : servers)
    {
        if (server.service > 0)
        {
            capacity += server.service;
            low = std::min(low, entry(server));
        }
    }
    if (!(capacity > rate))
    {
        return {};
    }
    std::vector<double> rates(servers.size());
    const auto excess = [&](double above) {
        for (std::size_t j = 0; j < servers.size(); ++j)
        {
            const bool used = servers[j].service > 0 && low + above > entry(servers[j]);
            rates[j] = used ? std::max(0.0, take(servers[j], low + above)) : 0;
        }
        return std::accumulate(rates.begin(), rates.end(), 0.0) - rate;
    };
    // With levels counted from the lowest entry, which is positive, doubling finds an upper one.
    const Root bracket = ExpandBracket(excess, 0, low, std::numeric_limits<double>::max());
    if (!bracket.found)
    {
        return {};
    }
    excess(FindRoot(excess, bracket.first, bracket.last).last);
    const double sum = std::accumulate(rates.begin(), rates.end(), 0.0);
    if (!(sum > 0))
    {
        return {};
    }
    for (double& share : rates)
    {
        share *= rate / sum;
    }
    return rates;
}

} // namespace

std::vector<double>
DivideOverServers(double rate, const std::vector<DtoEeServer>& servers, double v)
{
    return DivideAtLevel(
        rate,
        servers,
        [v](const DtoEeServer& server) { return server.time + v / server.service; },
        [v](const DtoEeServer& server, double level) {
            return server.service - std::sqrt(v * server.service / (level - server.time));
        });
}

std::vector<double>
DivideByEqualDelay(double rate, const std::vector<DtoEeServer>& servers)
{
    return DivideAtLevel(
        rate,
        servers,
        [](const DtoEeServer& server) { return server.time + 1 / server.service; },
        [](const DtoEeServer& server, double level) {
            return server.service - 1 / (level - server.time);
        });
}

} // namespace edgeai
} // namespace ns3
