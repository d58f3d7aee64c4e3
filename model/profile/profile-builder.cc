/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "profile-builder.h"

#include "checked-arithmetic.h"
#include "profile-error.h"

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

void
ProfileBuilder::Fail(const std::string& layer, const std::string& what) const
{
    throw ProfileError("network '" + m_profile.name + "', layer '" + layer + "': " + what);
}

void
ProfileBuilder::RequirePositive(const std::string& layer,
                                uint64_t value,
                                const std::string& field) const
{
    if (value == 0)
    {
        Fail(layer, field + " must be >= 1, got 0");
    }
}

void
ProfileBuilder::RequireShape(const std::string& layer, std::size_t dimensions) const
{
    if (m_shape.size() != dimensions)
    {
        Fail(layer,
             std::string(dimensions == 3 ? "needs a {channels, height, width}"
                                         : "needs a {tokens, width}") +
                 " activation before it, got one of " + std::to_string(m_shape.size()) +
                 " dimensions");
    }
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
        Fail("(all)", "bits per weight must be in 1..64, got " + std::to_string(bits));
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
        Fail("input", "must come once, before all layers");
    }
    for (const uint32_t dimension : shape)
    {
        RequirePositive("input", dimension, "every dimension");
    }
    if (shape.empty())
    {
        Fail("input", "must have at least one dimension");
    }
    m_shape = shape;
    m_profile.inputShape = shape;
    m_profile.inputBits = bits;
}

ProfileBuilder&
ProfileBuilder::Input(uint32_t channels, uint32_t height, uint32_t width, uint32_t bitsPerValue)
{
    RequirePositive("input", bitsPerValue, "bits per value");
    Begin({channels, height, width}, Product({channels, height, width, bitsPerValue}));
    return *this;
}

ProfileBuilder&
ProfileBuilder::InputTokens(uint32_t tokens, uint32_t bitsPerToken)
{
    RequirePositive("input", bitsPerToken, "bits per token");
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
                       const Work& work,
                       const Window* window)
{
    const uint64_t flop = Sum({Product({2, work.multiplyAdds}), work.extraFlop});
    const uint64_t weightBits = Product({work.parameters, m_weightBits});
    if (flop > PROFILE_COUNT_MAX || weightBits > PROFILE_COUNT_MAX - 7)
    {
        Fail(name, "FLOP and bits of the parameters must be less than 2^63");
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
        block.rows = {window->kernel, window->stride, window->padding};
    }
    m_shape = work.shape;
    m_profile.blocks.push_back(std::move(block));
    return m_profile.blocks.back();
}

ProfileBuilder&
ProfileBuilder::Linear(const std::string& name, uint32_t outputs, bool bias)
{
    RequirePositive(name, outputs, "outputs");
    if (m_shape.empty())
    {
        Fail(name, "needs an input before it");
    }
    const bool perToken = m_shape.size() == 2;
    uint64_t inputs = 1;
    for (std::size_t i = perToken ? 1 : 0; i < m_shape.size(); ++i)
    {
        inputs = Product({inputs, m_shape[i]});
    }
    Work work;
    work.multiplyAdds = Product({perToken ? m_shape[0] : 1, inputs, outputs});
    work.parameters = Sum({Product({inputs, outputs}), bias ? outputs : 0});
    work.shape =
        perToken ? std::vector<uint32_t>{m_shape[0], outputs} : std::vector<uint32_t>{outputs};
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
    RequirePositive("exit", classes, "classes");
    if (m_profile.blocks.empty())
    {
        Fail("exit", "must come after a block");
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
        Fail("group", "must come before Cut and ExitHere");
    }
    std::vector<Block> merged;
    std::size_t next = 0;
    for (const auto& [name, count] : groups)
    {
        RequirePositive(name, count, "number of blocks in the group");
        if (count > m_profile.blocks.size() - next)
        {
            Fail(name, "the group reaches past the last block");
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
        Fail("group",
             "the groups must cover all " + std::to_string(m_profile.blocks.size()) +
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
