/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_DEFAULTS_H
#define EDGE_AI_FOMO_DEFAULTS_H

#include "allocation/round/round-problem.h"

#include <cstddef>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * RoBERTa-base with low-rank adapters (rank 8, float32) on an uplink of 10 MHz: regime E1 of the
 * definition. Worker k of sixteen computes at (0.4 + 0.1 (7k mod 16)) TFLOP/s, sends with
 * 1 + 0.25 (5k mod 16) bit/s/Hz and has (0.8 + 0.15 (3k mod 16)) GB. Speeds, links and memory are
 * this module's assumption, no figures of arXiv 2407.09873.
 * @param [in] workers how many, >= 1
 * @returns the problem; broadcast and aggregation take no time
 */
RoundProblem MakeFomoAdapterProblem(std::size_t workers = 16);

/**
 * @ingroup edge-ai
 * RoBERTa-base with whole blocks trained (gradients of 16 bit, Adam's state in float32) on an
 * uplink of 100 MHz: regime E2. Workers as above, with (1.2 + 0.1 (3k mod 16)) GB, where no worker
 * can train all blocks.
 * @param [in] workers how many, >= 1
 * @returns the problem; broadcast and aggregation take no time
 */
RoundProblem MakeFomoWholeProblem(std::size_t workers = 16);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_DEFAULTS_H
