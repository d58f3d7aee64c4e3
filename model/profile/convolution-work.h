/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CONVOLUTION_WORK_H
#define EDGE_AI_CONVOLUTION_WORK_H

#include "layer-work.h"
#include "profile-builder.h"

namespace ns3
{
namespace edgeai
{

/**
 * @file
 * @ingroup edge-ai
 * Work of the layers on {channels, height, width} activations. Every function throws ProfileError
 * when a layer does not fit the shape before it.
 */

/**
 * Add a convolution to a block.
 * @param [in] place which layer
 * @param [in,out] work of the block; its shape becomes that after the convolution
 * @param [in] channels output channels, >= 1
 * @param [in] window kernel, stride, padding
 * @param [in] groups groups of channels that do not see one another; divides both channels
 * @param [in] affine what is trained besides the kernel
 */
void AddConvolution(const LayerPlace& place,
                    LayerWork& work,
                    uint32_t channels,
                    const Window& window,
                    uint32_t groups,
                    Affine affine);
/**
 * @param [in] place which layer
 * @param [in] shape shape before it
 * @param [in] window window
 * @param [in] counted whether pooling counts k*k FLOP per output element
 * @returns work of a pooling layer
 */
LayerWork WorkOfPooling(const LayerPlace& place,
                        const std::vector<uint32_t>& shape,
                        const Window& window,
                        bool counted);
/**
 * @param [in] place which layer
 * @param [in] shape shape before it
 * @param [in] counted whether pooling counts one FLOP per input element
 * @returns work of one value per channel from all rows and columns
 */
LayerWork WorkOfGlobalPooling(const LayerPlace& place,
                              const std::vector<uint32_t>& shape,
                              bool counted);
/**
 * @param [in] place which layer
 * @param [in] shape shape before it
 * @param [in] kind the residual block
 * @param [in] channels channels of the 3x3 convolutions
 * @param [in] stride of the block
 * @param [in] affine what convolutions train besides kernels
 * @returns work of a residual block with its shortcut
 */
LayerWork WorkOfResidual(const LayerPlace& place,
                         const std::vector<uint32_t>& shape,
                         ResidualKind kind,
                         uint32_t channels,
                         uint32_t stride,
                         Affine affine);
/**
 * @param [in] place which layer
 * @param [in] shape shape before it
 * @param [in] expansion channels of the inside over those of the input; 1: no expansion layer
 * @param [in] channels output channels
 * @param [in] stride of the block
 * @param [in] affine what convolutions train besides kernels
 * @returns work of an inverted residual block
 */
LayerWork WorkOfInvertedResidual(const LayerPlace& place,
                                 const std::vector<uint32_t>& shape,
                                 uint32_t expansion,
                                 uint32_t channels,
                                 uint32_t stride,
                                 Affine affine);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CONVOLUTION_WORK_H
