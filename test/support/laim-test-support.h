/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_TEST_SUPPORT_H
#define EDGE_AI_LAIM_TEST_SUPPORT_H

#include "allocation/split/laim/laim-task.h"
#include "expectations.h"

#include "ns3/split-planner.h"
#include "ns3/split-problem.h"
#include "ns3/string.h"

#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace laimtest
{

/// @returns options of a chain with equal shares of weights per block and every cut admissible
inline std::vector<SplitOption>
MakeOptions(const std::vector<double>& flop, const std::vector<double>& outputs, double input)
{
    double total = 0;
    for (const double work : flop)
    {
        total += work;
    }
    std::vector<SplitOption> options;
    double before = 0;
    for (std::size_t s = 0; s <= flop.size(); ++s)
    {
        SplitOption option;
        option.split = s;
        option.deviceFlop = before;
        option.serverFlop = (s == flop.size()) ? 0 : total - before;
        option.uplinkBits = (s == 0) ? input : (s == flop.size()) ? 0 : outputs[s - 1];
        option.deviceWeightShare = double(s) / flop.size();
        option.deviceWeights = 1e6 * s;
        options.push_back(option);
        before += (s < flop.size()) ? flop[s] : 0;
    }
    return options;
}

/// Raw picture of 1024 x 768 points in 24 bit.
constexpr double RAW_INPUT = 18874368;

/// @returns options of ViT-L/16: 24 encoder blocks of 197 tokens and width 1024
inline std::vector<SplitOption>
VitLarge()
{
    return MakeOptions(std::vector<double>(24, 5116628992.0),
                       std::vector<double>(24, 3227648.0),
                       RAW_INPUT);
}

/// @returns options of ResNet-152 in six parts: stem, four stages, classifier
inline std::vector<SplitOption>
ResNet152()
{
    return MakeOptions({236027904, 1335885824, 3802136576, 16030629888, 1618477056, 4096000},
                       {3211264, 12845056, 6422528, 3211264, 32768, 16000},
                       RAW_INPUT);
}

/// @returns the reference set-up with one device: radio, processors and the given budgets
inline SplitProblem
MakeReferenceProblem(const std::vector<SplitOption>& options, double latency, double energy)
{
    SplitDevice device;
    device.options = options;
    device.blockCount = options.back().split;
    device.processor = {32, 2e9, 2e-29, 1, {}};
    device.txPowerMax = 0.2;
    device.gain = 1e-10;
    device.latencyBudget = latency;
    device.energyBudget = energy;
    SplitProblem problem;
    problem.server = {128, 10e9, 1e-28, 2, {}};
    problem.bandwidth = 5e6;
    problem.devices = {device};
    return problem;
}

/// @returns scenario A: ViT-L/16, 1 s, 0.1 J
inline SplitProblem
ScenarioA()
{
    return MakeReferenceProblem(VitLarge(), 1, 0.1);
}

/// @returns scenario B: ViT-L/16, 0.5 s, 1 J
inline SplitProblem
ScenarioB()
{
    return MakeReferenceProblem(VitLarge(), 0.5, 1);
}

/// @returns the LAIM task of a problem's first device with the whole band
inline LaimTask
TaskOf(const SplitProblem& problem, uint32_t split)
{
    for (const SplitOption& option : problem.devices[0].options)
    {
        if (option.split == split)
        {
            return MakeLaimCase(problem, 0, option, problem.bandwidth).task;
        }
    }
    return {};
}

/// @returns a planner with attributes set from strings
inline Ptr<SplitPlanner>
MakePlanner(const std::string& name,
            const std::vector<std::pair<std::string, std::string>>& attributes = {})
{
    Ptr<SplitPlanner> planner = CreateSplitPlanner(name);
    for (const auto& [attribute, value] : attributes)
    {
        planner->SetAttribute(attribute, StringValue(value));
    }
    return planner;
}

/// @returns the plan of a planner for one split (-1: its own choice)
inline SplitPlan
PlanAt(const std::string& name, const SplitProblem& problem, int split)
{
    return MakePlanner(name, {{"Split", std::to_string(split)}})->Plan(problem);
}

} // namespace laimtest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_TEST_SUPPORT_H
