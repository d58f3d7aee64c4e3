/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "sparse-figures.h"

#include "learning-figures.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

void
RecordFraction(const RoundShare& share, StepRecord& upload)
{
    if (share.kept > 0)
    {
        SparseStepFigures sparse;
        sparse.fraction = share.fraction;
        sparse.kept = share.kept;
        upload.Set(sparse);
    }
}

void
RecordStanding(const RoundStanding& standing, double planned, double realised, TaskRecord& record)
{
    SparseFigures figures;
    figures.delayPlanned = planned;
    figures.delayRealised = realised;
    figures.delayQueue = standing.delayQueue;
    record.Set(figures);
    for (StepRecord& step : record.steps)
    {
        const auto worker =
            standing.workers.find(step.Get<LearningStepFigures>().worker.value_or(UINT32_MAX));
        if (!step.Find<SparseStepFigures>() || worker == standing.workers.end())
        {
            continue;
        }
        SparseStepFigures sparse = step.Get<SparseStepFigures>();
        sparse.keptBits = step.bits; // of what was sent
        sparse.noise = worker->second.noise;
        sparse.participationQueue = worker->second.participationQueue;
        sparse.participations = worker->second.participations;
        // Without noise nothing is private, which is no number.
        const double epsilon = worker->second.epsilon;
        sparse.epsilon = std::isfinite(epsilon) ? epsilon : NOT_AVAILABLE;
        step.Set(sparse);
    }
}

} // namespace edgeai
} // namespace ns3
