/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_NETWORK_H
#define EDGE_AI_ROW_NETWORK_H

#include "allocation/pipeline/halp/row-partition-problem.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A network that all nodes have the weights of, and know by its place among the others.
struct RowNetwork
{
    std::string name;
    double accuracy{0};          ///< A_n, in [0, 1]; 0: not known
    RowPartitionProblem problem; ///< layers, image, tail, answer; nodes and links are the host's
};

/// All networks that may answer.
using RowNetworks = std::vector<RowNetwork>;

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_NETWORK_H
