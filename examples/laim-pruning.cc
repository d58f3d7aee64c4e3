/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Does the distortion of the weights bound the distortion of the output? The experiment of Fig. 3
// of LAIM (Lyu et al., "The Larger the Merrier?", arXiv 2505.09214v1) on networks of its sizes.
//
//   images --> auto-encoder, drawn or trained here --> global magnitude pruning --> output changes
//
// Fully connected auto-encoders of 8 and 16 layers are drawn, or trained on images that are drawn
// here: strokes of 28 x 28 points, scaled to norm 1 as the bound wants them. For each kept share
// the table has the l2 norm of the change of all weights, which the paper goes on with as its
// distortion; the change of the output; the bound of the output with its products of norms, which
// the paper drops; and what either law of the weights expects. The paper's own networks were
// trained on other images: its points are drawn over a scale of their own.

#include "ns3/core-module.h"
#include "ns3/dense-network.h"
#include "ns3/experiment.h"
#include "ns3/laim-published.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr std::size_t SIDE = 28;

/// What the command line says.
struct Options
{
    std::string weights{"all"};
    std::string network{"FCDNN-8"};
    uint32_t steps{600};
    uint32_t batch{32};
    double rate{1e-3};
    uint32_t images{512};
    uint32_t tested{64};
    std::vector<double> kept{.1, .2, .3, .4, .5, .6, .7, .8, .9, 1};
};

/// @returns widths from the image to the image
std::vector<std::size_t>
GetWidths(const std::string& network)
{
    if (network == "FCDNN-8")
    {
        return {784, 64, 128, 256, 32, 256, 128, 64, 784};
    }
    return {784, 64, 128, 256, 512, 256, 128, 64, 32, 64, 128, 256, 512, 256, 128, 64, 784};
}

/// @returns what a network is called, with the number of its weights
std::string
Describe(const std::string& network)
{
    const std::vector<std::size_t> widths = GetWidths(network);
    std::size_t weights = 0;
    for (std::size_t l = 1; l < widths.size(); ++l)
    {
        weights += widths[l - 1] * widths[l];
    }
    return network + " (" + std::to_string(weights) + " weights)";
}

/// @returns images of one to three strokes, each a soft line between two points, of norm 1
std::vector<std::vector<double>>
DrawImages(uint32_t count, const Ptr<UniformRandomVariable>& uniform)
{
    std::vector<std::vector<double>> images;
    for (uint32_t k = 0; k < count; ++k)
    {
        std::vector<double> image(SIDE * SIDE, 0.0);
        const uint32_t strokes = uniform->GetInteger(1, 3);
        for (uint32_t stroke = 0; stroke < strokes; ++stroke)
        {
            const double x0 = uniform->GetValue(4, 24);
            const double y0 = uniform->GetValue(4, 24);
            const double dx = uniform->GetValue(4, 24) - x0;
            const double dy = uniform->GetValue(4, 24) - y0;
            const double square = std::max(dx * dx + dy * dy, 1.0);
            for (std::size_t i = 0; i < image.size(); ++i)
            {
                const double x = static_cast<double>(i % SIDE) - x0;
                const double y = static_cast<double>(i / SIDE) - y0;
                const double along = std::clamp((x * dx + y * dy) / square, 0.0, 1.0);
                const double away = std::hypot(x - along * dx, y - along * dy);
                image[i] = std::max(image[i], std::exp(-away * away / 2));
            }
        }
        double norm = 0;
        for (const double point : image)
        {
            norm += point * point;
        }
        for (double& point : image)
        {
            point /= std::sqrt(norm);
        }
        images.push_back(image);
    }
    return images;
}

/// Draw or train one network, and prune it.
void
Measure(const Options& options, bool trained, ScenarioResults& results)
{
    auto normal = CreateObject<NormalRandomVariable>();
    auto uniform = CreateObject<UniformRandomVariable>();
    normal->SetStream(1);
    uniform->SetStream(2);
    const auto images = DrawImages(options.images, uniform);
    const auto tested = DrawImages(options.tested, uniform);
    DenseNetwork network =
        DrawDenseNetwork(GetWidths(options.network), [&normal]() { return normal->GetValue(); });
    if (trained)
    {
        DenseTrainingOptions training;
        training.steps = options.steps;
        training.batch = options.batch;
        training.rate = options.rate;
        TrainAutoEncoder(network, images, training, [&uniform](std::size_t limit) {
            return uniform->GetInteger(0, static_cast<uint32_t>(limit - 1));
        });
    }
    const double loss = GetAutoEncoderGradient(network, tested).loss;
    const double whole = MeasurePruning(network, 0, tested).parameters;
    for (const double kept : options.kept)
    {
        const PrunedOutput pruned = MeasurePruning(network, kept, tested);
        ResultRow& row = results.AddRow();
        row.Set("kept", kept).Set("loss", loss);
        row.Set("parameters", pruned.parameters);
        row.Set("output", pruned.mean).Set("output_most", pruned.most);
        row.Set("bound", pruned.bound);
        row.Set("gauss", whole * std::sqrt(PrunedMoment(kept, WeightLaw::GAUSS)));
        row.Set("laplace", whole * std::sqrt(PrunedMoment(kept, WeightLaw::LAPLACE)));
    }
}

/// What the paper drew of the network of this size.
void
Repeat(const Options& options, ScenarioResults& results)
{
    for (const LaimPublishedPruning& published : GetLaimPublishedPruning())
    {
        for (std::size_t i = 0; published.network == options.network && i < 10; ++i)
        {
            ResultRow& row = results.AddRow();
            row.Set("kept", 0.1 * (static_cast<double>(i) + 1));
            row.Set("parameters", published.parameters[i]);
            row.Set("output", published.outputs[i]);
        }
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    Options o;
    Experiment experiment("laim-pruning",
                          "Does the distortion of weights bound that of the output?");
    experiment.AddChoice("weights", "Networks to prune", o.weights, {"all", "drawn", "trained"});
    experiment.AddChoice("network", "Size of the paper", o.network, {"FCDNN-8", "FCDNN-16"});
    experiment.AddValue("steps", "Training steps", o.steps, 1, 1e6);
    experiment.AddValue("batch", "Images in a step", o.batch, 1, 1e4);
    experiment.AddValue("rate", "Step size of the training", o.rate, 1e-9, 1);
    experiment.AddValue("images", "Images to learn from", o.images, 1, 1e6);
    experiment.AddValue("tested", "Other images, to compare outputs on", o.tested, 1, 1e6);
    experiment.AddNumbers("kept", "Kept shares of the weights", o.kept, 0, 1);
    experiment.Parse(argc, argv);

    ResultColumns columns;
    columns.Add("network", "", "size");
    columns.Add("weights", "", "drawn or trained here, or published (Fig. 3, read off)");
    columns.Add("kept", "", "share of the weights").Head("kept");
    columns.Add("parameters", "", "l2 norm of the change of all weights");
    columns.Add("gauss", "", "the same, expected of normal weights of the same second moment");
    columns.Add("laplace", "", "the same, expected of Laplace weights");
    columns.Add("output", "", "l2 norm of the change of the output, mean over the images");
    columns.Add("output_most", "", "the same, largest").Head("largest");
    columns.Add("bound", "", "of the output's change, with the products of the layers' norms");
    columns.Add("loss", "", "half the squared error of the whole network");
    experiment.SetColumns(columns);

    for (const std::string weights : {"drawn", "trained"})
    {
        if (o.weights == "all" || o.weights == weights)
        {
            experiment.AddScenario({{"network", o.network}, {"weights", weights}},
                                   [o, weights](ScenarioResults& results) {
                                       Measure(o, weights == "trained", results);
                                   });
            experiment.AddTable(
                TableView(Describe(o.network) + ", " + weights,
                          "kept parameters gauss laplace output output_most bound loss")
                    .Where("weights", weights));
            const ResultKey here{{"weights", weights}};
            const ResultKey there{{"weights", "published"}};
            const std::string title = o.network + ", " + weights + " weights";
            experiment.AddFigure(
                FigureView(weights, title + ", and as published (Fig. 3)")
                    .Curve("weights", "kept", "parameters", SeriesStyle::LINES, here)
                    .Curve("weights, published", "kept", "parameters", SeriesStyle::POINTS, there)
                    .Like("weights")
                    .Curve("output", "kept", "output", SeriesStyle::LINES, here)
                    .Curve("output, published", "kept", "output", SeriesStyle::POINTS, there)
                    .Like("output")
                    .Curve("output, largest", "kept", "output_most", SeriesStyle::LINES, here)
                    .Axes("kept share of the weights", "l2 norm of the change"));
            // Of the whole network nothing changes, which no logarithmic axis has.
            experiment.AddFigure(
                FigureView(weights + "-bound", title + ": output, weights and bound")
                    .Curve("bound of the output", "kept", "bound", SeriesStyle::LINES_POINTS, here)
                    .Curve("weights", "kept", "parameters", SeriesStyle::LINES_POINTS, here)
                    .Curve("output", "kept", "output", SeriesStyle::LINES_POINTS, here)
                    .LogY()
                    .Axes("kept share of the weights", "l2 norm of the change"));
        }
    }
    experiment.AddScenario({{"network", o.network}, {"weights", "published"}},
                           [o](ScenarioResults& results) { Repeat(o, results); });
    experiment.AddTable(TableView(o.network + " as published (Fig. 3)", "kept parameters output")
                            .Where("weights", "published"));
    experiment.AddFigure(FigureView("published", o.network + " as published (Fig. 3)")
                             .Where("weights", "published")
                             .Curve("weights", "kept", "parameters")
                             .Curve("output", "kept", "output")
                             .Axes("kept share of the weights", "l2 norm of the change"));
    return experiment.Run();
}
