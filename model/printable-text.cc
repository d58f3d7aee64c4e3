/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "printable-text.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] text any bytes  @param [in] at where a character should begin
/// @param [out] code of it  @returns its bytes; 0: there is none
std::size_t
ReadCharacter(const std::string& text, std::size_t at, uint32_t& code)
{
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t size = first < 0x80 ? 1
                             : first < 0xc2
                                 ? 0 // goes on with another one, or is longer than need be
                             : first < 0xe0  ? 2
                             : first < 0xf0  ? 3
                             : first <= 0xf4 ? 4
                                             : 0;
    if (size == 0 || text.size() - at < size)
    {
        return 0;
    }
    code = size == 1 ? first : first & (0xffU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i)
    {
        const auto next = static_cast<unsigned char>(text[at + i]);
        if ((next & 0xc0U) != 0x80)
        {
            return 0;
        }
        code = code << 6 | (next & 0x3fU);
    }
    const bool longer = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
    const bool surrogate = code >= 0xd800 && code <= 0xdfff;
    return longer || surrogate || code > 0x10ffff ? 0 : size;
}

/// @returns whether a character is one to see
bool
IsVisible(uint32_t code)
{
    const bool control = code < 0x20 || (code >= 0x7f && code < 0xa0);
    const bool separator = code == 0x2028 || code == 0x2029;
    const bool direction = code == 0x200e || code == 0x200f || (code >= 0x202a && code <= 0x202e) ||
                           (code >= 0x2066 && code <= 0x2069);
    return !control && !separator && !direction;
}

/// @returns whether a byte is no character's first
bool
GoesOn(char byte)
{
    return (byte & 0xc0) == 0x80;
}

/// @param [in] words any bytes  @param [in] most of them, less than there are
/// @returns how many can stay so that no character is halved
std::size_t
FindEnd(const std::string& words, std::size_t most)
{
    std::size_t end = most;
    for (int i = 0; i < 3 && end > 0 && GoesOn(words[end]); ++i)
    {
        --end;
    }
    return end;
}

} // namespace

std::string
MakePrintable(const std::string& text)
{
    std::string printable;
    for (std::size_t at = 0; at < text.size();)
    {
        uint32_t code = 0;
        const std::size_t size = ReadCharacter(text, at, code);
        const std::size_t taken = size == 0 ? 1 : size;
        if (size > 0 && IsVisible(code))
        {
            printable += text.substr(at, size);
        }
        else if (text[at] == '\n' || text[at] == '\t')
        {
            printable += text[at] == '\n' ? "\\n" : "\\t";
        }
        else
        {
            for (std::size_t i = 0; i < taken; ++i)
            {
                char escaped[5];
                std::snprintf(escaped,
                              sizeof escaped,
                              "\\x%02x",
                              static_cast<unsigned char>(text[at + i]));
                printable += escaped;
            }
        }
        at += taken;
    }
    return printable;
}

std::string
Shorten(const std::string& words, std::size_t most)
{
    return words.size() > most ? MakePrintable(words.substr(0, FindEnd(words, most))) + "..."
                               : MakePrintable(words);
}

std::string
MakeLegible(const std::string& words, std::size_t most)
{
    std::string kept = words;
    if (words.size() > most)
    {
        std::size_t tail = words.size() - most / 2;
        for (int i = 0; i < 3 && tail < words.size() && GoesOn(words[tail]); ++i)
        {
            ++tail;
        }
        kept = words.substr(0, FindEnd(words, most / 2)) + "..." + words.substr(tail);
    }
    std::string text;
    std::istringstream lines(kept);
    for (std::string line; std::getline(lines, line); text += lines.eof() ? "" : "\n")
    {
        text += MakePrintable(line);
    }
    return text;
}

} // namespace edgeai
} // namespace ns3
