/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "legible-words.h"

#include <cstdint>
#include <cstdio>

namespace ns3
{
namespace edgeai
{

std::string
MakeLegible(const std::string& words, std::size_t most)
{
    std::string kept = words;
    if (words.size() > most)
    {
        kept = words.substr(0, most / 2) + "..." + words.substr(words.size() - most / 2);
    }
    std::string text;
    for (const char letter : kept)
    {
        const auto byte = static_cast<uint8_t>(letter);
        if ((byte >= 0x20 && byte != 0x7f) || letter == '\n')
        {
            text += letter;
            continue;
        }
        char escaped[5];
        std::snprintf(escaped, sizeof escaped, "\\x%02x", byte);
        text += escaped;
    }
    return text;
}

} // namespace edgeai
} // namespace ns3
