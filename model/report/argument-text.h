/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ARGUMENT_TEXT_H
#define EDGE_AI_ARGUMENT_TEXT_H

#include "ns3/attribute.h"
#include "ns3/ptr.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

// ns-3's CommandLine reads as much of a value as it understands, and ends the program without words
// where an attribute does not take it. These look at the whole text of an argument before it does.
// All throw std::invalid_argument that names option, text and what is allowed.

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

/// @param [in] option name  @param [in] text to be a whole number
/// @param [in] least smallest allowed  @param [in] most largest allowed
void ExpectWhole(const std::string& option, const std::string& text, double least, double most);

/// @param [in] option name  @param [in] text to be a finite number
/// @param [in] least smallest allowed  @param [in] most largest allowed
void ExpectReal(const std::string& option, const std::string& text, double least, double most);

/// @param [in] option name  @param [in] text to be "true", "false", or the like
void ExpectTruth(const std::string& option, const std::string& text);

/// @param [in] option name  @param [in] text to be a time, as "20ms"
void ExpectTime(const std::string& option, const std::string& text);

/**
 * @param [in] option name
 * @param [in] text to be a value of an attribute or of a global value
 * @param [in] checker of the attribute
 * @param [in] help of the attribute
 */
void ExpectAttributeValue(const std::string& option,
                          const std::string& text,
                          const Ptr<const AttributeChecker>& checker,
                          const std::string& help);

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
