/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-records.h"

#include "application/learning/tiers/tier-figures.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] record of a server's round  @returns what became of it
TierServerRound
ReadServer(const TaskRecord& record)
{
    const TierFigures& figures = record.Get<TierFigures>();
    TierServerRound round;
    round.server = figures.server.value_or(0);
    round.completed = record.outcome == TaskOutcome::COMPLETED;
    round.detail = record.detail;
    round.time = {record.generated, record.ended};
    round.cellPlanned = figures.cellPlanned;
    round.cellRealised = figures.cellRealised;
    round.topologyTime = figures.reportTime;
    round.exchangePlanned = figures.exchangePlanned;
    round.exchangeRealised = figures.exchangeRealised;
    round.peers = figures.peers.value_or(0);
    round.missing = figures.missing.value_or(0);
    round.edgeLost = figures.edgeLost.value_or(0);
    round.energyPlanned = figures.deviceEnergyPlanned;
    round.energyRealised = figures.deviceEnergyRealised;
    round.computingPlanned = figures.computingPlanned;
    round.computingRealised = figures.computingRealised;
    round.sendingPlanned = figures.sendingPlanned;
    round.sendingRealised = figures.sendingRealised;
    round.bitsDown = figures.bitsDown;
    round.bitsUp = figures.bitsUp;
    round.bitsExchange = figures.bitsExchange;
    round.bitsControl = figures.bitsControl;
    round.loss = figures.loss;
    round.accuracy = figures.accuracy;
    return round;
}

} // namespace

std::vector<TierRound>
ReadTierRounds(const InferenceMonitor& monitor)
{
    std::map<uint32_t, TierRound> rounds;
    monitor.GetSource().ForEach([&rounds](const TaskRecord& record) {
        const TierFigures* figures = record.Find<TierFigures>();
        if (!figures || record.outcome == TaskOutcome::UNFINISHED)
        {
            return;
        }
        const uint32_t number = figures->round.value_or(0);
        TierRound& round = rounds[number];
        if (round.servers.empty())
        {
            round.round = number;
            round.time = {record.generated, record.ended};
            round.timePlanned = NOT_AVAILABLE;
            round.factor = NOT_AVAILABLE;
            round.factorMax = NOT_AVAILABLE;
            round.distanceTold = NOT_AVAILABLE;
            round.distanceBefore = figures->distanceBefore;
            round.distanceAfter = figures->distanceAfter;
            round.loss = figures->meanLoss;
            round.accuracy = figures->meanAccuracy;
        }
        round.time.begun = std::min(round.time.begun, record.generated);
        round.time.ended = std::max(round.time.ended, record.ended);
        if (!std::isnan(figures->factor))
        {
            round.links = figures->links.value_or(0);
            round.timePlanned = record.planned.latency;
            round.factor = figures->factor;
            round.factorMax = figures->factorMax;
            round.distanceTold = figures->distanceTold;
        }
        round.servers.push_back(ReadServer(record));
    });
    std::vector<TierRound> list;
    for (auto& [number, round] : rounds)
    {
        std::sort(round.servers.begin(), round.servers.end(), [](const auto& a, const auto& b) {
            return a.server < b.server;
        });
        list.push_back(std::move(round));
    }
    return list;
}

} // namespace edgeai
} // namespace ns3
