/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_DEPTH_H
#define EDGE_AI_FOMO_DEPTH_H

#include "allocation/round/round-problem.h"

#include "ns3/network-profile.h"

#include <cstdint>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// How a transformer is fine-tuned.
struct FomoTuning
{
    uint32_t batch{16};          ///< sequences of a round and worker, >= 1
    uint32_t rank{8};            ///< of the adapters of query and value (LoRA); 0: whole blocks
    double gradientBits{32};     ///< of an entry that is sent [bit], > 0
    double valueBytes{4};        ///< of a weight or an activation [B], > 0
    double stateBytes{12};       ///< of a trained value: gradient and Adam's moments [B], >= 0
    double activationFactor{17}; ///< values kept per token and unit of width, besides attention's
    double attentionFactor{2.5}; ///< values kept per pair of tokens and head
    uint32_t heads{0};           ///< of attention; 0: one per 64 of the width
    double backwardFactor{1};    ///< work of a block's input gradient over that of its forward pass
};

/**
 * @ingroup edge-ai
 * The depth part of a problem of fine-tuning (section 2 of the definition) from what a network
 * costs: its encoder or decoder blocks are the depth blocks, and what else it has counts as memory
 * of weights alone. Work is that of profile and batch; the formula of the activations that are kept
 * and the counts of trained values are public facts about transformers.
 * @param [in] profile of a transformer whose blocks are alike, on tokens, e.g. "RoBERTa-base"
 * @param [in] tuning how it is tuned
 * @returns the depth part
 * @throws ProfileError naming what does not fit
 */
RoundDepth MakeFomoDepth(const NetworkProfile& profile, const FomoTuning& tuning = {});

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_DEPTH_H
