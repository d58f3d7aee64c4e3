/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "record-store.h"

#include "record-codec.h"
#include "record-list.h"

#include <stdexcept>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Records that were read from the file and are kept: timelines come back to a task for each step.
constexpr std::size_t CACHE = 1024;

/// @param [in] at where a record is in the file [B]  @returns its place; addresses are even
RecordSource::Place
MakePlace(uint64_t at)
{
    return 2 * at + 1;
}

/// @param [in] held in memory  @returns the record as it is by now
const TaskRecord&
GetRecord(const RecordStore::Held& held)
{
    return held.written ? *held.written : held.record;
}

} // namespace

bool
RecordStore::Knows(uint64_t id) const
{
    return m_held.count(id) > 0 || boost::icl::contains(m_spooled, id);
}

RecordStore::Held*
RecordStore::Find(uint64_t id)
{
    const auto found = m_held.find(id);
    return found == m_held.end() ? nullptr : &found->second;
}

TaskOutcome
RecordStore::GetOutcome(uint64_t id) const
{
    const auto found = m_held.find(id);
    return found == m_held.end() ? m_runs.Find(id).outcome : found->second.record.outcome;
}

TaskRecord&
RecordStore::Begin(const TaskRecord& record, std::shared_ptr<const TaskRecord> written)
{
    Forget();
    const auto begun =
        m_held.emplace_hint(m_held.end(), record.id, Held{record, std::move(written)});
    return begun->second.record;
}

TaskRecord&
RecordStore::End(Held& held, const TaskRecord& record)
{
    Forget();
    held.record = record;
    held.written.reset();
    ++m_ended;
    return held.record;
}

std::string
RecordStore::Relieve(uint64_t limit)
{
    if (m_ended <= limit || m_failed)
    {
        return "";
    }
    Forget();
    std::vector<const TaskRecord*> ended;
    ended.reserve(m_ended);
    for (const auto& [id, held] : m_held)
    {
        if (held.record.outcome != TaskOutcome::UNFINISHED)
        {
            ended.push_back(&held.record);
        }
    }
    try
    {
        m_runs.Append(ended);
    }
    catch (const std::runtime_error& error)
    {
        m_failed = true;
        return error.what();
    }
    for (const TaskRecord* record : ended)
    {
        AddKinds(*record, m_kinds);
        const uint64_t id = record->id;
        m_spooled.add(id);
        m_held.erase(id);
    }
    m_ended = 0;
    return "";
}

uint64_t
RecordStore::GetHeld() const
{
    return m_held.size();
}

uint64_t
RecordStore::GetSpooled() const
{
    return m_runs.GetCount();
}

std::vector<const TaskRecord*>
RecordStore::Load() const
{
    if (!m_loaded.empty())
    {
        return m_list; // whoever has it already keeps what it points to
    }
    std::vector<const TaskRecord*> records;
    records.reserve(GetHeld() + GetSpooled());
    Visit([&](const TaskRecord& record, Place place) {
        const bool inMemory = place % 2 == 0;
        records.push_back(inMemory ? &record : &m_loaded.emplace_back(record));
    });
    if (!m_loaded.empty())
    {
        m_list = records;
    }
    return records;
}

void
RecordStore::Visit(const PlacedVisitor& visitor) const
{
    auto next = m_held.begin();
    const auto visitHeld = [&] {
        const TaskRecord& record = GetRecord(next->second);
        visitor(record, reinterpret_cast<uintptr_t>(&record));
        ++next;
    };
    m_runs.Merge([&](uint64_t id, uint64_t at, const char* bytes, std::size_t size) {
        while (next != m_held.end() && next->first < id)
        {
            visitHeld();
        }
        visitor(RestoreRecord(bytes, size), MakePlace(at));
    });
    while (next != m_held.end())
    {
        visitHeld();
    }
}

const TaskRecord&
RecordStore::Get(Place place) const
{
    if (place % 2 == 0)
    {
        return *reinterpret_cast<const TaskRecord*>(static_cast<uintptr_t>(place));
    }
    m_cache.resize(CACHE);
    Cached& cached = m_cache[place * 0x9e3779b97f4a7c15U >> 54]; // a hash of 10 bit
    if (cached.place != place)
    {
        cached.place = 0;
        cached.record = m_runs.Read(place / 2);
        cached.place = place;
    }
    return cached.record;
}

std::set<const FigureKind*>
RecordStore::GetKinds() const
{
    std::set<const FigureKind*> kinds = m_kinds;
    for (const auto& [id, held] : m_held)
    {
        AddKinds(GetRecord(held), kinds);
    }
    return kinds;
}

void
RecordStore::Forget()
{
    m_loaded.clear();
    m_list.clear();
    m_cache.clear();
}

} // namespace edgeai
} // namespace ns3
