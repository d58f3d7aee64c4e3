/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_MIXED_FLOW_H
#define EDGE_AI_DTO_EE_MIXED_FLOW_H

#include "dto-ee-mixture.h"
#include "dto-ee-network.h"

#include <cstddef>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Which tasks arrive at every node, if each has a threshold of its own, and how often answers are
 * right: eq. (1), (8) and (10) on mixtures, exactly. By the law of the exits only.
 */
class DtoEeMixedFlow
{
  public:
    /**
     * @param [in] problem a sound one by the law
     * @param [in] network of it
     * @param [in] shares over its links
     * @param [in] thresholds of all nodes, stage by stage; those of stages without exit are not
     *             looked at
     */
    DtoEeMixedFlow(const DtoEeProblem& problem,
                   const DtoEeNetwork& network,
                   const DtoEeShares& shares,
                   const std::vector<double>& thresholds);

    /// @returns sigma of devices (1) and nodes, by stage from 0
    const std::vector<std::vector<double>>& GetSigma() const
    {
        return m_sigma;
    }

    /// @param [in] h stage from 1  @param [in] j node  @returns what arrives there
    const DtoEeMixture& GetArriving(std::size_t h, std::size_t j) const
    {
        return m_arriving[h][j];
    }

    /// @param [in] h stage from 1  @returns S_h, share of all tasks that goes on behind it
    double GetPassing(std::size_t h) const
    {
        return m_passing[h];
    }

    /// @returns A, share of right answers
    double GetAccuracy() const
    {
        return m_accuracy;
    }

  private:
    std::vector<std::vector<DtoEeMixture>> m_arriving; ///< by stage from 0 and node
    std::vector<std::vector<double>> m_sigma;
    std::vector<double> m_passing; ///< S_0..S_H
    double m_accuracy{0};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_MIXED_FLOW_H
