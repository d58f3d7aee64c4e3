/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "halp-selection.h"

#include "allocation/plan/field-inspection.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double MAX_MODELS = 1024;

/// @param [in] x a value  @returns Q(x), the tail of the standard Gaussian
double
GaussianTail(double x)
{
    return 0.5 * std::erfc(x / std::sqrt(2.0));
}

/// @param [in] plan usable  @param [in] step of it  @returns the last messages of the host on every
/// way to the step, ascending
std::vector<uint32_t>
FindSent(const RowPartitionPlan& plan, uint32_t step)
{
    std::vector<bool> seen(plan.steps.size(), false);
    std::vector<uint32_t> ahead{step};
    std::vector<uint32_t> sent;
    while (!ahead.empty())
    {
        const uint32_t at = ahead.back();
        ahead.pop_back();
        for (const uint32_t before : plan.steps[at].after)
        {
            if (seen[before])
            {
                continue;
            }
            seen[before] = true;
            const PlanStep& found = plan.steps[before];
            if (found.kind == StepKind::TRANSFER && found.node == 0)
            {
                sent.push_back(before);
            }
            else if (found.node != 0)
            {
                ahead.push_back(before);
            }
        }
    }
    std::sort(sent.begin(), sent.end());
    return sent;
}

} // namespace

std::string
HalpSelectionProblem::Validate() const
{
    FieldInspection inspection;
    inspection.Within("models.size()", models.size(), 1, MAX_MODELS, "");
    inspection.Positive("rateMean", rateMean, " bit/s");
    inspection.Amount("rateDeviation", rateDeviation, " bit/s");
    inspection.Positive("deadline", deadline, " s");
    for (std::size_t i = 0; i < models.size(); ++i)
    {
        inspection.SetPath("models[" + std::to_string(i) + "].");
        inspection.Within("accuracy", models[i].accuracy, 0, 1, "");
        inspection.Amount("uploadBits", models[i].uploadBits, " bit");
        inspection.Positive("aloneTime", models[i].aloneTime, " s");
        inspection.Amount("sharedTime", models[i].sharedTime, " s");
    }
    return inspection.GetComplaint();
}

double
GetOnTimeProbability(double uploadBits,
                     double inferenceTime,
                     double deadline,
                     double rateMean,
                     double rateDeviation)
{
    if (deadline <= inferenceTime)
    {
        return 0;
    }
    const double needed = uploadBits / (deadline - inferenceTime);
    if (rateDeviation == 0)
    {
        return rateMean >= needed ? 1 : 0;
    }
    return GaussianTail((needed - rateMean) / rateDeviation) /
           GaussianTail(-rateMean / rateDeviation);
}

HalpSelection
SelectHalpModel(const HalpSelectionProblem& problem, bool mayShare)
{
    HalpSelection best;
    const std::string complaint = problem.Validate();
    if (!complaint.empty())
    {
        best.Refuse(complaint);
        return best;
    }
    // Those that keep the deadline by accuracy, the others by time; within either by the other.
    bool found = false;
    for (uint32_t i = 0; i < problem.models.size(); ++i)
    {
        const HalpModel& model = problem.models[i];
        HalpSelection tried;
        tried.model = i;
        tried.alone = !mayShare || model.sharedTime == 0 || model.aloneTime <= model.sharedTime;
        tried.accuracy = model.accuracy;
        tried.time = tried.alone ? model.aloneTime : model.sharedTime;
        tried.uploadTime = model.uploadBits / problem.rateMean;
        const bool fits = tried.uploadTime + tried.time <= problem.deadline;
        tried.status = fits ? PlanStatus::SOLVED : PlanStatus::VIOLATED;
        bool better = !found;
        if (found && tried.status != best.status)
        {
            better = fits;
        }
        else if (found && fits)
        {
            better = tried.accuracy > best.accuracy ||
                     (tried.accuracy == best.accuracy && tried.time < best.time);
        }
        else if (found)
        {
            better = tried.time < best.time ||
                     (tried.time == best.time && tried.accuracy > best.accuracy);
        }
        if (better)
        {
            best = tried;
            found = true;
        }
    }
    best.reliability = GetOnTimeProbability(problem.models[best.model].uploadBits,
                                            best.time,
                                            problem.deadline,
                                            problem.rateMean,
                                            problem.rateDeviation);
    best.summary.evaluations = problem.models.size();
    if (best.status == PlanStatus::VIOLATED)
    {
        std::ostringstream text;
        text << "deadline of " << problem.deadline
             << " s cannot be kept: the fastest network takes " << best.time << " s, its upload "
             << best.uploadTime << " s";
        best.reason = text.str();
    }
    return best;
}

std::vector<HalpSilenceLimit>
GetHalpSilenceLimits(const RowPartitionPlan& plan, uint32_t secondary, double factor)
{
    constexpr uint32_t HOST = 0;
    std::vector<HalpSilenceLimit> limits;
    for (std::size_t i = 0; i < plan.steps.size(); ++i)
    {
        const PlanStep& step = plan.steps[i];
        if (step.kind == StepKind::TRANSFER && step.node == secondary && step.peer == HOST)
        {
            limits.push_back({plan.operations[i].layer,
                              plan.operations[i].start + step.time,
                              static_cast<uint32_t>(i),
                              FindSent(plan, i),
                              secondary});
        }
    }
    std::stable_sort(limits.begin(), limits.end(), [](const auto& a, const auto& b) {
        return a.time < b.time;
    });
    double before = 0; // when the rows before arrive [s]
    for (std::size_t i = 0; i < limits.size(); ++i)
    {
        HalpSilenceLimit& limit = limits[i];
        double since = before;
        for (const uint32_t sent : limit.after)
        {
            since = std::max(since, plan.operations[sent].start);
        }
        before = limit.time;
        limit.time = factor * (limit.time - since);
        if (i > 0)
        {
            limit.after.push_back(limits[i - 1].step);
        }
    }
    return limits;
}

std::vector<HalpSilenceLimit>
GetBarrierSilenceLimits(const RowPartitionPlan& plan, double factor)
{
    std::vector<HalpSilenceLimit> limits;
    const std::vector<uint32_t>* waited = nullptr; // what the last limit's step waits for
    for (std::size_t i = 1; i + 1 < plan.steps.size(); ++i)
    {
        const PlanStep& step = plan.steps[i];
        if (step.node != 0 || (waited && *waited == step.after))
        {
            continue;
        }
        HalpSilenceLimit limit;
        double last = -1; // when what is waited for ends, where the host does not see it [s]
        for (const uint32_t before : step.after)
        {
            const PlanStep& found = plan.steps[before];
            const bool seen =
                found.node == 0 || (found.kind == StepKind::TRANSFER && found.peer == 0);
            const double end = plan.operations[before].start + found.time;
            if (!seen && end > last)
            {
                last = end;
                limit.node = found.node;
                limit.layer = plan.operations[before].layer;
            }
        }
        if (limit.node == 0)
        {
            continue;
        }
        waited = &step.after;
        limit.step = static_cast<uint32_t>(i);
        limit.after = FindSent(plan, i);
        double since = 0;
        for (const uint32_t sent : limit.after)
        {
            since = std::max(since, plan.operations[sent].start);
        }
        limit.time = factor * (plan.operations[i].start + step.time - since);
        limits.push_back(limit);
    }
    return limits;
}

} // namespace edgeai
} // namespace ns3
