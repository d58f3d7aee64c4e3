/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dp-sparse-text.h"

#include "allocation/plan/field-inspection.h"
#include "application/learning/dp-sparse-method.h"
#include "ideal-round-links.h"
#include "learning/learning-error.h"
#include "learning/privacy/privacy-search.h"
#include "short-number.h"

#include <algorithm>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Clipping, smoothness and squared gradients at most; what plans make of all of them together the
/// method looks at.
constexpr double CONSTANT_MAX = FieldInspection::LARGEST;
constexpr Eigen::Index SPARSE_STEPS_MAX = 1000000;
constexpr Eigen::Index ROUNDS_MAX = 1000000000;

/// @param [in] text of the method  @param [in] fallback without it  @returns sigma
double
ReadNoise(const ModelText& text, double fallback)
{
    const double noise = text.ReadAmount("sigma", fallback);
    if (noise != 0 && !(noise >= PRIVACY_NOISE_MIN && noise <= PRIVACY_NOISE_MAX))
    {
        text.Refuse("has '" + WriteShort(noise) +
                    "' for sigma; allowed is 0 (no noise: nothing is private), or " +
                    WriteExact(PRIVACY_NOISE_MIN) + " to " + WriteExact(PRIVACY_NOISE_MAX));
    }
    return noise;
}

/// @param [in] text of the method  @param [in] noise sigma  @param [in,out] budget of each client;
/// stays as it is without noise: any number will do then, and none has a meaning
void
ReadBudget(const ModelText& text, double noise, PrivacyBudget& budget)
{
    if (noise == 0)
    {
        text.ReadAmount("eps", budget.epsilon);
        text.ReadAmount("delta", budget.delta);
        return;
    }
    budget.epsilon = text.ReadAmount("eps", budget.epsilon, 1e-6, 1e6);
    budget.delta = text.ReadAmount("delta", budget.delta, PRIVACY_DELTA_MIN, PRIVACY_DELTA_MAX);
}

} // namespace

DpSparseText
DpSparseText::Read(const ModelText& text)
{
    text.RequireArguments(0, 0, std::string(NAME) + " with settings alone");
    text.RequireKeys({"C",    "Dbar",  "G2",     "Lh",    "V",      "aggregation", "channels",
                      "clip", "delta", "energy", "eps",   "header", "mask",        "participations",
                      "s",    "sMin",  "rounds", "sigma", "steps",  "weight"});
    DpSparseText result;
    DpSparseSettings& settings = result.settings;
    PrivateStepOptions& step = settings.step;
    step.noise = ReadNoise(text, step.noise);
    step.clipping = text.ReadAmount("C", step.clipping, FieldInspection::SMALLEST, CONSTANT_MAX);
    step.adaptive = text.ReadChoice("clip", {"adaptive", "fixed"}) == 0;
    step.steps = text.ReadCount("steps", step.steps, 1, SPARSE_STEPS_MAX);
    ReadBudget(text, step.noise, settings.budget);
    settings.limits.rounds = text.ReadCount("rounds", 150, 1, ROUNDS_MAX);
    settings.limits.delayMean =
        text.ReadAmount("Dbar", settings.limits.delayMean, ModelText::POSITIVE);
    settings.channels =
        text.ReadCount("channels", settings.channels, 1, IdealRoundLinks::SUBCHANNELS_MAX);
    settings.weight = text.ReadAmount("weight", settings.weight, 0, 1);
    settings.smoothness = text.ReadAmount("Lh", settings.smoothness, 0, CONSTANT_MAX);
    settings.squaredGradient = text.ReadAmount("G2", settings.squaredGradient, 0, CONSTANT_MAX);
    settings.fractionMin = text.ReadAmount("sMin", settings.fractionMin, 1e-9, 1);
    settings.headerBits = text.ReadAmount("header", settings.headerBits, 0, 1e15);
    settings.largest = text.ReadChoice("mask", {"random", "largest"}) == 1;
    settings.aggregation = static_cast<DpSparseAggregation>(
        text.ReadChoice("aggregation", {"sum", "unbiased", "entry"}));
    if (settings.largest && step.noise > 0)
    {
        text.Refuse("has mask largest and noise; which entries are the largest tells of the data: "
                    "allowed is sigma=0");
    }
    result.budgeted = !text.Get("eps", "").empty() || !text.Get("delta", "").empty();
    result.participations = text.ReadCount("participations", 0, 0, ROUNDS_MAX);
    result.energyMean = text.ReadAmount("energy", 0);
    // Ranges are those of the planners' attributes.
    if (!text.Get("V", "").empty())
    {
        result.planner.push_back({"V", "Tradeoff", text.ReadAmount("V", 1, 1e-9, 1e9)});
    }
    if (!text.Get("s", "").empty())
    {
        result.planner.push_back({"s", "Fraction", text.ReadAmount("s", 1, 1e-9, 1)});
    }
    return result;
}

LearningTraits
DpSparseText::GetTraits() const
{
    LearningTraits traits;
    traits.method = NAME;
    traits.part = RoundPart::SPARSITY;
    traits.channels = settings.channels;
    traits.energyMean = energyMean;
    const std::string whole = "fractions are of the whole model";
    if (settings.step.noise == 0 && budgeted)
    {
        traits.notes.push_back("eps and delta are not used by " + std::string(NAME) +
                               " with sigma=0: without noise nothing is private, and there is no "
                               "budget");
    }
    traits.refused = {{"KeepUnits()", whole},
                      {"SetWork()", "it takes the work of its local steps"},
                      {"SetDepthWork()", whole}};
    return traits;
}

std::shared_ptr<RoundMethod>
DpSparseText::Make(const GradientMethod::Settings& base,
                   uint32_t workers,
                   uint64_t key,
                   const Eigen::VectorXd& parameters) const
{
    const std::string name = NAME;
    if (base.step.l1 != 0 || base.step.momentum != 0)
    {
        throw LearningError(name + " has neither l1 nor momentum; allowed is 0 for both");
    }
    if (!base.depths.empty())
    {
        throw LearningError(name + " trains whole models; there may be no depth blocks");
    }
    if (base.flopPerParameter > 0)
    {
        throw LearningError(name + " takes the work of its local steps; SetWork() is of a divided "
                                   "model");
    }
    if (base.batch.size == 0)
    {
        throw LearningError(name + " draws each sample of a step with the batch over all; the "
                                   "batch is 0, allowed is 1 to the samples of each worker");
    }
    DpSparseSettings all = settings;
    all.model = base.model;
    all.data = base.data;
    all.test = base.test;
    all.samples = base.samples;
    if (workers > 1 && all.samples.size() == 1 && all.step.noise > 0)
    {
        throw LearningError(name + " guards each worker's samples by its own budget, and these are "
                                   "everybody's; allowed are partitions other than shared");
    }
    if (all.samples.size() == 1)
    {
        all.samples.assign(workers, base.samples.front());
    }
    all.step.rate = base.step.rate;
    all.step.batch = base.batch.size;
    all.scoreSamples = base.scoreSamples;
    all.seed = static_cast<uint32_t>(key);
    if (participations > 0)
    {
        all.limits.participations.assign(workers, participations);
    }
    if (energyMean > 0)
    {
        all.limits.energyMean.assign(workers, energyMean);
    }
    const auto made = std::make_shared<DpSparseMethod>(std::move(all), parameters);
    const std::vector<uint32_t>& allowed = made->GetLimits().participations;
    if (std::all_of(allowed.begin(), allowed.end(), [](uint32_t most) { return most == 0; }))
    {
        std::ostringstream words;
        words << name << " has a budget that allows nobody a single participation: eps="
              << settings.budget.epsilon << " at sigma=" << settings.step.noise << ", batches of "
              << base.batch.size << " and " << settings.step.steps
              << " local steps; a larger eps or sigma, smaller batches or more samples help";
        throw LearningError(words.str());
    }
    return made;
}

} // namespace edgeai
} // namespace ns3
