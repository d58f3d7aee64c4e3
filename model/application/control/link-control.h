/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LINK_CONTROL_H
#define EDGE_AI_LINK_CONTROL_H

#include "ns3/inference-message.h"
#include "ns3/object.h"

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What a link has carried so far in one direction; differences between two instants tell about a
 * transfer between them.
 */
struct LinkTally
{
    double bits{0};         ///< payload of the blocks that were decoded [bit]
    double weightedSinr{0}; ///< sum over them of payload times SINR (linear) [bit]
    double energy{0};       ///< radiated for it, repetitions included [J]
    uint64_t blocks{0};     ///< transmissions
    uint64_t failed{0};     ///< transmissions that were not decoded
};

/// @ingroup edge-ai
/// Which message to a device is meant, where a link tells what single ones take.
struct LinkMessage
{
    uint16_t port{0};   ///< of the socket it goes to, which tells clients of one device apart
    MessageType type{}; ///< what it is for
    uint64_t task{0};   ///< it is about

    /// @param [in] other one  @returns whether this one comes first in an order of all
    bool operator<(const LinkMessage& other) const
    {
        return std::tie(port, type, task) < std::tie(other.port, other.type, other.task);
    }
};

/**
 * @ingroup edge-ai
 * What several links send over, each in its turn, as far as one of them knows: a cable with many
 * ends, or the way behind a switch.
 */
struct LinkMedium
{
    /// Number of one that belongs to a single link, or of which nothing is known.
    static constexpr uint64_t NONE = UINT64_MAX;

    uint64_t number{NONE}; ///< the same for all links that share it
    double rate{0};        ///< what it carries [bit/s], > 0 if there is one
    uint32_t sharers{1};   ///< links that are known to send over it, this one included, >= 1
    bool known{true};      ///< whether nobody else shares any part of the way, as far as can be
                           ///< told; false: the way leads through what does not say
};

/**
 * @ingroup edge-ai
 * How a client applies the radio part of a plan to its device, and what it can measure there. The
 * application knows no kind of device: helpers give it the control that fits.
 *
 * This base fits any radio: it takes the power it is told for set, and measures nothing, so that
 * transmit energy is not available. Links without a power to decide have RatedLinkControl.
 */
class LinkControl : public Object
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /**
     * Set the transmit power from now on.
     * @param [in] watt what the plan asks for [W], > 0
     * @returns what was set, after the device's limits and steps [W]
     */
    virtual double SetTxPower(double watt);

    /// @param [in] hertz band the plan gives this device [Hz], > 0
    virtual void SetBandwidth(double hertz);

    /// @returns powers the device can take [W], ascending; empty: any from GetMinTxPower() up to
    /// GetMaxTxPower()
    virtual std::vector<double> GetTxPowers() const;

    /**
     * @returns which band the device had since one was set, if it was another one, and why, in
     * words; "": it was that one, or nobody knows
     */
    virtual std::string ExplainBand() const;

    /// @returns the largest power [W]
    virtual double GetMaxTxPower() const;

    /// @returns the least power [W], at most the largest; 0: none
    virtual double GetMinTxPower() const;

    /// @returns channel power gain to the peer as measured now; NaN: never measured
    virtual double GetGain() const;

    /// @returns band of the link [Hz]; 0: the controller's default
    virtual double GetBandwidth() const;

    /**
     * @returns whether SetBandwidth() gives this device a band of its own, so that devices can be
     * planned for together; false where they contend for one channel
     */
    virtual bool CanDivideBand() const;

    /// @returns who gives out subchannels instead of a plan that names some, in words; "": nobody,
    /// or there are none
    virtual std::string GetArbiter() const;

    /// @returns what a divided band is a multiple of [Hz]; 0: any band can be given
    virtual double GetSubchannelWidth() const;

    /// @returns rate of a link that has one whatever the power [bit/s]; 0: it follows from power,
    /// gain and band
    virtual double GetLinkRate() const;

    /// @returns what a link that has a rate shares with others; by default nothing
    virtual LinkMedium GetMedium() const;

    /// @returns noise density at the receiver [W/Hz]; 0: the controller's default
    virtual double GetNoiseDensity() const;

    /// @returns energy radiated so far [J]; NaN: not measured
    virtual double GetTxEnergy() const;

    /**
     * @returns what an upload costs is the difference of this between its begin and its end: the
     *          energy radiated so far, but of what is radiated while n uploads are under way only
     *          an nth [J]; NaN: not measured
     */
    double GetUploadEnergy() const;

    /// Number of who has none.
    static constexpr uint64_t NO_LINK = UINT64_MAX;

    /// @returns the device's number in its cell, as CellControl knows it; NO_LINK: none
    virtual uint64_t GetLink() const;

    /// Which way something goes.
    enum Way
    {
        UP,   ///< from the device
        DOWN, ///< to it
    };

    /**
     * @param [in] way to be measured
     * @param [out] tally what went that way so far
     * @returns false if it is not measured
     */
    virtual bool GetTally(Way way, LinkTally& tally) const;

    /**
     * An upload by the power and the band that were set last begins. Where devices share a band, it
     * keeps its part until it is over, whatever is planned meanwhile. Who overrides this calls it,
     * or uploads at one time are each charged all that the device radiates.
     */
    virtual void BeginUpload();

    /// It is over, or given up: once for each that began. Who overrides this calls it.
    virtual void EndUpload();

    /**
     * Begin to tell what a message to the device takes, whatever else goes there meanwhile. Whoever
     * asks for it says once that it is over.
     * @param [in] message which
     */
    virtual void BeginTally(const LinkMessage& message);

    /**
     * @param [in] message of BeginTally(), of which nothing is told any more
     * @param [out] tally the blocks that carried it or a part of it, and its part of their bits and
     *              energy
     * @returns false if that is not measured
     */
    virtual bool EndTally(const LinkMessage& message, LinkTally& tally);

  protected:
    /**
     * @param [in] rate [bit/s], >= 0  @param [in] gain of the channel, > 0
     * @returns a power that carries it over any band of at least as many hertz, at most the largest
     *          one [W]; 0 where gain or noise is not known
     */
    double GetPowerFor(double rate, double gain) const;

    double m_maxTxPower{0.2}; ///< P [W]
    double m_gain{1e-10};     ///< g
    double m_bandwidth{0};    ///< [Hz]
    double m_noiseDensity{0}; ///< [W/Hz]

  private:
    /// Account for what was radiated until now; from now on so many more uploads are under way.
    void CountUploads(int more);

    uint32_t m_underWay{0}; ///< uploads
    double m_counted{0};    ///< radiated when their number changed last [J]
    double m_perUpload{0};  ///< GetUploadEnergy() then [J]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LINK_CONTROL_H
