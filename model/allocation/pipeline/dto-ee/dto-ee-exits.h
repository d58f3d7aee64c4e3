/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_EXITS_H
#define EDGE_AI_DTO_EE_EXITS_H

#include "dto-ee-problem.h"

#include <cstddef>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Who leaves at which exit, and how often the answers are right: by the law, eq. (8)-(10), or by
/// replaying the samples of a table. It knows nothing of routes: difficulty is none of their
/// business.
class DtoEeExitModel
{
  public:
    /// @param [in] problem a sound one
    explicit DtoEeExitModel(const DtoEeProblem& problem);

    /// @returns number of early exits
    std::size_t GetCount() const
    {
        return m_exits.size();
    }

    /// @returns number of stages, H
    std::size_t GetStages() const
    {
        return m_stages;
    }

    /// @param [in] b early exit, or their number for the end  @returns the stage it is behind, 1..H
    std::size_t GetStage(std::size_t b) const;

    /// @returns whether exits follow the law, not a table
    bool IsByLaw() const
    {
        return m_table.samples.empty();
    }

    /**
     * @param [in] thresholds C_b, by exit
     * @returns S_0..S_H, share of all tasks that goes on behind each stage; 0 behind the last
     */
    std::vector<double> GetPassing(const std::vector<double>& thresholds) const;
    /// @param [in] thresholds C_b, by exit  @returns A, share of right answers
    double GetAccuracy(const std::vector<double>& thresholds) const;

    /// @param [in] b early exit, by the law  @returns m_b less m of the exit behind it
    double GetSlopeDrop(std::size_t b) const;
    /// @param [in] b early exit, by the law  @param [in] passing S_b, in (0, 1]
    /// @returns the threshold with which so many go on, if the exits before let them pass
    double GetThreshold(std::size_t b, double passing) const;

  private:
    /// @param [in] thresholds C_b  @returns S behind each early exit
    std::vector<double> GetShares(const std::vector<double>& thresholds) const;
    /// @param [in] sample of the table  @param [in] thresholds C_b
    /// @returns the exit at which it leaves; their number for the end
    static std::size_t FindExit(const ConfidenceSample& sample,
                                const std::vector<double>& thresholds);

    std::size_t m_stages;           ///< H
    std::vector<DtoEeExit> m_exits; ///< early ones
    double m_best;                  ///< a0
    double m_slope;                 ///< m of the end
    ConfidenceTable m_table;        ///< empty: the law
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_EXITS_H
