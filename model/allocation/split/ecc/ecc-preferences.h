/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_PREFERENCES_H
#define EDGE_AI_ECC_PREFERENCES_H

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What a user's delay and energy are worth.
struct EccWeights
{
    double time{0.5};   ///< w_T, >= 0 [1/s]
    double energy{0.5}; ///< w_E, >= 0, not both 0 [1/J]
};

/// @ingroup edge-ai
/// What ECC's utility counts beside weighted delays and energies, and in which order receivers
/// decode: planners have it as attributes, problems contain it.
struct EccPreferences
{
    /// Order in which the downlink's users remove each other's signals.
    enum SicOrder
    {
        GAIN, ///< by channel gain
        CINR, ///< by gain over noise and interference from other cells, frozen within a descent
    };

    SicOrder sicOrder{GAIN};   ///< decoding order
    bool normalise{false};     ///< divide delay and energy by their device-only values
    double unitWeight{0};      ///< w_R, price of a computing unit, >= 0
    double qoeWeight{0};       ///< price of a wholly dissatisfied user, >= 0
    double qoeSteepness{10};   ///< of the sigmoid in delay over expected delay, > 0
    double timeLimitWeight{0}; ///< price of (T/T^max - 1)^2 beyond the limit, >= 0
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_PREFERENCES_H
