/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The tables of the manual's chapter about FoMo: every planner in both regimes, the round's time
// against band, workers, memory and speeds, resource blocks, shares of the band, and how far the
// heuristics are from the optimum. Planned figures alone: nothing is simulated, nothing is trained.

#include "../test/support/fomo-instances.h"
#include "allocation/round/fomo/fomo-alternating.h"
#include "allocation/round/fomo/fomo-defaults.h"
#include "allocation/round/fomo/fomo-dual.h"
#include "allocation/round/fomo/fomo-exact.h"
#include "allocation/round/round-planner.h"

#include "ns3/program-options.h"
#include "ns3/random-variable-stream.h"
#include "ns3/string.h"

#include <algorithm>
#include <functional>
#include <iomanip>
#include <iostream>
#include <numeric>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::fomotest;

namespace
{

const std::string PREFIX = "ns3::edgeai::";

/// @returns the plan of a planner by name
RoundPlan
PlanBy(const std::string& name, const RoundProblem& problem)
{
    return CreateRoundPlanner(name)->Plan(problem);
}

/// @returns mean time of so many random matchings [s]; 0 if there is none
double
PlanRandomly(RoundProblem problem, uint32_t times, Ptr<UniformRandomVariable> uniform)
{
    double sum = 0;
    for (uint32_t i = 0; i < times; ++i)
    {
        problem.uniformDraws.clear();
        for (std::size_t j = 0; j < problem.depth.blocks.size(); ++j)
        {
            problem.uniformDraws.push_back(uniform->GetValue(0, 1));
        }
        const RoundPlan plan = PlanBy("FomoRandomPlanner", problem);
        sum += plan.IsUsable() ? plan.time : 0;
    }
    return sum / times;
}

/// Every planner in one regime.
void
PrintRegime(const std::string& title, const RoundProblem& problem, uint32_t draws)
{
    const double best = PlanBy("FomoPlanner", problem).time;
    const Ptr<UniformRandomVariable> uniform = CreateObject<UniformRandomVariable>();
    uniform->SetStream(1);
    std::cout << title << "\n"
              << std::left << std::setw(26) << "planner" << std::right << std::setw(10) << "T [s]"
              << std::setw(12) << "bound [s]" << std::setw(13) << "optimum [%]" << std::setw(10)
              << "involved" << std::setw(8) << "steps\n";
    for (const std::string& name : ListRoundPlanners())
    {
        const std::string own = name.substr(PREFIX.size());
        if (own.find("Fomo") != 0 || own == "FomoEnumerationPlanner" || own == "FomoCrunchPlanner")
        {
            continue; // sixteen workers are too many for the one, a band is nothing for the other
        }
        std::cout << std::left << std::setw(26) << own << std::right << std::fixed
                  << std::setprecision(6);
        if (own == "FomoRandomPlanner")
        {
            const double mean = PlanRandomly(problem, draws, uniform);
            std::cout << std::setw(10) << mean << std::setw(25) << std::setprecision(1)
                      << 100 * (best / mean - 1) << "  (mean of " << draws << ")\n";
            continue;
        }
        const RoundPlan plan = PlanBy(name, problem);
        if (!plan.IsUsable())
        {
            std::cout << "  " << plan.reason << "\n";
            continue;
        }
        std::cout << std::setw(10) << plan.time << std::setw(12);
        plan.lowerBound > 0 ? std::cout << plan.lowerBound : std::cout << "-";
        std::cout << std::setprecision(1) << std::setw(13) << 100 * (best / plan.time - 1)
                  << std::setw(10)
                  << std::count_if(plan.workers.begin(),
                                   plan.workers.end(),
                                   [](const RoundShare& share) { return share.involved; })
                  << std::setw(7) << plan.summary.iterations << "\n";
    }
    std::cout << "\n";
}

/// @returns the exact plan with whole resource blocks divided for the earliest end
RoundPlan
PlanEarliest(const RoundProblem& problem)
{
    const Ptr<RoundPlanner> planner = CreateRoundPlanner("FomoPlanner");
    planner->SetAttribute("Rounding", StringValue("Earliest"));
    return planner->Plan(problem);
}

/// Times of some planners over a changing problem.
void
PrintCourse(const std::string& title,
            const std::vector<double>& values,
            const std::function<RoundProblem(double)>& make,
            bool earliest = false)
{
    const std::vector<std::string> names{"FomoPlanner",
                                         "FomoDualPlanner",
                                         "FomoAlternatingPlanner",
                                         "FomoEqualBandPlanner",
                                         "FomoIndexOrderPlanner",
                                         "FomoFullFederatedPlanner",
                                         "FomoSinglePlanner"};
    std::cout << "T [s] against " << title << "\n" << std::setw(10) << "";
    for (const std::string name : {"exact",
                                   "dual",
                                   "turns",
                                   "EQUAL-BW",
                                   "INDEX-ORDER",
                                   "FULL-FED",
                                   "SINGLE",
                                   "COMPUTE-ONLY"})
    {
        std::cout << std::setw(13) << name;
    }
    std::cout << (earliest ? "     Earliest" : "") << "\n" << std::fixed;
    for (const double value : values)
    {
        const RoundProblem problem = make(value);
        std::cout << std::setprecision(2) << std::setw(10) << value << std::setprecision(4);
        for (const std::string& name : names)
        {
            const RoundPlan plan = PlanBy(name, problem);
            std::cout << std::setw(13);
            plan.IsUsable() ? std::cout << plan.time : std::cout << "-";
        }
        const RoundPlan bound = PlanBy("FomoComputeOnlyPlanner", problem);
        std::cout << std::setw(13);
        bound.IsUsable() ? std::cout << bound.lowerBound : std::cout << "-";
        if (earliest)
        {
            std::cout << std::setw(13) << PlanEarliest(problem).time;
        }
        std::cout << "\n";
    }
    std::cout << "\n";
}

/// Moves a figure of all workers away from or towards its mean.
void
Spread(RoundProblem& problem, double RoundWorker::*figure, double factor)
{
    double mean = 0;
    for (const RoundWorker& worker : problem.workers)
    {
        mean += worker.*figure / static_cast<double>(problem.workers.size());
    }
    for (RoundWorker& worker : problem.workers)
    {
        worker.*figure = mean + factor * (worker.*figure - mean);
    }
}

/// What changes the time of a round with adapters.
void
PrintCourses()
{
    PrintCourse("the band [MHz]", {2.5, 5, 10, 20, 40, 1000}, [](double megahertz) {
        RoundProblem problem = MakeFomoAdapterProblem();
        problem.uplink.bandwidth = megahertz * 1e6;
        return problem;
    });
    PrintCourse(
        "the number of workers; fewer than 12 merge blocks",
        {6, 8, 12, 16, 24, 32, 48},
        [](double workers) { return MakeFomoAdapterProblem(static_cast<std::size_t>(workers)); });
    PrintCourse("the spread of memory (1: as given)", {.25, .5, 1, 1.2}, [](double factor) {
        RoundProblem problem = MakeFomoAdapterProblem();
        Spread(problem, &RoundWorker::memoryBytes, factor);
        return problem;
    });
    PrintCourse("the spread of speeds (1: as given)", {0, .5, 1, 1.4}, [](double factor) {
        RoundProblem problem = MakeFomoAdapterProblem();
        Spread(problem, &RoundWorker::flops, factor);
        return problem;
    });
    PrintCourse(
        "resource blocks [MHz]",
        {0, .18, .36, .72},
        [](double megahertz) {
            RoundProblem problem = MakeFomoAdapterProblem();
            problem.uplink.bandGranularity = megahertz * 1e6;
            return problem;
        },
        true);
}

/// Who gets how much of the band.
void
PrintShares()
{
    const RoundProblem problem = MakeFomoAdapterProblem();
    const RoundPlan plan = PlanBy("FomoPlanner", problem);
    std::vector<std::size_t> order(plan.workers.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return plan.workers[a].bandwidth > plan.workers[b].bandwidth;
    });
    std::cout << "shares of the band with adapters, the largest first\n"
              << std::setw(7) << "device" << std::setw(7) << "block" << std::setw(11) << "b [MHz]"
              << std::setw(12) << "f [TFLOP/s]" << std::setw(13) << "r [bit/s/Hz]" << std::setw(9)
              << "f r" << std::setw(14) << "compute [s]" << std::setw(12) << "upload [s]"
              << std::setw(9) << "lambda\n";
    for (const std::size_t k : order)
    {
        const RoundShare& share = plan.workers[k];
        const RoundWorker& worker = problem.workers[k];
        std::cout << std::setw(7) << k << std::setw(7) << share.block << std::setprecision(4)
                  << std::setw(11) << share.bandwidth / 1e6 << std::setprecision(2) << std::setw(12)
                  << worker.flops / 1e12 << std::setw(13) << worker.efficiency << std::setw(9)
                  << worker.flops / 1e12 * worker.efficiency << std::setprecision(4)
                  << std::setw(14) << share.computeTime << std::setw(12) << share.uploadTime
                  << std::setw(8) << share.multiplier << "\n";
    }
    std::cout << "\n";
}

/// How far the heuristics are from the optimum.
void
PrintGaps(uint32_t cases)
{
    Draws draws(5);
    std::vector<std::vector<double>> gaps(2);
    for (uint32_t i = 0; i < cases; ++i)
    {
        const FomoCase problem(MakeRandomFomo(draws, 6, 4));
        const FomoSolution exact = SolveFomoExactly(problem);
        if (exact.reason.empty())
        {
            gaps[0].push_back(AscendFomoDual(problem).division.time / exact.division.time - 1);
            gaps[1].push_back(AlternateFomo(problem).division.time / exact.division.time - 1);
        }
    }
    std::cout << "gap to the optimum, " << gaps[0].size()
              << " random cases of six workers and four "
              << "blocks\n"
              << std::setw(14) << "" << std::setw(10) << "optimal" << std::setw(10) << "<= 1 %"
              << std::setw(10) << "<= 5 %" << std::setw(10) << "<= 10 %" << std::setw(12)
              << "mean [%]" << std::setw(13) << "worst [%]\n";
    for (std::size_t m = 0; m < 2; ++m)
    {
        const auto share = [&](double limit) {
            return 100. *
                   std::count_if(gaps[m].begin(),
                                 gaps[m].end(),
                                 [limit](double gap) { return gap <= limit; }) /
                   gaps[m].size();
        };
        std::cout << std::setw(14) << (m == 0 ? "dual ascent" : "alternating")
                  << std::setprecision(1) << std::setw(10) << share(1e-9) << std::setw(10)
                  << share(.01) << std::setw(10) << share(.05) << std::setw(10) << share(.1)
                  << std::setprecision(2) << std::setw(12)
                  << 100 * std::accumulate(gaps[m].begin(), gaps[m].end(), 0.0) / gaps[m].size()
                  << std::setw(12) << 100 * *std::max_element(gaps[m].begin(), gaps[m].end())
                  << "\n";
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    uint32_t draws = 100;
    uint32_t cases = 1000;
    ProgramOptions cmd("fomo-figures", "What FoMo and its baselines plan.");
    cmd.AddValue("draws", "random matchings, of which the mean is shown", draws, 1, 100000);
    cmd.AddValue("cases", "random problems of the last table", cases, 10, 100000);
    cmd.Parse(argc, argv);
    PrintRegime("adapters of rank 8, 10 MHz", MakeFomoAdapterProblem(), draws);
    PrintRegime("whole blocks, 100 MHz", MakeFomoWholeProblem(), draws);
    PrintCourses();
    PrintShares();
    PrintGaps(cases);
    return 0;
}
