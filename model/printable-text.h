/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PRINTABLE_TEXT_H
#define EDGE_AI_PRINTABLE_TEXT_H

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * Words that come from somebody else, fit for tables and terminals: one line of UTF-8.
 * @param [in] text any bytes
 * @returns the same; a line feed is \\n there, a tab \\t, and other control characters, those that
 *          turn the direction of writing, and bytes that are no UTF-8 (RFC 3629) are \\xNN
 */
std::string MakePrintable(const std::string& text);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PRINTABLE_TEXT_H
