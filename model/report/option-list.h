/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_OPTION_LIST_H
#define EDGE_AI_OPTION_LIST_H

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @param [in] text of a number, all of it  @param [out] number what it says
/// @returns whether it is one
bool ReadNumber(const std::string& text, double& number);

/// @param [in] least smallest allowed  @param [in] most largest allowed  @returns it in words
std::string DescribeRange(double least, double most);

/**
 * @param [in] option name, for messages  @param [in] text such as "0.25,0.5,1"
 * @param [in] least smallest allowed  @param [in] most largest allowed
 * @returns the numbers between commas
 * @throws std::invalid_argument that names option, fault and range: an empty list, an empty part,
 *         what is no number, or one outside of the range
 */
std::vector<double> ParseNumbers(const std::string& option,
                                 const std::string& text,
                                 double least,
                                 double most);

/**
 * @param [in] option name, for messages  @param [in] text such as "a,b"
 * @returns the words between commas
 * @throws std::invalid_argument for an empty list or an empty word
 */
std::vector<std::string> ParseWords(const std::string& option, const std::string& text);

/// @param [in] words any  @param [in] between what stands between them  @returns them in a row
std::string JoinWords(const std::vector<std::string>& words, const std::string& between);

/**
 * @param [in] option name, for messages  @param [in] value a number
 * @param [in] least smallest allowed  @param [in] most largest allowed
 * @throws std::invalid_argument that names option and range if it lies outside
 */
void ExpectWithin(const std::string& option, double value, double least, double most);

/**
 * @param [in] option name, for messages  @param [in] value a word
 * @param [in] allowed words
 * @throws std::invalid_argument that names option and words if it is none of them
 */
void ExpectOneOf(const std::string& option,
                 const std::string& value,
                 const std::vector<std::string>& allowed);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_OPTION_LIST_H
