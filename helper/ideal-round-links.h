/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IDEAL_ROUND_LINKS_H
#define EDGE_AI_IDEAL_ROUND_LINKS_H

#include "application/learning/round-links.h"
#include "ideal-link-helper.h"

#include "ns3/random-variable-stream.h"

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
 * 2407.09873) and updates of whole models (FedQVR, and those of HFEL with powers) on
 * shares of a band. With fading each link has a
 * gain of its own in each round, which is known when the round is planned; but of updates in
 * datagrams, which have a window, the mean gain alone is (outage of FedQVR): each leaves with the
 * planned rate, and does not arrive where the link as it is in the round does not carry that.
 */
class IdealRoundLinks : public RoundLinks
{
  public:
    /// Subchannels at most.
    static constexpr uint32_t SUBCHANNELS_MAX = 100000;

    /// How links change from round to round.
    enum Fading
    {
        NONE,                 ///< not at all
        RAYLEIGH,             ///< each as a whole, by a factor of its own of mean 1 (block fading)
        RAYLEIGH_SUBCHANNELS, ///< likewise each of its subchannels
    };

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

    void BeginRound(uint64_t round) override;
    int64_t AssignStreams(int64_t stream) override;
    std::string Fill(const std::vector<RoundMember>& members, RoundProblem& problem) const override;
    std::string Apply(const std::vector<RoundMember>& members,
                      const RoundPlan& plan,
                      double factor) override;
    bool NeedsPower() const override;
    double GetFrameBytes() const override;

    /// @returns whether updates with a window may be lost in fades
    bool Fades() const
    {
        return m_fading != NONE;
    }

  protected:
    void DoDispose() override;

  private:
    /// @param [in] number of a worker  @returns |h|^2 of its link in the round
    double GetFade(uint32_t number) const;
    /// @param [in] share planned for fading links  @param [in] number of its worker
    void ApplyFading(const RoundShare& share, uint32_t number) const;

    Fading m_fading;
    mutable bool m_outage{false}; ///< the latest problem leaves fades to chance
    uint32_t m_subchannels;
    double m_width;                                     ///< [Hz]
    double m_bandwidth;                                 ///< [Hz]
    double m_noiseDensity;                              ///< [W/Hz]
    std::vector<Ptr<IdealLinkControl>> m_links;         ///< by number
    std::vector<std::vector<double>> m_gains;           ///< by number
    std::vector<double> m_efficiencies;                 ///< by number
    Ptr<ExponentialRandomVariable> m_random;            ///< of fades; null: nothing fades
    std::vector<double> m_fades;                        ///< |h|^2 in the round, by number; empty: 1
    std::vector<std::vector<double>> m_subchannelFades; ///< likewise, of each subchannel
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IDEAL_ROUND_LINKS_H
