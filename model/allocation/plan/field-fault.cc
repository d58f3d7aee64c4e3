/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "field-fault.h"

#include "nearest-name.h"
#include "printable-text.h"

#include <algorithm>
#include <cmath>
#include <locale>
#include <sstream>

namespace ns3
{
namespace edgeai
{

std::string
FieldPlace::ToString() const
{
    const std::string before = outer ? outer->ToString() : "";
    if (!name)
    {
        return outer ? before + "[" + std::to_string(index) + "]" : "";
    }
    return before + (before.empty() ? "" : ".") + *name;
}

FieldFault::FieldFault(const FieldPlace& place, const std::string& what)
    : std::invalid_argument(
          MakeLegible((place.ToString().empty() ? "it" : place.ToString()) + " " + what,
                      LEGIBLE_MESSAGE))
{
}

FieldFault
FieldFault::MakeRange(const FieldPlace& place, const Field& field, double value)
{
    std::ostringstream text;
    text.imbue(std::locale::classic());
    if (std::isnan(value))
    {
        text << "is not a number";
    }
    else
    {
        text << "is " << value << (field.unit.empty() ? "" : " ") << field.unit;
    }
    text << "; allowed is " << field.DescribeAllowed();
    return {place, text.str()};
}

FieldFault
FieldFault::MakeUnknown(const FieldPlace& place,
                        const std::vector<std::string>& members,
                        const std::vector<std::string>& known)
{
    std::string list;
    for (const std::string& name : known)
    {
        list += (list.empty() ? "" : ", ") + name;
    }
    const auto unknown = std::find_if(members.begin(), members.end(), [&](const std::string& one) {
        return std::find(known.begin(), known.end(), one) == known.end();
    });
    constexpr std::size_t SHOWN = 60; // letters of a name, which may be anything
    const bool longer = unknown != members.end() && unknown->size() > SHOWN;
    const std::string name = unknown == members.end() ? "" : Shorten(*unknown, SHOWN);
    const std::string suggestion = longer ? "" : SuggestName(name, known);
    return {place,
            "has no field '" + name + "'" + (suggestion.empty() ? "." : suggestion) +
                " There are: " + list};
}

} // namespace edgeai
} // namespace ns3
