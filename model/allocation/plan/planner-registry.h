/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLANNER_REGISTRY_H
#define EDGE_AI_PLANNER_REGISTRY_H

#include "ns3/object-factory.h"
#include "ns3/type-id.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Finds a type that can be created by its name.
 * @param [in] name TypeId name, with or without "ns3::edgeai::" before it
 * @param [in] base what it must derive from
 * @param [out] tid the type
 * @returns false if no such type derives from base or it cannot be created
 */
bool FindPlannerType(const std::string& name, TypeId base, TypeId& tid);

/// @param [in] base a type  @returns names of all types derived from it that can be created, sorted
std::vector<std::string> ListPlannerTypes(TypeId base);

/**
 * Creates a planner of one family by its name.
 * @tparam Planner base class of the family
 * @param [in] name TypeId name, with or without "ns3::edgeai::" before it
 * @returns the planner, or nullptr if the family has none of that name
 */
template <class Planner>
Ptr<Planner>
CreatePlanner(const std::string& name)
{
    TypeId tid;
    if (!FindPlannerType(name, Planner::GetTypeId(), tid))
    {
        return nullptr;
    }
    ObjectFactory factory;
    factory.SetTypeId(tid);
    return factory.Create<Planner>();
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLANNER_REGISTRY_H
