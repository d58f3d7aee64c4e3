/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How long it takes to plan a pipeline of RepVGG-A0 in three structures: the whole front by
// scanning every threshold and by bisection, the plan for one floor of the accuracy as it is made
// online, with and without a latency limit, and all of it by enumeration in the same run. Times are
// medians; every line reports what it found, so that a fast wrong answer shows.

#include "allocation/pipeline/chain/chain-enumeration.h"
#include "allocation/pipeline/chain/chain-solver.h"
#include "measure.h"

#include "ns3/iovt-defaults.h"
#include "ns3/program-options.h"

#include <iomanip>
#include <iostream>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns RepVGG-A0 over the default boards, the middle one several times
ChainProblem
MakeProblem(uint32_t devices)
{
    ChainProblem problem = MakeIovtProblem(100e6);
    while (problem.devices.size() < devices)
    {
        problem.devices.insert(problem.devices.begin() + 1, problem.devices[1]);
        problem.linkRates.push_back(problem.linkRates.back());
    }
    return problem;
}

} // namespace

int
main(int argc, char* argv[])
{
    uint32_t repeats = 11;
    uint32_t devicesMax = 5;
    ProgramOptions cmd("iovt-bench", "How long the chain planners take, beside enumeration.");
    cmd.AddValue("repeats", "measurements per line, of which the median is shown", repeats, 1, 1e6);
    cmd.AddValue("devices", "largest number of devices, 3 to 5", devicesMax, 3, 5);
    cmd.Parse(argc, argv);

    std::cout << std::left << std::setw(9) << "devices" << std::setw(34) << "what" << std::right
              << std::setw(14) << "time [ms]" << std::setw(20) << "enumeration [ms]"
              << std::setw(22) << "enumeration / this" << std::setw(14) << "found" << std::setw(14)
              << "enumerated"
              << "\n";
    for (uint32_t devices = 3; devices <= devicesMax; ++devices)
    {
        const ChainProblem free = MakeProblem(devices);
        ChainProblem floored = free;
        floored.accuracyMin = 0.73;
        ChainProblem limited = floored;
        limited.latencyLimit = 1.1 * EnumerateChain(floored, ChainObjective::LATENCY).latency;

        struct Line
        {
            std::string what;
            const ChainProblem& problem;
            ChainObjective objective;
            ChainSearch::Scan scan;
        };

        const ChainObjective front = ChainObjective::WEIGHTED;
        const ChainObjective fastest = ChainObjective::THROUGHPUT;
        for (const Line& line :
             {Line{"front, every threshold [points]", free, front, ChainSearch::FULL},
              Line{"front, bisected [points]", free, front, ChainSearch::BISECT},
              Line{"online, floor 0.73 [1/s]", floored, fastest, ChainSearch::BISECT},
              Line{"online, latency limit too [1/s]", limited, fastest, ChainSearch::BISECT}})
        {
            const auto figure = [&](const ChainPlan& plan) {
                return line.objective == front ? double(plan.front.size()) : plan.capacity;
            };
            ChainSolverOptions options;
            options.objective = line.objective;
            options.scan = line.scan;
            const auto [time, found] =
                Measure([&] { return figure(SolveChain(line.problem, options)); }, repeats);
            const auto [reference, enumerated] =
                Measure([&] { return figure(EnumerateChain(line.problem, line.objective)); },
                        std::min(repeats, 5U));
            std::cout << std::left << std::setw(9) << devices << std::setw(34) << line.what
                      << std::right << std::fixed << std::setprecision(3) << std::setw(14)
                      << time / 1000 << std::setw(20) << reference / 1000 << std::setprecision(2)
                      << std::setw(22) << reference / time << std::setprecision(4) << std::setw(14)
                      << found << std::setw(14) << enumerated << "\n";
        }
    }
    return 0;
}
