/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How long a gradient takes for networks and for logistic regression on sparse texts, on one
// thread, beside PyTorch (python3-torch, where it is installed) in the same run, and how it grows.
// Times are medians; every line reports the gradient's norm, so that a fast wrong answer shows.
// Behind it, which part of a simulation's time gradients are.

#include "learning-share.h"
#include "learning/data/data-generators.h"
#include "learning/network/model-factory.h"
#include "measure.h"
#include "torch-times.h"

#include "ns3/program-options.h"
#include "ns3/random-variable-stream.h"

#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A gradient that is timed.
struct GradientCase
{
    std::string model;    ///< its text
    uint32_t samples;     ///< of a batch
    uint32_t words;       ///< of a document; 0: dense features
    std::string torch;    ///< the same for PyTorch
    std::string previous; ///< "": none; else the text of the growth that is printed behind it
    double factor;        ///< how much more work it is than the case before
};

/// @returns all cases, in order of size
std::vector<GradientCase>
MakeCases()
{
    return {{"Mlp(32,32,10)", 32, 0, "Mlp:32:32,32,10", "", 1},
            {"Mlp(784,64,10)", 256, 0, "Mlp:256:784,64,10", "", 1},
            {"Mlp(784,128,10)", 256, 0, "Mlp:256:784,128,10", "units", 2},
            {"Mlp(784,256,10)", 256, 0, "Mlp:256:784,256,10", "units", 2},
            {"Mlp(784,256,10)", 1024, 0, "Mlp:1024:784,256,10", "samples", 4},
            {"Conv(1x28x28,8x5,16x5,10)", 64, 0, "Conv:64:0", "", 1},
            {"Logistic(20000)", 1000, 100, "Logistic:1000:20000,100", "", 1},
            {"Logistic(20000)", 4000, 100, "Logistic:4000:20000,100", "samples", 4},
            {"Logistic(80000)", 4000, 100, "Logistic:4000:80000,100", "features", 1}};
}

} // namespace

int
main(int argc, char* argv[])
{
    uint32_t repeats = 9;
    ProgramOptions cmd("learning-bench", "How long gradients take, beside PyTorch on one thread.");
    cmd.AddValue("repeats",
                 "measurements per line, of which the median is shown",
                 repeats,
                 1,
                 1000);
    cmd.Parse(argc, argv);

    Ptr<UniformRandomVariable> uniform = CreateObject<UniformRandomVariable>();
    uniform->SetStream(1);
    LearningDraws draws([uniform]() { return uniform->GetValue(); });
    const std::vector<GradientCase> cases = MakeCases();
    std::string words;
    for (const GradientCase& one : cases)
    {
        words += " " + one.torch;
    }
    const std::map<std::string, TorchTime> torch = MeasureTorch(words, repeats);
    std::cout << std::left << std::setw(28) << "gradient of" << std::right << std::setw(8)
              << "samples" << std::setw(12) << "norm" << std::setw(12) << "here [us]"
              << std::setw(10) << "GFLOP/s" << std::setw(14) << "torch64 [us]" << std::setw(8)
              << "ratio" << std::setw(14) << "torch32 [us]" << std::setw(8) << "ratio"
              << "  growth\n";
    double before = 0;
    for (const GradientCase& one : cases)
    {
        const auto model = MakeLearningModel(one.model);
        const Eigen::Index p = model->GetFeatureCount();
        const uint32_t classes = model->GetClassCount();
        const Dataset data =
            one.words > 0
                ? MakeSparseText({one.samples, p, classes, one.words, 200, 0.3, 0.5}, draws)
                : MakeGaussianMixture({one.samples, p, classes, 2}, draws);
        const SampleList all = data.ListAll();
        const Eigen::VectorXd w = model->DrawParameters(draws);
        Eigen::VectorXd gradient;
        const auto [time, norm] = Measure(
            [&]() {
                model->GetGradient(w, data, all, gradient);
                return gradient.norm();
            },
            repeats);
        const double flop =
            model->GetWork(data.GetMeanEntries(), model->GetAll()).GetTotal() * one.samples;
        std::cout << std::left << std::setw(28) << one.model << std::right << std::setw(8)
                  << one.samples << std::setw(12) << std::setprecision(4) << norm << std::fixed
                  << std::setprecision(1) << std::setw(12) << time << std::setw(10)
                  << flop / time / 1e3;
        const auto other = torch.find(one.torch);
        if (other == torch.end())
        {
            std::cout << std::setw(14) << "-" << std::setw(8) << "-" << std::setw(14) << "-"
                      << std::setw(8) << "-";
        }
        else
        {
            std::cout << std::setw(14) << other->second.doubles << std::setw(8)
                      << other->second.doubles / time << std::setw(14) << other->second.floats
                      << std::setw(8) << other->second.floats / time;
        }
        if (!one.previous.empty())
        {
            std::cout << "  x" << time / before << " for x" << one.factor << " work ("
                      << one.previous << ")";
        }
        std::cout << std::defaultfloat << "\n";
        before = time;
    }
    std::cout << (torch.empty()
                      ? "No PyTorch to compare with; to have it: ./edge-ai install torch\n"
                      : "ratio: PyTorch's time over this module's, both on one thread; "
                        "above 1 this module is faster. How fast PyTorch is depends on the "
                        "BLAS it finds (Debian: update-alternatives --display "
                        "libblas.so.3-x86_64-linux-gnu)\n");
    PrintShares();
    return 0;
}
