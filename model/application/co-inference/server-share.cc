/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "server-share.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] server a processor  @returns its units
uint32_t
GetUnitCount(const ServerDescription& server)
{
    return static_cast<uint32_t>(std::max(1.0, server.units.total));
}

} // namespace

std::vector<double>
DivideServer(const std::vector<ServerLoad>& loads, std::size_t count, bool byLoad)
{
    std::vector<double> weights(loads.size(), 1);
    double sum = 0;
    std::size_t known = 0;
    for (const ServerLoad& load : loads)
    {
        sum += load.rate * load.work;
        known += load.rate * load.work > 0;
    }
    const double mean = byLoad && known > 0 ? sum / static_cast<double>(known) : 1;
    double total = 0;
    for (std::size_t i = 0; i < loads.size(); ++i)
    {
        const double load = loads[i].rate * loads[i].work;
        weights[i] = byLoad && load > 0 ? load : mean;
        total += weights[i];
    }
    total += mean * static_cast<double>(count - loads.size());
    for (double& weight : weights)
    {
        weight /= total;
    }
    return weights;
}

double
GetServerLoad(const std::vector<ServerLoad>& loads, const ServerDescription& server)
{
    double busy = 0;
    for (const ServerLoad& load : loads)
    {
        busy += load.rate * load.service * load.units;
    }
    return busy / GetUnitCount(server);
}

ServerShare
MeetLoad(const std::vector<ServerLoad>& loads, const ServerDescription& server)
{
    std::vector<ArrivalClass> classes;
    for (const ServerLoad& load : loads)
    {
        classes.push_back(server.random ? MakeExponentialClass(load.rate, load.service)
                                        : MakeDeterministicClass(load.rate, load.service));
    }
    ServerShare share;
    if (server.together)
    {
        share.slowdown =
            GetSharingSlowdown(GetOfferedLoad(classes, GetUnitCount(server)), GetUnitCount(server));
        share.law = share.slowdown;
    }
    else
    {
        share.wait = GetMeanWait(classes, GetUnitCount(server));
        share.law = share.wait;
    }
    return share;
}

std::string
ExplainOverload(const std::string& what, double load, double rate, double time)
{
    if (!(load > 1))
    {
        return "";
    }
    std::ostringstream text;
    text.precision(3);
    text << what << " cannot keep up: offered load " << load << " (" << rate << " task/s x " << time
         << " s)";
    return text.str();
}

} // namespace edgeai
} // namespace ns3
