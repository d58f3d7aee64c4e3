/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_RANGES_H
#define EDGE_AI_LAIM_RANGES_H

#include "ns3/split-problem.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <vector>

// One device with one cut, written down from the problem and the formulas alone, and searched
// without prices: by golden sections within each other.

namespace ns3
{
namespace edgeai
{
namespace laimtest
{

/// What a task takes at given clocks and power.
class PlainTask
{
  public:
    /// @param [in] problem with one device of one cut
    explicit PlainTask(const SplitProblem& problem)
        : m_problem(problem),
          m_device(problem.devices[0]),
          m_option(m_device.options[0])
    {
    }

    /// @returns latency and energy [s, J]  @param [in] kappa keep ratio
    /// @param [in] x clock of device and server [cycle/s], power [W]
    std::array<double, 2> GetCosts(double kappa, const std::array<double, 3>& x) const
    {
        const double bits = m_option.uplinkBits * (Follows() ? kappa : 1);
        std::array<double, 2> sum{m_device.overheadLatency, m_device.overheadEnergy};
        AddStage(m_device.processor,
                 m_device.processor.clockMax,
                 kappa * m_option.deviceFlop,
                 x[0],
                 true,
                 sum);
        AddStage(m_problem.server,
                 m_problem.GetServerSlice(0),
                 kappa * m_option.serverFlop,
                 x[1],
                 m_problem.countServerEnergy,
                 sum);
        if (bits > 0)
        {
            const double noise = m_problem.noiseDensity * m_problem.bandwidth;
            const double rate =
                m_device.rateFactor *
                (m_device.linkRate > 0
                     ? m_device.linkRate
                     : m_problem.bandwidth * std::log2(1 + x[2] * m_device.gain / noise));
            sum[0] += bits / rate;
            sum[1] += m_device.linkRate > 0 ? 0 : x[2] * bits / rate;
        }
        return sum;
    }

    /// @returns largest keep ratio within the budgets, above 1 where they allow more; negative, and
    /// the more so the further a budget is exceeded without any work, if none
    /// @param [in] x as above
    double GetKeepRatio(const std::array<double, 3>& x) const
    {
        // Costs are straight lines in the keep ratio.
        const auto none = GetCosts(1e-12, x);
        const auto all = GetCosts(1, x);
        const std::array<double, 2> budgets{m_device.latencyBudget, m_device.energyBudget};
        double kappa = 1e6;
        double missing = 0;
        for (int i = 0; i < 2; ++i)
        {
            const double slope = all[i] - none[i];
            missing = std::min(missing, 1 - none[i] / budgets[i]);
            kappa = slope > 0 ? std::min(kappa, (budgets[i] - none[i]) / slope) : kappa;
        }
        return missing < 0 ? missing : kappa;
    }

    /**
     * Best point of a merit with one hill along every line, by golden sections within each other.
     * @param [in] merit of a point
     * @returns the point
     */
    std::array<double, 3> Climb(
        const std::function<double(const std::array<double, 3>&)>& merit) const
    {
        const double slice = m_problem.GetServerSlice(0);
        const double strong = std::max(m_device.txPowerMax, 1e-9);
        const std::array<double, 3> low{Lowest(m_device.processor.clockMin, 1e-4 * slice),
                                        Lowest(m_problem.server.clockMin, 1e-4 * slice),
                                        Lowest(m_device.txPowerMin, 1e-9 * strong)};
        const std::array<double, 3> high{m_device.processor.clockMax, slice, strong};
        const std::array<bool, 3> used{m_option.deviceFlop > 0,
                                       m_option.serverFlop > 0,
                                       m_option.uplinkBits > 0 && m_device.linkRate == 0};
        std::array<double, 3> x = high;
        const double golden = (std::sqrt(5.0) - 1) / 2;
        // The best merit with the knobs before d as they are in x, where the others are left.
        std::function<double(int)> best = [&](int d) {
            if (d == 3)
            {
                return merit(x);
            }
            if (!used[d])
            {
                return best(d + 1);
            }
            double a = std::log(low[d]);
            double b = std::log(high[d]);
            auto at = [&](double y) {
                x[d] = std::clamp(std::exp(y), low[d], high[d]);
                return best(d + 1);
            };
            double left = b - golden * (b - a);
            double right = a + golden * (b - a);
            double atLeft = at(left);
            double atRight = at(right);
            while (b - a > 1e-7)
            {
                if (atLeft < atRight)
                {
                    a = left;
                    left = right;
                    atLeft = atRight;
                    right = a + golden * (b - a);
                    atRight = at(right);
                }
                else
                {
                    b = right;
                    right = left;
                    atRight = atLeft;
                    left = b - golden * (b - a);
                    atLeft = at(left);
                }
            }
            // An end of the range is reached only by asking for it, and beside a bound one of the
            // last two points may be beyond it.
            double where = a;
            double reached = at(where);
            for (const double other : {b, std::log(low[d]), std::log(high[d])})
            {
                const double there = at(other);
                if (there > reached)
                {
                    reached = there;
                    where = other;
                }
            }
            return at(where);
        };
        best(0);
        return x;
    }

  private:
    static double Lowest(double least, double otherwise)
    {
        return least > 0 ? least : otherwise;
    }

    bool Follows() const
    {
        return m_problem.payloadFollowsKeepRatio && m_option.split > 0;
    }

    static void AddStage(const ProcessorLimits& processor,
                         double top,
                         double flop,
                         double clock,
                         bool counted,
                         std::array<double, 2>& sum)
    {
        if (flop <= 0)
        {
            return;
        }
        const auto power = [&](double f) {
            return counted ? processor.usageEffectiveness *
                                 (processor.powerCoefficient * f * f * f + processor.staticPower)
                           : 0;
        };
        const double time = flop / processor.flopPerCycle / clock;
        const bool changes = processor.clockMin < top && processor.clocks.size() != 1;
        const double still = changes ? processor.transitionLatency : 0;
        sum[0] += time + still;
        sum[1] += power(clock) * time; // what it draws while it stands still is no task's
    }

    const SplitProblem& m_problem;
    const SplitDevice& m_device;
    const SplitOption& m_option;
};

} // namespace laimtest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_RANGES_H
