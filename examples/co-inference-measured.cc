/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Where does a plan by FLOP cut a network, and what does that cost on chips that were measured?
//
//   device --- point-to-point, TCP --- server
//
// Each row is a run: the planner is told what "planned with" says, processors take the time that
// "run on" says. FLOP: work over the peak of the data sheet. measured: a table of times per block.
// A plan by FLOP on measured chips is the cut of the row before, kept; its ratio is over what FLOP
// had promised.
//
// The tables are those of a Jetson TX2 and a GPU that come with the module. What was not measured,
// 26 of 27 blocks on the GPU and the last one on the Jetson, is modelled (MakeMeasuredProblem).

#include "ns3/co-inference-figures.h"
#include "ns3/co-inference-helper.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/iovt-defaults.h"
#include "ns3/latency-table.h"
#include "ns3/network-catalogue.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/processor-helper.h"
#include "ns3/processor.h"
#include "ns3/profile-error.h"
#include "ns3/run-folder.h"
#include "ns3/split-plan.h"
#include "ns3/split-planner.h"
#include "ns3/text-table.h"

#include <exception>
#include <iostream>
#include <iterator>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

using Table = std::shared_ptr<const LatencyTable>;

/// One side of the link.
struct Chip
{
    double peak;         ///< of the data sheet [GFLOP/s]
    std::string file;    ///< table of its own; empty: that of the module
    std::string options; ///< ways to execute a block, the preferred first
    Table table;         ///< what was measured
};

/// What the command line says.
struct Options
{
    std::string network{"RepVGG-B3@part=blocks,bits=32,weightbits=32"};
    std::string planner{"NeurosurgeonPlanner"};
    std::vector<double> rates{5, 10, 20, 100}; ///< of the link [Mbit/s]
    uint32_t tasks{4};
    Chip device{665.6, "", "", nullptr};
    Chip server{5667, "", "", nullptr};
};

/// What came of one run.
struct Outcome
{
    uint32_t split{0};     ///< blocks on the device
    double planned{0};     ///< mean latency [s]
    double realised{0};    ///< the same
    uint64_t completed{0}; ///< tasks
};

/// @param [in] device 0: the Jetson, 1: the GPU
/// @returns the times of a block with all its branches, executed in the fastest way
Table
MakeModuleTable(std::size_t device)
{
    const ChainProblem problem = MakeMeasuredProblem({{"all", 0}}, 1e6);
    LatencySource source;
    source.network = "RepVGG-B3@part=blocks";
    source.device = problem.devices.at(device).name;
    source.source = "tables of github.com/word-ky/codesign, completed by MakeMeasuredProblem";
    source.licence = "MIT";
    LatencyTable table(source);
    for (std::size_t b = 0; b < problem.layers.size(); ++b)
    {
        table.Add(problem.layers[b].name, "", 1, problem.devices[device].layerTimes.at(b).at(0));
    }
    return std::make_shared<const LatencyTable>(table);
}

/// @param [in] name empty or a table  @throws ProfileError if there is a name and no such table
void
CheckTable(const std::string& name)
{
    if (!name.empty())
    {
        LoadLatencyTable(name);
    }
}

/// @param [in,out] chip gets its table  @param [in] device whose it is, as for MakeModuleTable
/// @param [in] network that it must be about
/// @returns "", or what is wrong with options: it is about another one, or has none of its blocks
/// in the preferred options
std::string
GiveTable(Chip& chip, std::size_t device, const std::string& network)
try
{
    chip.table = chip.file.empty()
                     ? MakeModuleTable(device)
                     : std::make_shared<const LatencyTable>(LoadLatencyTable(chip.file));
    std::istringstream words(chip.options);
    using Words = std::istream_iterator<std::string>;
    MeasureBlocks(LoadNetworkProfile(network), *chip.table, {Words(words), Words()});
    return "";
}

catch (const ProfileError& refusal)
{
    const std::string side = device == 0 ? "--device" : "--server";
    return (chip.options.empty() ? "--network and " + side + "Table: " : side + "Options: ") +
           refusal.what();
}

/// @param [in] table some table  @param [in] block a block  @returns the table without the block
Table
LeaveOut(const LatencyTable& table, const std::string& block)
{
    LatencyTable rest(table.GetSource());
    for (const std::string& name : table.GetBlocks())
    {
        for (const std::string& option : table.GetOptions(name))
        {
            for (const uint32_t batch : table.GetBatches(name, option))
            {
                if (name != block)
                {
                    rest.Add(name, option, batch, table.GetSeconds(name, option, batch));
                }
            }
        }
    }
    return std::make_shared<const LatencyTable>(rest);
}

/// @param [in] chip one side  @param [in] node its node  @param [in] table of latencies, or null
void
Equip(const Chip& chip, Ptr<Node> node, const Table& table)
{
    const double clock = 1e9;
    ProcessorHelper processors;
    processors.SetAttribute("OperatingPoints", StringValue("1e9"));
    processors.SetAttribute("FlopPerCycle", DoubleValue(chip.peak * 1e9 / clock));
    processors.SetAttribute("LatencyOptions", StringValue(chip.options));
    const ProcessorContainer made = processors.Install(node);
    if (table)
    {
        made.Get(0)->SetLatencies(table);
    }
}

/// @param [in] options of the command line  @param [in] rate of the link [Mbit/s]
/// @param [in] measured whether the chips take measured times
/// @param [in] cut that a plan with measured times has to keep; -1: it chooses
/// @returns what came of it
Outcome
Run(const Options& options, double rate, bool measured, int cut)
{
    NodeContainer device(1);
    NodeContainer server(1);
    Table own = measured ? options.device.table : nullptr;
    Table others = measured ? options.server.table : nullptr;
    if (cut >= 0)
    {
        // What was not measured is not offered: without the block behind the cut on the device and
        // the one before it on the server, this cut is the only one.
        const auto& blocks = LoadNetworkProfile(options.network).blocks;
        const std::size_t kept = cut;
        own = kept < blocks.size() ? LeaveOut(*own, blocks[kept].name) : own;
        others = kept > 0 ? LeaveOut(*others, blocks[kept - 1].name) : others;
    }
    Equip(options.device, device.Get(0), own);
    Equip(options.server, server.Get(0), others);
    InternetStackHelper stack;
    stack.Install(device);
    stack.Install(server);
    PointToPointHelper cable;
    cable.SetDeviceAttribute("DataRate", StringValue(std::to_string(rate) + "Mbps"));
    Ipv4AddressHelper("10.0.0.0", "255.255.255.0")
        .Assign(cable.Install(device.Get(0), server.Get(0)));

    // One cut leaves nothing to choose, and without a budget LaimPlanner prunes nothing.
    CoInferenceHelper inference(options.network, cut < 0 ? options.planner : "LaimPlanner");
    // No budget: the cut is for the least latency, and energy is nobody's question here.
    inference.SetBudget(Seconds(100), 1e6 /* J */);
    inference.SetArrivals("Periodic",
                          "Period",
                          TimeValue(Seconds(20)),
                          "MaxTasks",
                          UintegerValue(options.tasks));
    // Plans are made with the rate of the cable, so that no run plans with what it learnt itself.
    inference.SetControllerAttribute("AdaptRate", BooleanValue(false));
    inference.Install(server.Get(0), device);
    inference.AssignStreams(1);
    Simulator::Stop(Seconds(20.0 * options.tasks + 100));
    Simulator::Run();

    const InferenceMonitor& monitor = inference.GetMonitor();
    Outcome outcome;
    for (const TaskRecord* task : monitor.GetRecords())
    {
        if (task->outcome != TaskOutcome::COMPLETED)
        {
            throw std::runtime_error("a task at " + std::to_string(rate) +
                                     " Mbit/s was not completed: " + task->detail);
        }
        const SplitChoice& plan = task->Get<CoInferenceFigures>().planned;
        if (plan.deviceKeepRatio != 1 || plan.serverKeepRatio != 1)
        {
            throw std::runtime_error("--planner prunes, and times of a pruned network are no "
                                     "comparison; NeurosurgeonPlanner does not");
        }
        outcome.split = plan.split;
    }
    const InferenceSummary summary = monitor.GetSummary();
    const QuantitySummary& latency = *summary.all.Find("latency");
    outcome.planned = latency.planned;
    outcome.realised = latency.realised;
    outcome.completed = summary.all.counts.completed;
    Simulator::Destroy();
    return outcome;
}

} // namespace

int
main(int argc, char* argv[])
try
{
    Options options;
    RunFolder folder("results/co-inference-measured",
                     "Plans by FLOP and by measured latencies, on chips that take either.");
    folder.AddText("network", "Catalogue name or file", options.network, LoadNetworkProfile);
    folder.AddName("planner",
                   "Name of a split planner",
                   options.planner,
                   RequireSplitPlanner,
                   ListSplitPlanners);
    folder.AddNumbers("rates", "Data rates of the link [Mbit/s]", options.rates, 1, 1e5);
    folder.AddValue("tasks", "Tasks of a run", options.tasks, 1, 1000);
    const std::pair<std::string, Chip*> chips[] = {{"device", &options.device},
                                                   {"server", &options.server}};
    for (const auto& [name, chip] : chips)
    {
        folder.AddValue(name + "Peak", "Peak of the " + name + " [GFLOP/s]", chip->peak, 0.1, 1e9);
        folder.AddText(name + "Table",
                       "Measured latencies of the " + name +
                           ", a name or a .csv file; empty: "
                           "those of the module, completed",
                       chip->file,
                       CheckTable);
        folder.AddValue(name + "Options",
                        "Preferred ways to execute a block, if the table has several",
                        chip->options);
    }
    folder.AddRule([&options] { return GiveTable(options.device, 0, options.network); });
    folder.AddRule([&options] { return GiveTable(options.server, 1, options.network); });
    folder.Parse(argc, argv);

    TextTable table({{"link", "Mbit/s"},
                     {"planned with", ""},
                     {"run on", ""},
                     {"split", ""},
                     {"completed", ""},
                     {"latency plan", "ms"},
                     {"latency", "ms"},
                     {"ratio", ""}});
    for (const double rate : options.rates)
    {
        const Outcome flop = Run(options, rate, false, -1);
        const Outcome kept = Run(options, rate, true, static_cast<int>(flop.split));
        const Outcome measured = Run(options, rate, true, -1);
        const auto add = [&](const char* plan, const char* chips, const Outcome& it, double time) {
            const double got = it.realised;
            const double ratio = got / time;
            table.AddRow({rate, plan, chips, it.split, it.completed, 1e3 * time, 1e3 * got, ratio});
        };
        add("FLOP", "FLOP", flop, flop.planned);
        add("FLOP", "measured", kept, flop.planned);
        add("measured", "measured", measured, measured.planned);
    }
    table.Print(std::cout);
    table.WriteCsv(folder.GetPath("results.csv"));
    return 0;
}

catch (const std::exception& error)
{
    std::cerr << "co-inference-measured: " << error.what() << "\n";
    return 1;
}
