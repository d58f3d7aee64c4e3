/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BAND_ALLOCATION_H
#define EDGE_AI_BAND_ALLOCATION_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What a device makes of a band: a merit that never falls with the band [Hz], within [-1, 1];
 * minus infinity where the band is too small to serve the device at all.
 */
using BandMerit = std::function<double(std::size_t device, double band)>;

/// @ingroup edge-ai
/// Settings of the max-min division.
struct BandOptions
{
    double leastBand{1};     ///< smallest band considered [Hz], > 0
    double tolerance{1e-10}; ///< of the logarithm of a band and of the common merit
    /// For each device the first whose merit is the same function, itself if there is none before
    /// it; empty: no two are. Merits of others are not asked for, results are the same.
    std::vector<std::size_t> alike;
};

/// @ingroup edge-ai
/// A division of a band.
struct BandShares
{
    bool feasible{false};      ///< every device can be served
    std::vector<double> bands; ///< [Hz]
    double level{0};           ///< merit that every device reaches, or every one that is served
    double needed{0};        ///< sum of the bands [Hz]; if infeasible, the least sum that would do
    uint32_t evaluations{0}; ///< of the merit
    bool limited{false};     ///< a search met its bound before its tolerance
};

/**
 * @ingroup edge-ai
 * Orthogonal bands that make the smallest merit as large as possible: the largest common level for
 * which the devices' least bands fit together (this module's extension of LAIM to several devices).
 * Where they do not fit at any level, those who need the most are set aside with an equal share
 * each, which may or may not serve them, until the others fit into the rest: what one device needs
 * takes from nobody more than its own share.
 * @param [in] count number of devices
 * @param [in] bandwidth what is divided [Hz], > 0
 * @param [in] merit what each device makes of a band
 * @param [in] options settings
 * @returns least bands for the best level; there may be band left
 */
BandShares DivideBandMaxMin(std::size_t count,
                            double bandwidth,
                            const BandMerit& merit,
                            const BandOptions& options = BandOptions());

/**
 * @ingroup edge-ai
 * @param [in] bandwidth what is divided [Hz], >= 0
 * @param [in] width of a subchannel [Hz], > 0
 * @returns how many whole ones there are
 */
uint32_t CountSubchannels(double bandwidth, double width);

/**
 * @ingroup edge-ai
 * The same where bands are whole subchannels: one after the other goes to the device that is worst
 * off among those that gain by it, which makes the smallest merit as large as possible because no
 * merit falls with the band. Subchannels that help nobody go to who has the fewest. Devices are set
 * aside as by DivideBandMaxMin().
 * @param [in] count number of devices, > 0
 * @param [in] subchannels how many there are
 * @param [in] width of one [Hz], > 0
 * @param [in] merit what each device makes of a band
 * @param [in] alike as BandOptions::alike
 * @returns bands that use all subchannels
 */
BandShares DivideSubchannelsMaxMin(std::size_t count,
                                   uint32_t subchannels,
                                   double width,
                                   const BandMerit& merit,
                                   const std::vector<std::size_t>& alike = {});

/**
 * @ingroup edge-ai
 * @param [in] count number of devices, > 0
 * @param [in] bandwidth what is divided [Hz], > 0
 * @param [in] width of a subchannel [Hz]; 0: any band will do
 * @returns equal bands; whole subchannels, the first devices one more where they do not come out
 */
std::vector<double> DivideBandEqually(std::size_t count, double bandwidth, double width);

/**
 * Give what is left to the device that gains the most merit from all of it (ties: the first); if
 * none gains, to all devices equally.
 * @param [in] shares a division
 * @param [in] bandwidth what there is to divide [Hz]
 * @param [in] merit what each device makes of a band
 * @param [in] alike as BandOptions::alike
 * @returns the division with nothing left
 */
BandShares HandOutLeftover(BandShares shares,
                           double bandwidth,
                           const BandMerit& merit,
                           const std::vector<std::size_t>& alike = {});

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BAND_ALLOCATION_H
