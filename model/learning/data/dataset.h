/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DATASET_H
#define EDGE_AI_DATASET_H

#include <Eigen/Core>
#include <Eigen/SparseCore>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A matrix row by row.
using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
/// A matrix of few entries, row by row (CSR).
using SparseRows = Eigen::SparseMatrix<double, Eigen::RowMajor, int32_t>;
/// Samples of a dataset, by number from 0; one may be there more than once.
using SampleList = std::vector<uint32_t>;

/// An entry of a matrix of few entries.
using SparseEntry = Eigen::Triplet<double, int32_t>;

/**
 * @param [in] rows of the matrix
 * @param [in] columns of the matrix
 * @param [in] entries row by row, by rising column, none twice
 * @returns the matrix, made without memory that depends on its columns
 */
SparseRows MakeSparseRows(Eigen::Index rows,
                          Eigen::Index columns,
                          const std::vector<SparseEntry>& entries);

/**
 * @ingroup edge-ai
 * Labelled samples: a row of features each, dense or sparse, and a class 0..C-1. Where there are
 * two classes, class 1 is the positive one (label +1, class 0 is -1). Never changed once made, so
 * that devices share one and hold lists of samples.
 */
class Dataset
{
  public:
    /// No samples.
    Dataset() = default;

    /**
     * @param [in] features a row per sample, finite
     * @param [in] labels a class per sample, 0..classes-1
     * @param [in] classes number of classes, >= 2
     * @throws LearningError naming the sample that does not fit
     */
    Dataset(RowMatrix features, std::vector<uint32_t> labels, uint32_t classes);

    /**
     * @param [in] features a row per sample, finite
     * @param [in] labels a class per sample, 0..classes-1
     * @param [in] classes number of classes, >= 2
     * @throws LearningError naming the sample that does not fit
     */
    Dataset(SparseRows features, std::vector<uint32_t> labels, uint32_t classes);

    /// @returns number of samples
    uint32_t GetSampleCount() const
    {
        return static_cast<uint32_t>(m_labels.size());
    }

    /// @returns number of features of a sample
    Eigen::Index GetFeatureCount() const
    {
        return m_isSparse ? m_sparse.cols() : m_dense.cols();
    }

    /// @returns number of classes
    uint32_t GetClassCount() const
    {
        return m_classes;
    }

    /// @returns mean number of stored features of a sample; all where they are dense
    double GetMeanEntries() const;

    /// @returns whether features are sparse
    bool IsSparse() const
    {
        return m_isSparse;
    }

    /// @returns the features, where they are dense
    const RowMatrix& GetDense() const
    {
        return m_dense;
    }

    /// @returns the features, where they are sparse
    const SparseRows& GetSparse() const
    {
        return m_sparse;
    }

    /// @returns class of every sample
    const std::vector<uint32_t>& GetLabels() const
    {
        return m_labels;
    }

    /// @returns every sample, in order
    SampleList ListAll() const;

    /// @param [in] samples some, 0..GetSampleCount()-1  @returns them alone, in that order
    Dataset Select(const SampleList& samples) const;

  private:
    /// @throws LearningError if labels and features do not fit together
    void Check() const;

    bool m_isSparse{false};         ///< which of the two holds the features
    RowMatrix m_dense;              ///< dense features
    SparseRows m_sparse;            ///< sparse features
    std::vector<uint32_t> m_labels; ///< class of every sample
    uint32_t m_classes{0};          ///< number of classes
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DATASET_H
