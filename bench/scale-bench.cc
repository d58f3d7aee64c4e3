/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What rounds of federated learning cost for more and more devices of one broadband cell, of which
// as many as ever are asked in a round: processor time and events of a round, memory per device,
// memory over rounds. Growth is the exponent of the number of devices from one row to the next: 0
// is a round that costs what happens in it, 1 one that costs who is there. Every number of devices
// is a process of its own, in which all messages go over sockets, IP and the radio.

#include "apart.h"
#include "measure.h"

#include "ns3/broadband-helper.h"
#include "ns3/callback.h"
#include "ns3/double.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/learning-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/position-allocator.h"
#include "ns3/processor-helper.h"
#include "ns3/program-options.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/text-table.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <iostream>
#include <limits>
#include <string>
#include <unistd.h>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Parts of a study between which memory is looked at.
constexpr std::size_t PARTS = 5;

/// What all studies have in common.
struct Study
{
    std::string method{"FedAvg"};
    std::string planner{"FedQvrEqualPlanner"};
    uint32_t sampled{50};        ///< devices that are asked in a round
    uint32_t rounds{100};        ///< of a study
    uint32_t samples{10};        ///< of each device
    double interval{0.005};      ///< between the starts of two devices [s]
    std::string protocol{"Udp"}; ///< of sessions
};

/// What a study of some devices has taken, and what came of it. It goes through a pipe.
struct StudyCost
{
    double build{0};        ///< processor time until the simulation begins [s]
    double join{0};         ///< until the first round has ended [s]
    double rounds{0};       ///< of the rounds behind that [s]
    double events{0};       ///< of these
    double before{0};       ///< memory before there are devices [MiB]
    double memory[PARTS]{}; ///< after each part of the rounds [MiB]
    uint32_t completed{0};  ///< rounds
    uint32_t updates{0};    ///< that came
    double loss{0};         ///< of the last model
    double simulated{0};    ///< the rounds took [s]
};

/// @returns processor time of this process [s]
double
GetProcessorTime()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// @returns memory of this process that is in use, as the system says [MiB]
double
GetResidentMemory()
{
    std::ifstream file("/proc/self/statm");
    double pages = 0;
    double resident = std::numeric_limits<double>::quiet_NaN();
    file >> pages >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1048576;
}

/// Sees rounds end.
struct Watch
{
    uint32_t rounds;
    StudyCost cost;
    double since{0};       ///< processor time [s]
    double sinceEvents{0}; ///< events

    /// A round has ended. @param [in] watch who sees it  @param [in] record of it
    static void See(Watch* watch, const TaskRecord& record)
    {
        watch->Note(record);
    }

    /// @param [in] record of a round that has ended
    void Note(const TaskRecord& record)
    {
        ++seen;
        cost.completed += record.outcome == TaskOutcome::COMPLETED ? 1 : 0;
        for (const StepRecord& step : record.steps)
        {
            const bool upload = step.planned.name.compare(0, 6, "upload") == 0;
            cost.updates += upload && !std::isnan(step.finished) ? 1 : 0;
        }
        if (seen == 1)
        {
            const double now = GetProcessorTime();
            cost.join = now - since;
            since = now;
            sinceEvents = static_cast<double>(Simulator::GetEventCount());
            begun = Simulator::Now().GetSeconds();
        }
        for (std::size_t part = 1; part <= PARTS; ++part)
        {
            if (seen == part * rounds / PARTS)
            {
                cost.memory[part - 1] = GetResidentMemory();
            }
        }
        if (seen == rounds)
        {
            cost.rounds = GetProcessorTime() - since;
            cost.events = static_cast<double>(Simulator::GetEventCount()) - sinceEvents;
            cost.simulated = Simulator::Now().GetSeconds() - begun;
            Simulator::Stop();
        }
    }

    uint32_t seen{0};
    double begun{0}; ///< the second round [s]
};

/// Put devices evenly into a disc of 50 to 250 m around a base station.
void
Place(const NodeContainer& base, const NodeContainer& devices)
{
    auto places = CreateObject<ListPositionAllocator>();
    places->Add(Vector(0, 0, 10));
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        const double angle = 2.399963 * i; // the golden angle: never two at one place
        const double radius = 50 + 200 * std::sqrt((i + 0.5) / devices.GetN());
        places->Add(Vector(radius * std::cos(angle), radius * std::sin(angle), 1.5));
    }
    MobilityHelper mobility;
    mobility.SetPositionAllocator(places);
    mobility.Install(base);
    mobility.Install(devices);
}

/// Connect a cell whose subchannels plans give out: two for each of those that are asked.
void
Connect(const Study& study, const NodeContainer& base, const NodeContainer& devices)
{
    BroadbandHelper radio;
    radio.SetAttribute("Bandwidth", DoubleValue(180e3 * (2 * study.sampled + 1)));
    radio.SetAttribute("Subchannels", UintegerValue(2 * study.sampled + 1));
    radio.SetAttribute("Scheduler", StringValue("Planned"));
    radio.SetAttribute("SignallingSubchannels", UintegerValue(1));
    const NetDeviceContainer links = radio.Install(base.Get(0), devices);
    InternetStackHelper internet;
    internet.SetIpv6StackInstall(false);
    internet.Install(base);
    internet.Install(devices);
    Ipv4AddressHelper("10.0.0.0", "255.255.0.0").Assign(links);
    // Else each device's question for the base station's address is passed on to all others.
    BroadbandHelper::FillNeighborCaches(links);
    radio.AssignStreams(links, 1);
    internet.AssignStreams(NodeContainer(base, devices), 1000);
}

/// @param [in] study what is studied  @param [in] count of devices  @returns what it took
StudyCost
Run(const Study& study, uint32_t count)
{
    Watch watch{study.rounds, {}};
    watch.cost.before = GetResidentMemory();
    NodeContainer base(1);
    NodeContainer devices(count);
    Place(base, devices);
    Connect(study, base, devices);
    ProcessorHelper("Mobile").Install(devices);
    const double joined = study.interval * count;
    LearningHelper learning("Softmax(20,10,l2=0.001)", study.planner);
    learning.SetData("Mixture(20,10,samples=" + std::to_string(study.samples * count) +
                         ",separation=2)",
                     0);
    learning.SetPartition("iid");
    learning.SetTraining(.1, 0);
    learning.SetMethod(study.method + "(steps=2,sampled=" + std::to_string(study.sampled) + ")");
    learning.SetServerAttribute("Rounds", UintegerValue(study.rounds));
    learning.SetServerAttribute("JoinTimeout", TimeValue(Seconds(joined + 60)));
    learning.SetWorkerAttribute("Protocol",
                                StringValue("ns3::" + study.protocol + "SocketFactory"));
    learning.SetServerAttribute("ScoreInterval", UintegerValue(study.rounds));
    learning.GetMonitor().TraceConnectWithoutContext("TaskEnded",
                                                     MakeBoundCallback(&Watch::See, &watch));
    // Records of rounds go to a file, where there is one for them: else they are what grows.
    learning.GetMonitor().SetAttribute("RecordsInMemory", UintegerValue(10));
    learning.AssignStreams(10);
    const ApplicationContainer applications = learning.Install(base.Get(0), devices);
    for (uint32_t k = 0; k < count; ++k)
    {
        applications.Get(k + 1)->SetStartTime(Seconds(study.interval * k));
    }
    watch.cost.build = GetProcessorTime();
    watch.since = watch.cost.build;
    Simulator::Stop(Seconds(joined + 60 + 60.0 * study.rounds));
    Simulator::Run();
    const std::vector<LearningRound> rounds = learning.GetRounds();
    watch.cost.loss = rounds.empty() ? 0 : rounds.back().loss;
    Simulator::Destroy();
    return watch.cost;
}

} // namespace

int
main(int argc, char* argv[])
{
    Study study;
    std::vector<double> counts{1000, 2000, 5000, 10000};
    ProgramOptions cmd("scale-bench", "What rounds cost for ever more devices of one cell.");
    cmd.AddNumbers("devices", "of each row", counts, 10, 60000);
    cmd.AddValue("sampled", "Devices that are asked in a round", study.sampled, 1, 1000);
    cmd.AddValue("rounds", "Of each row", study.rounds, 5, 1e6);
    cmd.AddValue("samples", "Of each device", study.samples, 1, 10000);
    cmd.AddValue("method", "Of federated learning", study.method);
    cmd.AddValue("planner", "Of rounds", study.planner);
    cmd.AddChoice("protocol", "Of devices' sessions", study.protocol, {"Tcp", "Udp"});
    cmd.Parse(argc, argv);

    std::cout << study.rounds << " rounds of " << study.sampled << " devices, " << study.method
              << " with " << study.planner << ", over " << study.protocol << "\n\n";
    TextTable costs({{"devices", ""},
                     {"build", "s"},
                     {"join", "s"},
                     {"round", "ms"},
                     {"growth", ""},
                     {"events per round", ""},
                     {"growth", ""},
                     {"per device", "KiB"},
                     {"completed", ""},
                     {"updates", ""},
                     {"loss", ""}});
    std::vector<TextColumn> columns{{"devices", ""}};
    for (std::size_t part = 1; part <= PARTS; ++part)
    {
        columns.push_back({"round " + std::to_string(part * study.rounds / PARTS), "MiB"});
    }
    TextTable memory(columns);
    StudyCost before;
    double countBefore = std::numeric_limits<double>::quiet_NaN();
    for (const double count : counts)
    {
        const auto devices = static_cast<uint32_t>(count);
        const StudyCost cost =
            RunApart<StudyCost>([&study, devices] { return Run(study, devices); });
        const double each = cost.rounds / (study.rounds - 1);
        costs.AddRow({devices,
                      cost.build,
                      cost.join,
                      1000 * each,
                      GetExponent(before.rounds, cost.rounds, countBefore, count),
                      cost.events / (study.rounds - 1),
                      GetExponent(before.events, cost.events, countBefore, count),
                      1024 * (cost.memory[PARTS - 1] - cost.before) / count,
                      cost.completed,
                      cost.updates,
                      cost.loss});
        std::vector<TextCell> cells{devices};
        cells.insert(cells.end(), cost.memory, cost.memory + PARTS);
        memory.AddRow(cells);
        before = cost;
        countBefore = count;
    }
    costs.SetTitle("Processor time, events, memory");
    costs.Print(std::cout);
    std::cout << "\n";
    memory.SetTitle("Memory in use after rounds");
    memory.Print(std::cout);
    return 0;
}
