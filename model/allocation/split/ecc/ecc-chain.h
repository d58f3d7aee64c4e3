/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_CHAIN_H
#define EDGE_AI_ECC_CHAIN_H

#include "ns3/network-profile.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * A layered model as ECC sees it: "split s" means layers 1..s run on the device, the tensor behind
 * layer s goes up, and the rest runs on the server. s = F, the number of layers, stays on the
 * device.
 */
struct EccChain
{
    std::vector<double> deviceFlop; ///< work of the device for s = 0..F, >= 0, ascending [FLOP]
    std::vector<double> uploadBits; ///< w_s for s = 0..F-1; w_0 is the raw input, > 0 [bit]
    double resultBits{32000};       ///< m, the answer on its way down, >= 0 [bit]
    /// Work of the server for s = 0..F, >= 0, descending [FLOP], where it is not what the device
    /// leaves over: times that were measured on both are work of different processors.
    std::vector<double> serverFlop{};

    /// @returns F, the number of layers
    uint32_t GetLayerCount() const;
    /// @param [in] split s, 0..F  @returns work of the server [FLOP]
    double GetServerFlop(uint32_t split) const;
};

/**
 * @ingroup edge-ai
 * @param [in] flop f_j, work of each layer [FLOP]
 * @param [in] uploadBits w_s [bit]: raw input first, then the output of every layer but the last
 * @param [in] resultBits m [bit]
 * @returns the chain
 */
EccChain MakeEccChain(const std::vector<double>& flop,
                      const std::vector<double>& uploadBits,
                      double resultBits = 32000);

/**
 * @ingroup edge-ai
 * Admissible cuts of a profile as splits: s is the position in NetworkProfile::GetCuts(). Tensors
 * are sent at the profile's elementBits. The cut behind the last block, where nothing is sent, is
 * added if it is not among them.
 * @param [in] profile a sound profile
 * @returns the chain
 */
EccChain MakeEccChain(const NetworkProfile& profile);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_CHAIN_H
