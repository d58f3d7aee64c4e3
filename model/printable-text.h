/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PRINTABLE_TEXT_H
#define EDGE_AI_PRINTABLE_TEXT_H

#include <cstddef>
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

/**
 * The same as messages quote it: line feeds stay, and it is no longer than somebody reads.
 * @param [in] words any bytes  @param [in] most of them, > 0
 * @returns these as MakePrintable() has them, the middle of what is too long left out
 */
std::string MakeLegible(const std::string& words, std::size_t most = 120);

/**
 * Words of somebody else that a message quotes: their beginning tells which they are.
 * @param [in] words any bytes  @param [in] most of them, > 0
 * @returns the first of these as MakePrintable() has them, and "..." where that is not all
 */
std::string Shorten(const std::string& words, std::size_t most = 40);

/// Letters of a whole message that somebody still reads.
constexpr std::size_t LEGIBLE_MESSAGE = 3000;

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PRINTABLE_TEXT_H
