/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "transformer-work.h"

#include "checked-arithmetic.h"

#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns tokens that are attended to
uint64_t
GetAttended(const std::vector<uint32_t>& shape, uint32_t context)
{
    return context == 0 ? shape[0] : context;
}

/// @returns width of keys and values
uint64_t
GetKeyValueWidth(const std::vector<uint32_t>& shape, const TransformerBlock& block)
{
    return block.keyValueWidth == 0 ? shape[1] : block.keyValueWidth;
}

} // namespace

LayerWork
WorkOfEmbedding(const LayerPlace& place,
                const std::vector<uint32_t>& shape,
                uint32_t vocabulary,
                uint32_t width,
                uint32_t positions,
                bool norm)
{
    if (shape.size() != 1)
    {
        place.Fail("needs tokens before it (InputTokens)");
    }
    place.RequirePositive(vocabulary, "vocabulary");
    place.RequirePositive(width, "width");
    LayerWork work;
    work.parameters = Sum({Product({vocabulary, width}),
                           Product({positions, width}),
                           norm ? Product({2, width}) : 0});
    work.shape = {shape[0], width};
    return work;
}

LayerWork
WorkOfPatchEmbedding(const LayerPlace& place,
                     const std::vector<uint32_t>& shape,
                     uint32_t patch,
                     uint32_t width)
{
    place.RequireShape(shape, 3);
    place.RequirePositive(patch, "patch");
    place.RequirePositive(width, "width");
    if (shape[1] % patch != 0 || shape[2] % patch != 0)
    {
        place.Fail("patch must divide height (" + std::to_string(shape[1]) + ") and width (" +
                   std::to_string(shape[2]) + "), got " + std::to_string(patch));
    }
    const uint64_t patches = Product({shape[1] / patch, shape[2] / patch});
    if (patches >= std::numeric_limits<uint32_t>::max())
    {
        place.Fail("the image must make fewer than 2^32 - 1 patches");
    }
    const uint64_t weights = Product({patch, patch, shape[0], width});
    LayerWork work;
    work.multiplyAdds = Product({weights, patches});
    // Projection with bias, the class token, and a position for every token.
    work.parameters = Sum({weights, width, width, Product({patches + 1, width})});
    work.shape = {static_cast<uint32_t>(patches + 1), width};
    return work;
}

LayerWork
WorkOfTransformer(const LayerPlace& place,
                  const std::vector<uint32_t>& shape,
                  uint32_t context,
                  const TransformerBlock& block)
{
    place.RequireShape(shape, 2);
    const std::vector<uint32_t> own{block.tokens == 0 ? shape[0] : block.tokens, shape[1]};
    const uint64_t tokens = own[0];
    const uint64_t width = own[1];
    const uint64_t attended = GetAttended(own, context);
    if (attended < tokens)
    {
        place.Fail("context must be 0 or at least the number of tokens (" + std::to_string(tokens) +
                   "), got " + std::to_string(context));
    }
    const uint64_t hidden = block.mlpWidth == 0 ? 4 * width : block.mlpWidth;
    const uint64_t keyValue = GetKeyValueWidth(shape, block);
    if (keyValue > width)
    {
        place.Fail("keyValueWidth must be at most the width (" + std::to_string(width) + "), got " +
                   std::to_string(keyValue));
    }
    const uint64_t matrices = block.gated ? 3 : 2;
    const uint64_t weights = Sum({Product({2, width, width}),    // queries and output
                                  Product({2, width, keyValue}), // keys and values
                                  Product({matrices, width, hidden})});
    const uint64_t biases =
        block.bias ? Sum({3 * width, 2 * keyValue, Product({matrices - 1, hidden})}) : 0;
    const uint64_t norms = 2 * width * (block.normShift ? 2 : 1);

    LayerWork work;
    // Scores (queries by keys) and their use on the values: two products of the same size.
    work.multiplyAdds = Sum({Product({tokens, weights}), Product({2, tokens, attended, width})});
    work.parameters = Sum({weights, biases, norms});
    if (block.crossTokens > 0)
    {
        // Queries and output on its own tokens, keys and values on those of the other stack.
        const uint64_t cross = block.crossTokens;
        const uint64_t square = Product({2, width, width});
        const uint64_t other = Product({2, width, keyValue});
        work.multiplyAdds = Sum({work.multiplyAdds,
                                 Product({tokens, square}),
                                 Product({cross, other}),
                                 Product({2, tokens, cross, width})});
        work.parameters = Sum({work.parameters,
                               square,
                               other,
                               block.bias ? Sum({2 * width, 2 * keyValue}) : 0,
                               width * (block.normShift ? 2 : 1)});
    }
    work.shape = own;
    return work;
}

uint64_t
BytesOfKeysAndValues(const LayerPlace& place,
                     const std::vector<uint32_t>& shape,
                     uint32_t context,
                     const TransformerBlock& block,
                     uint32_t bits)
{
    const uint64_t tokens = Sum({GetAttended(shape, context), block.crossTokens});
    const uint64_t all = Sum({Product({2, tokens, GetKeyValueWidth(shape, block), bits}), 7});
    if (all > PROFILE_COUNT_MAX)
    {
        place.Fail("bits of the keys and values must be less than 2^63");
    }
    return all / 8;
}

LayerWork
WorkOfTokenHead(const LayerPlace& place,
                const std::vector<uint32_t>& shape,
                uint32_t outputs,
                bool bias,
                uint32_t normParameters,
                bool tied)
{
    place.RequireShape(shape, 2);
    place.RequirePositive(outputs, "outputs");
    const uint64_t width = shape[1];
    if (normParameters != 0 && normParameters != width && normParameters != 2 * width)
    {
        place.Fail("normParameters must be 0, " + std::to_string(width) + " or " +
                   std::to_string(2 * width) + ", got " + std::to_string(normParameters));
    }
    LayerWork work;
    work.multiplyAdds = Product({width, outputs});
    work.parameters = Sum({tied ? 0 : work.multiplyAdds, bias ? outputs : 0, normParameters});
    work.shape = {outputs};
    return work;
}

} // namespace edgeai
} // namespace ns3
