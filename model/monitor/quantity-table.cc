/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "quantity-table.h"

#include "mean.h"

#include <cstddef>
#include <map>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Means of the quantities of one kind of figures.
using KindMeans = std::vector<PairedMean>;

/// Means of the steps of one name.
struct StepMeans
{
    PairedMean wait;
    PairedMean time;
    PairedMean energy;
    std::map<std::string, KindMeans> figures; ///< by family
};

/// @param [in] value of a figure  @returns it as a number, if it is one
double
ToNumber(const FigureValue& value)
{
    if (const auto* whole = std::get_if<int64_t>(&value))
    {
        return static_cast<double>(*whole);
    }
    const auto* real = std::get_if<double>(&value);
    return real ? *real : NOT_AVAILABLE;
}

/// Adds the figures of one task or step.
/// @param [in] figures of it  @param [in,out] means by family
template <FigureScope SCOPE>
void
AddFigures(const FigureSet<SCOPE>& figures, std::map<std::string, KindMeans>& means)
{
    for (const FigureKind* kind : figures.GetKinds())
    {
        std::vector<double> numbers;
        figures.Visit(*kind, [&numbers](const Field&, FigureType, const FigureValue& value) {
            numbers.push_back(ToNumber(value));
        });
        const auto get = [&numbers](std::size_t index) {
            return index == FigureQuantity::NONE ? NOT_AVAILABLE : numbers[index];
        };
        KindMeans& sums = means[kind->GetFamily()];
        sums.resize(kind->GetQuantities().size());
        for (std::size_t i = 0; i < sums.size(); ++i)
        {
            const FigureQuantity& quantity = kind->GetQuantities()[i];
            sums[i].Add(get(quantity.planned), get(quantity.realised));
        }
    }
}

/// Collects lines of a summary.
class QuantityList
{
  public:
    /// @param [in] name of a quantity  @param [in] unit its unit  @param [in] mean of it
    void Add(const std::string& name, const std::string& unit, const PairedMean& mean)
    {
        QuantitySummary summary;
        summary.name = name;
        summary.unit = unit;
        summary.plannedCount = mean.GetPlannedCount();
        summary.realisedCount = mean.GetRealisedCount();
        summary.count = mean.GetCount();
        summary.planned = mean.GetPlanned();
        summary.realised = mean.GetRealised();
        summary.ratio = mean.GetRatio();
        m_summaries.push_back(summary);
    }

    /// @param [in] name of what is not planned  @param [in] unit its unit  @param [in] mean of it
    void Add(const std::string& name, const std::string& unit, const Mean& mean)
    {
        QuantitySummary summary;
        summary.name = name;
        summary.unit = unit;
        summary.realisedCount = mean.GetCount();
        summary.realised = mean.Get();
        m_summaries.push_back(summary);
    }

    /// @param [in] scope of figures  @param [in] means by family
    /// @param [in] prefix of their names, with a blank, or ""
    void Add(FigureScope scope,
             const std::map<std::string, KindMeans>& means,
             const std::string& prefix)
    {
        for (const FigureKind* kind : FigureKind::GetAll(scope))
        {
            const auto found = means.find(kind->GetFamily());
            for (std::size_t i = 0; found != means.end() && i < found->second.size(); ++i)
            {
                const FigureQuantity& quantity = kind->GetQuantities()[i];
                Add(prefix + quantity.words, quantity.unit, found->second[i]);
            }
        }
    }

    /// @returns what was added
    std::vector<QuantitySummary> Get() const
    {
        return m_summaries;
    }

  private:
    std::vector<QuantitySummary> m_summaries;
};

} // namespace

std::vector<QuantitySummary>
SummariseQuantities(const std::vector<const TaskRecord*>& completed)
{
    const std::vector<std::string> names = ListStepNames(completed);
    Mean planWait;
    PairedMean latency;
    PairedMean energy;
    PairedMean distortion;
    std::map<std::string, KindMeans> figures;
    std::map<std::string, StepMeans> steps;
    for (const TaskRecord* record : completed)
    {
        planWait.Add(record->planWait);
        latency.Add(record->planned.latency, record->realised.latency);
        energy.Add(record->planned.energy, record->realised.energy);
        distortion.Add(record->planned.distortion, record->realised.distortion);
        AddFigures(*record, figures);
        for (const StepRecord& step : record->steps)
        {
            if (!step.IsTaken())
            {
                continue; // zeros of who sends nothing say nothing about uploads
            }
            StepMeans& means = steps[step.planned.name];
            means.wait.Add(step.planned.wait, step.GetWait());
            means.time.Add(step.planned.time, step.GetTime());
            means.energy.Add(step.planned.energy, step.energy);
            AddFigures(step, means.figures);
        }
    }
    QuantityList list;
    list.Add("plan wait", "s", planWait);
    for (const std::string& name : names)
    {
        list.Add(name + " wait", "s", steps[name].wait);
        list.Add(name + " time", "s", steps[name].time);
    }
    list.Add("latency", "s", latency);
    for (const std::string& name : names)
    {
        list.Add(name + " energy", "J", steps[name].energy);
    }
    list.Add("energy", "J", energy);
    list.Add("distortion", "", distortion);
    list.Add(FigureScope::TASK, figures, "");
    for (const std::string& name : names)
    {
        list.Add(FigureScope::STEP, steps[name].figures, name + " ");
    }
    return list.Get();
}

} // namespace edgeai
} // namespace ns3
