/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-roster.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <tuple>

namespace ns3
{
namespace edgeai
{

CoInferenceCell&
CoInferenceRoster::GetCell()
{
    return m_cell;
}

void
CoInferenceRoster::SetCellControl(Ptr<CellControl> control)
{
    m_cell.SetControl(control);
    for (const auto& [client, device] : m_devices)
    {
        Place(*device);
    }
}

void
CoInferenceRoster::Place(const CoInferenceDevice& device)
{
    m_places.Put(device, m_cell.Contains(device));
}

CoInferencePlaces&
CoInferenceRoster::GetPlaces()
{
    return m_places;
}

const CoInferencePlaces&
CoInferenceRoster::GetPlaces() const
{
    return m_places;
}

bool
CoInferenceRoster::IsUpToDate(const CoInferenceDevice& device, bool adaptRate, double tolerance)
{
    if (m_compared != std::pair(adaptRate, tolerance))
    {
        m_compared = {adaptRate, tolerance};
        m_places.TouchAll();
    }
    std::set<uint64_t>* touched = m_places.FindTouched(device.client);
    if (!touched)
    {
        return device.IsUpToDate(adaptRate, tolerance);
    }
    while (!touched->empty() && Find(*touched->begin())->IsUpToDate(adaptRate, tolerance))
    {
        touched->erase(touched->begin());
    }
    return touched->empty();
}

std::size_t
CoInferenceRoster::GetCount() const
{
    return m_devices.size();
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
    const auto learned = m_learned.find(client);
    if (learned != m_learned.end())
    {
        device->rateFactor = learned->second.rateFactor;
        device->airtimeShare = learned->second.airtimeShare;
        device->retrial = learned->second.retrial;
    }
    m_devices[client] = device;
    return device;
}

void
CoInferenceRoster::Forget(uint64_t client)
{
    const DevicePointer device = Find(client);
    if (device && m_learned.count(client))
    {
        Keep(*device); // which may have been doubted since
    }
    m_devices.erase(client);
    m_places.Remove(client);
}

void
CoInferenceRoster::NoteTerms(const CoInferenceTerms& terms, Ptr<const SplitPlanner> planner)
{
    if (m_planner == planner && m_terms.IsLike(terms))
    {
        return;
    }
    m_planner = planner;
    m_terms = terms;
    for (const auto& [number, device] : m_devices)
    {
        device->planRequest.clear();
    }
    m_places.TouchAll();
}

void
CoInferenceRoster::Leave(uint64_t client)
{
    if (const DevicePointer device = Find(client))
    {
        for (const auto& [number, other] : m_devices)
        {
            if (number == client || IsTogether(*device, *other))
            {
                other->planRequest.clear(); // their share of the band is another one now
                m_places.Touch(number);
            }
        }
        Keep(*device);
        m_devices.erase(client);
        m_places.Remove(client);
    }
}

void
CoInferenceRoster::Keep(const CoInferenceDevice& device)
{
    Keep(device.client, {device.rateFactor, device.airtimeShare, device.retrial});
}

void
CoInferenceRoster::Keep(uint64_t client, const Learned& learned)
{
    // They come back soon or never.
    constexpr std::size_t LEARNED_KEPT = 256;
    m_learned.insert_or_assign(client, learned);
    if (m_learned.size() > LEARNED_KEPT)
    {
        m_learned.erase(m_learned.begin());
    }
}

void
CoInferenceRoster::Resume(uint64_t client, uint64_t former)
{
    const auto learned = m_learned.find(former);
    if (learned != m_learned.end())
    {
        const Learned known = learned->second;
        m_learned.erase(learned);
        Keep(client, known);
    }
}

void
CoInferenceRoster::Clear()
{
    m_cell.SetControl(nullptr);
    m_devices.clear();
    m_places.Clear();
    m_learned.clear();
    m_planner = nullptr;
}

bool
CoInferenceRoster::IsTogether(const CoInferenceDevice& device, const CoInferenceDevice& other) const
{
    // A plan of the cell is for all its devices, whatever one of them says of its link.
    return m_cell.Contains(device) ? m_cell.Contains(other)
                                   : !m_cell.Contains(other) && other.SharesBand(device);
}

CoInferenceGroup
CoInferenceRoster::GetGroup(const CoInferenceDevice& device) const
{
    const bool inCell = m_cell.Contains(device);
    if (!inCell && !device.request.divideBand)
    {
        return {Find(device.client)};
    }
    std::map<uint64_t, DevicePointer> ofLinks;
    for (const auto& [client, other] : m_devices)
    {
        if (inCell && m_cell.Contains(*other))
        {
            DevicePointer& one = ofLinks[other->request.link];
            const auto rank = [&device](const CoInferenceDevice& member) {
                return std::make_tuple(member.client == device.client,
                                       Sends(member.decision),
                                       member.asked);
            };
            one = one && rank(*one) > rank(*other) ? one : other;
        }
    }
    CoInferenceGroup group;
    for (const auto& [client, other] : m_devices)
    {
        const bool counts = !inCell || !m_cell.Contains(*other) ||
                            ofLinks.at(other->request.link)->client == client;
        if (client == device.client || (counts && IsTogether(device, *other)))
        {
            group.push_back(other);
        }
    }
    return group;
}

void
CoInferenceRoster::NoteAsking(CoInferenceDevice& device)
{
    device.asked = ++m_lastAsked;
}

CoInferenceGroup
CoInferenceRoster::GetLinkMates(const CoInferenceDevice& device) const
{
    CoInferenceGroup mates;
    if (!m_cell.Contains(device))
    {
        return mates;
    }
    for (const auto& [client, other] : m_devices)
    {
        if (client != device.client && m_cell.Contains(*other) &&
            other->request.link == device.request.link)
        {
            mates.push_back(other);
        }
    }
    return mates;
}

bool
CoInferenceRoster::IsCarriedOut(const CoInferenceGroup& group) const
{
    return std::all_of(group.begin(), group.end(), [this](const DevicePointer& device) {
        return m_carriedOut.count(device->client) || GetLinkMates(*device).empty();
    });
}

bool
CoInferenceRoster::LeavesLinkAlone(const CoInferenceDevice& device,
                                   const SplitDecision& decision) const
{
    const CoInferenceGroup mates = GetLinkMates(device);
    return !Sends(decision) &&
           std::any_of(mates.begin(), mates.end(), [this](const DevicePointer& mate) {
               return Sends(mate->decision) && m_carriedOut.count(mate->client);
           });
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

std::map<uint32_t, CoInferenceGroup>
CoInferenceRoster::GetSharers() const
{
    std::map<uint32_t, CoInferenceGroup> sharers;
    for (const auto& [client, device] : m_devices)
    {
        sharers[device->server.processor].push_back(device);
    }
    return sharers;
}

std::vector<CoInferenceGroup>
CoInferenceRoster::GetGroups() const
{
    std::vector<CoInferenceGroup> groups;
    std::map<CoInferenceDevice::Band, std::size_t> ofBands; // one walk, however many groups
    std::set<uint64_t> done;
    for (const auto& [client, device] : m_devices)
    {
        if (m_cell.Contains(*device))
        {
            if (!done.count(client))
            {
                groups.push_back(GetGroup(*device));
                for (const DevicePointer& member : groups.back())
                {
                    done.insert(member->client);
                }
            }
            continue;
        }
        std::size_t place = groups.size();
        if (device->request.divideBand)
        {
            place = ofBands.emplace(device->GetBand(), place).first->second;
        }
        if (place == groups.size())
        {
            groups.emplace_back();
        }
        groups[place].push_back(device);
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
    // What needs no radio leaves the cell's plan as it is while another application of the device
    // sends by it.
    bool carriedOut = true;
    for (std::size_t i = 0; i < group.size(); ++i)
    {
        if (LeavesLinkAlone(*group[i], plan.decisions[i]))
        {
            group[i]->Accept(plan.decisions[i], plan.summary, adaptRate);
            carriedOut = false;
        }
    }
    if (!carriedOut)
    {
        return;
    }
    if (m_cell.Contains(*group.front()))
    {
        m_cell.Enforce(group, plan, planner);
        m_carriedOut.clear();
        for (const DevicePointer& device : group)
        {
            m_carriedOut.insert(device->client);
        }
    }
    for (std::size_t i = 0; i < group.size(); ++i)
    {
        group[i]->Accept(plan.decisions[i], plan.summary, adaptRate);
    }
}

} // namespace edgeai
} // namespace ns3
