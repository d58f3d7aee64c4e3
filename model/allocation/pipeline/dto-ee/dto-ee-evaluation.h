/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_EVALUATION_H
#define EDGE_AI_DTO_EE_EVALUATION_H

#include "dto-ee-network.h"
#include "dto-ee-plan.h"
#include "dto-ee-queue.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/// @param [in] problem a sound one  @returns the law of its queues, with the given or usual kappa
/// @param [in] kappa load from which on costs are extended, in (0, 1)
DtoEeQueueLaw MakeDtoEeQueueLaw(const DtoEeProblem& problem, double kappa = 0.95);

/**
 * What rows and thresholds come to, with all of a plan but its summary.
 * @param [in] problem a sound one
 * @param [in] network of it
 * @param [in] shares over its links
 * @param [in] thresholds by exit
 * @returns the plan; VIOLATED with the reason if something does not keep up
 */
DtoEePlan EvaluateDtoEe(const DtoEeProblem& problem,
                        const DtoEeNetwork& network,
                        const DtoEeShares& shares,
                        const std::vector<double>& thresholds);

/**
 * The same, if every node has a threshold of its own; by the law of the exits.
 * @param [in] problem a sound one
 * @param [in] network of it
 * @param [in] shares over its links
 * @param [in] thresholds of all nodes, stage by stage
 * @returns the plan; see DtoEePlan::gap for what is certified
 */
DtoEePlan EvaluateDtoEeNodes(const DtoEeProblem& problem,
                             const DtoEeNetwork& network,
                             const DtoEeShares& shares,
                             const std::vector<double>& thresholds);

/**
 * @param [in] network of a problem
 * @param [in] law of the queues
 * @param [in] shares over the links
 * @param [in] sigma of devices (1) and nodes, by stage from 0
 * @returns T, mean response time of eq. (4) without any extension [s]; infinite if it has no end
 */
double GetDtoEeResponseTime(const DtoEeNetwork& network,
                            const DtoEeQueueLaw& law,
                            const DtoEeShares& shares,
                            const std::vector<std::vector<double>>& sigma);

/**
 * @param [in] network of a problem
 * @param [in] law of the queues
 * @param [in] shares over the links
 * @param [in] passing S_0..S_H
 * @returns T, mean response time of eq. (4) without any extension [s]; infinite if it has no end
 */
double GetDtoEeResponseTime(const DtoEeNetwork& network,
                            const DtoEeQueueLaw& law,
                            const DtoEeShares& shares,
                            const std::vector<double>& passing);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_EVALUATION_H
