/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_PLANNING_H
#define EDGE_AI_ROW_PLANNING_H

#include "allocation/pipeline/halp/row-partition-planner.h"
#include "row-body.h"
#include "row-network.h"

#include "ns3/moving-average.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A plan that a host made.
struct RowChange
{
    uint64_t number{0}; ///< of the plan
    uint32_t network{0};
    double made{0};        ///< instant [s]
    std::string cause;     ///< why
    RowPartitionPlan plan; ///< of a whole batch
};

/**
 * @ingroup edge-ai
 * What a host knows of its secondaries and links, and the plans it makes of that. Speeds and rates
 * are averages of what was measured; a plan is due again when one of them has moved too far from
 * what the last plans were made with. It knows no simulator.
 */
class RowPlanning
{
  public:
    /// What does not change.
    struct Settings
    {
        std::shared_ptr<const RowNetworks> networks; ///< that may answer
        Ptr<RowPartitionPlanner> planner;            ///< who decides
        uint32_t nodes{0};                           ///< host and secondaries
        double linkRate{0};                          ///< first estimate for every pair [bit/s]
        std::vector<double> pairRates; ///< first estimates of pairs; see RowPartitionProblem
        RowMedium medium{RowMedium::POINT_TO_POINT}; ///< how links relate
        double messageTime{0};                       ///< tau_m [s]
        double messageBytes{0};                      ///< header of a message [B]
        uint32_t images{1};                          ///< of a whole batch
        double uploadRate{0};                        ///< of the device [bit/s]; 0: not known
        double deadline{0};                          ///< D [s]; 0: none
        double weight{.3};                           ///< of a measurement in an average
        double drift{.1};                            ///< relative change that asks for new plans
    };

    /// @param [in] settings what does not change
    void Start(const Settings& settings);

    /// @param [in] planner who makes the next plans
    void SetPlanner(Ptr<RowPartitionPlanner> planner);

    /// A node says what it is. @param [in] status of it; node < nodes
    void Describe(const RowStatusBody& status);
    /// A node says what it measured. @param [in] status of it; node < nodes
    void Learn(const RowStatusBody& status);
    /// @returns whether all nodes have said what they are
    bool KnowsAll() const;
    /// @returns whether plans are due: there are none yet, or an estimate has moved too far
    bool IsDue() const;
    /// @returns why, in words: "first", "node 1 has 5.1e+09 FLOP/s instead of 1e+10"
    std::string ExplainDue() const;

    /// Makes plans of all networks for whole batches. All nodes must be known.
    /// @param [in] now instant [s]
    void PlanAll(double now);

    /// @returns plans made so far
    const std::vector<RowChange>& GetChanges() const
    {
        return m_changes;
    }

    /// @param [in] network which  @returns its last plan, as it is told to secondaries
    const RowPlanBody& GetBody(uint32_t network) const;
    /// @param [in] network which  @returns what the host follows when it runs alone
    RowPlanBody GetAloneBody(uint32_t network) const;
    /// @param [in] network which  @returns secondaries that do not know its last plan, and shall;
    /// from now on they do
    std::vector<uint32_t> TakeUntold(uint32_t network);
    /// A secondary knows no plans any more. @param [in] node which
    void Forget(uint32_t node);
    /// @param [in] shares whether the secondaries are there  @returns how long each network takes
    RowOfferBody MakeOffer(bool shares) const;

    /// @param [in] network which  @returns its last plan of a whole batch; refused if there is none
    const RowPartitionPlan& GetPlan(uint32_t network) const;
    /// @param [in] network which  @param [in] images of a batch
    /// @returns what its last plan's division expects of such a batch
    RowPartitionPlan GetPlanFor(uint32_t network, uint32_t images) const;
    /// @param [in] network which  @param [in] images of a batch
    /// @returns the plan in which the host, which must be known, runs everything
    RowPartitionPlan GetAlone(uint32_t network, uint32_t images) const;

  private:
    RowPartitionProblem MakeProblem(uint32_t network, uint32_t images) const;
    std::size_t GetPlace(uint32_t sender, uint32_t receiver) const;
    std::size_t GetPlace(uint32_t node) const;
    std::string Name(std::size_t place) const;

    Settings m_settings;
    std::vector<std::optional<RowPartitionNode>> m_nodes; ///< as they say
    std::vector<MovingAverage>
        m_estimates;                       ///< rates of all pairs [bit/s], speeds of nodes [FLOP/s]
    std::vector<double> m_assumed;         ///< the same, of the last plans
    std::vector<RowPartitionPlan> m_plans; ///< per network
    std::vector<RowPlanBody> m_bodies;     ///< per network, as they are told
    std::vector<std::set<uint32_t>> m_told; ///< per network: secondaries that know it
    std::vector<RowChange> m_changes;       ///< all plans
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_PLANNING_H
