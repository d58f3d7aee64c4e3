/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_PARALLEL_H
#define EDGE_AI_DTO_EE_PARALLEL_H

#include <vector>

namespace ns3
{
namespace edgeai
{

/// A queue among several that one stream of tasks is divided over.
struct DtoEeServer
{
    double service{0}; ///< s_j, or what others leave of it [1/s]; <= 0: nothing
    double time{0};    ///< t_j, on the way and behind it [s], >= 0
};

/**
 * Division of least total delay over parallel queues, reference (i): least sum of f t + v f / (s -
 * f).
 * @param [in] rate F, what there is to divide [1/s], > 0
 * @param [in] servers the queues
 * @param [in] v weight of the queueing term, (1 + c^2) / 2: 1 for exponential service, > 0
 * @returns f_j [1/s], summing to F; empty if all queues together serve no more than F
 */
std::vector<double> DivideOverServers(double rate,
                                      const std::vector<DtoEeServer>& servers,
                                      double v = 1);

/**
 * Division that selfish tasks, each too small to matter, come to: equal delay on all queues in use,
 * no less on the others (Wardrop).
 * @param [in] rate F, what there is to divide [1/s], > 0
 * @param [in] servers the queues, with exponential service
 * @returns f_j [1/s], summing to F; empty if all queues together serve no more than F
 */
std::vector<double> DivideByEqualDelay(double rate, const std::vector<DtoEeServer>& servers);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_PARALLEL_H
