/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "two-tiers-in-memory.h"

#include "allocation/round/round-energy.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Attempts at a random graph that draws are handed out for.
constexpr std::size_t ATTEMPTS = 64;

/// @returns energy of all devices in a round; "" or why there is no plan
std::string
PlanSlack(const TwoTierScheme& scheme,
          const TopologyProblem& topology,
          const TopologyPlan& plan,
          uint32_t edgeRounds,
          double& energy)
{
    energy = 0;
    const std::vector<double> latest =
        GetLatestReadyTimes(topology, plan.links, plan.time, plan.repeats);
    for (std::size_t m = 0; m < scheme.cells.size(); ++m)
    {
        RoundProblem cell = scheme.cells[m];
        cell.update.time = std::max(latest[m], topology.servers[m].readyTime) / edgeRounds;
        const RoundPlan slow = scheme.cellPlanner->Plan(cell);
        if (!slow.IsUsable())
        {
            return "cell " + std::to_string(m) + ": " + slow.reason;
        }
        energy += edgeRounds * GetWorkersEnergy(slow);
    }
    return "";
}

} // namespace

MixingWay
GetMixingWay(const TopologyPlan& plan)
{
    const double most = plan.cloudModels.empty()
                            ? 0
                            : *std::max_element(plan.cloudModels.begin(), plan.cloudModels.end());
    return most > 1 ? MixingWay::RELAYED : most > 0 ? MixingWay::CLOUD : MixingWay::PEERS;
}

std::vector<TwoTierRound>
LearnTwoTiersInMemory(TwoTierLearner& learner,
                      const TwoTierScheme& scheme,
                      uint32_t rounds,
                      const std::function<void(uint32_t, const TwoTierRound&)>& watch,
                      std::string& fault)
{
    std::vector<TwoTierRound> results;
    const TwoTierSettings& settings = learner.GetSettings();
    TopologyProblem topology = scheme.topology;
    fault.clear();
    if (scheme.cells.size() != settings.cells.size() ||
        scheme.topology.servers.size() != settings.cells.size())
    {
        fault = "the scheme has " + std::to_string(scheme.cells.size()) + " cells and " +
                std::to_string(scheme.topology.servers.size()) + " servers, the learner " +
                std::to_string(settings.cells.size()) + " cells";
        return results;
    }
    std::vector<double> cellTimes;
    double energy = 0;
    for (std::size_t m = 0; m < scheme.cells.size(); ++m)
    {
        const RoundPlan plan = scheme.cellPlanner->Plan(scheme.cells[m]);
        if (!plan.IsUsable())
        {
            fault = "cell " + std::to_string(m) + ": " + plan.reason;
            return results;
        }
        cellTimes.push_back(settings.edgeRounds * plan.time);
        energy += settings.edgeRounds * GetWorkersEnergy(plan);
        topology.servers[m].readyTime = cellTimes.back();
        topology.servers[m].devices = static_cast<double>(scheme.cells[m].workers.size());
        topology.servers[m].weight = settings.shares.empty() ? 1 : settings.shares[m];
    }
    ConsensusGauge gauge(scheme.mode, scheme.distanceShare);
    const ConsensusSketch sketch(scheme.sketchSeed);
    for (uint32_t round = 1; round <= rounds; ++round)
    {
        TwoTierRound now;
        learner.TrainCells();
        now.distanceBefore = GetConsensusDistance(learner.GetModels(), settings.shares);
        const ConsensusGauge::Reading reading =
            gauge.Next(scheme.mode == ConsensusMode::SKETCH
                           ? sketch.GetDistance(learner.GetModels(), settings.shares)
                           : now.distanceBefore);
        topology.distance = reading.distance;
        topology.distanceMax = reading.distanceMax;
        topology.uniformDraws.clear();
        while (scheme.uniform && topology.uniformDraws.size() < ATTEMPTS * topology.links.size())
        {
            topology.uniformDraws.push_back(scheme.uniform());
        }
        now.plan = scheme.topologyPlanner->Plan(topology);
        fault = now.plan.IsUsable() ? "" : now.plan.reason;
        now.cellTimes = cellTimes;
        now.energy = energy;
        if (fault.empty() && scheme.slack && now.plan.cloudModels.empty())
        {
            fault = PlanSlack(scheme, topology, now.plan, settings.edgeRounds, now.energy);
        }
        if (!fault.empty())
        {
            return results;
        }
        learner.Mix(GetMixingMatrix(now.plan), now.plan.repeats, GetMixingWay(now.plan));
        now.distanceAfter = GetConsensusDistance(learner.GetModels(), settings.shares);
        if (watch)
        {
            watch(round, now);
        }
        results.push_back(std::move(now));
    }
    return results;
}

} // namespace edgeai
} // namespace ns3
