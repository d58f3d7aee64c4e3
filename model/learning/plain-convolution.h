/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLAIN_CONVOLUTION_H
#define EDGE_AI_PLAIN_CONVOLUTION_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Values on a grid, by channel.
struct FeatureMap
{
    uint32_t channels{0};
    uint32_t rows{0};
    uint32_t columns{0};
    std::vector<double> values; ///< [channel][row][column]

    /// @param [in] channels channels @param [in] rows rows @param [in] columns columns
    /// @returns a map of zeros
    static FeatureMap MakeZero(uint32_t channels, uint32_t rows, uint32_t columns);

    /// @param [in] channel channel @param [in] row row @param [in] column column @returns the value
    double& At(uint32_t channel, uint32_t row, uint32_t column)
    {
        return values[(std::size_t(channel) * rows + row) * columns + column];
    }

    /// @copydoc At
    double At(uint32_t channel, uint32_t row, uint32_t column) const
    {
        return values[(std::size_t(channel) * rows + row) * columns + column];
    }
};

/// @ingroup edge-ai
/// Rows first..end-1.
struct RowRange
{
    uint32_t first{0};
    uint32_t end{0};
};

/// @ingroup edge-ai
/// A square convolution of odd side with one value added per output channel. It is padded by
/// (size - 1) / 2 zeros on each side.
struct ConvolutionKernel
{
    uint32_t outputs{0};
    uint32_t inputs{0};
    uint32_t size{1};            ///< side, odd
    std::vector<double> weights; ///< [output][input][row][column]
    std::vector<double> bias;    ///< [output]

    /// @param [in] outputs channels @param [in] inputs channels @param [in] size side, odd
    /// @returns a kernel of zeros
    static ConvolutionKernel MakeZero(uint32_t outputs, uint32_t inputs, uint32_t size);
    /// @param [in] channels channels  @returns the 1 x 1 kernel that changes nothing
    static ConvolutionKernel MakeIdentity(uint32_t channels);

    /// @param [in] output output channel @param [in] input input channel @param [in] row row
    /// @param [in] column column @returns the weight
    double& At(uint32_t output, uint32_t input, uint32_t row, uint32_t column)
    {
        return weights[((std::size_t(output) * inputs + input) * size + row) * size + column];
    }

    /// @copydoc At
    double At(uint32_t output, uint32_t input, uint32_t row, uint32_t column) const
    {
        return weights[((std::size_t(output) * inputs + input) * size + row) * size + column];
    }

    /// @throws std::invalid_argument if the side is even or the numbers of weights and biases do
    /// not fit the channels
    void RequireSound() const;

    /// @returns the largest sum of magnitudes of weights into one output: the Lipschitz constant
    /// in the largest-value norm
    double GetLipschitz() const;
};

/**
 * @ingroup edge-ai
 * Convolution of a whole map.
 * @param [in] map map
 * @param [in] kernel kernel with as many inputs as the map has channels
 * @param [in] stride step along rows and columns, >= 1
 * @returns the map after it: (rows - 1) / stride + 1 rows, columns alike
 * @throws std::invalid_argument naming what does not fit
 */
FeatureMap Convolve(const FeatureMap& map, const ConvolutionKernel& kernel, uint32_t stride = 1);

/**
 * @ingroup edge-ai
 * Input rows that a part of the output needs: its own and the halo of (size - 1) / 2 on each side.
 * @param [in] kernel kernel
 * @param [in] stride step, >= 1
 * @param [in] inputRows rows of the whole input
 * @param [in] part output rows
 * @returns input rows
 */
RowRange GetInputRows(const ConvolutionKernel& kernel,
                      uint32_t stride,
                      uint32_t inputRows,
                      const RowRange& part);

/// @ingroup edge-ai
/// @param [in] map map  @param [in] part rows of it  @returns those rows
FeatureMap SliceRows(const FeatureMap& map, const RowRange& part);

/**
 * @ingroup edge-ai
 * Convolution of a part of the rows, from no more than the rows it needs.
 * @param [in] slice rows GetInputRows(...) of the input
 * @param [in] kernel kernel
 * @param [in] stride step, >= 1
 * @param [in] inputRows rows of the whole input
 * @param [in] part output rows
 * @returns those output rows
 * @throws std::invalid_argument naming what does not fit
 */
FeatureMap ConvolveRows(const FeatureMap& slice,
                        const ConvolutionKernel& kernel,
                        uint32_t stride,
                        uint32_t inputRows,
                        const RowRange& part);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLAIN_CONVOLUTION_H
