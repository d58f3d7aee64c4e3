/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RADIO_SLOT_H
#define EDGE_AI_RADIO_SLOT_H

#include "block-grant.h"
#include "sic-receiver.h"
#include "slot-book.h"

#include "ns3/nstime.h"
#include "ns3/ptr.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{

class SpectrumChannel;
class SpectrumValue;

namespace edgeai
{

class BroadbandMedium;
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
    uint64_t opened{0};                    ///< number of the slot of the book, plus 1
    SlotBook book;                         ///< grants on the air in that slot
    std::vector<Transmission> sent[2];     ///< by direction: this slot
    std::vector<Transmission> previous[2]; ///< by direction: the slot before
};

/**
 * @ingroup edge-ai
 * The slot that PHYs and medium share: what is on the air in every cell, who has to decode what of
 * it, and what was there in the slot before.
 */
class RadioSlot
{
  public:
    /**
     * @param [in] medium whose slot it is
     */
    explicit RadioSlot(BroadbandMedium& medium);

    /**
     * @param [in] base base station of a new cell
     */
    void AddCell(BroadbandPhy& base);

    /**
     * Forget everything that mentions a PHY, which leaves. What it sent stays on the air for the
     * others, unless it leaves while they are still sending; nobody receives or acknowledges it
     * there.
     * @param [in] phy the PHY
     */
    void Forget(const BroadbandPhy& phy);

    /// Forget all.
    void Clear();

    /**
     * @returns the cells in the order of attachment
     */
    const std::vector<std::unique_ptr<RadioCell>>& GetCells() const
    {
        return m_cells;
    }

    /**
     * @param [in] base a base station's PHY
     * @returns its cell
     */
    RadioCell& GetCell(const BroadbandPhy& base) const;

    /**
     * @param [in] base a base station's PHY
     * @returns the book of its cell in the present slot, empty at first
     */
    SlotBook& GetBook(const BroadbandPhy& base);

    /**
     * @param [in] base a base station's PHY
     * @returns the limits of its cell, as they are now
     */
    CellLimits GetLimits(const BroadbandPhy& base) const;

    /**
     * Put a block on the air, if the cell's book approves of its grant.
     * @param [in] phy who sends it
     * @param [in] grant its grant
     * @param [in] block the block
     * @returns empty if sent; else what is wrong: a rule of SlotBook, a sender that is not the
     * grant's or has no power, more payload than bits, a repetition of another size
     */
    std::string Send(BroadbandPhy& phy,
                     const std::shared_ptr<const Grant>& grant,
                     const TransportBlock& block);

    /// Everything is sent: take the gains, for everybody who is to receive something.
    void Hear();

    /// Tell the PHYs whose activity changes with this slot.
    void UpdateActivity();

    /**
     * Put a direction's transmissions on a stock channel, one signal per transmitter.
     * @param [in] direction direction
     * @param [in] channel the channel
     */
    void Expose(Direction direction, SpectrumChannel& channel) const;

    /**
     * The slot ends: decode what was heard, and file what was sent as the slot before.
     * @param [in] start start of the slot
     * @param [in] end its end
     */
    void Finish(Time start, Time end);

    /**
     * Add what a receiver hears of other cells.
     * @param [in] rx receiver
     * @param [in] previous whether to take the slot before instead of this one
     * @param [in] mask subchannels that matter; empty: all
     * @param [in,out] power power per subchannel [W]
     */
    void AddOtherCells(const BroadbandPhy& rx,
                       bool previous,
                       const std::vector<bool>& mask,
                       std::vector<double>& power) const;

  private:
    /**
     * Take back what was sent in a slot that is still being filled.
     * @param [in] phy receiver, or forgotten sender, that leaves
     */
    void DropUnheard(const BroadbandPhy& phy);

    /**
     * @param [in] rx a receiver
     * @param [in] signals number of signals it hears
     * @returns what it will decode: the noise, and room for the signals
     */
    Reception& AddReception(BroadbandPhy& rx, std::size_t signals);

    /**
     * Note what a base station will decode.
     * @param [in] cell its cell, with uplink signals
     */
    void HearUplink(const RadioCell& cell);

    /**
     * Note what the addressee of a downlink transmission will decode.
     * @param [in] cell its cell
     * @param [in] wanted index of the transmission
     */
    void HearDownlink(const RadioCell& cell, std::size_t wanted);

    BroadbandMedium& m_medium;                       ///< gains, bands
    std::vector<std::unique_ptr<RadioCell>> m_cells; ///< in order of attachment
    std::vector<std::unique_ptr<RadioCell>> m_gone;  ///< left since the last slot ended
    std::vector<Reception> m_receptions;             ///< of this slot, and unused ones behind
    std::size_t m_heard{0};                          ///< how many are of this slot
    std::vector<BroadbandPhy*> m_active;             ///< PHYs that send or receive in this slot
    std::vector<BroadbandPhy*> m_nextActive;         ///< UpdateActivity's, to keep its memory
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RADIO_SLOT_H
