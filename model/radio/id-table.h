/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ID_TABLE_H
#define EDGE_AI_ID_TABLE_H

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What has an identifier - PHYs, users of a cell -, ascending by it.
 *
 * Every block looks its user up several times. Nodes are numbered on, so most stand where they
 * would in a list without gaps, and that place is looked at first.
 *
 * @tparam Pointer pointer to what has the identifier, plain or owning
 */
template <typename Pointer>
class IdTable
{
  public:
    /// What has an identifier.
    using Object = typename std::pointer_traits<Pointer>::element_type;

    /**
     * @param [in] id identifier
     * @param [in] object who has it, not null
     * @returns false if somebody here has it already; then nothing is added
     */
    bool Add(uint32_t id, Pointer object)
    {
        const auto at = Locate(id);
        if (at != m_entries.end() && at->first == id)
        {
            return false;
        }
        m_entries.emplace(at, id, std::move(object));
        return true;
    }

    /**
     * @param [in] id identifier
     * @returns who has it, or null
     */
    Object* Find(uint32_t id) const
    {
        if (m_entries.empty() || id < m_entries.front().first)
        {
            return nullptr;
        }
        const std::size_t guess = id - m_entries.front().first;
        if (guess < m_entries.size() && m_entries[guess].first == id)
        {
            return &*m_entries[guess].second;
        }
        const auto at = Locate(id);
        return at == m_entries.end() || at->first != id ? nullptr : &*at->second;
    }

    /**
     * @param [in] id identifier that nobody shall have any more
     */
    void Erase(uint32_t id)
    {
        const auto at = Locate(id);
        if (at != m_entries.end() && at->first == id)
        {
            m_entries.erase(at);
        }
    }

    /// @returns the first of the pairs of identifier and pointer
    auto begin() const
    {
        return m_entries.begin();
    }

    /// @returns behind the last of them
    auto end() const
    {
        return m_entries.end();
    }

    /**
     * @returns how many there are
     */
    std::size_t GetN() const
    {
        return m_entries.size();
    }

    /// Forget all.
    void Clear()
    {
        m_entries.clear();
    }

  private:
    /// An identifier and who has it; the identifier stands here to be found without the object.
    using Entry = std::pair<uint32_t, Pointer>;

    /**
     * @param [in] id identifier
     * @returns where it is, or would be
     */
    typename std::vector<Entry>::const_iterator Locate(uint32_t id) const
    {
        return std::lower_bound(
            m_entries.begin(),
            m_entries.end(),
            id,
            [](const Entry& entry, uint32_t number) { return entry.first < number; });
    }

    std::vector<Entry> m_entries; ///< ascending by identifier
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ID_TABLE_H
