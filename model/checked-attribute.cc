/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "checked-attribute.h"

#include "monitor/last-resort.h"
#include "nearest-name.h"
#include "printable-text.h"
#include "value-text.h"

#include "ns3/string.h"
#include "ns3/type-id.h"

#include <stdexcept>
#include <string>
#include <vector>

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

/// @param [in] type of an object  @param [in] name of an attribute  @param [in] value for it
/// @returns the value as the attribute takes it  @throws std::invalid_argument
Ptr<AttributeValue>
MakeValid(TypeId type, const std::string& name, const AttributeValue& value)
{
    TypeId::AttributeInformation info;
    const std::string full = type.GetName();
    const std::string owner = GetBareName(full);
    if (!type.LookupAttributeByName(name, &info))
    {
        throw std::invalid_argument(owner + " has no attribute '" + MakeLegible(name) + "'" +
                                    SuggestName(name, ListAttributes(type)) +
                                    "; --PrintAttributes=" + full + " lists those it has");
    }
    const std::string who = owner + "'s attribute " + name;
    if (const auto* text = dynamic_cast<const StringValue*>(&value))
    {
        // What is no text of that kind makes ns-3 abort where it tries to read it.
        ExpectAttributeValue(who, text->Get(), info);
    }
    else if (const auto* kind = dynamic_cast<const TypeIdValue*>(&value))
    {
        const bool none = kind->Get() == TypeId(); // has no name
        ExpectAttributeValue(who, none ? "" : kind->Get().GetName(), info);
    }
    const Ptr<AttributeValue> valid = info.checker->CreateValidValue(value);
    if (!valid)
    {
        const bool known = info.checker->HasUnderlyingTypeInformation();
        throw std::invalid_argument(
            who + " is '" + MakeLegible(value.SerializeToString(info.checker)) + "'; allowed is " +
            (known ? info.checker->GetUnderlyingTypeInformation()
                   : info.checker->GetValueTypeName()) +
            ": " + info.help);
    }
    return valid;
}

} // namespace

Ptr<AttributeValue>
CheckAttribute(TypeId type, const std::string& name, const AttributeValue& value)
{
    SayWhatIsNotCaught();
    return MakeValid(type, name, value);
}

void
SetKnownAttribute(ObjectFactory& factory, const std::string& name, const AttributeValue& value)
{
    MakeValid(factory.GetTypeId(), name, value);
    factory.Set(name, value);
}

void
SetChecked(ObjectFactory& factory, const std::string& name, const AttributeValue& value)
{
    CheckAttribute(factory.GetTypeId(), name, value);
    factory.Set(name, value);
}

} // namespace edgeai
} // namespace ns3
