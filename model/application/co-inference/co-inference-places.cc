/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-places.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

void
CoInferencePlaces::Put(const CoInferenceDevice& device, bool inCell)
{
    Place place;
    place.processor = device.server.processor;
    if (device.NamesMedium())
    {
        place.medium = device.request.medium;
    }
    if (!inCell && device.request.divideBand)
    {
        place.band = device.GetBand();
    }
    place.keeps = device.request.keepsPlan;
    const auto found = m_places.find(device.client);
    if (found != m_places.end() && found->second.processor == place.processor &&
        found->second.medium == place.medium && found->second.band == place.band &&
        found->second.keeps == place.keeps)
    {
        Touch(device.client);
        return;
    }
    Remove(device.client);
    ++m_atProcessors[place.processor];
    m_processors.insert(place.processor);
    if (place.medium)
    {
        ++m_onMedia[*place.medium];
        m_media = true;
    }
    if (place.band)
    {
        m_bands[*place.band].all.insert(device.client);
        m_bands[*place.band].touched.insert(device.client);
    }
    m_keepers += place.keeps ? 1 : 0;
    m_places.emplace(device.client, place);
}

void
CoInferencePlaces::Remove(uint64_t client)
{
    const auto found = m_places.find(client);
    if (found == m_places.end())
    {
        return;
    }
    const Place& place = found->second;
    --m_atProcessors[place.processor];
    m_processors.insert(place.processor);
    if (place.medium)
    {
        --m_onMedia[*place.medium];
        m_media = true;
    }
    if (place.band)
    {
        const auto band = m_bands.find(*place.band);
        band->second.all.erase(client);
        band->second.touched.erase(client);
        if (band->second.all.empty())
        {
            m_bands.erase(band);
        }
    }
    m_keepers -= place.keeps ? 1 : 0;
    m_places.erase(found);
}

void
CoInferencePlaces::Clear()
{
    *this = CoInferencePlaces();
}

void
CoInferencePlaces::Touch(uint64_t client)
{
    if (std::set<uint64_t>* touched = FindTouched(client))
    {
        touched->insert(client);
    }
}

void
CoInferencePlaces::TouchAll()
{
    for (auto& [band, members] : m_bands)
    {
        members.touched = members.all;
    }
}

std::set<uint64_t>*
CoInferencePlaces::FindTouched(uint64_t client)
{
    const auto found = m_places.find(client);
    return found == m_places.end() || !found->second.band
               ? nullptr
               : &m_bands.at(*found->second.band).touched;
}

std::size_t
CoInferencePlaces::CountAt(uint32_t processor) const
{
    const auto found = m_atProcessors.find(processor);
    return found == m_atProcessors.end() ? 0 : found->second;
}

uint32_t
CoInferencePlaces::CountOn(uint64_t medium) const
{
    const auto found = m_onMedia.find(medium);
    return found == m_onMedia.end() ? 0 : found->second;
}

bool
CoInferencePlaces::HasKeepers() const
{
    return m_keepers > 0;
}

std::set<uint32_t>
CoInferencePlaces::TakeProcessors()
{
    return std::exchange(m_processors, {});
}

bool
CoInferencePlaces::TakeMedia()
{
    return std::exchange(m_media, false);
}

} // namespace edgeai
} // namespace ns3
