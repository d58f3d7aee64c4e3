/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_NETWORK_PROFILE_H
#define EDGE_AI_NETWORK_PROFILE_H

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What a block is; layer arithmetic and row splitting depend on it.
enum class BlockKind
{
    CONVOLUTION,
    DEPTHWISE_CONVOLUTION,
    POOLING,
    LINEAR,
    EMBEDDING,
    ENCODER,
    DECODER,
    RESIDUAL,
    OTHER,
};

/// @param [in] kind a kind  @returns its name, as in files: "convolution", "encoder", ...
std::string ToString(BlockKind kind);

/**
 * @param [in] name name of a kind, as ToString gives it
 * @param [out] kind the kind
 * @returns false if no kind has that name
 */
bool FromString(const std::string& name, BlockKind& kind);

/// @returns the names of all kinds
std::vector<std::string> ListBlockKinds();

/// Geometry of a block along the rows of its input; all zero where a block cannot be split by rows.
struct RowGeometry
{
    uint32_t kernel{0};   ///< rows that an output row needs
    uint32_t stride{0};   ///< rows from one output row to the next
    uint32_t padding{0};  ///< rows put before the first and after the last, < kernel
    uint32_t trailing{0}; ///< more rows put after the last, or left over by rounding up, < kernel

    /// @param [in] rows of the input  @returns rows of the output; 0 if the kernel does not fit
    uint32_t GetOutputRows(uint32_t rows) const;
};

/// One block of a network, the smallest piece a split can put on one side or the other.
struct Block
{
    std::string name;                  ///< in tables
    BlockKind kind{BlockKind::OTHER};  ///< of its layers
    uint64_t flop{0};                  ///< work of one inference [FLOP], 2 per multiply-add
    uint64_t multiplyAdds{0};          ///< multiply-adds alone (pooling has none)
    uint64_t parameters{0};            ///< trainable values
    uint64_t weightBytes{0};           ///< storage of the parameters [B]
    std::vector<uint32_t> outputShape; ///< e.g. {channels, height, width} or {tokens, width}
    RowGeometry rows;                  ///< how its rows follow from those before it
    uint64_t stateBytes{0}; ///< kept from one inference to the next, e.g. a decoder's keys and
                            ///< values [B]

    /// @returns number of elements of the output
    uint64_t GetOutputElements() const;
};

/// An early exit: a classifier hung onto the chain.
struct Exit
{
    uint32_t afterBlock{0}; ///< number of blocks that run before this exit
    uint64_t flop{0};       ///< work of the exit's own layers [FLOP]
    double accuracy{0};     ///< share of correct answers of the tasks that leave here, in [0, 1]
    double share{0};        ///< share of tasks confident enough to leave here, in [0, 1]
};

/**
 * @ingroup edge-ai
 * What a network costs: a chain of blocks with work, weights and activation sizes, and where it may
 * be cut. "Cut s" always means: blocks 1..s on one side, s+1..L on the other (s = 0: all after it).
 */
struct NetworkProfile
{
    std::string name;                 ///< of the network
    std::string source;               ///< where the figures come from
    uint64_t inputBits{0};            ///< raw input sent when s = 0 [bit]
    uint64_t resultBits{0};           ///< what the last block's answer takes on the air [bit]
    uint32_t elementBits{16};         ///< bits per element of a transmitted activation
    std::vector<Block> blocks;        ///< from input to output
    std::vector<uint32_t> cuts;       ///< admissible s, ascending; empty: every 0..L
    std::vector<Exit> exits;          ///< ascending in afterBlock
    std::vector<uint32_t> inputShape; ///< e.g. {channels, height, width}; empty: not known
    double accuracy{0}; ///< share of correct answers of the whole network, in [0, 1]; 0: not known

    /// @returns L, the number of blocks
    uint32_t GetBlockCount() const;
    /// @returns admissible cuts, ascending (all of 0..L when none were listed)
    std::vector<uint32_t> GetCuts() const;
    /// @param [in] s cut, 0..L  @returns work of blocks 1..s [FLOP]  @throws ProfileError if s > L
    uint64_t GetFlopBefore(uint32_t s) const;
    /// @returns work of the whole chain [FLOP]
    uint64_t GetFlop() const;
    /// @returns multiply-adds of the whole chain
    uint64_t GetMultiplyAdds() const;
    /// @returns parameters of the whole chain
    uint64_t GetParameters() const;
    /// @param [in] s cut, 0..L  @returns parameters of blocks 1..s  @throws ProfileError if s > L
    uint64_t GetParametersBefore(uint32_t s) const;
    /// @param [in] s cut, 0..L  @returns weights of blocks 1..s [B]  @throws ProfileError if s > L
    uint64_t GetWeightBytesBefore(uint32_t s) const;
    /// @returns weights of the whole chain [B]
    uint64_t GetWeightBytes() const;
    /**
     * @param [in] s cut, 0..L
     * @returns what crosses the cut [bit]: the raw input for 0, else the output of block s at
     *          elementBits per element, and the answer (resultBits) for L
     * @throws ProfileError if s > L
     */
    uint64_t GetCutBits(uint32_t s) const;

    /**
     * @returns "" if the profile is sound, else one sentence naming the field, the block and the
     *          allowed range
     */
    std::string Validate() const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_NETWORK_PROFILE_H
