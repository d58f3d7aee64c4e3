/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "chain-programme.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double FORBIDDEN = std::numeric_limits<double>::infinity();

/// Two values that differ by less than this share of themselves are the same.
constexpr double SLACK = 1e-12;

/// How the best division of items 0..b-1 among the first stages ends.
struct Step
{
    uint32_t from{0};
    uint32_t choice{0};
};

/// A compromise that is not dominated so far.
struct Label
{
    double first;
    double second;
    uint32_t from;   ///< where the last run begins
    uint32_t choice; ///< of the last run
    uint32_t parent; ///< label at (stage - 1, from) that it continues
};

/// Sorts labels and drops those that another one equals or beats in both.
void
DropDominated(std::vector<Label>& labels)
{
    // Stable, so that of equal ones the least from and choice stays.
    std::stable_sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) {
        return a.first < b.first || (a.first == b.first && a.second < b.second);
    });
    double least = FORBIDDEN;
    auto dominated = [&least](const Label& label) {
        if (label.second >= least)
        {
            return true;
        }
        least = label.second;
        return false;
    };
    // Not std::remove_if, which may visit in any order and copy its predicate.
    std::size_t kept = 0;
    for (const Label& label : labels)
    {
        if (!dominated(label))
        {
            labels[kept++] = label;
        }
    }
    labels.erase(labels.begin() + kept, labels.end());
}

} // namespace

ChainTable::ChainTable(uint32_t stages, uint32_t items, uint32_t choices)
    : m_stages(stages),
      m_items(items),
      m_choices(choices),
      m_costs(std::size_t(stages) * choices * (items + 1) * (items + 1), FORBIDDEN)
{
}

std::vector<double>
ChainTable::ListValues() const
{
    std::vector<double> values;
    for (const double cost : m_costs)
    {
        if (std::isfinite(cost))
        {
            values.push_back(cost);
        }
    }
    std::sort(values.begin(), values.end());
    std::vector<double> distinct;
    for (const double value : values)
    {
        if (!distinct.empty() && value <= distinct.back() * (1 + SLACK))
        {
            distinct.back() = value;
        }
        else
        {
            distinct.push_back(value);
        }
    }
    return distinct;
}

ChainPath
MinimiseChain(const ChainTable& costs, ChainRule rule, double start, const ChainBound& bound)
{
    const uint32_t stages = costs.GetStages();
    const uint32_t items = costs.GetItems();
    std::vector<double> before(items + 1, FORBIDDEN);
    before[0] = start;
    std::vector<double> after(items + 1);
    std::vector<Step> steps(std::size_t(stages) * (items + 1));
    for (uint32_t stage = 0; stage < stages; ++stage)
    {
        // Only the whole chain is of interest after the last stage.
        for (uint32_t to = (stage + 1 == stages) ? items : 0; to <= items; ++to)
        {
            double best = FORBIDDEN;
            Step step;
            for (uint32_t choice = 0; choice < costs.GetChoices(); ++choice)
            {
                const double* run = costs.GetRunsTo(stage, to, choice);
                const double* second =
                    bound.table ? bound.table->GetRunsTo(stage, to, choice) : nullptr;
                for (uint32_t from = 0; from <= to; ++from)
                {
                    if (second && !(second[from] <= bound.limit))
                    {
                        continue;
                    }
                    const double value = (rule == ChainRule::SUM)
                                             ? before[from] + run[from]
                                             : std::max(before[from], run[from]);
                    if (value < best || (value == best && from < step.from))
                    {
                        best = value;
                        step = {from, choice};
                    }
                }
            }
            after[to] = best;
            steps[std::size_t(stage) * (items + 1) + to] = step;
        }
        before.swap(after);
    }

    ChainPath path;
    if (stages == 0 || !std::isfinite(before[items]))
    {
        return path;
    }
    path.feasible = true;
    path.value = before[items];
    path.cuts.assign(stages + 1, items);
    path.choices.assign(stages, 0);
    for (uint32_t stage = stages; stage-- > 0;)
    {
        const Step& step = steps[std::size_t(stage) * (items + 1) + path.cuts[stage + 1]];
        path.cuts[stage] = step.from;
        path.choices[stage] = step.from < path.cuts[stage + 1] ? step.choice : 0;
    }
    return path;
}

std::vector<ChainPath>
ListChainCompromises(const ChainTable& first,
                     const ChainTable& second,
                     double firstLimit,
                     double secondLimit,
                     const ChainBound& bound)
{
    const uint32_t stages = first.GetStages();
    const uint32_t items = first.GetItems();
    // labels[stage][b]: compromises for items 0..b-1 on the stages before this one.
    std::vector<std::vector<std::vector<Label>>> labels(stages + 1,
                                                        std::vector<std::vector<Label>>(items + 1));
    labels[0][0].push_back({0, 0, 0, 0, 0});
    for (uint32_t stage = 0; stage < stages; ++stage)
    {
        for (uint32_t to = (stage + 1 == stages) ? items : 0; to <= items; ++to)
        {
            std::vector<Label>& here = labels[stage + 1][to];
            for (uint32_t from = 0; from <= to; ++from)
            {
                // A stage that takes nothing does so in one way only.
                const uint32_t choices = from < to ? first.GetChoices() : 1;
                for (uint32_t choice = 0; choice < choices; ++choice)
                {
                    if (bound.table && !(bound.table->At(stage, from, to, choice) <= bound.limit))
                    {
                        continue;
                    }
                    const double costOne = first.At(stage, from, to, choice);
                    const double costTwo = second.At(stage, from, to, choice);
                    const std::vector<Label>& earlier = labels[stage][from];
                    for (uint32_t parent = 0; parent < earlier.size(); ++parent)
                    {
                        const double one = earlier[parent].first + costOne;
                        const double two = earlier[parent].second + costTwo;
                        if (one <= firstLimit && two <= secondLimit && std::isfinite(one) &&
                            std::isfinite(two))
                        {
                            here.push_back({one, two, from, choice, parent});
                        }
                    }
                }
            }
            DropDominated(here);
        }
    }

    std::vector<ChainPath> paths;
    for (const Label& last : labels[stages][items])
    {
        ChainPath path;
        path.feasible = true;
        path.value = last.first;
        path.second = last.second;
        path.cuts.assign(stages + 1, items);
        path.choices.assign(stages, 0);
        const Label* label = &last;
        for (uint32_t stage = stages; stage-- > 0;)
        {
            path.cuts[stage] = label->from;
            path.choices[stage] = label->choice;
            label = &labels[stage][label->from][label->parent];
        }
        paths.push_back(path);
    }
    return paths;
}

} // namespace edgeai
} // namespace ns3
