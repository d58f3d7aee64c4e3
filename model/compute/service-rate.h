/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SERVICE_RATE_H
#define EDGE_AI_SERVICE_RATE_H

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What units and memory of a processor can do.
struct ServiceCapacity
{
    double flopPerCycle{1};    ///< c, work of one unit per cycle [FLOP/cycle], > 0
    uint32_t units{1};         ///< identical units, >= 1
    double speedupExponent{1}; ///< alpha of the speed-up law, in (0, 1]
    double bandwidth{0};       ///< memory bandwidth shared by all units [B/s]; 0: unlimited
};

/// What is in service, as far as its speed depends on it.
struct ServiceLoad
{
    double flop{0};    ///< work of the whole service [FLOP]
    double bytes{0};   ///< memory traffic of the whole service [B]
    uint32_t units{1}; ///< units it would like
    double clock{0};   ///< clock of its units [cycle/s], > 0
    bool moving{true}; ///< false while it does not touch memory (fixed overhead)
};

/**
 * Speed of one unit's worth of work on r units: Lambda(r) = r^alpha.
 * @param [in] units r, >= 1
 * @param [in] exponent alpha, in (0, 1]; 1 is perfect scaling
 * @returns the speed-up over one unit
 */
double GetSpeedup(double units, double exponent);

/**
 * Share of the wanted units that each service gets when all of them run at once.
 * @param [in] wanted sum of the units wanted
 * @param [in] units units there are
 * @returns min(1, units / wanted)
 */
double GetUnitShare(uint64_t wanted, uint32_t units);

/**
 * Roofline speed of everything in service. Alone, a service of F FLOP and M bytes on r units takes
 * max(F / (c f r^alpha), M / bandwidth); the clock scales only the first term. Together, units are
 * shared in proportion to what is wanted and the bandwidth by max-min fairness.
 * @param [in] loads what is in service
 * @param [in] capacity what serves it
 * @returns for each service the share of itself done per second [1/s]; infinite for no work
 */
std::vector<double> ComputeServiceRates(const std::vector<ServiceLoad>& loads,
                                        const ServiceCapacity& capacity);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SERVICE_RATE_H
