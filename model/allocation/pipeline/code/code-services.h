/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_SERVICES_H
#define EDGE_AI_CODE_SERVICES_H

#include "code-value.h"

#include "ns3/field.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Several services, each on a server of its own, each of which may route its task through blocks of
 * another one's model. This module's derivation.
 */
struct CodeServicesProblem
{
    std::vector<CodeService> services; ///< 2 to 8
    std::vector<double> rates; ///< [sender * services.size() + receiver] [bit/s], > 0; not of a
                               ///< service to itself
    CodeProblem pair;          ///< losses, exponents and limits of every pair; its services and
                               ///< rates say nothing, sharedInput must not be set

    /// @param [in] local a service  @param [in] host another  @returns both of them as a pair
    CodeProblem MakePair(uint32_t local, uint32_t host) const;

    /// @returns "" if the problem is sound, else one sentence naming the field and its range
    std::string Validate() const;
};

/// Where a service's task goes.
struct CodeServiceRoute
{
    static constexpr uint32_t NO_HOST = UINT32_MAX; ///< it stays at its own server

    uint32_t host{NO_HOST}; ///< whose blocks it passes
    CodePath path;          ///< local and host's blocks
    double rate{0};         ///< x_n, tasks that pass [1/s]
    double ownRate{0};      ///< without coordination [1/s]
    double accuracy{0};     ///< of its task, as trained
    double reward{0};       ///< F_n, over no coordination

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double endless = std::numeric_limits<double>::infinity();
        archive(Field("host", "", "whose blocks it passes"), host);
        archive(Field("path", "", "blocks"), path);
        archive(Field("rate", "1/s", "tasks that pass").Amount(), rate);
        archive(Field("own_rate", "1/s", "without coordination").Amount(), ownRate);
        archive(Field("accuracy", "", "of its task").Within(0, 1), accuracy);
        archive(Field("reward", "", "over no coordination").Within(0, endless), reward);
    }
};

/// @param [in] problem a sound problem  @param [in] service a service  @param [in] host whom it
/// passes, or NO_HOST  @returns the pair in which its costs are counted
CodeProblem MakeRoutePair(const CodeServicesProblem& problem, uint32_t service, uint32_t host);

/// @param [in] service a service  @returns tasks that it passes without coordination [1/s]
double GetOwnRate(const CodeService& service);

/**
 * @param [in] problem a sound problem
 * @param [in] service a service
 * @param [in] route its route, with the accuracy
 * @param [in] rate of its tasks [1/s]
 * @param [in] hostRate of the host's own tasks [1/s]; of no account without a host
 * @returns F_n: eq. (6) with the host; of a service that stays, of its own accuracy and throughput
 */
double GetRouteReward(const CodeServicesProblem& problem,
                      uint32_t service,
                      const CodeServiceRoute& route,
                      double rate,
                      double hostRate);

/**
 * Calls a function with every route of a service that stays or passes one host.
 * @param [in] problem a sound problem
 * @param [in] service a service
 * @param [in] host whom it passes, or NO_HOST
 * @param [in] call what to do with host and path
 */
void ForEachRoute(const CodeServicesProblem& problem,
                  uint32_t service,
                  uint32_t host,
                  const std::function<void(const CodeServiceRoute&)>& call);

/**
 * What routes come to: throughputs are the largest sum that servers, links and loads allow, where a
 * service with guests keeps the protected share of what it had alone. A service that passes a host
 * has the reward of eq. (6) with it; one that stays has that of its own accuracy and throughput.
 * @param [in] problem a sound problem
 * @param [in,out] routes hosts and paths of all services; the rest is filled in
 * @returns sum of the rewards; minus infinity if protected shares cannot all be kept
 */
double EvaluateRoutes(const CodeServicesProblem& problem, std::vector<CodeServiceRoute>& routes);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_SERVICES_H
