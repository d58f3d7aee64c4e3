/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-records.h"

#include "application/learning/learning-figures.h"
#include "application/learning/round-energies.h"
#include "application/learning/sparse-figures.h"
#include "application/learning/update-figures.h"

#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] label a count or nothing  @returns it, or 0
uint32_t
GetCount(const FigureLabel& label)
{
    return label.value_or(0);
}

/// @param [in] upload step of an update  @param [in,out] part gets its figures
void
ReadUpdate(const StepRecord& upload, LearningWorkerRound& part)
{
    const UpdateStepFigures update = upload.Get<UpdateStepFigures>();
    part.steps = GetCount(update.steps);
    part.spreadPlanned = update.spreadPlanned;
    part.spreadRealised = update.spreadRealised;
    part.squarePlanned = update.powerPlanned;
    part.squareRealised = update.powerRealised;
    part.codeBits = GetCount(update.bitsPlanned);
    part.codeBitsGranted = GetCount(update.bitsGranted);
    part.bandwidth = update.bandPlanned;
    part.bandwidthGranted = update.bandGranted;
    part.timeShare = update.sharePlanned;
    part.timeShareGranted = update.shareGranted;
    part.outage = update.outagePlanned;
    part.outageGranted = update.outageGranted;
    part.rateGranted = update.rateGranted;
}

/// @param [in] record of a round  @param [in] first of a part's three steps  @returns the part
LearningWorkerRound
ReadPart(const TaskRecord& record, std::size_t first)
{
    const StepRecord& model = record.steps[first];
    const StepRecord& compute = record.steps[first + 1];
    const StepRecord& upload = record.steps[first + 2];
    const LearningStepFigures figures = upload.Get<LearningStepFigures>();
    LearningWorkerRound part;
    part.worker = GetCount(figures.worker);
    part.attempt = GetCount(figures.attempt);
    part.parameters = figures.parameters;
    part.block = GetCount(figures.block);
    part.subchannels = GetCount(figures.subchannels);
    part.ratePlanned = figures.ratePlanned;
    part.rateRealised = figures.rateRealised;
    part.modelTime = model.GetTime();
    part.computePlanned = compute.planned.time;
    part.computeRealised = compute.GetTime();
    part.uploadPlanned = upload.planned.time;
    part.uploadRealised = upload.GetTime();
    EnergyPair energy;
    energy.Add(compute);
    energy.Add(upload);
    part.energyPlanned = energy.GetPlanned();
    part.energyRealised = energy.GetRealised();
    part.came = !std::isnan(upload.finished);
    part.owned = figures.owned;
    part.model = {model.started, model.finished};
    part.compute = {compute.started, compute.finished};
    part.upload = {upload.started, upload.finished};
    const SparseStepFigures sparse = upload.Get<SparseStepFigures>();
    part.fraction = sparse.fraction;
    part.kept = GetCount(sparse.kept);
    part.noise = sparse.noise;
    part.participationQueue = sparse.participationQueue;
    part.participations = GetCount(sparse.participations);
    part.epsilon = sparse.epsilon;
    ReadUpdate(upload, part);
    return part;
}

} // namespace

std::vector<LearningRound>
ReadLearningRounds(const InferenceMonitor& monitor)
{
    std::vector<LearningRound> rounds;
    monitor.GetSource().ForEach([&rounds](const TaskRecord& record) {
        const LearningFigures& figures = record.Get<LearningFigures>();
        LearningRound round;
        round.round = GetCount(figures.round);
        round.phase = GetCount(figures.phase);
        round.completed = record.outcome == TaskOutcome::COMPLETED;
        round.detail = record.detail;
        round.begun = record.generated;
        round.ended = record.ended;
        round.timePlanned = record.planned.latency;
        round.timeRealised = record.realised.latency;
        round.lowerBound = figures.lowerBound;
        round.energyPlanned = record.planned.energy;
        round.energyRealised = record.realised.energy;
        round.computingPlanned = figures.computingPlanned;
        round.computingRealised = figures.computingRealised;
        round.sendingPlanned = figures.sendingPlanned;
        round.sendingRealised = figures.sendingRealised;
        round.loss = figures.loss;
        round.accuracy = figures.accuracy;
        round.missing = figures.missing;
        round.bitsDown = figures.bitsDown;
        round.bitsGroup = figures.bitsGroup;
        round.bitsAgain = figures.bitsAgain;
        round.bitsUp = figures.bitsUp;
        round.attempts = GetCount(figures.attempts);
        round.involved = GetCount(figures.involved);
        round.lost = GetCount(figures.lost);
        const SparseFigures sparse = record.Get<SparseFigures>();
        round.delayPlanned = sparse.delayPlanned;
        round.delayRealised = sparse.delayRealised;
        round.delayQueue = sparse.delayQueue;
        const UpdateFigures updates = record.Get<UpdateFigures>();
        round.variancePlanned = updates.variancePlanned;
        round.varianceGranted = updates.varianceGranted;
        round.expected = updates.expected;
        for (std::size_t i = 0; i + 2 < record.steps.size(); i += 3)
        {
            round.workers.push_back(ReadPart(record, i));
        }
        rounds.push_back(std::move(round));
    });
    return rounds;
}

} // namespace edgeai
} // namespace ns3
