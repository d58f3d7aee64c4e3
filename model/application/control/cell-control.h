/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CELL_CONTROL_H
#define EDGE_AI_CELL_CONTROL_H

#include "ns3/address.h"
#include "ns3/object.h"
#include "ns3/split-noma.h"
#include "ns3/split-plan.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A subchannel of a set, and the power on it.
struct SubchannelPower
{
    uint32_t subchannel{NO_SUBCHANNEL}; ///< which, from 0
    double power{0};                    ///< transmit power there [W], >= 0; 0: not used
};

/// Where a device is to send and receive.
struct CellShare
{
    uint64_t link{0};    ///< LinkControl::GetLink() of the device
    PlannedWay uplink;   ///< subchannel, part, position, power; NO_SUBCHANNEL: sends nothing
    PlannedWay downlink; ///< likewise
    /// Instead of the uplink's one subchannel (NO_SUBCHANNEL) several, ascending, with a power on
    /// each; of `uplink` the position counts, on all of them
    std::vector<SubchannelPower> uplinkSet{};
    std::vector<SubchannelPower> downlinkSet{}; ///< likewise
};

/// What a plan that divides a band gives a device.
struct BandShare
{
    uint64_t link{0};    ///< LinkControl::GetLink() of the device
    double bandwidth{0}; ///< its part of the band [Hz], >= 0; 0: it sends nothing
    double power{0};     ///< transmit power in all of that part [W], > 0 if it sends
};

/// What a device gets for such a share.
struct BandGrant
{
    double bandwidth{0}; ///< [Hz]
    double rate{0}; ///< of its uplink by Shannon's formula, where it is and as it is now [bit/s]
};

/**
 * @ingroup edge-ai
 * The access network's side of plans: what there is to plan with, the channel of every device, and
 * who enforces the plan, for all devices at one instant. A cell has subchannels, on which plans put
 * devices, and may let plans divide the band that those make up. The controller knows no kind of
 * radio: helpers give it the control that fits.
 */
class CellControl : public Object
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /// @returns subchannels, how many may share one, and limits of the downlink
    virtual NomaRadio GetRadio() const = 0;

    /// @returns noise density at the access point's receiver [W/Hz]
    virtual double GetNoiseDensity() const = 0;

    /**
     * Measure the channel of a device by its pilot, now.
     * @param [in] link LinkControl::GetLink() of the device
     * @param [out] gains cell 0, power minimum, gains of all subchannels. Where a receiver's noise
     *              is not GetNoiseDensity(), its gains are scaled so that the ratios are right.
     * @returns false if no such device is served here
     */
    virtual bool Measure(uint64_t link, NomaLink& gains) const = 0;

    /**
     * @param [in] link LinkControl::GetLink() of a device that is served
     * @returns gains of its uplink's subchannels in the mean over fading: what a law of fading
     *          wants to know, and a measurement does not say; empty, here: nobody knows
     */
    virtual std::vector<double> GetMeanGains(uint64_t link) const;

    /**
     * What somebody says of his link decides about that link's plan: is it his?
     * @param [in] link that was named
     * @param [in] from address and port the message came from
     * @returns false if that address is known not to be the device's; this base knows nothing
     */
    virtual bool IsFrom(uint64_t link, const Address& from) const;

    /**
     * Put a plan in force for all devices at once, instead of the one before. Devices that it does
     * not name, or gives no subchannel, send only what the radio lets pass without a plan.
     * @param [in] shares of the devices
     * @returns "" or what is wrong with it; then the plan before stays in force
     */
    virtual std::string Apply(const std::vector<CellShare>& shares) = 0;

    /// @returns band that plans may divide [Hz]
    virtual double GetBandwidth() const;

    /// @returns what the parts of the band are multiples of [Hz]; 0: any
    virtual double GetBandStep() const;

    /**
     * Say what devices would get for a division of the band, if it were in force now.
     * @param [in] shares of the devices
     * @param [out] grants one per share; of those who send nothing zeros
     * @returns "" or why the band cannot be divided like that
     */
    virtual std::string FitBands(const std::vector<BandShare>& shares,
                                 std::vector<BandGrant>& grants) const;

    /**
     * Put a division of the band in force for all devices at once, as FitBands() says at the same
     * instant. Of devices that it does not name, or gives nothing, holds what Apply() says.
     * @param [in] shares of the devices
     * @returns "" or what is wrong with it; then what was in force stays so
     */
    virtual std::string ApplyBands(const std::vector<BandShare>& shares);
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CELL_CONTROL_H
