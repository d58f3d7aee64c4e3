/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "wide-product.h"

#include <algorithm>
#include <cmath>
#include <memory>

#if defined(__x86_64__) && defined(__GNUC__)
#define EDGE_AI_WIDE_PRODUCT 1
#include <immintrin.h>
#endif

namespace ns3
{
namespace edgeai
{

#ifdef EDGE_AI_WIDE_PRODUCT

namespace
{

// Four rows of three vectors of the sum stay in registers; a piece of b in the second cache, one of
// a in the first.
constexpr std::ptrdiff_t TILE_ROWS = 4;
constexpr std::ptrdiff_t TILE_COLUMNS = 12;
constexpr std::ptrdiff_t DEPTH = 256;
constexpr std::ptrdiff_t PIECE_ROWS = 64;
constexpr std::ptrdiff_t PIECE_COLUMNS = 240;

/// Adds a product of packed panels to a tile of the sum.
/// @param [in] depth k @param [in] a four numbers for each k @param [in] b twelve for each k
/// @param [in,out] sum the tile @param [in] step from one of its rows to the next
__attribute__((target("avx2,fma"))) void
AddTile(std::ptrdiff_t depth, const double* a, const double* b, double* sum, std::ptrdiff_t step)
{
    // Each a variable of its own, so that all stay in registers.
    __m256d s00 = _mm256_loadu_pd(sum);
    __m256d s01 = _mm256_loadu_pd(sum + 4);
    __m256d s02 = _mm256_loadu_pd(sum + 8);
    __m256d s10 = _mm256_loadu_pd(sum + step);
    __m256d s11 = _mm256_loadu_pd(sum + step + 4);
    __m256d s12 = _mm256_loadu_pd(sum + step + 8);
    __m256d s20 = _mm256_loadu_pd(sum + 2 * step);
    __m256d s21 = _mm256_loadu_pd(sum + 2 * step + 4);
    __m256d s22 = _mm256_loadu_pd(sum + 2 * step + 8);
    __m256d s30 = _mm256_loadu_pd(sum + 3 * step);
    __m256d s31 = _mm256_loadu_pd(sum + 3 * step + 4);
    __m256d s32 = _mm256_loadu_pd(sum + 3 * step + 8);
    for (std::ptrdiff_t k = 0; k < depth; ++k)
    {
        const __m256d b0 = _mm256_loadu_pd(b);
        const __m256d b1 = _mm256_loadu_pd(b + 4);
        const __m256d b2 = _mm256_loadu_pd(b + 8);
        __m256d factor = _mm256_broadcast_sd(a);
        s00 = _mm256_fmadd_pd(factor, b0, s00);
        s01 = _mm256_fmadd_pd(factor, b1, s01);
        s02 = _mm256_fmadd_pd(factor, b2, s02);
        factor = _mm256_broadcast_sd(a + 1);
        s10 = _mm256_fmadd_pd(factor, b0, s10);
        s11 = _mm256_fmadd_pd(factor, b1, s11);
        s12 = _mm256_fmadd_pd(factor, b2, s12);
        factor = _mm256_broadcast_sd(a + 2);
        s20 = _mm256_fmadd_pd(factor, b0, s20);
        s21 = _mm256_fmadd_pd(factor, b1, s21);
        s22 = _mm256_fmadd_pd(factor, b2, s22);
        factor = _mm256_broadcast_sd(a + 3);
        s30 = _mm256_fmadd_pd(factor, b0, s30);
        s31 = _mm256_fmadd_pd(factor, b1, s31);
        s32 = _mm256_fmadd_pd(factor, b2, s32);
        a += TILE_ROWS;
        b += TILE_COLUMNS;
    }
    _mm256_storeu_pd(sum, s00);
    _mm256_storeu_pd(sum + 4, s01);
    _mm256_storeu_pd(sum + 8, s02);
    _mm256_storeu_pd(sum + step, s10);
    _mm256_storeu_pd(sum + step + 4, s11);
    _mm256_storeu_pd(sum + step + 8, s12);
    _mm256_storeu_pd(sum + 2 * step, s20);
    _mm256_storeu_pd(sum + 2 * step + 4, s21);
    _mm256_storeu_pd(sum + 2 * step + 8, s22);
    _mm256_storeu_pd(sum + 3 * step, s30);
    _mm256_storeu_pd(sum + 3 * step + 4, s31);
    _mm256_storeu_pd(sum + 3 * step + 8, s32);
}

/// Lays a piece of a matrix out as panels, so many lines side by side for each k; zeros fill the
/// last.
/// @param [in] data its first entry @param [in] lineStep from line to line @param [in] depthStep
/// along k
/// @param [in] lines of the piece @param [in] depth of it @param [in] width lines of a panel
/// @param [out] packed the panels
void
PackPanels(const double* data,
           std::ptrdiff_t lineStep,
           std::ptrdiff_t depthStep,
           std::ptrdiff_t lines,
           std::ptrdiff_t depth,
           std::ptrdiff_t width,
           double* packed)
{
    for (std::ptrdiff_t first = 0; first < lines; first += width, packed += width * depth)
    {
        const std::ptrdiff_t count = std::min(width, lines - first);
        const double* from = data + first * lineStep;
        if (count < width)
        {
            std::fill_n(packed, width * depth, 0.0);
        }
        // Along whichever way the numbers lie side by side.
        if (lineStep == 1)
        {
            for (std::ptrdiff_t k = 0; k < depth; ++k)
            {
                std::copy_n(from + k * depthStep, count, packed + k * width);
            }
            continue;
        }
        for (std::ptrdiff_t i = 0; i < count; ++i)
        {
            const double* line = from + i * lineStep;
            for (std::ptrdiff_t k = 0; k < depth; ++k)
            {
                packed[k * width + i] = line[k * depthStep];
            }
        }
    }
}

/// @returns a number rounded up to a multiple
std::ptrdiff_t
RoundUp(std::ptrdiff_t number, std::ptrdiff_t multiple)
{
    return (number + multiple - 1) / multiple * multiple;
}

/// AddTile() where the tile is not all there: on a copy.
void
AddPartOfTile(std::ptrdiff_t depth,
              const double* a,
              const double* b,
              double* sum,
              std::ptrdiff_t step,
              std::ptrdiff_t rows,
              std::ptrdiff_t columns)
{
    double copy[TILE_ROWS * TILE_COLUMNS] = {};
    for (std::ptrdiff_t i = 0; i < rows; ++i)
    {
        std::copy_n(sum + i * step, columns, copy + i * TILE_COLUMNS);
    }
    AddTile(depth, a, b, copy, TILE_COLUMNS);
    for (std::ptrdiff_t i = 0; i < rows; ++i)
    {
        std::copy_n(copy + i * TILE_COLUMNS, columns, sum + i * step);
    }
}

} // namespace

bool
HasWideProduct()
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

void
AddWideProduct(std::ptrdiff_t rows,
               std::ptrdiff_t columns,
               std::ptrdiff_t depth,
               const StridedMatrix& a,
               const StridedMatrix& b,
               double* sum,
               std::ptrdiff_t step)
{
    const std::ptrdiff_t deepest = std::min(depth, DEPTH);
    // Written before they are read.
    const std::unique_ptr<double[]> packedA(
        new double[RoundUp(std::min(rows, PIECE_ROWS), TILE_ROWS) * deepest]);
    const std::unique_ptr<double[]> packedB(
        new double[RoundUp(std::min(columns, PIECE_COLUMNS), TILE_COLUMNS) * deepest]);
    for (std::ptrdiff_t k = 0; k < depth; k += DEPTH)
    {
        const std::ptrdiff_t kCount = std::min(DEPTH, depth - k);
        for (std::ptrdiff_t j = 0; j < columns; j += PIECE_COLUMNS)
        {
            const std::ptrdiff_t jCount = std::min(PIECE_COLUMNS, columns - j);
            PackPanels(b.data + k * b.rowStep + j * b.columnStep,
                       b.columnStep,
                       b.rowStep,
                       jCount,
                       kCount,
                       TILE_COLUMNS,
                       packedB.get());
            for (std::ptrdiff_t i = 0; i < rows; i += PIECE_ROWS)
            {
                const std::ptrdiff_t iCount = std::min(PIECE_ROWS, rows - i);
                PackPanels(a.data + i * a.rowStep + k * a.columnStep,
                           a.rowStep,
                           a.columnStep,
                           iCount,
                           kCount,
                           TILE_ROWS,
                           packedA.get());
                for (std::ptrdiff_t jj = 0; jj < jCount; jj += TILE_COLUMNS)
                {
                    const double* panelB = packedB.get() + jj * kCount;
                    const std::ptrdiff_t width = std::min(TILE_COLUMNS, jCount - jj);
                    for (std::ptrdiff_t ii = 0; ii < iCount; ii += TILE_ROWS)
                    {
                        const double* panelA = packedA.get() + ii * kCount;
                        const std::ptrdiff_t height = std::min(TILE_ROWS, iCount - ii);
                        double* tile = sum + (i + ii) * step + j + jj;
                        if (width == TILE_COLUMNS && height == TILE_ROWS)
                        {
                            AddTile(kCount, panelA, panelB, tile, step);
                        }
                        else
                        {
                            AddPartOfTile(kCount, panelA, panelB, tile, step, height, width);
                        }
                    }
                }
            }
        }
    }
}

#else

bool
HasWideProduct()
{
    return false;
}

void
AddWideProduct(std::ptrdiff_t rows,
               std::ptrdiff_t columns,
               std::ptrdiff_t depth,
               const StridedMatrix& a,
               const StridedMatrix& b,
               double* sum,
               std::ptrdiff_t step)
{
    for (std::ptrdiff_t i = 0; i < rows; ++i)
    {
        for (std::ptrdiff_t k = 0; k < depth; ++k)
        {
            const double factor = a.data[i * a.rowStep + k * a.columnStep];
            const double* line = b.data + k * b.rowStep;
            for (std::ptrdiff_t j = 0; j < columns; ++j)
            {
                sum[i * step + j] = std::fma(factor, line[j * b.columnStep], sum[i * step + j]);
            }
        }
    }
}

#endif

} // namespace edgeai
} // namespace ns3
