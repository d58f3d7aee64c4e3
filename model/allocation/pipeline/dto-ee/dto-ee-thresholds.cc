/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-thresholds.h"

#include "allocation/numeric/root-finding.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Share of tasks that passes at least, so that thresholds stay positive and prices known.
constexpr double PASSING_LEAST = 1e-9;
/// Points of a grid that are all looked at.
constexpr double MAX_TRIALS = 2000;

/// Exits that let the same tasks pass: the later ones are idle.
struct Pool
{
    std::size_t first;
    std::size_t last;
    double passing;
};

/// @returns S of a pool: the root of the sum of eq. (17) over its exits, within its range
double
SolvePool(const DtoEeExitModel& model,
          const DtoEeTail& tail,
          double accuracyValue,
          std::size_t first,
          std::size_t last)
{
    double drop = 0;
    for (std::size_t b = first; b <= last; ++b)
    {
        drop += model.GetSlopeDrop(b);
    }
    const auto gain = [&](double passing) {
        return accuracyValue * drop * (1 - passing) -
               tail.GetPrice(model.GetStage(first) + 1, model.GetStage(last + 1), passing);
    };
    if (gain(PASSING_LEAST) <= 0)
    {
        return PASSING_LEAST;
    }
    return gain(1) >= 0 ? 1 : FindRoot(gain, PASSING_LEAST, 1).first;
}

/// Any threshold, by the law.
std::vector<double>
ChooseByPooling(const DtoEeExitModel& model, const DtoEeTail& tail, double accuracyValue)
{
    std::vector<Pool> pools;
    for (std::size_t b = 0; b < model.GetCount(); ++b)
    {
        pools.push_back({b, b, SolvePool(model, tail, accuracyValue, b, b)});
        while (pools.size() > 1 && pools.back().passing > pools[pools.size() - 2].passing)
        {
            const std::size_t last = pools.back().last;
            pools.pop_back();
            Pool& merged = pools.back();
            merged.last = last;
            merged.passing = SolvePool(model, tail, accuracyValue, merged.first, last);
        }
    }
    std::vector<double> thresholds;
    for (const Pool& pool : pools)
    {
        for (std::size_t b = pool.first; b <= pool.last; ++b)
        {
            thresholds.push_back(model.GetThreshold(b, pool.passing));
        }
    }
    return thresholds;
}

/// A search over points of a grid.
class GridSearch
{
  public:
    GridSearch(const DtoEeExitModel& model,
               const DtoEeTail& tail,
               double accuracyValue,
               const std::vector<double>& grid)
        : m_model(model),
          m_tail(tail),
          m_accuracyValue(accuracyValue),
          m_grid(grid)
    {
    }

    /// @returns the best point; of equals the one that was looked at first
    std::vector<double> Search(const std::vector<double>& present)
    {
        m_best.clear();
        for (const double threshold : present)
        {
            m_best.push_back(m_grid[FindDtoEeGridPoint(m_grid, threshold)]);
        }
        m_utility = GetUtility(m_best);
        if (std::pow(m_grid.size(), m_best.size()) <= MAX_TRIALS)
        {
            std::vector<double> trial = m_best;
            TryAll(trial, 0);
            return m_best;
        }
        while (TryEach())
        {
        }
        return m_best;
    }

  private:
    double GetUtility(const std::vector<double>& thresholds) const
    {
        return m_accuracyValue * m_model.GetAccuracy(thresholds) -
               m_tail.GetTime(m_model.GetPassing(thresholds));
    }

    /// Keeps a point if it is better. @returns whether it is
    bool Try(const std::vector<double>& trial)
    {
        const double utility = GetUtility(trial);
        const bool better = utility > m_utility;
        if (better)
        {
            m_best = trial;
            m_utility = utility;
        }
        return better;
    }

    /// Every threshold of an exit and those behind it.
    void TryAll(std::vector<double>& trial, std::size_t b)
    {
        if (b == trial.size())
        {
            Try(trial);
            return;
        }
        for (const double threshold : m_grid)
        {
            trial[b] = threshold;
            TryAll(trial, b + 1);
        }
    }

    /// Every threshold of one exit after the other. @returns whether anything got better
    bool TryEach()
    {
        bool better = false;
        for (std::size_t b = 0; b < m_best.size(); ++b)
        {
            std::vector<double> trial = m_best;
            for (const double threshold : m_grid)
            {
                trial[b] = threshold;
                better = Try(trial) || better;
            }
        }
        return better;
    }

    const DtoEeExitModel& m_model;
    const DtoEeTail& m_tail;
    double m_accuracyValue;
    const std::vector<double>& m_grid;
    std::vector<double> m_best;
    double m_utility{0};
};

/// One step of each exit, with nothing but the prices that its own stage measured.
std::vector<double>
StepByMeasuredPrices(const DtoEeExitModel& model,
                     const DtoEeTail& tail,
                     double accuracyValue,
                     const std::vector<double>& grid,
                     const std::vector<double>& present)
{
    std::vector<double> next = present;
    for (std::size_t b = 0; b < model.GetCount(); ++b)
    {
        const std::size_t stage = model.GetStage(b);
        const double price = tail.GetMeasuredPrice(stage);
        const double accuracy = model.GetAccuracy(present);
        const double passing = model.GetPassing(present)[stage];
        const std::size_t now = FindDtoEeGridPoint(grid, present[b]);
        double best = 0;
        for (const int way : {-1, 1})
        {
            std::vector<double> trial = present;
            double change = 0;
            // In a table thresholds between two confidences are all the same.
            for (std::size_t c = now + way; c < grid.size() && change == 0; c += way)
            {
                trial[b] = grid[c];
                change = model.GetPassing(trial)[stage] - passing;
            }
            const double gain =
                accuracyValue * (model.GetAccuracy(trial) - accuracy) - price * change;
            if (gain > best)
            {
                best = gain;
                next[b] = trial[b];
            }
        }
    }
    return next;
}

} // namespace

std::vector<double>
MakeDtoEeGrid(const std::vector<double>& grid, double low, double width)
{
    if (!grid.empty())
    {
        return grid;
    }
    std::vector<double> steps;
    const auto count = static_cast<uint32_t>(std::lround((1 - low) / width));
    for (uint32_t c = 0; c <= count; ++c)
    {
        steps.push_back(c == count ? 1 : low + c * width);
    }
    return steps;
}

std::size_t
FindDtoEeGridPoint(const std::vector<double>& grid, double value)
{
    std::size_t nearest = 0;
    for (std::size_t c = 1; c < grid.size(); ++c)
    {
        if (std::abs(grid[c] - value) < std::abs(grid[nearest] - value))
        {
            nearest = c;
        }
    }
    return nearest;
}

DtoEeTail::DtoEeTail(const DtoEeExitReports& reports, const DtoEeQueueLaw& law)
    : m_law(law)
{
    for (std::size_t h = 0; h < reports.size(); ++h)
    {
        Load load;
        double arriving = 0;
        double weighted = 0;
        double plain = 0;
        for (const DtoEeExitReport& report : reports[h])
        {
            load.rates.push_back(report.rate);
            load.services.push_back(report.service);
            arriving += report.rate;
            weighted += report.rate * report.exitPrice;
            plain += report.exitPrice;
        }
        load.mean =
            arriving > 0 ? weighted / arriving : plain / static_cast<double>(reports[h].size());
        m_total = h == 0 ? arriving : m_total;
        m_known = m_known && arriving > 0;
        // As if all tasks came here.
        const double scale = arriving > 0 ? m_total / arriving : 0;
        for (double& rate : load.rates)
        {
            rate *= scale;
        }
        if (h > 0)
        {
            for (const DtoEeExitReport& report : reports[h - 1])
            {
                load.transfer += report.transfer * scale;
            }
        }
        m_loads.push_back(std::move(load));
    }
}

double
DtoEeTail::GetPrice(std::size_t first, std::size_t last, double passing) const
{
    double price = 0;
    for (std::size_t h = first; h <= last; ++h)
    {
        const Load& load = m_loads[h - 1];
        price += load.transfer;
        for (std::size_t j = 0; j < load.rates.size(); ++j)
        {
            price +=
                load.rates[j] * m_law.GetNodeCost(passing * load.rates[j], load.services[j]).slope;
        }
    }
    return price / m_total;
}

double
DtoEeTail::GetTime(const std::vector<double>& passing) const
{
    double tasks = 0;
    for (std::size_t h = 2; h <= m_loads.size(); ++h)
    {
        const Load& load = m_loads[h - 1];
        const double share = passing[h - 1];
        tasks += share * load.transfer;
        for (std::size_t j = 0; j < load.rates.size(); ++j)
        {
            tasks += m_law.GetNodeCost(share * load.rates[j], load.services[j]).value;
        }
    }
    return tasks / m_total;
}

double
DtoEeTail::GetMeasuredPrice(std::size_t stage) const
{
    return m_loads[stage - 1].mean;
}

std::vector<double>
ChooseDtoEeThresholds(const DtoEeExitModel& model,
                      const DtoEeTail& tail,
                      const DtoEeThresholdOptions& options,
                      const std::vector<double>& present)
{
    if (model.GetCount() == 0)
    {
        return {};
    }
    if (options.measuredOnly || !tail.IsKnown())
    {
        const std::vector<double> grid = MakeDtoEeGrid(options.grid, 0.5, 0.05);
        return StepByMeasuredPrices(model, tail, options.accuracyValue, grid, present);
    }
    if (model.IsByLaw() && options.grid.empty())
    {
        return ChooseByPooling(model, tail, options.accuracyValue);
    }
    const std::vector<double> grid = MakeDtoEeGrid(options.grid, 0.01, 0.01);
    return GridSearch(model, tail, options.accuracyValue, grid).Search(present);
}

} // namespace edgeai
} // namespace ns3
