/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What do two users gain by sharing their subchannels? The capacity region of a two-user uplink,
// and what is measured on it: both decoding orders, time sharing between them, each user alone, and
// OFDMA splits of the band.
//
//   user 1 (strong) )))                  resource plans, replaced while the simulation runs
//                        base station    SIC: the user decoded first sees the other as noise
//   user 2 (weak)   )))

#include "udp-load.h"

#include "ns3/broadband-helper.h"
#include "ns3/core-module.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/figure.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-interface-container.h"
#include "ns3/mobility-module.h"
#include "ns3/noise-density.h"
#include "ns3/planned-scheduler.h"
#include "ns3/propagation-module.h"
#include "ns3/run-folder.h"
#include "ns3/text-table.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iostream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// The pair and its band.
struct Setting
{
    double gain[2]{1e-10, 2e-11};        ///< power gains, linear
    double power[2]{0.1, 0.2};           ///< transmit power limits [W]
    double bandwidth{4.5e6};             ///< [Hz]
    uint32_t subchannels{25};            ///< of the band
    double noise{DEFAULT_NOISE_DENSITY}; ///< density [W/Hz]
    double duration{0.5};                ///< of each run [s]
};

/// What a run brought: rates on the air and in UDP payload [bit/s].
struct Measured
{
    double rate[2]{0, 0};
    double goodput[2]{0, 0};
    uint64_t failed{0};
};

/// A plan for a slot, and how it is chosen.
using PlanOfSlot = std::function<ResourcePlan(uint32_t slot)>;

/// Counts what is decoded.
class Counter
{
  public:
    explicit Counter(Measured& measured)
        : m_measured(measured)
    {
    }

    void Note(const BlockReport& report)
    {
        if (report.outcome == BlockOutcome::DECODED)
        {
            m_measured.rate[report.grant->user - 1] += report.grant->bits;
        }
        else
        {
            ++m_measured.failed;
        }
    }

  private:
    Measured& m_measured;
};

/// Both users send all the time; the plans say how.
Measured
Run(const Setting& setting, bool changing, const PlanOfSlot& plan)
{
    NodeContainer nodes(3);
    MobilityHelper mobility;
    mobility.SetMobilityModel("ns3::ConstantPositionMobilityModel");
    mobility.Install(nodes);
    auto loss = CreateObject<MatrixPropagationLossModel>();
    for (int user : {0, 1})
    {
        loss->SetLoss(nodes.Get(0)->GetObject<MobilityModel>(),
                      nodes.Get(user + 1)->GetObject<MobilityModel>(),
                      -10 * std::log10(setting.gain[user]));
    }
    BroadbandHelper radio;
    radio.SetAttribute("Bandwidth", DoubleValue(setting.bandwidth));
    radio.SetAttribute("Subchannels", UintegerValue(setting.subchannels));
    radio.SetAttribute("NoiseDensity", DoubleValue(setting.noise));
    radio.SetAttribute("PathLoss", PointerValue(loss));
    radio.SetAttribute("ErrorModel", StringValue("Shannon"));
    radio.SetAttribute("Access", StringValue("NOMA"));
    radio.SetAttribute("Scheduler", StringValue("Planned"));
    radio.SetUserAttribute("PowerLimit", DoubleValue(std::max(setting.power[0], setting.power[1])));
    auto devices = radio.Install(nodes.Get(0), NodeContainer(nodes.Get(1), nodes.Get(2)));
    // Plans name users by the numbers of their nodes, which start anew with every run.
    NS_ABORT_IF(BroadbandHelper::GetId(devices.Get(1)) != 1);
    InternetStackHelper().Install(nodes);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    auto interfaces = addresses.Assign(devices);
    BroadbandHelper::FillNeighborCaches(devices);

    Measured measured;
    Counter counter(measured);
    BroadbandHelper::ConnectBlocks(devices.Get(0), MakeCallback(&Counter::Note, &counter));
    UdpLoad load;
    for (int user : {0, 1})
    {
        load.Add(nodes.Get(user + 1), nodes.Get(0), interfaces.GetAddress(0), MicroSeconds(120));
    }
    auto scheduler = DynamicCast<PlannedScheduler>(BroadbandHelper::GetScheduler(devices));
    std::function<void(uint32_t)> replan = [&](uint32_t slot) {
        const std::string refusal = scheduler->SetPlan(plan(slot));
        NS_ABORT_MSG_UNLESS(refusal.empty(), refusal);
        if (changing)
        {
            ScheduleCall(MilliSeconds(1), [&replan, slot] { replan(slot + 1); });
        }
    };
    // Half a slot before its slot begins.
    ScheduleCall(MicroSeconds(500), [&replan] { replan(1); });
    // The first slot passes before there is a plan, the last one is decoded after the end.
    Simulator::Stop(Seconds(setting.duration) + MilliSeconds(2));
    Simulator::Run();
    for (int user : {0, 1})
    {
        measured.rate[user] /= setting.duration;
        measured.goodput[user] = load.GetGoodput(setting.duration)[user];
    }
    Simulator::Destroy();
    return measured;
}

/// Share of a user on some subchannels, its power spread evenly.
PlannedShare
MakeShare(const Setting& setting, int user, uint32_t first, uint32_t count, uint32_t position)
{
    PlannedShare share;
    share.user = user + 1;
    share.direction = UPLINK;
    for (uint32_t m = first; m < first + count; ++m)
    {
        share.subchannels.push_back(m);
        share.power.push_back(setting.power[user] / count);
    }
    share.position = position;
    return share;
}

/// Both on the whole band.
ResourcePlan
MakePair(const Setting& setting, int first)
{
    const uint32_t all = setting.subchannels;
    return {MakeShare(setting, 0, 0, all, first == 0 ? 1 : 2),
            MakeShare(setting, 1, 0, all, first == 0 ? 2 : 1)};
}

} // namespace

int
main(int argc, char* argv[])
{
    Setting setting;
    uint32_t splits = 6;
    RunFolder folder("results/noma-pair", "Two-user uplink: NOMA against OFDMA.");
    folder.AddValue("gain1", "Power gain of user 1, linear", setting.gain[0], 1e-30, 1);
    folder.AddValue("gain2", "Power gain of user 2, linear", setting.gain[1], 1e-30, 1);
    folder.AddValue("power1", "Transmit power of user 1 [W]", setting.power[0], 1e-12, 1e6);
    folder.AddValue("power2", "Transmit power of user 2 [W]", setting.power[1], 1e-12, 1e6);
    folder.AddValue("bandwidth", "Band [Hz]", setting.bandwidth, 1e3, 1e11);
    folder.AddValue("subchannels", "Subchannels of the band", setting.subchannels, 2, 10000);
    folder.AddValue("duration", "Simulated time of each point [s]", setting.duration, 1e-3, 1e6);
    folder.AddValue("splits", "OFDMA splits of the band to measure", splits, 1, 10000);
    folder.Parse(argc, argv);

    // The region: C1, C2 alone, and the sum both can have together.
    const double noise = setting.noise * setting.bandwidth;
    const double p1 = setting.power[0] * setting.gain[0] / noise;
    const double p2 = setting.power[1] * setting.gain[1] / noise;
    const double c1 = setting.bandwidth * std::log2(1 + p1);
    const double c2 = setting.bandwidth * std::log2(1 + p2);
    const double sum = setting.bandwidth * std::log2(1 + p1 + p2);

    Figure figure("Capacity region of a two-user uplink", "user 1", "Mbit/s", "user 2", "Mbit/s");
    const auto pentagon = figure.AddSeries("pentagon, formula", SeriesStyle::LINES);
    const auto curve = figure.AddSeries("OFDMA, formula", SeriesStyle::LINES);
    const auto nomaPoints = figure.AddSeries("NOMA, measured", SeriesStyle::POINTS);
    const auto sharedPoints = figure.AddSeries("time sharing, measured", SeriesStyle::POINTS);
    const auto ofdmaPoints = figure.AddSeries("OFDMA, measured", SeriesStyle::POINTS);
    for (const auto& [x, y] :
         std::vector<std::pair<double, double>>{{0, c2}, {sum - c2, c2}, {c1, sum - c1}, {c1, 0}})
    {
        figure.Add(pentagon, x / 1e6, y / 1e6);
    }
    const auto ofdma = [&](double share) {
        return std::pair<double, double>(
            share > 0 ? share * setting.bandwidth * std::log2(1 + p1 / share) : 0,
            share < 1 ? (1 - share) * setting.bandwidth * std::log2(1 + p2 / (1 - share)) : 0);
    };
    for (int i = 0; i <= 100; ++i)
    {
        const auto [x, y] = ofdma(i / 100.0);
        figure.Add(curve, x / 1e6, y / 1e6);
    }

    TextTable table({{"access", ""},
                     {"user 1", "Mbit/s"},
                     {"formula 1", "Mbit/s"},
                     {"user 2", "Mbit/s"},
                     {"formula 2", "Mbit/s"},
                     {"goodput 1", "Mbit/s"},
                     {"goodput 2", "Mbit/s"},
                     {"failed blocks", ""}});
    table.SetTitle("Measured rates and the formulas'");
    const auto add = [&](const std::string& name,
                         std::size_t series,
                         const Measured& got,
                         double rate1,
                         double rate2) {
        table.AddRow({name,
                      TextCell(got.rate[0] / 1e6, 6),
                      TextCell(rate1 / 1e6, 6),
                      TextCell(got.rate[1] / 1e6, 6),
                      TextCell(rate2 / 1e6, 6),
                      TextCell(got.goodput[0] / 1e6, 5),
                      TextCell(got.goodput[1] / 1e6, 5),
                      got.failed});
        figure.Add(series, got.rate[0] / 1e6, got.rate[1] / 1e6);
    };

    const uint32_t all = setting.subchannels;
    for (int user : {0, 1})
    {
        add("user " + std::to_string(user + 1) + " alone",
            nomaPoints,
            Run(setting,
                false,
                [&](uint32_t) { return ResourcePlan{MakeShare(setting, user, 0, all, 1)}; }),
            user == 0 ? c1 : 0,
            user == 1 ? c2 : 0);
    }
    add("NOMA, user 1 first",
        nomaPoints,
        Run(setting, false, [&](uint32_t) { return MakePair(setting, 0); }),
        sum - c2,
        c2);
    add("NOMA, user 2 first",
        nomaPoints,
        Run(setting, false, [&](uint32_t) { return MakePair(setting, 1); }),
        c1,
        sum - c1);
    for (uint32_t quarter : {1U, 2U, 3U})
    {
        const double share = quarter / 4.0;
        add("NOMA, user 1 first in " + std::to_string(quarter) + " of 4 slots",
            sharedPoints,
            Run(setting,
                true,
                [&](uint32_t slot) { return MakePair(setting, slot % 4 < quarter ? 0 : 1); }),
            share * (sum - c2) + (1 - share) * c1,
            share * c2 + (1 - share) * (sum - c1));
    }
    for (uint32_t i = 1; i <= splits; ++i)
    {
        const uint32_t count = std::clamp(i * all / (splits + 1), 1U, std::max(all, 2U) - 1);
        const auto [rate1, rate2] = ofdma(static_cast<double>(count) / all);
        add("OFDMA, user 1 on " + std::to_string(count) + " of " + std::to_string(all),
            ofdmaPoints,
            Run(setting,
                false,
                [&](uint32_t) {
                    return ResourcePlan{MakeShare(setting, 0, 0, count, 0),
                                        MakeShare(setting, 1, count, all - count, 0)};
                }),
            rate1,
            rate2);
    }
    table.Print(std::cout);
    table.WriteCsv(folder.GetPath("results.csv"));
    figure.Write(folder.GetPath("noma-pair"));
    return 0;
}
