/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_BAND_SETS_H
#define EDGE_AI_BROADBAND_BAND_SETS_H

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Choose which subchannels make up the bands of users. The one that has least of its number so far
 * takes the best subchannel for it that is left, until all have theirs.
 * @param [in] counts number of subchannels of each user; together at most as many as there are
 * @param [in] gains of each user on every subchannel, > 0
 * @returns subchannels of each user, ascending
 */
std::vector<std::vector<uint32_t>> ChooseSubchannels(const std::vector<uint32_t>& counts,
                                                     const std::vector<std::vector<double>>& gains);

/// What a plan gives a user of a band.
struct BandUser
{
    double bandwidth;          ///< part of the band [Hz]; 0: none
    double power;              ///< in all of it [W]
    std::vector<double> gains; ///< on every subchannel, > 0; not looked at of who has none
};

/// The subchannels of a band.
struct BandGrid
{
    uint32_t subchannels; ///< how many
    double width;         ///< of each [Hz]
    double noise;         ///< in each [W]
};

/// Subchannels of a user.
struct BandSet
{
    std::vector<uint32_t> subchannels; ///< ascending
    double rate{0};                    ///< by Shannon's formula, power spread evenly [bit/s]
};

/**
 * Give users whole subchannels for the parts of a band that they are planned with.
 * @param [in] users who shares it
 * @param [in] grid the band
 * @param [out] sets of the users; of who has no part empty
 * @returns empty, or why it cannot be divided like that; then there are no sets
 */
std::string DivideBand(const std::vector<BandUser>& users,
                       const BandGrid& grid,
                       std::vector<BandSet>& sets);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_BAND_SETS_H
