/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_WEIGHT_CACHE_H
#define EDGE_AI_WEIGHT_CACHE_H

#include "chain-plan.h"
#include "chain-problem.h"

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Which layers' weights lie on which device, and what it takes to bring those a new plan needs (4.6
 * of this module's statement of arXiv 2411.00838, its derivation). A cached layer has the fused
 * weights of every structure, so that another structure costs no transfer.
 */
class WeightCache
{
  public:
    /// @param [in] device index of the device  @param [in] layer index of the layer, from 0
    /// @returns whether its weights are there
    bool Holds(uint32_t device, uint32_t layer) const;
    /// @param [in] device index of the device  @param [in] layer index of the layer, from 0
    void Add(uint32_t device, uint32_t layer);
    /// Every layer is where the plan runs it. @param [in] plan a plan with stages
    void Add(const ChainPlan& plan);

    /**
     * Time to bring what a plan needs and the devices lack: 8 sum(w) / R over the link into each
     * device, all devices at the same time.
     * @param [in] problem the problem of the plan, with the rates of the links
     * @param [in] plan a plan of it
     * @returns time of each stage [s]; the plan can start after the largest
     */
    std::vector<double> GetTransferTimes(const ChainProblem& problem, const ChainPlan& plan) const;

  private:
    std::set<std::pair<uint32_t, uint32_t>> m_held; ///< (device, layer)
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_WEIGHT_CACHE_H
