/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-search.h"

#include "code-paths.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// The beginning of a path, by where it came from.
struct Beginning
{
    CodeLabel label;
    uint32_t node{0};       ///< index of the node before; its own for a first node
    uint32_t entry{0};      ///< index into that node's list
    uint32_t dominators{0}; ///< how many others are at least as good in everything
};

/// @returns whether candidates are in order: by value, then by costs, so that none comes behind one
/// that costs more and is worth no more, then by nodes
bool
IsBefore(const CodeCandidate& a, const CodeCandidate& b)
{
    const auto costs = [](const CodeCandidate& one) {
        const CodeLabel& label = one.label;
        return std::make_tuple(-one.value,
                               label.localFlop,
                               label.hostFlop,
                               label.upBits,
                               label.downBits,
                               label.loss,
                               label.crossings,
                               label.connections);
    };
    return std::make_pair(costs(a), a.path) < std::make_pair(costs(b), b.path);
}

/// Keeps the best candidates of all that it is shown.
class Podium
{
  public:
    explicit Podium(uint32_t places)
        : m_places(places)
    {
    }

    /// @param [in] value of a candidate  @returns whether it may have a place
    bool MayHave(double value) const
    {
        return value >= GetLeast();
    }

    /// @returns the value that a candidate must have for a place
    double GetLeast() const
    {
        return m_best.size() < m_places ? -std::numeric_limits<double>::infinity()
                                        : m_best.back().value;
    }

    void Show(CodeCandidate candidate)
    {
        const auto place = std::upper_bound(m_best.begin(), m_best.end(), candidate, IsBefore);
        m_best.insert(place, std::move(candidate));
        if (m_best.size() > m_places)
        {
            m_best.pop_back();
        }
    }

    const std::vector<CodeCandidate>& GetBest() const
    {
        return m_best;
    }

  private:
    const std::size_t m_places;        ///< how many
    std::vector<CodeCandidate> m_best; ///< in order
};

/// Label setting.
class LabelSearch
{
  public:
    LabelSearch(const CodeProblem& problem, const CodeSearchOptions& options)
        : m_problem(problem),
          m_options(options),
          m_costs(problem),
          m_value(problem),
          m_lists(2 * problem.GetBlockCount()),
          m_podium(options.count),
          m_floor(options.floor)
    {
        if (options.count == 1 && !options.throughHost)
        {
            // The unchanged path is one of them.
            m_floor = std::max(
                m_floor,
                m_value.Get(options.objective, m_value.GetOwnLabel(), problem.local.accuracy));
        }
    }

    CodeSearchResult Run()
    {
        for (const bool host : {false, true})
        {
            const CodeNode first{host, 1};
            Add(IndexOf(first), {m_costs.Begin(first), IndexOf(first), 0, 0});
        }
        for (uint32_t index = 0; index < m_lists.size(); ++index)
        {
            const CodeNode node = NodeOf(index);
            for (uint32_t entry = 0; entry < m_lists[index].size(); ++entry)
            {
                // A copy: lists of later nodes grow, this one does not, but is not to be relied on.
                const CodeLabel label = m_lists[index][entry].label;
                Close(index, entry, label);
                for (uint32_t block = node.block + 1; block <= m_problem.GetBlockCount(); ++block)
                {
                    for (const bool host : {false, true})
                    {
                        const CodeNode next{host, block};
                        Add(IndexOf(next), {m_costs.Extend(label, node, next), index, entry, 0});
                    }
                }
            }
        }
        CodeSearchResult result;
        result.best = m_podium.GetBest();
        result.labels = 1; // of the input, from which both first blocks are reached
        for (const auto& list : m_lists)
        {
            result.labels += list.size();
        }
        return result;
    }

  private:
    static uint32_t IndexOf(const CodeNode& node)
    {
        return 2 * (node.block - 1) + (node.host ? 1 : 0);
    }

    static CodeNode NodeOf(uint32_t index)
    {
        return {index % 2 == 1, index / 2 + 1};
    }

    /// @returns whether one beginning is at least as good as another in everything
    bool Dominates(const CodeLabel& a, const CodeLabel& b) const
    {
        return a.localFlop <= b.localFlop && a.hostFlop <= b.hostFlop && a.upBits <= b.upBits &&
               a.downBits <= b.downBits && a.loss <= b.loss && a.crossings <= b.crossings &&
               (m_options.interferenceLoss == 0 || a.connections <= b.connections) &&
               (!m_options.throughHost || a.hostFlop > 0 || b.hostFlop == 0) &&
               (!m_problem.sharedInput || CanShareAsMuch(a, b));
    }

    /// @returns whether what a frame costs the host beside its own task is no more with a than b,
    /// now and with any continuation
    static bool CanShareAsMuch(const CodeLabel& a, const CodeLabel& b)
    {
        const bool open = a.commonFlop > 0 && a.commonFlop == a.hostFlop;
        const bool otherOpen = b.commonFlop > 0 && b.commonFlop == b.hostFlop;
        return a.hostFlop - a.commonFlop <= b.hostFlop - b.commonFlop && (open || !otherOpen);
    }

    /// @returns whether a path that begins so may be among the best: with the head alone behind it
    /// and nothing more lost it is worth no less than any of them
    bool IsPromising(const CodeLabel& label) const
    {
        if (!m_options.bound)
        {
            return true;
        }
        CodeLabel least = label;
        least.localFlop += m_problem.local.headFlop;
        const double accuracy = GetCodeAccuracy(
            m_problem,
            label.loss + GetInterference(m_options.interferenceLoss, label.connections));
        // Rounding must not cost a path its place.
        const double bound = m_value.Get(m_options.objective, least, accuracy);
        return bound + 1e-9 * std::abs(bound) >= std::max(m_floor, m_podium.GetLeast());
    }

    /// Adds a beginning to a node's list, unless enough others are as good.
    void Add(uint32_t index, const Beginning& made)
    {
        if (made.label.crossings > m_problem.modelChangesMax || !IsPromising(made.label))
        {
            return;
        }
        std::vector<Beginning>& list = m_lists[index];
        Beginning added = made;
        for (const Beginning& other : list)
        {
            added.dominators += Dominates(other.label, made.label) ? 1 : 0;
            if (added.dominators >= m_options.count)
            {
                return;
            }
        }
        for (Beginning& other : list)
        {
            other.dominators += Dominates(made.label, other.label) ? 1 : 0;
        }
        list.erase(std::remove_if(list.begin(),
                                  list.end(),
                                  [this](const Beginning& other) {
                                      return other.dominators >= m_options.count;
                                  }),
                   list.end());
        list.push_back(added);
    }

    /// Lets a beginning end: it is a path then.
    void Close(uint32_t index, uint32_t entry, const CodeLabel& label)
    {
        CodeCandidate candidate;
        candidate.label = m_costs.Close(label, NodeOf(index));
        if (candidate.label.crossings > m_problem.modelChangesMax ||
            (m_options.throughHost && candidate.label.hostFlop == 0))
        {
            return;
        }
        candidate.accuracy =
            GetCodeAccuracy(m_problem,
                            candidate.label.loss + GetInterference(m_options.interferenceLoss,
                                                                   candidate.label.connections));
        candidate.value = m_value.Get(m_options.objective, candidate.label, candidate.accuracy);
        if (candidate.value < m_options.floor || !m_podium.MayHave(candidate.value))
        {
            return;
        }
        while (true)
        {
            candidate.path.push_back(NodeOf(index));
            const Beginning& beginning = m_lists[index][entry];
            if (beginning.node == index)
            {
                break;
            }
            index = beginning.node;
            entry = beginning.entry;
        }
        std::reverse(candidate.path.begin(), candidate.path.end());
        m_podium.Show(std::move(candidate));
    }

    const CodeProblem& m_problem;                ///< both services
    const CodeSearchOptions& m_options;          ///< what counts
    CodeCosts m_costs;                           ///< of connections
    CodeValue m_value;                           ///< of paths
    std::vector<std::vector<Beginning>> m_lists; ///< per node, complete once it is its turn
    Podium m_podium;                             ///< the best paths
    double m_floor;                              ///< what is worth less is not wanted
};

} // namespace

CodeSearchResult
SearchCodePaths(const CodeProblem& problem, const CodeSearchOptions& options)
{
    return LabelSearch(problem, options).Run();
}

CodeSearchResult
EnumerateCodePaths(const CodeProblem& problem, const CodeSearchOptions& options)
{
    const CodeCosts costs(problem);
    const CodeValue value(problem);
    Podium podium(options.count);
    CodeSearchResult result;
    ForEachCodePath(costs, [&](const CodePath& path, const CodeLabel& label) {
        ++result.labels;
        if (options.throughHost && label.hostFlop == 0)
        {
            return;
        }
        const double accuracy = GetCodeAccuracy(
            problem,
            label.loss + GetInterference(options.interferenceLoss, label.connections));
        const double worth = value.Get(options.objective, label, accuracy);
        if (worth >= options.floor && podium.MayHave(worth))
        {
            podium.Show({path, label, accuracy, worth});
        }
    });
    result.best = podium.GetBest();
    return result;
}

} // namespace edgeai
} // namespace ns3
