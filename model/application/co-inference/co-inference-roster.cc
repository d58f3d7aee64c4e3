/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-roster.h"

#include <algorithm>
#include <cstddef>
#include <set>

namespace ns3
{
namespace edgeai
{

CoInferenceCell&
CoInferenceRoster::GetCell()
{
    return m_cell;
}

CoInferenceRoster::DevicePointer
CoInferenceRoster::Find(uint64_t client) const
{
    const auto it = m_devices.find(client);
    return it == m_devices.end() ? nullptr : it->second;
}

CoInferenceRoster::DevicePointer
CoInferenceRoster::Add(uint64_t client)
{
    const auto device = std::make_shared<CoInferenceDevice>();
    device->client = client;
    m_devices[client] = device;
    return device;
}

void
CoInferenceRoster::Forget(uint64_t client)
{
    m_devices.erase(client);
}

void
CoInferenceRoster::Leave(uint64_t client)
{
    if (const DevicePointer device = Find(client))
    {
        for (const DevicePointer& other : GetGroup(*device))
        {
            other->planRequest.clear(); // their share of the band is another one now
        }
        m_devices.erase(client);
    }
}

void
CoInferenceRoster::Clear()
{
    m_cell.SetControl(nullptr);
    m_devices.clear();
}

CoInferenceGroup
CoInferenceRoster::GetGroup(const CoInferenceDevice& device) const
{
    // A plan of the cell is for all its devices, whatever one of them says of its link.
    const bool inCell = m_cell.Contains(device);
    CoInferenceGroup group;
    for (const auto& [client, other] : m_devices)
    {
        const bool together = inCell ? m_cell.Contains(*other)
                                     : !m_cell.Contains(*other) && other->SharesBand(device);
        if (client == device.client || together)
        {
            group.push_back(other);
        }
    }
    return group;
}

CoInferenceGroup
CoInferenceRoster::GetDevices() const
{
    CoInferenceGroup devices;
    for (const auto& [client, device] : m_devices)
    {
        devices.push_back(device);
    }
    return devices;
}

CoInferenceGroup
CoInferenceRoster::GetSharers(uint32_t processor) const
{
    CoInferenceGroup sharers;
    for (const auto& [client, device] : m_devices)
    {
        if (device->server.processor == processor)
        {
            sharers.push_back(device);
        }
    }
    return sharers;
}

std::vector<uint32_t>
CoInferenceRoster::GetProcessors() const
{
    std::set<uint32_t> processors;
    for (const auto& [client, device] : m_devices)
    {
        processors.insert(device->server.processor);
    }
    return {processors.begin(), processors.end()};
}

std::vector<CoInferenceGroup>
CoInferenceRoster::GetGroups() const
{
    std::vector<CoInferenceGroup> groups;
    std::set<uint64_t> done;
    for (const auto& [client, device] : m_devices)
    {
        if (!done.count(client))
        {
            groups.push_back(GetGroup(*device));
            for (const DevicePointer& member : groups.back())
            {
                done.insert(member->client);
            }
        }
    }
    return groups;
}

bool
CoInferenceRoster::RemoveGone(CoInferenceGroup& group) const
{
    const auto isGone = [this](const DevicePointer& device) {
        return Find(device->client) != device;
    };
    group.erase(std::remove_if(group.begin(), group.end(), isGone), group.end());
    return !group.empty();
}

void
CoInferenceRoster::Accept(const CoInferenceGroup& group,
                          const SplitPlan& plan,
                          const std::string& planner,
                          bool adaptRate)
{
    if (m_cell.Contains(*group.front()))
    {
        m_cell.Enforce(group, plan, planner);
    }
    for (std::size_t i = 0; i < group.size(); ++i)
    {
        group[i]->Accept(plan.decisions[i], plan.summary, adaptRate);
    }
}

} // namespace edgeai
} // namespace ns3
