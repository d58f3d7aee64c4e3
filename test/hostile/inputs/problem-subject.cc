/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Problems of all families for all of their planners, and plans of others for all families. An
// input is the name of a planner, a line feed and a problem; of plans, a document with both.

#include "allocation/plan/planner-registry.h"
#include "application/control/remote/field-json-families.h"
#include "application/control/remote/remote-reading.h"
#include "hostile-subject.h"
#include "json-mutator.h"
#include "sound-problems.h"

#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

using Json = nlohmann::ordered_json;

/// @tparam T a struct with named fields  @param [in] value of it  @returns "" if it is the same
/// when it is written and read again, all fields within their ranges, else what is not
template <typename T>
std::string
ExplainChange(const T& value)
{
    const std::string written = DumpJson(WriteFieldJson(value));
    T again;
    try
    {
        ReadFieldJson(ParseJson(written), "it", again);
    }
    catch (const std::invalid_argument& fault)
    {
        return fault.what();
    }
    return DumpJson(WriteFieldJson(again)) == written ? "" : "it is not the same again";
}

/// @param [in] plan any  @returns "" or what it must not be
template <typename Plan>
std::string
ExplainPlan(const Plan& plan)
{
    if (plan.status != PlanStatus::SOLVED)
    {
        const HostileVerdict said = HostileVerdict::Refuse(plan.reason);
        if (said.kind == HostileVerdict::BROKEN)
        {
            return "of a plan that is not solved: " + said.words;
        }
    }
    if (plan.IsUsable())
    {
        const std::string change = ExplainChange(plan);
        if (!change.empty())
        {
            return "a plan: " + change;
        }
    }
    return "";
}

/// @param [in] sound problems of a family  @returns them as documents
template <typename Problem>
std::vector<Json>
WriteAll(const std::vector<Problem>& sound)
{
    std::vector<Json> documents;
    for (const Problem& problem : sound)
    {
        documents.push_back(WriteFieldJson(problem));
    }
    return documents;
}

/// Problems. @tparam Family of planners
template <class Family>
class ProblemSubject : public HostileSubject
{
  public:
    using Problem = typename Family::Problem; ///< that it takes
    using Base = typename Family::Planner;    ///< of its planners

    explicit ProblemSubject(uint64_t seed)
        : m_planners(ListPlannerTypes(Base::GetTypeId()))
    {
        std::vector<Problem> sound;
        MakeSoundProblems(seed, sound);
        m_documents = WriteAll(sound);
    }

    std::string Make(Mutator& draws) override
    {
        const std::string planner = m_planners[draws.Draw(m_planners.size())];
        const Json& document = m_documents[draws.Draw(m_documents.size())];
        return planner + "\n" + JsonMutator(draws).Change(document, m_documents);
    }

    HostileVerdict Take(const std::string& input) override
    {
        const std::size_t cut = input.find('\n');
        const std::string name = input.substr(0, cut);
        const Ptr<Base> planner = CreatePlanner<Base>(name);
        if (!planner || cut == std::string::npos)
        {
            return HostileVerdict::Refuse("no planner");
        }
        Problem problem;
        try
        {
            ReadFieldJson(ParseJson(input.substr(cut + 1)), "problem", problem);
        }
        catch (const std::invalid_argument& refusal)
        {
            return HostileVerdict::Refuse(refusal.what());
        }
        const std::string change = ExplainChange(problem);
        if (!change.empty())
        {
            return HostileVerdict::Break("a problem: " + change);
        }
        const auto plan = planner->Plan(problem);
        std::string fault = ExplainPlan(plan);
        if (fault.empty() && input.size() % 8 == 0)
        {
            const bool same =
                DumpJson(WriteFieldJson(plan)) == DumpJson(WriteFieldJson(planner->Plan(problem)));
            fault = same ? "" : "the same problem gives another plan";
        }
        if (!fault.empty())
        {
            return HostileVerdict::Break(name + ": " + fault);
        }
        return plan.status == PlanStatus::REFUSED ? HostileVerdict::Refuse(plan.reason)
                                                  : HostileVerdict();
    }

  private:
    std::vector<std::string> m_planners;
    std::vector<Json> m_documents;
};

/// Plans that another process made. @tparam Family of planners
template <class Family>
class PlanSubject : public HostileSubject
{
  public:
    using Problem = typename Family::Problem; ///< that it takes
    using Plan = typename Family::Plan;       ///< that is made
    using Base = typename Family::Planner;    ///< of its planners

    explicit PlanSubject(uint64_t seed)
    {
        std::vector<Problem> sound;
        MakeSoundProblems(seed, sound);
        for (const std::string& name : ListPlannerTypes(Base::GetTypeId()))
        {
            const Problem& problem = sound[m_documents.size() % sound.size()];
            const Plan plan = CreatePlanner<Base>(name)->Plan(problem);
            if (plan.IsUsable())
            {
                Json document;
                document["problem"] = WriteFieldJson(problem);
                document["plan"] = WriteFieldJson(plan);
                m_documents.push_back(document);
            }
            if (m_documents.size() >= ENOUGH)
            {
                break;
            }
        }
        if (m_documents.empty())
        {
            throw std::logic_error("no planner of the family makes a plan of a sound problem");
        }
    }

    std::string Make(Mutator& draws) override
    {
        Json document = m_documents[draws.Draw(m_documents.size())];
        std::vector<Json> others;
        for (const Json& other : m_documents)
        {
            others.push_back(other["plan"]);
        }
        const std::string plan = JsonMutator(draws).Change(document["plan"], others);
        return "{\"problem\": " + DumpJson(document["problem"]) + ", \"plan\": " + plan + "}";
    }

    HostileVerdict Take(const std::string& input) override
    {
        Plan plan;
        try
        {
            const Json document = ParseJson(input);
            if (!document.is_object() || !document.contains("problem") ||
                !document.contains("plan"))
            {
                return HostileVerdict::Refuse("no problem with a plan");
            }
            Problem problem;
            ReadFieldJson(document["problem"], "problem", problem);
            const std::string unsound = problem.Validate();
            if (!unsound.empty())
            {
                return HostileVerdict::Refuse(unsound);
            }
            ReadRemotePlan(problem, document["plan"], plan);
        }
        catch (const std::invalid_argument& refusal)
        {
            return HostileVerdict::Refuse(refusal.what());
        }
        const std::string fault = ExplainPlan(plan);
        return fault.empty() ? HostileVerdict() : HostileVerdict::Break(fault);
    }

  private:
    static constexpr std::size_t ENOUGH = 6;

    std::vector<Json> m_documents;
};

/// All families that there are.
struct Families
{
    Families()
    {
        ForEachPlanningFamily([](const auto& family) {
            using Family = std::decay_t<decltype(family)>;
            HostileRegistration("problem-" + family.name, [](uint64_t seed) {
                return std::make_unique<ProblemSubject<Family>>(seed);
            });
            HostileRegistration("plan-" + family.name, [](uint64_t seed) {
                return std::make_unique<PlanSubject<Family>>(seed);
            });
        });
    }
};

const Families g_families;

} // namespace

} // namespace edgeai
} // namespace ns3
