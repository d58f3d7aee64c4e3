/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_TRUTH_H
#define EDGE_AI_DTO_EE_TRUTH_H

#include "allocation/pipeline/dto-ee/dto-ee-problem.h"

#include <cstddef>

namespace ns3
{
namespace edgeai
{

/**
 * How sure exits are of one task, and whether they are right, by the law of eq. (8) and (9) or by a
 * table, of which a task of difficulty d is the sample at that place. What is asked for a task
 * twice is answered alike.
 */
class DtoEeTruth
{
  public:
    /// @param [in] problem a sound one; must outlive it
    explicit DtoEeTruth(const DtoEeProblem& problem);

    /// @param [in] exit early one  @param [in] difficulty d, in [0, 1]
    /// @returns how sure it is, in [0, 1]
    double GetConfidence(std::size_t exit, double difficulty) const;
    /// @param [in] exit early one  @param [in] difficulty d, in [0, 1]
    /// @param [in] threshold C; of 1 nobody leaves  @returns whether the task leaves
    bool Leaves(std::size_t exit, double difficulty, double threshold) const;
    /**
     * @param [in] exit early one, or their number for the end
     * @param [in] difficulty d, in [0, 1]
     * @param [in] luck of the task, in [0, 1): the law only says how probable a right answer is
     * @returns whether the answer is right
     */
    bool IsCorrect(std::size_t exit, double difficulty, double luck) const;

  private:
    /// @param [in] difficulty d  @returns the sample of the table
    const ConfidenceSample& Draw(double difficulty) const;

    const DtoEeProblem& m_problem;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_TRUTH_H
