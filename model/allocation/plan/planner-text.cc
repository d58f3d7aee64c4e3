/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "planner-text.h"

#include "checked-attribute.h"
#include "printable-text.h"

#include "ns3/string.h"

#include <algorithm>
#include <cstddef>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] text of a planner  @param [out] attributes behind its name, in order
/// @returns the name  @throws std::invalid_argument
std::string
TakeApart(const std::string& text, PlannerAttributes& attributes)
{
    const std::size_t open = text.find('[');
    if (open == std::string::npos)
    {
        return text;
    }
    if (text.back() != ']')
    {
        throw std::invalid_argument("'" + MakeLegible(text) +
                                    "' has a bracket that is not closed; allowed is " +
                                    "Planner[Attribute=value|Attribute=value]");
    }
    const std::string inside = text.substr(open + 1, text.size() - open - 2);
    for (std::size_t at = 0; at < inside.size();)
    {
        const std::size_t end = std::min(inside.find('|', at), inside.size());
        const std::string one = inside.substr(at, end - at);
        const std::size_t equals = one.find('=');
        if (equals == std::string::npos)
        {
            throw std::invalid_argument("'" + MakeLegible(text) + "' has '" + MakeLegible(one) +
                                        "' where an attribute has " +
                                        "to be; allowed is Attribute=value");
        }
        attributes.emplace_back(one.substr(0, equals), one.substr(equals + 1));
        at = end + 1;
    }
    return text.substr(0, open);
}

} // namespace

Ptr<PlannerBase>
MakePlanner(const std::string& text, const PlannerAttributes& attributes, TypeId base)
{
    PlannerAttributes all;
    const std::string name = TakeApart(text, all);
    all.insert(all.end(), attributes.begin(), attributes.end());
    TypeId type;
    if (!FindPlannerType(name, base, type))
    {
        throw std::invalid_argument(PlannerBase::ExplainUnknown(name, base));
    }
    ObjectFactory factory;
    factory.SetTypeId(type);
    for (const auto& [attribute, value] : all)
    {
        SetKnownAttribute(factory, attribute, StringValue(value));
    }
    return factory.Create<PlannerBase>();
}

} // namespace edgeai
} // namespace ns3
