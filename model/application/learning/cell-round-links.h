/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CELL_ROUND_LINKS_H
#define EDGE_AI_CELL_ROUND_LINKS_H

#include "round-links.h"

#include "ns3/cell-control.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Rounds over a cell with subchannels: each worker sends on a set of them, with a power on each.
 * Models go down on subchannels that are dealt out in turn to those with a part, with equal powers.
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
    Ptr<CellControl> m_cell;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CELL_ROUND_LINKS_H
