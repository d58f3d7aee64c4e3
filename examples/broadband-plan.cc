/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What does water-filling carry more than equal powers, and does the radio carry what the plan
// says? Every user has subchannels of its own, spread over the band, and its power is divided over
// them by a plan: evenly, or by water-filling on the gains of a frequency-selective channel.
//
//   user ... user )))  base station     planned rate beside the measured one, by power
//
// The planned rate is sum_k W log2(1 + p_k g_k / (N0 W)). What is measured is less by the finite
// length of the blocks (ErrorModel=Shannon: by their whole bits alone).

#include "udp-load.h"

#include "ns3/broadband-helper.h"
#include "ns3/core-module.h"
#include "ns3/figure.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-interface-container.h"
#include "ns3/mobility-module.h"
#include "ns3/planned-scheduler.h"
#include "ns3/run-folder.h"
#include "ns3/text-table.h"

#include <algorithm>
#include <cmath>
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
    uint32_t users{5};
    double radius{300};
    double bandwidth{4.5e6};
    uint32_t subchannels{25};
    std::string profile{"TdlC"};
    double rmsDelay{1e-6};
    std::string errorModel{"FiniteBlocklength"};
    double duration{1};
    bool downlink{false};
    bool trace{false};
};

/// What came of one division of the powers.
struct Outcome
{
    double planned{0};  ///< mean over the users [bit/s]
    double measured{0}; ///< bits of decoded blocks, mean over the users [bit/s]
    double goodput{0};  ///< UDP payload received, mean over the users [bit/s]
    double used{0};     ///< share of the subchannels that have power
    uint64_t blocks{0}; ///< transmissions
    uint64_t failed{0}; ///< of these not decoded
    uint64_t bits{0};   ///< in those decoded
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
        const bool decoded = report.outcome == BlockOutcome::DECODED;
        ++m_outcome.blocks;
        m_outcome.failed += !decoded;
        m_outcome.bits += decoded ? report.grant->bits : 0;
    }

  private:
    Outcome& m_outcome;
};

/**
 * @param [in] snr SNR per watt on each subchannel [1/W]
 * @param [in] power sum of the powers [W]
 * @returns the powers with the largest sum of rates: level - 1/snr where that is positive
 */
std::vector<double>
FillWater(const std::vector<double>& snr, double power)
{
    // Counted from the lowest floor: of a level far above the power its differences would be lost.
    const double best = *std::max_element(snr.begin(), snr.end());
    std::vector<double> floors(snr.size());
    std::transform(snr.begin(), snr.end(), floors.begin(), [best](double value) {
        return (1 - value / best) / value;
    });
    // From the worst subchannel on, leave out those that stay dry.
    std::vector<double> sorted = floors;
    std::sort(sorted.begin(), sorted.end());
    double level = 0;
    for (std::size_t n = sorted.size(); n > 0; --n)
    {
        level = (power + std::accumulate(sorted.begin(), sorted.begin() + n, 0.0)) / n;
        if (level > sorted[n - 1])
        {
            break;
        }
    }
    std::vector<double> powers = floors;
    for (double& share : powers)
    {
        share = std::max(0.0, level - share);
    }
    // Never more than there is, however it was rounded.
    const double sum = std::accumulate(powers.begin(), powers.end(), 0.0);
    for (double& share : powers)
    {
        share *= std::min(1.0, power / sum);
    }
    return powers;
}

/// One user's share: every users-th subchannel, those without power left out.
PlannedShare
MakeShare(const Setting& setting, Ptr<NetDevice> device, uint32_t i, double power, bool water)
{
    PlannedShare share;
    share.user = BroadbandHelper::GetId(device);
    share.direction = setting.downlink ? DOWNLINK : UPLINK;
    const auto all = BroadbandHelper::GetSnrPerWatt(device, share.direction);
    std::vector<double> snr;
    for (uint32_t m = i; m < setting.subchannels; m += setting.users)
    {
        snr.push_back(all[m]);
    }
    const std::vector<double> even(snr.size(), power / snr.size());
    const std::vector<double> powers = water ? FillWater(snr, power) : even;
    for (std::size_t k = 0; k < powers.size(); ++k)
    {
        if (powers[k] > 0)
        {
            share.subchannels.push_back(i + k * setting.users);
            share.power.push_back(powers[k]);
        }
    }
    return share;
}

/// One division of the powers, on the same places and channels as any other.
Outcome
Run(const Setting& setting, double power, bool water, const std::string& trace)
{
    NodeContainer base(1);
    NodeContainer users(setting.users);
    auto disc = CreateObject<UniformDiscPositionAllocator>();
    disc->SetRho(setting.radius);
    disc->AssignStreams(1000);
    MobilityHelper mobility;
    mobility.SetMobilityModel("ns3::ConstantPositionMobilityModel");
    mobility.Install(base);
    mobility.SetPositionAllocator(disc);
    mobility.Install(users);

    BroadbandHelper radio;
    radio.SetAttribute("Bandwidth", DoubleValue(setting.bandwidth));
    radio.SetAttribute("Subchannels", UintegerValue(setting.subchannels));
    radio.SetAttribute("Scheduler", StringValue("Planned"));
    radio.SetAttribute("ErrorModel", StringValue(setting.errorModel));
    radio.SetAttribute("Profile", StringValue(setting.profile));
    radio.SetAttribute("RmsDelay", TimeValue(Seconds(setting.rmsDelay)));
    radio.SetAttribute("Process", StringValue("Static"));
    radio.SetUserAttribute("PowerLimit", DoubleValue(power));
    radio.SetBaseAttribute("PowerLimit", DoubleValue(power * setting.users));
    radio.SetUserAttribute("NoiseFigure", DoubleValue(9));
    radio.SetBaseAttribute("NoiseFigure", DoubleValue(5));
    auto devices = radio.Install(base.Get(0), users);
    radio.AssignStreams(devices, 100);
    InternetStackHelper internet;
    internet.Install(base);
    internet.Install(users);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.0.0");
    auto interfaces = addresses.Assign(devices);
    BroadbandHelper::FillNeighborCaches(devices);
    if (!trace.empty())
    {
        radio.EnableBlockTrace(trace, devices, true);
    }

    Outcome outcome;
    Counter counter(outcome);
    BroadbandHelper::ConnectBlocks(devices, MakeCallback(&Counter::Note, &counter));
    ResourcePlan plan;
    UdpLoad load;
    for (uint32_t i = 0; i < setting.users; ++i)
    {
        plan.push_back(MakeShare(setting, devices.Get(i + 1), i, power, water));
        const PlannedShare& share = plan.back();
        const auto snr = BroadbandHelper::GetSnrPerWatt(devices.Get(i + 1), share.direction);
        double rate = 0;
        for (std::size_t k = 0; k < share.power.size(); ++k)
        {
            rate += setting.bandwidth / setting.subchannels *
                    std::log2(1 + share.power[k] * snr[share.subchannels[k]]);
        }
        outcome.planned += rate / setting.users;
        outcome.used += static_cast<double>(share.power.size()) / setting.subchannels;
        load.Add(setting.downlink ? base.Get(0) : users.Get(i),
                 setting.downlink ? users.Get(i) : base.Get(0),
                 interfaces.GetAddress(setting.downlink ? i + 1 : 0),
                 UdpLoad::GetInterval(1.5 * rate + 1e5));
    }
    auto scheduler = DynamicCast<PlannedScheduler>(BroadbandHelper::GetScheduler(devices));
    const std::string refusal = scheduler->SetPlan(plan);
    NS_ABORT_MSG_UNLESS(refusal.empty(), "broadband-plan: " << refusal);
    Simulator::Stop(Seconds(setting.duration));
    Simulator::Run();
    outcome.measured = outcome.bits / setting.duration / setting.users;
    for (double goodput : load.GetGoodput(setting.duration))
    {
        outcome.goodput += goodput / setting.users;
    }
    Simulator::Destroy();
    return outcome;
}

} // namespace

int
main(int argc, char* argv[])
{
    Setting setting;
    std::vector<double> powers{0.0001, 0.001, 0.01, 0.1};
    RunFolder folder("results/broadband-plan",
                     "Powers on a set of subchannels by plan: water-filling against equal powers.");
    folder.AddValue("users", "Users of the cell", setting.users, 1, 1000);
    folder.AddValue("radius", "Radius of the cell [m]", setting.radius, 1, 1e5);
    folder.AddNumbers("powers",
                      "Powers of a user, sum over its set, by comma [W]",
                      powers,
                      1e-12,
                      1e6);
    folder.AddValue("downlink", "Downlink instead of uplink", setting.downlink);
    folder.AddValue("bandwidth", "Band of each direction [Hz]", setting.bandwidth, 1e3, 1e11);
    folder.AddValue("subchannels", "Subchannels of the band", setting.subchannels, 1, 10000);
    folder.AddChoice("profile",
                     "Power-delay profile of the fading",
                     setting.profile,
                     {"Flat", "Exponential", "TdlA", "TdlB", "TdlC", "TdlD", "TdlE"});
    folder.AddValue("rmsDelay", "Delay spread of the fading [s]", setting.rmsDelay, 0, 1);
    folder.AddChoice("errorModel",
                     "Law of block errors",
                     setting.errorModel,
                     {"Shannon", "FiniteBlocklength", "Ideal"});
    folder.AddValue("duration", "Simulated time [s]", setting.duration, 1e-3, 1e6);
    folder.AddValue("trace", "Write blocks with their powers and SINRs to files", setting.trace);
    folder.AddRule([&setting] {
        return setting.users > setting.subchannels
                   ? "--users: more than the " + std::to_string(setting.subchannels) +
                         " of --subchannels, of which each needs one"
                   : "";
    });
    folder.AddRule([&setting, &powers] {
        constexpr double most = 1e6; // of any transmitter, the base station's for all users [W]
        const double largest = *std::max_element(powers.begin(), powers.end());
        std::ostringstream fault;
        if (largest * setting.users > most)
        {
            fault << "--powers: " << largest << " W for each of " << setting.users
                  << " --users are more than a base station has; allowed is up to "
                  << most / setting.users;
        }
        return fault.str();
    });
    folder.Parse(argc, argv);

    TextTable table({{"power", "W"},
                     {"division", ""},
                     {"used", "%"},
                     {"planned", "Mbit/s"},
                     {"measured", "Mbit/s"},
                     {"of the plan", "%"},
                     {"blocks failed", "%"},
                     {"UDP goodput", "Mbit/s"}});
    table.SetTitle(setting.downlink ? "Downlink, mean user" : "Uplink, mean user");
    Figure figure("Rates by power", "transmit power of a user", "W", "rate of a user", "Mbit/s");
    figure.SetLogX(true);
    std::size_t series[2][2];
    for (int water : {0, 1})
    {
        const std::string name = water ? "water-filling" : "equal powers";
        series[water][0] = figure.AddSeries(name + ", planned", SeriesStyle::LINES);
        series[water][1] = figure.AddSeries(name + ", measured", SeriesStyle::POINTS);
    }
    for (const double power : powers)
    {
        for (int water : {0, 1})
        {
            const std::string name = water ? "water-filling" : "equal";
            std::ostringstream file;
            file << "blocks-" << name << "-" << power << ".csv";
            const Outcome outcome =
                Run(setting, power, water, setting.trace ? folder.GetPath(file.str()) : "");
            table.AddRow({TextCell(power, 4),
                          name,
                          TextCell(100 * outcome.used),
                          TextCell(outcome.planned / 1e6),
                          TextCell(outcome.measured / 1e6),
                          TextCell(100 * outcome.measured / outcome.planned),
                          TextCell(100.0 * outcome.failed / std::max<uint64_t>(outcome.blocks, 1)),
                          TextCell(outcome.goodput / 1e6)});
            figure.Add(series[water][0], power, outcome.planned / 1e6);
            figure.Add(series[water][1], power, outcome.measured / 1e6);
        }
    }
    table.Print(std::cout);
    table.WriteCsv(folder.GetPath("results.csv"));
    figure.Write(folder.GetPath("broadband-plan"));
    return 0;
}
