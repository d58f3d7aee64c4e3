/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TRANSFORMER_WORK_H
#define EDGE_AI_TRANSFORMER_WORK_H

#include "layer-work.h"
#include "profile-builder.h"

namespace ns3
{
namespace edgeai
{

/**
 * @file
 * @ingroup edge-ai
 * Work of the layers that make or work on {tokens, width} activations. Every function throws
 * ProfileError when a layer does not fit the shape before it.
 */

/**
 * @param [in] place which layer
 * @param [in] shape shape before it: the number of tokens
 * @param [in] vocabulary rows of the table, >= 1
 * @param [in] width width of a token, >= 1
 * @param [in] positions rows of trained tables that are added
 * @param [in] norm whether a layer norm follows
 * @returns work of a table of tokens
 */
LayerWork WorkOfEmbedding(const LayerPlace& place,
                          const std::vector<uint32_t>& shape,
                          uint32_t vocabulary,
                          uint32_t width,
                          uint32_t positions,
                          bool norm);
/**
 * @param [in] place which layer
 * @param [in] shape shape before it, an image
 * @param [in] patch side of a patch, divides height and width
 * @param [in] width width of a token, >= 1
 * @returns work of projecting square patches, with a class token and trained positions
 */
LayerWork WorkOfPatchEmbedding(const LayerPlace& place,
                               const std::vector<uint32_t>& shape,
                               uint32_t patch,
                               uint32_t width);
/**
 * @param [in] place which layer
 * @param [in] shape shape before it
 * @param [in] context tokens attended to, the present ones included; 0: the present ones
 * @param [in] block its layers
 * @returns work of attention and multi-layer perceptron
 */
LayerWork WorkOfTransformer(const LayerPlace& place,
                            const std::vector<uint32_t>& shape,
                            uint32_t context,
                            const TransformerBlock& block);
/**
 * @param [in] place which layer
 * @param [in] shape shape before it
 * @param [in] context as for WorkOfTransformer()
 * @param [in] block its layers
 * @param [in] bits per element, 1..64
 * @returns keys and values a decoder block keeps, those of another stack's tokens included [B]
 */
uint64_t BytesOfKeysAndValues(const LayerPlace& place,
                              const std::vector<uint32_t>& shape,
                              uint32_t context,
                              const TransformerBlock& block,
                              uint32_t bits);
/**
 * @param [in] place which layer
 * @param [in] shape shape before it
 * @param [in] outputs number of outputs, >= 1
 * @param [in] bias whether the linear layer has a bias
 * @param [in] normParameters trained values of the norm: 0 (none), width or twice the width
 * @param [in] tied whether the matrix is the embedding's, stored there already
 * @returns work of a norm and a linear layer on one token
 */
LayerWork WorkOfTokenHead(const LayerPlace& place,
                          const std::vector<uint32_t>& shape,
                          uint32_t outputs,
                          bool bias,
                          uint32_t normParameters,
                          bool tied);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TRANSFORMER_WORK_H
