/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "gradient-text.h"

#include "application/learning/coordinate-method.h"
#include "learning/learning-error.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr Eigen::Index GRADIENT_COUNT_MAX = 1000000;
constexpr const char* GRADIENT = "Gradient";
constexpr const char* COORDINATES = "Coordinates";

/// @param [in] settings what the text says  @param [in] base data, who has what, steps, batches
/// @param [in] partition text of who has what  @returns what auxiliary coordinates take
/// @throws LearningError if they do not fit together
CoordinateSettings
FillCoordinates(const CoordinateSettings& settings,
                const GradientMethod::Settings& base,
                const std::string& partition)
{
    if (base.samples.size() != 1)
    {
        throw LearningError("auxiliary coordinates need samples that everybody has; partition is " +
                            partition + "; allowed is shared");
    }
    if (!base.depths.empty())
    {
        throw LearningError("auxiliary coordinates divide neurons and samples; there may be no "
                            "depth blocks");
    }
    CoordinateSettings all = settings;
    all.model = std::dynamic_pointer_cast<const LayerStack>(base.model);
    if (!all.model)
    {
        throw LearningError("auxiliary coordinates are of nets, not of " + base.model->GetName());
    }
    all.data = base.data;
    all.test = base.test;
    all.samples = base.samples.front();
    all.batch = base.batch;
    all.step = base.step;
    all.flopPerParameter = base.flopPerParameter;
    all.scoreSamples = base.scoreSamples;
    return all;
}

} // namespace

bool
GradientText::Knows(const std::string& name)
{
    return name == GRADIENT || name == COORDINATES;
}

GradientText
GradientText::Read(const ModelText& text)
{
    GradientText result;
    result.coordinates = text.GetName() == COORDINATES;
    text.RequireArguments(0, 0, text.GetName() + " with settings alone");
    text.RequireKeys(result.coordinates
                         ? std::vector<std::string>{"batches", "penalty", "step", "steps", "turns"}
                         : std::vector<std::string>{"batches"});
    CoordinateSettings& settings = result.settings;
    settings.penalty = text.ReadAmount("penalty", settings.penalty, ModelText::POSITIVE);
    settings.coordinateStep = text.ReadAmount("step", settings.coordinateStep, ModelText::POSITIVE);
    settings.steps = text.ReadCount("steps", 1, 1, GRADIENT_COUNT_MAX);
    settings.turns = text.ReadCount("turns", 1, 1, GRADIENT_COUNT_MAX);
    result.drawn = text.ReadChoice("batches", {"ordered", "drawn"}) == 1;
    return result;
}

void
GradientText::RequireModel(const ModelText& text, const LearningModel& model) const
{
    if (!CoordinateTrainer::Learns(model))
    {
        text.Refuse("is of a net of logistic units with squared loss, such as "
                    "Mlp(32,32,10,activation=logistic,loss=squared), and not of " +
                    model.GetName());
    }
}

LearningTraits
GradientText::GetTraits(bool depths) const
{
    LearningTraits traits;
    traits.method = coordinates ? COORDINATES : GRADIENT;
    if (!depths)
    {
        traits.refused = {
            {"SetDepthWork()", "the model has no depth blocks; SetWork() is of a divided model"}};
        return traits;
    }
    traits.part = RoundPart::DEPTH;
    traits.refused = {{"KeepUnits()",
                       "it is of a divided model; depth blocks of SetDepthBlocks() are whole "
                       "layers"},
                      {"SetWork()", "it is of a divided model; of depth blocks SetDepthWork() is"}};
    return traits;
}

std::shared_ptr<RoundMethod>
GradientText::Make(const GradientMethod::Settings& base,
                   const std::string& partition,
                   const Eigen::VectorXd& parameters) const
{
    if (coordinates)
    {
        return std::make_shared<CoordinateMethod>(FillCoordinates(settings, base, partition),
                                                  parameters);
    }
    return std::make_shared<GradientMethod>(base, parameters);
}

} // namespace edgeai
} // namespace ns3
