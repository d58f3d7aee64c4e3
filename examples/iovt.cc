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
// assumption, not measured.

#include "iovt-scenario.h"
#include "split-list.h"

#include "ns3/core-module.h"
#include "ns3/figure.h"
#include "ns3/iovt-defaults.h"
#include "ns3/run-folder.h"
#include "ns3/text-table.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Runs scenarios with progress on screen, and keeps all rows for results.csv.
class Campaign
{
  public:
    Campaign(const Options& options, const RunFolder& folder)
        : m_options(options),
          m_folder(folder),
          m_all({{"part", ""},
                 {"link", ""},
                 {"scheme", ""},
                 {"planner", ""},
                 {"link_rate", "bit/s"},
                 {"frame_rate", "1/s"},
                 {"queue", "frames"},
                 {"layers_and_kernels", ""},
                 {"throughput_planned", "1/s"},
                 {"throughput_realised", "1/s"},
                 {"accuracy_planned", ""},
                 {"accuracy_realised", ""},
                 {"latency_planned", "s"},
                 {"latency_realised", "s"},
                 {"captured", "frames"},
                 {"completed", "frames"},
                 {"dropped", "frames"},
                 {"unfinished", "frames"},
                 {"plans", ""},
                 {"status", ""}})
    {
    }

    /// @returns whether the command line asks for a scheme
    bool Wants(const Scheme& scheme) const
    {
        const auto wanted = SplitList(m_options.planner);
        return m_options.planner == "all" ||
               std::any_of(wanted.begin(), wanted.end(), [&](const std::string& name) {
                   return scheme.planner == name || "ns3::edgeai::" + scheme.planner == name;
               });
    }

    bool WantsPart(const std::string& part) const
    {
        return m_options.part == "all" || m_options.part == part;
    }

    /// @returns the schemes asked for; a planner that is no scheme here becomes one
    std::vector<Scheme> GetSchemes() const
    {
        std::vector<Scheme> schemes;
        std::copy_if(SCHEMES.begin(),
                     SCHEMES.end(),
                     std::back_inserter(schemes),
                     [&](const auto& s) { return Wants(s); });
        for (const auto& name : SplitList(m_options.planner))
        {
            const bool known = std::any_of(schemes.begin(), schemes.end(), [&](const auto& s) {
                return s.planner == name || "ns3::edgeai::" + s.planner == name;
            });
            if (name != "all" && !known)
            {
                schemes.push_back({name, name});
            }
        }
        return schemes;
    }

    ChainProblem MakeProblem(double rate) const
    {
        ChainProblem problem = MakeIovtProblem(rate, m_options.cameraRate);
        problem.throughputWeight = m_options.weight;
        problem.accuracyMin = m_options.accuracyMin;
        return problem;
    }

    /// @returns what the planner of a scheme says, without a simulation
    static ChainPlan PlanFor(const Scenario& scenario)
    {
        Ptr<ChainPlanner> planner = CreateChainPlanner(scenario.scheme.planner);
        if (!planner)
        {
            std::string known;
            for (const auto& name : ListChainPlanners())
            {
                known += "\n  " + name;
            }
            NS_FATAL_ERROR("--planner: \"" << scenario.scheme.planner
                                           << "\" is unknown; there are:" << known);
        }
        if (scenario.scheme.device > 0)
        {
            planner->SetAttribute("Device", UintegerValue(scenario.scheme.device));
        }
        if (scenario.throughputOnly)
        {
            planner->SetAttribute("Objective", StringValue("Throughput"));
        }
        return planner->Plan(scenario.problem);
    }

    /// The camera captures a share of what the plan can pass; so many times the frames
    /// asked for pass.
    void SetLoad(Scenario& scenario, double share, double times = 1) const
    {
        const ChainPlan plan = PlanFor(scenario);
        const double pace = plan.bottleneck > 0 ? 1 / plan.bottleneck : 10;
        scenario.problem.frameRate = share * pace;
        const double passing = std::min(share, 1.0) * pace;
        scenario.warmUp = 0.1 + times * m_options.frames / 4.0 / passing;
        scenario.duration = scenario.warmUp + times * m_options.frames / passing;
    }

    Outcome Run(const std::string& part, const Scenario& scenario)
    {
        std::clog << "." << std::flush; // progress; the tables go to standard output
        const Outcome o = Simulate(m_options, scenario);
        m_all.AddRow({part,
                      scenario.link,
                      scenario.scheme.name,
                      scenario.scheme.planner,
                      TextCell(scenario.problem.linkRates.back()),
                      TextCell(scenario.problem.frameRate),
                      scenario.queue,
                      Describe(o.plan),
                      TextCell(std::min(o.plan.capacity, scenario.problem.frameRate)),
                      TextCell(o.throughput),
                      TextCell(o.plan.accuracy),
                      TextCell(o.accuracy),
                      TextCell(o.plan.latency),
                      TextCell(o.latency),
                      o.counts.generated,
                      o.counts.completed,
                      o.counts.dropped,
                      o.counts.unfinished,
                      o.plans.size(),
                      o.status});
        return o;
    }

    /// Say what comes next. @param [in] what in words
    static void Announce(const std::string& what)
    {
        std::cout << std::flush;
        std::clog << what << ' ' << std::flush;
    }

    /// All compromises between throughput and accuracy, each one simulated.
    void Front()
    {
        Announce("front");
        TextTable table({{"accuracy", ""},
                         {"layers | kernels", ""},
                         {"planned", "frame/s"},
                         {"realised", "frame/s"},
                         {"ratio", ""},
                         {"latency planned", "s"},
                         {"realised", "s"}});
        table.SetTitle("\nFront of throughput and accuracy, RepVGG-A0, links of " +
                       std::to_string(std::lround(m_options.rate / 1e6)) + " Mbit/s");
        Figure figure("Throughput and accuracy", "throughput", "frame/s", "accuracy", "");
        const size_t planned = figure.AddSeries("planned", SeriesStyle::STEPS);
        const size_t realised = figure.AddSeries("realised", SeriesStyle::POINTS);
        Scenario scenario;
        scenario.problem = MakeProblem(m_options.rate);
        const std::vector<ChainPoint> front = PlanFor(scenario).front;
        scenario.throughputOnly = true;
        for (const ChainPoint& point : front)
        {
            scenario.problem.accuracyMin = point.accuracy;
            SetLoad(scenario, 1.25);
            const Outcome full = Run("front", scenario);
            SetLoad(scenario, 0.5);
            const Outcome half = Run("front", scenario);
            table.AddRow({TextCell(point.accuracy),
                          Describe(full.plan),
                          TextCell(1 / point.bottleneck),
                          TextCell(full.throughput),
                          TextCell(full.throughput * point.bottleneck),
                          TextCell(half.plan.latency),
                          TextCell(half.latency)});
            figure.Add(planned, 1 / point.bottleneck, point.accuracy);
            figure.Add(realised, full.throughput, full.accuracy);
        }
        std::clog << std::endl;
        table.Print(std::cout);
        figure.Write(m_folder.GetPath("front"));
    }

    /// Every scheme at every link rate, with more frames than any can pass.
    void Schemes(const std::string& link)
    {
        Announce(link + " links, all schemes");
        const bool wifi = link == "wifi";
        TextTable table({{"link", "Mbit/s"},
                         {"scheme", ""},
                         {"layers | kernels", ""},
                         {"planned", "frame/s"},
                         {"realised", "frame/s"},
                         {"ratio", ""},
                         {"accuracy", ""},
                         {"latency", "s"},
                         {"eta 1", ""},
                         {"eta 2", ""},
                         {"eta 3", ""},
                         {"dropped", "%"},
                         {"", ""}});
        table.SetTitle(wifi ? "\nAll schemes over Wi-Fi; the link rate is what the first plan "
                              "assumes, the last plan knows better"
                            : "\nAll schemes over point-to-point links");
        Figure figure("Throughput of a saturated pipeline over point-to-point links",
                      "link rate",
                      "Mbit/s",
                      "throughput",
                      "frame/s");
        figure.SetLogX(true);
        figure.SetLogY(true);
        std::map<std::string, size_t> series;
        const auto schemes = GetSchemes();
        for (const Scheme& scheme : schemes)
        {
            series[scheme.name] = figure.AddSeries(scheme.name);
        }
        const std::vector<std::string> rates =
            wifi ? std::vector<std::string>{std::to_string(m_options.wifiRate)}
                 : SplitList(m_options.rates);
        for (const auto& rate : rates)
        {
            for (const Scheme& scheme : schemes)
            {
                Scenario scenario;
                scenario.link = link;
                scenario.scheme = scheme;
                scenario.queue = m_options.queue;
                scenario.problem = MakeProblem(std::stod(rate));
                scenario.replan = wifi; // the rate is an outcome there
                if (wifi)
                {
                    scenario.problem.linkRates[0] = std::stod(rate);
                }
                SetLoad(scenario, 1.25);
                if (wifi)
                {
                    // What the medium can bear is not known beforehand.
                    scenario.problem.frameRate = m_options.wifiFrameRate;
                    scenario.warmUp = 4;
                    scenario.duration = 7;
                }
                const Outcome o = Run("schemes", scenario);
                const ChainPlan& plan = o.plans.empty() ? o.plan : o.plans.back().plan;
                const double planned = std::min(plan.capacity, scenario.problem.frameRate);
                std::vector<TextCell> row{TextCell(std::stod(rate) / 1e6),
                                          scheme.name,
                                          Describe(plan),
                                          TextCell(planned),
                                          TextCell(o.throughput),
                                          TextCell(o.throughput / planned),
                                          TextCell(o.accuracy),
                                          TextCell(o.latency)};
                for (std::size_t i = 0; i < 3; ++i)
                {
                    row.emplace_back(i < plan.stages.size() && !plan.stages[i].IsRelay()
                                         ? plan.stages[i].efficiency
                                         : NOT_AVAILABLE,
                                     3);
                }
                row.emplace_back(100.0 * o.counts.dropped / o.counts.generated, 3);
                row.emplace_back(o.status);
                table.AddRow(row);
                figure.Add(series[scheme.name], std::stod(rate) / 1e6, o.throughput);
            }
            table.AddRule();
        }
        std::clog << std::endl;
        table.Print(std::cout);
        if (!wifi)
        {
            figure.Write(m_folder.GetPath("schemes"));
        }
    }

    /// Latency against the camera's rate: a queue begins at 1 / T_b.
    void Queueing()
    {
        Announce("camera rates");
        TextTable table({{"camera", "frame/s"},
                         {"share of 1 / T_b", ""},
                         {"queue", "frames"},
                         {"latency", "s"},
                         {"over plan", ""},
                         {"throughput", "frame/s"},
                         {"dropped", "%"}});
        table.SetTitle("\nLatency against the camera's rate");
        Figure figure("Queue onset at 1 / T_b", "camera rate times T_b", "", "latency", "s");
        const size_t planned = figure.AddSeries("plan, no queue", SeriesStyle::LINES);
        for (const uint32_t queue : {m_options.queue, 10 * m_options.queue})
        {
            const size_t series =
                figure.AddSeries("queues of " + std::to_string(queue) + " frames");
            for (const double share : {0.2, 0.4, 0.6, 0.8, 0.95, 1.0, 1.05, 1.1, 1.3})
            {
                Scenario scenario;
                scenario.problem = MakeProblem(m_options.rate);
                scenario.queue = queue;
                SetLoad(scenario, share, 2);
                const Outcome o = Run("queueing", scenario);
                table.AddRow({TextCell(scenario.problem.frameRate),
                              TextCell(share),
                              queue,
                              TextCell(o.latency),
                              TextCell(o.latency / o.plan.latency),
                              TextCell(o.throughput),
                              TextCell(100.0 * o.counts.dropped / o.counts.generated, 3)});
                figure.Add(series, share, o.latency);
                if (queue == m_options.queue)
                {
                    figure.Add(planned, share, o.plan.latency);
                }
            }
            table.AddRule();
        }
        std::clog << std::endl;
        table.Print(std::cout);
        figure.Write(m_folder.GetPath("queueing"));
    }

    /// A link that degrades half way.
    void Degradation()
    {
        Announce("a link that degrades");
        Figure figure("The link behind board 1 falls to " +
                          std::to_string(std::lround(m_options.degradedRate / 1e6)) + " Mbit/s",
                      "time",
                      "s",
                      "throughput",
                      "frame/s");

        figure.SetRangeY(0, 1.2 * m_options.degradedFrameRate);

        struct Variant
        {
            std::string name;
            std::string file;
            bool replan;
            bool cached;
        };

        for (const Variant& variant :
             {Variant{"first plan kept", "degraded", false, true},
              Variant{"planning again", "degraded-replanned", true, true},
              Variant{"planning again, weights sent", "degraded-weights-sent", true, false}})
        {
            Scenario scenario;
            scenario.problem = MakeProblem(m_options.rate);
            scenario.problem.frameRate = m_options.degradedFrameRate;
            scenario.queue = m_options.queue;
            scenario.duration = m_options.duration;
            scenario.degradeAt = m_options.duration / 2;
            scenario.replan = variant.replan;
            scenario.cached = variant.cached;
            scenario.files = m_folder.GetPath(variant.file);
            const Outcome o = Run("degradation", scenario);
            const size_t series = figure.AddSeries(variant.name, SeriesStyle::STEPS);
            TextTable windows({{"from", "s"},
                               {"captured", ""},
                               {"completed", ""},
                               {"dropped", ""},
                               {"latency", "s"}});
            windows.SetTitle(std::string("\nA link degrades at ") +
                             std::to_string(std::lround(scenario.degradeAt)) + " s, " +
                             variant.name);
            for (const ThroughputWindow& window : o.windows)
            {
                figure.Add(series, window.start, window.GetThroughput());
                windows.AddRow({TextCell(window.start),
                                window.generated,
                                window.completed,
                                window.dropped,
                                TextCell(window.latency)});
            }
            std::clog << std::endl;
            windows.Print(std::cout);
            PrintReasons(o);
            PrintPlans(o);
            PrintSteps(o.steps, std::cout);
        }
        figure.Write(m_folder.GetPath("degradation"));
    }

    /// Some frames with a packet trace of every link.
    void Trace(const std::string& link)
    {
        Scenario scenario;
        scenario.link = link;
        scenario.problem = MakeProblem(link == "wifi" ? m_options.wifiRate : m_options.rate);
        scenario.problem.frameRate = 10;
        scenario.duration = link == "wifi" ? 5 : 1; // stations have to associate first
        scenario.pcap = m_folder.GetPath(link);
        Run("trace", scenario);
    }

    void Write() const
    {
        m_all.WriteCsv(m_folder.GetPath("results.csv"));
    }

  private:
    static void PrintReasons(const Outcome& outcome)
    {
        TextTable table({{"frames", ""}, {"what became of them", ""}});
        table.AddRow({outcome.counts.generated, "captured"});
        for (const auto& [reason, count] : outcome.counts.byOutcome)
        {
            table.AddRow({count, ToString(reason)});
        }
        table.AddRow({outcome.counts.unfinished, "unfinished at the end"});
        table.Print(std::cout);
    }

    static void PrintPlans(const Outcome& outcome)
    {
        TextTable table({{"plan", ""},
                         {"made", "s"},
                         {"used", "s"},
                         {"cause", ""},
                         {"layers | kernels", ""},
                         {"planned", "frame/s"},
                         {"accuracy", ""},
                         {"weights sent", "B"}});
        for (const PipelineChange& change : outcome.plans)
        {
            table.AddRow(
                {change.number,
                 TextCell(change.made.GetSeconds()),
                 TextCell(change.used.IsNegative() ? NOT_AVAILABLE : change.used.GetSeconds()),
                 change.cause,
                 Describe(change.plan),
                 TextCell(change.plan.capacity),
                 TextCell(change.plan.accuracy),
                 TextCell(change.movedBytes)});
        }
        table.Print(std::cout);
    }

    const Options& m_options;
    const RunFolder& m_folder;
    TextTable m_all;
};

/// Ends the program unless an option has one of its values.
void
Expect(const std::string& option, const std::string& value, const std::vector<std::string>& allowed)
{
    if (std::find(allowed.begin(), allowed.end(), value) == allowed.end())
    {
        std::string list;
        for (const auto& one : allowed)
        {
            list += (list.empty() ? "" : ", ") + one;
        }
        NS_FATAL_ERROR("--" << option << " must be one of " << list << "; got " << value);
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    RunFolder folder("results/iovt");
    folder.AddValue("link", "p2p, wifi, or all", options.link);
    folder.AddValue("part", "front, schemes, queueing, degradation, or all", options.part);
    folder.AddValue("planner",
                    "TypeId names of pipeline planners to compare, or all",
                    options.planner);
    folder.AddValue("rates",
                    "Rates of the links between boards, for all schemes [bit/s]",
                    options.rates);
    folder.AddValue("rate", "Rate of these links elsewhere [bit/s]", options.rate);
    folder.AddValue("cameraRate", "Rate of the camera's link [bit/s]", options.cameraRate);
    folder.AddValue("wifiRate",
                    "What the first plan takes for a link's rate over Wi-Fi [bit/s]",
                    options.wifiRate);
    folder.AddValue("wifiFrameRate", "Camera's rate over Wi-Fi [1/s]", options.wifiFrameRate);
    folder.AddValue("weight", "Weight of throughput against accuracy, 0 to 1", options.weight);
    folder.AddValue("accuracyMin", "Least accuracy of a plan, 0: none", options.accuracyMin);
    folder.AddValue("frames", "Frames counted per scenario", options.frames);
    folder.AddValue("queue", "Frames that may wait before a board or a link", options.queue);
    folder.AddValue("drop",
                    "Who goes when a queue is full: DropOldest or DropNewest",
                    options.drop);
    folder.AddValue("protocol", "What frames travel over: tcp or udp", options.protocol);
    folder.AddValue("duration",
                    "Length of the run with a link that degrades [s]",
                    options.duration);
    folder.AddValue("degradedRate",
                    "Rate of the link from half way on [bit/s]",
                    options.degradedRate);
    folder.AddValue("degradedFrameRate",
                    "Camera's rate in that run [1/s]",
                    options.degradedFrameRate);
    folder.AddValue("distance",
                    "Wi-Fi: distance of every node from the access point [m]",
                    options.distance);
    folder.AddValue("pcap", "Keep packet traces of a second of frames", options.pcap);
    folder.Parse(argc, argv);
    Expect("link", options.link, {"all", "p2p", "wifi"});
    Expect("part", options.part, {"all", "front", "schemes", "queueing", "degradation"});
    Expect("drop", options.drop, {"DropOldest", "DropNewest"});
    Expect("protocol", options.protocol, {"tcp", "udp"});

    Campaign campaign(options, folder);
    const bool wired = options.link == "all" || options.link == "p2p";
    const bool wifi = options.link == "all" || options.link == "wifi";
    if (wired && campaign.WantsPart("front"))
    {
        campaign.Front();
    }
    if (wired && campaign.WantsPart("schemes"))
    {
        campaign.Schemes("p2p");
    }
    if (wired && campaign.WantsPart("queueing"))
    {
        campaign.Queueing();
    }
    if (wired && campaign.WantsPart("degradation"))
    {
        campaign.Degradation();
    }
    if (wifi && campaign.WantsPart("schemes"))
    {
        campaign.Schemes("wifi");
    }
    if (options.pcap)
    {
        if (wired)
        {
            campaign.Trace("p2p");
        }
        if (wifi)
        {
            campaign.Trace("wifi");
        }
    }
    campaign.Write();
    return 0;
}
