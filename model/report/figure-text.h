/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FIGURE_TEXT_H
#define EDGE_AI_FIGURE_TEXT_H

#include <cstddef>
#include <string>

namespace ns3
{
namespace edgeai
{

// Any text in a gnuplot script: shown as it is, never a command.

/// @ingroup edge-ai
/// @param [in] text any text  @returns it as the inside of a double-quoted gnuplot string
std::string EscapeGnuplot(const std::string& text);

/**
 * @ingroup edge-ai
 * @param [in] text any text
 * @param [in] width of a line [characters], > 0
 * @returns it as EscapeGnuplot() does, broken at blanks into as few lines as there must be, all
 *          about as long; one word alone may be longer than the width
 */
std::string EscapeGnuplotTitle(const std::string& text, std::size_t width);

/**
 * @ingroup edge-ai
 * A name beginning with a special character is no file to gnuplot: it is a command with < and |, a
 * data block with $, somebody's home with ~.
 * @param [in] name of a file of the folder gnuplot runs in
 * @returns the inside of a double-quoted gnuplot string that opens it and nothing else
 */
std::string EscapeGnuplotFile(const std::string& name);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FIGURE_TEXT_H
