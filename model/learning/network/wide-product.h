/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_WIDE_PRODUCT_H
#define EDGE_AI_WIDE_PRODUCT_H

#include <cstddef>

namespace ns3
{
namespace edgeai
{

/// A matrix anywhere in memory: entry (i, j) is at data[i * rowStep + j * columnStep].
struct StridedMatrix
{
    const double* data;        ///< entry (0, 0)
    std::ptrdiff_t rowStep;    ///< from one row to the next
    std::ptrdiff_t columnStep; ///< from one column to the next
};

/// @returns whether this processor has what AddWideProduct() needs: vectors of four numbers and
/// fused multiply-add (x86: AVX2 and FMA), which a library for every processor must not take for
/// granted
bool HasWideProduct();

/**
 * Add a product of matrices. Every entry is summed in the order of k by fused multiply-adds, from
 * what stands there on: neither the sizes of the matrices nor how k is cut into calls changes a
 * bit.
 * @param [in] rows m  @param [in] columns n  @param [in] depth k
 * @param [in] a m x k  @param [in] b k x n
 * @param [in,out] sum a b is added to it: m rows of n, which lie side by side
 * @param [in] step from one row of the sum to the next
 */
void AddWideProduct(std::ptrdiff_t rows,
                    std::ptrdiff_t columns,
                    std::ptrdiff_t depth,
                    const StridedMatrix& a,
                    const StridedMatrix& b,
                    double* sum,
                    std::ptrdiff_t step);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_WIDE_PRODUCT_H
