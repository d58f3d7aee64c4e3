/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TOPOLOGY_PROBLEM_H
#define EDGE_AI_TOPOLOGY_PROBLEM_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A server that has a model of its own and may exchange it with others. SI units.
struct TopologyServer
{
    std::string name;
    double readyTime{0};  ///< A_m, when its model is there [s], >= 0
    double weight{1};     ///< of its data, pi_m up to a factor, > 0
    double egressRate{0}; ///< R_m of its one interface, where egress is shared [bit/s], > 0
    double devices{0};    ///< K_m, whose updates it passes on where a cloud averages them; 0: not
                          ///< known
};

/// @ingroup edge-ai
/// A link between two servers, full duplex, that may be used. SI units.
struct TopologyLink
{
    uint32_t first{0};  ///< one server
    uint32_t second{0}; ///< the other
    double rate{0};     ///< R [bit/s], > 0
    double delay{0};    ///< beside the transmission [s], >= 0
};

/**
 * @ingroup edge-ai
 * Servers mix their models over links between them. Over which, so that all have done so as early
 * as possible, and models of different servers stay close enough?
 */
struct TopologyProblem
{
    std::vector<TopologyServer> servers; ///< M of them
    std::vector<TopologyLink> links;     ///< that are available; no pair twice
    double messageBits{0};               ///< S, of a model [bit], > 0
    double distance{0};                  ///< Xi_z, mean squared distance before mixing, >= 0
    double distanceMax{0};               ///< Xi_max, allowed after it; 0: not said yet
    bool sharedEgress{false};            ///< a server sends to all others through one interface
    double cloudRate{0};                 ///< R_cloud, between each server and a cloud [bit/s]; 0:
                                         ///< there is none
    std::vector<double> uniformDraws;    ///< draws in [0, 1) for planners that need chance

    /// @returns rho_max = min(1, sqrt(Xi_max / Xi_z)); 1 as long as Xi_max is not said
    double GetFactorMax() const;

    /// @returns pi_m, sum 1; empty if all servers count alike
    std::vector<double> GetShares() const;

    /// @returns "" if the problem is sound, else one sentence naming the field and its range
    std::string Validate() const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TOPOLOGY_PROBLEM_H
