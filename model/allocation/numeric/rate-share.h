/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RATE_SHARE_H
#define EDGE_AI_RATE_SHARE_H

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Share of a band x = b / rho at which a fixed power reaches the share y of its largest rate:
 * x ln(1 + 1/x) = y.
 * @param [in] y in [0, 1]
 * @returns x; infinite for 1
 */
double ShareOfLargestRate(double y);

/**
 * @ingroup edge-ai
 * @param [in] x share of a band, > 0
 * @returns derivative of x ln(1 + 1/x), without cancellation
 */
double SlopeOfRateShare(double x);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RATE_SHARE_H
