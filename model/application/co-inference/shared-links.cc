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
        if (device->NamesMedium())
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
        const auto found = device->NamesMedium() ? loads.find(device->request.medium) : loads.end();
        DivideOne(sharing, found == loads.end() ? Load() : found->second, *device);
    }
}

void
SharedLinks::DivideFor(CoInferenceDevice& device) const
{
    Load load;
    load.devices = m_roster.GetPlaces().CountOn(device.request.medium);
    DivideOne(CoInferenceController::SLICE, load, device);
}

void
SharedLinks::DivideOne(CoInferenceController::ServerSharing sharing,
                       const Load& load,
                       CoInferenceDevice& device)
{
    const RequestBody& request = device.request;
    device.linkRate = request.linkRate;
    if (!device.NamesMedium() || sharing == CoInferenceController::WHOLE)
    {
        return;
    }
    // What a device says of others counts for itself alone.
    double part = 1.0 / std::max(load.devices, request.sharers);
    if (sharing == CoInferenceController::QUEUE)
    {
        part = std::max(part, 1 / GetSharingSlowdown(load.bits / request.mediumRate));
    }
    device.linkRate = std::min(request.linkRate, part * request.mediumRate);
}

void
SharedLinks::ExplainLoads(CoInferenceController::ServerSharing sharing,
                          const CoInferenceGroup& group) const
{
    // A slice that cannot keep up is a device's uplink that cannot.
    const bool sliced = sharing == CoInferenceController::SLICE;
    const std::map<uint64_t, Load> loads = sliced ? std::map<uint64_t, Load>() : GetLoads();
    for (const auto& device : group)
    {
        const RequestBody& request = device->request;
        if (!(request.linkRate > 0) || GetUploadBits(*device) == 0)
        {
            continue;
        }
        const auto found = device->NamesMedium() ? loads.find(request.medium) : loads.end();
        const std::string text = Explain(request, found == loads.end() ? nullptr : &found->second);
        device->overload += (text.empty() || device->overload.empty() ? "" : "; ") + text;
    }
}

std::string
SharedLinks::Explain(const RequestBody& request, const Load* load)
{
    std::string text;
    if (load)
    {
        const double share = load->bits / request.mediumRate;
        text = ExplainOverload("the link that the uplinks share",
                               share,
                               load->rate,
                               share / load->rate);
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
