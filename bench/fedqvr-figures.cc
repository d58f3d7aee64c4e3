/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The tables of the manual's chapter about FedQVR: methods of federated learning over links on
// which nothing is lost, over a fading cell with a deadline, against unequal local steps; the
// variance that allocations of bits and band leave. In memory: nothing is simulated.

#include "../test/support/federated-task.h"

#include "ns3/program-options.h"

#include <algorithm>
#include <functional>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::fedqvrtest;

namespace
{

/// A method and the bits of its code.
struct Method
{
    std::string name;
    uint32_t bits; ///< 0: none of its own
};

/// Mean and standard deviation of seeds.
struct Spread
{
    double mean{0};
    double deviation{0};
};

/// @param [in] results of seeds  @param [in] figure of each  @returns their spread
Spread
GetSpread(const std::vector<FederatedResult>& results, double FederatedResult::*figure)
{
    Spread spread;
    const auto count = static_cast<double>(results.size());
    for (const FederatedResult& result : results)
    {
        spread.mean += result.*figure / count;
    }
    for (const FederatedResult& result : results)
    {
        spread.deviation += std::pow(result.*figure - spread.mean, 2);
    }
    spread.deviation = count > 1 ? std::sqrt(spread.deviation / (count - 1)) : 0;
    return spread;
}

/// @param [in] results of seeds  @returns first rounds with a gap of 0.05, least and largest
std::string
GetRounds(const std::vector<FederatedResult>& results, uint32_t rounds)
{
    uint32_t least = UINT32_MAX;
    uint32_t most = 0;
    for (const FederatedResult& result : results)
    {
        const uint32_t reached = result.reached > 0 ? result.reached : UINT32_MAX;
        least = std::min(least, reached);
        most = std::max(most, reached);
    }
    const auto say = [rounds](uint32_t round) {
        return round == UINT32_MAX ? ">" + std::to_string(rounds) : std::to_string(round);
    };
    return say(least) + ".." + say(most);
}

/// @param [in] method  @returns how tables call it
std::string
GetLabel(const Method& method)
{
    return method.name + (method.bits > 0 ? " B=" + std::to_string(method.bits) : "");
}

/// A row of a method.
void
PrintRow(const std::string& label, const std::vector<FederatedResult>& results, uint32_t rounds)
{
    const Spread gap = GetSpread(results, &FederatedResult::gap);
    const Spread accuracy = GetSpread(results, &FederatedResult::accuracy);
    const Spread lost = GetSpread(results, &FederatedResult::lost);
    std::cout << std::left << std::setw(26) << label << std::right << std::fixed
              << std::setprecision(4) << std::setw(9) << gap.mean << " +- " << std::setw(6)
              << gap.deviation << std::setprecision(3) << std::setw(9) << accuracy.mean << " +- "
              << accuracy.deviation << std::setw(12) << GetRounds(results, rounds)
              << std::setprecision(0) << std::setw(9)
              << GetSpread(results, &FederatedResult::bits).mean << std::setw(10)
              << std::setprecision(2) << 100 * lost.mean << std::endl;
}

/// What the columns are.
void
PrintHead(const std::string& title)
{
    std::cout << title << "\n"
              << std::left << std::setw(26) << "method" << std::right << std::setw(9) << "gap"
              << "          " << std::setw(9) << "accuracy"
              << "         " << std::setw(12) << "to 0.05" << std::setw(9) << "bit" << std::setw(11)
              << "lost [%]\n";
}

/// @param [in] result of a method  @returns the same  @throws LearningError if one could not learn
const FederatedResult&
Require(const FederatedResult& result)
{
    if (!result.fault.empty())
    {
        throw LearningError(result.fault);
    }
    return result;
}

/// Every method, nothing lost.
void
PrintMethods(const std::vector<FederatedTask>& tasks, uint32_t rounds)
{
    double accuracy = 0;
    for (const FederatedTask& task : tasks)
    {
        accuracy += task.accuracy / static_cast<double>(tasks.size());
    }
    PrintHead("all updates come; accuracy of the exact optimum " +
              std::to_string(accuracy).substr(0, 5));
    for (const Method& method : std::vector<Method>{{"FedAvg", 0},
                                                    {"FedPAQ", 4},
                                                    {"FedPAQ", 2},
                                                    {"QSGD", 4},
                                                    {"FedNova", 0},
                                                    {"FedCOMGATE", 4},
                                                    {"SCAFFOLD", 0},
                                                    {"SCAFFOLDn", 0},
                                                    {"FedQVR", 8},
                                                    {"FedQVR", 4},
                                                    {"FedQVR", 2},
                                                    {"FedQVR", 1}})
    {
        std::vector<FederatedResult> results;
        for (const FederatedTask& task : tasks)
        {
            results.push_back(Require(LearnFederated(task, method.name, method.bits, rounds)));
        }
        PrintRow(GetLabel(method), results, rounds);
    }
    std::cout << "\n";
}

/// Allocations in the loop.
void
PrintDeadline(const std::vector<FederatedTask>& tasks, uint32_t rounds)
{
    PrintHead("8 ms over 60 kHz of fading links");
    const auto row = [&](const Method& method, const FedQvrScheme& scheme) {
        std::vector<FederatedResult> results;
        for (const FederatedTask& task : tasks)
        {
            results.push_back(
                Require(LearnFederated(task, method.name, method.bits, rounds, &scheme)));
        }
        const bool same = method.name == scheme.name;
        PrintRow(same ? method.name : method.name + ", " + scheme.name, results, rounds);
    };
    for (const FedQvrScheme& scheme : ListFedQvrSchemes())
    {
        row({scheme.bits > 0 ? "FedQVR" : "FedQVR-E", scheme.bits}, scheme);
    }
    row({"FedQVR-inverse", 0}, ListFedQvrSchemes().front());
    row({"FedPAQ", 4}, ListFedQvrSchemes()[2]);
    row({"FedPAQ", 2}, ListFedQvrSchemes()[5]);
    std::cout << "\n";
}

/// Unequal local steps.
void
PrintSteps(std::vector<FederatedTask> tasks, uint32_t rounds)
{
    PrintHead("local steps of 10 in the mean, further and further apart");
    for (const uint32_t spread : {0, 5, 9})
    {
        for (FederatedTask& task : tasks)
        {
            // The same places in a narrower range.
            const FederatedTask given(1 + static_cast<uint32_t>(&task - tasks.data()));
            for (std::size_t k = 0; k < task.settings.steps.size(); ++k)
            {
                task.settings.steps[k] = 10 - spread + given.settings.steps[k] * 2 * spread / 20;
            }
        }
        for (const Method& method :
             std::vector<Method>{{"FedAvg", 0}, {"FedNova", 0}, {"FedQVR", 4}})
        {
            std::vector<FederatedResult> results;
            for (const FederatedTask& task : tasks)
            {
                results.push_back(Require(LearnFederated(task, method.name, method.bits, rounds)));
            }
            PrintRow(GetLabel(method) + ", " + std::to_string(10 - spread) + ".." +
                         std::to_string(10 + spread),
                     results,
                     rounds);
        }
    }
    std::cout << "\n";
}

/// Variance of random cells.
void
PrintVariance(uint32_t cells)
{
    const Ptr<UniformRandomVariable> uniform = CreateObject<UniformRandomVariable>();
    uniform->SetStream(14);
    std::vector<std::vector<double>> ratios(ListFedQvrSchemes().size());
    std::vector<double> bounds;
    for (uint32_t i = 0; i < cells; ++i)
    {
        const RoundProblem problem = MakeRandomFedQvr(uniform, 5);
        double best = 0;
        for (std::size_t s = 0; s < ratios.size(); ++s)
        {
            const RoundPlan plan = ListFedQvrSchemes()[s].Make()->Plan(problem);
            best = s == 0 ? plan.variance : best;
            ratios[s].push_back(plan.variance / best);
            if (s == 0)
            {
                bounds.push_back(plan.variance / plan.varianceBound);
            }
        }
    }
    std::cout << "V over that of FedQVR-E, " << cells << " random cells of five devices\n"
              << std::left << std::setw(20) << "allocation" << std::right << std::setw(9) << "least"
              << std::setw(9) << "5 %" << std::setw(9) << "median" << std::setw(9) << "95 %\n";
    const auto row = [](const std::string& name, std::vector<double> all) {
        std::sort(all.begin(), all.end());
        std::cout << std::left << std::setw(20) << name << std::right << std::setprecision(3);
        for (const double share : {0., .05, .5, .95})
        {
            const auto last = static_cast<double>(all.size() - 1);
            std::cout << std::setw(9) << all[static_cast<std::size_t>(share * last)];
        }
        std::cout << "\n";
    };
    for (std::size_t s = 1; s < ratios.size(); ++s)
    {
        row(ListFedQvrSchemes()[s].name, ratios[s]);
    }
    row("FedQVR-E / relaxed", bounds);
    std::cout << "\n";
}

/// What changes with the band.
void
PrintBand()
{
    std::cout << "J of the four devices of checks F8 to F10 against the band [kHz]\n"
              << std::setw(10) << "";
    const std::vector<FedQvrScheme> schemes = ListFedQvrSchemes();
    for (const FedQvrScheme& scheme : schemes)
    {
        std::cout << std::setw(16) << scheme.name;
    }
    std::cout << "\n";
    for (const double kilohertz : {75., 100., 150., 200., 300., 600.})
    {
        RoundProblem problem = MakeGivenFedQvr();
        problem.uplink.bandwidth = 1e3 * kilohertz;
        std::cout << std::setw(10) << std::setprecision(0) << kilohertz;
        for (const FedQvrScheme& scheme : schemes)
        {
            const RoundPlan plan = scheme.Make()->Plan(problem);
            // V m^2 + the sum of D.
            std::cout << std::setw(16) << std::setprecision(4);
            plan.IsUsable() ? std::cout << plan.variance * 16 + 4 : std::cout << "-";
        }
        std::cout << "\n";
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    uint32_t seeds = 5;
    uint32_t rounds = 150;
    uint32_t cells = 1000;
    ProgramOptions cmd("fedqvr-figures", "What FedQVR and its baselines learn and plan.");
    cmd.AddValue("seeds", "of data, devices and draws", seeds, 1, 100);
    cmd.AddValue("rounds", "of each run", rounds, 20, 100000);
    cmd.AddValue("cells", "random problems of the table of variances", cells, 20, 100000);
    cmd.Parse(argc, argv);
    try
    {
        std::vector<FederatedTask> tasks;
        for (uint32_t seed = 1; seed <= seeds; ++seed)
        {
            tasks.emplace_back(seed);
        }
        PrintMethods(tasks, rounds);
        PrintDeadline(tasks, rounds);
        PrintSteps(tasks, rounds);
        PrintVariance(cells);
        PrintBand();
    }
    catch (const LearningError& error)
    {
        std::cerr << "fedqvr-figures: " << error.what() << "\n";
        return 1;
    }
    return 0;
}
