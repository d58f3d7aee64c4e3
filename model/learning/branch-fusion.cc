/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "branch-fusion.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace ns3
{
namespace edgeai
{

ConvolutionKernel
FoldNorm(const ConvolutionBranch& branch)
{
    ConvolutionKernel folded = branch.kernel;
    const BatchNorm& norm = branch.norm;
    const std::size_t outputs = folded.outputs;
    folded.RequireSound();
    const std::vector<std::pair<std::string, const std::vector<double>*>> perOutput{
        {"norm.scale", &norm.scale},
        {"norm.shift", &norm.shift},
        {"norm.mean", &norm.mean},
        {"norm.variance", &norm.variance},
        {"kernel.bias", &folded.bias}};
    for (const auto& [name, values] : perOutput)
    {
        if (values->size() != outputs)
        {
            throw std::invalid_argument(name + " has " + std::to_string(values->size()) +
                                        " values; needed is one for each of " +
                                        std::to_string(outputs) + " output channels");
        }
    }
    for (uint32_t output = 0; output < outputs; ++output)
    {
        const double variance = norm.variance[output] + norm.epsilon;
        if (!(variance > 0))
        {
            throw std::invalid_argument("norm.variance[" + std::to_string(output) +
                                        "] plus norm.epsilon is " + std::to_string(variance) +
                                        "; allowed is more than 0");
        }
        const double gain = norm.scale[output] / std::sqrt(variance);
        const std::size_t count = folded.weights.size() / outputs;
        for (std::size_t i = 0; i < count; ++i)
        {
            folded.weights[output * count + i] *= gain;
        }
        folded.bias[output] = norm.shift[output] + (folded.bias[output] - norm.mean[output]) * gain;
    }
    return folded;
}

ConvolutionKernel
FuseBranches(const std::vector<ConvolutionBranch>& branches, uint32_t sizeMax)
{
    std::vector<ConvolutionKernel> kernels;
    uint32_t size = 0;
    for (const ConvolutionBranch& branch : branches)
    {
        if (branch.kernel.size <= sizeMax)
        {
            kernels.push_back(FoldNorm(branch));
            size = std::max(size, branch.kernel.size);
        }
    }
    if (kernels.empty())
    {
        throw std::invalid_argument("no branch has a kernel of side " + std::to_string(sizeMax) +
                                    " or less");
    }
    ConvolutionKernel fused =
        ConvolutionKernel::MakeZero(kernels[0].outputs, kernels[0].inputs, size);
    for (const ConvolutionKernel& kernel : kernels)
    {
        if (kernel.outputs != fused.outputs || kernel.inputs != fused.inputs)
        {
            throw std::invalid_argument("branches differ in their numbers of channels");
        }
        const uint32_t margin = (size - kernel.size) / 2;
        for (uint32_t output = 0; output < kernel.outputs; ++output)
        {
            fused.bias[output] += kernel.bias[output];
            for (uint32_t input = 0; input < kernel.inputs; ++input)
            {
                for (uint32_t row = 0; row < kernel.size; ++row)
                {
                    for (uint32_t column = 0; column < kernel.size; ++column)
                    {
                        fused.At(output, input, row + margin, column + margin) +=
                            kernel.At(output, input, row, column);
                    }
                }
            }
        }
    }
    return fused;
}

} // namespace edgeai
} // namespace ns3
