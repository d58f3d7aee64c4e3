/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CHECKED_ATTRIBUTE_H
#define EDGE_AI_CHECKED_ATTRIBUTE_H

#include "ns3/attribute.h"
#include "ns3/object-factory.h"
#include "ns3/type-id.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * What ns-3 itself says of a wrong attribute has neither its value nor its range.
 * @param [in] type of an object  @param [in] name of an attribute  @param [in] value for it
 * @returns the value as the attribute takes it
 * @throws std::invalid_argument that names the attribute, the value and what is allowed, if there
 *         is none of that name or it does not take it; where nobody catches that, the program ends
 *         with these words
 */
Ptr<AttributeValue> CheckAttribute(TypeId type,
                                   const std::string& name,
                                   const AttributeValue& value);

/**
 * Sets an attribute of what a factory makes, where it has that attribute and the value is one of
 * it; ns-3 ends the program otherwise.
 * @param [in,out] factory of a type  @param [in] name of the attribute  @param [in] value of it
 * @throws std::invalid_argument naming both, and what is allowed
 */
void SetKnownAttribute(ObjectFactory& factory,
                       const std::string& name,
                       const AttributeValue& value);

/**
 * Sets an attribute of objects to be made, for helpers of scripts.
 * @param [in,out] factory of the objects  @param [in] name of the attribute  @param [in] value
 * @throws std::invalid_argument like CheckAttribute()
 */
void SetChecked(ObjectFactory& factory, const std::string& name, const AttributeValue& value);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CHECKED_ATTRIBUTE_H
