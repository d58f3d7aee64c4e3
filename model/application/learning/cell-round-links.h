/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CELL_ROUND_LINKS_H
#define EDGE_AI_CELL_ROUND_LINKS_H

#include "round-links.h"

#include "ns3/cell-control.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Rounds over a cell with subchannels: each worker sends on a set of them, with a power on each.
 * Models go down on subchannels that are dealt out in turn to those with a part, with equal powers.
 *
 * Updates of whole models are planned on shares of the band that all subchannels make up: those
 * that may be lost by a law of fading with the gain of each worker in the mean over that, others at
 * the mean of what the subchannels carry now. A share becomes whole subchannels, at least one,
 * whose numbers differ from the plan's by less than one where there are enough of them, with the
 * planned power spread evenly. What the radio makes of that is not the plan's law: its rates follow
 * the channel as it is.
 */
class CellRoundLinks : public RoundLinks
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /// @param [in] cell measures channels and enforces plans
    void SetCell(Ptr<CellControl> cell);

    std::string Fill(const std::vector<RoundMember>& members, RoundProblem& problem) const override;
    std::string Apply(const std::vector<RoundMember>& members,
                      const RoundPlan& plan,
                      double factor) override;
    bool IsFrom(uint64_t link, const Address& from) const override;
    bool NeedsPower() const override;

  protected:
    void DoDispose() override;

  private:
    /// Say what a band is worth. @param [in] members of the problem, in its order
    /// @param [in,out] problem of updates, with gains
    void FillBand(const std::vector<RoundMember>& members, RoundProblem& problem) const;
    /// @param [in] members of the plan  @param [in] plan of shares of the band
    /// @param [out] sets subchannels of each, with powers
    /// @returns "" or why there are none
    std::string DivideBand(const std::vector<RoundMember>& members,
                           const RoundPlan& plan,
                           std::vector<std::vector<SubchannelPower>>& sets) const;

    Ptr<CellControl> m_cell;
    mutable std::map<uint32_t, double> m_powerMax; ///< of workers, as they said last [W]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CELL_ROUND_LINKS_H
