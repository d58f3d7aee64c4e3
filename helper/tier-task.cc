/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-task.h"

#include "application/learning/learning-batches.h"
#include "learning/data/data-partition.h"
#include "learning/data/dataset-text.h"
#include "learning/learning-error.h"
#include "learning/network/model-factory.h"
#include "short-number.h"
#include "work-range.h"

#include "ns3/governor.h"
#include "ns3/processor.h"
#include "ns3/random-variable-stream.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Stream behind the first: of what devices draw in training.
constexpr int64_t TRAINING_STREAM = 1;

/// @param [in] processor of a device, with its cycles of an edge round
/// @param [in] times that a sample's cycles are in them  @param [in] whose they are
/// @throws LearningError unless planners' problems, plans and messages can have them, their FLOP,
/// and what they take at any clock
void
RequireCycles(const RoundProcessor& processor, double times, const std::string& whose)
{
    const double slow = processor.clockMin > 0 ? processor.clockMin : processor.clockMax;
    const double fast = processor.clockMax;
    const double power = processor.powerCoefficient;
    WorkRange range;
    range.Limit(processor.flopPerCycle, processor.flopPerCycle);
    range.Limit(1 / fast, 1 / slow);
    range.Limit(power * slow * slow, power * fast * fast);
    if (!(processor.cycles >= range.least && processor.cycles <= range.most))
    {
        throw LearningError(whose + " has " + WriteShort(processor.cycles / times) +
                            " cycles of a sample; allowed at its clocks and with " +
                            WriteShort(times) + " samples and steps of an edge round is " +
                            WriteShort(range.least / times) + " to " +
                            WriteShort(range.most / times) + ": SetCycles(), SetTraining()");
    }
}

} // namespace

LearningDraws
TierTask::MakeDraws(int64_t behind) const
{
    const auto random = CreateObject<UniformRandomVariable>();
    if (stream >= 0)
    {
        random->SetStream(stream + behind);
    }
    return LearningDraws([random] { return random->GetValue(); });
}

std::vector<TierDevice>
TierTask::ListDevices(const NodeContainer& devices, uint32_t cell) const
{
    const TwoTierSettings& settings = learner->GetSettings();
    std::vector<TierDevice> list;
    for (uint32_t k = 0; k < devices.GetN(); ++k)
    {
        const Ptr<Processor> processor = Processor::Find(devices.Get(k));
        if (!processor)
        {
            throw LearningError("device " + std::to_string(k) + " of cell " + std::to_string(cell) +
                                " has no processor; install one with ProcessorHelper");
        }
        const double samples = settings.local.batch > 0
                                   ? settings.local.batch
                                   : static_cast<double>(settings.cells[cell][k].size());
        const double perCycle = processor->GetFlopPerCycle();
        const double own =
            settings.model->GetWork(settings.data->GetMeanEntries(), settings.model->GetAll())
                .GetTotal() /
            perCycle;
        TierDevice device;
        device.energyMax = energyMax;
        device.processor.cycles =
            settings.local.steps * samples * (cycles.empty() ? own : cycles[cell][k]);
        device.processor.flopPerCycle = perCycle;
        device.processor.powerCoefficient = processor->GetPowerCoefficient();
        const Ptr<const Governor> governor = processor->GetGovernor();
        const bool chosen = governor && governor->FollowsPlans();
        device.processor.clockMin = processor->GetMinClock();
        device.processor.clockMax = processor->GetMaxClock();
        if (!chosen)
        {
            device.processor.clockMin = device.processor.clockMax; // there is no choice
        }
        RequireCycles(device.processor,
                      settings.local.steps * samples,
                      "device " + std::to_string(k) + " of cell " + std::to_string(cell));
        list.push_back(device);
    }
    return list;
}

std::vector<std::vector<SampleList>>
TierTask::Deal(const Dataset& training,
               LearningDraws& draws,
               const std::vector<NodeContainer>& devices) const
{
    std::vector<std::vector<SampleList>> cells;
    const auto count = static_cast<uint32_t>(devices.size());
    std::size_t most = 0;
    for (uint32_t m = 0; m < count; ++m)
    {
        most = std::max<std::size_t>(most, devices[m].GetN());
    }
    Partition parts =
        skew > 0
            ? DrawByDirichlet(training, count, static_cast<uint32_t>(most * samples), skew, draws)
            : MakePartition(partition, training, count, draws);
    if (parts.size() != count)
    {
        throw LearningError("partition is " + partition +
                            "; allowed is one that gives cells "
                            "samples of their own");
    }
    for (uint32_t m = 0; m < count; ++m)
    {
        const uint32_t size = devices[m].GetN();
        draws.Shuffle(parts[m]);
        if (skew > 0)
        {
            parts[m].resize(std::size_t{size} * samples);
        }
        cells.emplace_back(size);
        for (std::size_t i = 0; size > 0 && i < parts[m].size(); ++i)
        {
            cells[m][i % size].push_back(parts[m][i]);
        }
    }
    return cells;
}

void
TierTask::Make(const std::vector<NodeContainer>& devices)
{
    if (data.empty())
    {
        throw LearningError("there are no data; call SetData()");
    }
    if (!cycles.empty() && cycles.size() != devices.size())
    {
        throw LearningError("SetCycles() has cycles of " + std::to_string(cycles.size()) +
                            " cells; there are " + std::to_string(devices.size()));
    }
    for (std::size_t m = 0; m < cycles.size(); ++m)
    {
        if (cycles[m].size() != devices[m].GetN())
        {
            throw LearningError("SetCycles() has cycles of " + std::to_string(cycles[m].size()) +
                                " devices for cell " + std::to_string(m) + ", which has " +
                                std::to_string(devices[m].GetN()));
        }
    }
    LearningDraws draws = MakeDraws(0);
    TwoTierSettings settings;
    settings.model = MakeLearningModel(model);
    settings.edgeRounds = edgeRounds;
    settings.local = local;
    settings.singlePrecision = true;
    // Data, their test set, who has what, first parameters: always in this order.
    const Dataset all = MakeDataset(data, draws);
    const auto [training, kept] = CutTestSet(all, testShare, draws);
    settings.data = std::make_shared<const Dataset>(all.Select(training));
    test = kept.empty() ? nullptr : std::make_shared<const Dataset>(all.Select(kept));
    RequireBatch(local.batch, *settings.data);
    settings.cells = Deal(*settings.data, draws, devices);
    const Eigen::VectorXd start = settings.model->DrawParameters(draws);
    LearningDraws keys = MakeDraws(TRAINING_STREAM);
    const uint64_t key = static_cast<uint64_t>(keys.Uniform() * 9007199254740992.);
    learner = std::make_shared<TwoTierLearner>(
        settings,
        start,
        [key](std::size_t cell, std::size_t device) {
            return MakeKeyedDraws(MakeDrawKey({key, cell, device}));
        });
    methods.clear();
    for (uint32_t m = 0; m < devices.size(); ++m)
    {
        const std::vector<TierDevice> list = ListDevices(devices[m], m);
        methods.push_back(std::make_shared<TierMethod>(learner, m, list, start));
    }
}

LearningScore
TierTask::Score(const Eigen::VectorXd& parameters) const
{
    LearningScore score;
    const LearningModel& learned = *learner->GetSettings().model;
    score.loss = learner->GetLoss(parameters);
    if (test)
    {
        score.accuracy = learned.GetAccuracy(parameters, *test, test->ListAll());
    }
    return score;
}

} // namespace edgeai
} // namespace ns3
