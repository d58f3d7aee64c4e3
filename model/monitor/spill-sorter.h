/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SPILL_SORTER_H
#define EDGE_AI_SPILL_SORTER_H

#include "spool-file.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <queue>
#include <type_traits>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Sorts any number of things in bounded memory: as long as they are few they stay there, more go to
 * a temporary file in sorted runs, which are merged at the end.
 * @tparam T plain data
 */
template <typename T>
class SpillSorter
{
    static_assert(std::is_trivially_copyable_v<T>, "a file holds its bytes");

  public:
    static constexpr std::size_t LIMIT = std::size_t{1} << 17; ///< things in memory at most

    /// Whether one comes before another; those of which neither does must be the same.
    using Less = bool (*)(const T& a, const T& b);

    /// @param [in] less the order  @param [in] limit things in memory at most, > 0
    explicit SpillSorter(Less less, std::size_t limit = LIMIT)
        : m_less(less),
          m_limit(limit)
    {
    }

    /// @param [in] item one more  @throws std::runtime_error if it cannot be kept
    void Add(const T& item)
    {
        m_items.push_back(item);
        if (m_items.size() >= m_limit)
        {
            Spill();
        }
    }

    /**
     * Call once, after everything was added.
     * @param [in] take gets everything, in order
     * @throws std::runtime_error if a temporary file cannot be written or read
     */
    template <typename Take>
    void Drain(const Take& take)
    {
        if (!m_file)
        {
            std::sort(m_items.begin(), m_items.end(), m_less);
            std::for_each(m_items.begin(), m_items.end(), take);
            m_items = {};
            return;
        }
        Spill();
        m_items = {};
        const std::size_t block = std::max<std::size_t>(m_limit / m_runs.size(), 16);
        const auto later = [this](const Run* a, const Run* b) {
            return m_less(b->items[b->next], a->items[a->next]);
        };
        std::priority_queue<Run*, std::vector<Run*>, decltype(later)> queue(later);
        for (Run& run : m_runs)
        {
            Fill(run, block);
            queue.push(&run);
        }
        while (!queue.empty())
        {
            Run* run = queue.top();
            queue.pop();
            take(run->items[run->next]);
            if (++run->next == run->items.size())
            {
                Fill(*run, block);
            }
            if (!run->items.empty())
            {
                queue.push(run);
            }
        }
        m_runs.clear();
        m_file.reset();
    }

  private:
    /// Sorted things in the file, and the next of them in memory.
    struct Run
    {
        uint64_t at{0};   ///< [B]
        uint64_t left{0}; ///< things from there on
        std::vector<T> items;
        std::size_t next{0}; ///< of items
    };

    void Spill()
    {
        if (m_items.empty())
        {
            return;
        }
        if (!m_file)
        {
            m_file = std::make_unique<SpoolFile>();
        }
        std::sort(m_items.begin(), m_items.end(), m_less);
        Run run;
        run.at = m_file->GetSize();
        run.left = m_items.size();
        m_file->Append(reinterpret_cast<const char*>(m_items.data()), m_items.size() * sizeof(T));
        m_runs.push_back(std::move(run));
        m_items.clear();
    }

    /// @param [in,out] run gets its next things  @param [in] block how many at most
    void Fill(Run& run, std::size_t block)
    {
        run.items.resize(std::min<uint64_t>(block, run.left));
        run.next = 0;
        const std::size_t size = run.items.size() * sizeof(T);
        if (size > 0)
        {
            m_file->Read(run.at, reinterpret_cast<char*>(run.items.data()), size);
        }
        run.at += size;
        run.left -= run.items.size();
    }

    Less m_less;
    std::size_t m_limit;
    std::vector<T> m_items; ///< not in the file yet
    std::vector<Run> m_runs;
    std::unique_ptr<SpoolFile> m_file;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SPILL_SORTER_H
