/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The tables of the manual's chapter about HFEL: cells, links and learning of six cells, in memory.
// Nothing is simulated; models learn with true gradients.

#include "../test/support/hfel-evaluation.h"

#include "ns3/program-options.h"

#include <cmath>
#include <functional>
#include <iomanip>
#include <iostream>
#include <numeric>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::hfeltest;

namespace
{

/// One row of the table.
struct Scheme
{
    std::string name;
    std::string cells;
    std::string links;
    ConsensusMode mode{ConsensusMode::EXACT};
    bool slack{false};
    uint32_t edgeRounds{2};
};

/// Mean over seeds, and its standard error.
struct Mean
{
    double value{0};
    double error{0};
};

Mean
GetMean(const std::vector<double>& values)
{
    const auto count = static_cast<double>(values.size());
    Mean mean;
    mean.value = std::accumulate(values.begin(), values.end(), 0.) / count;
    double squares = 0;
    for (const double value : values)
    {
        squares += (value - mean.value) * (value - mean.value);
    }
    mean.error = count > 1 ? std::sqrt(squares / (count - 1) / count) : 0;
    return mean;
}

/// @returns what a scheme comes to with each seed
std::vector<EvaluationOutcome>
RunSeeds(const Scheme& scheme, EvaluationOptions options, uint32_t seeds)
{
    options.mode = scheme.mode;
    options.slack = scheme.slack;
    // As many edge rounds, however often servers mix.
    options.rounds = options.rounds * options.edgeRounds / scheme.edgeRounds;
    options.lastRounds = options.lastRounds * options.edgeRounds / scheme.edgeRounds;
    options.edgeRounds = scheme.edgeRounds;
    std::vector<EvaluationOutcome> outcomes;
    for (uint64_t seed = 1; seed <= seeds; ++seed)
    {
        outcomes.push_back(HfelEvaluation(seed, options).Run(scheme.cells, scheme.links));
    }
    return outcomes;
}

/// @returns one figure of all seeds
Mean
Collect(const std::vector<EvaluationOutcome>& outcomes, double EvaluationOutcome::*figure)
{
    std::vector<double> values;
    for (const EvaluationOutcome& outcome : outcomes)
    {
        values.push_back(outcome.*figure);
    }
    return GetMean(values);
}

/// @returns one figure of all seeds beside that of another scheme with the same ones
Mean
Compare(const std::vector<EvaluationOutcome>& outcomes,
        const std::vector<EvaluationOutcome>& others,
        const std::function<double(const EvaluationOutcome&, const EvaluationOutcome&)>& figure)
{
    std::vector<double> values;
    for (std::size_t i = 0; i < outcomes.size(); ++i)
    {
        values.push_back(figure(outcomes[i], others[i]));
    }
    return GetMean(values);
}

/// Prints a mean and its error.
void
Print(const Mean& mean, int digits, int width)
{
    std::cout << std::fixed << std::setprecision(digits) << std::setw(width) << mean.value << " +- "
              << std::setw(digits + 2) << mean.error;
}

/// The evaluation of the definition, and what it has no row for.
void
PrintSchemes(const EvaluationOptions& options, uint32_t seeds)
{
    std::vector<Scheme> schemes{
        {"S1, threshold", "HfelPlanner", "HfelThresholdPlanner"},
        {"equal band, threshold", "HfelEqualBandPlanner", "HfelThresholdPlanner"},
        {"fixed clock, threshold", "HfelFixedClockPlanner", "HfelThresholdPlanner"},
        {"S1, full mesh", "HfelPlanner", "HfelFullMeshPlanner"},
        {"S1, ring", "HfelPlanner", "HfelRingPlanner"},
        {"S1, star", "HfelPlanner", "HfelStarPlanner"},
        {"S1, random graph", "HfelPlanner", "HfelRandomGraphPlanner"},
        {"equal band, full mesh", "HfelEqualBandPlanner", "HfelFullMeshPlanner"},
        {"S1, no exchange", "HfelPlanner", "HfelNoExchangePlanner"},
        {"S1, Hier-FAvg", "HfelPlanner", "HierFavgPlanner"},
        {"S1, CE-FedAvg", "HfelPlanner", "CeFedAvgPlanner"},
        {"S1, FedAvg (q = 1)", "HfelPlanner", "CloudFedAvgPlanner"},
        {"S1, threshold, sketch", "HfelPlanner", "HfelThresholdPlanner"},
        {"S1, threshold, lagged", "HfelPlanner", "HfelThresholdPlanner"},
        {"S1, threshold, slack", "HfelPlanner", "HfelThresholdPlanner"}};
    schemes[11].edgeRounds = 1;
    schemes[12].mode = ConsensusMode::SKETCH;
    schemes[13].mode = ConsensusMode::LAGGED;
    schemes[14].slack = true;
    std::cout << "schemes, " << options.rounds << " rounds, mean of " << seeds
              << " seeds and its standard error\n"
              << std::left << std::setw(24) << "scheme" << std::right << std::setw(14) << "time [s]"
              << std::setw(18) << "acc of ybar" << std::setw(17) << "acc of y_m" << std::setw(17)
              << "over full mesh" << std::setw(12) << "time" << std::setw(9) << "links"
              << std::setw(7) << "rho" << std::setw(9) << "E [J]\n";
    const std::vector<EvaluationOutcome> full = RunSeeds(schemes[3], options, seeds);
    for (const Scheme& scheme : schemes)
    {
        const std::vector<EvaluationOutcome> outcomes = RunSeeds(scheme, options, seeds);
        std::cout << std::left << std::setw(24) << scheme.name << std::right;
        Print(Collect(outcomes, &EvaluationOutcome::time), 2, 6);
        Print(Collect(outcomes, &EvaluationOutcome::accuracy), 3, 9);
        Print(Collect(outcomes, &EvaluationOutcome::meanAccuracy), 3, 8);
        const auto more = [](const EvaluationOutcome& one, const EvaluationOutcome& other) {
            return one.accuracy - other.accuracy;
        };
        const auto longer = [](const EvaluationOutcome& one, const EvaluationOutcome& other) {
            return 100 * (one.time / other.time - 1);
        };
        Print(Compare(outcomes, full, more), 3, 8);
        std::cout << std::setprecision(0) << std::setw(9) << Compare(outcomes, full, longer).value
                  << " %" << std::setprecision(1) << std::setw(9)
                  << Collect(outcomes, &EvaluationOutcome::links).value << std::setprecision(3)
                  << std::setw(7) << Collect(outcomes, &EvaluationOutcome::factor).value
                  << std::setprecision(2) << std::setw(8)
                  << Collect(outcomes, &EvaluationOutcome::energy).value << "\n";
    }
    std::cout << "\n";
}

/// Time and accuracy of the threshold's links against what changes.
void
PrintCourse(const std::string& title,
            const std::vector<double>& values,
            const std::function<void(EvaluationOptions&, double)>& set,
            const EvaluationOptions& base,
            uint32_t seeds)
{
    std::cout << "S1 and thresholds against " << title << "\n"
              << std::setw(10) << "" << std::setw(15) << "time [s]" << std::setw(17)
              << "acc of ybar" << std::setw(17) << "acc of y_m" << std::setw(9) << "links\n";
    for (const double value : values)
    {
        EvaluationOptions options = base;
        set(options, value);
        const std::vector<EvaluationOutcome> outcomes =
            RunSeeds({"", "HfelPlanner", "HfelThresholdPlanner"}, options, seeds);
        std::cout << std::setprecision(3) << std::setw(10) << value;
        Print(Collect(outcomes, &EvaluationOutcome::time), 2, 7);
        Print(Collect(outcomes, &EvaluationOutcome::accuracy), 3, 8);
        Print(Collect(outcomes, &EvaluationOutcome::meanAccuracy), 3, 8);
        std::cout << std::setprecision(1) << std::setw(8)
                  << Collect(outcomes, &EvaluationOutcome::links).value << "\n";
    }
    std::cout << "\n";
}

/// Least T of each cell planner against the budget, no learning.
void
PrintCells(uint32_t cells)
{
    std::cout << "edge round [ms] against the budget of a device, mean of " << cells
              << " random cells\n"
              << std::setw(12) << "E_max [mJ]" << std::setw(12) << "S1" << std::setw(14)
              << "equal band" << std::setw(14) << "fixed clock\n";
    for (const double energy : {4e-3, 6e-3, 8e-3, 10e-3, 15e-3, 25e-3, 50e-3})
    {
        std::cout << std::fixed << std::setprecision(0) << std::setw(12) << 1e3 * energy
                  << std::setprecision(2);
        int width = 12;
        for (const std::string name :
             {"HfelPlanner", "HfelEqualBandPlanner", "HfelFixedClockPlanner"})
        {
            Draws draws(5);
            double sum = 0;
            uint32_t planned = 0;
            for (uint32_t i = 0; i < cells; ++i)
            {
                const RoundPlan plan = PlanCell(name, MakeRandomCell(draws, energy, energy));
                sum += plan.IsUsable() ? plan.time : 0;
                planned += plan.IsUsable() ? 1 : 0;
            }
            std::cout << std::setw(width);
            planned == cells ? std::cout << 1e3 * sum / cells : std::cout << "-";
            width = 14;
        }
        std::cout << "\n";
    }
    std::cout << "\n";
}

/// Links, distance and accuracy round by round, with one seed.
void
PrintRounds(const EvaluationOptions& options)
{
    const EvaluationOutcome outcome =
        HfelEvaluation(1, options).Run("HfelPlanner", "HfelThresholdPlanner", true);
    std::cout << "rounds of S1 and thresholds, seed 1\n"
              << std::setw(6) << "round" << std::setw(7) << "links" << std::setw(9) << "rho"
              << std::setw(9) << "rho_max" << std::setw(11) << "Xi before" << std::setw(10)
              << "Xi after" << std::setw(8) << "T [s]" << std::setw(7) << "acc\n";
    for (std::size_t t = 0; t < outcome.rounds.size(); t += t < 5 ? 1 : 5)
    {
        const TwoTierRound& round = outcome.rounds[t];
        std::cout << std::setw(6) << t + 1 << std::setw(7) << round.plan.links.size()
                  << std::setprecision(4) << std::setw(9) << round.plan.factor << std::setw(9)
                  << round.plan.factorMax << std::setw(11) << round.distanceBefore << std::setw(10)
                  << round.distanceAfter << std::setprecision(3) << std::setw(8) << round.plan.time
                  << std::setw(7) << outcome.accuracies[t] << "\n";
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    uint32_t seeds = 5;
    EvaluationOptions options;
    ProgramOptions cmd("hfel-figures", "What HFEL and its baselines come to, in memory.");
    cmd.AddValue("seeds", "independent runs, of which means are shown", seeds, 1, 1000);
    cmd.AddValue("rounds", "global rounds", options.rounds, 10, 100000);
    cmd.Parse(argc, argv);
    PrintCells(100);
    PrintSchemes(options, seeds);
    PrintCourse(
        "Xi_max over the first Xi_z",
        {.01, .05, .1, .25, .5, 1, 2},
        [](EvaluationOptions& now, double share) { now.distanceShare = share; },
        options,
        seeds);
    PrintCourse(
        "the band of a cell [MHz]",
        {.25, .5, 1, 2, 4},
        [](EvaluationOptions& now, double megahertz) { now.bandwidth = megahertz * 1e6; },
        options,
        seeds);
    PrintRounds(options);
    return 0;
}
