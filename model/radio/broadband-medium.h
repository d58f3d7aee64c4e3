/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_MEDIUM_H
#define EDGE_AI_BROADBAND_MEDIUM_H

#include "block-grant.h"
#include "keyed-random.h"

#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/random-variable-stream.h"
#include "ns3/spectrum-channel.h"
#include "ns3/spectrum-value.h"

#include <limits>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace ns3
{
namespace edgeai
{

class BroadbandPhy;
class BroadbandSpectrum;
class RadioSlot;
class SlotClock;
class TappedDelayLoss;
template <typename Pointer>
class IdTable;

/**
 * @ingroup edge-ai
 * What the cells of a network share: the bands, the slot clock and the gains between all ends.
 *
 * A stock SpectrumChannel carries every signal to every receiver attached. Here a slot's signals
 * stay in the medium and a receiver is given only what it needs: a base station its cell's uplink
 * signals, an addressed user the signals of its cell on its subchannels, either the sum of the
 * other cells' powers there, from gains computed on demand. So a slot costs what is transmitted in
 * it, not what is attached, and one event serves all cells; without backlog there is no event.
 *
 * Stock transmitters still interfere: with a SpectrumChannel set for a direction, the receivers of
 * that direction listen on it, and what arrives from other technologies counts by the time it
 * lasts. With attribute Expose the medium's own transmissions also appear there, one signal per
 * transmitter and slot, for spectrum analysers and other technologies.
 *
 * Bands, gains and the numbers of slots are kept, here and by others. So what they are made of,
 * all attributes but NoiseDensity and Expose, cannot change once the medium is in use: a PHY has
 * joined, a band was asked for, or a spectrum channel was set. The value it has is accepted.
 *
 * Order of work at the start t of slot k:
 *  1. the blocks of slot k-1 are decoded, cell by cell in the order of attachment, uplink before
 *     downlink, and reported to the MACs;
 *  2. every cell that asked for slot k is called (BroadbandSlotUser::StartSlot) and transmits;
 *  3. the gains of slot k are taken, at its start, and hold for the slot.
 */
class BroadbandMedium : public Object
{
  public:
    /// No further slot wanted.
    static constexpr uint64_t NEVER = std::numeric_limits<uint64_t>::max();

    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();
    BroadbandMedium();
    ~BroadbandMedium() override;

    /**
     * @param [in] direction direction
     * @returns its band, built from the attributes at the first call
     */
    const BroadbandSpectrum& GetSpectrum(Direction direction) const;

    /**
     * @returns number of subchannels of either band
     */
    uint32_t GetSubchannels() const
    {
        return m_subchannels;
    }

    /**
     * @returns duration of a slot
     */
    Time GetSlotDuration() const;

    /**
     * @returns number of the slot that is running now (the one that starts now, at a boundary)
     */
    uint64_t GetSlot() const;

    /**
     * @returns channel uses of a block per subchannel and slot, tau*b
     * @param [in] direction direction
     */
    double GetSymbols(Direction direction) const;

    /**
     * @returns noise power density before the receiver's noise figure [W/Hz]
     */
    double GetNoiseDensity() const
    {
        return m_noiseDensity;
    }

    /**
     * Connect a direction to a stock spectrum channel; before devices are attached.
     * @param [in] direction direction
     * @param [in] channel channel; gets this medium's path loss and fading as its own
     */
    void SetSpectrumChannel(Direction direction, Ptr<SpectrumChannel> channel);

    /**
     * Gain on every subchannel between a user and a base station now: path loss, shadowing, fading.
     * Computed when an end has moved or the fading has changed, else returned from store.
     * @param [in] tx transmitting end
     * @param [in] rx receiving end, of the other role
     * @returns linear power gain per subchannel of the direction; valid until the next call for
     * this link
     */
    const SpectrumValue& GetGain(const BroadbandPhy& tx, const BroadbandPhy& rx);

    /**
     * @param [in] tx transmitting end
     * @param [in] rx receiving end, of the other role
     * @returns linear power gain of path loss and shadowing now: what GetGain() has on the average
     * over the fading
     */
    double GetPathGain(const BroadbandPhy& tx, const BroadbandPhy& rx);

    /**
     * Ask for calls of a base station's slot user from the next slot boundary on. At a boundary
     * whose slot has not begun for that cell, that is now. Calling again changes nothing.
     * @param [in] base the base station
     */
    void Wake(const BroadbandPhy& base);

    /**
     * @param [in] id identifier of a PHY
     * @returns the PHY, or null
     */
    Ptr<BroadbandPhy> FindPhy(uint32_t id) const;

    /**
     * Fix the random streams of block outcomes, fading and path loss.
     * @param [in] stream first stream to use
     * @returns number of streams used
     */
    int64_t AssignStreams(int64_t stream);

  protected:
    void DoDispose() override;

  private:
    friend class BroadbandPhy; // joins, leaves, and sends in the medium's slot
    friend class RadioSlot;    // looks PHYs up

    /// A gain kept from call to call.
    struct Link;

    /// Of an attribute that cannot change once the medium is in use.
    template <typename T>
    class SettledAccessor;

    /// @param [in] name of an attribute that was set  @param [in] same whether it has not changed
    void CheckSettled(const std::string& name, bool same) const;

    /// @param [in] id identifier of a PHY  @returns the PHY, or null; for those who keep none
    BroadbandPhy* PeekPhy(uint32_t id) const;

    /// @param [in] tx transmitting end  @param [in] rx receiving end  @returns their gain, as it is
    /// now
    Link& UpdateLink(const BroadbandPhy& tx, const BroadbandPhy& rx);

    /**
     * @param [in] phy PHY to add; its identifier must be unused in this medium
     */
    void Attach(BroadbandPhy& phy);

    /**
     * @param [in] phy PHY to forget, with everything that mentions it
     */
    void Detach(BroadbandPhy& phy);

    /**
     * @returns the path loss model, the default one if none was set
     */
    Ptr<PropagationLossModel> GetPathLoss();

    /// All cells have sent their blocks of the slot that begins.
    void HandleSent();

    /**
     * @param [in] duration Slot
     */
    void SetSlotDuration(Time duration);

    double m_bandwidth;                   ///< Bandwidth [Hz]
    uint32_t m_subchannels;               ///< Subchannels
    double m_uplinkCarrier;               ///< UplinkCarrier [Hz]
    double m_downlinkCarrier;             ///< DownlinkCarrier [Hz]
    double m_noiseDensity;                ///< NoiseDensity [W/Hz]
    bool m_expose;                        ///< Expose
    Ptr<PropagationLossModel> m_pathLoss; ///< PathLoss
    Ptr<TappedDelayLoss> m_fading;        ///< Fading; null: none

    mutable bool m_used{false};                                  ///< whether attributes are settled
    mutable Ptr<BroadbandSpectrum> m_spectrum[2];                ///< by direction
    Ptr<SpectrumChannel> m_channel[2];                           ///< by direction; null: none
    std::unique_ptr<IdTable<BroadbandPhy*>> m_phys;              ///< by identifier
    std::unordered_map<uint64_t, std::unique_ptr<Link>> m_links; ///< by ends; not iterated
    std::unique_ptr<RadioSlot> m_onAir;                          ///< what is on the air
    std::unique_ptr<SlotClock> m_clock;                          ///< when it begins and ends
    Ptr<UniformRandomVariable> m_random;                         ///< source of the key
    KeyedRandom m_key;      ///< for block outcomes, drawn at the first use
    bool m_keyDrawn{false}; ///< whether m_key is drawn

    /**
     * @returns the key of block outcomes
     */
    const KeyedRandom& GetKey();
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_MEDIUM_H
