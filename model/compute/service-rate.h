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
    double clock{0};           ///< largest clock [cycle/s]; counts where slices do
    bool conserving{true};     ///< what slices leave over goes to whoever can use it
};

/// What is in service, as far as its speed depends on it.
struct ServiceLoad
{
    double flop{0};      ///< work of the whole service [FLOP]
    double bytes{0};     ///< memory traffic of the whole service [B]
    uint32_t units{1};   ///< units it would like
    double clock{0};     ///< clock of its units [cycle/s], > 0
    bool moving{true};   ///< false while it does not touch memory (fixed overhead)
    double slice{0};     ///< share of the processor that is kept for its flow, 0..1; 0: none
    uint64_t flow{0};    ///< whose slice it is
    bool own{false};     ///< its clock is its own, not that of the whole processor
    double workClock{0}; ///< its work takes as long as at this clock [cycle/s]; 0: it follows clock
};

/// What a service gets of the units.
struct UnitShare
{
    double share{1}; ///< of the time on the units it would like, in [0, 1]
    double units{0}; ///< units it keeps busy; of a flow's slice all, until others need them
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
 * Who gets how much of the units. Without slices all share in proportion to what they want.
 *
 * With slices the capacity is the sum over units of their largest clock. A service on r of U units
 * wants r / U of it, at a clock f of its own r f / (U F). Each flow first gets what it wants up to
 * its slice, its services in the order in which they began, so that a slice is never slower than
 * promised; slices that add up to more than the processor are cut alike. What is left over is
 * divided by max-min fairness among those that want more - services outside slices, and the others
 * if the processor is conserving. Nobody runs faster than it wants.
 * @param [in] loads what is in service, in the order in which it began
 * @param [in] capacity what serves it
 * @returns for each service its share
 */
std::vector<UnitShare> ShareUnits(const std::vector<ServiceLoad>& loads,
                                  const ServiceCapacity& capacity);

/**
 * Roofline speed of everything in service. Alone, a service of F FLOP and M bytes on r units takes
 * max(F / (c f r^alpha), M / bandwidth); the clock scales only the first term. Together, units are
 * shared as ShareUnits says and the bandwidth by max-min fairness.
 * @param [in] loads what is in service
 * @param [in] capacity what serves it
 * @returns for each service the share of itself done per second [1/s]; infinite for no work
 */
std::vector<double> ComputeServiceRates(const std::vector<ServiceLoad>& loads,
                                        const ServiceCapacity& capacity);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SERVICE_RATE_H
