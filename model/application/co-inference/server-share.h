/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SERVER_SHARE_H
#define EDGE_AI_SERVER_SHARE_H

#include "allocation/numeric/queueing-law.h"
#include "server-description.h"

#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What a device gets of a server that it shares, as its plan accounts for it.
struct ServerShare
{
    double slice{1};    ///< share of the processor that is kept for it, in (0, 1]
    double wait{0};     ///< mean wait before its part, first come, first served [s]
    double slowdown{1}; ///< how many times as long as alone its part takes where all share, >= 1
    double law{0};      ///< that wait, or slowdown, by the law of queues alone
};

/// How much a device loads the server, and what it may load it with.
struct ServerLoad
{
    double rate{0};    ///< tasks it has to do [1/s]; 0: unknown
    double work{0};    ///< of its whole network [FLOP]
    double service{0}; ///< time the server's part of a task takes alone [s]; 0: there is none
    double units{1};   ///< computing units that part takes
};

/**
 * @param [in] loads of those who asked
 * @param [in] count how many are there, at least as many as asked
 * @param [in] byLoad whether slices follow the work that may come; whoever did not say how often
 *             tasks come counts as the mean of the others. Otherwise all get the same.
 * @returns slices of those who asked, with those of the others 1 in all
 */
std::vector<double> DivideServer(const std::vector<ServerLoad>& loads,
                                 std::size_t count,
                                 bool byLoad);

/**
 * What a queue costs (M/G/1 and its like, see queueing-law.h).
 * @param [in] loads of all who share the processor
 * @param [in] server the processor
 * @returns the wait where the processor serves one after the other, the slowdown where it serves
 *          all at once; infinite from an offered load of 1 on
 */
ServerShare MeetLoad(const std::vector<ServerLoad>& loads, const ServerDescription& server);

/// @param [in] loads of all who share the processor  @param [in] server the processor
/// @returns offered load rho [1]
double GetServerLoad(const std::vector<ServerLoad>& loads, const ServerDescription& server);

/**
 * @param [in] what is loaded: "the uplink"
 * @param [in] load offered load rho
 * @param [in] rate tasks [1/s]
 * @param [in] time each takes [s]
 * @returns "", or a clause with the numbers if it cannot keep up
 */
std::string ExplainOverload(const std::string& what, double load, double rate, double time);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SERVER_SHARE_H
