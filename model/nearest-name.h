/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_NEAREST_NAME_H
#define EDGE_AI_NEAREST_NAME_H

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @param [in] one a name  @param [in] other likewise
 * @returns letters to be inserted, left out or replaced to make one of the other (Levenshtein's
 *          distance), capitals or not
 */
inline std::size_t
CountEdits(const std::string& one, const std::string& other)
{
    const auto lower = [](char letter) { return std::tolower(static_cast<unsigned char>(letter)); };
    std::vector<std::size_t> row(other.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
    {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= one.size(); ++i)
    {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j < row.size(); ++j)
        {
            const std::size_t replaced =
                diagonal + (lower(one[i - 1]) != lower(other[j - 1]) ? 1 : 0);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

/// @param [in] name of a type  @returns it without namespaces
inline std::string
GetBareName(const std::string& name)
{
    return name.substr(name.rfind(':') + 1);
}

/**
 * @param [in] wanted a name that is not known  @param [in] known names
 * @returns "; did you mean X?" with the known name that it is most like, or "" if it is like none.
 *          Namespaces before a name do not count.
 */
inline std::string
SuggestName(const std::string& wanted, const std::vector<std::string>& known)
{
    const std::string stem = GetBareName(wanted);
    std::size_t least = std::max<std::size_t>(2, stem.size() / 3) + 1;
    std::string nearest;
    for (const std::string& name : known)
    {
        const std::size_t edits = CountEdits(stem, GetBareName(name));
        // Nothing is left of a name of which every letter would be replaced.
        if (edits < least && edits < stem.size())
        {
            least = edits;
            nearest = name;
        }
    }
    return nearest.empty() ? "" : "; did you mean " + nearest + "?";
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_NEAREST_NAME_H
