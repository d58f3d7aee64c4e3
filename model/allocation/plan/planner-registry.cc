/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "planner-registry.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

bool
FindPlannerType(const std::string& name, TypeId base, TypeId& tid)
{
    if (!TypeId::LookupByNameFailSafe(name, &tid) &&
        !TypeId::LookupByNameFailSafe("ns3::edgeai::" + name, &tid))
    {
        return false;
    }
    return tid.IsChildOf(base) && tid.HasConstructor();
}

std::vector<std::string>
ListPlannerTypes(TypeId base)
{
    std::vector<std::string> names;
    // 3.35 counts types in 16 bits, later releases too; size_t holds either.
    for (std::size_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId tid = TypeId::GetRegistered(i);
        if (tid.IsChildOf(base) && tid.HasConstructor())
        {
            names.push_back(tid.GetName());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace edgeai
} // namespace ns3
