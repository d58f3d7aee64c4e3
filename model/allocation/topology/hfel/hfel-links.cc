/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hfel-links.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Looks at sets of links of one problem.
class LinkJudge
{
  public:
    LinkJudge(const TopologyProblem& problem, const HfelWeights& weights)
        : m_problem(problem),
          m_weights(weights),
          m_factorMax(problem.GetFactorMax())
    {
    }

    /// @returns whether weights of a kind keep rho_max on some links
    bool Keeps(const LinkList& links, MixingWeights kind)
    {
        ++m_iterations;
        const MixingGraph graph = MakeMixingGraph(m_problem, links);
        if (m_factorMax < 1 && !graph.IsConnected())
        {
            return false;
        }
        const Mixing mixing = MakeMixing(graph, kind, m_weights.allowNegative, m_factorMax);
        m_evaluations += mixing.evaluations;
        m_limited = m_limited || mixing.limited;
        const bool allowed = kind != MixingWeights::BEST_CONSTANT ||
                             m_weights.kind == MixingWeights::BEST_CONSTANT ||
                             m_weights.allowNegative || mixing.weights.minCoeff() >= 0;
        return allowed && MeetsFactor(mixing.factor, m_factorMax);
    }

    /// @returns whether the weights that are asked for keep it
    bool Keeps(const LinkList& links)
    {
        return Keeps(links, m_weights.kind);
    }

    /// @returns the choice of some links
    HfelLinks Choose(LinkList links)
    {
        HfelLinks choice;
        std::sort(links.begin(), links.end());
        choice.links = std::move(links);
        choice.mixing = MakeMixing(MakeMixingGraph(m_problem, choice.links),
                                   m_weights.kind,
                                   m_weights.allowNegative);
        choice.met = MeetsFactor(choice.mixing.factor, m_factorMax);
        choice.iterations = m_iterations;
        choice.evaluations = m_evaluations + choice.mixing.evaluations;
        choice.limited = m_limited || choice.mixing.limited;
        return choice;
    }

    /// @returns the choice where there is no choice, or else no links and false
    std::pair<bool, HfelLinks> ChooseAtOnce()
    {
        if (m_problem.distanceMax == 0)
        {
            return {true, Choose(ListAllLinks(m_problem))};
        }
        return m_factorMax >= 1 ? std::make_pair(true, Choose({}))
                                : std::make_pair(false, HfelLinks());
    }

  private:
    const TopologyProblem& m_problem;
    HfelWeights m_weights;
    double m_factorMax;
    uint32_t m_iterations{0};
    uint32_t m_evaluations{0};
    bool m_limited{false};
};

/// @returns the sets of links that finish by each of the times there are, growing; times that
/// differ by rounding are the same
std::vector<LinkList>
ListThresholds(const TopologyProblem& problem)
{
    constexpr double ROUNDING = 1e-12;
    LinkList order = ListAllLinks(problem);
    const std::vector<double> times = GetFinishTimes(problem, order);
    std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
        return times[a] < times[b];
    });
    std::vector<LinkList> sets;
    for (std::size_t i = 0; i < order.size(); ++i)
    {
        if (i + 1 == order.size() || times[order[i + 1]] > times[order[i]] * (1 + ROUNDING))
        {
            sets.emplace_back(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(i + 1));
        }
    }
    return sets;
}

/// @returns times at which servers have sent their models to all others, the last first [s]
std::vector<double>
GetServerTimes(const TopologyProblem& problem, const LinkList& links)
{
    std::vector<double> last(problem.servers.size());
    for (std::size_t m = 0; m < last.size(); ++m)
    {
        last[m] = problem.servers[m].readyTime;
    }
    const std::vector<double> times = GetFinishTimes(problem, links);
    for (std::size_t i = 0; i < links.size(); ++i)
    {
        const TopologyLink& link = problem.links[links[i]];
        last[link.first] = std::max(last[link.first], times[i]);
        last[link.second] = std::max(last[link.second], times[i]);
    }
    std::sort(last.begin(), last.end(), std::greater<>());
    return last;
}

/// @returns links without the one at a place
LinkList
Without(LinkList links, std::size_t place)
{
    links.erase(links.begin() + static_cast<std::ptrdiff_t>(place));
    return links;
}

/// Puts links back that cost no time.
LinkList
PutBack(const TopologyProblem& problem, LinkList links)
{
    const double time = GetRoundTime(problem, links);
    for (const uint32_t e : ListAllLinks(problem))
    {
        LinkList more = links;
        more.push_back(e);
        if (std::find(links.begin(), links.end(), e) == links.end() &&
            GetRoundTime(problem, more) <= time)
        {
            links = more;
        }
    }
    return links;
}

} // namespace

HfelLinks
ChooseHfelThreshold(const TopologyProblem& problem, const HfelWeights& weights)
{
    LinkJudge judge(problem, weights);
    const auto [decided, choice] = judge.ChooseAtOnce();
    if (decided)
    {
        return choice;
    }
    const std::vector<LinkList> sets = ListThresholds(problem);
    const bool fastest = weights.kind == MixingWeights::FASTEST;
    std::size_t end = 0;
    const auto simple = [&](const LinkList& links) {
        return judge.Keeps(links, MixingWeights::METROPOLIS) ||
               judge.Keeps(links, MixingWeights::BEST_CONSTANT);
    };
    while (end < sets.size() && !(fastest ? simple(sets[end]) : judge.Keeps(sets[end])))
    {
        ++end;
    }
    // With the fastest weights it may be one before that.
    std::size_t begin = fastest ? 0 : end;
    while (begin < end)
    {
        const std::size_t middle = begin + (end - begin) / 2;
        judge.Keeps(sets[middle]) ? end = middle : begin = middle + 1;
    }
    return judge.Choose(end < sets.size() ? sets[end] : ListAllLinks(problem));
}

HfelLinks
RemoveHfelLinks(const TopologyProblem& problem, const HfelWeights& weights)
{
    LinkJudge judge(problem, weights);
    const auto [decided, choice] = judge.ChooseAtOnce();
    if (decided)
    {
        return choice;
    }
    LinkList links = ListAllLinks(problem);
    bool removed = judge.Keeps(links);
    while (removed)
    {
        // The removals that help, the best first.
        std::vector<std::pair<std::vector<double>, std::size_t>> removals;
        const std::vector<double> now = GetServerTimes(problem, links);
        for (std::size_t i = 0; i < links.size(); ++i)
        {
            std::vector<double> then = GetServerTimes(problem, Without(links, i));
            // Only who is last matters: as many as there are of them.
            const auto last = std::count(now.begin(), now.end(), now.front());
            if (then.front() < now.front() ||
                std::count(then.begin(), then.end(), now.front()) < last)
            {
                removals.emplace_back(std::move(then), i);
            }
        }
        std::sort(removals.begin(), removals.end());
        removed = false;
        for (std::size_t i = 0; i < removals.size() && !removed; ++i)
        {
            const LinkList fewer = Without(links, removals[i].second);
            removed = judge.Keeps(fewer);
            links = removed ? fewer : links;
        }
    }
    return judge.Choose(PutBack(problem, links));
}

HfelLinks
EnumerateHfelLinks(const TopologyProblem& problem, const HfelWeights& weights)
{
    LinkJudge judge(problem, weights);
    const auto [decided, choice] = judge.ChooseAtOnce();
    if (decided)
    {
        return choice;
    }
    const LinkList all = ListAllLinks(problem);
    std::vector<std::pair<std::pair<double, std::ptrdiff_t>, LinkList>> sets;
    for (uint32_t mask = 0; mask < 1U << all.size(); ++mask)
    {
        LinkList links;
        std::copy_if(all.begin(), all.end(), std::back_inserter(links), [mask](uint32_t e) {
            return (mask >> e & 1U) != 0;
        });
        const auto fewness = -static_cast<std::ptrdiff_t>(links.size());
        sets.push_back({{GetRoundTime(problem, links), fewness}, links});
    }
    std::sort(sets.begin(), sets.end());
    for (const auto& [cost, links] : sets)
    {
        if (judge.Keeps(links))
        {
            return judge.Choose(links);
        }
    }
    return judge.Choose(all);
}

} // namespace edgeai
} // namespace ns3
