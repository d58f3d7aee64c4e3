/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What do neighbouring cells cost? Base stations in a row on one band; the users of the middle cell
// receive all they can, first with the neighbours silent, then with them as busy.
//
//   cell 0          cell 1 (observed)          cell 2
//    (((              (((  users  )))              )))

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
#include <cmath>
#include <iostream>
#include <limits>
#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What the command line says.
struct Setting
{
    uint32_t cells{3};
    uint32_t users{8};
    double distance{500};
    double offered{6e6};
    double duration{2};
    double basePower{1};
    bool uplink{false};
};

/// What the users of the observed cell saw.
struct Outcome
{
    std::vector<double> sinr;    ///< mean of each block [dB]
    std::vector<double> goodput; ///< by user [bit/s]
    uint64_t failed{0};          ///< transmissions of blocks not decoded
};

/// Notes blocks of one cell.
class Watcher
{
  public:
    Watcher(Outcome& outcome, uint32_t cell)
        : m_outcome(outcome),
          m_cell(cell)
    {
    }

    void Note(const BlockReport& report)
    {
        if (report.cell == m_cell)
        {
            m_outcome.sinr.push_back(10 * std::log10(report.sinrMean));
            m_outcome.failed += report.outcome == BlockOutcome::DECODED ? 0 : 1;
        }
    }

  private:
    Outcome& m_outcome;
    uint32_t m_cell;
};

/// One run.
Outcome
Run(const Setting& setting, bool neighbours)
{
    const uint32_t middle = setting.cells / 2;
    BroadbandHelper radio;
    radio.SetBaseAttribute("PowerLimit", DoubleValue(setting.basePower));
    radio.SetUserAttribute("NoiseFigure", DoubleValue(9));
    radio.SetBaseAttribute("NoiseFigure", DoubleValue(5));
    radio.SetAttribute("Profile", StringValue("TdlA"));
    radio.SetAttribute("Speed", DoubleValue(1));

    NodeContainer bases(setting.cells);
    std::vector<NodeContainer> users;
    std::vector<NetDeviceContainer> cells;
    InternetStackHelper internet;
    internet.Install(bases);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.0.0");
    std::vector<Ipv4InterfaceContainer> interfaces;
    for (uint32_t c = 0; c < setting.cells; ++c)
    {
        const double x = c * setting.distance;
        MobilityHelper mobility;
        mobility.SetMobilityModel("ns3::ConstantPositionMobilityModel");
        auto place = CreateObject<ListPositionAllocator>();
        place->Add(Vector(x, 0, 10));
        mobility.SetPositionAllocator(place);
        mobility.Install(bases.Get(c));
        users.emplace_back(setting.users);
        auto disc = CreateObject<UniformDiscPositionAllocator>();
        disc->SetX(x);
        disc->SetRho(setting.distance / 2);
        disc->AssignStreams(500 + c);
        mobility.SetPositionAllocator(disc);
        mobility.Install(users.back());
        cells.push_back(radio.Install(bases.Get(c), users.back()));
        internet.Install(users.back());
        interfaces.push_back(addresses.Assign(cells.back()));
        addresses.NewNetwork();
        BroadbandHelper::FillNeighborCaches(cells.back());
    }
    NetDeviceContainer all;
    for (const auto& cell : cells)
    {
        all.Add(cell);
    }
    radio.AssignStreams(all, 1);

    Outcome outcome;
    Watcher watcher(outcome, BroadbandHelper::GetId(cells[middle].Get(0)));
    BroadbandHelper::ConnectBlocks(cells[middle], MakeCallback(&Watcher::Note, &watcher));
    UdpLoad observed;
    UdpLoad others;
    for (uint32_t c = 0; c < setting.cells; ++c)
    {
        for (uint32_t i = 0; (neighbours || c == middle) && i < setting.users; ++i)
        {
            const Ptr<Node> user = users[c].Get(i);
            (c == middle ? observed : others)
                .Add(setting.uplink ? user : bases.Get(c),
                     setting.uplink ? bases.Get(c) : user,
                     interfaces[c].GetAddress(setting.uplink ? 0 : i + 1),
                     UdpLoad::GetInterval(setting.offered));
        }
    }
    Simulator::Stop(Seconds(setting.duration));
    Simulator::Run();
    outcome.goodput = observed.GetGoodput(setting.duration);
    Simulator::Destroy();
    return outcome;
}

} // namespace

int
main(int argc, char* argv[])
{
    Setting setting;
    RunFolder folder("results/broadband-multicell", "Cells on one band: what neighbours cost.");
    folder.AddValue("cells", "Cells in a row", setting.cells, 1, 100);
    folder.AddValue("users", "Users per cell", setting.users, 1, 1000);
    folder.AddValue("distance", "Distance of the base stations [m]", setting.distance, 1, 1e6);
    folder.AddValue("basePower", "Power limit of a base station [W]", setting.basePower, 1e-9, 1e6);
    folder.AddValue("offered", "UDP payload offered per user [bit/s]", setting.offered, 1, 1e12);
    folder.AddValue("uplink", "Uplink instead of downlink", setting.uplink);
    folder.AddValue("duration", "Simulated time of each run [s]", setting.duration, 1e-3, 1e6);
    folder.Parse(argc, argv);

    Figure figure("SINR of blocks in the middle cell", "SINR", "dB", "share of blocks below", "");
    figure.SetRangeY(0, 1);
    TextTable table({{"neighbours", ""},
                     {"median SINR", "dB"},
                     {"5th percentile", "dB"},
                     {"cell goodput", "Mbit/s"},
                     {"worst user", "Mbit/s"},
                     {"blocks", ""},
                     {"blocks failed", "%"}});
    for (bool neighbours : {false, true})
    {
        Outcome outcome = Run(setting, neighbours);
        const std::string name = neighbours ? "busy" : "silent";
        std::vector<double>& sinr = outcome.sinr;
        std::sort(sinr.begin(), sinr.end());
        if (sinr.empty())
        {
            std::cerr << "broadband-multicell: neighbours " << name
                      << ": nothing was received in the observed cell; --basePower and --distance "
                         "make the signal, --offered and --duration how much of it there is\n";
        }
        const auto series = figure.AddSeries(name, SeriesStyle::LINES);
        for (int percent = 0; percent <= 100 && !sinr.empty(); ++percent)
        {
            figure.Add(series, sinr[(sinr.size() - 1) * percent / 100], percent / 100.0);
        }
        const double none = std::numeric_limits<double>::quiet_NaN();
        table.AddRow(
            {name,
             TextCell(sinr.empty() ? none : sinr[sinr.size() / 2]),
             TextCell(sinr.empty() ? none : sinr[sinr.size() / 20]),
             TextCell(std::accumulate(outcome.goodput.begin(), outcome.goodput.end(), 0.0) / 1e6),
             TextCell(*std::min_element(outcome.goodput.begin(), outcome.goodput.end()) / 1e6),
             sinr.size(),
             TextCell(100.0 * outcome.failed / sinr.size())});
    }
    table.Print(std::cout);
    table.WriteCsv(folder.GetPath("results.csv"));
    figure.Write(folder.GetPath("broadband-multicell"));
    return 0;
}
