/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ATTRIBUTE_TEXT_H
#define EDGE_AI_ATTRIBUTE_TEXT_H

#include "ns3/attribute.h"
#include "ns3/ptr.h"
#include "ns3/type-id.h"

#include <string>

namespace ns3
{
namespace edgeai
{

// What a text has to be that is given to an attribute or to a global value. ns-3 aborts where it
// cannot read one, and crashes where it makes an object of a class that is not what it wants: these
// look before it does, and throw std::invalid_argument like those of value-text.h. Of kinds that
// they do not know, the last words of the program say which value ns-3 was reading.

/**
 * @param [in] who is set
 * @param [in] text to be a value of an attribute or of a global value
 * @param [in] checker of it
 * @param [in] help of it
 * @param [in] present value of it: where that is a class of which ns-3 takes any, as congestion
 *     control or an event scheduler, the text has to be of its kin
 */
void ExpectAttributeValue(const std::string& who,
                          const std::string& text,
                          const Ptr<const AttributeChecker>& checker,
                          const std::string& help,
                          const std::string& present);

/**
 * @param [in] who is set
 * @param [in] text to be a value of an attribute
 * @param [in] info of the attribute, whose initial value stands for the present one
 */
void ExpectAttributeValue(const std::string& who,
                          const std::string& text,
                          const TypeId::AttributeInformation& info);

/**
 * @param [in] who is set
 * @param [in] name to be that of a class of which objects can be made
 * @param [in] kin of which it has to be
 */
void ExpectClassOf(const std::string& who, const std::string& name, TypeId kin);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ATTRIBUTE_TEXT_H
