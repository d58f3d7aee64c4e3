/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HFEL_TOPOLOGY_BASELINES_H
#define EDGE_AI_HFEL_TOPOLOGY_BASELINES_H

#include "allocation/topology/topology-planner.h"

#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Base of the planners whose links follow from a rule that knows no times, with Metropolis
/// weights.
class HfelFixedTopologyPlanner : public TopologyPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    TopologyPlan DoPlan(const TopologyProblem& problem) const final;

    /// @param [in] problem sound  @param [out] links of the rule, ascending
    /// @returns "" or why there are none, in words
    virtual std::string ListLinks(const TopologyProblem& problem, LinkList& links) const = 0;

    /// @returns exchanges of a round
    virtual uint32_t GetRepeats() const;
};

/// @ingroup edge-ai
/// All links there are.
class HfelFullMeshPlanner : public HfelFixedTopologyPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ListLinks(const TopologyProblem& problem, LinkList& links) const override;
};

/// @ingroup edge-ai
/// Each server with the next, the last with the first.
class HfelRingPlanner : public HfelFixedTopologyPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ListLinks(const TopologyProblem& problem, LinkList& links) const override;
};

/// @ingroup edge-ai
/// One server with every other.
class HfelStarPlanner : public HfelFixedTopologyPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ListLinks(const TopologyProblem& problem, LinkList& links) const override;

    uint32_t m_centre; ///< server in the middle
};

/// @ingroup edge-ai
/// Each link by lot, all anew until the servers are connected: one of the problem's uniformDraws
/// for each link and attempt.
class HfelRandomGraphPlanner : public HfelFixedTopologyPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ListLinks(const TopologyProblem& problem, LinkList& links) const override;

    double m_probability; ///< of each link
};

/// @ingroup edge-ai
/// No exchange: every cell learns alone.
class HfelNoExchangePlanner : public HfelFixedTopologyPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ListLinks(const TopologyProblem& problem, LinkList& links) const override;
};

/// @ingroup edge-ai
/// CE-FedAvg: a ring, or all links, over which models are mixed several times in each round.
class CeFedAvgPlanner : public HfelFixedTopologyPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ListLinks(const TopologyProblem& problem, LinkList& links) const override;
    uint32_t GetRepeats() const override;

    bool m_ring;        ///< else all links
    uint32_t m_gossips; ///< pi
};

/// @ingroup edge-ai
/// Base of the planners with a cloud that averages what all cells have.
class CloudAveragePlanner : public TopologyPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainRefusal(const TopologyProblem& problem) const final;
    TopologyPlan DoPlan(const TopologyProblem& problem) const final;

    /// @returns whether updates of devices go to the cloud one by one
    virtual bool SendsUpdates() const = 0;
};

/// @ingroup edge-ai
/// Hier-FAvg: every server sends its model to the cloud in each round.
class HierFavgPlanner : public CloudAveragePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    bool SendsUpdates() const override;
};

/// @ingroup edge-ai
/// FedAvg: servers average nothing and pass on the update of every device; A_m is the time of one
/// edge round (q = 1).
class CloudFedAvgPlanner : public CloudAveragePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    bool SendsUpdates() const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HFEL_TOPOLOGY_BASELINES_H
