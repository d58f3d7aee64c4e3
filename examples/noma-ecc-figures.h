/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef NOMA_ECC_FIGURES_H
#define NOMA_ECC_FIGURES_H

// Figures of ECC's mathematics on the manual's six-user instance; nothing here is simulated.

#include "ns3/ecc-baselines.h"
#include "ns3/ecc-descent.h"
#include "ns3/ecc-solver.h"
#include "ns3/figure.h"
#include "ns3/network-catalogue.h"
#include "ns3/random-variable-stream.h"
#include "ns3/run-folder.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace nomaecc
{

using namespace ns3;
using namespace ns3::edgeai;

/// @returns a catalogue network's chain as ECC's literature counts it: 32 bit per value and answer
/// of 32 000 bit
inline EccChain
MakeChain(const std::string& network)
{
    NetworkProfile profile = LoadNetworkProfile(network);
    profile.elementBits = 32;
    profile.resultBits = 32000;
    return MakeEccChain(profile);
}

/// @returns six users of one cell on three subchannels, the instance of the manual's chapter
inline EccProblem
MakeSixUsers(const EccChain& chain)
{
    const double base[] = {8e-11, 5e-11, 3e-11, 1.5e-11, 8e-12, 4e-12};
    const double fading[3][6] = {{1, 0.6, 1.4, 0.9, 1.2, 0.7},
                                 {0.7, 1.3, 0.8, 1.1, 0.6, 1.4},
                                 {1.2, 0.9, 1, 0.5, 1.5, 1}};
    EccProblem problem;
    problem.cells.resize(1);
    problem.cells[0].unitTotal = 24;
    problem.users.resize(6);
    problem.uplinkGains = EccGains(3, 1, 6);
    for (std::size_t i = 0; i < 6; ++i)
    {
        problem.users[i].chain = chain;
        for (std::size_t m = 0; m < 3; ++m)
        {
            problem.uplinkGains(m, 0, i) = base[i] * fading[m][i];
        }
    }
    problem.downlinkGains = problem.uplinkGains;
    return problem;
}

/// @returns everybody at one split, after a descent from a cold start
inline EccEvaluation
DescendAt(const EccProblem& problem, uint32_t split)
{
    EccPoint point = MakeEccStart(problem, std::vector<uint32_t>(problem.users.size(), split));
    DescendEcc(problem, point);
    return EvaluateEcc(problem, point);
}

/// Utility and its parts over the split that everybody takes.
inline void
DrawSplits(const EccProblem& problem, const std::string& network, const std::string& stem)
{
    Figure figure("Everybody split alike, " + network, "split", "", "part of the utility", "");
    figure.SetLogY(true);
    const auto utility = figure.AddSeries("utility");
    const auto time = figure.AddSeries("delay, weighted");
    const auto energy = figure.AddSeries("energy, weighted");
    for (uint32_t split = 0; split <= problem.GetLayerCount(0); ++split)
    {
        const EccEvaluation found = DescendAt(problem, split);
        figure.Add(utility, split, found.utility);
        figure.Add(time, split, problem.users[0].weights.time * found.GetTotalTime());
        figure.Add(energy, split, problem.users[0].weights.energy * found.GetTotalEnergy());
    }
    figure.Write(stem);
}

/// Utility of every split that is the best somewhere, over the width of a subchannel.
inline void
DrawWidths(EccProblem problem, const std::string& network, const std::string& stem)
{
    std::vector<double> widths;
    for (double width = 5e4; width < 5.1e6; width *= std::sqrt(2))
    {
        widths.push_back(width);
    }
    std::map<uint32_t, std::vector<double>> utility;
    std::vector<bool> wins(problem.GetLayerCount(0) + 1);
    for (const double width : widths)
    {
        problem.bandwidth = width;
        uint32_t best = 0;
        for (uint32_t split = 0; split < wins.size(); ++split)
        {
            utility[split].push_back(DescendAt(problem, split).utility);
            best = utility[split].back() < utility[best].back() ? split : best;
        }
        wins[best] = true;
    }
    wins.back() = true;
    Figure figure("Best common split, " + network, "width of a subchannel", "MHz", "utility", "");
    figure.SetLogX(true);
    figure.SetLogY(true);
    for (const auto& [split, values] : utility)
    {
        if (!wins[split])
        {
            continue;
        }
        const bool alone = split + 1 == wins.size();
        const auto series =
            figure.AddSeries(alone ? "device only" : "split " + std::to_string(split));
        for (std::size_t k = 0; k < widths.size(); ++k)
        {
            figure.Add(series, widths[k] / 1e6, values[k]);
        }
    }
    figure.Write(stem);
}

/// Delay and energy of computing alone over those of every method, for three networks.
inline void
DrawGains(const std::vector<std::pair<std::string, EccChain>>& networks, const std::string& stem)
{
    std::string axis = "network";
    for (std::size_t k = 0; k < networks.size(); ++k)
    {
        axis += (k == 0 ? " (" : ", ") + std::to_string(k + 1) + " " + networks[k].first;
    }
    Figure time("Delay of Device-Only over delay", axis + ")", "", "gain", "");
    Figure energy("Energy of Device-Only over energy", axis + ")", "", "gain", "");
    using Method = std::function<EccEvaluation(const EccProblem&)>;
    const std::vector<std::pair<std::string, Method>> methods = {
        {"ECC", [](const EccProblem& p) { return SolveEcc(p).evaluation; }},
        {"Edge-Only", [](const EccProblem& p) { return SolveEdgeOnly(p).evaluation; }},
        {"Neurosurgeon", [](const EccProblem& p) { return SolveNeurosurgeon(p).evaluation; }},
        {"DNN Surgery", [](const EccProblem& p) { return SolveDnnSurgery(p, true).evaluation; }},
        {"IAO", [](const EccProblem& p) { return SolveIao(p).evaluation; }},
        {"OMA", [](const EccProblem& p) { return SolveOma(p, SolveEcc(p).plan).evaluation; }}};
    double shift = -0.2; // so that equal points do not hide each other
    for (const auto& [name, method] : methods)
    {
        const auto timeSeries = time.AddSeries(name, SeriesStyle::POINTS);
        const auto energySeries = energy.AddSeries(name, SeriesStyle::POINTS);
        for (std::size_t k = 0; k < networks.size(); ++k)
        {
            const EccProblem problem = MakeSixUsers(networks[k].second);
            const EccEvaluation alone = SolveDeviceOnly(problem).evaluation;
            const EccEvaluation found = method(problem);
            const double x = static_cast<double>(k + 1) + shift;
            time.Add(timeSeries, x, alone.GetTotalTime() / found.GetTotalTime());
            energy.Add(energySeries, x, alone.GetTotalEnergy() / found.GetTotalEnergy());
        }
        shift += 0.08;
    }
    energy.SetLogY(true);
    time.Write(stem + "-delay");
    energy.Write(stem + "-energy");
}

/// Utility of computing alone over that of ECC, over users and subchannels at random places.
inline void
DrawSizes(const EccChain& chain, const std::string& network, const std::string& stem)
{
    Figure figure("Utility of Device-Only over that of ECC, " + network,
                  "users of the cell",
                  "",
                  "gain",
                  "");
    EccOptions options;
    options.search.deep = false;
    for (const std::size_t subchannels : {1, 2, 4, 8})
    {
        const auto series = figure.AddSeries(std::to_string(subchannels) + " subchannels");
        auto uniform = CreateObject<UniformRandomVariable>();
        uniform->SetStream(1000);
        auto exponential = CreateObject<ExponentialRandomVariable>();
        exponential->SetStream(1001);
        for (const std::size_t users : {2, 4, 6, 9, 12, 18, 24})
        {
            EccProblem problem;
            problem.cells.resize(1);
            problem.cells[0].unitTotal = 24;
            problem.users.resize(users);
            problem.uplinkGains = EccGains(subchannels, 1, users);
            problem.downlinkGains = problem.uplinkGains;
            for (std::size_t i = 0; i < users; ++i)
            {
                problem.users[i].chain = chain;
                const double kilometres = 0.25 * std::sqrt(uniform->GetValue(0.01, 1));
                const double gain = std::pow(10, -12.81 - 3.76 * std::log10(kilometres));
                for (std::size_t m = 0; m < subchannels; ++m)
                {
                    problem.uplinkGains(m, 0, i) = gain * exponential->GetValue(1, 0);
                    problem.downlinkGains(m, 0, i) = gain * exponential->GetValue(1, 0);
                }
            }
            const double alone = SolveDeviceOnly(problem).evaluation.utility;
            figure.Add(series, users, alone / SolveEcc(problem, options).summary.utility);
        }
    }
    figure.Write(stem);
}

/// Delay against energy over the weight of delay.
inline void
DrawTradeOff(EccProblem problem, const std::string& network, const std::string& stem)
{
    Figure figure("Weights from energy alone to delay alone, " + network,
                  "sum of delays",
                  "s",
                  "sum of energies",
                  "J");
    const auto series = figure.AddSeries("ECC");
    for (const double weight : {0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97, 1.0})
    {
        for (EccUser& user : problem.users)
        {
            user.weights.time = weight;
            user.weights.energy = 1 - weight;
        }
        const EccEvaluation found = SolveEcc(problem).evaluation;
        figure.Add(series, found.GetTotalTime(), found.GetTotalEnergy());
    }
    figure.Write(stem);
}

/// Steps per split, warm and cold.
inline void
DrawSteps(const EccProblem& problem, const std::string& network, const std::string& stem)
{
    Figure figure("Steps of the descents, " + network, "split", "", "steps", "");
    for (const bool warm : {true, false})
    {
        EccOptions options;
        options.warmStart = warm;
        options.search.enabled = false;
        const EccSummary summary = SolveEcc(problem, options).summary;
        const auto series = figure.AddSeries((warm ? "Li-GD, " : "cold, ") +
                                             std::to_string(summary.loopSteps) + " in all");
        for (std::size_t split = 0; split < summary.stepsPerSplit.size(); ++split)
        {
            figure.Add(series, split, summary.stepsPerSplit[split]);
        }
    }
    figure.Write(stem);
}

/// All of the above into a run's folder.
inline void
DrawFigures(const RunFolder& folder)
{
    const std::string name = "tiny YOLOv2";
    const EccChain yolo = MakeChain("TinyYOLOv2@pooling=counted");
    const EccProblem problem = MakeSixUsers(yolo);
    DrawSplits(problem, name, folder.GetPath("f1-splits"));
    DrawWidths(problem, name, folder.GetPath("f2-widths"));
    DrawGains({{"NiN", MakeChain("NiN@pooling=counted")},
               {name, yolo},
               {"VGG-16", MakeChain("VGG-16@pooling=counted")}},
              folder.GetPath("f3-gains"));
    DrawSizes(yolo, name, folder.GetPath("f4-sizes"));
    DrawTradeOff(problem, name, folder.GetPath("f5-trade-off"));
    DrawSteps(problem, name, folder.GetPath("f6-steps"));
}

} // namespace nomaecc

#endif // NOMA_ECC_FIGURES_H
