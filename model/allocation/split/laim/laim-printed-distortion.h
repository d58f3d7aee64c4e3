/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_PRINTED_DISTORTION_H
#define EDGE_AI_LAIM_PRINTED_DISTORTION_H

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Eq. (41) of LAIM (arXiv 2505.09214v1) without its weights' entropy, as a logarithm: the Shannon
 * lower bound for a vector of n weights and the l2 norm of its whole error is
 * n / (sqrt(pi) e) * (Gamma(n/2) / (2 Gamma(n)))^(1/n) * 2^((h - rate) / n). As printed the radical
 * covers pi only. It tends to sqrt(n / (2 pi e)) for many weights (this module's derivation).
 * @param [in] weights n, > 0
 * @returns log2 of the factor before 2^((h - rate) / n)
 */
double LogPrintedPrefactor(double weights);

/**
 * @ingroup edge-ai
 * Eq. (41): least l2 norm of the change of all weights when the kept ones take bitsPerWeight each.
 * @param [in] weights n, > 0
 * @param [in] share kept share of all weights, (x q + y s) / n, in [0, 1]
 * @param [in] bitsPerWeight b [bit], >= 0
 * @param [in] entropy h(w) / n, of a weight [bit]
 * @returns the bound, in units of a weight; decreasing in the share, whatever the rest
 */
double PrintedDistortionBound(double weights, double share, double bitsPerWeight, double entropy);

/**
 * @param [in] weightRate lambda, 1 over the mean magnitude [1/weight], > 0
 * @returns differential entropy of a Laplace weight, log2(2 e / lambda) [bit]
 */
double LaplaceEntropy(double weightRate);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_PRINTED_DISTORTION_H
