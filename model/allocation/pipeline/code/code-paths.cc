/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-paths.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Goes through all paths, depth first.
class PathWalk
{
  public:
    PathWalk(const CodeCosts& costs,
             const std::function<void(const CodePath&, const CodeLabel&)>& call)
        : m_costs(costs),
          m_call(call),
          m_blocks(costs.GetProblem().GetBlockCount()),
          m_changesMax(costs.GetProblem().modelChangesMax)
    {
    }

    /// Visits all paths that begin with the present one.
    void Visit(const CodeLabel& label)
    {
        const CodeNode last = m_path.back();
        if (label.crossings > m_changesMax)
        {
            return;
        }
        const CodeLabel closed = m_costs.Close(label, last);
        if (closed.crossings <= m_changesMax)
        {
            m_call(m_path, closed);
        }
        for (uint32_t block = last.block + 1; block <= m_blocks; ++block)
        {
            for (const bool host : {false, true})
            {
                m_path.push_back({host, block});
                Visit(m_costs.Extend(label, last, m_path.back()));
                m_path.pop_back();
            }
        }
    }

    /// Visits all paths.
    void Run()
    {
        for (const bool host : {false, true})
        {
            m_path.assign(1, {host, 1});
            Visit(m_costs.Begin(m_path.front()));
        }
    }

  private:
    const CodeCosts& m_costs;                                             ///< of the paths
    const std::function<void(const CodePath&, const CodeLabel&)>& m_call; ///< told of each
    const uint32_t m_blocks;                                              ///< B
    const uint32_t m_changesMax;                                          ///< X_max
    CodePath m_path;                                                      ///< the present one
};

} // namespace

CodePathSpace::CodePathSpace(uint32_t blocks, uint32_t changesMax)
    : m_blocks(blocks),
      m_changes(std::min(changesMax, blocks)),
      m_counts(blocks + 1,
               std::vector<std::vector<uint64_t>>(2, std::vector<uint64_t>(m_changes + 1, 0)))
{
    for (uint32_t block = blocks; block > 0; --block)
    {
        for (const bool host : {false, true})
        {
            for (uint32_t changes = 0; changes <= m_changes; ++changes)
            {
                // It may end here, if a change is left for the way from the host to the head.
                uint64_t count = !host || changes > 0 ? 1 : 0;
                for (uint32_t next = block + 1; next <= blocks; ++next)
                {
                    for (const bool other : {false, true})
                    {
                        const uint32_t used = other != host ? 1 : 0;
                        count += used <= changes ? CountFrom({other, next}, changes - used) : 0;
                    }
                }
                m_counts[block][host ? 1 : 0][changes] = count;
            }
        }
    }
}

uint64_t
CodePathSpace::CountFrom(const CodeNode& node, uint32_t changes) const
{
    return m_counts[node.block][node.host ? 1 : 0][changes];
}

uint64_t
CodePathSpace::GetCount() const
{
    return CountFrom({false, 1}, m_changes) + CountFrom({true, 1}, m_changes);
}

CodePath
CodePathSpace::Get(uint64_t index) const
{
    CodePath path;
    uint32_t changes = m_changes;
    CodeNode last{false, 0};
    while (true)
    {
        if (last.block > 0 && (!last.host || changes > 0))
        {
            if (index == 0)
            {
                return path;
            }
            --index;
        }
        const uint32_t end = last.block == 0 ? 1 : m_blocks;
        bool found = false;
        for (uint32_t block = last.block + 1; block <= end && !found; ++block)
        {
            for (const bool host : {false, true})
            {
                const uint32_t used = last.block > 0 && host != last.host ? 1 : 0;
                if (used > changes)
                {
                    continue;
                }
                const uint64_t count = CountFrom({host, block}, changes - used);
                if (index < count)
                {
                    last = {host, block};
                    changes -= used;
                    path.push_back(last);
                    found = true;
                    break;
                }
                index -= count;
            }
        }
        if (!found)
        {
            return {}; // beyond the last
        }
    }
}

void
ForEachCodePath(const CodeCosts& costs,
                const std::function<void(const CodePath&, const CodeLabel&)>& call)
{
    PathWalk(costs, call).Run();
}

} // namespace edgeai
} // namespace ns3
