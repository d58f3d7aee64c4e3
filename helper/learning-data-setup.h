/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_DATA_SETUP_H
#define EDGE_AI_LEARNING_DATA_SETUP_H

#include "application/learning/gradient-method.h"
#include "learning/learning-draws.h"

#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What LearningHelper was told of data and who has which of them.
 */
struct LearningDataSetup
{
    /// @param [in] text of data  @param [in] testShare kept for the accuracy, in [0, 1)
    /// @throws std::invalid_argument if it is no share
    void SetData(const std::string& text, double testShare);
    /// @param [in] text of data that the accuracy is taken over
    void SetTestData(const std::string& text);
    /// @param [in] text of a partition  @throws std::invalid_argument if there is none
    void SetPartition(const std::string& text);

    /// @returns whether there are any
    bool HasData() const
    {
        return !m_data.empty();
    }

    /// @returns whether the accuracy is taken over data of their own
    bool HasTestData() const
    {
        return !m_testData.empty();
    }

    /// @returns text of the partition
    const std::string& GetPartition() const
    {
        return m_partition;
    }

    /**
     * @param [in,out] settings get data, their test set, and who has what; their model has to take
     *                 the data, if there is one
     * @param [in] workers how many  @param [in,out] draws of all that
     * @throws LearningError if they do not fit together
     */
    void MakeData(GradientMethod::Settings& settings, uint32_t workers, LearningDraws& draws) const;

  private:
    std::string m_data;
    std::string m_testData; ///< "": a share of the data
    double m_testShare{.2};
    std::string m_partition{"shared"};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_DATA_SETUP_H
