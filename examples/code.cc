/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What does a service gain that routes its task through frozen blocks of another one's model?
// Paths of CoDE (Maleki, Shah-Mansouri, Khalaj, arXiv 2401.00631; protocol, admission and defaults
// of this module's derivation) against every baseline, planned and realised.
//
//   users ---- server of AlexNet ======== server of MobileNetV1 ---- users
//                     \\                    //
//                      server of a third service (--services=3)
//
// The first service has more tasks than its server can bear; the host has some capacity to spare.
// Tables: all planners; reward against the host's load; rates and kinds of the links between
// servers; a host whose load rises and falls; the exchange that trains new connections. Nothing is
// learnt: accuracies follow from the module's law, of which every answer is a draw.

#include "code-results.h"
#include "code-scenario.h"

#include "ns3/experiment.h"

#include <algorithm>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::code;

namespace
{

/// The scenarios, tables and figures of this example.
struct Campaign
{
    Scenario Make(const std::string& part, const std::string& planner) const
    {
        Scenario scenario;
        scenario.part = part;
        scenario.link = options.link;
        scenario.planner = planner;
        scenario.rate = options.rate;
        scenario.load = options.load;
        scenario.hostLoad = options.hostLoad;
        scenario.duration = options.duration;
        scenario.warmUp = std::min(2., options.duration / 4);
        return scenario;
    }

    /// @returns the planners that the command line names
    std::vector<std::string> GetPlanners() const
    {
        const bool all = options.planners == std::vector<std::string>{"all"};
        std::vector<std::string> names = all ? CodeHelper::ListPlanners() : options.planners;
        const std::string prefix = "ns3::edgeai::";
        for (std::string& name : names)
        {
            name = name.rfind(prefix, 0) == 0 ? name.substr(prefix.size()) : name;
        }
        return names;
    }

    /// @returns whether the command line asks for a planner
    bool Has(const std::string& planner) const
    {
        const std::vector<std::string> names = GetPlanners();
        return std::find(names.begin(), names.end(), planner) != names.end();
    }

    /// Every planner in one case.
    void Planners() const
    {
        for (const std::string& planner : GetPlanners())
        {
            Scenario scenario = Make("planners", planner);
            scenario.files = planner == "CodePlanner" ? experiment.GetPath("code") : "";
            scenario.pcap =
                planner == "CodePlanner" && options.pcap ? experiment.GetPath(options.link) : "";
            Add(scenario);
        }
        experiment.AddTable(TableView("All planners: " + options.network + ", with " +
                                          options.hostNetwork + " for the host",
                                      "planner path local_rate_realised host_rate_realised "
                                      "throughput accuracy reward latency trainings" +
                                          std::string(options.services == 3 ? " rival_rate" : "") +
                                          " status")
                                .Where("part", "planners"));
    }

    /// Paths against the host's load.
    void HostLoads() const
    {
        for (const std::string planner :
             {"CodePlanner", "CodeEdgeEarlyPlanner", "CodeOwnPathPlanner"})
        {
            for (const double load : {10., 20., 30., 40., 50., 60.})
            {
                Scenario scenario = Make("host load", planner);
                scenario.hostLoad = load;
                if (Has(planner))
                {
                    Add(scenario);
                }
            }
        }
        experiment.AddTable(
            TableView("Against the load of the host",
                      "planner host_load path local_rate_realised host_rate_realised "
                      "throughput accuracy reward")
                .Where("part", "host load")
                .RuleBy("planner"));
        const auto draw =
            [&](const std::string& stem, const std::string& title, const std::string& quantity) {
                experiment.AddFigure(FigureView(stem, title)
                                         .Where("part", "host load")
                                         .Series("planner", "host_load", quantity)
                                         .Axes("host's load [1/s]", ""));
            };
        draw("throughput", "Throughput of both services, realised", "throughput_realised");
        draw("accuracy", "Average accuracy of both services, realised", "accuracy_realised");
        FigureView reward("reward", "Reward of the chosen path against the host's load");
        reward.Where("part", "host load").Where("planner", "CodePlanner");
        reward.Axes("host's load [1/s]", "F over the service's own path");
        reward.Curve("planned", "host_load", "reward_planned");
        reward.Curve("realised", "host_load", "reward_realised");
        experiment.AddFigure(reward);
    }

    /// Rates and kinds of the links between servers.
    void Links() const
    {
        for (const double rate : {20e6, 60e6, 100e6, 200e6, 1e9})
        {
            Scenario scenario = Make("link rate", "CodePlanner");
            scenario.rate = rate;
            Add(scenario);
        }
        for (const std::string link : {"ideal", "p2p", "csma", "wifi"})
        {
            Scenario scenario = Make("link kind", "CodePlanner");
            scenario.link = link;
            scenario.duration = std::min(10., options.duration); // packets are small there
            Add(scenario);
        }
        const std::string columns =
            "path last_path local_rate_realised host_rate_realised throughput reward latency";
        experiment.AddTable(
            TableView("Against the rate of links between servers", "link_rate " + columns)
                .Where("part", "link rate"));
        experiment.AddTable(
            TableView("Kinds of links of nominally the same rate; what they carry is measured",
                      "link " + columns)
                .Where("part", "link kind"));
        FigureView figure("links", "Throughput of both services against the links' rate");
        figure.Where("part", "link rate").Axes("links' rate [Mbit/s]", "x_l + x_h [1/s]").LogX();
        figure.Curve("planned", "link_rate", "throughput_planned");
        figure.Curve("realised", "link_rate", "throughput_realised");
        experiment.AddFigure(figure);
    }

    /// The host's load rises and falls.
    void LoadStep() const
    {
        Scenario scenario = Make("load step", "CodePlanner");
        scenario.step = true;
        scenario.files = experiment.GetPath("load-step");
        Add(scenario);
        experiment.AddTable(TableView("The host's load rises by half, and falls again: decisions",
                                      "made cause path predicted trained asked granted outcome")
                                .From("decisions")
                                .Where("part", "load step"));
        experiment.AddTable(TableView("The same second by second",
                                      "start local_rate host_rate latency utilisation "
                                      "host_utilisation guest_share up_use down_use")
                                .From("seconds")
                                .Where("part", "load step"));
        FigureView figure("load-step", "A host whose load rises by half, and falls again");
        figure.From("seconds").Where("part", "load step").Axes("time [s]", "tasks per second");
        figure.Curve("x_l", "start", "local_rate", SeriesStyle::STEPS);
        figure.Curve("x_h", "start", "host_rate", SeriesStyle::STEPS);
        experiment.AddFigure(figure);
    }

    /// Training as traffic, through idle servers and beside tasks.
    void Training() const
    {
        for (const std::string part : {"training, idle", "training"})
        {
            Scenario scenario = Make(part, "CodePlanner");
            scenario.exchange = true;
            scenario.idle = part != "training";
            Add(scenario);
        }
        for (const std::string part : {"training, idle", "training"})
        {
            const std::string how = part == "training" ? " beside tasks" : " on idle servers";
            experiment.AddTable(TableView("New connections trained by exchange" + how,
                                          "path steps began time bits full_time full_bits outcome")
                                    .From("training")
                                    .Where("part", part));
        }
        experiment.AddTable(TableView("Decisions meanwhile",
                                      "made cause path predicted trained asked granted outcome")
                                .From("decisions")
                                .Where("part", "training"));
    }

    void Add(const Scenario& scenario) const
    {
        experiment.AddScenario({{"part", scenario.part},
                                {"planner", scenario.planner},
                                {"link", scenario.link},
                                {"link_rate", scenario.rate},
                                {"host_load", scenario.hostLoad}},
                               [options = options, scenario](ScenarioResults& results) {
                                   Scenario mine = scenario;
                                   mine.files = results.GetStem(scenario.files);
                                   Report(options, mine, Simulate(options, mine), results);
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
    Experiment experiment("code", "Tasks through blocks of two services: plan against reality.");
    AddOptions(experiment, options);
    experiment.Parse(argc, argv);
    SetColumns(experiment);
    const Campaign campaign{experiment, options};
    campaign.Planners();
    if (options.hostLoads)
    {
        campaign.HostLoads();
    }
    if (options.links && campaign.Has("CodePlanner"))
    {
        campaign.Links();
    }
    if (options.loadStep && campaign.Has("CodePlanner"))
    {
        campaign.LoadStep();
    }
    if (options.train && campaign.Has("CodePlanner"))
    {
        campaign.Training();
    }
    return experiment.Run();
}
