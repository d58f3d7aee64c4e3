/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Products of matrices: against Eigen's for many sizes, and the same bits however they are cut.

#include "learning/network/matrix-product.h"
#include "learning/network/wide-product.h"
#include "support/expectations.h"

#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns numbers like no others  @param [in] rows @param [in] columns @param [in] phase
RowMatrix
MakeMatrix(Eigen::Index rows, Eigen::Index columns, double phase)
{
    return RowMatrix::NullaryExpr(rows, columns, [phase](Eigen::Index i, Eigen::Index j) {
        return std::sin(phase + 3.7 * static_cast<double>(i) + 1.3 * static_cast<double>(j));
    });
}

/// All products, of matrices that lie within larger ones.
class ProductTestCase : public TestCase
{
  public:
    ProductTestCase()
        : TestCase("products of many sizes are those of the definition")
    {
    }

  private:
    void DoRun() override
    {
        for (const Eigen::Index m : {1, 3, 4, 5, 64, 67, 130})
        {
            for (const Eigen::Index n : {1, 11, 12, 13, 241, 300})
            {
                for (const Eigen::Index k : {1, 2, 256, 300})
                {
                    const RowMatrix a = MakeMatrix(m, k + 3, 0.1);
                    const RowMatrix b = MakeMatrix(k, n + 2, 0.2);
                    const RowMatrix bt = b.transpose();
                    const RowMatrix at = a.transpose();
                    const RowMatrix lazy = a.leftCols(k).lazyProduct(b.leftCols(n));
                    const double bound = 1e-13 * static_cast<double>(k);
                    RowMatrix product;
                    Multiply(a.leftCols(k), b.leftCols(n), product);
                    EXPECT_TRUE((product - lazy).lpNorm<Eigen::Infinity>() < bound,
                                m << " x " << k << " x " << n);
                    MultiplyByTransposed(a.leftCols(k), bt.topRows(n), product);
                    EXPECT_TRUE((product - lazy).lpNorm<Eigen::Infinity>() < bound,
                                m << " x " << k << " x " << n << ", turned");
                    RowMatrix sum = RowMatrix::Ones(m, n + 5);
                    AddTransposedProduct(at.topRows(k), b.leftCols(n), sum.middleCols(2, n));
                    EXPECT_TRUE((sum.middleCols(2, n) - lazy - RowMatrix::Ones(m, n))
                                        .lpNorm<Eigen::Infinity>() < bound,
                                m << " x " << k << " x " << n << ", added");
                    EXPECT_TRUE((sum.leftCols(2).array() == 1).all() &&
                                    (sum.rightCols(3).array() == 1).all(),
                                "what is beside it stays");
                }
            }
        }
    }
};

/// Sums in the stated order.
class ProductOrderTestCase : public TestCase
{
  public:
    ProductOrderTestCase()
        : TestCase("cutting a product changes no bit of it")
    {
    }

  private:
    void DoRun() override
    {
        if (!HasWideProduct())
        {
            return; // Eigen promises nothing
        }
        const RowMatrix a = MakeMatrix(700, 21, 0.3);
        const RowMatrix b = MakeMatrix(700, 37, 0.4);
        RowMatrix whole = RowMatrix::Zero(21, 37);
        AddTransposedProduct(a, b, whole);
        for (const Eigen::Index cut : {1, 100, 256, 511, 699})
        {
            RowMatrix parts = RowMatrix::Zero(21, 37);
            AddTransposedProduct(a.topRows(cut), b.topRows(cut), parts);
            AddTransposedProduct(a.bottomRows(700 - cut), b.bottomRows(700 - cut), parts);
            EXPECT_TRUE(parts == whole, "samples cut at " << cut);
        }
        for (const Eigen::Index row : {1, 4, 20})
        {
            RowMatrix part = RowMatrix::Zero(21 - row, 30);
            AddTransposedProduct(a.rightCols(21 - row), b.middleCols(5, 30), part);
            EXPECT_TRUE(part == whole.block(row, 5, 21 - row, 30), "rows from " << row);
        }
        double one = 0;
        for (Eigen::Index k = 0; k < 700; ++k)
        {
            one = std::fma(a(k, 20), b(k, 36), one);
        }
        EXPECT_TRUE(one == whole(20, 36), "multiply-adds in the order of the samples");
    }
};

/// What of a matrix lies in a block.
class CutMatrixTestCase : public TestCase
{
  public:
    CutMatrixTestCase()
        : TestCase("the pieces of a matrix in a block are the block")
    {
    }

  private:
    void DoRun() override
    {
        for (Eigen::Index first = 0; first < 30; ++first)
        {
            for (Eigen::Index count = 0; first + count <= 30; ++count)
            {
                // A matrix of 4 x 5 from parameter 3 on.
                Eigen::VectorXd seen = Eigen::VectorXd::Zero(count);
                const auto pieces = CutMatrix(3, 4, 5, {first, count});
                EXPECT_TRUE(pieces.size() <= 3, "three at most");
                for (const MatrixPiece& piece : pieces)
                {
                    Eigen::Map<RowMatrix> place = PlaceOf(piece, seen);
                    for (Eigen::Index i = 0; i < piece.rows; ++i)
                    {
                        for (Eigen::Index j = 0; j < piece.columns; ++j)
                        {
                            place(i, j) +=
                                static_cast<double>(3 + (piece.row + i) * 5 + piece.column + j);
                        }
                    }
                }
                for (Eigen::Index k = 0; k < count; ++k)
                {
                    const Eigen::Index parameter = first + k;
                    const bool inside = parameter >= 3 && parameter < 23;
                    const double expected = inside ? static_cast<double>(parameter) : 0;
                    NS_TEST_EXPECT_MSG_EQ(seen[k], expected, "from " << first);
                }
            }
        }
    }
};

/// Products.
class MatrixProductTestSuite : public TestSuite
{
  public:
    MatrixProductTestSuite()
        : TestSuite("edge-ai-matrix-product", TEST_UNIT)
    {
        AddTestCase(new ProductTestCase, TEST_QUICK);
        AddTestCase(new ProductOrderTestCase, TEST_QUICK);
        AddTestCase(new CutMatrixTestCase, TEST_QUICK);
    }
};

MatrixProductTestSuite g_matrixProductTestSuite; ///< registers the suite

} // namespace
