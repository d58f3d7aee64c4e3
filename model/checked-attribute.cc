/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "checked-attribute.h"

#include "legible-words.h"
#include "nearest-name.h"

#include "ns3/abort.h"
#include "ns3/string.h"

#include <algorithm>
#include <cstdint>
#include <sstream>
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

/// @tparam Number of an attribute  @param [in] text any  @returns whether all of it is one
template <typename Number>
bool
IsNumber(const std::string& text)
{
    std::istringstream input(text);
    Number number;
    input >> number;
    return !input.fail() && input.eof();
}

/// @param [in] text any  @returns whether it is a time
bool
IsTime(const std::string& text)
{
    static const std::vector<std::string>
        units{"", "y", "d", "h", "min", "s", "ms", "us", "ns", "ps", "fs"};
    const std::size_t cut = text.find_first_not_of("+-0123456789.eE");
    const std::string unit = cut == std::string::npos ? "" : text.substr(cut);
    return IsNumber<double>(text.substr(0, cut)) &&
           std::find(units.begin(), units.end(), unit) != units.end();
}

/// ns-3 ends the program over text that it cannot read.
/// @param [in] kind of an attribute's values  @param [in] text for it
/// @returns whether ns-3 can
bool
IsReadable(std::string kind, const std::string& text)
{
    // Some kinds of attributes name their value with, others without the namespace.
    kind = kind.compare(0, 5, "ns3::") == 0 ? kind.substr(5) : kind;
    if (kind == "DoubleValue")
    {
        return IsNumber<double>(text);
    }
    if (kind == "UintegerValue")
    {
        return IsNumber<uint64_t>(text) && text.find('-') == std::string::npos;
    }
    if (kind == "IntegerValue")
    {
        return IsNumber<int64_t>(text);
    }
    if (kind == "TimeValue")
    {
        return IsTime(text);
    }
    if (kind == "TypeIdValue")
    {
        TypeId type;
        return TypeId::LookupByNameFailSafe(text, &type);
    }
    return true;
}

/// @param [in] type of an object  @param [in] name of an attribute  @param [in] value for it
/// @returns the value as the attribute takes it  @throws std::invalid_argument
Ptr<AttributeValue>
MakeValid(TypeId type, const std::string& name, const AttributeValue& value)
{
    TypeId::AttributeInformation info;
    const std::string full = type.GetName();
    const std::string owner = full.substr(full.rfind(':') + 1);
    if (!type.LookupAttributeByName(name, &info))
    {
        throw std::invalid_argument(owner + " has no attribute '" + MakeLegible(name) + "'" +
                                    SuggestName(name, ListAttributes(type)) +
                                    "; --PrintAttributes=" + full + " lists those it has");
    }
    const auto text = dynamic_cast<const StringValue*>(&value);
    const bool readable = !text || IsReadable(info.checker->GetValueTypeName(), text->Get());
    const Ptr<AttributeValue> valid =
        readable ? info.checker->CreateValidValue(value) : Ptr<AttributeValue>();
    if (!valid)
    {
        const bool known = info.checker->HasUnderlyingTypeInformation();
        throw std::invalid_argument(owner + "'s attribute " + name + " is '" +
                                    MakeLegible(value.SerializeToString(info.checker)) +
                                    "'; allowed is " +
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
    try
    {
        return MakeValid(type, name, value);
    }
    catch (const std::invalid_argument& error)
    {
        NS_ABORT_MSG(error.what());
    }
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
