/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLANNER_REGISTRY_H
#define EDGE_AI_PLANNER_REGISTRY_H

#include "planner.h"

#include "ns3/object-factory.h"
#include "ns3/type-id.h"

#include <stdexcept>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * The rest of a planner whose class declares a TypeId and adds no attributes: its type, by the name
 * of its class, below a parent. Stands in the planner's .cc file, within the namespace.
 * @param [in] Class the planner
 * @param [in] Parent what it derives from
 */
#define EDGE_AI_PLANNER(Class, Parent)                                                             \
    NS_OBJECT_ENSURE_REGISTERED(Class);                                                            \
    TypeId Class::GetTypeId()                                                                      \
    {                                                                                              \
        static TypeId tid = TypeId("ns3::edgeai::" #Class)                                         \
                                .SetParent<Parent>()                                               \
                                .SetGroupName("EdgeAi")                                            \
                                .AddConstructor<Class>();                                          \
        return tid;                                                                                \
    }

/**
 * The type of a family, from whose class its methods derive. Stands in the family's .cc file,
 * within the namespace.
 * @param [in] Class the family, a Planner of its problem and its plan
 */
#define EDGE_AI_PLANNER_FAMILY(Class)                                                              \
    NS_OBJECT_ENSURE_REGISTERED(Class);                                                            \
    TypeId Class::GetTypeId()                                                                      \
    {                                                                                              \
        static TypeId tid =                                                                        \
            TypeId("ns3::edgeai::" #Class).SetParent<PlannerBase>().SetGroupName("EdgeAi");        \
        return tid;                                                                                \
    }

/**
 * A name that a planner had in an earlier release, without "ns3::edgeai::": it is still found by
 * it, with a warning, and listed by its present one only. Stands beside the planner.
 * @param [in] former the name it had
 * @param [in] Class the planner
 */
#define EDGE_AI_PLANNER_ALIAS(former, Class)                                                       \
    static const PlannerAlias g_aliasOf##Class##As##former(#former, #Class)

/// Registers a former name of a planner: see EDGE_AI_PLANNER_ALIAS.
class PlannerAlias
{
  public:
    /// @param [in] former name without namespace  @param [in] present likewise
    PlannerAlias(const std::string& former, const std::string& present);
};

/**
 * Finds a type that can be created by its name. A name that the planner had in an earlier release
 * is taken with one line of warning on standard error, once per name.
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
 * @tparam Family base class of the family
 * @param [in] name TypeId name, with or without "ns3::edgeai::" before it
 * @returns the planner, or nullptr if the family has none of that name
 */
template <class Family>
Ptr<Family>
CreatePlanner(const std::string& name)
{
    TypeId tid;
    if (!FindPlannerType(name, Family::GetTypeId(), tid))
    {
        return nullptr;
    }
    ObjectFactory factory;
    factory.SetTypeId(tid);
    return factory.Create<Family>();
}

/**
 * The same for names that users give.
 * @tparam Family base class of the family
 * @param [in] name TypeId name, with or without "ns3::edgeai::" before it
 * @returns the planner
 * @throws std::invalid_argument if the family has none of that name: PlannerBase::ExplainUnknown
 */
template <class Family>
Ptr<Family>
RequirePlanner(const std::string& name)
{
    const Ptr<Family> planner = CreatePlanner<Family>(name);
    if (!planner)
    {
        throw std::invalid_argument(PlannerBase::ExplainUnknown(name, Family::GetTypeId()));
    }
    return planner;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLANNER_REGISTRY_H
