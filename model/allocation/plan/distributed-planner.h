/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DISTRIBUTED_PLANNER_H
#define EDGE_AI_DISTRIBUTED_PLANNER_H

#include "plan-head.h"
#include "planner.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What one node says to another between two turns of a planner that runs distributed.
struct NeighbourValues
{
    uint32_t peer{0};           ///< index of the other node: who receives what is sent, or who sent
                                ///< what is received
    std::vector<double> values; ///< prices, flows, ...: the method says what and in which order

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("peer", "", "the other node"), peer);
        archive(Field("value", "", "as the method says").OrUnknown(), values);
    }
};

/**
 * @ingroup edge-ai
 * What one node knows when it is its turn to plan.
 * @tparam Local what the node knows of itself and its neighbours, with `Validate()`
 * @tparam Own its part of the plan, with all that the method continues from (prices, multipliers)
 */
template <class Local, class Own>
struct PartProblem
{
    Local local;
    Own present;                           ///< its part so far; as made when it begins
    std::vector<NeighbourValues> received; ///< since its last turn, at most one for each neighbour,
                                           ///< rising in peer; empty when it begins, and for
                                           ///< neighbours from whom nothing arrived

    /// @returns "" if it is sound, else one sentence naming the field and its range
    std::string Validate() const
    {
        for (std::size_t i = 1; i < received.size(); ++i)
        {
            if (!(received[i - 1].peer < received[i].peer))
            {
                return "received[" + std::to_string(i) + "].peer is " +
                       std::to_string(received[i].peer) + "; allowed is more than " +
                       std::to_string(received[i - 1].peer) + ", the one before";
            }
        }
        return local.Validate();
    }
};

/// @ingroup edge-ai
/// What one node does after its turn, and what it tells its neighbours. @tparam Own its part
template <class Own>
struct PartPlan : PlanHead
{
    Own own;                           ///< its part from now on; handed to it at its next turn
    std::vector<NeighbourValues> sent; ///< to neighbours, who have them at their next turn
    bool settled{false};               ///< its part would stay if nobody said anything new
};

/**
 * @ingroup edge-ai
 * A planner that runs distributed, one part per node. Each node calls Plan() when it is its turn
 * with what it knows, what it decided last and what its neighbours sent; it carries out `own` and
 * sends `sent`. The parts know no simulator: an application gives the turns and carries values in
 * packets, ExchangeInMemory() does both at once. Values may come late or be lost; a method says
 * what that does to it.
 * @tparam Local what a node knows, with `Validate()`
 * @tparam Own its part of the plan
 */
template <class Local, class Own>
using DistributedPlanner = Planner<PartProblem<Local, Own>, PartPlan<Own>>;

/// @ingroup edge-ai
/// What turns of all nodes came to. @tparam Own a node's part
template <class Own>
struct ExchangeResult : PlanHead
{
    std::vector<PartPlan<Own>> parts; ///< of each node after its last turn
};

/**
 * @ingroup edge-ai
 * What a distributed planner comes to when nothing is late or lost: all nodes take their turns with
 * what was sent in the round before, until all are settled in one round.
 * @tparam Local what a node knows
 * @tparam Own its part of the plan
 * @param [in] planner the method
 * @param [in] nodes what each node knows, by index
 * @param [in] present where each begins; empty: as made, else one for each node
 * @param [in] roundLimit most rounds, >= 1
 * @returns the parts; SOLVED if they settled, INFEASIBLE with the last parts if not; otherwise the
 *          first part's refusal or failure, at once. summary.iterations counts rounds,
 *          summary.evaluations values that were sent
 */
template <class Local, class Own>
ExchangeResult<Own>
ExchangeInMemory(const DistributedPlanner<Local, Own>& planner,
                 const std::vector<Local>& nodes,
                 const std::vector<Own>& present,
                 uint32_t roundLimit)
{
    ExchangeResult<Own> result;
    if (!present.empty() && present.size() != nodes.size())
    {
        result.Refuse("present has " + std::to_string(present.size()) + " parts; allowed is 0 or " +
                      std::to_string(nodes.size()));
        return result;
    }
    std::vector<PartProblem<Local, Own>> turns(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i)
    {
        turns[i].local = nodes[i];
        turns[i].present = present.empty() ? Own() : present[i];
    }
    bool settled = false;
    while (!settled && result.summary.iterations < roundLimit)
    {
        ++result.summary.iterations;
        settled = true;
        result.parts.clear();
        for (const PartProblem<Local, Own>& turn : turns)
        {
            result.parts.push_back(planner.Plan(turn));
            const PartPlan<Own>& part = result.parts.back();
            if (!part.IsUsable())
            {
                result.status = part.status;
                result.reason =
                    "nodes[" + std::to_string(result.parts.size() - 1) + "]: " + part.reason;
                return result;
            }
            settled = settled && part.settled;
        }
        for (std::size_t i = 0; i < nodes.size(); ++i)
        {
            turns[i].present = result.parts[i].own;
            turns[i].received.clear();
        }
        // Senders come in order of their index, so what a node receives rises in peer.
        for (std::size_t i = 0; i < nodes.size(); ++i)
        {
            for (const NeighbourValues& said : result.parts[i].sent)
            {
                if (said.peer >= nodes.size() || said.peer == i)
                {
                    result.Refuse("nodes[" + std::to_string(i) + "] sends to " +
                                  std::to_string(said.peer) + "; allowed are the other nodes of " +
                                  std::to_string(nodes.size()));
                    return result;
                }
                result.summary.evaluations += said.values.size();
                turns[said.peer].received.push_back({static_cast<uint32_t>(i), said.values});
            }
        }
    }
    result.status = settled ? PlanStatus::SOLVED : PlanStatus::INFEASIBLE;
    if (!settled)
    {
        result.reason = "not settled after " + std::to_string(roundLimit) + " rounds";
    }
    return result;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DISTRIBUTED_PLANNER_H
