/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What records of tasks cost: a million of them told to a monitor and written, with all records in
// memory and with those of ended tasks in a temporary file, and a simulation of co-inference that
// runs longer and longer. Every run is a process of its own, so that its peak of memory is its own.
// Growth is the exponent of the number of tasks from one row to the next: 0 is flat, 1 is linear.

#include "ns3/co-inference-figures.h"
#include "ns3/co-inference-helper.h"
#include "ns3/core-module.h"
#include "ns3/ideal-link-helper.h"
#include "ns3/internet-module.h"
#include "ns3/processor-helper.h"
#include "ns3/program-options.h"
#include "ns3/text-table.h"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

using Clock = std::chrono::steady_clock;

/// What a run cost.
struct Cost
{
    double tasks{0};
    double held{0};    ///< records in memory at the end
    double telling{0}; ///< until the end of the run [s]
    double writing{0}; ///< of all files [s]
    double bytes{0};   ///< of these
    double hash{0};    ///< of these, up to 2^53: equal ones are equal files
    double peak{0};    ///< of the process [MiB]
};

/// @param [in] since an instant  @returns time since then [s]
double
GetTimeSince(Clock::time_point since)
{
    return std::chrono::duration<double>(Clock::now() - since).count();
}

/**
 * @param [in] monitor of a run that has ended
 * @param [in] since when it began
 * @param [in] suffixes of files to write
 * @returns what it cost, but for the peak
 */
Cost
Finish(const InferenceMonitor& monitor,
       Clock::time_point since,
       const std::vector<std::string>& suffixes)
{
    Cost cost;
    cost.telling = GetTimeSince(since);
    cost.tasks = static_cast<double>(monitor.GetCounts().generated);
    cost.held = static_cast<double>(monitor.GetHeldCount());
    const auto start = Clock::now();
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("records-bench-" + std::to_string(getpid()));
    std::filesystem::create_directory(folder);
    for (const std::string& suffix : suffixes)
    {
        monitor.Write((folder / ("run" + suffix)).string());
    }
    cost.writing = GetTimeSince(start);
    uint64_t hash = 14695981039346656037U; // FNV-1a
    for (const char* name :
         {"run.csv", "run-steps.csv", "run-summary.csv", "run.json", "run.sqlite"})
    {
        std::ifstream file(folder / name, std::ios::binary);
        std::vector<char> piece(1 << 20);
        while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())).gcount() > 0)
        {
            for (std::streamsize i = 0; i < file.gcount(); ++i)
            {
                hash = (hash ^ static_cast<unsigned char>(piece[i])) * 1099511628211U;
            }
            cost.bytes += static_cast<double>(file.gcount());
        }
    }
    cost.hash = static_cast<double>(hash >> 11);
    std::filesystem::remove_all(folder);
    return cost;
}

/// Run in a process of its own. @param [in] work the run  @returns what it cost
Cost
RunApart(const std::function<Cost()>& work)
{
    int ends[2];
    if (pipe(ends) != 0)
    {
        throw std::runtime_error("no pipe");
    }
    std::cout.flush();
    const pid_t child = fork();
    if (child == 0)
    {
        int status = 1;
        try
        {
            const Cost cost = work();
            status = write(ends[1], &cost, sizeof(cost)) == sizeof(cost) ? 0 : 1;
        }
        catch (const std::exception& error)
        {
            std::cerr << error.what() << std::endl;
        }
        _exit(status);
    }
    Cost cost;
    close(ends[1]);
    const bool came = read(ends[0], &cost, sizeof(cost)) == sizeof(cost);
    close(ends[0]);
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    if (child < 0 || !came || status != 0)
    {
        throw std::runtime_error("a run did not come to its end");
    }
    cost.peak = static_cast<double>(usage.ru_maxrss) / 1024;
    return cost;
}

/// @param [in] id of the task  @returns one of four steps, as co-inference has them
TaskRecord
MakeTask(uint64_t id)
{
    const double part = static_cast<double>(id * 2654435761U % 1000) / 1000;
    TaskRecord record;
    record.id = id;
    record.node = static_cast<uint32_t>(id % 20);
    record.family = "co-inference";
    record.network = "ViT-L/16";
    record.planner = "ns3::edgeai::LaimPlanner";
    record.generated = static_cast<double>(id) / 100;
    record.latencyBudget = 1;
    record.planned = {.5, .05, .1};
    double at = record.generated;
    for (const char* name : {"device", "uplink", "server", "downlink"})
    {
        StepRecord step;
        step.planned.name = name;
        step.planned.kind = record.steps.size() % 2 ? StepKind::TRANSFER : StepKind::COMPUTE;
        step.planned.node = record.steps.size() < 2 ? record.node : 20;
        step.planned.time = .1;
        step.planned.energy = .01;
        step.part = record.steps.empty() ? "blocks 1-12" : "";
        step.queued = at;
        step.started = at + .01 * part;
        step.finished = at = step.started + .1 + .1 * part;
        step.energy = .01 + .01 * part;
        record.steps.push_back(step);
    }
    CoInferenceFigures figures;
    figures.planned.split = 12;
    figures.goodput = 1e6 + 1e6 * part;
    record.Set(figures);
    record.ended = at;
    record.realised = {at - record.generated, .05 + .01 * part, .1};
    record.outcome = TaskOutcome::COMPLETED;
    return record;
}

/// @param [in] count of tasks  @param [in] limit of ended ones in memory
/// @param [in] suffixes of files to write  @returns what a monitor costs, with 50 under way
Cost
TellTasks(uint64_t count, uint64_t limit, const std::vector<std::string>& suffixes)
{
    constexpr uint64_t UNDER_WAY = 50;
    const auto start = Clock::now();
    auto monitor = CreateObject<InferenceMonitor>();
    monitor->SetAttribute("RecordsInMemory", UintegerValue(limit));
    for (uint64_t i = 0; i < count + UNDER_WAY; ++i)
    {
        if (i < count)
        {
            monitor->Begin(MakeTask(i));
        }
        if (i >= UNDER_WAY)
        {
            monitor->End(MakeTask(i - UNDER_WAY));
        }
    }
    return Finish(*monitor, start, suffixes);
}

/// @param [in] duration of a simulation [s]  @param [in] limit of ended tasks in memory
/// @param [in] suffixes of files to write  @returns what it costs
Cost
Simulate(double duration, uint64_t limit, const std::vector<std::string>& suffixes)
{
    constexpr uint32_t DEVICES = 4;
    Config::SetDefault("ns3::edgeai::InferenceMonitor::RecordsInMemory", UintegerValue(limit));
    NodeContainer devices(DEVICES);
    NodeContainer server(1);
    InternetStackHelper stack;
    stack.Install(devices);
    stack.Install(server);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    NetDeviceContainer links = IdealLinkHelper().Install(server.Get(0), devices);
    for (uint32_t i = 0; i < links.GetN(); i += 2)
    {
        addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
        addresses.NewNetwork();
    }
    ProcessorHelper("LaimDevice").Install(devices);
    ProcessorHelper("LaimServer").Install(server);
    CoInferenceHelper inference("MobileNetV1", "LaimOnServerPlanner");
    inference.SetArrivals("ns3::edgeai::PoissonArrivals", "Rate", DoubleValue(.5));
    inference.Install(server.Get(0), devices);
    inference.AssignStreams(1);
    Simulator::Stop(Seconds(duration));
    const auto start = Clock::now();
    Simulator::Run();
    const Cost cost = Finish(inference.GetMonitor(), start, suffixes);
    Simulator::Destroy();
    return cost;
}

/// Print a table of runs of growing length, in memory and in a file.
/// @param [in] sizes of the runs  @param [in] limits of records in memory  @param [in] run one
void
Compare(const std::vector<double>& sizes,
        const std::vector<uint64_t>& limits,
        const std::function<Cost(double size, uint64_t limit)>& run)
{
    TextTable table({{"in memory at most", ""},
                     {"tasks", ""},
                     {"held", ""},
                     {"telling", "s"},
                     {"growth", ""},
                     {"writing", "s"},
                     {"growth ", ""},
                     {"peak", "MiB"},
                     {" growth", ""},
                     {"files", "MB"},
                     {"same files", ""}});
    std::vector<double> hashes;
    for (const uint64_t limit : limits)
    {
        Cost before;
        for (std::size_t i = 0; i < sizes.size(); ++i)
        {
            const Cost cost = RunApart([&] { return run(sizes[i], limit); });
            const auto grows = [&](double Cost::*part) {
                return i == 0 ? NOT_AVAILABLE
                              : std::log(cost.*part / before.*part) /
                                    std::log(cost.tasks / before.tasks);
            };
            const bool isFirst = hashes.size() <= i;
            if (isFirst)
            {
                hashes.push_back(cost.hash);
            }
            table.AddRow({limit > 1000000000 ? std::string("all") : std::to_string(limit),
                          static_cast<uint64_t>(cost.tasks),
                          static_cast<uint64_t>(cost.held),
                          TextCell(cost.telling),
                          TextCell(grows(&Cost::telling)),
                          TextCell(cost.writing),
                          TextCell(grows(&Cost::writing)),
                          TextCell(cost.peak),
                          TextCell(grows(&Cost::peak)),
                          TextCell(cost.bytes / 1e6),
                          isFirst                  ? ""
                          : hashes[i] == cost.hash ? "yes"
                                                   : "NO"});
            before = cost;
        }
    }
    table.Print(std::cout);
}

} // namespace

int
main(int argc, char* argv[])
{
    double most = 1e6;
    double duration = 3000;
    bool timeline = false;
    ProgramOptions cmd("records-bench", "Memory and time of task records, by where they are kept.");
    cmd.AddValue("tasks", "Records told to a monitor at most", most, 1e3, 1e9);
    cmd.AddValue("duration", "Longest simulation [s]; 0: none", duration, 0, 1e9);
    cmd.AddValue("timeline", "Write timelines and databases, too", timeline);
    cmd.Parse(argc, argv);

    std::vector<std::string> suffixes{".csv", "-summary.csv"};
    if (timeline)
    {
        suffixes.insert(suffixes.end(), {".json", ".sqlite"});
    }
    const uint64_t all = UINT64_MAX;
    const std::vector<uint64_t> limits{all, 50000, 5000};
    std::cout << "Records told to a monitor, without a simulation:\n";
    Compare({most / 100, most / 10, most}, limits, [&](double size, uint64_t limit) {
        return TellTasks(static_cast<uint64_t>(size), limit, suffixes);
    });
    if (duration > 0)
    {
        std::cout << "\nCo-inference of four devices over ideal links:\n";
        Compare({duration / 16, duration / 4, duration},
                {all, 500},
                [&](double size, uint64_t limit) { return Simulate(size, limit, suffixes); });
    }
    return 0;
}
