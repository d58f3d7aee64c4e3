/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IDEAL_ROUND_LINKS_H
#define EDGE_AI_IDEAL_ROUND_LINKS_H

#include "application/learning/round-links.h"
#include "ideal-link-helper.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Rounds over ideal links: each worker's link has exactly the rate that the plan gives it. Divided
 * models are planned on subchannels (PARTEL, arXiv 2010.04061), depth blocks (FoMo, arXiv
 * 2407.09873) and updates of whole models (FedQVR) on shares of a band, those of HFEL with powers.
 */
class IdealRoundLinks : public RoundLinks
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    IdealRoundLinks();

    /// @param [in] number of a worker, the next one  @param [in] link its own
    void Add(uint32_t number, Ptr<IdealLinkControl> link);
    /// @param [in] gains of each worker on each subchannel; empty: that of its link on all of them
    void SetGains(std::vector<std::vector<double>> gains);
    /// @param [in] efficiencies of each worker [bit/s/Hz]; empty: Shannon's, of its largest power
    /// in the whole band
    void SetEfficiencies(std::vector<double> efficiencies);

    std::string Fill(const std::vector<RoundMember>& members, RoundProblem& problem) const override;
    std::string Apply(const std::vector<RoundMember>& members,
                      const RoundPlan& plan,
                      double factor) override;

  protected:
    void DoDispose() override;

  private:
    uint32_t m_subchannels;
    double m_width;                             ///< [Hz]
    double m_bandwidth;                         ///< [Hz]
    double m_noiseDensity;                      ///< [W/Hz]
    std::vector<Ptr<IdealLinkControl>> m_links; ///< by number
    std::vector<std::vector<double>> m_gains;   ///< by number
    std::vector<double> m_efficiencies;         ///< by number
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IDEAL_ROUND_LINKS_H
