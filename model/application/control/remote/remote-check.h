/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_REMOTE_CHECK_H
#define EDGE_AI_REMOTE_CHECK_H

#include <cstddef>
#include <sstream>
#include <stdexcept>
#include <string>

namespace ns3
{
namespace edgeai
{

constexpr double REMOTE_ROUNDING = 1e-9; ///< relative, of sums and limits that others computed

/// @param [in] name of a list of a plan  @param [in] size it has  @param [in] expected it needs
/// @param [in] whose one for each of these  @throws std::invalid_argument unless it has
inline void
RequireSize(const std::string& name,
            std::size_t size,
            std::size_t expected,
            const std::string& whose)
{
    if (size != expected)
    {
        throw std::invalid_argument(name + " has " + std::to_string(size) +
                                    " elements; expected are " + std::to_string(expected) +
                                    ", one for each of " + whose);
    }
}

/// @param [in] name of a number of a plan  @param [in] value it is  @param [in] least it may be
/// @param [in] most it may be  @param [in] unit with a blank before it
/// @throws std::invalid_argument unless it is
inline void
RequireWithin(const std::string& name,
              double value,
              double least,
              double most,
              const std::string& unit)
{
    if (!(value >= least * (1 - REMOTE_ROUNDING) && value <= most * (1 + REMOTE_ROUNDING)))
    {
        std::ostringstream text;
        text << name << " is " << value << unit << "; allowed is " << least << " to " << most
             << unit;
        throw std::invalid_argument(text.str());
    }
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_REMOTE_CHECK_H
