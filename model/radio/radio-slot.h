/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RADIO_SLOT_H
#define EDGE_AI_RADIO_SLOT_H

#include "block-grant.h"
#include "sic-receiver.h"

#include <cstddef>
#include <limits>
#include <memory>
#include <vector>

namespace ns3
{
namespace edgeai
{

class BroadbandPhy;

/// A block on the air in a slot.
struct Transmission
{
    std::shared_ptr<const Grant> grant; ///< where and how loud
    TransportBlock block;               ///< what
    BroadbandPhy* tx{nullptr};          ///< from; null if it has left the network since
    BroadbandPhy* rx{nullptr};          ///< to
};

/// What one receiver has to decode of a slot, with the gains at the start of the slot.
struct Reception
{
    static constexpr std::size_t ALL = std::numeric_limits<std::size_t>::max();

    BroadbandPhy* rx{nullptr};               ///< receiver; null if it has left the network
    std::size_t wanted{ALL};                 ///< index of the signal it is after, or ALL
    std::vector<SicSignal> signals;          ///< signals of its cell as it hears them
    std::vector<const Transmission*> behind; ///< the transmission behind each signal
    std::vector<double> base;                ///< noise and other cells [W per subchannel]
};

/// A cell: its base station, when that wants to be called, and what is on the air.
struct RadioCell
{
    BroadbandPhy* base{nullptr};           ///< base station
    uint64_t next{0};                      ///< next slot it wants to be called for
    uint64_t started{0};                   ///< number of the last slot it was called for, plus 1
    std::vector<Transmission> sent[2];     ///< by direction: this slot
    std::vector<Transmission> previous[2]; ///< by direction: the slot before
    std::vector<uint32_t> occupancy[2];    ///< by direction and subchannel: blocks in this slot
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RADIO_SLOT_H
