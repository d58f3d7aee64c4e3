/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What of the module needs no simulation, inside a Python process: planners, what networks cost,
// and laws. The package edgeai dresses it; its functions take what that hands over.

#include "allocation/plan/planner-text.h"
#include "allocation/plan/profile-fields.h"
#include "application/control/remote/planning-families.h"
#include "laws.h"
#include "object-backend.h"

#include "ns3/network-catalogue.h"
#include "ns3/profile-error.h"

#include <ctime>
#include <exception>
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

/// @param [in] objects problems  @param [in] one they are a single one  @returns them
template <typename Problem>
std::vector<Problem>
ReadProblems(const py::list& objects, bool one)
{
    std::vector<Problem> problems(objects.size());
    ObjectContext context;
    const std::string name = one ? "problem" : "problems";
    for (std::size_t i = 0; i < objects.size(); ++i)
    {
        const FieldPlace all{nullptr, &name, 0};
        const FieldPlace single{&all, nullptr, i};
        ObjectWalk::ReadStruct(one ? all : single, {objects[i].ptr(), &context}, problems[i]);
    }
    return problems;
}

/// A plan whose fields Python has not asked for yet.
class PlanSource
{
  public:
    virtual ~PlanSource() = default;
    /// @returns a dataclass with all its fields
    virtual py::object Open() const = 0;
};

/// A plan. @tparam T of a family
template <typename T>
class OwnPlanSource : public PlanSource
{
  public:
    /// @param [in] plan made
    explicit OwnPlanSource(T plan)
        : m_plan(std::move(plan))
    {
    }

    py::object Open() const override
    {
        return WriteObject(m_plan);
    }

  private:
    T m_plan;
};

constexpr const char* SOURCE = "edgeai.plan"; ///< what its capsules are

/// @tparam T of a family  @param [in] plan made
/// @returns a dataclass that has it for a source, and no fields yet
template <typename T>
py::object
WriteLazily(T plan)
{
    static PyObject* const key = PyUnicode_InternFromString("_source");
    PlanSource* source = new OwnPlanSource<T>(std::move(plan));
    PyObject* capsule = PyCapsule_New(source, SOURCE, [](PyObject* object) {
        delete static_cast<PlanSource*>(PyCapsule_GetPointer(object, SOURCE));
    });
    PyObject* dictionary = PyDict_New();
    PyDict_SetItem(dictionary, key, capsule);
    Py_DECREF(capsule);
    return py::reinterpret_steal<py::object>(
        ObjectBackend::MakeObject(ObjectBackend::GetClass<T>(), dictionary));
}

/// @param [in] text of a planner  @param [in] attributes more of it  @param [in] objects problems
/// @param [in] one they are a single one
/// @returns the plans, and the number of the first that was refused, or -1
py::tuple
Plan(const std::string& text,
     const PlannerAttributes& attributes,
     const py::list& objects,
     bool one)
{
    py::list plans(objects.size());
    Py_ssize_t refused = -1;
    WithFamily(MakePlanner(text, attributes), [&](const auto& family, const auto& planner) {
        using Problem = typename std::decay_t<decltype(family)>::Problem;
        const std::vector<Problem> problems = ReadProblems<Problem>(objects, one);
        for (std::size_t i = 0; i < problems.size(); ++i)
        {
            auto plan = planner.Plan(problems[i]);
            if (refused < 0 && plan.status == PlanStatus::REFUSED)
            {
                refused = static_cast<Py_ssize_t>(i);
            }
            plans[i] = WriteLazily(std::move(plan));
            if (PyErr_CheckSignals() != 0)
            {
                throw py::error_already_set();
            }
        }
    });
    return py::make_tuple(plans, refused);
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
        const std::vector<Problem> problems = ReadProblems<Problem>(objects, false);
        for (uint32_t i = 0; i < repeats; ++i)
        {
            const std::clock_t start = std::clock();
            for (const Problem& problem : problems)
            {
                planner.Plan(problem);
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
    module.def("plan", &Plan);
    module.def("open",
               [](const py::capsule& source) { return source.get_pointer<PlanSource>()->Open(); });
    module.def("time_plans", &TimePlans);
    module.def("networks", &ListNetworks);
    module.def("describe_network", &DescribeNetwork);
    module.def("profile",
               [](const std::string& name) { return WriteObject(LoadNetworkProfile(name)); });
    module.def("split_options", [](const py::object& profile) {
        const auto read = ReadObject<NetworkProfile>(profile, "profile");
        RequireSound(read.Validate());
        return WriteObjects(MakeSplitOptions(read));
    });
    module.def("chain_layers",
               [](const py::list& profiles, const std::vector<double>& losses, double bytes) {
                   std::vector<NetworkProfile> read;
                   for (const py::handle profile : profiles)
                   {
                       read.push_back(ReadObject<NetworkProfile>(profile, "profiles"));
                       RequireSound(read.back().Validate());
                   }
                   return WriteObjects(MakeChainLayers(read, losses, bytes));
               });
    module.def("rows_problem", [](const py::object& profile, double bytes) {
        const auto read = ReadObject<NetworkProfile>(profile, "profile");
        RequireSound(read.Validate());
        return WriteObject(MakeRowPartitionProblem(read, bytes));
    });
    module.def("path_service", [](const py::object& profile) {
        const auto read = ReadObject<NetworkProfile>(profile, "profile");
        RequireSound(read.Validate());
        return WriteObject(MakeCodeService(read));
    });
    module.def("path_problem", [] { return WriteObject(MakeCodeBaseProblem()); });
    AddLaws(module);
}
