/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_UPDATES_H
#define EDGE_AI_LEARNING_UPDATES_H

#include "learning-range.h"

#include <Eigen/Core>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What came of a round: numbers for some parameters from each worker, and their mean. Sums are
 * taken in the order of workers, so that they do not depend on whose packets were faster.
 */
class LearningUpdates
{
  public:
    /// A round begins. @param [in] parameters how many it has to bring
    void Begin(uint64_t parameters);

    /// @returns parameters for which nothing has come yet
    const LearningRanges& GetMissing() const
    {
        return m_missing;
    }

    /**
     * @param [in] worker number  @param [in] ranges sound, that it had to bring
     * @param [in] weight of it in means, > 0  @param [in] bytes of it, from others
     * @returns "" if it counts, else what is wrong with it
     */
    std::string Take(uint32_t worker,
                     const LearningRanges& ranges,
                     double weight,
                     const std::vector<uint8_t>& bytes);

    /// @returns numbers that came
    double GetCount() const;

    /// Nothing more comes. @param [in] use gets parameters in a row, the first and how many, and
    /// the means of what came for them
    void Finish(const std::function<void(const LearningRange&, const Eigen::VectorXd&)>& use);

  private:
    /// One that came.
    struct Update
    {
        LearningRanges ranges;
        std::vector<float> values;
        double weight;
    };

    uint64_t m_parameters{0};
    LearningRanges m_missing;
    std::map<uint32_t, std::vector<Update>> m_updates; ///< by worker
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_UPDATES_H
