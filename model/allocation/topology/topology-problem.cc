/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "topology-problem.h"

#include "allocation/plan/field-inspection.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Spectra of larger matrices take longer than one waits for a plan.
constexpr double MAX_SERVERS = 500;

void
InspectServers(FieldInspection& inspection, const TopologyProblem& problem)
{
    inspection.Within("servers.size()", problem.servers.size(), 1, MAX_SERVERS, "");
    double least = FieldInspection::LARGEST;
    double most = 0;
    for (std::size_t m = 0; m < problem.servers.size() && m < MAX_SERVERS; ++m)
    {
        const TopologyServer& server = problem.servers[m];
        inspection.SetPath("servers[" + std::to_string(m) + "].");
        inspection.Amount("readyTime", server.readyTime, " s");
        inspection.Positive("weight", server.weight, "");
        inspection.Amount("devices", server.devices, "");
        if (problem.sharedEgress)
        {
            inspection.Positive("egressRate", server.egressRate, " bit/s");
        }
        least = std::min(least, server.weight);
        most = std::max(most, server.weight);
    }
    inspection.SetPath("");
    // Beyond that a matrix has no eigenvalues that mean something.
    constexpr double SPREAD = 1e6;
    if (inspection.GetComplaint().empty())
    {
        inspection.Within("largest over least servers' weight", most / least, 1, SPREAD, "");
    }
}

void
InspectLinks(FieldInspection& inspection, const TopologyProblem& problem)
{
    const double last = static_cast<double>(problem.servers.size()) - 1;
    std::set<std::pair<uint32_t, uint32_t>> seen;
    for (std::size_t e = 0; e < problem.links.size() && inspection.GetComplaint().empty(); ++e)
    {
        const TopologyLink& link = problem.links[e];
        inspection.SetPath("links[" + std::to_string(e) + "].");
        inspection.Within("first", link.first, 0, last, "");
        inspection.Within("second", link.second, 0, last, "");
        inspection.Positive("rate", link.rate, " bit/s");
        inspection.Amount("delay", link.delay, " s");
        if (link.first == link.second)
        {
            inspection.Complain("first and second are the same server");
        }
        if (!seen.insert(std::minmax(link.first, link.second)).second)
        {
            inspection.Complain("first and second are joined by a link before it");
        }
    }
    inspection.SetPath("");
}

} // namespace

double
TopologyProblem::GetFactorMax() const
{
    return distanceMax > 0 && distance > distanceMax ? std::sqrt(distanceMax / distance) : 1;
}

std::vector<double>
TopologyProblem::GetShares() const
{
    double sum = 0;
    bool alike = true;
    for (const TopologyServer& server : servers)
    {
        sum += server.weight;
        alike = alike && server.weight == servers.front().weight;
    }
    std::vector<double> shares;
    for (std::size_t m = 0; m < servers.size() && !alike; ++m)
    {
        shares.push_back(servers[m].weight / sum);
    }
    return shares;
}

std::string
TopologyProblem::Validate() const
{
    FieldInspection inspection;
    InspectServers(inspection, *this);
    InspectLinks(inspection, *this);
    inspection.Positive("messageBits", messageBits, " bit");
    inspection.Amount("distance", distance, "");
    // A share of a distance: only its ratio to another one enters formulas.
    if (distanceMax != 0)
    {
        inspection.Within("distanceMax",
                          distanceMax,
                          FieldInspection::SMALLEST * FieldInspection::SMALLEST,
                          FieldInspection::LARGEST * FieldInspection::LARGEST,
                          "");
    }
    inspection.Amount("cloudRate", cloudRate, " bit/s");
    for (std::size_t i = 0; i < uniformDraws.size(); ++i)
    {
        inspection.Within("uniformDraws[" + std::to_string(i) + "]", uniformDraws[i], 0, 1, "");
    }
    return inspection.GetComplaint();
}

} // namespace edgeai
} // namespace ns3
