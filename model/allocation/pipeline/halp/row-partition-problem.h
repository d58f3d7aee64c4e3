/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_PARTITION_PROBLEM_H
#define EDGE_AI_ROW_PARTITION_PROBLEM_H

#include "ns3/network-profile.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A layer whose output can be divided by rows. SI units, per inference.
struct RowPartitionLayer
{
    std::string name;
    RowGeometry rows;       ///< kernel, stride and padding along the rows; kernel and stride >= 1
    uint32_t outputRows{0}; ///< H_i, >= 1
    double rowFlop{0};      ///< 2 m_i, work of one output row [FLOP]
    double rowBytes{0};     ///< q_i, one output row on a link [B], > 0
    bool pooling{false};    ///< whether it only halves what a convolution before it made
};

/// @ingroup edge-ai
/// A node that computes rows.
struct RowPartitionNode
{
    std::string name;
    double flops{0};         ///< F_x, effective speed [FLOP/s], > 0
    double operationTime{0}; ///< tau_o, fixed time of every compute operation [s]
    double busyPower{0};     ///< drawn while it computes [W]; 0: not known, energies not planned
};

/// @ingroup edge-ai
/// How the nodes' links relate.
enum class RowMedium : uint8_t
{
    POINT_TO_POINT = 0, ///< every node has a link of its own to every other, in each direction
    SHARED = 1,         ///< one message at a time, whoever sends it
};

/**
 * @ingroup edge-ai
 * One inference, or a batch of them, whose feature maps several nodes share by rows: an image that
 * is at node 0, the host; layers that are divided; and a tail (fully connected layers) that the
 * host runs alone. Messages of a link go one after the other in the order they are handed over.
 * Li, Iosifidis, Zhang, arXiv 2207.11294 (HALP); in this form of this module's derivation.
 */
struct RowPartitionProblem
{
    uint32_t imageRows{0};                 ///< H_0, >= 1
    double imageRowBytes{0};               ///< q_0, one row of the image on a link [B], > 0
    std::vector<RowPartitionLayer> layers; ///< 1..N
    double tailFlop{0};                    ///< 2 w_FC, work behind the last layer [FLOP]
    double resultBits{0};                  ///< the answer [bit]
    std::vector<RowPartitionNode> nodes;   ///< host first; of HALP then both secondaries
    double linkRate{0};                    ///< R, of every pair and direction [bit/s], > 0
    /// Rates of single pairs [bit/s], at [sender * nodes.size() + receiver]; 0: linkRate. Empty:
    /// linkRate everywhere.
    std::vector<double> pairRates;
    RowMedium medium{RowMedium::POINT_TO_POINT};
    double messageTime{0};  ///< tau_m, latency of a message besides its time on the link [s]
    double messageBytes{0}; ///< header that goes with every message [B]
    uint32_t tasks{1};      ///< M, images of the batch, >= 1
    double uploadRate{0};   ///< from the device to the host [bit/s]; 0: not known
    double deadline{0};     ///< D, for upload and inference [s]; 0: none

    /// @param [in] layer 0 (the image) to N  @returns rows of its output
    uint32_t GetRows(uint32_t layer) const;
    /// @param [in] layer 0 (the image) to N  @returns size of one of its output's rows [B]
    double GetRowBytes(uint32_t layer) const;
    /// @param [in] sender a node  @param [in] receiver another  @returns rate [bit/s]
    double GetRate(uint32_t sender, uint32_t receiver) const;
    /// @returns work of one inference [FLOP]
    double GetFlop() const;
    /// @returns size of one image [bit]
    double GetImageBits() const;
    /// @returns T_off of one image [s]; 0 where the uploadRate is not known
    double GetUploadTime() const;

    /// @returns "" if the problem is sound, else one sentence naming the field and its range
    std::string Validate() const;
};

/**
 * @ingroup edge-ai
 * Layers of a network, down to the first that cannot be divided by rows; what is behind it is the
 * tail. Nodes, rates and deadline are left to the caller.
 * @param [in] profile a sound profile with an image for input
 * @param [in] activationBytes bytes per element of a transmitted row, > 0
 * @returns the problem
 * @throws ProfileError if the input is no image or the first block cannot be divided
 */
RowPartitionProblem MakeRowPartitionProblem(const NetworkProfile& profile,
                                            double activationBytes = 4);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_PARTITION_PROBLEM_H
