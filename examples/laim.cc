/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Does the plan that is optimal on paper survive the protocol stack? Pruning-aware co-inference of
// a large model (Lyu et al., "The Larger the Merrier?", arXiv 2505.09214) against every baseline.
//
//   device ))) ideal link  ))) server                    --link=ideal
//   device ))) 802.11ax, 5 GHz ((( access point --- 1 Gbit/s, 1 ms --- server     --link=wifi
//   device ))) broadband OFDM radio ((( base station with server                  --link=broadband
//
// For every budget of a sweep and every planner a simulation runs some tasks; the tables show
// planned and realised latency and energy, keep ratio and distortion. Over Wi-Fi the Shannon rate
// of the plan is not what the stack gives: a second table shows what planning with the measured
// rate factor, and with a margin, makes of it. A third one shows that a latency limit wants the
// high clock and an energy limit the low one.

#include "ns3/broadband-helper.h"
#include "ns3/co-inference-helper.h"
#include "ns3/core-module.h"
#include "ns3/figure.h"
#include "ns3/ideal-link-helper.h"
#include "ns3/internet-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"
#include "ns3/processor-helper.h"
#include "ns3/run-folder.h"
#include "ns3/text-table.h"
#include "ns3/wifi-cell-helper.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>
#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What the command line says.
struct Options
{
    std::string link{"all"};
    std::string sweep{"all"};
    std::string network{"ViT-L/16@part=encoder"};
    std::string planners{"LaimPlanner,LaimScaPlanner,LaimSeparatePlanner,FixedPowerPlanner,"
                         "EqualTimePlanner,OnDevicePlanner,OnServerPlanner,FixedFrequencyPlanner,"
                         "RandomPlanner,NoPruningPlanner"};
    std::string latencies{"0.25,0.5,1,1.5,2"};
    std::string energies{"0.01,0.05,0.1,0.5"};
    double latency{1};
    double energy{0.1};
    int32_t split{4};
    uint32_t devices{1};
    uint32_t tasks{10};
    double distance{60};
    double cellRadius{180};
    double tolerance{0.005};
    bool pcap{true};
};

/// One simulation.
struct Scenario
{
    std::string link;
    std::string planner;
    double latency;        ///< T0 [s]
    double energy;         ///< E0 [J]
    bool adaptRate{false}; ///< plan with the measured rate factor
    double margin{0};      ///< plan for T0 / (1 + margin)
    double clockShare{1};  ///< both processors' largest clock, as a share of the preset's
    std::string files{};   ///< prefix of pcap, tasks and timeline; empty: none
};

/// What came of it, mean over completed tasks; not a number where none was.
struct Outcome
{
    double keepRatio{NOT_AVAILABLE};
    double distortion{NOT_AVAILABLE};
    double split{NOT_AVAILABLE};
    double latencyPlanned{NOT_AVAILABLE};
    double latencyRealised{NOT_AVAILABLE};
    double energyPlanned{NOT_AVAILABLE};
    double energyRealised{NOT_AVAILABLE};
    double rateFactor{NOT_AVAILABLE};
    double missed{NOT_AVAILABLE};
    uint64_t completed{0};
    std::string status; ///< why tasks were dropped, if they were
};

std::vector<std::string>
SplitList(const std::string& text)
{
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ',');)
    {
        parts.push_back(part);
    }
    return parts;
}

/// Put a station in the middle and the devices on a circle around it. @param [in] radius [m]
void
Place(const NodeContainer& station, const NodeContainer& devices, double radius)
{
    auto positions = CreateObject<ListPositionAllocator>();
    positions->Add(Vector(0, 0, 0));
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        const double angle = 2 * M_PI * i / devices.GetN();
        positions->Add(Vector(radius * std::cos(angle), radius * std::sin(angle), 0));
    }
    MobilityHelper mobility;
    mobility.SetPositionAllocator(positions);
    mobility.Install(station);
    mobility.Install(devices);
}

/// @returns the server, linked to the devices, all with addresses
Ptr<Node>
BuildNetwork(const Options& options, const Scenario& scenario, const NodeContainer& devices)
{
    NodeContainer server(1);
    InternetStackHelper stack;
    stack.Install(devices);
    stack.Install(server);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    if (scenario.link == "ideal")
    {
        IdealLinkHelper link;
        NetDeviceContainer links = link.Install(server.Get(0), devices);
        for (uint32_t i = 0; i < links.GetN(); i += 2)
        {
            addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
            addresses.NewNetwork();
        }
        if (!scenario.files.empty() && options.pcap)
        {
            link.GetPointToPoint().EnablePcap(scenario.files, links);
        }
        return server.Get(0);
    }
    if (scenario.link == "broadband")
    {
        Place(server, devices, options.cellRadius);
        BroadbandHelper radio;
        radio.SetAttribute("Bandwidth", DoubleValue(5e6));
        radio.SetAttribute("Scheduler", StringValue("Planned"));
        NetDeviceContainer links = radio.Install(server.Get(0), devices);
        radio.AssignStreams(links, 1000);
        stack.AssignStreams(NodeContainer(devices, server), 2000);
        addresses.Assign(links);
        BroadbandHelper::FillNeighborCaches(links);
        if (!scenario.files.empty() && options.pcap)
        {
            radio.EnablePcap(scenario.files, links);
            radio.EnableBlockTrace(scenario.files + "-blocks.csv", links);
        }
        return server.Get(0);
    }
    NodeContainer accessPoint(1);
    stack.Install(accessPoint);
    Place(accessPoint, devices, options.distance);
    WifiCellHelper cell;
    NetDeviceContainer wifi = cell.Install(accessPoint.Get(0), devices);
    cell.AssignStreams(wifi, 1000);
    PointToPointHelper wire;
    wire.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
    wire.SetChannelAttribute("Delay", StringValue("1ms"));
    NetDeviceContainer wired = wire.Install(server.Get(0), accessPoint.Get(0));
    addresses.Assign(wired);
    addresses.NewNetwork();
    addresses.Assign(wifi);
    stack.AssignStreams(NodeContainer(devices, server, accessPoint), 2000);
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    if (!scenario.files.empty() && options.pcap)
    {
        cell.GetPhy().EnablePcap(scenario.files, wifi);
    }
    return server.Get(0);
}

Outcome
Summarise(const InferenceMonitor& monitor, double warmUp)
{
    // The first tasks teach the rate factor; they are not counted.
    Outcome outcome;
    std::vector<const TaskRecord*> tasks;
    for (const TaskRecord* task : monitor.GetRecords())
    {
        if (task->generated >= warmUp)
        {
            tasks.push_back(task);
        }
    }
    const TaskSummary summary = SummariseTasks(tasks);
    outcome.completed = summary.counts.completed;
    outcome.missed = summary.deadlineMissRatio;
    outcome.latencyPlanned = summary.Find("latency")->planned;
    outcome.latencyRealised = summary.Find("latency")->realised;
    outcome.energyPlanned = summary.Find("energy")->planned;
    outcome.energyRealised = summary.Find("energy")->realised;
    outcome.distortion = summary.Find("distortion")->realised;
    double kept = 0;
    double factor = 0;
    double split = 0;
    for (const TaskRecord* task : tasks)
    {
        if (task->outcome == TaskOutcome::COMPLETED)
        {
            // The side that computes; with separate ratios, the larger part's.
            kept += task->serverKeepRatio > 0 ? task->serverKeepRatio : task->deviceKeepRatio;
            factor += task->rateFactor;
            split += task->split;
        }
        else if (outcome.status.empty())
        {
            outcome.status = ToString(task->outcome);
        }
    }
    if (outcome.completed > 0)
    {
        outcome.keepRatio = kept / outcome.completed;
        outcome.rateFactor = factor / outcome.completed;
        outcome.split = split / outcome.completed;
        outcome.status = "";
    }
    return outcome;
}

Outcome
Simulate(const Options& options, const Scenario& scenario)
{
    NodeContainer devices(options.devices);
    Ptr<Node> server = BuildNetwork(options, scenario, devices);
    ProcessorHelper processors("LaimDevice");
    processors.SetAttribute("OperatingPoints",
                            StringValue("1e6.." + std::to_string(2e9 * scenario.clockShare)));
    processors.Install(devices);
    CoInferenceHelper inference(options.network, scenario.planner);
    std::vector<std::string> slices;
    for (uint32_t i = 0; i < options.devices; ++i)
    {
        // Fixed slices of the server, one per device (papers/laim.md section 4.6).
        slices.push_back("slice" + std::to_string(i));
        ProcessorHelper slice("LaimServer");
        slice.SetAttribute("Name", StringValue(slices.back()));
        slice.SetAttribute(
            "OperatingPoints",
            StringValue("1e6.." + std::to_string(10e9 * scenario.clockShare / options.devices)));
        slice.Install(server);
    }
    inference.SetSlices(slices);
    inference.GetMonitor().SetAttribute("BudgetTolerance", DoubleValue(options.tolerance));
    inference.SetBudget(Seconds(scenario.latency), scenario.energy);
    inference.SetControllerAttribute("AdaptRate", BooleanValue(scenario.adaptRate));
    inference.SetControllerAttribute("Margin", DoubleValue(scenario.margin));
    if (options.split >= 0 && scenario.planner != "OnDevicePlanner" &&
        scenario.planner != "OnServerPlanner")
    {
        inference.SetPlannerAttribute("Split", IntegerValue(options.split));
    }
    // Room between tasks: what is compared here is one task's plan, not a queue.
    const double period = 2.5 * scenario.latency;
    const double start = 3;
    const uint32_t warmUp = 3;
    inference.SetArrivals("ns3::edgeai::PeriodicArrivals",
                          "Period",
                          TimeValue(Seconds(period)),
                          "Offset",
                          TimeValue(Seconds(start)),
                          "MaxTasks",
                          UintegerValue(options.tasks + warmUp));
    inference.Install(server, devices);
    inference.AssignStreams(1);
    Simulator::Stop(Seconds(start + period * (options.tasks + warmUp) + 15));
    Simulator::Run();
    const InferenceMonitor& monitor = inference.GetMonitor();
    if (!scenario.files.empty())
    {
        monitor.Write(scenario.files + "-tasks.csv");
        monitor.Write(scenario.files + "-timeline.json");
    }
    NS_ABORT_MSG_UNLESS(monitor.GetCounts().IsConserved(), "a task was lost");
    const Outcome outcome = Summarise(monitor, start + (warmUp - 0.5) * period);
    Simulator::Destroy();
    return outcome;
}

/// Runs scenarios with progress on screen, and keeps all rows for results.csv.
class Campaign
{
  public:
    Campaign(const Options& options, const RunFolder& folder)
        : m_options(options),
          m_folder(folder),
          m_all({{"link", ""},
                 {"planner", ""},
                 {"latency_budget", "s"},
                 {"energy_budget", "J"},
                 {"adapt_rate", ""},
                 {"margin", ""},
                 {"clock_share", ""},
                 {"split", ""},
                 {"keep_ratio", ""},
                 {"distortion", "normalised"},
                 {"latency_planned", "s"},
                 {"latency_realised", "s"},
                 {"energy_planned", "J"},
                 {"energy_realised", "J"},
                 {"rate_factor", ""},
                 {"deadline_miss_ratio", ""},
                 {"completed", "tasks"},
                 {"status", ""}})
    {
    }

    Outcome Run(const Scenario& scenario)
    {
        std::clog << "." << std::flush; // progress; the tables go to standard output
        const Outcome o = Simulate(m_options, scenario);
        m_all.AddRow({scenario.link,
                      scenario.planner,
                      TextCell(scenario.latency),
                      TextCell(scenario.energy),
                      scenario.adaptRate,
                      TextCell(scenario.margin),
                      TextCell(scenario.clockShare),
                      TextCell(o.split),
                      TextCell(o.keepRatio),
                      TextCell(o.distortion),
                      TextCell(o.latencyPlanned),
                      TextCell(o.latencyRealised),
                      TextCell(o.energyPlanned),
                      TextCell(o.energyRealised),
                      TextCell(o.rateFactor),
                      TextCell(o.missed),
                      o.completed,
                      o.status});
        return o;
    }

    /// Say what comes next. @param [in] what in words
    static void Announce(const std::string& what)
    {
        std::cout << std::flush;
        std::clog << what << ' ' << std::flush;
    }

    /// One table and its figures: every planner over a sweep of one budget.
    void Sweep(const std::string& link, bool overLatency)
    {
        Announce(link + " link, sweep of the " + (overLatency ? "latency" : "energy") + " budget");
        const std::string quantity = overLatency ? "latency budget" : "energy budget";
        const std::string unit = overLatency ? "s" : "J";
        TextTable table({{"T0", "s"},
                         {"E0", "J"},
                         {"planner", ""},
                         {"split", ""},
                         {"keep ratio", ""},
                         {"distortion", "lambda D"},
                         {"latency plan", "s"},
                         {"real", "s"},
                         {"ratio", ""},
                         {"energy plan", "J"},
                         {"real", "J"},
                         {"ratio", ""},
                         {"missed", "%"},
                         {"", ""}});
        table.SetTitle("\n" + m_options.network + " over the " + link + " link, sweep of the " +
                       quantity);
        Figure distortion("Distortion bound, " + link + " link",
                          quantity,
                          unit,
                          "normalised distortion",
                          "");
        Figure gap("Realised latency over plan, " + link + " link", quantity, unit, "ratio", "");
        distortion.SetLogX(!overLatency);
        gap.SetLogX(!overLatency);
        std::map<std::string, std::pair<size_t, size_t>> series;
        for (const auto& planner : SplitList(m_options.planners))
        {
            series[planner] = {distortion.AddSeries(planner), gap.AddSeries(planner)};
        }
        for (const auto& value : SplitList(overLatency ? m_options.latencies : m_options.energies))
        {
            for (const auto& planner : SplitList(m_options.planners))
            {
                Scenario scenario{link, planner, m_options.latency, m_options.energy};
                const double x = std::stod(value);
                (overLatency ? scenario.latency : scenario.energy) = x;
                const Outcome o = Run(scenario);
                const double ratio = o.latencyRealised / o.latencyPlanned;
                table.AddRow({TextCell(scenario.latency),
                              TextCell(scenario.energy),
                              planner,
                              TextCell(o.split),
                              TextCell(o.keepRatio, 6),
                              TextCell(o.distortion),
                              TextCell(o.latencyPlanned, 5),
                              TextCell(o.latencyRealised, 5),
                              TextCell(ratio, 5),
                              TextCell(o.energyPlanned, 5),
                              TextCell(o.energyRealised, 5),
                              TextCell(o.energyRealised / o.energyPlanned, 5),
                              TextCell(100 * o.missed, 3),
                              o.status});
                distortion.Add(series[planner].first, x, o.distortion);
                gap.Add(series[planner].second, x, ratio);
            }
            table.AddRule();
        }
        std::clog << std::endl;
        table.Print(std::cout);
        const std::string stem = link + (overLatency ? "-latency" : "-energy");
        distortion.Write(m_folder.GetPath(stem + "-distortion"));
        gap.Write(m_folder.GetPath(stem + "-plan-reality"));
    }

    /// What the measured rate factor and a margin make of the gap over a real link.
    void CloseGap(const std::string& link)
    {
        Announce(link + " link, measured rate");
        TextTable table({{"T0", "s"},
                         {"plan with", ""},
                         {"rate factor", ""},
                         {"keep ratio", ""},
                         {"latency plan", "s"},
                         {"real", "s"},
                         {"ratio", ""},
                         {"energy ratio", ""},
                         {"missed", "%"},
                         {"", ""}});
        table.SetTitle("\nClosing the gap: LaimPlanner over the " + link + " link");

        struct Variant
        {
            std::string name;
            bool adaptRate;
            double margin;
        };

        for (const auto& latency : SplitList(m_options.latencies))
        {
            for (const Variant& variant : {Variant{"Shannon rate", false, 0},
                                           Variant{"measured rate", true, 0},
                                           Variant{"measured rate, 2 % margin", true, 0.02}})
            {
                Scenario scenario{link, "LaimPlanner", std::stod(latency), m_options.energy};
                scenario.adaptRate = variant.adaptRate;
                scenario.margin = variant.margin;
                if (variant.margin > 0 && scenario.latency == m_options.latency)
                {
                    scenario.files = m_folder.GetPath(link);
                }
                const Outcome o = Run(scenario);
                table.AddRow({TextCell(scenario.latency),
                              variant.name,
                              TextCell(o.rateFactor),
                              TextCell(o.keepRatio, 6),
                              TextCell(o.latencyPlanned, 5),
                              TextCell(o.latencyRealised, 5),
                              TextCell(o.latencyRealised / o.latencyPlanned, 5),
                              TextCell(o.energyRealised / o.energyPlanned, 5),
                              TextCell(100 * o.missed, 3),
                              o.status});
            }
            table.AddRule();
        }
        std::clog << std::endl;
        table.Print(std::cout);
    }

    /// A latency limit wants the high clock, an energy limit the low one.
    void Reversal(const std::string& link)
    {
        Announce(link + " link, fixed clocks");
        TextTable table({{"limit", ""},
                         {"T0", "s"},
                         {"E0", "J"},
                         {"clock", "% of largest"},
                         {"keep ratio", ""},
                         {"distortion", "lambda D"},
                         {"latency real", "s"},
                         {"energy real", "J"},
                         {"", ""}});
        table.SetTitle("\nFixed clocks over the " + link + " link: which clock wins?");

        struct Limit
        {
            std::string name;
            double latency;
            double energy;
        };

        for (const Limit& limit : {Limit{"latency", 0.4, 20}, Limit{"energy", 4, 0.5}})
        {
            for (const double share : {1.0, 0.5, 0.25})
            {
                Scenario scenario{link, "FixedFrequencyPlanner", limit.latency, limit.energy};
                scenario.clockShare = share;
                const Outcome o = Run(scenario);
                table.AddRow({limit.name,
                              TextCell(limit.latency),
                              TextCell(limit.energy),
                              TextCell(100 * share),
                              TextCell(o.keepRatio),
                              TextCell(o.distortion),
                              TextCell(o.latencyRealised),
                              TextCell(o.energyRealised),
                              o.status});
            }
            table.AddRule();
        }
        std::clog << std::endl;
        table.Print(std::cout);
    }

    void Write() const
    {
        m_all.WriteCsv(m_folder.GetPath("results.csv"));
    }

  private:
    const Options& m_options;
    const RunFolder& m_folder;
    TextTable m_all;
};

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    RunFolder folder("results/laim", "Pruning-aware co-inference: plan against reality.");
    folder.AddValue("link", "ideal, wifi, broadband, or all", options.link);
    folder.AddValue("sweep", "latency, energy, or all", options.sweep);
    folder.AddValue("network", "Catalogue name or profile file (.json)", options.network);
    folder.AddValue("planners", "TypeId names of split planners", options.planners);
    folder.AddValue("latencies", "Latency budgets of the sweep [s]", options.latencies);
    folder.AddValue("energies", "Energy budgets of the sweep [J]", options.energies);
    folder.AddValue("latency", "Latency budget outside its sweep [s]", options.latency);
    folder.AddValue("energy", "Energy budget outside its sweep [J]", options.energy);
    folder.AddValue("split", "Blocks on the device; -1: the planner's choice", options.split);
    folder.AddValue("devices", "Number of devices", options.devices);
    folder.AddValue("tasks", "Tasks counted per device and scenario", options.tasks);
    folder.AddValue("distance",
                    "Wi-Fi: from the access point to the devices [m]",
                    options.distance);
    folder.AddValue("radius",
                    "Broadband: from the base station to the devices [m]",
                    options.cellRadius);
    folder.AddValue("tolerance",
                    "Share by which a budget may be exceeded before it counts as missed",
                    options.tolerance);
    folder.AddValue("pcap", "Keep a packet trace of one scenario per link", options.pcap);
    folder.Parse(argc, argv);

    Campaign campaign(options, folder);
    for (const std::string link : {"ideal", "wifi", "broadband"})
    {
        if (options.link != "all" && options.link != link)
        {
            continue;
        }
        for (const bool overLatency : {true, false})
        {
            if (options.sweep == "all" || options.sweep == (overLatency ? "latency" : "energy"))
            {
                campaign.Sweep(link, overLatency);
            }
        }
        if (link != "ideal")
        {
            campaign.CloseGap(link);
        }
        campaign.Reversal(link);
    }
    campaign.Write();
    return 0;
}
