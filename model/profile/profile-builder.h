/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROFILE_BUILDER_H
#define EDGE_AI_PROFILE_BUILDER_H

#include "network-profile.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

class LayerPlace;
struct LayerWork;

/// The sliding window of a convolution or pooling layer, the same along rows and columns.
struct Window
{
    uint32_t kernel{1};   ///< side of the window, >= 1
    uint32_t stride{1};   ///< step of the window, >= 1
    uint32_t padding{0};  ///< zeros before the first and after the last row, < kernel
    uint32_t trailing{0}; ///< more zeros after the last row alone, < kernel
};

/// What is trained in a convolution besides its kernel.
enum class Affine
{
    NONE,
    BIAS,       ///< one value per output channel
    BATCH_NORM, ///< scale and shift per output channel; no bias; fused, hence no work of its own
};

/// Two well-known residual blocks.
enum class ResidualKind
{
    BASIC,      ///< two 3x3 convolutions
    BOTTLENECK, ///< 1x1, 3x3 (which carries the stride) and 1x1 to four times the channels
};

/// Layers of a transformer block of width d; the defaults are those of the original encoder.
struct TransformerBlock
{
    uint32_t mlpWidth{0};      ///< width of the hidden layer; 0: four times d
    bool gated{false};         ///< a third matrix gates the hidden layer (LLaMA)
    bool bias{true};           ///< the linear layers have a bias
    bool normShift{true};      ///< the two norms have a shift besides their scale (not in RMSNorm)
    uint32_t keyValueWidth{0}; ///< width of keys and values; 0: d (smaller: grouped queries)
    uint32_t tokens{0};        ///< tokens it works on; 0: those before it
    uint32_t crossTokens{0}; ///< tokens of another stack that a second attention of the same kind,
                             ///< with its own norm, looks at; 0: there is none
};

/**
 * @ingroup edge-ai
 * Describes a network layer by layer and works out its profile. Every call adds one block to the
 * chain (a residual stage: one per residual block) on top of the shape the last one left.
 *
 * Work is counted as in the papers: 2 FLOP per multiply-add of convolutions, linear layers and
 * attention products; bias, activation, norm and softmax are not counted. A pooling layer counts
 * nothing (Lyu et al., arXiv 2505.09214, and most others) unless CountPooling(true), which counts
 * k*k FLOP per output element (the layer work of Yuan et al., arXiv 2312.15850, eq. (6)).
 *
 * Every method throws ProfileError with the network's and the layer's name when a layer does not
 * fit the shape before it or a count overflows.
 */
class ProfileBuilder
{
  public:
    /// @param [in] name name of the network
    explicit ProfileBuilder(const std::string& name);

    // How to count and store; call these before the layers they shall apply to.

    /// @param [in] source where the figures come from  @returns *this
    ProfileBuilder& Source(const std::string& source);
    /// @param [in] bits bits per element of a transmitted activation, 1..64 (default 16) @returns
    /// *this
    ProfileBuilder& ElementBits(uint32_t bits);
    /// @param [in] bits bits per stored parameter, 1..64 (default 16)  @returns *this
    ProfileBuilder& WeightBits(uint32_t bits);
    /// @param [in] bits size of the answer [bit] (default 8000)  @returns *this
    ProfileBuilder& ResultBits(uint64_t bits);
    /// @param [in] accuracy share of correct answers of the whole network, in [0, 1]  @returns
    /// *this
    ProfileBuilder& Accuracy(double accuracy);
    /// @param [in] count whether pooling counts k*k FLOP per output element  @returns *this
    ProfileBuilder& CountPooling(bool count);
    /// @param [in] affine what convolutions from here on train besides kernels (default BIAS)
    /// @returns *this
    ProfileBuilder& Convolutions(Affine affine);

    // Input: one of these comes first.

    /**
     * An image.
     * @param [in] channels channels
     * @param [in] height rows
     * @param [in] width columns
     * @param [in] bitsPerValue bits per value of the raw input, >= 1
     * @returns *this
     */
    ProfileBuilder& Input(uint32_t channels,
                          uint32_t height,
                          uint32_t width,
                          uint32_t bitsPerValue = 8);
    /**
     * A text.
     * @param [in] tokens number of tokens
     * @param [in] bitsPerToken bits of a token's number in the vocabulary, >= 1
     * @returns *this
     */
    ProfileBuilder& InputTokens(uint32_t tokens, uint32_t bitsPerToken = 32);
    /**
     * An activation, for a chain that is part of a network.
     * @param [in] shape shape the first block sees
     * @param [in] bits size of the raw input behind it [bit]
     * @returns *this
     */
    ProfileBuilder& InputActivation(const std::vector<uint32_t>& shape, uint64_t bits);
    /// @param [in] bits size of the raw input [bit], instead of the shape's  @returns *this
    ProfileBuilder& InputBits(uint64_t bits);

    // Layers on a {channels, height, width} activation.

    /**
     * @param [in] name name of the block
     * @param [in] channels output channels
     * @param [in] window kernel, stride, padding
     * @param [in] groups groups of channels that do not see one another; divides both channels
     * @returns *this
     */
    ProfileBuilder& Convolution(const std::string& name,
                                uint32_t channels,
                                const Window& window,
                                uint32_t groups = 1);
    /// One kernel per channel. @param [in] name name @param [in] window window @returns *this
    ProfileBuilder& DepthwiseConvolution(const std::string& name, const Window& window);
    /// @param [in] name name of the block  @param [in] window window  @returns *this
    ProfileBuilder& Pooling(const std::string& name, const Window& window);
    /// One value per channel from all rows and columns. @param [in] name name  @returns *this
    ProfileBuilder& GlobalPooling(const std::string& name);
    /**
     * A stage of residual blocks, one chain block each: name.1, name.2, ...
     * @param [in] name name of the stage
     * @param [in] kind the residual block
     * @param [in] count number of residual blocks, >= 1
     * @param [in] channels channels of the 3x3 convolutions
     * @param [in] stride stride of the first residual block
     * @returns *this
     */
    ProfileBuilder& ResidualStage(const std::string& name,
                                  ResidualKind kind,
                                  uint32_t count,
                                  uint32_t channels,
                                  uint32_t stride = 1);
    /**
     * Stage of inverted residual blocks (MobileNetV2): 1x1 expansion, 3x3 depthwise, 1x1
     * projection.
     * @param [in] name name of the stage; blocks are name.1, name.2, ...
     * @param [in] expansion channels of the inside over those of the input; 1: no expansion layer
     * @param [in] count number of blocks, >= 1
     * @param [in] channels output channels
     * @param [in] stride stride of the first block
     * @returns *this
     */
    ProfileBuilder& InvertedResidualStage(const std::string& name,
                                          uint32_t expansion,
                                          uint32_t count,
                                          uint32_t channels,
                                          uint32_t stride = 1);

    // Layers on any activation.

    /**
     * A fully connected layer: on {tokens, width} for each token, else on all elements at once.
     * @param [in] name name of the block
     * @param [in] outputs number of outputs
     * @param [in] bias whether it has a bias
     * @returns *this
     */
    ProfileBuilder& Linear(const std::string& name, uint32_t outputs, bool bias = true);

    // Layers on a {tokens, width} activation.

    /**
     * Looks tokens up in a table; needs InputTokens.
     * @param [in] name name of the block
     * @param [in] vocabulary rows of the table
     * @param [in] width width of a token
     * @param [in] positions rows of trained tables that are added: positions and segments
     * @param [in] norm whether a layer norm follows
     * @returns *this
     */
    ProfileBuilder& Embedding(const std::string& name,
                              uint32_t vocabulary,
                              uint32_t width,
                              uint32_t positions = 0,
                              bool norm = false);
    /**
     * Cuts an image into square patches, projects each, adds a class token and trained positions.
     * @param [in] name name of the block
     * @param [in] patch side of a patch, divides height and width
     * @param [in] width width of a token
     * @returns *this
     */
    ProfileBuilder& PatchEmbedding(const std::string& name, uint32_t patch, uint32_t width);
    /**
     * Encoder block: self-attention of n tokens of width d, then a multi-layer perceptron;
     * 24 n d^2 + 4 n^2 d FLOP with the defaults (Lyu et al., arXiv 2505.09214, section "Profiles").
     * @param [in] name name of the block
     * @param [in] block its layers
     * @returns *this
     */
    ProfileBuilder& Encoder(const std::string& name, const TransformerBlock& block = {});
    /**
     * Decoder block. Over n tokens it counts as an encoder block (the masked half of the attention
     * is computed and thrown away, as papers count it); over one token it attends to the context.
     * @param [in] name name of the block
     * @param [in] context tokens attended to, the present ones included; 0: the present ones
     *             (prefill). Their keys and values are the block's state.
     * @param [in] block its layers
     * @returns *this
     */
    ProfileBuilder& Decoder(const std::string& name,
                            uint32_t context = 0,
                            const TransformerBlock& block = {});
    /**
     * A norm and a linear layer on one token (the class token, or the last one of a text).
     * @param [in] name name of the block
     * @param [in] outputs number of outputs
     * @param [in] bias whether the linear layer has a bias
     * @param [in] normParameters trained values of the norm: 0 (none), width or twice the width
     * @param [in] tied whether the matrix is the embedding's, stored there already
     * @returns *this
     */
    ProfileBuilder& TokenHead(const std::string& name,
                              uint32_t outputs,
                              bool bias,
                              uint32_t normParameters,
                              bool tied = false);

    // Marks and grouping.

    /// Admits a cut here; without any call every boundary is admitted. @returns *this
    ProfileBuilder& Cut();
    /**
     * Hangs an exit here: global pooling (of an image) and a linear layer.
     * @param [in] classes outputs of its linear layer
     * @param [in] accuracy share of correct answers of the tasks that leave here, in [0, 1]
     * @param [in] share share of tasks confident enough to leave here, in [0, 1]
     * @returns *this
     */
    ProfileBuilder& ExitHere(uint32_t classes, double accuracy, double share);
    /**
     * Makes few large blocks of the many small ones so far. Call it before Cut and ExitHere.
     * @param [in] groups name and number of blocks of each group, in order; the numbers add up to
     *             the number of blocks. A group of one keeps its kind and geometry.
     * @returns *this
     */
    ProfileBuilder& Group(const std::vector<std::pair<std::string, uint32_t>>& groups);

    /// @returns the shape the next layer will see
    const std::vector<uint32_t>& GetShape() const;
    /// @returns the profile; it is sound
    NetworkProfile Build() const;

  private:
    /// @param [in] layer name of a layer  @returns what says what is wrong there
    LayerPlace At(const std::string& layer) const;
    /// Adds one transformer block.
    void AddTransformer(const std::string& name,
                        BlockKind kind,
                        uint32_t context,
                        const TransformerBlock& block);
    /// Ends a block. @param [in] name name  @param [in] kind kind  @param [in] work work
    /// @param [in] window geometry along the rows, if the block has one  @returns the block
    Block& Append(const std::string& name,
                  BlockKind kind,
                  const LayerWork& work,
                  const Window* window = nullptr);
    /// Starts the chain. @param [in] shape input shape  @param [in] bits raw input [bit]
    void Begin(const std::vector<uint32_t>& shape, uint64_t bits);

    NetworkProfile m_profile;      ///< what was built so far
    std::vector<uint32_t> m_shape; ///< shape the next layer sees
    uint32_t m_weightBits{16};     ///< bits per stored parameter
    bool m_countPooling{false};    ///< whether pooling counts
    Affine m_affine{Affine::BIAS}; ///< what convolutions train besides kernels
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROFILE_BUILDER_H
