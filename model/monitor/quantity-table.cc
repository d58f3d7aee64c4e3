/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "quantity-table.h"

#include "mean.h"
#include "step-names.h"

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

/// What is added up.
struct QuantityTable::Sums
{
    /// Means of the steps of one name.
    struct StepMeans
    {
        PairedMean wait;
        PairedMean time;
        PairedMean energy;
        std::map<std::string, KindMeans> figures; ///< by family
    };

    Mean planWait;
    PairedMean latency;
    PairedMean energy;
    PairedMean distortion;
    std::map<std::string, KindMeans> figures; ///< by family
    StepNames names;
    std::map<std::string, StepMeans> steps; ///< by name; of those that are taken
};

QuantityTable::QuantityTable()
    : m_sums(std::make_unique<Sums>())
{
}

QuantityTable::~QuantityTable() = default;

void
QuantityTable::Add(const TaskRecord& completed)
{
    m_sums->names.Add(completed);
    m_sums->planWait.Add(completed.planWait);
    m_sums->latency.Add(completed.planned.latency, completed.realised.latency);
    m_sums->energy.Add(completed.planned.energy, completed.realised.energy);
    m_sums->distortion.Add(completed.planned.distortion, completed.realised.distortion);
    AddFigures(completed, m_sums->figures);
    for (const StepRecord& step : completed.steps)
    {
        if (!step.IsTaken())
        {
            continue; // zeros of who sends nothing say nothing about uploads
        }
        Sums::StepMeans& means = m_sums->steps[step.planned.name];
        means.wait.Add(step.planned.wait, step.GetWait());
        means.time.Add(step.planned.time, step.GetTime());
        means.energy.Add(step.planned.energy, step.energy);
        AddFigures(step, means.figures);
    }
}

std::vector<QuantitySummary>
QuantityTable::Get() const
{
    static const Sums::StepMeans none;
    const auto of = [this](const std::string& name) -> const Sums::StepMeans& {
        const auto found = m_sums->steps.find(name);
        return found == m_sums->steps.end() ? none : found->second;
    };
    QuantityList list;
    list.Add("plan wait", "s", m_sums->planWait);
    for (const std::string& name : m_sums->names.Get())
    {
        list.Add(name + " wait", "s", of(name).wait);
        list.Add(name + " time", "s", of(name).time);
    }
    list.Add("latency", "s", m_sums->latency);
    for (const std::string& name : m_sums->names.Get())
    {
        list.Add(name + " energy", "J", of(name).energy);
    }
    list.Add("energy", "J", m_sums->energy);
    list.Add("distortion", "", m_sums->distortion);
    list.Add(FigureScope::TASK, m_sums->figures, "");
    for (const std::string& name : m_sums->names.Get())
    {
        list.Add(FigureScope::STEP, of(name).figures, name + " ");
    }
    return list.Get();
}

} // namespace edgeai
} // namespace ns3
