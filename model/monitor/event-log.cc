/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "event-log.h"

#include "ns3/figure-archive.h"

#include <stdexcept>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] event any  @param [in,out] bytes where to append it
void
Store(const TimelineEvent& event, std::string& bytes)
{
    FigureWriter writer(bytes);
    writer.All(event.node, event.name, event.when, event.counter, event.value);
    writer.Put(static_cast<uint64_t>(event.arguments.size()));
    for (const auto& [key, value] : event.arguments)
    {
        writer.All(key, value);
    }
}

/// @param [in] bytes of an event  @returns it
TimelineEvent
Restore(const std::string& bytes)
{
    FigureReader reader(bytes.data(), bytes.size());
    TimelineEvent event;
    reader.All(event.node, event.name, event.when, event.counter, event.value);
    uint64_t count = 0;
    for (reader.Take(count); count > 0; --count)
    {
        std::string key;
        std::string value;
        reader.All(key, value);
        event.arguments.emplace(std::move(key), std::move(value));
    }
    return event;
}

} // namespace

void
EventLog::Add(TimelineEvent event)
{
    m_events.push_back(std::move(event));
}

std::string
EventLog::Relieve(uint64_t limit)
{
    if (m_events.size() <= limit || m_failed)
    {
        return "";
    }
    try
    {
        if (!m_file)
        {
            m_file = std::make_unique<SpoolFile>();
        }
        std::string bytes;
        std::string all;
        for (const TimelineEvent& event : m_events)
        {
            bytes.clear();
            Store(event, bytes);
            FigureWriter(all).Put(bytes);
        }
        m_file->Append(all.data(), all.size());
    }
    catch (const std::runtime_error& error)
    {
        m_failed = true;
        return error.what();
    }
    m_events.clear();
    return "";
}

void
EventLog::Visit(const Visitor& visitor) const
{
    for (uint64_t at = 0; m_file && at < m_file->GetSize();)
    {
        uint64_t next = 0;
        const TimelineEvent event = Read(at, next);
        visitor(event, 2 * at + 1);
        at = next;
    }
    for (uint64_t i = 0; i < m_events.size(); ++i)
    {
        visitor(m_events[i], 2 * i);
    }
}

TimelineEvent
EventLog::Get(uint64_t place) const
{
    uint64_t next = 0;
    return place % 2 == 1 ? Read(place / 2, next) : m_events.at(place / 2);
}

uint64_t
EventLog::GetHeld() const
{
    return m_events.size();
}

TimelineEvent
EventLog::Read(uint64_t at, uint64_t& next) const
{
    uint64_t size = 0; // as FigureWriter puts it before words
    m_file->Read(at, reinterpret_cast<char*>(&size), sizeof(size));
    if (at + sizeof(size) + size > m_file->GetSize())
    {
        throw std::runtime_error("an event in a temporary file is damaged");
    }
    std::string bytes(size, 0);
    m_file->Read(at + sizeof(size), &bytes[0], bytes.size());
    next = at + sizeof(size) + size;
    return Restore(bytes);
}

} // namespace edgeai
} // namespace ns3
