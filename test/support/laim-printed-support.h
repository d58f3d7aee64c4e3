/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_PRINTED_SUPPORT_H
#define EDGE_AI_LAIM_PRINTED_SUPPORT_H

// The set-up that LAIM's paper prints (arXiv 2505.09214v1), and other ways to its optimum that
// share nothing with the model but the plain formulas of a stage.

#include "allocation/numeric/uplink-law.h"
#include "allocation/split/laim/laim-printed-solver.h"
#include "laim-test-support.h"

#include <cmath>
#include <functional>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace laimtest
{

/// Feature of 128 tokens and width 768, one bit per element: assumed, the paper does not print it.
constexpr double FEATURE = 98304;

/// Parameters of BERT-base: all, and of the embeddings and of a block.
constexpr double BERT_WEIGHTS = 109482240;
constexpr double BERT_EMBEDDINGS = 23837184;
constexpr double BERT_BLOCK = 7087872;

/// @returns every cut of BERT-base as printed: 21.77 GFLOP in 12 equal blocks  @param [in] load
/// factor of its work and its feature
inline std::vector<SplitOption>
PrintedBert(double load = 1)
{
    std::vector<SplitOption> options;
    for (uint32_t s = 0; s <= 12; ++s)
    {
        SplitOption option;
        option.split = s;
        option.deviceFlop = load * 21.77e9 * s / 12;
        option.serverFlop = s == 12 ? 0 : load * 21.77e9 * (12 - s) / 12;
        option.uplinkBits = s == 12 ? 0 : load * (s == 0 ? 3 * FEATURE : FEATURE);
        option.deviceWeights = s == 0    ? 0
                               : s == 12 ? BERT_WEIGHTS
                                         : BERT_EMBEDDINGS + s * BERT_BLOCK;
        option.deviceWeightShare = option.deviceWeights / BERT_WEIGHTS;
        options.push_back(option);
    }
    return options;
}

/// @returns cut 4 of BART-base  @param [in] device work [FLOP]  @param [in] server work [FLOP]
inline std::vector<SplitOption>
PrintedBart(double device = 3.55e9, double server = 13.25e9)
{
    SplitOption option;
    option.split = 4;
    option.deviceFlop = device;
    option.serverFlop = server;
    option.uplinkBits = FEATURE;
    option.deviceWeights = 68534016;
    option.deviceWeightShare = 68534016.0 / 139420416;
    return {option};
}

/// @returns the printed cell with one device  @param [in] options cuts  @param [in] latency T0 [s]
/// @param [in] energy E0 [J]
inline SplitProblem
PrintedProblem(const std::vector<SplitOption>& options, double latency, double energy)
{
    SplitDevice device;
    device.options = options;
    device.blockCount = 12;
    device.processor = {32, 1e9, 5e-29, 1, {}};
    device.txPowerMax = 0.5;
    device.gain = 1e-3 * std::pow(500, -2.8);
    device.latencyBudget = latency;
    device.energyBudget = energy;
    device.bitsPerWeight = 32;
    SplitProblem problem;
    problem.server = {128, 4e9, 1e-28, 2, {}};
    problem.bandwidth = 5e6;
    problem.noiseDensity = 2e-19;
    problem.keepRatioMin = 1e-9; // the paper has none
    problem.devices = {device};
    return problem;
}

/// @returns bounds of a part's keep ratios as printed, 0 to 1
inline PartBounds
PrintedBounds(const SplitOption& option)
{
    return {option.deviceWeightShare, {0, 0}, {1, 1}};
}

/// @returns where a function of one valley upside down is largest, by golden section
inline double
GoldenSection(const std::function<double(double)>& f, double a, double b, int rounds = 100)
{
    const double golden = (std::sqrt(5.0) - 1) / 2;
    double x = b - golden * (b - a);
    double y = a + golden * (b - a);
    double fx = f(x);
    double fy = f(y);
    for (int i = 0; i < rounds; ++i)
    {
        if (fx >= fy)
        {
            b = y;
            y = x;
            fy = fx;
            x = b - golden * (b - a);
            fx = f(x);
        }
        else
        {
            a = x;
            x = y;
            fx = fy;
            y = a + golden * (b - a);
            fy = f(y);
        }
    }
    return (a + b) / 2;
}

/// The printed problem in stage times, one device with one cut: b, tau and the uplink's energy.
struct PrintedTimes
{
    LaimTask task;
    double device; ///< b_d = beta_d^(1/3)
    double server; ///< b_s
    double least;  ///< u_min [s]

    explicit PrintedTimes(const LaimTask& t)
        : task(t),
          device(std::cbrt(t.deviceEnergyFactor) * t.scaled.deviceCycles),
          server(std::cbrt(t.serverEnergyFactor) * t.scaled.serverCycles),
          least(t.constant.uplinkBits / UplinkRate(t.uplink, t.txPower.limit))
    {
    }

    /// @returns E0 - E_u(u) [J]
    double GetEnergyLeft(double u) const
    {
        return task.energyBudget - UplinkEnergy(task.uplink, task.constant.uplinkBits, u);
    }

    /// @returns K(u), what b_d x + b_s y may come to with slack clocks
    double GetCapacity(double u) const
    {
        const double left = GetEnergyLeft(u);
        return std::cbrt(left) * std::cbrt(std::pow(task.latencyBudget - u, 2));
    }

    /// @returns least computing energy for keep ratios in a time, with the limits of the clocks
    double GetComputeEnergy(double x, double y, double time) const
    {
        const double leastDevice = x * task.scaled.deviceCycles / task.deviceClock.limit;
        const double leastServer = y * task.scaled.serverCycles / task.serverClock.limit;
        if (leastDevice + leastServer > time)
        {
            return INFINITY;
        }
        const double weight = device * x + server * y;
        double a = weight > 0 ? time * device * x / weight : 0;
        a = std::min(std::max(a, leastDevice), time - leastServer);
        const double first = x > 0 ? std::pow(device * x, 3) / (a * a) : 0;
        return first + (y > 0 ? std::pow(server * y, 3) / std::pow(time - a, 2) : 0);
    }

    /// @returns largest share at an uplink time and a keep ratio of the server; below 0 if none
    double GetShare(double weight, double u, double y, double* x = nullptr) const
    {
        const double time = task.latencyBudget - u;
        const double left = GetEnergyLeft(u);
        if (GetComputeEnergy(0, y, time) > left)
        {
            // Falls on in y, and where the upload alone takes too much towards it, so that the
            // searches find back.
            return std::min(left, 0.0) - y;
        }
        double low = 0;
        double high = 1;
        for (int i = 0; i < 60 && low < high; ++i)
        {
            (GetComputeEnergy((low + high) / 2, y, time) <= left ? low : high) = (low + high) / 2;
        }
        low = GetComputeEnergy(1, y, time) <= left ? 1 : low;
        if (x)
        {
            *x = low;
        }
        return weight * low + (1 - weight) * y;
    }

    /// @returns largest share of all: golden section over the uplink time and the server's ratio
    double GetBest(double weight) const
    {
        auto best = [&](double u) {
            auto share = [&](double y) { return GetShare(weight, u, y); };
            const double y = GoldenSection(share, 0, 1, 60);
            // Where the search ends on the edge of what is possible it may be just beyond.
            return std::max({share(y), share(y - 1e-10), share(0), share(1)});
        };
        const double u = GoldenSection(best, least, task.latencyBudget, 60);
        return std::max(best(u), best(least));
    }
};

} // namespace laimtest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_PRINTED_SUPPORT_H
