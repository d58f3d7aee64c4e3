/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ARGUMENT_TEXT_H
#define EDGE_AI_ARGUMENT_TEXT_H

#include "value-text.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

// Arguments are looked at before ns-3's CommandLine is. @see value-text.h

/// An argument taken apart.
struct Argument
{
    std::string name;     ///< without dashes
    std::string value;    ///< behind the first "="
    bool hasValue{false}; ///< there was a "="
};

/// @param [in] word of a command line, "--name=value"  @returns it taken apart
/// @throws std::invalid_argument if it is no option
Argument SplitArgument(const std::string& word);

/**
 * An argument that the program itself does not declare: one that ns-3 understands, such as RngRun,
 * PrintHelp or the default of an attribute, with a value it takes.
 * @param [in] argument taken apart
 * @param [in] declared names of the program's own options, for who misspelt one
 */
void ExpectUnderstood(const Argument& argument, const std::vector<std::string>& declared);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ARGUMENT_TEXT_H
