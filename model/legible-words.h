/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEGIBLE_WORDS_H
#define EDGE_AI_LEGIBLE_WORDS_H

#include <cstddef>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * What others wrote, as messages quote it: without letters that a terminal would obey, and no
 * longer than somebody reads.
 * @param [in] words any bytes  @param [in] most of them, > 0
 * @returns these, control characters but line feeds as \\xNN, the middle of what is too long left
 *          out
 */
std::string MakeLegible(const std::string& words, std::size_t most = 120);

/// Letters of a whole message that somebody still reads.
constexpr std::size_t LEGIBLE_MESSAGE = 3000;

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEGIBLE_WORDS_H
