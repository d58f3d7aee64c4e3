/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "planner-text.h"

#include "nearest-name.h"

#include "ns3/string.h"

#include <algorithm>
#include <cstddef>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] type of an object  @returns names of its attributes, its parents' included
std::vector<std::string>
ListAttributes(TypeId type)
{
    std::vector<std::string> names;
    for (TypeId at = type;; at = at.GetParent())
    {
        for (std::size_t i = 0; i < at.GetAttributeN(); ++i)
        {
            names.push_back(at.GetAttribute(i).name);
        }
        if (!at.HasParent())
        {
            return names;
        }
    }
}

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
        throw std::invalid_argument("'" + text + "' has a bracket that is not closed; allowed is " +
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
            throw std::invalid_argument("'" + text + "' has '" + one + "' where an attribute has " +
                                        "to be; allowed is Attribute=value");
        }
        attributes.emplace_back(one.substr(0, equals), one.substr(equals + 1));
        at = end + 1;
    }
    return text.substr(0, open);
}

} // namespace

void
SetKnownAttribute(ObjectFactory& factory, const std::string& name, const AttributeValue& value)
{
    TypeId::AttributeInformation info;
    const TypeId type = factory.GetTypeId();
    const std::string full = type.GetName();
    const std::string owner = full.substr(full.rfind(':') + 1);
    if (!type.LookupAttributeByName(name, &info))
    {
        throw std::invalid_argument(owner + " has no attribute '" + name + "'" +
                                    SuggestName(name, ListAttributes(type)) +
                                    "; --PrintAttributes=" + full + " lists those it has");
    }
    if (!info.checker->CreateValidValue(value))
    {
        const bool known = info.checker->HasUnderlyingTypeInformation();
        throw std::invalid_argument(owner + "'s attribute " + name + " is '" +
                                    value.SerializeToString(info.checker) + "'; allowed is " +
                                    (known ? info.checker->GetUnderlyingTypeInformation()
                                           : info.checker->GetValueTypeName()) +
                                    ": " + info.help);
    }
    factory.Set(name, value);
}

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
