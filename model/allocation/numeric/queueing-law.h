/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_QUEUEING_LAW_H
#define EDGE_AI_QUEUEING_LAW_H

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Poisson arrivals of one kind at a server.
struct ArrivalClass
{
    double rate{0};         ///< lambda [1/s], >= 0
    double service{0};      ///< E[S], mean service time [s], >= 0
    double secondMoment{0}; ///< E[S^2] [s^2], >= E[S]^2
};

/// @param [in] rate lambda [1/s]  @param [in] service S [s], always the same
/// @returns the class
ArrivalClass MakeDeterministicClass(double rate, double service);

/// @param [in] rate lambda [1/s]  @param [in] service mean of an exponential service time [s]
/// @returns the class
ArrivalClass MakeExponentialClass(double rate, double service);

/**
 * @param [in] classes who comes
 * @param [in] servers how many serve alike, >= 1
 * @returns offered load rho = sum of lambda E[S] over servers; they keep up below 1
 */
double GetOfferedLoad(const std::vector<ArrivalClass>& classes, uint32_t servers = 1);

/**
 * Erlang's C formula (L. Kleinrock, Queueing Systems I, 3.5).
 * @param [in] servers how many serve alike, >= 1
 * @param [in] load offered load rho of each, >= 0
 * @returns probability that an arrival finds all of them busy, in M/M/c; 1 from a load of 1 on
 */
double GetErlangC(uint32_t servers, double load);

/**
 * Mean wait before service where each server takes one at a time, first come, first served. With
 * one server that of M/G/1, the same for every class (Pollaczek and Khinchine; L. Kleinrock,
 * Queueing Systems I, 5.7): W = sum of lambda E[S^2] / (2 (1 - rho)). With several that of M/M/c
 * times (1 + c_S^2) / 2, exact for exponential service (Lee and Longton's approximation otherwise).
 * @param [in] classes who comes
 * @param [in] servers how many serve alike, >= 1
 * @returns W [s]; infinite from an offered load of 1 on
 */
double GetMeanWait(const std::vector<ArrivalClass>& classes, uint32_t servers = 1);

/**
 * How many times as long as alone a service takes where all that are there are served at once, each
 * by at most one server: that of M/G/c processor sharing, whatever the law of the service times (L.
 * Kleinrock, Queueing Systems II, 4.4, for one server: 1 / (1 - rho)).
 * @param [in] load offered load rho, >= 0
 * @param [in] servers how many serve alike, >= 1
 * @returns the factor, >= 1; infinite from an offered load of 1 on
 */
double GetSharingSlowdown(double load, uint32_t servers = 1);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_QUEUEING_LAW_H
