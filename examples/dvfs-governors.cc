/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The same bursty load under every governor, and the two limits under which the clock matters.
//
//   bursts of jobs with deadlines --> queue --> processor (clock from the governor) --> energy
//
// The first table compares the governors: who spends least, who answers soonest, who misses
// deadlines. The plan of "Planned" gives each job the clock at which, served alone, it takes a
// fixed share of its deadline: it knows the job but not the queue.
//
// The second table is the reversal that Lyu et al. report for their co-inference test bed (arXiv
// 2602.13052), here with a pruned network: only a share kappa of it is computed, as large as the
// limit allows. Under a latency limit the high clock computes more, under an energy limit the low.

#include "ns3/core-module.h"
#include "ns3/energy-meter.h"
#include "ns3/network-module.h"
#include "ns3/processor-helper.h"
#include "ns3/processor-presets.h"
#include "ns3/run-folder.h"
#include "ns3/text-table.h"

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A job of the load.
struct Request
{
    double at;       ///< arrival [s]
    double flop;     ///< work [FLOP]
    double deadline; ///< instant [s]
};

/// What a governor made of the load.
struct Result
{
    double energy{0};      ///< all causes [J]
    double busyEnergy{0};  ///< of the jobs [J]
    double response{0};    ///< mean [s]
    double tail{0};        ///< 95th percentile of the response [s]
    double clock{0};       ///< mean over the jobs' service [cycle/s]
    uint64_t completed{0}; ///< jobs
    uint64_t missed{0};    ///< jobs that were late
    std::string fault;     ///< what does not add up of the energy
};

/**
 * @param [in] bursts number of bursts
 * @param [in] peak speed of the processor at its largest clock [FLOP/s]
 * @param [in] stream random stream
 * @returns bursts of jobs with breaks in between; each job alone takes 10 to 60 ms at the peak
 */
std::vector<Request>
MakeLoad(uint32_t bursts, double peak, int64_t stream)
{
    auto random = CreateObject<UniformRandomVariable>();
    random->SetStream(stream);
    std::vector<Request> load;
    double at = 0;
    for (uint32_t burst = 0; burst < bursts; ++burst)
    {
        at += random->GetValue(0.5, 3);
        const uint32_t count = random->GetInteger(3, 12);
        for (uint32_t i = 0; i < count; ++i)
        {
            at += random->GetValue(0, 0.1);
            load.push_back({at, peak * random->GetValue(0.01, 0.06), at + 0.3});
        }
    }
    return load;
}

/**
 * @param [in] preset of the processor
 * @param [in] governor name
 * @param [in] period sampling period of governors that sample
 * @param [in] latency transition latency
 * @param [in] planShare share of its deadline that a plan gives to a job
 * @param [in] load the load
 * @returns what became of it
 */
Result
RunLoad(const std::string& preset,
        const std::string& governor,
        Time period,
        Time latency,
        double planShare,
        const std::vector<Request>& load)
{
    ProcessorHelper helper(preset);
    helper.SetGovernor(governor, "TransitionLatency", TimeValue(latency));
    auto node = CreateObject<Node>();
    const auto processor = helper.Install(node).Get(0);
    processor->GetGovernor()->SetAttributeFailSafe("SamplingPeriod", TimeValue(period));

    Result result;
    std::vector<double> responses;
    double cycles = 0;
    double served = 0;
    for (const auto& request : load)
    {
        Job job;
        job.flop = request.flop;
        job.deadline = Seconds(request.deadline);
        const double time = planShare * (request.deadline - request.at);
        job.clock = std::min(request.flop / (processor->GetFlopPerCycle() * time),
                             processor->GetMaxClock());
        job.done = [&](const JobReport& report) {
            const double time = (report.ended - report.started).GetSeconds();
            cycles += report.meanClock * time;
            served += time;
            responses.push_back((report.ended - report.submitted).GetSeconds());
            result.missed += report.ended > report.deadline ? 1 : 0;
        };
        Simulator::Schedule(Seconds(request.at), &Processor::Submit, processor, job);
    }
    // The same time for all of them, so that idle power counts alike.
    Simulator::Stop(Seconds(load.back().at + 10));
    Simulator::Run();
    result.energy = processor->GetTotalEnergy();
    result.busyEnergy = processor->GetBusyEnergy();
    result.completed = processor->GetCompletedCount();
    result.fault = FindEnergyFault(NodeContainer(node));
    std::sort(responses.begin(), responses.end());
    for (const double response : responses)
    {
        result.response += response / static_cast<double>(responses.size());
    }
    result.tail = responses.empty() ? 0 : responses[responses.size() * 95 / 100];
    result.clock = served > 0 ? cycles / served : 0;
    Simulator::Destroy();
    return result;
}

/// What the whole of a network costs at one clock.
struct Cost
{
    double time;   ///< [s]
    double energy; ///< [J]
};

/**
 * @param [in] preset of the processor
 * @param [in] flop work [FLOP]
 * @param [in] clock clock [cycle/s]
 * @returns delay and energy of one job, as simulated
 */
Cost
MeasureJob(const std::string& preset, double flop, double clock)
{
    Cost cost{0, 0};
    auto node = CreateObject<Node>();
    const auto processor = ProcessorHelper(preset).Install(node).Get(0);
    Job job;
    job.flop = flop;
    job.clock = clock;
    job.done = [&cost](const JobReport& report) {
        cost = {(report.ended - report.submitted).GetSeconds(), report.energy};
    };
    processor->Submit(job);
    Simulator::Run();
    Simulator::Destroy();
    return cost;
}

} // namespace

int
main(int argc, char* argv[])
{
    std::string preset = "RaspberryPi4";
    uint32_t bursts = 150;
    Time period = MilliSeconds(50);
    Time latency = MicroSeconds(100);
    bool list = false;
    double planShare = 0.2;
    double lowClock = 0.8e9;
    double highClock = 2e9;
    double flop = 20466515968; // four blocks of ViT-L/16
    RunFolder folder("results/dvfs-governors", "Compare DVFS governors under one bursty load.");
    folder.AddName("preset",
                   "Processor of the first table",
                   preset,
                   FindProcessorPreset,
                   ProcessorHelper::ListPresets);
    folder.AddValue("bursts", "Number of bursts", bursts, 1, 1e6);
    folder.AddValue("period", "Sampling period of OnDemand and Conservative", period);
    folder.AddValue("latency", "Standstill at a change of clock", latency);
    folder.AddValue("planShare",
                    "Share of its deadline that a plan gives to a job",
                    planShare,
                    1e-6,
                    1);
    folder.AddValue("lowClock", "Low clock of the second table [cycle/s]", lowClock, 1, 1e12);
    folder.AddValue("highClock", "High clock of the second table [cycle/s]", highClock, 1, 1e12);
    folder.AddValue("flop", "Work of the whole network of the second table [FLOP]", flop, 1, 1e18);
    folder.AddValue("listPresets", "Print all presets with the sources of their figures", list);
    folder.AddRule([&]() -> std::string {
        return period < MicroSeconds(1) ? "--period: shorter than 1us, the least sampling period"
               : latency < Seconds(0)   ? "--latency: less than 0s"
               : lowClock > highClock   ? "--lowClock: higher than --highClock"
                                        : "";
    });
    folder.Parse(argc, argv);
    if (list)
    {
        PrintProcessorPresets(std::cout);
        return 0;
    }

    const ProcessorHelper helper(preset);
    double peak = 0;
    {
        auto node = CreateObject<Node>();
        const auto processor = helper.Install(node).Get(0);
        peak = processor->GetFlopPerCycle() * processor->GetMaxClock();
        Simulator::Destroy();
    }
    const auto load = MakeLoad(bursts, peak, 1);
    TextTable table({{"governor", ""},
                     {"energy", "J"},
                     {"busy energy", "J"},
                     {"mean response", "ms"},
                     {"95 % response", "ms"},
                     {"missed", ""},
                     {"jobs", ""},
                     {"mean clock", "GHz"}});
    table.SetTitle("One load, " + preset + ", deadline 300 ms after arrival");
    for (const std::string governor :
         {"Performance", "Powersave", "OnDemand", "Conservative", "DeadlineAware", "Planned"})
    {
        const Result result = RunLoad(preset, governor, period, latency, planShare, load);
        if (!result.fault.empty())
        {
            std::cerr << governor << ": energy does not add up: " << result.fault << std::endl;
            return 1;
        }
        table.AddRow({governor,
                      result.energy,
                      result.busyEnergy,
                      result.response * 1e3,
                      result.tail * 1e3,
                      result.missed,
                      result.completed,
                      result.clock / 1e9});
    }
    table.Print(std::cout);
    table.WriteCsv(folder.GetPath("results.csv"));

    const Cost low = MeasureJob("LaimDevice", flop, lowClock);
    const Cost high = MeasureJob("LaimDevice", flop, highClock);
    TextTable reversal(
        {{"limit", ""}, {"value", ""}, {"kappa at low clock", ""}, {"kappa at high clock", ""}});
    reversal.SetTitle("Share of a network computed under one limit, LaimDevice");
    for (const double limit : {0.1, 0.2, 0.3, 0.4})
    {
        reversal.AddRow({"latency [s]",
                         limit,
                         std::min(1.0, limit / low.time),
                         std::min(1.0, limit / high.time)});
    }
    for (const double limit : {0.005, 0.01, 0.02, 0.04})
    {
        reversal.AddRow({"energy [J]",
                         limit,
                         std::min(1.0, limit / low.energy),
                         std::min(1.0, limit / high.energy)});
    }
    std::cout << std::endl;
    reversal.Print(std::cout);
    reversal.WriteCsv(folder.GetPath("reversal.csv"));
    return 0;
}
