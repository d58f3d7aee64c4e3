/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TOPOLOGY_PLAN_H
#define EDGE_AI_TOPOLOGY_PLAN_H

#include "ns3/plan-head.h"
#include "ns3/plan-step.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Over which links servers mix, and with which weights. Steps: for each server m "cell m", its
 * model in the making; for each link that is used and each direction "exchange m j"; for each
 * server "mix m" behind what it waits for. Where a cloud averages, "to cloud m", "cloud" and "from
 * cloud m" instead. Indices are those of the problem's servers. Energy is not planned.
 */
struct TopologyPlan : PlanHead
{
    std::vector<PlanStep> steps;
    std::vector<uint32_t> links; ///< of the problem that are used, ascending
    std::vector<double> weights; ///< P, row by row: what server m gives to the model of server j
    uint32_t repeats{1};         ///< exchanges of a round, each with weights P
    std::vector<double> cloudModels; ///< that each server sends to the cloud; empty: there is none
    std::vector<double> finishTimes; ///< F_e of each link that is used [s]
    double factor{1};                ///< rho of all exchanges together
    double factorMax{1};             ///< rho_max that was asked for
    double time{0};                  ///< T_round, until every server has what it waits for [s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        PlanHead::Fields(archive);
        archive(Field("step", "", "what is expected"), steps);
        archive(Field("links", "", "that are used"), links);
        archive(Field("weights", "", "of mixing, row by row").Within(-1e3, 1e3), weights);
        archive(Field("repeats", "", "exchanges of a round").Within(1, 1e6), repeats);
        archive(Field("cloud_models", "", "to the cloud from each server").Amount(), cloudModels);
        archive(Field("finish_times", "s", "of each link").Amount(), finishTimes);
        archive(Field("factor", "", "of the distance").Within(0, 1e3), factor);
        archive(Field("factor_max", "", "that was asked for").Within(0, 1), factorMax);
        archive(Field("time", "s", "of the round").Amount(), time);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TOPOLOGY_PLAN_H
