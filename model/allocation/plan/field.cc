/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "field.h"

#include <locale>
#include <sstream>

namespace ns3
{
namespace edgeai
{

std::string
Field::DescribeAllowed() const
{
    constexpr double END = std::numeric_limits<double>::max();
    std::ostringstream text;
    text.imbue(std::locale::classic());
    if (!choices.empty())
    {
        text << "0 (" << choices.front() << ") to " << choices.size() - 1 << " (" << choices.back()
             << ")";
        return text.str();
    }
    if (mayBeZero && least > 0)
    {
        text << "0, and ";
    }
    if (least > -END && most < END)
    {
        text << least << " to " << most;
    }
    else
    {
        text << "a finite number";
        least > -END ? text << " >= " << least : most < END ? text << " <= " << most : text;
    }
    text << (unit.empty() ? "" : " " + unit);
    text << (mayBeUnknown ? ", or not a number where it is not known" : "");
    return text.str();
}

} // namespace edgeai
} // namespace ns3
