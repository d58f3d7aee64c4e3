/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Who gets how much in a cell, by scheduler? Users anywhere in a cell send (or receive) all they
// can over UDP; the same users and the same fading for every scheduler, OFDMA and NOMA.
//
//   user ... user )))  base station     the distribution of the users' goodput is the answer

#include "udp-load.h"

#include "ns3/broadband-helper.h"
#include "ns3/core-module.h"
#include "ns3/figure.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-interface-container.h"
#include "ns3/mobility-module.h"
#include "ns3/run-folder.h"
#include "ns3/text-table.h"

#include <algorithm>
#include <iostream>
#include <numeric>
#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What the command line says.
struct Setting
{
    uint32_t users{20};
    double radius{400};
    double duration{2};
    double offered{4e6};
    bool downlink{false};
    double bandwidth{4.5e6};
    uint32_t subchannels{25};
    double speed{1};
    std::string profile{"TdlC"};
    uint32_t drops{3};
    bool trace{false};
};

/// What came of one drop of users.
struct Outcome
{
    std::vector<double> goodput; ///< by user [bit/s]
    uint64_t blocks{0};          ///< transmissions of blocks
    uint64_t failed{0};          ///< of these not decoded
    uint64_t superposed{0};      ///< of these decoded after another
};

/// Counts blocks.
class Counter
{
  public:
    explicit Counter(Outcome& outcome)
        : m_outcome(outcome)
    {
    }

    void Note(const BlockReport& report)
    {
        ++m_outcome.blocks;
        m_outcome.failed += report.outcome == BlockOutcome::DECODED ? 0 : 1;
        m_outcome.superposed += report.grant->position > 0 ? 1 : 0;
    }

  private:
    Outcome& m_outcome;
};

/// One drop of users under one scheduler.
void
Run(const Setting& setting,
    const std::string& scheduler,
    uint32_t drop,
    const std::string& trace,
    Outcome& outcome)
{
    NodeContainer base(1);
    NodeContainer users(setting.users);
    auto disc = CreateObject<UniformDiscPositionAllocator>();
    disc->SetRho(setting.radius);
    disc->AssignStreams(1000 + drop);
    MobilityHelper mobility;
    mobility.SetMobilityModel("ns3::ConstantPositionMobilityModel");
    mobility.Install(base);
    mobility.SetPositionAllocator(disc);
    mobility.Install(users);

    const bool noma = scheduler == "NomaPairing";
    BroadbandHelper radio;
    radio.SetAttribute("Bandwidth", DoubleValue(setting.bandwidth));
    radio.SetAttribute("Subchannels", UintegerValue(setting.subchannels));
    radio.SetAttribute("Access", StringValue(noma ? "NOMA" : "OFDMA"));
    radio.SetAttribute("Scheduler", StringValue(scheduler));
    radio.SetUserAttribute("NoiseFigure", DoubleValue(9));
    radio.SetBaseAttribute("NoiseFigure", DoubleValue(5));
    radio.SetAttribute("Profile", StringValue(setting.profile));
    radio.SetAttribute("Speed", DoubleValue(setting.speed));
    auto devices = radio.Install(base.Get(0), users);
    radio.AssignStreams(devices, 100 * drop);
    InternetStackHelper internet;
    internet.Install(base);
    internet.Install(users);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.0.0");
    auto interfaces = addresses.Assign(devices);
    BroadbandHelper::FillNeighborCaches(devices);
    if (!trace.empty())
    {
        radio.EnableBlockTrace(trace, devices);
    }

    Counter counter(outcome);
    BroadbandHelper::ConnectBlocks(devices, MakeCallback(&Counter::Note, &counter));
    UdpLoad load;
    const Time interval = UdpLoad::GetInterval(setting.offered);
    for (uint32_t i = 0; i < setting.users; ++i)
    {
        const Ptr<Node> user = users.Get(i);
        load.Add(setting.downlink ? base.Get(0) : user,
                 setting.downlink ? user : base.Get(0),
                 interfaces.GetAddress(setting.downlink ? i + 1 : 0),
                 interval,
                 i * interval / setting.users);
    }
    Simulator::Stop(Seconds(setting.duration));
    Simulator::Run();
    const auto goodput = load.GetGoodput(setting.duration);
    outcome.goodput.insert(outcome.goodput.end(), goodput.begin(), goodput.end());
    Simulator::Destroy();
}

} // namespace

int
main(int argc, char* argv[])
{
    Setting setting;
    std::vector<std::string> schedulers{"RoundRobin", "ProportionalFair", "MaxRate", "NomaPairing"};
    RunFolder folder("results/broadband-cell", "One cell: goodput of its users by scheduler.");
    folder.AddValue("users", "Users of the cell", setting.users, 1, 1000);
    folder.AddValue("radius", "Radius of the cell [m]", setting.radius, 1, 1e5);
    folder.AddClasses("schedulers",
                      "Schedulers to compare, by comma",
                      schedulers,
                      "ns3::edgeai::BroadbandScheduler",
                      "Scheduler");
    folder.AddValue("downlink", "Downlink instead of uplink", setting.downlink);
    folder.AddValue("offered", "UDP payload offered per user [bit/s]", setting.offered, 1, 1e12);
    folder.AddValue("bandwidth", "Band of each direction [Hz]", setting.bandwidth, 1e3, 1e11);
    folder.AddValue("subchannels", "Subchannels of the band", setting.subchannels, 1, 10000);
    folder.AddChoice("profile",
                     "Power-delay profile of the fading",
                     setting.profile,
                     {"Flat", "Exponential", "TdlA", "TdlB", "TdlC", "TdlD", "TdlE"});
    folder.AddValue("speed", "Speed of users and surroundings [m/s]", setting.speed, 0, 1000);
    folder.AddValue("drops", "Drops of users, each simulated anew", setting.drops, 1, 10000);
    folder.AddValue("duration", "Simulated time of each drop [s]", setting.duration, 1e-3, 1e6);
    folder.AddValue("trace", "Write the blocks of the first drop to files", setting.trace);
    folder.AddRule([&schedulers]() -> std::string {
        const auto planned = [](const std::string& name) {
            return name == "Planned" || name == "ns3::edgeai::PlannedScheduler";
        };
        return std::any_of(schedulers.begin(), schedulers.end(), planned)
                   ? "--schedulers=Planned: it carries out plans of a server for its devices, and "
                     "nobody plans here; see noma-ecc and laim"
                   : "";
    });
    folder.Parse(argc, argv);

    Figure figure("Goodput of the users of a cell",
                  "goodput",
                  "Mbit/s",
                  "share of users below",
                  "");
    figure.SetRangeY(0, 1);
    TextTable table({{"scheduler", ""},
                     {"cell", "Mbit/s"},
                     {"mean user", "Mbit/s"},
                     {"median", "Mbit/s"},
                     {"5th percentile", "Mbit/s"},
                     {"Jain's index", ""},
                     {"blocks failed", "%"},
                     {"blocks superposed", "%"}});
    table.SetTitle(setting.downlink ? "Downlink" : "Uplink");
    for (const std::string& name : schedulers)
    {
        Outcome outcome;
        for (uint32_t drop = 1; drop <= setting.drops; ++drop)
        {
            const bool trace = setting.trace && drop == 1;
            Run(setting,
                name,
                drop,
                trace ? folder.GetPath("blocks-" + name + ".csv") : "",
                outcome);
        }
        std::vector<double>& sorted = outcome.goodput;
        std::sort(sorted.begin(), sorted.end());
        const double n = sorted.size();
        const double sum = std::accumulate(sorted.begin(), sorted.end(), 0.0);
        const double squares =
            std::inner_product(sorted.begin(), sorted.end(), sorted.begin(), 0.0);
        const auto series = figure.AddSeries(name, SeriesStyle::STEPS);
        for (std::size_t i = 0; i < sorted.size(); ++i)
        {
            figure.Add(series, sorted[i] / 1e6, (i + 1) / n);
        }
        table.AddRow({name,
                      TextCell(sum / 1e6 / setting.drops),
                      TextCell(sum / n / 1e6),
                      TextCell(sorted[sorted.size() / 2] / 1e6),
                      TextCell(sorted[sorted.size() / 20] / 1e6),
                      TextCell(sum * sum / (n * squares)),
                      TextCell(100.0 * outcome.failed / outcome.blocks),
                      TextCell(100.0 * outcome.superposed / outcome.blocks)});
    }
    table.Print(std::cout);
    table.WriteCsv(folder.GetPath("results.csv"));
    figure.Write(folder.GetPath("broadband-cell"));
    return 0;
}
