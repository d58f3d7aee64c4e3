/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_NODE_TABLE_H
#define EDGE_AI_NODE_TABLE_H

#include "energy-balance.h"
#include "record-columns.h"

#include <cstdint>
#include <map>
#include <ostream>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @param [in] energy where it went
 * @param [in] names of nodes, as far as they have any
 * @returns a table with a row for each node with meters
 */
RecordTable MakeNodeTable(const EnergyBalance& energy,
                          const std::map<uint32_t, std::string>& names);

/**
 * Print where energy went by node, and what is wrong with it. Prints nothing if no node has meters.
 * @param [in] energy where it went
 * @param [in] names of nodes, as far as they have any
 * @param [in,out] os where to print
 */
void PrintEnergy(const EnergyBalance& energy,
                 const std::map<uint32_t, std::string>& names,
                 std::ostream& os);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_NODE_TABLE_H
