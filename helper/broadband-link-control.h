/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_LINK_CONTROL_H
#define EDGE_AI_BROADBAND_LINK_CONTROL_H

#include "broadband-band-holds.h"
#include "broadband-band-plan.h"
#include "broadband-tally.h"

#include "ns3/broadband-phy.h"
#include "ns3/link-control.h"
#include "ns3/nstime.h"

namespace ns3
{
namespace edgeai
{

class BroadbandNetDevice;

/**
 * @ingroup edge-ai
 * Radio part of plans on a user of the broadband radio. In a cell with the Planned scheduler the
 * planned band becomes subchannels and the planned power is spread over them, slot by slot as
 * granted; where that scheduler keeps subchannels for signalling, a BroadbandCellControl enforces
 * plans and there is nothing to set here; with any other scheduler the power becomes the user's
 * limit and the band is the scheduler's business. The gain is that of the medium, averaged over the
 * subchannels, at the instant or with the fading averaged out (AverageFading); the noise density is
 * the base station's receiver's; the transmit energy is power times time on the air, exact to the
 * slot. Of a link with an end that was disposed of nothing is known: its gain is NaN, band and
 * noise density are 0.
 */
class BroadbandLinkControl : public LinkControl
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /// @param [in] device the user's device, attached to its base station
    void SetDevice(Ptr<BroadbandNetDevice> device);

    double SetTxPower(double watt) override;
    void SetBandwidth(double hertz) override;
    std::string ExplainBand() const override;
    double GetMaxTxPower() const override;
    double GetMinTxPower() const override;
    double GetGain() const override;
    double GetBandwidth() const override;
    bool CanDivideBand() const override;
    std::string GetArbiter() const override;
    double GetSubchannelWidth() const override;
    double GetNoiseDensity() const override;
    double GetTxEnergy() const override;
    uint64_t GetLink() const override;
    bool GetTally(Way way, LinkTally& tally) const override;
    void BeginUpload() override;
    void EndUpload() override;
    void BeginTally(const LinkMessage& message) override;
    bool EndTally(const LinkMessage& message, LinkTally& tally) override;

  protected:
    void DoDispose() override;

  private:
    void HandleActivity(const BroadbandPhy::Activity& activity);

    /// @returns whether there is a link to measure: neither end, nor this, was disposed of
    bool IsThere() const;

    /// An upload keeps its part of the band no longer.
    void EndHold();

    /// @returns who has which subchannels of the cell; null unless plans of bands divide it
    Ptr<BroadbandBandHolds> GetHolds() const;

    Ptr<BroadbandPhy> m_phy;
    Ptr<BroadbandBandPlan> m_plan;  ///< of the cell; null unless it divides the band
    Ptr<PlannedScheduler> m_cell;   ///< if a BroadbandCellControl enforces plans there, else null
    uint32_t m_user{0};             ///< identifier of the PHY there
    double m_plannedBand{0};        ///< of the next upload in such a cell [Hz]; 0: not planned
    double m_plannedPower{0};       ///< of that [W]
    unsigned m_uploads{0};          ///< that hold a part of the band
    std::string m_lack;             ///< why the latest had less than planned
    Ptr<BroadbandTally> m_uplink;   ///< of the cell
    Ptr<BroadbandTally> m_downlink; ///< of the device
    bool m_average{false};          ///< AverageFading
    double m_leastRate{0};          ///< LeastRate [bit/s]
    double m_powerLimit{0};         ///< of the device [W]
    double m_power{0};              ///< on the air now [W]
    Time m_since;                   ///< when that began
    double m_energy{0};             ///< before that [J]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_LINK_CONTROL_H
