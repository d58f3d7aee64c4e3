/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dp-sparse-planner.h"

#include "allocation/plan/planner-registry.h"
#include "dp-sparse-search.h"

#include "ns3/double.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(DpSparseQueuePlanner);
NS_OBJECT_ENSURE_REGISTERED(DpSparsePlanner);
NS_OBJECT_ENSURE_REGISTERED(DpSparseBatteryPlanner);

TypeId
DpSparseQueuePlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::DpSparseQueuePlanner")
                            .SetParent<DpSparsePlannerBase>()
                            .SetGroupName("EdgeAi")
                            .AddAttribute("Tradeoff",
                                          "V, how much the progress of a round counts beside the "
                                          "queues of delay and participation [1].",
                                          DoubleValue(1),
                                          MakeDoubleAccessor(&DpSparseQueuePlanner::m_tradeoff),
                                          MakeDoubleChecker<double>(1e-9, 1e9));
    return tid;
}

TypeId
DpSparsePlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::DpSparsePlanner")
                            .SetParent<DpSparseQueuePlanner>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<DpSparsePlanner>()
                            .AddAttribute("Starts",
                                          "Delays from which the search begins.",
                                          UintegerValue(24),
                                          MakeUintegerAccessor(&DpSparsePlanner::m_starts),
                                          MakeUintegerChecker<uint32_t>(1, 10000))
                            .AddAttribute("Iterations",
                                          "Alternations of matching and delay from each, at most.",
                                          UintegerValue(20),
                                          MakeUintegerAccessor(&DpSparsePlanner::m_iterations),
                                          MakeUintegerChecker<uint32_t>(1, 10000));
    return tid;
}

DpSparseSolution
DpSparsePlanner::Search(const DpSparseLaw& law) const
{
    DpSparseSearchOptions options;
    options.starts = m_starts;
    options.iterations = m_iterations;
    return SearchDpSparse(law, options);
}

DpSparseSolution
DpSparsePlanner::Solve(const DpSparseCase& problem, const RoundProblem&) const
{
    return Search(DpSparseFullPower(problem));
}

TypeId
DpSparseBatteryPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::DpSparseBatteryPlanner")
            .SetParent<DpSparsePlanner>()
            .SetGroupName("EdgeAi")
            .AddConstructor<DpSparseBatteryPlanner>()
            .AddAttribute("DelayFactor",
                          "Latest end that is looked at, in delays that rounds may take in the "
                          "mean [1]: a later end always saves energy.",
                          DoubleValue(10),
                          MakeDoubleAccessor(&DpSparseBatteryPlanner::m_delayFactor),
                          MakeDoubleChecker<double>(1e-3, 1e6))
            .AddAttribute("EnergyWeight",
                          "Of the queues of energy beside those of delay and participation "
                          "[1/J^2]. 1: as the definition has it, where joules are hardly a price; "
                          "one over the square of the energy of a round makes them one.",
                          DoubleValue(1),
                          MakeDoubleAccessor(&DpSparseBatteryPlanner::m_energyWeight),
                          MakeDoubleChecker<double>(1e-20, 1e20));
    return tid;
}

std::string
DpSparseBatteryPlanner::ExplainUnfit(const RoundProblem& problem) const
{
    return problem.uplink.form == RoundUplinkForm::SUBCHANNELS
               ? ""
               : "uplink.form must be SUBCHANNELS, where powers are planned; DpSparsePlanner takes "
                 "the others";
}

DpSparseSolution
DpSparseBatteryPlanner::Solve(const DpSparseCase& problem, const RoundProblem&) const
{
    DpSparseCase weighted = problem;
    for (DpSparseClient& client : weighted.clients)
    {
        client.energyQueue *= m_energyWeight;
    }
    return Search(DpSparseJustInTime(weighted, m_delayFactor * problem.delayMean));
}

EDGE_AI_PLANNER(DpSparseEnumerationPlanner, DpSparseQueuePlanner)

std::string
DpSparseEnumerationPlanner::ExplainUnfit(const RoundProblem& problem) const
{
    const std::size_t workers = problem.workers.size();
    const std::size_t channels = CountDpSparseChannels(problem);
    return workers <= DP_SPARSE_CLIENTS_MAX && channels <= DP_SPARSE_CHANNELS_MAX
               ? ""
               : std::to_string(workers) + " workers and " + std::to_string(channels) +
                     " channels have too many matchings; allowed is up to " +
                     std::to_string(DP_SPARSE_CLIENTS_MAX) + " and up to " +
                     std::to_string(DP_SPARSE_CHANNELS_MAX);
}

DpSparseSolution
DpSparseEnumerationPlanner::Solve(const DpSparseCase& problem, const RoundProblem&) const
{
    return EnumerateDpSparse(DpSparseFullPower(problem));
}

} // namespace edgeai
} // namespace ns3
