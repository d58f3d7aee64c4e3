/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXPERIMENT_SUPPORT_H
#define EDGE_AI_EXPERIMENT_SUPPORT_H

// What the suites of experiments share.

#include "ns3/experiment.h"

#include <exception>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @param [in] text any  @returns it with one blank for what is blank
inline std::string
Squeeze(const std::string& text)
{
    std::istringstream stream(text);
    std::string squeezed = " ";
    for (std::string word; stream >> word;)
    {
        squeezed += word + " ";
    }
    return squeezed;
}

/// @param [in] call what to try  @returns what its exception says, or "no exception"
inline std::string
Complaint(const std::function<void()>& call)
{
    try
    {
        call();
    }
    catch (const std::exception& failure)
    {
        return failure.what();
    }
    return "no exception";
}

/// @param [in] experiment to be given  @param [in] arguments of its command line
inline void
Parse(Experiment& experiment, std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), "program");
    std::vector<char*> argv;
    for (std::string& argument : arguments)
    {
        argv.push_back(argument.data());
    }
    experiment.Parse(static_cast<int>(argv.size()), argv.data());
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXPERIMENT_SUPPORT_H
