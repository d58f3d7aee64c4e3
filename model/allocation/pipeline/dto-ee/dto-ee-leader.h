/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_LEADER_H
#define EDGE_AI_DTO_EE_LEADER_H

#include "dto-ee-exits.h"
#include "dto-ee-thresholds.h"

#include <cstddef>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * The leader of an early exit: the node of its stage with the least index. Every node reports to
 * every leader, so that leaders whose exits pool find the same pool, each for itself, and none is
 * above the others. A report that is lost leaves the last one in place.
 */
class DtoEeLeader
{
  public:
    /**
     * @param [in] model of all exits
     * @param [in] exit which of them it leads, from 0
     * @param [in] sizes of the stages from 1 (index 0), in nodes
     * @param [in] law of the queues
     * @param [in] options settings of step T
     * @param [in] thresholds of all exits, in force
     */
    DtoEeLeader(const DtoEeExitModel& model,
                std::size_t exit,
                const std::vector<std::size_t>& sizes,
                const DtoEeQueueLaw& law,
                const DtoEeThresholdOptions& options,
                const std::vector<double>& thresholds);

    /**
     * @param [in] stage of the node, from 1; what does not exist is not listened to
     * @param [in] node of the stage, from 0
     * @param [in] report what it says
     */
    void HearReport(std::size_t stage, std::size_t node, const DtoEeExitReport& report);
    /// @param [in] exit of another leader  @param [in] update what it decided
    void HearUpdate(std::size_t exit, const DtoEeExitUpdate& update);
    /// A node is gone: nothing goes there. @param [in] stage from 1  @param [in] node from 0
    void LoseNode(std::size_t stage, std::size_t node);
    /// @param [in] law of the queues from now on
    void SetLaw(const DtoEeQueueLaw& law);

    /// Doubles the explicit penalty if a node that reported has as much as it can serve.
    void RaisePenalty();

    /// @returns whether every node has reported, without which Decide() decides nothing
    bool IsInformed() const;

    /// Step T, for its own exit. @returns what to say to the nodes of its stage and other leaders
    DtoEeExitUpdate Decide();

  private:
    DtoEeExitModel m_model;
    std::size_t m_exit;
    DtoEeQueueLaw m_law;
    DtoEeThresholdOptions m_options;
    std::vector<double> m_thresholds; ///< of all exits, in force
    DtoEeExitReports m_reports;       ///< service 0: none yet
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_LEADER_H
