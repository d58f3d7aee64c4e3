/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_SERVICES_PLANNER_H
#define EDGE_AI_CODE_SERVICES_PLANNER_H

#include "code-services.h"

#include "ns3/plan-head.h"
#include "ns3/planner.h"

#include <limits>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// All services' routes. Its summary counts sweeps (iterations) and profiles that were valued.
struct CodeServicesPlan : PlanHead
{
    std::vector<CodeServiceRoute> routes; ///< one per service
    double reward{0};                     ///< sum of the rewards
    bool settled{false}; ///< whether nobody would change its route any more, of best responses

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double endless = std::numeric_limits<double>::infinity();
        PlanHead::Fields(archive);
        archive(Field("route", "", "of each service"), routes);
        archive(Field("reward", "", "sum of all").Within(0, endless), reward);
        archive(Field("settled", "", "nobody would change its route"), settled);
    }
};

/// @ingroup edge-ai
/// Base of the methods that route several services' tasks.
class CodeServicesPlanner : public Planner<CodeServicesProblem, CodeServicesPlan>
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
};

/// @ingroup edge-ai
/// Each service in turn takes the route that is best for it with what the others' use leaves, until
/// none changes its route or 20 times; the best routes on the way count. They need not settle.
class CodeBestResponsePlanner : public CodeServicesPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    CodeServicesPlan DoPlan(const CodeServicesProblem& problem) const override;
};

/// @ingroup edge-ai
/// The routes of the largest sum of rewards by looking at all of them, for up to three services.
class CodeRoutesEnumerationPlanner : public CodeServicesPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainRefusal(const CodeServicesProblem& problem) const override;
    CodeServicesPlan DoPlan(const CodeServicesProblem& problem) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_SERVICES_PLANNER_H
