/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_TEST_SUPPORT_H
#define EDGE_AI_DTO_EE_TEST_SUPPORT_H

#include "allocation/pipeline/dto-ee/dto-ee-evaluation.h"
#include "allocation/pipeline/dto-ee/dto-ee-exits.h"
#include "allocation/pipeline/dto-ee/dto-ee-network.h"
#include "allocation/pipeline/dto-ee/dto-ee-planner-base.h"
#include "allocation/pipeline/dto-ee/dto-ee-routing.h"
#include "allocation/pipeline/dto-ee/dto-ee-solver.h"
#include "allocation/pipeline/dto-ee/dto-ee-thresholds.h"
#include "expectations.h"

#include "ns3/double.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace dtoeetest
{

/// Relative tolerance of figures that are given.
constexpr double GIVEN = 1e-6;

/// @returns the toy instance: two devices, stages of 2, 3 and 2 nodes, exits behind 1 and 2
inline DtoEeProblem
MakeToy(double load = 1)
{
    DtoEeProblem problem;
    problem.arrivalRates = {20 * load, 12 * load};
    problem.stages = {
        {4e9, 4.8e6, {{"", 160e9}, {"", 120e9}}, {{200e6, 100e6}, {80e6, 160e6}}},
        {6e9,
         3.2e6,
         {{"", 180e9}, {"", 150e9}, {"", 120e9}},
         {{400e6, 200e6, 200e6}, {200e6, 400e6, 100e6}}},
        {5e9, 1.6e6, {{"", 150e9}, {"", 100e9}}, {{400e6, 200e6}, {200e6, 400e6}, {300e6, 300e6}}}};
    problem.exits = {{1, 1, 0.6, 0.8}, {2, 2, 0.5, 0.8}};
    return problem;
}

/// @param [in] first tasks of one device [1/s]  @param [in] second of the other
/// @returns two nodes behind an exit, one of which can only go on to a slow node over a slow link
inline DtoEeProblem
MakeForked(double first, double second)
{
    DtoEeProblem problem;
    problem.arrivalRates = {first, second};
    problem.stages = {{4e9, 1e6, {{"", 200e9}, {"", 160e9}}, {{1e9, 50e6}, {50e6, 1e9}}},
                      {6e9, 1e6, {{"", 600e9}, {"", 90e9}}, {{1e9, 0}, {0, 20e6}}}};
    problem.exits = {{1, 1, .6, .8}};
    return problem;
}

/// @returns the problem with other thresholds in force
inline DtoEeProblem
WithThresholds(DtoEeProblem problem, const std::vector<double>& thresholds)
{
    for (std::size_t b = 0; b < thresholds.size(); ++b)
    {
        problem.exits[b].threshold = thresholds[b];
    }
    return problem;
}

/// @returns the problem without exits
inline DtoEeProblem
WithoutExits(DtoEeProblem problem)
{
    problem.exits.clear();
    return problem;
}

/// @returns a planner's plan, with one attribute set if it is named
inline DtoEePlan
PlanBy(const std::string& name,
       const DtoEeProblem& problem,
       const std::string& attribute = "",
       const std::string& value = "")
{
    Ptr<DtoEePlannerBase> planner = CreateDtoEePlanner(name);
    if (!attribute.empty())
    {
        planner->SetAttribute(attribute, StringValue(value));
    }
    return planner->Plan(problem);
}

/// @returns a plan with all the time it wants, with thresholds of exits (Stage) or nodes (Node)
inline DtoEePlan
PlanByScope(const DtoEeProblem& problem,
            const std::string& scope,
            const std::string& name = "DtoEePlanner")
{
    Ptr<DtoEePlannerBase> planner = CreateDtoEePlanner(name);
    planner->SetAttribute("ThresholdScope", StringValue(scope));
    planner->SetAttribute("Slots", UintegerValue(40));
    planner->SetAttribute("Rounds", UintegerValue(200));
    planner->SetAttribute("Tolerance", DoubleValue(1e-9));
    return planner->Plan(problem);
}

/// @returns rows of a fixed problem after so many rounds of eq. (15) at gamma = 1, from CF
inline DtoEeSolution
RunPairwise(const DtoEeProblem& problem, uint32_t rounds, uint32_t slots = 1)
{
    DtoEeSolverOptions options;
    options.slots = slots;
    options.rounds = rounds;
    options.tolerance = 0;
    options.step = {DtoEeStep::PAIRWISE, 1, false};
    return SolveDtoEe(problem, MakeDtoEeNetwork(problem), options);
}

/// A network with both sweeps done, by rows of a problem.
struct Swept
{
    explicit Swept(const DtoEeProblem& problem)
        : network(MakeDtoEeNetwork(problem)),
          shares(MakeDtoEeShares(problem, network)),
          passing(DtoEeExitModel(problem).GetPassing(problem.GetThresholds())),
          law(MakeDtoEeQueueLaw(problem)),
          routing(network, law)
    {
        Again();
    }

    void Again()
    {
        routing.SweepDown(shares, passing);
        routing.SweepUp();
    }

    DtoEeNetwork network;
    DtoEeShares shares;
    std::vector<double> passing;
    DtoEeQueueLaw law;
    DtoEeRouting routing;
};

/// @returns what nodes of a swept network tell leaders
inline DtoEeExitReports
MakeReports(const Swept& swept)
{
    DtoEeExitReports reports;
    for (std::size_t h = 0; h < swept.network.layers.size(); ++h)
    {
        reports.emplace_back();
        for (std::size_t j = 0; j < swept.network.layers[h].service.size(); ++j)
        {
            reports.back().push_back(swept.routing.MakeExitReport(h, j));
        }
    }
    return reports;
}

/// Random instances; the same for a seed.
class RandomStages
{
  public:
    explicit RandomStages(uint64_t seed)
        : m_engine(seed)
    {
    }

    /// @returns uniform in [low, high)
    double Draw(double low, double high)
    {
        return low + (high - low) * static_cast<double>(m_engine() >> 11) * 0x1p-53;
    }

    /**
     * @param [in] devices how many
     * @param [in] sizes nodes of each stage
     * @param [in] load of each stage as a whole, without exits
     * @param [in] missing chance that a link is not there
     * @returns an instance with exits behind the first two stages, where there are more
     */
    DtoEeProblem Make(std::size_t devices,
                      const std::vector<std::size_t>& sizes,
                      double load,
                      double missing = 0.2)
    {
        DtoEeProblem problem;
        for (std::size_t i = 0; i < devices; ++i)
        {
            problem.arrivalRates.push_back(Draw(2, 6));
        }
        for (std::size_t h = 0; h < sizes.size(); ++h)
        {
            DtoEeStage stage;
            stage.inputBits = h == 0 ? 1.2e6 : 12e6;
            double speeds = 0;
            for (std::size_t j = 0; j < sizes[h]; ++j)
            {
                stage.nodes.push_back({"", Draw(200e9, 1000e9), 0});
                speeds += stage.nodes.back().speed;
            }
            stage.flop = load * speeds / problem.GetTotalRate();
            for (std::size_t i = 0; i < (h == 0 ? devices : sizes[h - 1]); ++i)
            {
                stage.linkRates.emplace_back();
                const auto sure = static_cast<std::size_t>(Draw(0, sizes[h]));
                for (std::size_t j = 0; j < sizes[h]; ++j)
                {
                    const double rate = h == 0 ? Draw(20e6, 100e6) : Draw(200e6, 1e9);
                    stage.linkRates.back().push_back(j != sure && Draw(0, 1) < missing ? 0 : rate);
                }
            }
            problem.stages.push_back(stage);
        }
        for (uint32_t h = 1; h < sizes.size() && h <= 2; ++h)
        {
            problem.exits.push_back({h, double(h), 0.7 - 0.1 * h, Draw(0.6, 1)});
        }
        return problem;
    }

  private:
    std::mt19937_64 m_engine;
};

/**
 * ResNet-101 in four stages on ImageNet: exact work and boundaries, everything else drawn from
 * section 7's ranges.
 * @param [in] seed of the draws
 * @param [in] total rate of all tasks [1/s]
 * @param [in] nodes of each stage
 * @returns 20 devices, exits behind stages 1 and 2
 */
inline DtoEeProblem
MakeResNet(uint64_t seed, double total, std::size_t nodes = 4)
{
    const std::vector<double> flop{1.571913728e9, 2.055208960e9, 10.353115136e9, 1.622573056e9};
    const std::vector<double> bytes{150528, 3211264, 1605632, 802816};
    RandomStages random(seed);
    DtoEeProblem problem = random.Make(20, std::vector<std::size_t>(4, nodes), 1, 0);
    const double scale = total / problem.GetTotalRate();
    for (double& rate : problem.arrivalRates)
    {
        rate *= scale;
    }
    for (std::size_t h = 0; h < 4; ++h)
    {
        problem.stages[h].flop = flop[h];
        problem.stages[h].inputBits = 8 * bytes[h];
    }
    problem.exits = {{1, 1, 0.6, 0.8}, {2, 2, 0.5, 0.8}};
    return problem;
}

} // namespace dtoeetest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_TEST_SUPPORT_H
