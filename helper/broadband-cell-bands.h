/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_CELL_BANDS_H
#define EDGE_AI_BROADBAND_CELL_BANDS_H

#include "broadband-band-holds.h"
#include "broadband-band-sets.h"

#include "ns3/cell-control.h"
#include "ns3/planned-scheduler.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

class BroadbandPhy;

/**
 * Plans of bands in a cell of the broadband radio: gives each device whole subchannels, and lets
 * uploads that follow an older plan keep theirs.
 */
class BroadbandCellBands
{
  public:
    /// @param [in] base the base station's PHY  @param [in] scheduler the cell's
    void SetCell(Ptr<BroadbandPhy> base, Ptr<PlannedScheduler> scheduler);

    /// Plan no more.
    void Release();

    /// @returns subchannels of the radio that plans may use
    uint32_t GetPlannable() const;

    /// @returns width of a subchannel of the radio [Hz]
    double GetWidth() const;

    /// @param [in] link of a device  @returns its PHY, or null if it is not served here
    Ptr<BroadbandPhy> FindUser(uint64_t link) const;

    /// See CellControl::FitBands(): what the sets carry that a plan gives, whoever still sends by
    /// another. @param [in] shares of the devices  @param [out] grants one each  @returns "" or why
    /// not
    std::string Fit(const std::vector<BandShare>& shares, std::vector<BandGrant>& grants) const;

    /// See CellControl::ApplyBands().
    /// @param [in] shares of the devices  @returns "" or what is wrong
    std::string Apply(const std::vector<BandShare>& shares);

    /// Put a plan of another kind in force; one of nothing leaves uploads what they have.
    /// @param [in] plan for the scheduler  @returns "" or what is wrong with it
    std::string ApplyOther(const ResourcePlan& plan);

  private:
    /// @param [in] user of the cell  @returns its uplink gains on the subchannels for plans
    std::vector<double> GetBandGains(const BroadbandPhy& user) const;

    /**
     * @param [in] shares that divide the band
     * @param [out] sets subchannels for each
     * @returns empty, or why the band cannot be divided like that
     */
    std::string Divide(const std::vector<BandShare>& shares, std::vector<BandSet>& sets) const;

    /// Put what everybody has of the band in force. @returns empty, or what is wrong with it
    std::string ApplyHolds();

    Ptr<BroadbandPhy> m_phy;           ///< the base station's
    Ptr<PlannedScheduler> m_scheduler; ///< the cell's
    Ptr<BroadbandBandHolds> m_holds;   ///< who has which subchannels
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_CELL_BANDS_H
