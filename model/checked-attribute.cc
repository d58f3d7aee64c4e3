/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "checked-attribute.h"

#include "nearest-name.h"

#include "ns3/abort.h"

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

} // namespace

Ptr<AttributeValue>
CheckAttribute(TypeId type, const std::string& name, const AttributeValue& value)
{
    TypeId::AttributeInformation info;
    const std::string full = type.GetName();
    const std::string owner = full.substr(full.rfind(':') + 1);
    NS_ABORT_MSG_UNLESS(type.LookupAttributeByName(name, &info),
                        owner << " has no attribute '" << name << "'"
                              << SuggestName(name, ListAttributes(type))
                              << "; --PrintAttributes=" << full << " lists those it has");
    const bool known = info.checker->HasUnderlyingTypeInformation();
    const Ptr<AttributeValue> valid = info.checker->CreateValidValue(value);
    NS_ABORT_MSG_UNLESS(valid,
                        owner << "'s attribute " << name << " is '"
                              << value.SerializeToString(info.checker) << "'; allowed is "
                              << (known ? info.checker->GetUnderlyingTypeInformation()
                                        : info.checker->GetValueTypeName())
                              << ": " << info.help);
    return valid;
}

void
SetChecked(ObjectFactory& factory, const std::string& name, const AttributeValue& value)
{
    CheckAttribute(factory.GetTypeId(), name, value);
    factory.Set(name, value);
}

} // namespace edgeai
} // namespace ns3
