/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_CELL_CONTROL_H
#define EDGE_AI_BROADBAND_CELL_CONTROL_H

#include "broadband-cell-bands.h"

#include "ns3/cell-control.h"
#include "ns3/planned-scheduler.h"

namespace ns3
{
namespace edgeai
{

class BroadbandNetDevice;
class BroadbandPhy;

/**
 * @ingroup edge-ai
 * Plans on a cell of the broadband radio whose scheduler is Planned and keeps subchannels for
 * signalling (PlannedScheduler's attribute SignallingSubchannels): devices without a share, silent
 * ones and those that have not asked yet, take turns there.
 *
 * Plans that divide the band give each device whole subchannels of the radio, which are chosen here
 * by gain, with the planned power spread evenly over them; what that carries is what planners are
 * told. Downlinks of those who send then divide the subchannels and the power equally.
 *
 * Plans of subchannels: a planned subchannel is Parts of the radio's, so that a plan may divide it.
 * A device may also have a set of planned subchannels with a power on each; the power on one is
 * spread evenly over its parts. Gains are those of the medium at the instant of the request, of
 * several parts the geometric mean: log2(1 + e^u) is convex in u, so that a lone user's rate is
 * never below the plan's. Signals of other cells are not foreseen.
 */
class BroadbandCellControl : public CellControl
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /**
     * @param [in] device a base station's
     * @returns whether its scheduler is Planned and keeps subchannels for signalling
     */
    static bool Fits(Ptr<BroadbandNetDevice> device);

    /// @param [in] device the base station's, which fits
    void SetDevice(Ptr<BroadbandNetDevice> device);

    NomaRadio GetRadio() const override;
    double GetNoiseDensity() const override;
    bool Measure(uint64_t link, NomaLink& gains) const override;
    std::vector<double> GetMeanGains(uint64_t link) const override;
    bool IsFrom(uint64_t link, const Address& from) const override;
    std::string Apply(const std::vector<CellShare>& shares) override;
    double GetBandwidth() const override;
    double GetBandStep() const override;
    std::string FitBands(const std::vector<BandShare>& shares,
                         std::vector<BandGrant>& grants) const override;
    std::string ApplyBands(const std::vector<BandShare>& shares) override;

  protected:
    void DoDispose() override;

  private:
    std::vector<double> GetGains(const BroadbandPhy& user, Direction direction) const;

    /**
     * @param [in] gains of the radio's subchannels, from the first
     * @param [in] noise factor that makes them comparable
     * @returns those of the planned subchannels
     */
    std::vector<double> Merge(const std::vector<double>& gains, double noise) const;

    /**
     * @param [in] share share of a device
     * @param [in] direction which half of it
     * @param [in,out] plan gets what the radio is to do, if anything
     * @returns empty, or what is wrong with the share
     */
    std::string AddShare(const CellShare& share, Direction direction, ResourcePlan& plan) const;

    Ptr<BroadbandPhy> m_phy;           ///< the base station's
    Ptr<PlannedScheduler> m_scheduler; ///< the cell's
    BroadbandCellBands m_bands;        ///< plans of bands
    uint32_t m_parts;                  ///< Parts, once there is a device not 0
    double m_downlinkPowerMin;         ///< DownlinkPowerMin [W]
    double m_uplinkPowerMin;           ///< UplinkPowerMin [W]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_CELL_CONTROL_H
