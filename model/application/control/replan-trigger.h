/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_REPLAN_TRIGGER_H
#define EDGE_AI_REPLAN_TRIGGER_H

#include "moving-average.h"

#include <cstddef>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Settings of ReplanTrigger.
struct ReplanOptions
{
    double weight{0.2}; ///< of a new measurement in the mean, in (0, 1]
    double drift{0.15}; ///< relative change of a mean since the plan that asks for another, > 0
    double period{5};   ///< time after which another plan is due anyway [s], > 0
};

/**
 * @ingroup edge-ai
 * Estimates the rates of links from measured goodput and says when to plan again: when an estimate
 * has moved too far from what was planned with, or when a period has passed (4.6 of this module's
 * statement of arXiv 2411.00838, its derivation). It knows no clock: instants are handed to it.
 */
class ReplanTrigger
{
  public:
    /// Why to plan again.
    enum Verdict
    {
        KEEP,   ///< the plan stands
        DRIFT,  ///< an estimate has moved by more than ReplanOptions::drift
        PERIOD, ///< ReplanOptions::period has passed, or nothing was planned yet
    };

    /// @param [in] rates first estimates [bit/s], > 0, e.g. nominal rates
    /// @param [in] options settings within their ranges
    explicit ReplanTrigger(const std::vector<double>& rates,
                           const ReplanOptions& options = ReplanOptions());

    /**
     * Takes a measurement: R <- (1 - weight) R + weight goodput.
     * @param [in] link index of the link
     * @param [in] goodput what it carried while it was busy [bit/s]
     * @returns false, and nothing changes, if there is no such link or the goodput is not positive
     *          and finite
     */
    bool AddGoodput(std::size_t link, double goodput);

    /// @returns the estimates to plan with [bit/s]
    std::vector<double> GetRates() const;

    /// @param [in] now instant [s]  @returns whether to plan again, and why
    Verdict Judge(double now) const;

    /// Notes that a plan was made with the present estimates. @param [in] now instant [s]
    void MarkPlanned(double now);

  private:
    ReplanOptions m_options;            ///< settings
    std::vector<MovingAverage> m_rates; ///< estimates [bit/s]
    std::vector<double> m_assumed;      ///< estimates the last plan was made with [bit/s]
    double m_planned{0};                ///< instant of the last plan [s]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_REPLAN_TRIGGER_H
