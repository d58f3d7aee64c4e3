/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_VALUE_TEXT_H
#define EDGE_AI_VALUE_TEXT_H

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

// What a text has to be that somebody typed as a value. ns-3 itself reads as much of it as it
// understands: these look at all of it. RefuseText() and all Expect...() throw
// std::invalid_argument, which begins with who is set - "--devices", "LaimPlanner's attribute
// Margin" - and names the text and what is allowed.

/// @param [in] who is set  @param [in] text its value  @param [in] what it ought to be
[[noreturn]] void RefuseText(const std::string& who,
                             const std::string& text,
                             const std::string& what);

/// @param [in] text of a number, all of it  @param [out] number what it says
/// @returns whether it is one, and finite
bool ReadNumber(const std::string& text, double& number);

/// @param [in] least smallest allowed  @param [in] most largest allowed  @returns it in words
std::string DescribeRange(double least, double most);

/// @param [in] words any  @param [in] between what stands between them  @returns them in a row
std::string JoinWords(const std::vector<std::string>& words, const std::string& between);

/// @returns names of all types that ns-3 knows
std::vector<std::string> ListTypeNames();

/// @param [in] who is set  @param [in] value a number
/// @param [in] least smallest allowed  @param [in] most largest allowed
void ExpectWithin(const std::string& who, double value, double least, double most);

/// @param [in] who is set  @param [in] value a word  @param [in] allowed words
void ExpectOneOf(const std::string& who,
                 const std::string& value,
                 const std::vector<std::string>& allowed);

/// @param [in] who is set  @param [in] text to be a whole number
/// @param [in] least smallest allowed  @param [in] most largest allowed
void ExpectWhole(const std::string& who, const std::string& text, double least, double most);

/// @param [in] who is set  @param [in] text to be a finite number
/// @param [in] least smallest allowed  @param [in] most largest allowed
void ExpectReal(const std::string& who, const std::string& text, double least, double most);

/// @param [in] who is set  @param [in] text to be "true", "false", or the like
void ExpectTruth(const std::string& who, const std::string& text);

/// @param [in] who is set  @param [in] text to be a time, as "20ms"
void ExpectTime(const std::string& who, const std::string& text);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_VALUE_TEXT_H
