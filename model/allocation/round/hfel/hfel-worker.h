/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HFEL_WORKER_H
#define EDGE_AI_HFEL_WORKER_H

#include "allocation/round/round-problem.h"

#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A device of a cell as section S1 of the definition sees it. Times are without its offset.
struct HfelWorker
{
    RoundProcessor processor;                          ///< cycles, clocks, kappa
    double bits{0};                                    ///< S [bit]
    double energyMax{0};                               ///< E_max [J]; infinite: no limit
    double offset{0};                                  ///< before it begins [s]
    RoundUplinkForm form{RoundUplinkForm::BAND_POWER}; ///< SUBCHANNELS have become BAND_POWER
    double powerMax{0};                                ///< of BAND_POWER [W]
    double unitDensity{0}; ///< N0 / h of BAND_POWER: power per band at which the signal-to-noise
                           ///< ratio is 1 [W/Hz]
    double factor{0};      ///< bit/s/Hz of BAND, bit/s of RATES

    /// @returns cycles over the largest clock [s]
    double GetLeastComputeTime() const
    {
        return processor.cycles / processor.clockMax;
    }
};

/// @ingroup edge-ai
/// What a device does with its share of the band and of the time.
struct HfelShare
{
    double clock{0};  ///< f [cycle/s]
    double power{0};  ///< p [W]; 0: not planned
    double rate{0};   ///< [bit/s]; 0: it cannot be done
    double energy{0}; ///< of computing, and of sending where power is planned [J]; infinite: it
                      ///< cannot be done
};

/// @ingroup edge-ai
/// @param [in] problem sound  @returns "" or what of it cannot be a cell of HFEL, in words
std::string ExplainNoHfelCell(const RoundProblem& problem);

/// @ingroup edge-ai
/// @param [in] problem for which ExplainNoHfelCell() has nothing to say  @returns its devices
std::vector<HfelWorker> MakeHfelWorkers(const RoundProblem& problem);

/**
 * @ingroup edge-ai
 * @param [in] worker device
 * @returns the energy that it takes in the end however long the round is, kappa cycles f_min^2 +
 *          S N0 ln2 / h: no time suffices for a budget that is not above it [J]
 */
double GetHfelEnergyFloor(const HfelWorker& worker);

/**
 * @ingroup edge-ai
 * The division of a time into computing and sending that takes the least energy. With power, the
 * energy kappa cycles^3 / T_cmp^2 + T_com W (N0/h) (2^(S / (W T_com)) - 1) is convex in T_cmp, and
 * the root of its slope is the optimum, or an end.
 * @param [in] worker device
 * @param [in] band W [Hz], > 0; of RATES not looked at
 * @param [in] time T, that it may take [s], > 0
 * @returns the division; energy infinite if the time is too short
 */
HfelShare SplitHfelTime(const HfelWorker& worker, double band, double time);

/**
 * @ingroup edge-ai
 * W_req(T): in closed form where the largest clock and power are within the budget, else where the
 * least energy, which falls with the band, meets it.
 * @param [in] worker device  @param [in] time T [s]  @param [in] bandwidth largest band [Hz]
 * @returns the least band with which it keeps time and budget [Hz]; infinite if there is none
 */
double GetHfelBand(const HfelWorker& worker, double time, double bandwidth);

/**
 * @ingroup edge-ai
 * @param [in] worker device  @param [in] band W [Hz], > 0; of RATES not looked at
 * @returns the least time that it takes within its budget [s]; infinite if there is none
 */
double GetHfelTime(const HfelWorker& worker, double band);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HFEL_WORKER_H
