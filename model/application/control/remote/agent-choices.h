/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_AGENT_CHOICES_H
#define EDGE_AI_AGENT_CHOICES_H

// What an agent may choose in each family, and what a plan becomes of it. Choices are whole numbers
// in turns, one turn for each part of a problem: device, node, worker, link. Lengths of turns and
// numbers of choices follow from a problem's sizes alone. What a choice leaves open follows as of
// plans of other processes (CompletePlan()).

#include "planning-families.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// How many choices there are: in each turn, of each number.
using AgentTurns = std::vector<std::vector<uint32_t>>;
/// What was chosen: the numbers of all turns in a row, each below how many choices it has.
using AgentChoice = std::vector<uint32_t>;

/// @cond one for each family
/// Per device of a chain: the layer behind its last, and the structure of its layers. A device
/// whose layers would end before it begins relays; the last one has all that are left.
AgentTurns ListChoices(const ChainProblem& problem, uint32_t levels);
ChainPlan MakeChoice(const ChainProblem& problem, const AgentChoice& choice, uint32_t levels);

/// One turn: equal shares in blocks or HALP's zones in one of three orders; nodes that share rows;
/// layers of a block; share of the zone; share of secondary 1 of the rest.
AgentTurns ListChoices(const RowPartitionProblem& problem, uint32_t levels);
RowPartitionPlan MakeChoice(const RowPartitionProblem& problem,
                            const AgentChoice& choice,
                            uint32_t levels);

/// Per sender a weight of every node of the next stage (all 0: alike; one without a link: none),
/// then per exit its threshold.
AgentTurns ListChoices(const DtoEeProblem& problem, uint32_t levels);
DtoEePlan MakeChoice(const DtoEeProblem& problem, const AgentChoice& choice, uint32_t levels);

/// Per block of the model: its own, the host's, or none. The first is not left out.
AgentTurns ListChoices(const CodeProblem& problem, uint32_t levels);
CodePlan MakeChoice(const CodeProblem& problem, const AgentChoice& choice, uint32_t levels);

/// Per worker: how much it does (0: it takes no part), and its weight in the division of the
/// uplink. How much is a share of a divided model, a depth block, bits of a coordinate, a fraction
/// of the entries or a clock, as the problem's part is.
AgentTurns ListChoices(const RoundProblem& problem, uint32_t levels);
RoundPlan MakeChoice(const RoundProblem& problem, const AgentChoice& choice, uint32_t levels);

/// Per link: whether it is used. Weights are Metropolis'.
AgentTurns ListChoices(const TopologyProblem& problem, uint32_t levels);
TopologyPlan MakeChoice(const TopologyProblem& problem, const AgentChoice& choice, uint32_t levels);

/// What an agent sees of a problem, as many numbers every time: rows and thresholds in force, which
/// there are none of at first, are where a search begins and nothing of the network.
template <typename Problem>
const Problem&
GetSituation(const Problem& problem)
{
    return problem;
}

DtoEeProblem GetSituation(DtoEeProblem problem);

double GetExpectedTime(const ChainPlan& plan);
double GetExpectedTime(const RowPartitionPlan& plan);
double GetExpectedTime(const DtoEePlan& plan);
double GetExpectedTime(const CodePlan& plan);
double GetExpectedTime(const RoundPlan& plan);
double GetExpectedTime(const TopologyPlan& plan);
/// @endcond

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_AGENT_CHOICES_H
