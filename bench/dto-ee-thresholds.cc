/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What thresholds of nodes bring over thresholds of exits in DTO-EE: planned times, accuracies and
// utilities of both, over instances that are drawn, and how much more any rows and thresholds could
// bring at most. A table of the manual's chapter; nothing is simulated.

#include "support/dto-ee-test-support.h"

#include "ns3/program-options.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// Some instances.
struct Setting
{
    std::string words;
    std::function<DtoEeProblem(uint64_t seed)> make;
    bool drawn{true}; ///< otherwise there is one only
};

/// @returns ResNet-101 in four stages, as MakeResNet(), with other numbers and fewer links
DtoEeProblem
MakeDrawn(uint64_t seed, double total, std::size_t nodes, double missing, double speed)
{
    DtoEeProblem problem = MakeResNet(seed, total, nodes);
    RandomStages random(seed + 1000);
    for (DtoEeStage& stage : problem.stages)
    {
        for (DtoEeNode& node : stage.nodes)
        {
            node.speed *= speed;
        }
        for (std::vector<double>& rates : stage.linkRates)
        {
            const auto sure = static_cast<std::size_t>(random.Draw(0, rates.size()));
            for (std::size_t j = 0; j < rates.size(); ++j)
            {
                rates[j] = j != sure && random.Draw(0, 1) < missing ? 0 : rates[j];
            }
        }
    }
    return problem;
}

/// @returns how far thresholds of a stage are apart at most, of nodes to which tasks come
double
GetSpread(const DtoEeProblem& problem, const DtoEePlan& plan)
{
    double spread = 0;
    for (const DtoEeExit& exit : problem.exits)
    {
        const std::size_t first = problem.GetFirstIndex(exit.stage) - problem.GetSize(0);
        double low = 1;
        double high = 0;
        for (std::size_t j = first; j < first + problem.GetSize(exit.stage); ++j)
        {
            if (plan.loads[j].load > 1e-3)
            {
                low = std::min(low, plan.nodeThresholds[j]);
                high = std::max(high, plan.nodeThresholds[j]);
            }
        }
        spread = std::max(spread, high - low);
    }
    return spread;
}

/// Means over the instances of a setting. @param [in] setting which  @param [in] most instances
void
Print(const Setting& setting, uint32_t most)
{
    double sums[9] = {};
    uint32_t solved = 0;
    const uint32_t instances = setting.drawn ? most : 1;
    for (uint32_t seed = 1; seed <= instances; ++seed)
    {
        const DtoEeProblem problem = setting.make(seed);
        const DtoEePlan stage = PlanByScope(problem, "Stage");
        const DtoEePlan node = PlanByScope(problem, "Node");
        if (stage.status != PlanStatus::SOLVED || node.status != PlanStatus::SOLVED)
        {
            continue;
        }
        ++solved;
        const double gain = node.utility - stage.utility;
        const std::vector<double> values{1e3 * stage.responseTime,
                                         100 * stage.accuracy,
                                         1e3 * node.responseTime,
                                         100 * node.accuracy,
                                         1e3 * gain,
                                         100 * gain / stage.responseTime,
                                         1e3 * node.gap,
                                         100 * node.gap / node.responseTime,
                                         GetSpread(problem, node)};
        for (std::size_t v = 0; v < values.size(); ++v)
        {
            sums[v] += values[v];
        }
    }
    std::cout << std::left << std::setw(44) << setting.words << std::right << std::setw(7) << solved
              << "/" << instances;
    for (std::size_t v = 0; v < 9; ++v)
    {
        std::cout << std::setw(v < 4 ? 9 : 11) << std::setprecision(v < 4 ? 2 : 3)
                  << sums[v] / solved;
    }
    std::cout << "\n";
}

} // namespace

int
main(int argc, char* argv[])
{
    uint32_t instances = 10;
    ProgramOptions cmd("dto-ee-thresholds", "What thresholds of nodes bring.");
    cmd.AddValue("instances", "instances that are drawn for each setting", instances, 1, 1000000);
    cmd.Parse(argc, argv);
    std::cout << std::fixed
              << "T and A with thresholds of exits, then of nodes; what the latter gain in U; what "
                 "any rows and\nthresholds could gain beyond that at most; how far thresholds of a "
                 "stage are apart\n"
              << std::left << std::setw(44) << "a = 2 s" << std::right << std::setw(9) << "stable"
              << std::setw(9) << "T [ms]" << std::setw(9) << "A [%]" << std::setw(9) << "T [ms]"
              << std::setw(9) << "A [%]" << std::setw(11) << "gain [ms]" << std::setw(11)
              << "of T [%]" << std::setw(11) << "bound [ms]" << std::setw(11) << "of T [%]"
              << std::setw(11) << "C apart"
              << "\n";
    const auto drawn = [](double total, std::size_t nodes, double missing, double speed) {
        return [=](uint64_t seed) { return MakeDrawn(seed, total, nodes, missing, speed); };
    };
    const std::vector<Setting> settings{
        {"toy instance", [](uint64_t) { return MakeToy(); }, false},
        {"two ways on of very different prices",
         [](uint64_t) { return MakeForked(35, 30); },
         false},
        {"ResNet-101, 4 x 3 nodes of 0.16, 24 tasks/s", drawn(24, 3, 0, .16)},
        {"ResNet-101, 4 x 4 nodes, 40 tasks/s", drawn(40, 4, 0, 1)},
        {"ResNet-101, 4 x 4 nodes, 80 tasks/s", drawn(80, 4, 0, 1)},
        {"ResNet-101, 4 x 4 nodes, 160 tasks/s", drawn(160, 4, 0, 1)},
        {"the same, half of the links, 80 tasks/s", drawn(80, 4, .5, 1)},
        {"the same, one link of each sender, 80 tasks/s", drawn(80, 4, 1, 1)}};
    for (const Setting& setting : settings)
    {
        Print(setting, instances);
    }
    return 0;
}
