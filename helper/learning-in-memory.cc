/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-in-memory.h"

#include "application/learning/learn-in-memory.h"
#include "application/learning/update-figures.h"

#include "ns3/random-variable-stream.h"
#include "ns3/task-record.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] worker number  @param [in] share of it  @param [in] timeShared of time, not of a
/// band
/// @returns a part of a round of which nothing was measured
LearningWorkerRound
MakePart(uint32_t worker, const RoundShare& share, bool timeShared)
{
    LearningWorkerRound part;
    part.worker = worker;
    part.parameters = share.parameters;
    part.ratePlanned = share.rate;
    part.computePlanned = share.computeTime;
    part.uploadPlanned = share.uploadTime;
    part.steps = share.steps;
    part.codeBits = share.codeBits;
    part.bandwidth = part.timeShare = NOT_AVAILABLE;
    if (share.bandwidth > 0)
    {
        (timeShared ? part.timeShare : part.bandwidth) = share.bandwidth;
    }
    part.outage = share.outage;
    for (double* figure : {&part.spreadPlanned,
                           &part.spreadRealised,
                           &part.squarePlanned,
                           &part.squareRealised,
                           &part.bandwidthGranted,
                           &part.timeShareGranted,
                           &part.outageGranted,
                           &part.rateGranted,
                           &part.rateRealised,
                           &part.modelTime,
                           &part.computeRealised,
                           &part.uploadRealised,
                           &part.energyPlanned,
                           &part.energyRealised,
                           &part.fraction,
                           &part.noise})
    {
        *figure = NOT_AVAILABLE;
    }
    for (LearningSpan* span : {&part.model, &part.compute, &part.upload})
    {
        *span = {NOT_AVAILABLE, NOT_AVAILABLE};
    }
    return part;
}

/// @param [in] memory a round  @param [in,out] part of it gets what its update turned out to be
void
TellUpdate(const MemoryRound& memory, LearningWorkerRound& part)
{
    if (!memory.standing)
    {
        return;
    }
    const auto update = memory.standing->updates.find(part.worker);
    if (update != memory.standing->updates.end() && update->second.trained)
    {
        if (update->second.expected)
        {
            part.spreadPlanned = update->second.expected->spread;
            part.squarePlanned = update->second.expected->power;
        }
        part.spreadRealised = update->second.found.spread;
        part.squareRealised = update->second.found.power;
    }
}

/// @param [in] number of the round, from 1  @param [in] memory what became of it
/// @param [in] timeShared see RoundLinks::SharesTime()
/// @returns the same as records of simulations have it
LearningRound
MakeRound(uint32_t number, const MemoryRound& memory, bool timeShared)
{
    LearningRound round;
    round.round = number;
    round.completed = memory.came > 0;
    round.timePlanned = memory.plan.time;
    round.loss = memory.score.loss;
    round.accuracy = memory.score.accuracy;
    round.bitsUp = memory.bitsUp;
    const bool expected = memory.standing && ExpectsUpdates(memory.standing->updates);
    round.variancePlanned = expected ? memory.plan.variance : NOT_AVAILABLE;
    round.attempts = 1;
    for (std::size_t k = 0; k < memory.members.size(); ++k)
    {
        if (memory.plan.workers[k].involved)
        {
            round.workers.push_back(
                MakePart(memory.members[k], memory.plan.workers[k], timeShared));
            TellUpdate(memory, round.workers.back());
            round.expected += 1 - memory.plan.workers[k].outage;
        }
    }
    round.involved = static_cast<uint32_t>(round.workers.size());
    round.lost = round.involved - memory.came;
    for (double* figure : {&round.begun,
                           &round.ended,
                           &round.timeRealised,
                           &round.varianceGranted,
                           &round.energyPlanned,
                           &round.energyRealised,
                           &round.computingPlanned,
                           &round.computingRealised,
                           &round.sendingPlanned,
                           &round.sendingRealised,
                           &round.delayPlanned,
                           &round.delayRealised,
                           &round.delayQueue})
    {
        *figure = NOT_AVAILABLE;
    }
    return round;
}

} // namespace

void
MemoryRig::Add(const LearningJoinBody& body)
{
    RoundWorker worker;
    worker.name = "worker " + std::to_string(body.worker);
    worker.flops = body.flops;
    worker.offset = body.fixedTime;
    worker.energyPerFlop = body.energyPerFlop;
    worker.memoryBytes = body.memoryBytes;
    worker.samples = body.samples;
    worker.powerMax = body.powerMax;
    workers.push_back(worker);
    members.push_back({body.worker, body.link});
}

std::vector<LearningRound>
LearnRoundsInMemory(const MemoryRig& rig, uint32_t rounds)
{
    RoundProblem problem;
    problem.workers = rig.workers;
    rig.method.Describe(problem); // links ask what is sent
    std::string fault = rig.links.Fill(rig.members, problem);
    if (!fault.empty())
    {
        throw std::invalid_argument(fault);
    }
    const auto random = CreateObject<ExponentialRandomVariable>();
    if (rig.fadeStream >= 0)
    {
        random->SetStream(rig.fadeStream);
    }
    MemoryOptions options;
    std::vector<double> fades(rig.workers.size());
    if (problem.uplink.form == RoundUplinkForm::BAND_POWER)
    {
        // Of all workers, as links draw them.
        options.change = [&](uint64_t, RoundProblem&) {
            std::generate(fades.begin(), fades.end(), [&] { return random->GetValue(1, 0); });
        };
        options.arrives = [&fades](uint32_t worker, const RoundShare& share) {
            return std::exp(-fades[worker]) <= 1 - share.outage; // q = P(|h|^2 < x)
        };
    }
    else
    {
        options.arrives = [](uint32_t, const RoundShare& share) { return share.outage < 1; };
    }
    const std::vector<MemoryRound> course =
        LearnInMemory(rig.method, rig.planner, problem, rounds, fault, options);
    if (!fault.empty())
    {
        throw std::invalid_argument(fault);
    }
    std::vector<LearningRound> results;
    for (std::size_t t = 0; t < course.size(); ++t)
    {
        results.push_back(
            MakeRound(static_cast<uint32_t>(t + 1), course[t], rig.links.SharesTime()));
    }
    return results;
}

} // namespace edgeai
} // namespace ns3
