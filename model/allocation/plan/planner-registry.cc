/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "planner-registry.h"

#include "nearest-name.h"
#include "planner-group.h"

#include <algorithm>
#include <iostream>
#include <map>

namespace ns3
{
namespace edgeai
{

namespace
{

const std::string NAMESPACE = "ns3::edgeai::";

/// A name that is in use now, for one that was.
struct Successor
{
    std::string name;   ///< without namespace
    bool warned{false}; ///< whether the user was told
};

/// @returns the successors of former names, filled before main as the types themselves are
std::map<std::string, Successor>&
GetSuccessors()
{
    static std::map<std::string, Successor> successors;
    return successors;
}

/// @returns whether there is one planner below base that is called so in a namespace of its own
bool
FindElsewhere(const std::string& name, TypeId base, TypeId& tid)
{
    std::size_t count = 0;
    for (const std::string& full : ListPlannerTypes(base))
    {
        if (GetBareName(full) == name)
        {
            ++count;
            tid = TypeId::LookupByName(full);
        }
    }
    return count == 1;
}

/// @returns whether there is a planner of that name below base
bool
FindPresentName(const std::string& name, TypeId base, TypeId& tid)
{
    const bool found = (TypeId::LookupByNameFailSafe(name, &tid) ||
                        TypeId::LookupByNameFailSafe(NAMESPACE + name, &tid)) &&
                       tid.IsChildOf(base) && tid.HasConstructor();
    return found || FindElsewhere(name, base, tid);
}

} // namespace

PlannerAlias::PlannerAlias(const std::string& former, const std::string& present)
{
    GetSuccessors()[former].name = present;
}

bool
FindPlannerType(const std::string& name, TypeId base, TypeId& tid)
{
    if (FindPresentName(name, base, tid))
    {
        return true;
    }
    const bool full = name.compare(0, NAMESPACE.size(), NAMESPACE) == 0;
    const auto found = GetSuccessors().find(full ? name.substr(NAMESPACE.size()) : name);
    if (found == GetSuccessors().end() || !FindPresentName(found->second.name, base, tid))
    {
        return false;
    }
    if (!found->second.warned)
    {
        std::cerr << "warning: planner " << found->first << " is called " << found->second.name
                  << " now; the old name goes with the next release\n";
        found->second.warned = true;
    }
    return true;
}

std::vector<std::string>
ListPlannerTypes(TypeId base)
{
    std::vector<std::string> names;
    // 3.35 counts types in 16 bits, later releases too; size_t holds either.
    for (std::size_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId tid = TypeId::GetRegistered(i);
        if (tid.IsChildOf(base) && tid.HasConstructor() && !IsRemotePlanner(tid))
        {
            names.push_back(tid.GetName());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace edgeai
} // namespace ns3
