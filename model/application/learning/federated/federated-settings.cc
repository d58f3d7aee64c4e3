/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "federated-settings.h"

#include "learning/learning-error.h"
#include "learning/update/quantised-codecs.h"
#include "short-number.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Local steps of a round at most, as problems have it.
constexpr uint32_t SETTING_STEPS_MAX = 1000000;

/// @throws LearningError unless a setting is sound
void
RequireSetting(bool sound, const std::string& what, const std::string& allowed)
{
    if (!sound)
    {
        throw LearningError("federated learning: " + what + "; allowed is " + allowed);
    }
}

/// @throws LearningError naming a worker whose samples are none, or not of the data
void
RequireSamples(const FederatedSettings& settings)
{
    RequireSetting(!settings.samples.empty(), "samples has no worker", "one worker and more");
    for (std::size_t k = 0; k < settings.samples.size(); ++k)
    {
        const std::string who = "samples[" + std::to_string(k) + "]";
        RequireSetting(!settings.samples[k].empty(), who + " is empty", "one sample and more");
        for (const uint32_t sample : settings.samples[k])
        {
            RequireSetting(sample < settings.data->GetSampleCount(),
                           who + " has sample " + std::to_string(sample),
                           "less than the " + std::to_string(settings.data->GetSampleCount()) +
                               " of the data");
        }
    }
}

} // namespace

void
FederatedSettings::Require() const
{
    RequireSetting(model && data && rule && draws,
                   "model, data, rule or draws is missing",
                   "all of them");
    model->Require(*data);
    RequireSamples(*this);
    RequireSetting(rate > 0 && std::isfinite(rate), "rate is " + WriteShort(rate), "more than 0");
    RequireSetting(serverRate > 0 && std::isfinite(serverRate),
                   "serverRate is " + WriteShort(serverRate),
                   "more than 0");
    RequireSetting(gain >= 0 && std::isfinite(gain), "gain is " + WriteShort(gain), "0 and more");
    RequireSetting(steps.size() <= 1 || steps.size() == samples.size(),
                   "steps has " + std::to_string(steps.size()) + " elements",
                   "none, one, or one for each of the " + std::to_string(samples.size()) +
                       " workers");
    for (const uint32_t count : steps)
    {
        RequireSetting(count >= 1 && count <= SETTING_STEPS_MAX,
                       "steps has " + std::to_string(count),
                       "1 to " + std::to_string(SETTING_STEPS_MAX));
    }
    RequireSetting(sampled <= samples.size(),
                   "sampled is " + std::to_string(sampled),
                   "0 to the " + std::to_string(samples.size()) + " workers");
    RequireSetting(modelBits == 32 || modelBits == 64,
                   "modelBits is " + std::to_string(modelBits),
                   "32 or 64");
    RequireSetting(outage.bitsMin >= 1 && outage.bitsMin <= outage.bitsMax &&
                       outage.bitsMax <= SignMagnitudeQuantiser::BITS_MAX,
                   "outage.bitsMin and bitsMax are " + std::to_string(outage.bitsMin) + " and " +
                       std::to_string(outage.bitsMax),
                   "1 to 16, the least first");
    RequireSetting(!IsQuantised() || grants || outage.bitsMin == outage.bitsMax,
                   "outage.bitsMin and bitsMax differ, without grants and without a codec",
                   "one number of bits");
    RequireSetting(!grants || rule->GetUpdateSize(model->GetParameterCount()) ==
                                  model->GetParameterCount(),
                   "grants is set for " + rule->GetName() + ", whose updates are no vector of d",
                   "another rule");
}

void
FederatedSettings::CountSamples()
{
    double count = 0;
    for (const SampleList& own : samples)
    {
        count += static_cast<double>(own.size());
    }
    samplesMean = samples.empty() ? 0 : count / static_cast<double>(samples.size());
}

std::vector<uint32_t>
FederatedSettings::PickWorkers(uint64_t round,
                               const std::vector<uint32_t>& members,
                               LearningDraws& draws) const
{
    std::vector<uint32_t> picked = members;
    if (choose)
    {
        const std::vector<uint32_t> wanted = choose(round);
        picked.erase(std::remove_if(picked.begin(),
                                    picked.end(),
                                    [&](uint32_t number) {
                                        return std::find(wanted.begin(), wanted.end(), number) ==
                                               wanted.end();
                                    }),
                     picked.end());
    }
    else if (sampled > 0 && sampled < members.size())
    {
        for (std::size_t i = 0; i < sampled; ++i)
        {
            const std::size_t left = members.size() - i;
            std::swap(picked[i], picked[i + draws.Pick(static_cast<uint32_t>(left))]);
        }
        picked.resize(sampled);
        std::sort(picked.begin(), picked.end());
    }
    return picked;
}

RoundOutageWorker
FederatedSettings::GetUnknownUpdate(uint32_t worker, double numbers) const
{
    RoundOutageWorker update;
    if (!steps.empty())
    {
        update.steps = steps[steps.size() > 1 ? worker : 0];
    }
    // Of d normal numbers with a sum of squares of 1 the largest is about sqrt(2 ln d / d).
    update.spread = std::log(std::max(2.0, numbers)) / 2;
    update.power = 1;
    return update;
}

double
FederatedSettings::GetStepFlop() const
{
    const double count = batch > 0 ? batch : samplesMean;
    return count * model->GetWork(data->GetMeanEntries(), model->GetAll()).GetTotal();
}

double
FederatedSettings::GetWorkFactor(uint32_t device) const
{
    return batch > 0 ? 1 : static_cast<double>(samples.at(device).size()) / samplesMean;
}

std::shared_ptr<const UpdateCodec>
FederatedSettings::GetCodec(uint32_t codeBits) const
{
    return codec ? codec : std::make_shared<SignMagnitudeCodec>(codeBits, block);
}

double
FederatedSettings::GetGain(const UpdateCodec& code) const
{
    return gain > 0 ? gain : 1 / (1 + code.GetRelativeVariance(GetUpdateSize()));
}

double
FederatedSettings::GetLoss(const Eigen::VectorXd& parameters) const
{
    double loss = 0;
    for (const SampleList& own : samples)
    {
        loss += model->GetLoss(parameters, *data, own) / GetDeviceCount();
    }
    return loss;
}

double
FederatedSettings::GetAccuracy(const Eigen::VectorXd& parameters) const
{
    return test ? model->GetAccuracy(parameters, *test, test->ListAll())
                : std::numeric_limits<double>::quiet_NaN();
}

Eigen::Index
FederatedSettings::GetStateSize() const
{
    return model->GetParameterCount() * (rule->HasServerControl() ? 2 : 1);
}

std::string
FederatedSettings::WriteState(const FederatedState& state, std::vector<uint8_t>& bytes) const
{
    if (!rule->HasServerControl())
    {
        return PlainCodec(modelBits).Write(state.model, bytes);
    }
    Eigen::VectorXd all(GetStateSize());
    all << state.model, state.control;
    return PlainCodec(modelBits).Write(all, bytes);
}

std::string
FederatedSettings::ReadState(const std::vector<uint8_t>& bytes, FederatedState& state) const
{
    Eigen::VectorXd all;
    const std::string fault = PlainCodec(modelBits).Decode(bytes, GetStateSize(), all);
    const Eigen::Index d = model->GetParameterCount();
    if (fault.empty())
    {
        state.model = all.head(d);
        state.control =
            rule->HasServerControl() ? Eigen::VectorXd(all.tail(d)) : Eigen::VectorXd::Zero(d);
    }
    return fault;
}

} // namespace edgeai
} // namespace ns3
