/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MATRIX_PRODUCT_H
#define EDGE_AI_MATRIX_PRODUCT_H

#include "learning/data/dataset.h"
#include "learning/learning-model.h"

#include <Eigen/Core>
#include <functional>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Rows of numbers, which may lie within longer ones.
using RowsView = Eigen::Ref<const RowMatrix, 0, Eigen::OuterStride<>>;
/// The same, to be written.
using RowsSpace = Eigen::Ref<RowMatrix, 0, Eigen::OuterStride<>>;

/// @param [in] a n x k  @param [in] b m x k  @param [out] product a b^T, n x m
void MultiplyByTransposed(RowsView a, RowsView b, RowMatrix& product);

/// @param [in] a n x k  @param [in] b k x m  @param [out] product a b, n x m
void Multiply(RowsView a, RowsView b, RowMatrix& product);

/// @param [in] a n x r  @param [in] b n x c  @param [in,out] sum a^T b is added to it, r x c
void AddTransposedProduct(RowsView a, RowsView b, RowsSpace sum);

/**
 * @param [in] sparse rows of features
 * @param [in] samples which rows
 * @param [in] count how many
 * @param [in] weights m x features
 * @param [out] product rows times weights^T, count x m
 */
void MultiplySparse(const SparseRows& sparse,
                    const uint32_t* samples,
                    uint32_t count,
                    RowsView weights,
                    RowMatrix& product);

/**
 * @param [in] slope count x r
 * @param [in] sparse rows of features
 * @param [in] samples which rows
 * @param [in] first column that counts
 * @param [in,out] sum slope^T times columns first, first+1, ... is added to it, sample by sample
 */
void AddSparseProduct(RowsView slope,
                      const SparseRows& sparse,
                      const uint32_t* samples,
                      Eigen::Index first,
                      RowsSpace sum);

/// A rectangle of a matrix whose entries lie in a range of its numbering row by row.
struct MatrixPiece
{
    Eigen::Index row{0};     ///< first row
    Eigen::Index rows{0};    ///< how many, > 0
    Eigen::Index column{0};  ///< first column
    Eigen::Index columns{0}; ///< how many, > 0
    Eigen::Index at{0};      ///< where it begins in the block
};

/**
 * @param [in] first parameter of a matrix, which lies row by row
 * @param [in] rows of it
 * @param [in] columns of it
 * @param [in] block parameters
 * @returns what of the matrix is in the block: at most three rectangles, in order
 */
std::vector<MatrixPiece> CutMatrix(Eigen::Index first,
                                   Eigen::Index rows,
                                   Eigen::Index columns,
                                   ParameterRange block);

/// @param [in] one range  @param [in] other range  @returns what they share; its count may be 0
ParameterRange Intersect(ParameterRange one, ParameterRange other);

/// @param [in] piece of a matrix  @param [in,out] sum derivatives of a block  @returns its place
/// there
Eigen::Map<RowMatrix> PlaceOf(const MatrixPiece& piece, Eigen::Ref<Eigen::VectorXd> sum);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MATRIX_PRODUCT_H
