/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CHAIN_PROBLEM_H
#define EDGE_AI_CHAIN_PROBLEM_H

#include "ns3/network-profile.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// One structure of a layer, e.g. its kernel fused to one size. SI units, per frame.
struct ChainOption
{
    double flop{0};         ///< F_{l,v} [FLOP], 2 per multiply-add
    double weightBytes{0};  ///< w_{l,v} [B]
    double accuracyLoss{0}; ///< delta_{l,v}, what this structure costs in accuracy, in [0, 1]
    /// How a table of latencies calls the ways to execute this structure, of which the fastest
    /// counts; none: as the processor says.
    std::vector<std::string> ways{};
};

/// @ingroup edge-ai
/// One layer of a chain that several devices run one after the other.
struct ChainLayer
{
    std::string name; ///< in tables
    /// Structures, the largest last: as many as every other layer has, or a single one where the
    /// layer is the same in every structure.
    std::vector<ChainOption> options;
    double inputBytes{0};  ///< activation read inside a device [B]
    double outputBytes{0}; ///< activation written inside a device [B]
    double sentBytes{0};   ///< X_l, what a link carries when the chain is cut after this layer [B];
                           ///< for the last layer the result
    /// How often a layer reads its input and writes its output: 1, or the number of branches where
    /// they are computed one after the other.
    double activationPasses{1};
};

/// @ingroup edge-ai
/// A device as the roofline sees it, at one clock: no objective of a pipeline is better off with a
/// slower one, so that its least clock is nothing to plan with.
struct ChainDevice
{
    std::string name;          ///< in tables
    double peakFlops{0};       ///< pi, computing peak [FLOP/s], > 0
    double memoryBandwidth{0}; ///< beta [B/s], > 0
    double memoryBytes{0};     ///< Mem, for weights and activations [B]; 0: unlimited
    double fixedTime{0};       ///< o, per invocation [s]
    double busyPower{0};       ///< drawn while it computes, at the clock of its peak and with its
                               ///< static part [W]; 0: not known, energies are not planned
    /// Measured time of every layer in every structure of that layer [s], instead of peak and
    /// bandwidth; not a number: not offered on this device. Empty: nothing was measured.
    std::vector<std::vector<double>> layerTimes{};

    /// @returns I* = pi / beta, the intensity from which on it computes at its peak [FLOP/B]
    double GetRidge() const
    {
        return peakFlops / memoryBandwidth;
    }
};

/**
 * @ingroup edge-ai
 * A pipeline problem: frames pass devices 1..M in order (camera side first, sink behind the last),
 * each of which runs a run of consecutive layers in one structure; a device without layers relays.
 * Wu et al., arXiv 2411.00838; the problem in this form is this module's derivation.
 */
struct ChainProblem
{
    double frameBytes{0};             ///< X_0 [B], what the camera sends
    std::vector<ChainLayer> layers;   ///< 1..n
    std::vector<ChainDevice> devices; ///< 1..M
    /// R_0..R_M [bit/s]: R_0 camera to device 1, R_i device i to i + 1, R_M device M to sink.
    std::vector<double> linkRates;
    double frameRate{30};        ///< lambda_f [1/s], > 0
    double accuracy{0.74};       ///< A_0, of the largest structure, in (0, 1]
    double accuracyMin{0};       ///< A_min, floor of the accuracy, in [0, 1]
    double latencyLimit{0};      ///< Lambda_max [s]; 0: none
    double throughputWeight{.5}; ///< w of J(w) = w Phi/Phi_max + (1-w) Acc/Acc_max, in [0, 1]
    /// eta: devices that compute must reach this share of their ridge's intensity, in [0, 1].
    double intensityShare{0};
    bool overlap{true}; ///< a device computes a frame while it sends the one before

    /// @returns V, the number of structures to choose from (0 without layers)
    uint32_t GetOptionCount() const;
    /**
     * @param [in] layer index, from 0
     * @param [in] option structure, 0..V-1
     * @returns the layer in that structure
     */
    const ChainOption& GetOption(uint32_t layer, uint32_t option) const;
    /// @param [in] cut c in 0..n  @returns X_c, what a link carries at that cut [B]
    double GetSentBytes(uint32_t cut) const;

    /// @returns "" if the problem is sound, else one sentence naming the field and its range
    std::string Validate() const;
};

/**
 * @ingroup edge-ai
 * Layers from the profiles of one network in each of its structures: work and weights per
 * structure, activations from the shapes, sent bytes as the profile counts them (elementBits). A
 * block that is the same in every profile has one option only and loses nothing.
 * @param [in] structures a sound profile per structure, the largest last; all with the same blocks
 *             and shapes
 * @param [in] lossPerLayer accuracy loss of one layer in each structure, in [0, 1]
 * @param [in] activationBytes bytes per element of an activation inside a device
 * @returns the layers
 * @throws ProfileError naming what differs between the profiles or is missing
 */
std::vector<ChainLayer> MakeChainLayers(const std::vector<NetworkProfile>& structures,
                                        const std::vector<double>& lossPerLayer,
                                        double activationBytes = 4);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CHAIN_PROBLEM_H
