/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "checked-attribute.h"

#include "attribute-text.h"
#include "monitor/last-resort.h"
#include "nearest-name.h"
#include "printable-text.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/integer.h"
#include "ns3/nstime.h"
#include "ns3/string.h"
#include "ns3/type-id.h"
#include "ns3/uinteger.h"

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

/// @tparam Kinds of values  @param [in] value any  @returns whether it is of one of them
template <typename... Kinds>
bool
IsOneOf(const AttributeValue& value)
{
    return ((dynamic_cast<const Kinds*>(&value) != nullptr) || ...);
}

/// @param [in] value that an attribute does not take  @param [in] checker of the attribute
/// @returns the value in words
std::string
Show(const AttributeValue& value, const Ptr<const AttributeChecker>& checker)
{
    if (const auto* type = dynamic_cast<const TypeIdValue*>(&value))
    {
        return type->Get() == TypeId() ? "no class" : "'" + type->Get().GetName() + "'";
    }
    // Others, as enumerations, use the checker as if it were their own.
    const bool alone =
        IsOneOf<BooleanValue, DoubleValue, IntegerValue, StringValue, TimeValue, UintegerValue>(
            value);
    return alone ? "'" + MakeLegible(value.SerializeToString(checker)) + "'"
                 : "a value that is none of its own";
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
    const Ptr<AttributeValue> valid = info.checker->CreateValidValue(value);
    if (!valid)
    {
        const bool known = info.checker->HasUnderlyingTypeInformation();
        throw std::invalid_argument(who + " is " + Show(value, info.checker) + "; allowed is " +
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
