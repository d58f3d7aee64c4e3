/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_PRINTED_EDGES_H
#define EDGE_AI_LAIM_PRINTED_EDGES_H

// Every field of a split problem with one device, and the ends of its range.

#include "ns3/split-problem.h"

#include <functional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace laimtest
{

/// Ends that nearly all ranges have.
constexpr double LEAST = 1e-50;
constexpr double MOST = 1e50; ///< see LEAST

/// What more of a field does to the kept share of the exact plan.
enum Effect
{
    MORE,   ///< raises it, or leaves it
    LESS,   ///< lowers it, or leaves it
    EITHER, ///< depends, or does not come between plans
};

/// One field and its range.
struct Edge
{
    std::string field; ///< as in words of a refusal
    std::function<void(SplitProblem&, double)> set;
    double low;
    double high;
    bool orZero; ///< zero is allowed too, and means none
    Effect effect;
};

/// @returns the edge of a field of the only device
template <typename Field>
Edge
OfDevice(const std::string& name, Field SplitDevice::*field, bool orZero, Effect effect)
{
    return {"devices[0]." + name,
            [field](SplitProblem& problem, double value) { problem.devices[0].*field = value; },
            LEAST,
            MOST,
            orZero,
            effect};
}

/// @returns the edge of a field of the cut after block 4
inline Edge
OfCut(const std::string& name, double SplitOption::*field, double high, Effect effect)
{
    return {"devices[0].options[4]." + name,
            [field](SplitProblem& problem, double value) {
                problem.devices[0].options[4].*field = value;
            },
            high == 1 ? 0 : LEAST,
            high,
            high != 1,
            effect};
}

/// @returns the edges of a processor's fields
inline std::vector<Edge>
OfProcessor(const std::string& path,
            const std::function<ProcessorLimits&(SplitProblem&)>& get,
            double clockMax)
{
    const auto field = [&](double ProcessorLimits::*which) {
        return [get, which](SplitProblem& problem, double value) { get(problem).*which = value; };
    };
    return {
        {path + "flopPerCycle", field(&ProcessorLimits::flopPerCycle), LEAST, MOST, false, MORE},
        {path + "clockMax", field(&ProcessorLimits::clockMax), LEAST, MOST, false, MORE},
        {path + "powerCoefficient",
         field(&ProcessorLimits::powerCoefficient),
         LEAST,
         MOST,
         false,
         LESS},
        {path + "usageEffectiveness",
         field(&ProcessorLimits::usageEffectiveness),
         1,
         MOST,
         false,
         LESS},
        {path + "clockMin", field(&ProcessorLimits::clockMin), LEAST, clockMax, true, LESS},
        {path + "staticPower", field(&ProcessorLimits::staticPower), LEAST, MOST, true, LESS},
        {path + "transitionLatency",
         field(&ProcessorLimits::transitionLatency),
         LEAST,
         MOST,
         true,
         LESS},
    };
}

/// @returns all edges
inline std::vector<Edge>
ListEdges()
{
    std::vector<Edge> edges{
        {"bandwidth", [](SplitProblem& p, double v) { p.bandwidth = v; }, LEAST, MOST, false, MORE},
        {"noiseDensity",
         [](SplitProblem& p, double v) { p.noiseDensity = v; },
         LEAST,
         MOST,
         false,
         LESS},
        {"keepRatioMin",
         [](SplitProblem& p, double v) { p.keepRatioMin = v; },
         1e-9,
         1,
         false,
         LESS},
        OfDevice("memoryBits", &SplitDevice::memoryBits, true, EITHER),
        OfDevice("txPowerMax", &SplitDevice::txPowerMax, false, MORE),
        OfDevice("txPowerMin", &SplitDevice::txPowerMin, true, LESS),
        OfDevice("gain", &SplitDevice::gain, false, MORE),
        OfDevice("linkRate", &SplitDevice::linkRate, true, EITHER),
        OfDevice("rateFactor", &SplitDevice::rateFactor, false, MORE),
        OfDevice("latencyBudget", &SplitDevice::latencyBudget, false, MORE),
        OfDevice("energyBudget", &SplitDevice::energyBudget, false, MORE),
        OfDevice("overheadLatency", &SplitDevice::overheadLatency, true, LESS),
        OfDevice("overheadEnergy", &SplitDevice::overheadEnergy, true, LESS),
        OfDevice("weightRate", &SplitDevice::weightRate, false, EITHER),
        OfDevice("bitsPerWeight", &SplitDevice::bitsPerWeight, false, EITHER),
        OfDevice("serverClockMax", &SplitDevice::serverClockMax, true, EITHER),
        OfDevice("serverWait", &SplitDevice::serverWait, true, LESS),
        OfDevice("resultBits", &SplitDevice::resultBits, true, EITHER),
        OfCut("deviceFlop", &SplitOption::deviceFlop, MOST, LESS),
        OfCut("serverFlop", &SplitOption::serverFlop, MOST, LESS),
        OfCut("uplinkBits", &SplitOption::uplinkBits, MOST, LESS),
        OfCut("deviceWeightShare", &SplitOption::deviceWeightShare, 1, EITHER),
        OfCut("deviceWeights", &SplitOption::deviceWeights, MOST, EITHER),
    };
    for (Edge& edge : edges)
    {
        // Beside a problem's own ends.
        edge.high = edge.field == "devices[0].txPowerMin"       ? 0.5
                    : edge.field == "devices[0].serverClockMax" ? 4e9
                                                                : edge.high;
    }
    const auto device = OfProcessor(
        "devices[0].processor.",
        [](SplitProblem& p) -> ProcessorLimits& { return p.devices[0].processor; },
        1e9);
    const auto server = OfProcessor(
        "server.",
        [](SplitProblem& p) -> ProcessorLimits& { return p.server; },
        4e9);
    edges.insert(edges.end(), device.begin(), device.end());
    edges.insert(edges.end(), server.begin(), server.end());
    return edges;
}

} // namespace laimtest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_PRINTED_EDGES_H
