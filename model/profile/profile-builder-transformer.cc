/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The layers of ProfileBuilder that make or work on {tokens, width} activations.

#include "checked-arithmetic.h"
#include "profile-builder.h"
#include "profile-error.h"

namespace ns3
{
namespace edgeai
{

ProfileBuilder&
ProfileBuilder::Embedding(const std::string& name,
                          uint32_t vocabulary,
                          uint32_t width,
                          uint32_t positions,
                          bool norm)
{
    if (m_shape.size() != 1)
    {
        Fail(name, "needs tokens before it (InputTokens)");
    }
    RequirePositive(name, vocabulary, "vocabulary");
    RequirePositive(name, width, "width");
    Work work;
    work.parameters = Sum({Product({vocabulary, width}),
                           Product({positions, width}),
                           norm ? Product({2, width}) : 0});
    work.shape = {m_shape[0], width};
    Append(name, BlockKind::EMBEDDING, work);
    return *this;
}

ProfileBuilder&
ProfileBuilder::PatchEmbedding(const std::string& name, uint32_t patch, uint32_t width)
{
    RequireShape(name, 3);
    RequirePositive(name, patch, "patch");
    RequirePositive(name, width, "width");
    if (m_shape[1] % patch != 0 || m_shape[2] % patch != 0)
    {
        Fail(name,
             "patch must divide height (" + std::to_string(m_shape[1]) + ") and width (" +
                 std::to_string(m_shape[2]) + "), got " + std::to_string(patch));
    }
    const uint64_t patches = Product({m_shape[1] / patch, m_shape[2] / patch});
    if (patches >= std::numeric_limits<uint32_t>::max())
    {
        Fail(name, "the image must make fewer than 2^32 - 1 patches");
    }
    const uint64_t weights = Product({patch, patch, m_shape[0], width});
    Work work;
    work.multiplyAdds = Product({weights, patches});
    // Projection with bias, the class token, and a position for every token.
    work.parameters = Sum({weights, width, width, Product({patches + 1, width})});
    work.shape = {static_cast<uint32_t>(patches + 1), width};
    Append(name, BlockKind::EMBEDDING, work);
    return *this;
}

void
ProfileBuilder::AddTransformer(const std::string& name,
                               BlockKind kind,
                               uint32_t context,
                               const TransformerBlock& block)
{
    RequireShape(name, 2);
    const uint64_t tokens = m_shape[0];
    const uint64_t width = m_shape[1];
    const uint64_t attended = context == 0 ? tokens : context;
    if (attended < tokens)
    {
        Fail(name,
             "context must be 0 or at least the number of tokens (" + std::to_string(tokens) +
                 "), got " + std::to_string(context));
    }
    const uint64_t hidden = block.mlpWidth == 0 ? 4 * width : block.mlpWidth;
    const uint64_t keyValue = block.keyValueWidth == 0 ? width : block.keyValueWidth;
    if (keyValue > width)
    {
        Fail(name,
             "keyValueWidth must be at most the width (" + std::to_string(width) + "), got " +
                 std::to_string(keyValue));
    }
    const uint64_t matrices = block.gated ? 3 : 2;
    const uint64_t weights = Sum({Product({2, width, width}),    // queries and output
                                  Product({2, width, keyValue}), // keys and values
                                  Product({matrices, width, hidden})});
    const uint64_t biases =
        block.bias ? Sum({3 * width, 2 * keyValue, Product({matrices - 1, hidden})}) : 0;
    const uint64_t norms = 2 * width * (block.normShift ? 2 : 1);

    Work work;
    // Scores (queries by keys) and their use on the values: two products of the same size.
    work.multiplyAdds = Sum({Product({tokens, weights}), Product({2, tokens, attended, width})});
    work.parameters = Sum({weights, biases, norms});
    work.shape = m_shape;
    Block& added = Append(name, kind, work);
    if (kind == BlockKind::DECODER)
    {
        const uint64_t bits = Sum({Product({2, attended, keyValue, m_profile.elementBits}), 7});
        if (bits > PROFILE_COUNT_MAX)
        {
            Fail(name, "bits of the keys and values must be less than 2^63");
        }
        added.stateBytes = bits / 8;
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
    RequireShape(name, 2);
    RequirePositive(name, outputs, "outputs");
    const uint64_t width = m_shape[1];
    if (normParameters != 0 && normParameters != width && normParameters != 2 * width)
    {
        Fail(name,
             "normParameters must be 0, " + std::to_string(width) + " or " +
                 std::to_string(2 * width) + ", got " + std::to_string(normParameters));
    }
    Work work;
    work.multiplyAdds = Product({width, outputs});
    work.parameters = Sum({tied ? 0 : work.multiplyAdds, bias ? outputs : 0, normParameters});
    work.shape = {outputs};
    Append(name, BlockKind::LINEAR, work);
    return *this;
}

} // namespace edgeai
} // namespace ns3
