/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "record-runs.h"

#include "record-codec.h"

#include <algorithm>
#include <cstring>
#include <queue>
#include <stdexcept>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Written at once [B].
constexpr std::size_t PIECE = 1 << 20;
/// Read ahead of all runs together [B].
constexpr std::size_t AHEAD = 8 << 20;

/// Before the bytes of every record.
struct Head
{
    uint64_t id;
    uint64_t size; ///< of the bytes behind [B]
};

} // namespace

/// Writes a run.
class RecordRuns::Writer
{
  public:
    /// @param [in,out] file where to append
    explicit Writer(SpoolFile& file)
        : m_file(file)
    {
        m_run.begin = m_run.end = file.GetSize();
    }

    /// @param [in] id of a record  @param [in] bytes of it  @param [in] size of these [B]
    void Add(uint64_t id, const char* bytes, std::size_t size)
    {
        m_run.least = m_run.end == m_run.begin ? id : m_run.least;
        m_run.most = id;
        const Head head{id, size};
        m_piece.append(reinterpret_cast<const char*>(&head), sizeof(head));
        m_piece.append(bytes, size);
        m_run.end += sizeof(head) + size;
        if (m_piece.size() >= PIECE)
        {
            Flush();
        }
    }

    /// @returns the run, which is in the file then
    Run Finish()
    {
        Flush();
        return m_run;
    }

  private:
    void Flush()
    {
        m_file.Append(m_piece.data(), m_piece.size());
        m_piece.clear();
    }

    SpoolFile& m_file;
    Run m_run;
    std::string m_piece;
};

/// Goes through a run.
class RecordRuns::Cursor
{
  public:
    /// @param [in] file the run is in  @param [in] run any  @param [in] ahead what is read at once
    /// [B]
    Cursor(const SpoolFile& file, const Run& run, std::size_t ahead)
        : m_file(&file),
          m_at(run.begin),
          m_end(run.end),
          m_ahead(ahead)
    {
    }

    /// @returns whether there is a next record, which is at hand then
    bool Next()
    {
        m_used += m_size ? sizeof(Head) + m_size : 0;
        m_size = 0;
        if (m_at + m_used >= m_end)
        {
            return false;
        }
        Need(sizeof(Head));
        Head head;
        std::memcpy(&head, m_bytes.data() + m_used, sizeof(head));
        Need(sizeof(head) + head.size);
        m_id = head.id;
        m_size = head.size;
        return true;
    }

    /// @returns id of the record at hand
    uint64_t GetId() const
    {
        return m_id;
    }

    /// @returns where it is in the file [B]
    uint64_t GetPlace() const
    {
        return m_at + m_used;
    }

    /// @returns its bytes
    const char* GetBytes() const
    {
        return m_bytes.data() + m_used + sizeof(Head);
    }

    /// @returns how many these are
    std::size_t GetSize() const
    {
        return m_size;
    }

  private:
    /// @param [in] size that has to be at hand from m_used on [B]
    void Need(std::size_t size)
    {
        if (m_bytes.size() - m_used >= size)
        {
            return;
        }
        m_bytes.erase(0, m_used);
        m_at += m_used;
        m_used = 0;
        const std::size_t there = m_bytes.size();
        const uint64_t left = m_end - m_at - there;
        const std::size_t more = std::min<uint64_t>(left, std::max(m_ahead, size - there));
        if (there + more < size)
        {
            throw std::runtime_error("a run of records in a temporary file is damaged");
        }
        m_bytes.resize(there + more);
        m_file->Read(m_at + there, &m_bytes[there], more);
    }

    const SpoolFile* m_file;
    uint64_t m_at;  ///< of m_bytes in the file [B]
    uint64_t m_end; ///< of the run [B]
    std::size_t m_ahead;
    std::string m_bytes;   ///< read
    std::size_t m_used{0}; ///< of m_bytes, before the record at hand
    uint64_t m_id{0};
    std::size_t m_size{0}; ///< 0: there is no record at hand
};

void
RecordRuns::Append(const std::vector<const TaskRecord*>& records)
{
    if (records.empty())
    {
        return;
    }
    if (!m_file)
    {
        m_file = std::make_unique<SpoolFile>();
    }
    const uint64_t before = m_file->GetSize();
    try
    {
        Writer writer(*m_file);
        std::string bytes;
        for (const TaskRecord* record : records)
        {
            bytes.clear();
            StoreRecord(*record, bytes);
            writer.Add(record->id, bytes.data(), bytes.size());
        }
        m_runs.push_back(writer.Finish());
    }
    catch (...)
    {
        m_file->Shrink(before);
        throw;
    }
    m_count += records.size();
    if (m_runs.size() >= m_most)
    {
        Unite();
    }
}

uint64_t
RecordRuns::GetCount() const
{
    return m_count;
}

std::size_t
RecordRuns::GetRuns() const
{
    return m_runs.size();
}

void
RecordRuns::Merge(const Visitor& visitor) const
{
    const std::size_t ahead = AHEAD / std::max<std::size_t>(m_runs.size(), 32);
    std::vector<Cursor> cursors;
    cursors.reserve(m_runs.size());
    using Next = std::pair<uint64_t, std::size_t>; // id, cursor
    std::priority_queue<Next, std::vector<Next>, std::greater<>> queue;
    const auto advance = [&](std::size_t which) {
        if (cursors[which].Next())
        {
            queue.emplace(cursors[which].GetId(), which);
        }
    };
    for (std::size_t i = 0; i < m_runs.size(); ++i)
    {
        cursors.emplace_back(*m_file, m_runs[i], ahead);
        advance(i);
    }
    while (!queue.empty())
    {
        const auto [id, which] = queue.top();
        queue.pop();
        const Cursor& cursor = cursors[which];
        visitor(id, cursor.GetPlace(), cursor.GetBytes(), cursor.GetSize());
        advance(which);
    }
}

TaskRecord
RecordRuns::Read(uint64_t place) const
{
    Head head;
    m_file->Read(place, reinterpret_cast<char*>(&head), sizeof(head));
    std::string bytes(head.size, 0);
    m_file->Read(place + sizeof(head), &bytes[0], bytes.size());
    return RestoreRecord(bytes.data(), bytes.size());
}

TaskRecord
RecordRuns::Find(uint64_t id) const
{
    for (const Run& run : m_runs)
    {
        Cursor cursor(*m_file, run, AHEAD / RUNS);
        for (bool more = run.least <= id && id <= run.most && cursor.Next();
             more && cursor.GetId() <= id;
             more = cursor.Next())
        {
            if (cursor.GetId() == id)
            {
                return RestoreRecord(cursor.GetBytes(), cursor.GetSize());
            }
        }
    }
    throw std::runtime_error("no record of task " + std::to_string(id) + " in a temporary file");
}

void
RecordRuns::Unite()
{
    try
    {
        auto file = std::make_unique<SpoolFile>();
        Writer writer(*file);
        Merge([&writer](uint64_t id, uint64_t, const char* bytes, std::size_t size) {
            writer.Add(id, bytes, size);
        });
        const Run all = writer.Finish();
        m_file = std::move(file);
        m_runs = {all};
        m_most = RUNS;
    }
    catch (const std::runtime_error&)
    {
        m_most *= 2; // no room for a second file: the runs are as good, only more
    }
}

} // namespace edgeai
} // namespace ns3
