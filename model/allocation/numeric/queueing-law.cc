/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "queueing-law.h"

#include <limits>

namespace ns3
{
namespace edgeai
{

ArrivalClass
MakeDeterministicClass(double rate, double service)
{
    return {rate, service, service * service};
}

ArrivalClass
MakeExponentialClass(double rate, double service)
{
    return {rate, service, 2 * service * service};
}

double
GetOfferedLoad(const std::vector<ArrivalClass>& classes, uint32_t servers)
{
    double load = 0;
    for (const ArrivalClass& each : classes)
    {
        load += each.rate * each.service;
    }
    return load / servers;
}

double
GetErlangC(uint32_t servers, double load)
{
    if (load >= 1)
    {
        return 1;
    }
    const double offered = load * servers;
    double blocked = 1; // Erlang's B formula, by its recursion in the number of servers
    for (uint32_t n = 1; n <= servers; ++n)
    {
        blocked = offered * blocked / (n + offered * blocked);
    }
    return blocked / (1 - load * (1 - blocked));
}

double
GetMeanWait(const std::vector<ArrivalClass>& classes, uint32_t servers)
{
    const double load = GetOfferedLoad(classes, servers);
    if (load >= 1)
    {
        return std::numeric_limits<double>::infinity();
    }
    double moment = 0;
    for (const ArrivalClass& each : classes)
    {
        moment += each.rate * each.secondMoment;
    }
    if (load == 0)
    {
        return 0;
    }
    // What an arrival that has to wait finds before it: the mean residual service over servers.
    const double residual = moment / (2 * load * servers * servers);
    return GetErlangC(servers, load) * residual / (1 - load);
}

double
GetSharingSlowdown(double load, uint32_t servers)
{
    return load < 1 ? 1 + GetErlangC(servers, load) / (servers * (1 - load))
                    : std::numeric_limits<double>::infinity();
}

} // namespace edgeai
} // namespace ns3
