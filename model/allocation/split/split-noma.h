/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SPLIT_NOMA_H
#define EDGE_AI_SPLIT_NOMA_H

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// An access point whose users share subchannels.
struct NomaCell
{
    double powerMin{1e-3}; ///< least downlink power of a user, > 0 [W]
    double powerMax{10};   ///< sum over its users, >= powerMin [W]
};

/// @ingroup edge-ai
/// Subchannels that the users of a cell may share by power-domain NOMA, in either direction. An
/// optional part of a problem: planners that divide one band do not look at it.
struct NomaRadio
{
    uint32_t subchannels{0};                 ///< M; 0: this part is absent
    double width{0};                         ///< b of one subchannel, > 0 [Hz]
    uint32_t usersPerSubchannel{3};          ///< users of one cell on one subchannel, >= 1
    double sicResidual{0};                   ///< share of a cancelled signal that stays, in [0, 1]
    std::vector<NomaCell> cells{NomaCell()}; ///< access points, at least one
};

/// @ingroup edge-ai
/// A device on such subchannels.
struct NomaLink
{
    uint32_t cell{0};                  ///< which access point serves it
    double powerMin{1e-4};             ///< least uplink power, in (0, SplitDevice::txPowerMax] [W]
    std::vector<double> uplinkGains;   ///< to access point n on subchannel m at [n * M + m]; > 0 to
                                       ///< its own, >= 0 to others
    std::vector<double> downlinkGains; ///< likewise
};

/// @ingroup edge-ai
/// Identical units of a server that are shared out to devices. An optional part of a problem:
/// planners that divide the server's clock do not look at it.
struct ComputingUnits
{
    double total{0};           ///< r_tot, at most 1e6; 0: this part is absent
    double least{1};           ///< per device that is served, in (0, total]
    double clock{0};           ///< of every unit, > 0 [cycle/s]
    double speedupExponent{1}; ///< alpha: r units are r^alpha times as fast as one, in (0, 1]
    double powerExponent{1};   ///< x: r units draw r^x times the power of one, in [alpha, 10]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SPLIT_NOMA_H
