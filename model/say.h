/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SAY_H
#define EDGE_AI_SAY_H

#include <sstream>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * A message made only when something is wrong: a stream costs more than the checks.
 * @param [in] parts what is wrong, texts and numbers
 * @returns the message
 */
template <typename... Parts>
std::string
Say(const Parts&... parts)
{
    std::ostringstream out;
    (out << ... << parts);
    return out.str();
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SAY_H
