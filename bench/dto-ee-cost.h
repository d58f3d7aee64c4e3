/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_COST_H
#define EDGE_AI_DTO_EE_COST_H

// What planning by DTO-EE costs: rounds against size, and a plan beside a convex solver.

#include "measure.h"
#include "support/dto-ee-test-support.h"
#include "support/flow-programme.h"

#include <cstdint>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @param [in] devices how many  @param [in] stages how many  @param [in] nodes of each stage
/// @returns an instance with a load of 0.6 in each stage, if nobody left early
inline DtoEeProblem
MakeStagesToMeasure(std::size_t devices, std::size_t stages, std::size_t nodes)
{
    dtoeetest::RandomStages random(devices + 1000 * stages + nodes);
    return random.Make(devices, std::vector<std::size_t>(stages, nodes), 0.6, 0);
}

/// @returns settings of rounds alone: as many as there are to be, thresholds in force
inline DtoEeSolverOptions
MakeRoundsOnly(uint32_t rounds)
{
    DtoEeSolverOptions options;
    options.slots = 1;
    options.rounds = rounds;
    options.tolerance = 0;
    options.thresholds = DtoEeThresholds::FIXED;
    return options;
}

/// Prints the time of a round against the size, and that of a plan.
inline void
PrintDtoEeGrowth(uint32_t repeats)
{
    struct Size
    {
        std::size_t devices;
        std::size_t stages;
        std::size_t nodes;
    };

    std::cout << "DTO-EE: rounds (all rows once), and a plan of 5 slots of at most 50 rounds\n"
              << std::setw(9) << "devices" << std::setw(8) << "stages" << std::setw(8) << "nodes"
              << std::setw(10) << "links" << std::setw(14) << "round [ms]" << std::setw(12)
              << "rounds/s" << std::setw(15) << "ns per link" << std::setw(12) << "plan [ms]"
              << std::setw(10) << "gap / T"
              << "\n";
    for (const Size& size : {Size{20, 4, 4},
                             Size{100, 4, 4},
                             Size{1000, 4, 4},
                             Size{20, 4, 16},
                             Size{20, 4, 64},
                             Size{20, 8, 64},
                             Size{1000, 8, 64}})
    {
        const DtoEeProblem problem = MakeStagesToMeasure(size.devices, size.stages, size.nodes);
        const DtoEeNetwork network = MakeDtoEeNetwork(problem);
        const double links =
            size.devices * size.nodes + (size.stages - 1.0) * size.nodes * size.nodes;
        // The difference of 50 and 10 rounds: without what is done once.
        const auto run = [&](uint32_t rounds) {
            return Measure(
                       [&] {
                           return SolveDtoEe(problem, network, MakeRoundsOnly(rounds))
                               .summary.residual;
                       },
                       repeats)
                .first;
        };
        const double round = (run(50) - run(10)) / 40;
        const auto [time, gap] = Measure(
            [&] {
                const DtoEePlan plan = dtoeetest::PlanBy("DtoEePlanner", problem);
                return plan.gap / plan.responseTime;
            },
            std::min(repeats, 3U));
        std::cout << std::setw(9) << size.devices << std::setw(8) << size.stages << std::setw(8)
                  << size.nodes << std::setw(10) << std::fixed << std::setprecision(0) << links
                  << std::setprecision(3) << std::setw(14) << round / 1000 << std::setprecision(0)
                  << std::setw(12) << 1e6 / round << std::setprecision(1) << std::setw(15)
                  << 1000 * round / links << std::setw(12) << time / 1000 << std::setprecision(4)
                  << std::setw(10) << gap << "\n";
    }
}

/// Prints rounds beside a general convex solver on the flows of the same instance.
inline void
PrintDtoEeReference(uint32_t repeats)
{
    std::cout << "\nDTO-EE to a gap of 1e-5 of the time beside a convex solver on flows\n"
              << std::setw(9) << "devices" << std::setw(8) << "stages" << std::setw(8) << "nodes"
              << std::setw(8) << "links" << std::setw(10) << "rounds" << std::setw(14)
              << "rounds [ms]" << std::setw(14) << "solver [ms]" << std::setw(17)
              << "solver / rounds" << std::setw(13) << "T [s]" << std::setw(13) << "solver's T"
              << "\n";
    for (const std::vector<std::size_t>& size : {std::vector<std::size_t>{4, 3, 2},
                                                 std::vector<std::size_t>{10, 3, 3},
                                                 std::vector<std::size_t>{20, 4, 4}})
    {
        const DtoEeProblem problem = MakeStagesToMeasure(size[0], size[1], size[2]);
        const DtoEeNetwork network = MakeDtoEeNetwork(problem);
        DtoEeSolverOptions options = MakeRoundsOnly(100000);
        options.tolerance = 1e-5;
        uint32_t rounds = 0;
        const auto [time, found] = Measure(
            [&] {
                const DtoEeSolution solution = SolveDtoEe(problem, network, options);
                rounds = solution.summary.iterations;
                return EvaluateDtoEe(problem, network, solution.shares, solution.thresholds)
                    .responseTime;
            },
            repeats);
        const std::vector<double> passing =
            DtoEeExitModel(problem).GetPassing(problem.GetThresholds());
        std::size_t links = 0;
        const auto [reference, least] = Measure(
            [&] {
                FlowProgramme programme(problem, passing);
                links = programme.GetLinks();
                return programme.Solve();
            },
            std::min(repeats, 3U));
        std::cout << std::setw(9) << size[0] << std::setw(8) << size[1] << std::setw(8) << size[2]
                  << std::setw(8) << links << std::setw(10) << rounds << std::setprecision(3)
                  << std::setw(14) << time / 1000 << std::setw(14) << reference / 1000
                  << std::setprecision(1) << std::setw(17) << reference / time
                  << std::setprecision(7) << std::setw(13) << found << std::setw(13) << least
                  << "\n";
    }
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_COST_H
