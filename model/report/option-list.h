/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_OPTION_LIST_H
#define EDGE_AI_OPTION_LIST_H

#include "value-text.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

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

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_OPTION_LIST_H
