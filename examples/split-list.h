/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Lists on the command lines of examples.

#ifndef EDGE_AI_EXAMPLE_SPLIT_LIST_H
#define EDGE_AI_EXAMPLE_SPLIT_LIST_H

#include <sstream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @param [in] text such as "a,b"  @returns the parts between commas
inline std::vector<std::string>
SplitList(const std::string& text)
{
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ',');)
    {
        parts.push_back(part);
    }
    return parts;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXAMPLE_SPLIT_LIST_H
