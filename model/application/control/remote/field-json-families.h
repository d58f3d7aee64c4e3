/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FIELD_JSON_FAMILIES_H
#define EDGE_AI_FIELD_JSON_FAMILIES_H

// To go through all fields of all families' problems and plans is much code. It is compiled once,
// in field-json-families.cc; who includes this header calls it.

#include "field-json.h"
#include "field-schema.h"
#include "planning-families.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/// What is compiled once for a struct. @param [in] Word "extern", or nothing where it is
/// @param [in] Struct problem or plan of a family
#define EDGE_AI_FIELD_JSON_STRUCT(Word, Struct)                                                    \
    Word template nlohmann::ordered_json WriteFieldJson<Struct>(const Struct&);                    \
    Word template void ReadFieldJson<Struct>(const nlohmann::ordered_json&,                        \
                                             const std::string&,                                   \
                                             Struct&);                                             \
    Word template void FieldSchema::Describe<Struct>(nlohmann::ordered_json&);

/// The same for all structs that ForEachPlanningFamily() names.
/// @param [in] Word "extern", or nothing where it is
#define EDGE_AI_FIELD_JSON_FAMILIES(Word)                                                          \
    EDGE_AI_FIELD_JSON_STRUCT(Word, SplitProblem)                                                  \
    EDGE_AI_FIELD_JSON_STRUCT(Word, SplitPlan)                                                     \
    EDGE_AI_FIELD_JSON_STRUCT(Word, ChainProblem)                                                  \
    EDGE_AI_FIELD_JSON_STRUCT(Word, ChainPlan)                                                     \
    EDGE_AI_FIELD_JSON_STRUCT(Word, RowPartitionProblem)                                           \
    EDGE_AI_FIELD_JSON_STRUCT(Word, RowPartitionPlan)                                              \
    EDGE_AI_FIELD_JSON_STRUCT(Word, DtoEeProblem)                                                  \
    EDGE_AI_FIELD_JSON_STRUCT(Word, DtoEePlan)                                                     \
    EDGE_AI_FIELD_JSON_STRUCT(Word, CodeProblem)                                                   \
    EDGE_AI_FIELD_JSON_STRUCT(Word, CodePlan)                                                      \
    EDGE_AI_FIELD_JSON_STRUCT(Word, CodeServicesProblem)                                           \
    EDGE_AI_FIELD_JSON_STRUCT(Word, CodeServicesPlan)                                              \
    EDGE_AI_FIELD_JSON_STRUCT(Word, RoundProblem)                                                  \
    EDGE_AI_FIELD_JSON_STRUCT(Word, RoundPlan)                                                     \
    EDGE_AI_FIELD_JSON_STRUCT(Word, TopologyProblem)                                               \
    EDGE_AI_FIELD_JSON_STRUCT(Word, TopologyPlan)

EDGE_AI_FIELD_JSON_FAMILIES(extern)

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FIELD_JSON_FAMILIES_H
