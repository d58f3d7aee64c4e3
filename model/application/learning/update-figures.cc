/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "update-figures.h"

#include "learning-figures.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] bits B, 0 without such a code  @returns the same for records
FigureLabel
GetBits(uint32_t bits)
{
    return bits > 0 ? FigureLabel(bits) : FigureLabel();
}

/// @param [in] share of a band or of time, 0 where none is planned  @returns the same for records
double
GetPart(double share)
{
    return share > 0 ? share : NOT_AVAILABLE;
}

} // namespace

void
RecordUpdatePlan(const RoundShare& share, bool timeShared, StepRecord& upload)
{
    if (share.steps > 0)
    {
        UpdateStepFigures figures;
        figures.steps = share.steps;
        figures.bitsPlanned = GetBits(share.codeBits);
        (timeShared ? figures.sharePlanned : figures.bandPlanned) = GetPart(share.bandwidth);
        figures.outagePlanned = share.outage;
        upload.Set(figures);
    }
}

void
RecordUpdatePlan(const RoundPlan& plan, bool granted, TaskRecord& record)
{
    const auto trains = [](const RoundShare& share) { return share.involved && share.steps > 0; };
    if (std::none_of(plan.workers.begin(), plan.workers.end(), trains))
    {
        return;
    }
    UpdateFigures figures = record.Get<UpdateFigures>();
    (granted ? figures.varianceGranted : figures.variancePlanned) = plan.variance;
    figures.expected = 0;
    for (const RoundShare& share : plan.workers)
    {
        figures.expected += trains(share) ? 1 - share.outage : 0;
    }
    record.Set(figures);
}

void
RecordGrant(const RoundShare& share, bool timeShared, StepRecord& upload)
{
    UpdateStepFigures figures = upload.Get<UpdateStepFigures>();
    figures.bitsGranted = GetBits(share.codeBits);
    (timeShared ? figures.shareGranted : figures.bandGranted) = GetPart(share.bandwidth);
    figures.outageGranted = share.outage;
    figures.rateGranted = share.rate;
    upload.Set(figures);
}

bool
ExpectsUpdates(const std::map<uint32_t, UpdateStanding>& updates)
{
    return std::any_of(updates.begin(), updates.end(), [](const auto& entry) {
        return entry.second.expected.has_value();
    });
}

void
RecordUpdates(const std::map<uint32_t, UpdateStanding>& updates, TaskRecord& record)
{
    if (record.Find<UpdateFigures>() && !ExpectsUpdates(updates))
    {
        UpdateFigures figures = record.Get<UpdateFigures>();
        figures.variancePlanned = NOT_AVAILABLE; // of updates of which nobody knows anything
        record.Set(figures);
    }
    for (StepRecord& step : record.steps)
    {
        const auto update =
            updates.find(step.Get<LearningStepFigures>().worker.value_or(UINT32_MAX));
        if (!step.Find<UpdateStepFigures>() || update == updates.end())
        {
            continue;
        }
        UpdateStepFigures figures = step.Get<UpdateStepFigures>();
        if (update->second.expected)
        {
            figures.spreadPlanned = update->second.expected->spread;
            figures.powerPlanned = update->second.expected->power;
        }
        if (update->second.trained)
        {
            figures.spreadRealised = update->second.found.spread;
            figures.powerRealised = update->second.found.power;
        }
        step.Set(figures);
    }
}

} // namespace edgeai
} // namespace ns3
