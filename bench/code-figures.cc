/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The tables of the manual's chapter about CoDE: paths, throughputs and accuracies of every planner
// in the base case, reward against the host's load and the links' rates, the cost form, training,
// portfolios. Planned figures alone: nothing is simulated and nothing is trained.

#include "allocation/pipeline/code/code-evaluation.h"
#include "allocation/pipeline/code/code-path-planner.h"
#include "allocation/pipeline/code/code-portfolio.h"

#include "ns3/program-options.h"
#include "ns3/string.h"

#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

const std::string PREFIX = "ns3::edgeai::";

/// @returns a path in words
std::string
ToText(const CodePlan& plan)
{
    std::string text;
    for (const CodeNode& node : plan.path)
    {
        const bool copied = plan.mirrored && node.block > plan.mirrorCut;
        text += (text.empty() ? "" : " ") + std::string(node.host ? "h" : (copied ? "L" : "l")) +
                std::to_string(node.block);
    }
    return text;
}

/// @returns the base case with another rate of both links and another load of the host
CodeProblem
MakeProblem(double rate, double load)
{
    CodeProblem problem = MakeCodeBaseProblem();
    problem.uplinkRate = rate;
    problem.downlinkRate = rate;
    problem.host.load = load;
    problem.uniformDraws = {.5};
    return problem;
}

/// Every planner in one case.
void
PrintPlanners(const std::string& title, const CodeProblem& problem)
{
    std::cout << title << " (h: the host's block, L: a copy of the local one at the host)\n"
              << std::left << std::setw(24) << "planner" << std::setw(18) << "path" << std::right
              << std::setw(9) << "x_l" << std::setw(9) << "x_h" << std::setw(9) << "Th [%]"
              << std::setw(10) << "A^av [%]" << std::setw(10) << "F" << std::setw(11) << "predicted"
              << std::setw(10) << "latency" << std::setw(7) << "trials" << std::setw(14)
              << "training [s]\n";
    for (const std::string& name : ListCodePathPlanners())
    {
        const CodePlan plan = CreateCodePathPlanner(name)->Plan(problem);
        std::cout << std::left << std::setw(24) << name.substr(PREFIX.size()) << std::setw(18)
                  << ToText(plan) << std::right << std::fixed << std::setprecision(3)
                  << std::setw(9) << plan.localRate << std::setw(9) << plan.hostRate
                  << std::setprecision(2) << std::setw(9)
                  << 100 * ((plan.localRate + plan.hostRate) /
                                (plan.ownLocalRate + plan.ownHostRate) -
                            1)
                  << std::setw(10) << 100 * (plan.averageAccuracy / plan.ownAverageAccuracy - 1)
                  << std::setprecision(6) << std::setw(10) << plan.reward << std::setw(11)
                  << plan.predictedReward << std::setprecision(4) << std::setw(10) << plan.latency
                  << std::setw(7) << plan.summary.iterations << std::setprecision(0)
                  << std::setw(13) << plan.trainingTime << "\n";
    }
    std::cout << "\n";
}

/// Rewards over loads and links.
void
PrintRewards()
{
    std::cout << "reward F of CoDE against the host's load and both links' rates\n"
              << std::setw(12) << "load [1/s]";
    const std::vector<double> rates{20e6, 60e6, 100e6, 200e6, 1e9};
    for (const double rate : rates)
    {
        std::cout << std::fixed << std::setprecision(0) << std::setw(10) << rate / 1e6 << " Mbit/s";
    }
    std::cout << "\n";
    for (const double load : {10., 20., 30., 40., 50., 60.})
    {
        std::cout << std::setprecision(0) << std::setw(12) << load << std::setprecision(6);
        for (const double rate : rates)
        {
            std::cout << std::setw(17)
                      << CreateCodePathPlanner("CodePlanner")->Plan(MakeProblem(rate, load)).reward;
        }
        std::cout << "\n";
    }
    std::cout << "\n";
}

/// The paper's first form.
void
PrintCosts()
{
    std::cout << "cost form, utilisation of the host 0.5\n"
              << std::setw(12) << "of local" << std::setw(18) << "path" << std::setw(12) << "J"
              << std::setw(14) << "local work" << std::setw(14) << "accuracy [%]\n";
    for (const double utilisation : {.1, .3, .5, .7, .9})
    {
        CodeProblem problem = MakeProblem(200e6, 40);
        problem.local.utilisation = utilisation;
        problem.host.utilisation = .5;
        Ptr<CodePathPlanner> planner = CreateCodePathPlanner("CodePlanner");
        planner->SetAttribute("Objective", StringValue("Cost"));
        const CodePlan plan = planner->Plan(problem);
        std::cout << std::fixed << std::setprecision(1) << std::setw(12) << utilisation
                  << std::setw(18) << ToText(plan) << std::setprecision(6) << std::setw(12)
                  << plan.cost << std::setprecision(4) << std::setw(14)
                  << plan.localFlop / problem.local.GetFlop() << std::setprecision(2)
                  << std::setw(13) << 100 * (plan.accuracy / problem.local.accuracy - 1) << "\n";
    }
    std::cout << "\n";
}

/// Sets of trained paths.
void
PrintPortfolios()
{
    std::vector<CodeProblem> states;
    for (const double load : {10., 40., 60.})
    {
        for (const double rate : {20e6, 200e6, 1e9})
        {
            states.push_back(MakeProblem(rate, load));
        }
    }
    const CodePortfolioTable table = MakePortfolioTable(states, 12);
    std::cout << "portfolios over nine states of load and links: mean reward\n"
              << std::setw(8) << "paths" << std::setw(14) << "greedy" << std::setw(14) << "best\n";
    for (uint32_t count = 1; count <= 4; ++count)
    {
        std::cout << std::setw(8) << count << std::fixed << std::setprecision(9) << std::setw(14)
                  << ChoosePortfolioGreedily(table, {}, count).reward << std::setw(14)
                  << EnumeratePortfolios(table, {}, count).reward << "\n";
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    double rate = 200e6;
    double load = 40;
    ProgramOptions cmd("code-figures", "What CoDE and its baselines plan.");
    cmd.AddValue("rate", "of both links in the first tables [bit/s]", rate, 1, 1e15);
    cmd.AddValue("load", "of the host in the first tables [1/s]", load, 1e-3, 1e9);
    cmd.Parse(argc, argv);
    PrintPlanners("AlexNet, with MobileNetV1 for the host", MakeProblem(rate, load));
    CodeProblem swapped = MakeProblem(rate, load);
    std::swap(swapped.local, swapped.host);
    swapped.local.load = 200;
    swapped.host.load = load;
    swapped.local.flops = 40e9;
    swapped.host.flops = 160e9;
    PrintPlanners("roles changed, 40 and 160 GFLOP/s", swapped);
    PrintRewards();
    PrintCosts();
    PrintPortfolios();
    return 0;
}
