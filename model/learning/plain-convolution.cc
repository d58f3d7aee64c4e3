/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "plain-convolution.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// @throws std::invalid_argument unless a value is what it must be
void
Require(bool sound, const std::string& what)
{
    if (!sound)
    {
        throw std::invalid_argument(what);
    }
}

/// @returns output extent of a convolution that is padded by half its kernel
uint32_t
GetOutputExtent(uint32_t extent, uint32_t stride)
{
    return (extent - 1) / stride + 1;
}

} // namespace

FeatureMap
FeatureMap::MakeZero(uint32_t channels, uint32_t rows, uint32_t columns)
{
    return {channels,
            rows,
            columns,
            std::vector<double>(std::size_t(channels) * rows * columns, 0.0)};
}

ConvolutionKernel
ConvolutionKernel::MakeZero(uint32_t outputs, uint32_t inputs, uint32_t size)
{
    return {outputs,
            inputs,
            size,
            std::vector<double>(std::size_t(outputs) * inputs * size * size, 0.0),
            std::vector<double>(outputs, 0.0)};
}

ConvolutionKernel
ConvolutionKernel::MakeIdentity(uint32_t channels)
{
    ConvolutionKernel identity = MakeZero(channels, channels, 1);
    for (uint32_t c = 0; c < channels; ++c)
    {
        identity.At(c, c, 0, 0) = 1;
    }
    return identity;
}

void
ConvolutionKernel::RequireSound() const
{
    Require(size % 2 == 1, "kernel.size is " + std::to_string(size) + "; allowed are odd sizes");
    Require(weights.size() == std::size_t(outputs) * inputs * size * size && bias.size() == outputs,
            "kernel has " + std::to_string(weights.size()) + " weights and " +
                std::to_string(bias.size()) + " biases, which do not fit " +
                std::to_string(outputs) + " outputs, " + std::to_string(inputs) +
                " inputs and side " + std::to_string(size));
}

double
ConvolutionKernel::GetLipschitz() const
{
    const std::size_t perOutput = std::size_t(inputs) * size * size;
    double largest = 0;
    for (uint32_t output = 0; output < outputs; ++output)
    {
        double sum = 0;
        for (std::size_t i = 0; i < perOutput; ++i)
        {
            sum += std::abs(weights[output * perOutput + i]);
        }
        largest = std::max(largest, sum);
    }
    return largest;
}

RowRange
GetInputRows(const ConvolutionKernel& kernel,
             uint32_t stride,
             uint32_t inputRows,
             const RowRange& part)
{
    if (part.first >= part.end)
    {
        return {};
    }
    const uint32_t halo = (kernel.size - 1) / 2;
    const uint32_t first = part.first * stride;
    const uint32_t last = (part.end - 1) * stride + halo;
    return {first > halo ? first - halo : 0, std::min(last + 1, inputRows)};
}

FeatureMap
SliceRows(const FeatureMap& map, const RowRange& part)
{
    Require(part.first <= part.end && part.end <= map.rows,
            "part ends at row " + std::to_string(part.end) + "; allowed is up to " +
                std::to_string(map.rows));
    FeatureMap slice = FeatureMap::MakeZero(map.channels, part.end - part.first, map.columns);
    for (uint32_t c = 0; c < map.channels; ++c)
    {
        for (uint32_t r = part.first; r < part.end; ++r)
        {
            for (uint32_t x = 0; x < map.columns; ++x)
            {
                slice.At(c, r - part.first, x) = map.At(c, r, x);
            }
        }
    }
    return slice;
}

FeatureMap
ConvolveRows(const FeatureMap& slice,
             const ConvolutionKernel& kernel,
             uint32_t stride,
             uint32_t inputRows,
             const RowRange& part)
{
    Require(stride >= 1, "stride is 0; allowed is 1 and more");
    kernel.RequireSound();
    Require(slice.channels == kernel.inputs,
            "kernel.inputs is " + std::to_string(kernel.inputs) + ", the map has " +
                std::to_string(slice.channels) + " channels");
    Require(inputRows >= 1 && slice.columns >= 1 && part.first < part.end &&
                part.end <= GetOutputExtent(inputRows, stride),
            "part ends at output row " + std::to_string(part.end) + " of an input of " +
                std::to_string(inputRows) + " rows");
    Require(slice.values.size() == std::size_t(slice.channels) * slice.rows * slice.columns,
            "the slice has " + std::to_string(slice.values.size()) +
                " values, which do not fit its extents");
    const RowRange needed = GetInputRows(kernel, stride, inputRows, part);
    Require(slice.rows == needed.end - needed.first,
            "the slice has " + std::to_string(slice.rows) + " rows; needed are " +
                std::to_string(needed.end - needed.first));

    const uint32_t rows = part.end - part.first;
    const uint32_t columns = GetOutputExtent(slice.columns, stride);
    const uint32_t window = kernel.size * kernel.size;
    const int64_t halo = (kernel.size - 1) / 2;
    // One column per output point, with the values that its window covers; zeros outside.
    RowMajor patches =
        RowMajor::Zero(std::size_t(kernel.inputs) * window, std::size_t(rows) * columns);
    for (uint32_t c = 0; c < kernel.inputs; ++c)
    {
        for (uint32_t k = 0; k < window; ++k)
        {
            for (uint32_t r = 0; r < rows; ++r)
            {
                const int64_t row = int64_t(part.first + r) * stride + k / kernel.size - halo;
                if (row < 0 || row >= inputRows)
                {
                    continue;
                }
                for (uint32_t x = 0; x < columns; ++x)
                {
                    const int64_t column = int64_t(x) * stride + k % kernel.size - halo;
                    if (column >= 0 && column < slice.columns)
                    {
                        patches(c * window + k, r * columns + x) =
                            slice.At(c, row - needed.first, column);
                    }
                }
            }
        }
    }
    FeatureMap result = FeatureMap::MakeZero(kernel.outputs, rows, columns);
    const Eigen::Map<const RowMajor> weights(kernel.weights.data(),
                                             kernel.outputs,
                                             std::size_t(kernel.inputs) * window);
    const Eigen::Map<const Eigen::VectorXd> bias(kernel.bias.data(), kernel.outputs);
    Eigen::Map<RowMajor> output(result.values.data(), kernel.outputs, std::size_t(rows) * columns);
    output.noalias() = weights * patches;
    output.colwise() += bias;
    return result;
}

FeatureMap
Convolve(const FeatureMap& map, const ConvolutionKernel& kernel, uint32_t stride)
{
    Require(stride >= 1, "stride is 0; allowed is 1 and more");
    Require(map.rows >= 1, "the map has no rows");
    const RowRange whole{0, GetOutputExtent(map.rows, stride)};
    // The last rows of the input may be beyond what a stride reaches.
    return ConvolveRows(SliceRows(map, GetInputRows(kernel, stride, map.rows, whole)),
                        kernel,
                        stride,
                        map.rows,
                        whole);
}

} // namespace edgeai
} // namespace ns3
