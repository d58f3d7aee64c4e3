/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How much faster is one inference on three nodes that share every layer by rows, when rows travel
// in real packets? HALP (Li, Iosifidis, Zhang, arXiv 2207.11294; timeline and search of this
// module's derivation) against the host alone, MoDNN, DPFP, full fusion, and HALP without hiding,
// planned and realised.
//
//                              secondary 1
//   device --- uplink --- host      |         ideal links, one ideal medium, point-to-point,
//                              secondary 2    one Ethernet segment, one 802.11ax cell: --link
//
// VGG-16 runs on nodes with the effective speed of a Raspberry Pi 4. Tables: all planners over all
// links; what fixed times of operations and messages leave of the speed-up; batches; the most
// accurate network in time over an uplink that varies; a secondary that falls silent and a link
// that degrades. Figures: T and speed-up against the links' rate, reliability against the deadline,
// batches, and which node computes and which rows travel when, layer by layer.

#include "halp-results.h"
#include "halp-scenario.h"

#include "ns3/experiment.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::halp;

namespace
{

/// The scenarios, tables and figures of this example.
struct Campaign
{
    /// @returns a scenario with what the command line says of all
    Scenario Make(const std::string& part, const std::string& link) const
    {
        Scenario scenario;
        scenario.part = part;
        scenario.link = link;
        scenario.networks = {options.network};
        scenario.rate = link == "wifi" ? options.wifiRate : options.rate;
        scenario.overhead = options.overhead;
        scenario.batch = options.batch;
        scenario.images = options.batch;
        scenario.deadline = options.deadline;
        if (link == "wifi")
        {
            // What the medium can bear is not known beforehand: plans learn it.
            scenario.replan = true;
            scenario.images = options.batch * options.wifiImages;
        }
        return scenario;
    }

    /// @returns whether the command line asks for a link
    bool Wants(const std::string& link) const
    {
        return options.link == "all" || options.link == link;
    }

    /// @returns the links that the command line asks for, or the one that stands for all
    std::string GetLink(const std::string& usual) const
    {
        return options.link == "all" ? usual : options.link;
    }

    /// Every planner over every link.
    void Methods() const
    {
        for (const char* link : {"ideal", "shared", "p2p", "csma", "wifi"})
        {
            for (const std::string& planner : GetPlanners(options))
            {
                if (Wants(link))
                {
                    Scenario scenario = Make("methods", link);
                    scenario.planner = planner;
                    Add(scenario);
                }
            }
        }
        experiment.AddTable(
            TableView("All planners over all links; the rate over Wi-Fi is what the first plan "
                      "assumes, the last plan knows better",
                      "link link_rate planner time speed_up host_stall_realised "
                      "secondary_stall_realised gave_up plans status")
                .Where("part", "methods")
                .RuleBy("link"));
    }

    /// T and speed-up against the links' rate.
    void Rates() const
    {
        for (const double rate : options.rates)
        {
            for (const std::string& planner : GetPlanners(options))
            {
                Scenario scenario = Make("rates", GetLink("p2p"));
                scenario.planner = planner;
                scenario.rate = rate;
                Add(scenario);
            }
        }
        for (const bool speed : {false, true})
        {
            experiment.AddFigure(
                FigureView(speed ? "speed-up" : "time",
                           (speed ? "Speed-up of " : "Time of ") + options.network +
                               " on three nodes, " + GetLink("p2p"))
                    .Where("part", "rates")
                    .Series("planner", "link_rate", speed ? "speed_up_realised" : "time_realised")
                    .LogX());
        }
    }

    /// What fixed times leave of the speed-up.
    void Overheads() const
    {
        for (const double overhead : options.overheads)
        {
            for (const double latency : options.latencies)
            {
                Scenario scenario = Make("overheads", GetLink("p2p"));
                scenario.planner = "HalpOverlapPlanner";
                scenario.overhead = overhead;
                scenario.latency = latency;
                Add(scenario);
            }
        }
        experiment.AddTable(TableView("HALP with the least zone, " + GetLink("p2p") +
                                          ": what fixed times leave of the speed-up",
                                      "overhead message_time time speed_up")
                                .Where("part", "overheads")
                                .RuleBy("overhead"));
        experiment.AddFigure(FigureView("overheads", "What fixed times leave of the speed-up")
                                 .Where("part", "overheads")
                                 .Series("message_time", "overhead", "speed_up_realised")
                                 .Axes("per operation [ms]; curves: latency of a message [s]",
                                       "speed-up, realised"));
    }

    /// Batches.
    void Batches() const
    {
        for (const std::string planner : {"HalpOverlapPlanner", "HalpPlanner", "ModnnPlanner"})
        {
            for (const double batch : options.batches)
            {
                Scenario scenario = Make("batches", GetLink("p2p"));
                scenario.planner = planner;
                scenario.batch = scenario.images = std::lround(batch);
                Add(scenario);
            }
        }
        experiment.AddTable(
            TableView("Batches, " + GetLink("p2p"), "planner batch time time_per_image speed_up")
                .Where("part", "batches")
                .RuleBy("planner"));
        experiment.AddFigure(FigureView("batches", "Time of an image in a batch")
                                 .Where("part", "batches")
                                 .Series("planner", "batch", "time_per_image"));
    }

    /// Who computes and what travels when.
    void Gantt() const
    {
        for (const std::string planner : {"HalpOverlapPlanner", "ModnnPlanner"})
        {
            Scenario scenario = Make("gantt", GetLink("p2p"));
            scenario.planner = planner;
            scenario.batch = scenario.images = 1;
            scenario.rate = std::min(scenario.rate, 40e6); // so that rows can be seen
            scenario.files = experiment.GetPath("gantt-" + planner);
            scenario.pcap = options.pcap ? experiment.GetPath("gantt-" + planner) : "";
            Add(scenario);
            experiment.AddFigure(
                FigureView("gantt-" + planner, planner + ", one image at 40 Mbit/s, layer by layer")
                    .From("operations")
                    .Where("planner", planner)
                    .Series("who", "when", "layer", SeriesStyle::LINES));
        }
    }

    /// The most accurate network in time, over an uplink that varies.
    void Selection() const
    {
        for (const double deadline : options.deadlines)
        {
            for (const bool choose : {true, false})
            {
                for (const bool share : {false, true})
                {
                    Scenario scenario = Make("selection", GetLink("ideal"));
                    scenario.networks = GetCandidates(options);
                    scenario.planner = share ? "HalpOverlapPlanner" : "HalpAlonePlanner";
                    scenario.batch = 1;
                    scenario.images = options.images;
                    scenario.period = 1;
                    scenario.deadline = deadline;
                    scenario.selects = choose;
                    scenario.mayShare = share;
                    scenario.varies = scenario.link != "wifi";
                    Add(scenario);
                }
            }
        }
        experiment.AddTable(
            TableView("The most accurate network in time, uplink of " +
                          std::to_string(std::lround(options.uplink / 1e6)) + " +- " +
                          std::to_string(std::lround(options.deviation / 1e6)) + " Mbit/s",
                      "deadline mode accuracy reliability latency images completed")
                .Where("part", "selection")
                .RuleBy("deadline"));
        const auto draw = [&](const std::string& column, const std::string& title) {
            experiment.AddFigure(FigureView(column, title)
                                     .Where("part", "selection")
                                     .Series("mode", "deadline", column));
        };
        draw("reliability_realised", "Share of images that are answered in time");
        draw("accuracy", "Accuracy of the networks that answer");
    }

    /// A secondary falls silent and comes back, then a link degrades.
    void Course() const
    {
        Scenario scenario = Make("course", "p2p");
        scenario.batch = 1;
        scenario.period = 5;
        scenario.images = 18;
        scenario.replan = true;
        scenario.course = true;
        scenario.files = experiment.GetPath("course");
        Add(scenario);
        const std::string title =
            "Secondary 2 is silent from " + std::to_string(std::lround(options.silent)) + " s to " +
            std::to_string(std::lround(options.back)) + " s, then secondary 1's link degrades";
        experiment.AddTable(TableView(title + ": images", "image generated ran time latency")
                                .From("images")
                                .Where("part", "course"));
        experiment.AddTable(TableView(title + ": plans", "plan made zone ratio time cause")
                                .From("plans")
                                .Where("part", "course"));
        experiment.AddFigure(FigureView("course", title)
                                 .From("images")
                                 .Curve("T planned", "generated", "time_planned")
                                 .Curve("T realised", "generated", "time_realised")
                                 .Axes("", "T [s]"));
    }

    void Add(const Scenario& scenario) const
    {
        experiment.AddScenario({{"part", scenario.part},
                                {"link", scenario.link},
                                {"planner", scenario.planner},
                                {"link_rate", scenario.rate},
                                {"overhead", scenario.overhead},
                                {"message_time", scenario.latency},
                                {"batch", scenario.batch},
                                {"deadline", scenario.deadline},
                                {"mode", scenario.GetMode()}},
                               [options = options, scenario](ScenarioResults& results) {
                                   Scenario mine = scenario;
                                   mine.files = results.GetStem(scenario.files);
                                   Report(mine, Simulate(options, mine), results);
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
    Experiment experiment("halp", "One inference shared by rows: plan against reality.");
    AddOptions(experiment, options);
    experiment.Parse(argc, argv);
    SetColumns(experiment);
    const Campaign campaign{experiment, options};
    AddParts(campaign,
             options.part,
             {{"methods", &Campaign::Methods},
              {"rates", &Campaign::Rates},
              {"overheads", &Campaign::Overheads},
              {"batches", &Campaign::Batches},
              {"gantt", &Campaign::Gantt},
              {"selection", &Campaign::Selection},
              {"course", &Campaign::Course}});
    return experiment.Run();
}
