/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "federated-text.h"

#include "application/learning/federated/federated-catalogue.h"
#include "application/learning/federated/federated-method.h"
#include "learning/learning-error.h"
#include "learning/update/sign-magnitude-quantiser.h"

#include <algorithm>
#include <memory>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr Eigen::Index BITS_MAX = SignMagnitudeQuantiser::BITS_MAX;
constexpr Eigen::Index STEPS_MAX = 1000000;
constexpr Eigen::Index FEDERATED_COUNT_MAX = 1000000000;

/// @param [in] name of a method  @param [in] bits B  @returns what its updates are sent in
FederatedSettings
Probe(const std::string& name, uint32_t bits)
{
    FederatedSettings settings;
    SetFederatedMethod(name, bits, settings);
    return settings;
}

/// @param [in] name of a method that grants nothing  @returns whether its code has so many bits
bool
HasBits(const std::string& name)
{
    const auto measure = [&](uint32_t bits) {
        const FederatedSettings settings = Probe(name, bits);
        return settings.GetCodec(settings.outage.bitsMin)->GetBits(64);
    };
    return measure(1) != measure(2);
}

} // namespace

bool
FederatedText::Knows(const std::string& name)
{
    const std::vector<std::string> names = ListFederatedMethods();
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string
FederatedText::ListNames()
{
    std::string list;
    for (const std::string& name : ListFederatedMethods())
    {
        list += ", " + name;
    }
    return list;
}

std::vector<std::string>
FederatedText::ListStepKeys()
{
    return {"computeWindow", "sampled", "steps", "stepsMax", "window"};
}

void
FederatedText::ReadSteps(const ModelText& text)
{
    RoundOutage& outage = settings.outage;
    outage.window = text.ReadAmount("window", 0);
    outage.computeWindow = text.ReadAmount("computeWindow", 0);
    outage.stepsMax = text.ReadCount("stepsMax", outage.stepsMax, 1, STEPS_MAX);
    settings.sampled = text.ReadCount("sampled", 0, 0, FEDERATED_COUNT_MAX);
    // Either a number of steps, or as many as fit in the time for them.
    const std::string steps = text.Get("steps", outage.computeWindow > 0 ? "" : "1");
    if (steps.empty() || !settings.steps.empty())
    {
        return;
    }
    if (outage.computeWindow > 0)
    {
        text.Refuse("has steps and a computeWindow; allowed is one of them");
    }
    const std::size_t dots = steps.find("..");
    stepsLeast = static_cast<uint32_t>(text.Read(steps.substr(0, dots), "steps", 1, STEPS_MAX));
    stepsMost = dots == std::string::npos
                    ? stepsLeast
                    : static_cast<uint32_t>(
                          text.Read(steps.substr(dots + 2), "steps", stepsLeast, STEPS_MAX));
}

FederatedText
FederatedText::Read(const ModelText& text)
{
    const std::string& name = text.GetName();
    const FederatedSettings probe = Probe(name, 4);
    std::vector<std::string> keys{"modelBits", "serverRate"};
    if (probe.grants)
    {
        keys.insert(keys.end(), {"bitsMin", "bitsMax", "outageMax"});
    }
    else if (HasBits(name))
    {
        keys.emplace_back("bits");
    }
    if (probe.IsQuantised())
    {
        keys.insert(keys.end(), {"block", "gain"});
    }
    for (const std::string& key : ListStepKeys())
    {
        // One method has a fixed number of steps.
        if (probe.steps.empty() || key == "sampled" || key == "window")
        {
            keys.push_back(key);
        }
    }
    std::sort(keys.begin(), keys.end());
    text.RequireArguments(0, 0, name + " with settings alone");
    text.RequireKeys(keys);
    FederatedText result;
    FederatedSettings& settings = result.settings;
    RoundOutage& outage = settings.outage;
    outage.bitsMin = text.ReadCount("bitsMin", outage.bitsMin, 1, BITS_MAX);
    outage.bitsMax = text.ReadCount("bitsMax", outage.bitsMax, 1, BITS_MAX);
    outage.outageMax = text.ReadAmount("outageMax", 0, 0, 1);
    settings.block = text.ReadCount("block", 0, 0, FEDERATED_COUNT_MAX);
    settings.gain = text.ReadAmount("gain", 0);
    settings.serverRate = text.ReadAmount("serverRate", 1, ModelText::POSITIVE);
    settings.modelBits = text.ReadCount("modelBits", 32, 32, 64);
    SetFederatedMethod(name, text.ReadCount("bits", 4, 1, BITS_MAX), settings);
    result.ReadSteps(text);
    return result;
}

LearningTraits
FederatedText::GetTraits() const
{
    LearningTraits traits;
    traits.method = settings.name;
    traits.part = RoundPart::OUTAGE;
    traits.window = settings.outage.window;
    traits.outageMax = settings.outage.outageMax;
    const std::string whole = "everybody trains and sends the whole model";
    traits.refused = {
        {"KeepUnits()", whole},
        {"SetWork()", "the work of a local step is that of its batch"},
        {"SetDepthWork()", whole},
        {"SetGains()", "updates share a band, and the gain of a link is that of IdealLinkHelper"}};
    if (!settings.grants)
    {
        traits.noted = {{"SetPlannerAttribute(\"Bits\")", "its code has the bits that it says"}};
    }
    return traits;
}

FederatedSettings
FederatedText::Fill(const GradientMethod::Settings& base, uint32_t workers, uint64_t key) const
{
    if (base.step.l1 != 0 || base.step.momentum != 0)
    {
        throw LearningError(settings.name + " has neither l1 nor momentum; allowed is 0 for both");
    }
    if (!base.depths.empty())
    {
        throw LearningError(settings.name + " trains whole models; there may be no depth blocks");
    }
    FederatedSettings all = settings;
    all.model = base.model;
    all.data = base.data;
    all.test = base.test;
    all.samples = base.samples;
    if (all.samples.size() == 1)
    {
        all.samples.assign(workers, base.samples.front()); // everybody has all
    }
    all.batch = base.batch.size;
    all.rate = base.step.rate;
    all.draws = [key](uint32_t who) {
        return MakeKeyedDraws(MakeDrawKey({key, uint64_t{who} + 1}));
    };
    LearningDraws draws = MakeKeyedDraws(MakeDrawKey({key, 0}));
    for (uint32_t k = 0; k < workers && stepsLeast > 0; ++k)
    {
        all.steps.push_back(stepsLeast + draws.Pick(stepsMost - stepsLeast + 1));
    }
    return all;
}

std::shared_ptr<RoundMethod>
FederatedText::Make(const GradientMethod::Settings& base,
                    uint32_t workers,
                    uint64_t key,
                    const Eigen::VectorXd& parameters) const
{
    return std::make_shared<FederatedMethod>(Fill(base, workers, key), parameters);
}

} // namespace edgeai
} // namespace ns3
