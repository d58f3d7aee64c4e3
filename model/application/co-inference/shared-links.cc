/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "shared-links.h"

#include "allocation/numeric/queueing-law.h"

#include "ns3/link-control.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] request of a device  @returns whether its link shares something it can name
bool
NamesMedium(const RequestBody& request)
{
    return request.linkRate > 0 && request.medium != LinkMedium::NONE && request.mediumRate > 0;
}

/// @param [in] device any  @returns what it uploads for a task by the plan it has [bit]
double
GetUploadBits(const CoInferenceDevice& device)
{
    return device.decision.IsUsable() ? GetStep(device.decision.steps, "uplink").bits : 0;
}

} // namespace

SharedLinks::SharedLinks(const CoInferenceRoster& roster)
    : m_roster(roster)
{
}

std::map<uint64_t, SharedLinks::Load>
SharedLinks::GetLoads() const
{
    std::map<uint64_t, Load> loads;
    for (const auto& device : m_roster.GetDevices())
    {
        if (NamesMedium(device->request))
        {
            Load& load = loads[device->request.medium];
            ++load.devices;
            load.rate += GetUploadBits(*device) > 0 ? device->rate : 0;
            load.bits += GetUploadBits(*device) * device->rate;
        }
    }
    return loads;
}

void
SharedLinks::Divide(CoInferenceController::ServerSharing sharing) const
{
    const std::map<uint64_t, Load> loads = GetLoads();
    for (const auto& device : m_roster.GetDevices())
    {
        const RequestBody& request = device->request;
        device->linkRate = request.linkRate;
        if (!NamesMedium(request) || sharing == CoInferenceController::WHOLE)
        {
            continue;
        }
        // What a device says of others counts for itself alone.
        const Load& load = loads.at(request.medium);
        double part = 1.0 / std::max(load.devices, request.sharers);
        if (sharing == CoInferenceController::QUEUE)
        {
            part = std::max(part, 1 / GetSharingSlowdown(load.bits / request.mediumRate));
        }
        device->linkRate = std::min(request.linkRate, part * request.mediumRate);
    }
}

std::string
SharedLinks::Explain(CoInferenceController::ServerSharing sharing,
                     const CoInferenceDevice& device) const
{
    const RequestBody& request = device.request;
    if (!(request.linkRate > 0) || GetUploadBits(device) == 0)
    {
        return "";
    }
    std::string text;
    // A slice that cannot keep up is a device's uplink that cannot.
    if (NamesMedium(request) && sharing != CoInferenceController::SLICE)
    {
        const Load load = GetLoads().at(request.medium);
        const double share = load.bits / request.mediumRate;
        text =
            ExplainOverload("the link that the uplinks share", share, load.rate, share / load.rate);
    }
    if (!request.sharersKnown)
    {
        text += text.empty() ? "" : "; ";
        text += "whom its uplink shares the way with is not known: plans follow measured goodput";
    }
    return text;
}

} // namespace edgeai
} // namespace ns3
