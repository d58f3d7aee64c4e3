/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_RECEIVER_H
#define EDGE_AI_DTO_EE_RECEIVER_H

#include "dto-ee-messages.h"
#include "dto-ee-queue.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/// What it costs to send another task to a node of the next stage: the link, and what that node
/// says.
struct DtoEeOffer
{
    double price{0};     ///< D_ij, eq. (12), with the link's marginal [s]
    double exitPrice{0}; ///< t_ij + eps_j [s]
    double curvature{0}; ///< Hc_j, with the link's [s^2]
    double bound{0};     ///< t_ij + y_j [s]
};

/**
 * @param [in] report what the node says
 * @param [in] rate f_ij [1/s]
 * @param [in] time t_ij [s]
 * @param [in] law of the queues
 * @returns the offer
 */
DtoEeOffer MakeDtoEeOffer(const DtoEePriceReport& report,
                          double rate,
                          double time,
                          const DtoEeQueueLaw& law);

/// What a node knows when it makes its prices.
struct DtoEeReceiver
{
    double rate{0};        ///< phi_j [1/s]
    double service{0};     ///< s_j [1/s], > 0
    double passing{0};     ///< sigma_h, share of its tasks that go on; 0 in the last stage
    bool hostsExit{false}; ///< its stage has an early exit

    /**
     * The role DTO-R: prices from those of the next stage, eq. (11), (13), (14) and (16).
     * @param [in] shares p_jk of its links; empty in the last stage
     * @param [in] offers over the same links
     * @param [in] law of the queues
     * @returns what the node tells its senders
     */
    DtoEePriceReport MakePrices(const std::vector<double>& shares,
                                const std::vector<DtoEeOffer>& offers,
                                const DtoEeQueueLaw& law) const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_RECEIVER_H
