/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_CELL_CONTROL_H
#define EDGE_AI_BROADBAND_CELL_CONTROL_H

#include "ns3/broadband-net-device.h"
#include "ns3/broadband-phy.h"
#include "ns3/cell-control.h"
#include "ns3/planned-scheduler.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Plans of subchannels on a cell of the broadband radio whose scheduler is Planned and keeps
 * subchannels for signalling (PlannedScheduler's attribute SignallingSubchannels): devices without
 * a share, silent ones and those that have not asked yet, take turns there.
 *
 * A planned subchannel is Parts of the radio's, so that a plan may divide it. Gains are those of
 * the medium at the instant of the request, of several parts the geometric mean: log2(1 + e^u) is
 * convex in u, so that a lone user's rate is never below the plan's. Signals of other cells are not
 * foreseen.
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
    std::string Apply(const std::vector<CellShare>& shares) override;

  protected:
    void DoDispose() override;

  private:
    std::vector<double> GetGains(const BroadbandPhy& user, bool uplink) const;
    std::string AddShare(uint32_t user,
                         Direction direction,
                         const PlannedWay& way,
                         ResourcePlan& plan) const;

    Ptr<BroadbandPhy> m_phy;           ///< the base station's
    Ptr<PlannedScheduler> m_scheduler; ///< the cell's
    uint32_t m_parts;                  ///< Parts
    double m_downlinkPowerMin;         ///< DownlinkPowerMin [W]
    double m_uplinkPowerMin;           ///< UplinkPowerMin [W]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_CELL_CONTROL_H
