/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SHORT_NUMBER_H
#define EDGE_AI_SHORT_NUMBER_H

#include <cstdlib>
#include <sstream>
#include <string>

namespace ns3
{
namespace edgeai
{

/// @param [in] value any number, also one of 300 digits  @returns it for a message: six digits at
/// most, without zeros at the end
inline std::string
WriteShort(double value)
{
    std::ostringstream text;
    text << value;
    return text.str();
}

/// @param [in] value a finite number  @returns the shortest digits that read back the same, as a
/// range has to be said
inline std::string
WriteExact(double value)
{
    for (int digits = 1;; ++digits)
    {
        std::ostringstream text;
        text.precision(digits);
        text << value;
        if (digits == 17 || std::strtod(text.str().c_str(), nullptr) == value)
        {
            return text.str();
        }
    }
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SHORT_NUMBER_H
