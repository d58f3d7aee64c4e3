/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How many frames per second do unlike devices get out of a network cut over them, and at what
// accuracy? Co-design of structure and cuts (Wu et al., arXiv 2411.00838, algorithms of this
// module's derivation) against every baseline, planned and realised.
//
//   camera --- board 1 --- board 2 --- board 3 --- sink       point-to-point      --link=p2p
//   the same five nodes as stations around an access point    802.11ax, 5 GHz     --link=wifi
//
// RepVGG-A0 fused to kernels of side 1, 3 or 5 runs on boards with the rooflines of a Raspberry
// Pi 4, a Jetson Nano and a Xavier NX. Tables: the front of throughput and accuracy; all schemes at
// several link rates; latency against the camera's rate, where a queue begins at 1 / T_b; a link
// that degrades half way, with and without planning again. The losses of accuracy are this module's
// assumption, not measured. --objective=summed is about the authors' own objective and
// measurements.

#include "iovt-results.h"
#include "iovt-scenario.h"
#include "iovt-summed.h"

#include "ns3/experiment.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::iovt;

namespace
{

/// The scenarios, tables and figures of this example.
struct Campaign
{
    /// All compromises of throughput and accuracy, each simulated saturated and at half its rate.
    void Front() const
    {
        Scenario scenario;
        scenario.part = "front";
        scenario.problem = MakeProblem(options.rate);
        const std::vector<ChainPoint> front = PlanFor(scenario).front;
        scenario.throughputOnly = true;
        for (const ChainPoint& point : front)
        {
            scenario.problem.accuracyMin = point.accuracy;
            for (const double load : {1.25, 0.5})
            {
                SetLoad(scenario, load);
                Add(scenario);
            }
        }
        const std::string links =
            ", links of " + std::to_string(std::lround(options.rate / 1e6)) + " Mbit/s";
        experiment.AddTable(TableView("Front of throughput and accuracy, RepVGG-A0" + links,
                                      "accuracy_planned layers_and_kernels load throughput latency")
                                .Where("part", "front")
                                .RuleBy("accuracy_planned"));
        const ResultKey full{{"load", 1.25}};
        experiment.AddFigure(FigureView("front", "Throughput and accuracy, RepVGG-A0" + links)
                                 .Where("part", "front")
                                 .Axes("throughput [frame/s]", "accuracy")
                                 .Curve("planned",
                                        "throughput_planned",
                                        "accuracy_planned",
                                        SeriesStyle::STEPS,
                                        full)
                                 .Curve("realised",
                                        "throughput_realised",
                                        "accuracy_realised",
                                        SeriesStyle::POINTS,
                                        full));
    }

    /// Every scheme at every link rate, with more frames than any can pass.
    void Schemes(const std::string& link) const
    {
        const bool wifi = link == "wifi";
        for (const double rate : wifi ? std::vector<double>{options.wifiRate} : options.rates)
        {
            for (const Scheme& scheme : GetSchemes(options.planners))
            {
                Scenario scenario;
                scenario.part = "schemes";
                scenario.link = link;
                scenario.scheme = scheme;
                scenario.queue = options.queue;
                scenario.problem = MakeProblem(rate);
                scenario.replan = wifi; // the rate is an outcome there
                if (wifi)
                {
                    scenario.problem.linkRates[0] = rate;
                }
                SetLoad(scenario, 1.25);
                if (wifi)
                {
                    // What the medium can bear is not known beforehand.
                    scenario.load = NOT_AVAILABLE;
                    scenario.problem.frameRate = options.wifiFrameRate;
                    scenario.warmUp = 4;
                    scenario.duration = 7;
                }
                Add(scenario);
            }
        }
        experiment.AddTable(
            TableView(wifi
                          ? "All schemes over Wi-Fi; the link rate is what the first plan assumes, "
                            "the last plan knows better"
                          : "All schemes over point-to-point links",
                      "link_rate scheme last_layers_and_kernels last_throughput_planned "
                      "throughput_realised last_throughput_ratio accuracy_realised "
                      "latency_realised eta_1 eta_2 eta_3 dropped_share status")
                .Where("part", "schemes")
                .Where("link", link)
                .RuleBy("link_rate"));
        if (!wifi)
        {
            experiment.AddFigure(
                FigureView("schemes", "Throughput of saturated pipelines, point-to-point links")
                    .Where("part", "schemes")
                    .Where("link", link)
                    .Series("scheme", "link_rate", "throughput_realised")
                    .Axes("", "throughput [frame/s]")
                    .LogX()
                    .LogY());
        }
    }

    /// Latency against the camera's rate: a queue begins at 1 / T_b.
    void Queueing() const
    {
        FigureView figure("queueing", "Latency against the camera's rate: queue onset at 1 / T_b");
        figure.Where("part", "queueing").Axes("camera rate times T_b", "latency [s]");
        const auto curve = [&](const std::string& name, const std::string& y, uint32_t queue) {
            figure.Curve(name, "load", y, SeriesStyle::LINES_POINTS, {{"queue", queue}});
        };
        curve("plan, no queue", "latency_planned", options.queue);
        for (const uint32_t queue : {options.queue, 10 * options.queue})
        {
            for (const double share : {0.2, 0.4, 0.6, 0.8, 0.95, 1.0, 1.05, 1.1, 1.3})
            {
                Scenario scenario;
                scenario.part = "queueing";
                scenario.problem = MakeProblem(options.rate);
                scenario.queue = queue;
                SetLoad(scenario, share, 2);
                Add(scenario);
            }
            curve("queues of " + std::to_string(queue) + " frames", "latency_realised", queue);
        }
        experiment.AddTable(TableView("Latency against the camera's rate",
                                      "frame_rate load queue latency_realised latency_ratio "
                                      "throughput_realised dropped_share")
                                .Where("part", "queueing")
                                .RuleBy("queue"));
        experiment.AddFigure(figure);
    }

    /// A link that degrades half way.
    void Degradation() const
    {
        Scenario scenario;
        scenario.part = "degradation";
        scenario.problem = MakeProblem(options.rate);
        scenario.problem.frameRate = options.degradedFrameRate;
        scenario.queue = options.queue;
        scenario.duration = options.duration;
        scenario.degradeAt = options.duration / 2;
        const auto add = [&](const std::string& variant, const std::string& file) {
            scenario.variant = variant;
            scenario.files = experiment.GetPath(file);
            Add(scenario);
            AddCourseTables(experiment,
                            "A link degrades at " +
                                std::to_string(std::lround(scenario.degradeAt)) + " s, " + variant,
                            variant);
        };
        add("first plan kept", "degraded");
        scenario.replan = true;
        add("planning again", "degraded-replanned");
        scenario.cached = false;
        add("planning again, weights sent", "degraded-weights-sent");
        experiment.AddFigure(
            FigureView("degradation",
                       "Throughput when the link behind board 1 falls to " +
                           std::to_string(std::lround(options.degradedRate / 1e6)) + " Mbit/s")
                .From("windows")
                .RangeY(0, 1.2 * options.degradedFrameRate)
                .Series("variant", "start", "throughput", SeriesStyle::STEPS));
    }

    /// Some frames with a packet trace of every link.
    void Trace(const std::string& link) const
    {
        Scenario scenario;
        scenario.part = "trace";
        scenario.link = link;
        scenario.problem = MakeProblem(link == "wifi" ? options.wifiRate : options.rate);
        scenario.problem.frameRate = 10;
        scenario.duration = link == "wifi" ? 5 : 1; // stations have to associate first
        scenario.pcap = experiment.GetPath(link);
        Add(scenario);
    }

    ChainProblem MakeProblem(double rate) const
    {
        ChainProblem problem = MakeIovtProblem(rate, options.cameraRate);
        problem.throughputWeight = options.weight;
        problem.accuracyMin = options.accuracyMin;
        return problem;
    }

    /// The camera captures a share of what the plan can pass; so many times the frames
    /// asked for pass.
    void SetLoad(Scenario& scenario, double share, double times = 1) const
    {
        const ChainPlan plan = PlanFor(scenario);
        const double pace = plan.bottleneck > 0 ? 1 / plan.bottleneck : 10;
        scenario.load = share;
        scenario.problem.frameRate = share * pace;
        const double passing = std::min(share, 1.0) * pace;
        scenario.warmUp = 0.1 + times * options.frames / 4.0 / passing;
        scenario.duration = scenario.warmUp + times * options.frames / passing;
    }

    void Add(const Scenario& scenario) const
    {
        experiment.AddScenario({{"part", scenario.part},
                                {"variant", scenario.variant},
                                {"link", scenario.link},
                                {"scheme", scenario.scheme.name},
                                {"planner", scenario.scheme.planner},
                                {"link_rate", scenario.problem.linkRates.back()},
                                {"frame_rate", scenario.problem.frameRate},
                                {"load", scenario.load},
                                {"queue", scenario.queue}},
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
    Experiment experiment("iovt", "Camera frames through unlike devices: plan against reality.");
    AddOptions(experiment, options);
    experiment.Parse(argc, argv);
    SetColumns(experiment, options.objective == "summed" ? "layers" : "layers | kernels");

    if (options.objective == "summed")
    {
        AddSummed(experiment, options);
        return experiment.Run();
    }
    const Campaign campaign{experiment, options};
    const bool wired = options.link != "wifi";
    const bool wifi = options.link != "p2p";
    const auto wants = [&](const std::string& part) {
        return options.part == "all" || options.part == part;
    };
    if (wired && wants("front"))
    {
        campaign.Front();
    }
    if (wired && wants("schemes"))
    {
        campaign.Schemes("p2p");
    }
    if (wired && wants("queueing"))
    {
        campaign.Queueing();
    }
    if (wired && wants("degradation"))
    {
        campaign.Degradation();
    }
    if (wifi && wants("schemes"))
    {
        campaign.Schemes("wifi");
    }
    if (wired && options.pcap)
    {
        campaign.Trace("p2p");
    }
    if (wifi && options.pcap)
    {
        campaign.Trace("wifi");
    }
    return experiment.Run();
}
