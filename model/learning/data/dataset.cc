/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dataset.h"

#include "learning/learning-error.h"

#include <cmath>
#include <numeric>
#include <string>
#include <utility>

namespace ns3
{
namespace edgeai
{

SparseRows
MakeSparseRows(Eigen::Index rows, Eigen::Index columns, const std::vector<SparseEntry>& entries)
{
    // Eigen's own way of entries sorts by column first, with a word for each column there is.
    SparseRows matrix(rows, columns);
    matrix.reserve(static_cast<Eigen::Index>(entries.size()));
    auto entry = entries.begin();
    for (Eigen::Index row = 0; row < rows; ++row)
    {
        matrix.startVec(row);
        for (; entry != entries.end() && entry->row() == row; ++entry)
        {
            matrix.insertBack(row, entry->col()) = entry->value();
        }
    }
    matrix.finalize();
    return matrix;
}

Dataset::Dataset(RowMatrix features, std::vector<uint32_t> labels, uint32_t classes)
    : m_dense(std::move(features)),
      m_labels(std::move(labels)),
      m_classes(classes)
{
    Check();
}

Dataset::Dataset(SparseRows features, std::vector<uint32_t> labels, uint32_t classes)
    : m_isSparse(true),
      m_sparse(std::move(features)),
      m_labels(std::move(labels)),
      m_classes(classes)
{
    m_sparse.makeCompressed();
    Check();
}

void
Dataset::Check() const
{
    const Eigen::Index rows = m_isSparse ? m_sparse.rows() : m_dense.rows();
    if (rows != static_cast<Eigen::Index>(m_labels.size()))
    {
        throw LearningError("the data have " + std::to_string(rows) + " rows of features and " +
                            std::to_string(m_labels.size()) + " labels; needed is one for each");
    }
    if (m_classes < 2)
    {
        throw LearningError("the data have " + std::to_string(m_classes) +
                            " classes; needed are at least 2");
    }
    for (std::size_t k = 0; k < m_labels.size(); ++k)
    {
        if (m_labels[k] >= m_classes)
        {
            throw LearningError("sample " + std::to_string(k) + " has class " +
                                std::to_string(m_labels[k]) + "; allowed is 0 to " +
                                std::to_string(m_classes - 1));
        }
    }
    for (Eigen::Index row = 0; row < rows; ++row)
    {
        bool sound = true;
        if (m_isSparse)
        {
            for (SparseRows::InnerIterator entry(m_sparse, row); entry; ++entry)
            {
                sound = sound && std::isfinite(entry.value());
            }
        }
        else
        {
            sound = m_dense.row(row).allFinite();
        }
        if (!sound)
        {
            throw LearningError("sample " + std::to_string(row) +
                                " has a feature that is not finite");
        }
    }
}

double
Dataset::GetMeanEntries() const
{
    if (!m_isSparse || m_labels.empty())
    {
        return static_cast<double>(GetFeatureCount());
    }
    return static_cast<double>(m_sparse.nonZeros()) / static_cast<double>(m_labels.size());
}

SampleList
Dataset::ListAll() const
{
    SampleList all(m_labels.size());
    std::iota(all.begin(), all.end(), 0);
    return all;
}

Dataset
Dataset::Select(const SampleList& samples) const
{
    std::vector<uint32_t> labels;
    labels.reserve(samples.size());
    for (const uint32_t sample : samples)
    {
        if (sample >= GetSampleCount())
        {
            throw LearningError("sample " + std::to_string(sample) +
                                " does not exist; allowed is " + "0 to " +
                                std::to_string(int64_t{GetSampleCount()} - 1));
        }
        labels.push_back(m_labels[sample]);
    }
    const auto count = static_cast<Eigen::Index>(samples.size());
    if (!m_isSparse)
    {
        RowMatrix chosen(count, m_dense.cols());
        for (Eigen::Index k = 0; k < count; ++k)
        {
            chosen.row(k) = m_dense.row(samples[k]);
        }
        return {std::move(chosen), std::move(labels), m_classes};
    }
    std::vector<SparseEntry> entries;
    for (Eigen::Index k = 0; k < count; ++k)
    {
        for (SparseRows::InnerIterator entry(m_sparse, samples[k]); entry; ++entry)
        {
            entries.emplace_back(static_cast<int32_t>(k),
                                 static_cast<int32_t>(entry.col()),
                                 entry.value());
        }
    }
    SparseRows chosen = MakeSparseRows(count, m_sparse.cols(), entries);
    return {std::move(chosen), std::move(labels), m_classes};
}

} // namespace edgeai
} // namespace ns3
