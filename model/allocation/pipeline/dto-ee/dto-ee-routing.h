/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_ROUTING_H
#define EDGE_AI_DTO_EE_ROUTING_H

#include "dto-ee-network.h"
#include "dto-ee-offloader.h"
#include "dto-ee-receiver.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Flows and prices of a whole network: the two sweeps of a round, in one place. It computes what
 * the parts on the nodes compute, by the same arithmetic and in the same order.
 */
class DtoEeRouting
{
  public:
    /// @param [in] network must outlive it  @param [in] law of the queues
    DtoEeRouting(const DtoEeNetwork& network, const DtoEeQueueLaw& law);

    /// @param [in] law of the queues from now on
    void SetLaw(const DtoEeQueueLaw& law);

    /**
     * Downward sweep: rates, eq. (1).
     * @param [in] shares over the links
     * @param [in] passing S_0..S_H: 1, then the share of all tasks that goes on behind each stage
     */
    void SweepDown(const DtoEeShares& shares, const std::vector<double>& passing);
    /// The same, if nodes have thresholds of their own. @param [in] shares over the links
    /// @param [in] sigma of devices (1) and nodes, by stage from 0
    void SweepDown(const DtoEeShares& shares, const std::vector<std::vector<double>>& sigma);
    /// Upward sweep: offers and prices, eq. (11)-(14), (16), at the rates of the last sweep down.
    void SweepUp();

    /// @returns Phi times T, with the extended costs, at the rates of the last sweep down, eq. (5)
    double GetCost() const;
    /// @returns gap of eq. (16) [s]: the mean response time is at most so much above the least one
    double GetGap() const;

    /// @returns rates into each node, by stage from 1 (index 0) [1/s]
    const std::vector<std::vector<double>>& GetRates() const
    {
        return m_rates;
    }

    /// @returns F_i by stage into which they send, and sender [1/s]
    const std::vector<std::vector<double>>& GetSent() const
    {
        return m_sent;
    }

    /// @param [in] h stage into which the links lead, from 0  @param [in] i sender
    /// @returns offers over its links
    const std::vector<DtoEeOffer>& GetOffers(std::size_t h, std::size_t i) const
    {
        return m_offers[h][i];
    }

    /// @returns prices of each node, by stage
    const std::vector<std::vector<DtoEePriceReport>>& GetPrices() const
    {
        return m_prices;
    }

    /// @param [in] h stage, from 0  @param [in] j node
    /// @returns what it tells the leaders of exits
    DtoEeExitReport MakeExitReport(std::size_t h, std::size_t j) const;

  private:
    const DtoEeNetwork& m_network;
    DtoEeQueueLaw m_law;
    DtoEeShares m_shares;                                       ///< of the last sweep down
    std::vector<std::vector<double>> m_sigma;                   ///< by stage from 0 and node
    std::vector<std::vector<double>> m_sent;                    ///< F_i
    std::vector<std::vector<double>> m_rates;                   ///< phi_j
    std::vector<std::vector<std::vector<DtoEeOffer>>> m_offers; ///< by stage, sender, link
    std::vector<std::vector<DtoEePriceReport>> m_prices;        ///< by stage, node
};

/**
 * @param [in] sent F_i [1/s]
 * @param [in] links of the sender
 * @param [in] shares over them
 * @param [in] law of the queues
 * @returns sum of f_ij times the link's marginal time: tasks on its links, without queues
 */
double GetDtoEeTransfer(double sent,
                        const std::vector<DtoEeLink>& links,
                        const std::vector<double>& shares,
                        const DtoEeQueueLaw& law);

/// @param [in] passing S_0..S_H  @returns sigma_0..sigma_H; 0 where nothing arrives
std::vector<double> GetDtoEeSigma(const std::vector<double>& passing);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_ROUTING_H
