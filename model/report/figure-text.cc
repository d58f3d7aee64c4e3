/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "figure-text.h"

#include <cctype>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] text any text  @param [in] width of a line [characters]  @returns its lines, broken
/// at blanks: one word alone may be longer
std::vector<std::string>
Wrap(const std::string& text, std::size_t width)
{
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (text.size() - begin > width)
    {
        std::size_t blank = text.rfind(' ', begin + width);
        if (blank == std::string::npos || blank <= begin)
        {
            blank = text.find(' ', begin + width);
        }
        if (blank == std::string::npos)
        {
            break;
        }
        lines.push_back(text.substr(begin, blank - begin));
        begin = blank + 1;
    }
    lines.push_back(text.substr(begin));
    return lines;
}

} // namespace

std::string
EscapeGnuplot(const std::string& text)
{
    std::string escaped;
    for (const char c : text)
    {
        if (c == '`')
        {
            escaped +=
                "\\140"; // in octal: gnuplot runs what stands between two of them as a command
        }
        else if (c == '\n' || c == '\r' || c == '\0')
        {
            escaped += ' '; // a string ends with its line
        }
        else
        {
            escaped += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
        }
    }
    return escaped;
}

std::string
EscapeGnuplotTitle(const std::string& text, std::size_t width)
{
    std::vector<std::string> lines = Wrap(text, width);
    for (std::size_t least = width; lines.size() > 1 && --least > 0;)
    {
        std::vector<std::string> narrower = Wrap(text, least);
        if (narrower.size() > lines.size())
        {
            break;
        }
        lines = std::move(narrower);
    }
    std::string escaped;
    for (const std::string& line : lines)
    {
        escaped += (escaped.empty() ? "" : "\\n") + EscapeGnuplot(line);
    }
    return escaped;
}

std::string
EscapeGnuplotFile(const std::string& name)
{
    const bool plain = !name.empty() && std::isalnum(static_cast<unsigned char>(name.front()));
    return EscapeGnuplot(plain ? name : "./" + name);
}

} // namespace edgeai
} // namespace ns3
