/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What of the module needs no simulation, inside a Python process: planners, what networks cost,
// and laws. The package edgeai dresses it; its functions take what that hands over.

#include "allocation/plan/planner-group.h"
#include "allocation/plan/planner-text.h"
#include "allocation/plan/profile-fields.h"
#include "application/control/remote/planning-families.h"
#include "laws.h"
#include "object-backend.h"

#include "ns3/network-catalogue.h"
#include "ns3/profile-error.h"

#include <ctime>
#include <exception>
#include <memory>
#include <pybind11/stl.h>
#include <string>
#include <type_traits>
#include <vector>

namespace py = pybind11;
using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Calls a function with the family of a planner and the planner as one of it.
/// @param [in] planner of any family  @param [in] call with both
template <typename Call>
void
WithFamily(const Ptr<PlannerBase>& planner, Call&& call)
{
    ForEachPlanningFamily([&](const auto& family) {
        using Base = typename std::decay_t<decltype(family)>::Planner;
        if (const Ptr<Base> own = DynamicCast<Base>(planner))
        {
            call(family, *own);
        }
    });
}

/// @param [in] object a problem  @param [in] index of it  @param [in] one it is a single one
/// @param [in,out] context of all of them  @param [out] problem it, whatever it was before
/// @throws FieldFault
template <typename Problem>
void
ReadProblem(PyObject* object, std::size_t index, bool one, ObjectContext& context, Problem& problem)
{
    static const std::string SINGLE = "problem";
    static const std::string SEVERAL = "problems";
    const FieldPlace all{nullptr, one ? &SINGLE : &SEVERAL, 0};
    const FieldPlace element{&all, nullptr, index};
    ObjectWalk::ReadStruct(one ? all : element, {object, &context}, problem);
}

/// Plans that Python has not looked at yet.
class PlanSource
{
  public:
    virtual ~PlanSource() = default;
    /// @returns how many there are
    virtual std::size_t GetSize() const = 0;
    /// @param [in] index of one  @returns it as a dataclass
    virtual py::object Open(std::size_t index) const = 0;
    /// @returns the first that was refused, or -1
    virtual Py_ssize_t FindRefused() const = 0;
};

/// Plans. @tparam Result of a family
template <typename Result>
class OwnPlanSource : public PlanSource
{
  public:
    /// @param [in] plans made  @param [in] refused the first of them that is, or -1
    OwnPlanSource(std::vector<Result> plans, Py_ssize_t refused)
        : m_plans(std::move(plans)),
          m_refused(refused)
    {
    }

    std::size_t GetSize() const override
    {
        return m_plans.size();
    }

    py::object Open(std::size_t index) const override
    {
        return WriteObject(m_plans.at(index));
    }

    Py_ssize_t FindRefused() const override
    {
        return m_refused;
    }

  private:
    std::vector<Result> m_plans;
    Py_ssize_t m_refused;
};

/// @param [in] object a profile of Python  @param [in] name what messages call it
/// @returns it, sound  @throws std::invalid_argument
NetworkProfile
ReadNetwork(py::handle object, const std::string& name = "network")
{
    auto profile = ReadObject<NetworkProfile>(object, name);
    RequireSound(profile.Validate());
    return profile;
}

constexpr std::size_t INTERRUPTS = 8; ///< plans between looks at whether somebody wants to stop

/// Makes a planner, unless the last one was made of the same words: problems come one by one, too,
/// and finding types by their names takes a good part of the time of a plan.
/// @param [in] text of a planner  @param [in] attributes more of it  @returns it
Ptr<PlannerBase>
FindPlanner(const std::string& text, const PlannerAttributes& attributes)
{
    struct Made
    {
        std::string text;
        PlannerAttributes attributes;
        Ptr<PlannerBase> planner;
    };

    static Made& last = *new Made(); // never taken apart: Python and ns-3 end in any order
    if (last.planner && last.text == text && last.attributes == attributes)
    {
        return last.planner;
    }
    const Ptr<PlannerBase> planner = MakePlanner(text, attributes);
    if (!IsRemotePlanner(planner->GetInstanceTypeId())) // whose process ends with it
    {
        last = {text, attributes, planner};
    }
    return planner;
}

/// @param [in] text of a planner  @param [in] attributes more of it  @param [in] objects problems
/// @param [in] one they are a single one  @returns the plans
std::unique_ptr<PlanSource>
Plan(const std::string& text,
     const PlannerAttributes& attributes,
     const py::list& objects,
     bool one)
{
    std::unique_ptr<PlanSource> source;
    WithFamily(FindPlanner(text, attributes), [&](const auto& family, const auto& planner) {
        using Family = std::decay_t<decltype(family)>;
        std::vector<typename Family::Plan> plans;
        plans.reserve(objects.size());
        Py_ssize_t refused = -1;
        // In this order: what the context knows of the problem ends first.
        typename Family::Problem problem;
        ObjectContext context(!one);
        for (std::size_t i = 0; i < objects.size(); ++i)
        {
            // One after the other: what is in the processor's cache costs nothing to plan with.
            ReadProblem(objects[i].ptr(), i, one, context, problem);
            plans.push_back(planner.Plan(problem));
            if (refused < 0 && plans.back().status == PlanStatus::REFUSED)
            {
                refused = static_cast<Py_ssize_t>(i);
            }
            if (plans.size() % INTERRUPTS == 0 && PyErr_CheckSignals() != 0)
            {
                throw py::error_already_set();
            }
        }
        source = std::make_unique<OwnPlanSource<typename Family::Plan>>(std::move(plans), refused);
    });
    return source;
}

/// @param [in] text of a planner  @param [in] attributes more of it  @param [in] objects problems
/// @param [in] repeats how often  @returns processor time of planning alone, each time [s]
std::vector<double>
TimePlans(const std::string& text,
          const PlannerAttributes& attributes,
          const py::list& objects,
          uint32_t repeats)
{
    std::vector<double> times;
    WithFamily(MakePlanner(text, attributes), [&](const auto& family, const auto& planner) {
        using Problem = typename std::decay_t<decltype(family)>::Problem;
        std::vector<Problem> problems;
        Problem problem;
        ObjectContext context(true);
        for (std::size_t i = 0; i < objects.size(); ++i)
        {
            ReadProblem(objects[i].ptr(), i, false, context, problem);
            problems.push_back(problem);
        }
        for (uint32_t i = 0; i < repeats; ++i)
        {
            std::vector<typename std::decay_t<decltype(family)>::Plan> plans;
            const std::clock_t start = std::clock();
            plans.reserve(problems.size());
            for (const Problem& problem : problems)
            {
                plans.push_back(planner.Plan(problem));
            }
            times.push_back(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
        }
    });
    return times;
}

/// @returns families with their planners, and all structs, as JSON
std::string
Describe()
{
    nlohmann::ordered_json families = nlohmann::ordered_json::array();
    nlohmann::ordered_json structs;
    ForEachPlanningFamily([&](const auto& family) {
        using Family = std::decay_t<decltype(family)>;
        nlohmann::ordered_json one;
        one["name"] = family.name;
        one["problem"] = GetStructName<typename Family::Problem>();
        one["plan"] = GetStructName<typename Family::Plan>();
        one["planners"] = nlohmann::ordered_json::array();
        for (const std::string& full : ListPlannerTypes(Family::Planner::GetTypeId()))
        {
            one["planners"].push_back(full.substr(full.rfind(':') + 1));
        }
        families.push_back(one);
        FieldSchema::Describe<typename Family::Problem>(structs);
        FieldSchema::Describe<typename Family::Plan>(structs);
    });
    FieldSchema::Describe<NetworkProfile>(structs);
    DescribeLaws(structs);
    return DumpJson({{"families", families}, {"structs", structs}});
}

/// @param [in] text of a planner  @returns its family, and what its attributes are, as JSON
std::string
DescribePlanner(const std::string& text)
{
    const Ptr<PlannerBase> planner = MakePlanner(text);
    nlohmann::ordered_json words;
    WithFamily(planner, [&](const auto& family, const auto&) { words["family"] = family.name; });
    words["attributes"] = nlohmann::ordered_json::array();
    for (TypeId at = planner->GetInstanceTypeId(); at != Object::GetTypeId(); at = at.GetParent())
    {
        for (std::size_t i = 0; i < at.GetAttributeN(); ++i)
        {
            const TypeId::AttributeInformation& attribute = at.GetAttribute(i);
            words["attributes"].push_back(
                {{"name", attribute.name},
                 {"help", attribute.help},
                 {"default", attribute.initialValue->SerializeToString(attribute.checker)}});
        }
    }
    return DumpJson(words);
}

} // namespace

PYBIND11_MODULE(edgeai_native, module)
{
    py::register_exception_translator([](std::exception_ptr thrown) {
        try
        {
            std::rethrow_exception(thrown);
        }
        catch (const ProfileError& error)
        {
            PyErr_SetString(PyExc_ValueError, error.what());
        }
    });
    module.doc() = "Planners, networks and laws of edge-ai, for the package edgeai.";
    module.def("describe", &Describe);
    module.def("describe_planner", &DescribePlanner);
    module.def("register", [](const std::string& name, const py::object& type) {
        ObjectBackend::GetClass(name) = py::object(type).release().ptr();
    });
    module.def("set_translator", [](const py::object& translator) {
        ObjectBackend::GetTranslator() = py::object(translator).release().ptr();
    });
    py::class_<PlanSource>(module, "PlanSource")
        .def("__len__", &PlanSource::GetSize)
        .def("open", &PlanSource::Open)
        .def("find_refused", &PlanSource::FindRefused);
    module.def("plan", &Plan);
    module.def("time_plans", &TimePlans);
    module.def("networks", &ListNetworks);
    module.def("describe_network", &DescribeNetwork);
    module.def("profile",
               [](const std::string& name) { return WriteObject(LoadNetworkProfile(name)); });
    module.def("split_options", [](const py::object& network) {
        return WriteObjects(MakeSplitOptions(ReadNetwork(network)));
    });
    module.def("chain_layers",
               [](const py::list& structures, const std::vector<double>& losses, double bytes) {
                   std::vector<NetworkProfile> read;
                   for (const py::handle structure : structures)
                   {
                       const std::string at = "[" + std::to_string(read.size()) + "]";
                       read.push_back(ReadNetwork(structure, "structures" + at));
                   }
                   return WriteObjects(MakeChainLayers(read, losses, bytes));
               });
    module.def("rows_problem", [](const py::object& network, double bytes) {
        return WriteObject(MakeRowPartitionProblem(ReadNetwork(network), bytes));
    });
    module.def("path_service", [](const py::object& network) {
        return WriteObject(MakeCodeService(ReadNetwork(network)));
    });
    module.def("path_problem", [] { return WriteObject(MakeCodeBaseProblem()); });
    AddLaws(module);
}
