/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DISSECTOR_TABLE_H
#define EDGE_AI_DISSECTOR_TABLE_H

#include <cstdint>
#include <ostream>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * Writes what the families registered as a Lua table, from which tools/wireshark/edge-ai.lua makes
 * its fields. An application outside of this module writes its own types into a file of its own,
 * as the variable _G.EDGE_AI_MESSAGES, and gives that file to Wireshark before edge-ai.lua.
 * @param [in,out] os gets the statement that defines the table
 * @param [in] variable what the table is called, "local MESSAGES" or "_G.EDGE_AI_MESSAGES"
 * @param [in] first value of a type that is written  @param [in] last likewise
 */
void PrintDissectorTable(std::ostream& os,
                         const std::string& variable,
                         uint8_t first,
                         uint8_t last);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DISSECTOR_TABLE_H
