/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "profile-builder.h"

#include "checked-arithmetic.h"
#include "convolution-work.h"
#include "layer-work.h"
#include "profile-error.h"
#include "transformer-work.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

ProfileBuilder::ProfileBuilder(const std::string& name)
{
    m_profile.name = name;
    m_profile.source = "layer arithmetic";
    m_profile.resultBits = 8000;
}

LayerPlace
ProfileBuilder::At(const std::string& layer) const
{
    return {m_profile.name, layer};
}

ProfileBuilder&
ProfileBuilder::Source(const std::string& source)
{
    m_profile.source = source;
    return *this;
}

ProfileBuilder&
ProfileBuilder::ElementBits(uint32_t bits)
{
    m_profile.elementBits = bits;
    return *this;
}

ProfileBuilder&
ProfileBuilder::WeightBits(uint32_t bits)
{
    if (bits < 1 || bits > 64)
    {
        At("(all)").Fail("bits per weight must be in 1..64, got " + std::to_string(bits));
    }
    m_weightBits = bits;
    return *this;
}

ProfileBuilder&
ProfileBuilder::ResultBits(uint64_t bits)
{
    m_profile.resultBits = bits;
    return *this;
}

ProfileBuilder&
ProfileBuilder::Accuracy(double accuracy)
{
    m_profile.accuracy = accuracy;
    return *this;
}

ProfileBuilder&
ProfileBuilder::CountPooling(bool count)
{
    m_countPooling = count;
    return *this;
}

ProfileBuilder&
ProfileBuilder::Convolutions(Affine affine)
{
    m_affine = affine;
    return *this;
}

void
ProfileBuilder::Begin(const std::vector<uint32_t>& shape, uint64_t bits)
{
    if (!m_shape.empty())
    {
        At("input").Fail("must come once, before all layers");
    }
    for (const uint32_t dimension : shape)
    {
        At("input").RequirePositive(dimension, "every dimension");
    }
    if (shape.empty())
    {
        At("input").Fail("must have at least one dimension");
    }
    m_shape = shape;
    m_profile.inputShape = shape;
    m_profile.inputBits = bits;
}

ProfileBuilder&
ProfileBuilder::Input(uint32_t channels, uint32_t height, uint32_t width, uint32_t bitsPerValue)
{
    At("input").RequirePositive(bitsPerValue, "bits per value");
    Begin({channels, height, width}, Product({channels, height, width, bitsPerValue}));
    return *this;
}

ProfileBuilder&
ProfileBuilder::InputTokens(uint32_t tokens, uint32_t bitsPerToken)
{
    At("input").RequirePositive(bitsPerToken, "bits per token");
    Begin({tokens}, Product({tokens, bitsPerToken}));
    return *this;
}

ProfileBuilder&
ProfileBuilder::InputActivation(const std::vector<uint32_t>& shape, uint64_t bits)
{
    Begin(shape, bits);
    return *this;
}

ProfileBuilder&
ProfileBuilder::InputBits(uint64_t bits)
{
    m_profile.inputBits = bits;
    return *this;
}

Block&
ProfileBuilder::Append(const std::string& name,
                       BlockKind kind,
                       const LayerWork& work,
                       const Window* window)
{
    const uint64_t flop = Sum({Product({2, work.multiplyAdds}), work.extraFlop});
    const uint64_t weightBits = Product({work.parameters, m_weightBits});
    if (flop > PROFILE_COUNT_MAX || weightBits > PROFILE_COUNT_MAX - 7)
    {
        At(name).Fail("FLOP and bits of the parameters must be less than 2^63");
    }
    Block block;
    block.name = name;
    block.kind = kind;
    block.multiplyAdds = work.multiplyAdds;
    block.flop = flop;
    block.parameters = work.parameters;
    block.weightBytes = (weightBits + 7) / 8;
    block.outputShape = work.shape;
    if (window)
    {
        block.rows = {window->kernel, window->stride, window->padding, window->trailing};
    }
    m_shape = work.shape;
    m_profile.blocks.push_back(std::move(block));
    return m_profile.blocks.back();
}

ProfileBuilder&
ProfileBuilder::Convolution(const std::string& name,
                            uint32_t channels,
                            const Window& window,
                            uint32_t groups)
{
    At(name).RequireShape(m_shape, 3);
    LayerWork work;
    work.shape = m_shape;
    AddConvolution(At(name), work, channels, window, groups, m_affine);
    Append(name, BlockKind::CONVOLUTION, work, &window);
    return *this;
}

ProfileBuilder&
ProfileBuilder::DepthwiseConvolution(const std::string& name, const Window& window)
{
    At(name).RequireShape(m_shape, 3);
    LayerWork work;
    work.shape = m_shape;
    AddConvolution(At(name), work, m_shape[0], window, m_shape[0], m_affine);
    Append(name, BlockKind::DEPTHWISE_CONVOLUTION, work, &window);
    return *this;
}

ProfileBuilder&
ProfileBuilder::Pooling(const std::string& name, const Window& window)
{
    const LayerWork work = WorkOfPooling(At(name), m_shape, window, m_countPooling);
    Append(name, BlockKind::POOLING, work, &window);
    return *this;
}

ProfileBuilder&
ProfileBuilder::GlobalPooling(const std::string& name)
{
    Append(name, BlockKind::POOLING, WorkOfGlobalPooling(At(name), m_shape, m_countPooling));
    return *this;
}

ProfileBuilder&
ProfileBuilder::ResidualStage(const std::string& name,
                              ResidualKind kind,
                              uint32_t count,
                              uint32_t channels,
                              uint32_t stride)
{
    At(name).RequireShape(m_shape, 3);
    At(name).RequirePositive(count, "count");
    for (uint32_t i = 0; i < count; ++i)
    {
        const std::string block = name + "." + std::to_string(i + 1);
        Append(block,
               BlockKind::RESIDUAL,
               WorkOfResidual(At(block), m_shape, kind, channels, i == 0 ? stride : 1, m_affine));
    }
    return *this;
}

ProfileBuilder&
ProfileBuilder::InvertedResidualStage(const std::string& name,
                                      uint32_t expansion,
                                      uint32_t count,
                                      uint32_t channels,
                                      uint32_t stride)
{
    At(name).RequireShape(m_shape, 3);
    At(name).RequirePositive(count, "count");
    At(name).RequirePositive(expansion, "expansion");
    for (uint32_t i = 0; i < count; ++i)
    {
        const uint32_t step = i == 0 ? stride : 1;
        Append(name + "." + std::to_string(i + 1),
               BlockKind::RESIDUAL,
               WorkOfInvertedResidual(At(name), m_shape, expansion, channels, step, m_affine));
    }
    return *this;
}

ProfileBuilder&
ProfileBuilder::Linear(const std::string& name, uint32_t outputs, bool bias)
{
    Append(name, BlockKind::LINEAR, WorkOfLinear(At(name), m_shape, outputs, bias));
    return *this;
}

ProfileBuilder&
ProfileBuilder::Embedding(const std::string& name,
                          uint32_t vocabulary,
                          uint32_t width,
                          uint32_t positions,
                          bool norm)
{
    const auto work = WorkOfEmbedding(At(name), m_shape, vocabulary, width, positions, norm);
    Append(name, BlockKind::EMBEDDING, work);
    return *this;
}

ProfileBuilder&
ProfileBuilder::PatchEmbedding(const std::string& name, uint32_t patch, uint32_t width)
{
    Append(name, BlockKind::EMBEDDING, WorkOfPatchEmbedding(At(name), m_shape, patch, width));
    return *this;
}

void
ProfileBuilder::AddTransformer(const std::string& name,
                               BlockKind kind,
                               uint32_t context,
                               const TransformerBlock& block)
{
    const LayerWork work = WorkOfTransformer(At(name), m_shape, context, block);
    Block& added = Append(name, kind, work);
    if (kind == BlockKind::DECODER)
    {
        added.stateBytes =
            BytesOfKeysAndValues(At(name), m_shape, context, block, m_profile.elementBits);
    }
}

ProfileBuilder&
ProfileBuilder::Encoder(const std::string& name, const TransformerBlock& block)
{
    AddTransformer(name, BlockKind::ENCODER, 0, block);
    return *this;
}

ProfileBuilder&
ProfileBuilder::Decoder(const std::string& name, uint32_t context, const TransformerBlock& block)
{
    AddTransformer(name, BlockKind::DECODER, context, block);
    return *this;
}

ProfileBuilder&
ProfileBuilder::TokenHead(const std::string& name,
                          uint32_t outputs,
                          bool bias,
                          uint32_t normParameters,
                          bool tied)
{
    const auto work = WorkOfTokenHead(At(name), m_shape, outputs, bias, normParameters, tied);
    Append(name, BlockKind::LINEAR, work);
    return *this;
}

ProfileBuilder&
ProfileBuilder::Cut()
{
    m_profile.cuts.push_back(m_profile.GetBlockCount());
    return *this;
}

ProfileBuilder&
ProfileBuilder::ExitHere(uint32_t classes, double accuracy, double share)
{
    At("exit").RequirePositive(classes, "classes");
    if (m_profile.blocks.empty())
    {
        At("exit").Fail("must come after a block");
    }
    // An image is pooled to one value per channel, a text answers from one token.
    const uint64_t features = m_shape.size() == 2 ? m_shape[1] : m_shape[0];
    const uint64_t pooling =
        m_shape.size() == 3 && m_countPooling ? Product({m_shape[0], m_shape[1], m_shape[2]}) : 0;
    Exit exit;
    exit.afterBlock = m_profile.GetBlockCount();
    exit.flop = Sum({Product({2, features, classes}), pooling});
    exit.accuracy = accuracy;
    exit.share = share;
    m_profile.exits.push_back(exit);
    return *this;
}

ProfileBuilder&
ProfileBuilder::Group(const std::vector<std::pair<std::string, uint32_t>>& groups)
{
    if (!m_profile.cuts.empty() || !m_profile.exits.empty())
    {
        At("group").Fail("must come before Cut and ExitHere");
    }
    std::vector<Block> merged;
    std::size_t next = 0;
    for (const auto& [name, count] : groups)
    {
        At(name).RequirePositive(count, "number of blocks in the group");
        if (count > m_profile.blocks.size() - next)
        {
            At(name).Fail("the group reaches past the last block");
        }
        Block block = m_profile.blocks[next];
        block.name = name;
        for (std::size_t i = next + 1; i < next + count; ++i)
        {
            const Block& part = m_profile.blocks[i];
            block.kind = part.kind == block.kind ? block.kind : BlockKind::OTHER;
            block.flop = Sum({block.flop, part.flop});
            block.multiplyAdds += part.multiplyAdds;
            block.parameters = Sum({block.parameters, part.parameters});
            block.weightBytes = Sum({block.weightBytes, part.weightBytes});
            block.stateBytes = Sum({block.stateBytes, part.stateBytes});
            block.outputShape = part.outputShape;
            block.rows = {};
        }
        next += count;
        merged.push_back(std::move(block));
    }
    if (next != m_profile.blocks.size())
    {
        At("group").Fail("the groups must cover all " + std::to_string(m_profile.blocks.size()) +
                         " blocks, got " + std::to_string(next));
    }
    m_profile.blocks = std::move(merged);
    return *this;
}

const std::vector<uint32_t>&
ProfileBuilder::GetShape() const
{
    return m_shape;
}

NetworkProfile
ProfileBuilder::Build() const
{
    const std::string complaint = m_profile.Validate();
    if (!complaint.empty())
    {
        throw ProfileError("network '" + m_profile.name + "': " + complaint);
    }
    return m_profile;
}

} // namespace edgeai
} // namespace ns3
