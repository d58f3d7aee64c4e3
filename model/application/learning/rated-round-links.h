/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RATED_ROUND_LINKS_H
#define EDGE_AI_RATED_ROUND_LINKS_H

#include "round-links.h"

#include "ns3/moving-average.h"

#include <map>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Rounds over links whose rates no plan decides about. Where every worker has a link of its own,
 * loads are planned for its rate; where all share one medium, plans divide the time on it as they
 * would a band, but nobody enforces that: workers contend. What updates reach is measured.
 */
class RatedRoundLinks : public RoundLinks
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    RatedRoundLinks();

    /// @param [in] number of a worker  @param [in] rate first estimate of its link [bit/s], > 0
    void SetRate(uint32_t number, double rate);

    std::string Fill(const std::vector<RoundMember>& members, RoundProblem& problem) const override;
    std::string Apply(const std::vector<RoundMember>& members,
                      const RoundPlan& plan,
                      double factor) override;
    void Learn(uint32_t number, double bits, double sent, double now) override;
    void Forget(uint32_t number) override;
    bool SaysReached() const override;
    bool SharesTime() const override;

  private:
    /// What is known of a worker's link.
    struct Rate
    {
        double first;          ///< estimate [bit/s]
        MovingAverage average; ///< with what was measured [bit/s]
    };

    bool m_shared;                    ///< all send over one medium
    bool m_learns;                    ///< measured rates count
    double m_weight;                  ///< of a new one
    std::map<uint32_t, Rate> m_rates; ///< per worker

    MovingAverage m_medium{
        1,
        MovingAverage::REPLACE}; ///< of updates together, on a shared medium [bit/s]
    bool m_measured{false};      ///< m_medium is known
    double m_bits{0};            ///< of the busy period that is under way [bit]
    double m_from{0};            ///< when it began [s]
    double m_until{0};           ///< as far as is known [s]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RATED_ROUND_LINKS_H
