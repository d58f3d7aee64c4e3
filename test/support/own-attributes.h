/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_OWN_ATTRIBUTES_H
#define EDGE_AI_OWN_ATTRIBUTES_H

#include "ns3/type-id.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * Look at every attribute that this module registers.
 * @tparam Look function of a TypeId and a TypeId::AttributeInformation
 * @param [in] look called with a class and an attribute that it declares
 */
template <typename Look>
void
ForOwnAttributes(Look look)
{
    for (uint16_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId type = TypeId::GetRegistered(i);
        const bool own = type.GetName().rfind("ns3::edgeai::", 0) == 0;
        for (std::size_t a = 0; own && a < type.GetAttributeN(); ++a)
        {
            look(type, type.GetAttribute(a));
        }
    }
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_OWN_ATTRIBUTES_H
