/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_NAMED_FIELDS_H
#define EDGE_AI_NAMED_FIELDS_H

#include "ns3/field.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

/**
 * The fields of any struct that names them. Structs that travel between nodes do so themselves, by
 * `Fields()`. Problems do not: their names, units and meanings stand beside them, in a header
 * "...-fields.h" of the family, as overloads of this function, so that a public header does not
 * carry what only those need who show a problem or hand it to another process.
 * @tparam Archive as in Field  @tparam T a struct with Fields()
 * @param [in,out] archive gets the fields  @param [in,out] value whose they are
 */
template <typename Archive, typename T>
auto
NameFields(Archive& archive, T& value) -> decltype(value.Fields(archive), void())
{
    value.Fields(archive);
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_NAMED_FIELDS_H
