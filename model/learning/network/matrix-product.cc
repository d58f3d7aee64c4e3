/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "matrix-product.h"

#include "wide-product.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns a view for AddWideProduct()
StridedMatrix
View(const RowsView& matrix)
{
    return {matrix.data(), matrix.outerStride(), 1};
}

/// @returns the same, rows for columns
StridedMatrix
Turn(const RowsView& matrix)
{
    return {matrix.data(), 1, matrix.outerStride()};
}

/// Goes the way this processor is fastest at. @param [in] wide way @param [in] plain way: Eigen's
template <typename Wide, typename Plain>
void
Choose(const Wide& wide, const Plain& plain)
{
    if (HasWideProduct())
    {
        wide();
    }
    else
    {
        plain();
    }
}

} // namespace

void
MultiplyByTransposed(RowsView a, RowsView b, RowMatrix& product)
{
    Choose(
        [&]() {
            product.setZero(a.rows(), b.rows());
            AddWideProduct(a.rows(),
                           b.rows(),
                           a.cols(),
                           View(a),
                           Turn(b),
                           product.data(),
                           product.outerStride());
        },
        [&]() { product.noalias() = a * b.transpose(); });
}

void
Multiply(RowsView a, RowsView b, RowMatrix& product)
{
    Choose(
        [&]() {
            product.setZero(a.rows(), b.cols());
            AddWideProduct(a.rows(),
                           b.cols(),
                           a.cols(),
                           View(a),
                           View(b),
                           product.data(),
                           product.outerStride());
        },
        [&]() { product.noalias() = a * b; });
}

void
AddTransposedProduct(RowsView a, RowsView b, RowsSpace sum)
{
    Choose(
        [&]() {
            AddWideProduct(a.cols(),
                           b.cols(),
                           a.rows(),
                           Turn(a),
                           View(b),
                           sum.data(),
                           sum.outerStride());
        },
        [&]() { sum.noalias() += a.transpose() * b; });
}

void
MultiplySparse(const SparseRows& sparse,
               const uint32_t* samples,
               uint32_t count,
               RowsView weights,
               RowMatrix& product)
{
    product.resize(count, weights.rows());
    const int32_t* starts = sparse.outerIndexPtr();
    const int32_t* columns = sparse.innerIndexPtr();
    const double* values = sparse.valuePtr();
    // Row by row of the weights, each of which stays in the cache for all samples.
    for (Eigen::Index r = 0; r < weights.rows(); ++r)
    {
        const double* row = weights.data() + r * weights.outerStride();
        for (uint32_t k = 0; k < count; ++k)
        {
            const int32_t end = starts[samples[k] + 1];
            double sum = 0;
            for (int32_t at = starts[samples[k]]; at < end; ++at)
            {
                sum += values[at] * row[columns[at]];
            }
            product(k, r) = sum;
        }
    }
}

void
AddSparseProduct(RowsView slope,
                 const SparseRows& sparse,
                 const uint32_t* samples,
                 Eigen::Index first,
                 RowsSpace sum)
{
    const int32_t* starts = sparse.outerIndexPtr();
    const int32_t* columns = sparse.innerIndexPtr();
    const double* values = sparse.valuePtr();
    const auto low = static_cast<int32_t>(first);
    const auto high = static_cast<int32_t>(first + sum.cols());
    const bool whole = low == 0 && high == sparse.cols();
    for (Eigen::Index r = 0; r < sum.rows(); ++r)
    {
        double* row = sum.data() + r * sum.outerStride();
        for (Eigen::Index k = 0; k < slope.rows(); ++k)
        {
            const int32_t* from = columns + starts[samples[k]];
            const int32_t* end = columns + starts[samples[k] + 1];
            if (!whole)
            {
                from = std::lower_bound(from, end, low);
                end = std::lower_bound(from, end, high);
            }
            const double factor = slope(k, r);
            const double* value = values + (from - columns);
            for (; from != end; ++from, ++value)
            {
                row[*from - low] += factor * *value;
            }
        }
    }
}

ParameterRange
Intersect(ParameterRange one, ParameterRange other)
{
    const Eigen::Index first = std::max(one.first, other.first);
    const Eigen::Index end = std::min(one.GetEnd(), other.GetEnd());
    return {first, std::max<Eigen::Index>(0, end - first)};
}

std::vector<MatrixPiece>
CutMatrix(Eigen::Index first, Eigen::Index rows, Eigen::Index columns, ParameterRange block)
{
    std::vector<MatrixPiece> pieces;
    const ParameterRange shared = Intersect({first, rows * columns}, block);
    Eigen::Index at = shared.first - first;
    const Eigen::Index end = at + shared.count;
    while (at < end)
    {
        MatrixPiece piece;
        piece.row = at / columns;
        piece.column = at % columns;
        piece.at = first + at - block.first;
        const bool many = piece.column == 0 && end - at >= columns;
        piece.rows = many ? (end - at) / columns : 1;
        piece.columns = many ? columns : std::min(end - at, columns - piece.column);
        at += piece.rows * piece.columns;
        pieces.push_back(piece);
    }
    return pieces;
}

Eigen::Map<RowMatrix>
PlaceOf(const MatrixPiece& piece, Eigen::Ref<Eigen::VectorXd> sum)
{
    return {sum.data() + piece.at, piece.rows, piece.columns};
}

} // namespace edgeai
} // namespace ns3
