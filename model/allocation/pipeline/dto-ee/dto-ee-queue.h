/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_QUEUE_H
#define EDGE_AI_DTO_EE_QUEUE_H

namespace ns3
{
namespace edgeai
{

/// Mean number of tasks at a queue against the rate of tasks into it, and its derivatives.
struct DtoEeCost
{
    double value{0};     ///< g, tasks that wait or are served
    double slope{0};     ///< g' [s]
    double curvature{0}; ///< g'', or what it is at most [s^2]
};

/**
 * What tasks at a node and on a link cost: the number of them in the mean, which by Little's law is
 * rate times delay, eq. (5). From a load of kappa on the cost goes on as a parabola with the same
 * slope and curvature, eq. (6), so that a node which is offered too much has a finite, steep cost
 * (what is overloaded meanwhile can then find its way back). With a penalty it goes on straight,
 * and psi times the square of what the rate exceeds (1 - eps) s by is added.
 */
struct DtoEeQueueLaw
{
    double variability{1};  ///< c^2 of service times, >= 0
    double kappa{0.95};     ///< load from which on the cost is extended, in (0, 1)
    double penalty{0};      ///< psi [s^2]; 0: the parabola of eq. (6) instead
    double margin{0.05};    ///< eps of the penalty, in [0, 1)
    bool linkQueues{false}; ///< whether tasks queue for links, eq. (7)

    /// @param [in] rate phi [1/s], >= 0  @param [in] service s [1/s], > 0  @returns cost of a node
    DtoEeCost GetNodeCost(double rate, double service) const;
    /// @param [in] rate f [1/s], >= 0  @param [in] time t of a transfer [s], >= 0
    /// @returns cost of a link
    DtoEeCost GetLinkCost(double rate, double time) const;
    /// @param [in] rate phi [1/s]  @param [in] service s [1/s]
    /// @returns mean time at a node, eq. (2) and (3) [s]; infinite from a load of 1 on
    double GetNodeDelay(double rate, double service) const;
    /// @param [in] rate f [1/s]  @param [in] time t [s]
    /// @returns mean time on a link, its queue included [s]; infinite from a load of 1 on
    double GetLinkDelay(double rate, double time) const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_QUEUE_H
