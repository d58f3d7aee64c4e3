/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// To whom do devices and edge nodes send tasks of a model cut over several stages of nodes, and how
// sure must an early exit be to answer? DTO-EE (Xie et al., arXiv 2412.08284, algorithms of this
// module's derivation), by messages between neighbours, against every baseline, planned and
// realised.
//
//   device ~~~ station of a cell --- stage 1 === stage 2 === stage 3 === stage 4
//
// Devices are in Wi-Fi cells (or cells of the broadband radio, or have wires of their own:
// --link=ideal), and every node has a wire to every node of the next stage. ResNet-101 runs in four
// parts with exits behind the first two. Speeds and rates are drawn anew in each of --runs. Tables:
// all methods at one load; response time and accuracy against load; both against the value of
// accuracy; thresholds of exits and of nodes; a step of the load; a node that fails.

#include "dto-ee-results.h"

#include "ns3/experiment.h"

#include <array>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoee;

namespace
{

/// A way to decide, with its name in the tables.
struct Method
{
    std::string name;
    std::string planner;
    double threshold{0.8}; ///< to begin with; of 1 nobody leaves
};

/// DTO-EE and every baseline.
const std::vector<Method> METHODS{{"DTO-EE", "DtoEeDistributedPlanner"},
                                  {"DTO-EE, central", "DtoEePlanner"},
                                  {"its rows, C = 0.8", "DtoEeFixedThresholdsPlanner"},
                                  {"its rows, no exit", "DtoEeNoExitPlanner", 1},
                                  {"CF", "DtoEeComputingFirstPlanner"},
                                  {"BF", "DtoEeBandwidthFirstPlanner"},
                                  {"uniform", "DtoEeUniformPlanner"},
                                  {"NGTO", "DtoEeNgtoPlanner"},
                                  {"GA", "DtoEeGeneticPlanner"}};

/// Figures are drawn of both: beginning of columns, of titles, and text along the axis.
const std::vector<std::array<std::string, 3>> QUANTITIES{
    {"response_time", "Response time", "response time [ms]"},
    {"accuracy", "Accuracy", "accuracy [%]"}};

/// @returns the method of a planner; one that is none becomes one
Method
FindMethod(const std::string& planner)
{
    for (const Method& method : METHODS)
    {
        if (planner == method.planner || planner == "ns3::edgeai::" + method.planner)
        {
            return method;
        }
    }
    return {planner, planner};
}

/// The scenarios, tables and figures of this example.
struct Campaign
{
    /// All methods at one load.
    void Planners() const
    {
        const bool all = options.planners == std::vector<std::string>{"all"};
        std::vector<Method> methods = all ? METHODS : std::vector<Method>();
        if (all && options.part == "brief")
        {
            methods = {METHODS[0], METHODS[2], METHODS[4], METHODS[7]};
        }
        for (const std::string& planner : options.planners)
        {
            if (!all)
            {
                methods.push_back(FindMethod(planner));
            }
        }
        for (const Method& method : methods)
        {
            Add(MakeScenario("planners", method));
        }
        AddTable("planners", options.part == "brief" ? "Some methods" : "All methods", "method");
    }

    /// Response time and accuracy against load.
    void Load() const
    {
        std::vector<Method> methods{FindMethod(options.planner)};
        for (const std::string planner : {"DtoEeNgtoPlanner", "DtoEeComputingFirstPlanner"})
        {
            if (methods[0].planner != planner)
            {
                methods.push_back(FindMethod(planner));
            }
        }
        for (const Method& method : methods)
        {
            for (const double load : options.loads)
            {
                Scenario scenario = MakeScenario("load", method);
                scenario.load = load;
                Add(scenario);
            }
        }
        AddTable("load", "Load", "method load");
        const std::string method = FindMethod(options.planner).name;
        for (const auto& [stem, quantity, axis] : QUANTITIES)
        {
            const std::string title = quantity + " against load, planned and realised";
            experiment.AddFigure(FigureView("load-" + stem, title)
                                     .Where("part", "load")
                                     .Series("method", "load", stem + "_realised")
                                     .Curve(method + ", planned",
                                            "load",
                                            stem + "_planned",
                                            SeriesStyle::LINES,
                                            {{"method", method}})
                                     .Like(method)
                                     .Axes("", axis));
        }
    }

    /// Response time and accuracy over the value of accuracy.
    void Value() const
    {
        for (const double value : options.values)
        {
            Scenario scenario = MakeScenario("value", FindMethod(options.planner));
            scenario.value = value;
            Add(scenario);
        }
        AddTable("value", "Value of accuracy", "value");
        experiment.AddFigure(
            FigureView("value", "Response time against accuracy, over the value of accuracy")
                .Where("part", "value")
                .Axes("accuracy [%]", "response time [ms]")
                .Curve("planned", "accuracy_planned", "response_time_planned")
                .Curve("realised", "accuracy_realised", "response_time_realised"));
    }

    /// One threshold for each exit, and one for each node.
    void Thresholds() const
    {
        for (const bool own : {false, true})
        {
            Method method = FindMethod(options.planner);
            method.name += own ? ", C of nodes" : ", C of exits";
            Scenario scenario = MakeScenario("thresholds", method);
            scenario.own = own;
            Add(scenario);
        }
        AddTable("thresholds", "Whose thresholds", "method");
    }

    /// Something happens half way. @param [in] part step or failure  @param [in] what happens
    void Course(const std::string& part, const std::string& what) const
    {
        Scenario scenario = MakeScenario(part, FindMethod(options.planner));
        scenario.duration = options.courseDuration;
        scenario.loadStep = part == "step" ? options.loadStep : 0;
        scenario.fails = part == "failure";
        scenario.stem = experiment.GetPath(part);
        Add(scenario);
        experiment.AddTable(TableView(what + " half way, slot by slot",
                                      "begun arrivals response_time accuracy passing_1 passing_2 "
                                      "busiest dropped")
                                .From("slots")
                                .Where("part", part));
        for (const auto& [stem, quantity, axis] : QUANTITIES)
        {
            experiment.AddFigure(
                FigureView(part + "-" + stem, quantity + ": " + what)
                    .From("slots")
                    .Where("part", part)
                    .Curve("planned", "begun", stem + "_planned", SeriesStyle::STEPS)
                    .Curve("realised", "begun", stem + "_realised", SeriesStyle::STEPS)
                    .Axes("", axis));
        }
        experiment.AddFigure(FigureView(part + "-rounds", "Convergence over rounds: " + what)
                                 .From("rounds")
                                 .Where("part", part)
                                 .Curve("", "number", "utility", SeriesStyle::LINES));
        experiment.AddFigure(FigureView(part + "-gap", "Certified gap over rounds: " + what)
                                 .From("rounds")
                                 .Where("part", part)
                                 .LogY()
                                 .Curve("", "number", "gap", SeriesStyle::LINES));
    }

    Scenario MakeScenario(const std::string& part, const Method& method) const
    {
        Scenario scenario;
        scenario.part = part;
        scenario.name = method.name;
        scenario.planner = method.planner;
        scenario.threshold = method.threshold;
        scenario.load = options.load;
        scenario.value = options.value;
        scenario.duration = options.duration;
        // Baselines have the thresholds they are given.
        scenario.own = options.thresholds == "node" && HasNodeThresholds(method.planner);
        return scenario;
    }

    void AddTable(const std::string& part, const std::string& title, const std::string& keys) const
    {
        experiment.AddTable(
            TableView(title + ": " + options.network + ", " + options.link + ", " +
                          options.service + " service",
                      keys + " response_time response_time_mm1 accuracy utility_realised busiest "
                             "gap control_rate dropped_share unfinished_share")
                .Where("part", part));
    }

    void Add(const Scenario& scenario) const
    {
        experiment.AddScenario({{"part", scenario.part},
                                {"method", scenario.name},
                                {"planner", scenario.planner},
                                {"load", scenario.load},
                                {"value", scenario.value}},
                               [options = options, scenario](ScenarioResults& results) {
                                   Report(options, scenario, results);
                               });
    }

    Experiment& experiment;
    const Options& options;
};

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    Experiment experiment("dto-ee",
                          "Tasks routed through stages of edge nodes with early exits: plan "
                          "against reality.");
    AddOptions(experiment, options);
    experiment.Parse(argc, argv);
    SetColumns(experiment);
    const Campaign campaign{experiment, options};
    const auto wants = [&](const std::string& part) {
        return options.part == "all" || options.part == part;
    };
    const bool brief = options.part == "brief";
    if (wants("planners") || brief)
    {
        campaign.Planners();
    }
    if (wants("load"))
    {
        campaign.Load();
    }
    if (wants("value"))
    {
        campaign.Value();
    }
    if (wants("thresholds") && options.table.empty() && HasNodeThresholds(options.planner))
    {
        campaign.Thresholds();
    }
    if ((wants("step") || brief) && options.loadStep > 0)
    {
        campaign.Course("step", "a step of the load");
    }
    if (wants("failure"))
    {
        campaign.Course("failure", "a node fails");
    }
    return experiment.Run();
}
