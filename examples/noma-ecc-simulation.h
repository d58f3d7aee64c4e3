/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef NOMA_ECC_SIMULATION_H
#define NOMA_ECC_SIMULATION_H

// One simulation of users who run tasks by a planner's decisions over the NOMA radio.

#include "ns3/broadband-helper.h"
#include "ns3/co-inference-figures.h"
#include "ns3/co-inference-helper.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-catalogue.h"
#include "ns3/network-module.h"
#include "ns3/processor-helper.h"
#include "ns3/profile-json.h"
#include "ns3/run-folder.h"

#include <cmath>
#include <fstream>
#include <numeric>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace nomaecc
{

using namespace ns3;
using namespace ns3::edgeai;

/// A user of the cell.
struct User
{
    double distance;          ///< from the base station [m]
    double timeWeight{0.5};   ///< [1/s]
    double energyWeight{0.5}; ///< [1/J]
};

/// What the command line says.
struct Options
{
    std::string planner{"all"};
    std::string network{"TinyYOLOv2@pooling=counted"};
    std::string users;
    uint32_t subchannels{3};
    double width{1e6};
    uint32_t perSubchannel{3};
    uint32_t units{24};
    uint32_t tasks{3};
    double rmsDelay{200e-9};
    double coherence{0};
    double speed{0};
    bool causes{true};
    bool figures{true};
    bool pcap{true};
};

/// One simulation.
struct Scenario
{
    std::string planner;
    bool ideal{false};                                             ///< nothing but the formulas
    std::vector<std::pair<std::string, std::string>> attributes{}; ///< of the radio, on top
    std::vector<std::pair<std::string, std::string>> receivers{};  ///< of its PHYs alone
    double coherence{0};                                           ///< of the fading [s]; 0: static
    bool adaptRate{false};                                         ///< plan with measured rates
    std::string files{};                                           ///< prefix; empty: none
};

/// Means over completed tasks.
struct Mean
{
    double sum{0};
    uint32_t count{0};

    void Add(double value)
    {
        sum += std::isnan(value) ? 0 : value;
        count += !std::isnan(value);
    }

    double Get() const
    {
        return count > 0 ? sum / count : NOT_AVAILABLE;
    }
};

/// A quantity, planned and realised.
struct Pair
{
    Mean planned;
    Mean realised;

    void Add(double plan, double fact)
    {
        planned.Add(plan);
        realised.Add(fact);
    }

    /// Adds the durations of a step.
    void Add(const StepRecord& step)
    {
        Add(step.planned.time, step.GetTime());
    }

    double GetRatio() const
    {
        return planned.Get() > 0 ? realised.Get() / planned.Get() : NOT_AVAILABLE;
    }
};

/// What came of one user's tasks, or of everybody's.
struct Account
{
    Pair device;
    Pair uplink;
    Pair server;
    Pair downlink;
    Pair latency;
    Pair energy;
    Pair sinr; ///< [dB]
    Pair rate;
    Mean planWait;
    Pair utility;
    TaskRecord last; ///< for what is the same in all
    uint32_t completed{0};
    uint32_t offloaded{0};
    double blocks{0};
    double failed{0};

    void Add(const TaskRecord& task, const User& user)
    {
        const TaskTotals& p = task.planned;
        const TaskTotals& r = task.realised;
        device.Add(task.GetStep("device"));
        latency.Add(p.latency, r.latency);
        energy.Add(p.energy, r.energy);
        utility.Add(user.timeWeight * p.latency + user.energyWeight * p.energy,
                    user.timeWeight * r.latency + user.energyWeight * r.energy);
        planWait.Add(task.planWait);
        ++completed;
        last = task;
        if (task.GetStep("uplink").planned.time > 0)
        {
            ++offloaded;
            uplink.Add(task.GetStep("uplink"));
            server.Add(task.GetStep("server"));
            downlink.Add(task.GetStep("downlink"));
            const auto& up = task.GetStep("uplink").Get<TransferFigures>();
            const auto& down = task.GetStep("downlink").Get<TransferFigures>();
            sinr.Add(10 * std::log10(up.sinrPlanned), 10 * std::log10(up.sinrRealised));
            rate.Add(up.ratePlanned, up.rateRealised);
            blocks += up.blocks + down.blocks;
            failed += up.blocksFailed + down.blocksFailed;
        }
    }
};

/// What came of a simulation.
struct Outcome
{
    Account all;
    std::vector<Account> users;
    uint64_t generated{0};
    uint32_t steps{0};  ///< of the planner's loop, last plan
    std::string status; ///< why tasks were dropped, if they were
};

/// Trace sink. @param [out] steps of the planner's loop  @param [in] summary of the plan
inline void
NoteSteps(uint32_t* steps, uint64_t, const SplitDecision&, const PlanSummary& summary)
{
    *steps = summary.iterations;
}

/// @returns users of a file: distance [m], and perhaps weights of delay [1/s] and energy [1/J]
inline std::vector<User>
ReadUsers(const std::string& path)
{
    if (path.empty())
    {
        // Path loss of 128.1 + 37.6 log10(d / km) dB gives gains of 8, 5, 3, 1.5, 0.8, 0.4e-11.
        return {{190}, {215}, {247}, {296}, {350}, {421}};
    }
    std::ifstream file(path);
    NS_ABORT_MSG_UNLESS(file, "noma-ecc: users: " << path << " cannot be read");
    std::vector<User> users;
    std::string line;
    for (uint32_t number = 1; std::getline(file, line); ++number)
    {
        std::istringstream words(line.substr(0, line.find('#')));
        User user{0};
        if (!(words >> user.distance))
        {
            continue;
        }
        double weight = 0;
        if (words >> weight)
        {
            user.timeWeight = weight;
            user.energyWeight = 1 - weight;
            words >> user.energyWeight;
        }
        NS_ABORT_MSG_UNLESS(user.distance > 0 && user.timeWeight >= 0 && user.energyWeight >= 0 &&
                                user.timeWeight + user.energyWeight > 0,
                            path << ":" << number
                                 << ": must be a distance [m], > 0, and weights of delay and "
                                    "energy, >= 0 and not both 0");
        users.push_back(user);
    }
    NS_ABORT_MSG_IF(users.empty(), "noma-ecc: users: " << path << " names no user");
    return users;
}

/// @returns a catalogue network as ECC's literature counts it, as a file of the run; or a file
inline std::string
PrepareNetwork(const std::string& network, const RunFolder& folder)
{
    const bool file = network.size() > 5 && network.substr(network.size() - 5) == ".json";
    if (file)
    {
        return network;
    }
    NetworkProfile profile = LoadNetworkProfile(network);
    profile.elementBits = 32;
    profile.resultBits = 32000;
    const std::string path = folder.GetPath("network.json");
    WriteProfileFile(profile, path);
    return path;
}

/// Runs scenarios for the same users and network.
class Simulation
{
  public:
    /// @param [in] options what the command line says; must outlive this
    /// @param [in] folder where the network's profile goes
    Simulation(const Options& options, const RunFolder& folder)
        : m_options(options),
          m_users(ReadUsers(options.users)),
          m_network(PrepareNetwork(options.network, folder))
    {
    }

    /// @param [in] scenario what to simulate  @returns what came of it
    Outcome Run(const Scenario& scenario) const;

    /// @returns the users
    const std::vector<User>& GetUsers() const
    {
        return m_users;
    }

  private:
    NetDeviceContainer BuildRadio(const Scenario& scenario,
                                  BroadbandHelper& radio,
                                  Ptr<Node> server,
                                  const NodeContainer& devices) const;

    const Options& m_options;
    std::vector<User> m_users;
    std::string m_network;
};

/// @param [in] sharers largest number of users that may divide a subchannel under OMA
/// @returns radio subchannels per planned one, so that each such number divides it
inline uint32_t
CountParts(uint32_t sharers)
{
    uint32_t parts = 1;
    for (uint32_t k = 2; k <= sharers; ++k)
    {
        parts = std::lcm(parts, k);
    }
    return parts;
}

inline NetDeviceContainer
Simulation::BuildRadio(const Scenario& scenario,
                       BroadbandHelper& radio,
                       Ptr<Node> server,
                       const NodeContainer& devices) const
{
    const uint32_t parts = CountParts(m_options.perSubchannel);
    radio.SetAttribute("Subchannels", UintegerValue((m_options.subchannels + 1) * parts));
    radio.SetAttribute("Bandwidth", DoubleValue((m_options.subchannels + 1) * m_options.width));
    radio.SetAttribute("Scheduler", StringValue("Planned"));
    radio.SetAttribute("SignallingSubchannels", UintegerValue(parts));
    radio.SetAttribute("SuperposedUsers", UintegerValue(m_options.perSubchannel));
    radio.SetBaseAttribute("PowerLimit", DoubleValue(10.2)); // 0.2 W for signalling
    if (m_options.rmsDelay > 0)
    {
        const double coherence = scenario.coherence > 0 ? scenario.coherence : m_options.coherence;
        radio.SetAttribute("Profile", StringValue("Exponential"));
        radio.SetAttribute("RmsDelay", TimeValue(Seconds(m_options.rmsDelay)));
        radio.SetAttribute("Process",
                           StringValue(coherence > 0         ? "Block"
                                       : m_options.speed > 0 ? "Moving"
                                                             : "Static"));
        radio.SetAttribute("CoherenceTime", TimeValue(Seconds(coherence > 0 ? coherence : 1)));
        radio.SetAttribute("Speed", DoubleValue(m_options.speed));
    }
    if (scenario.ideal)
    {
        radio.SetAttribute("ErrorModel", StringValue("Ideal"));
        radio.SetAttribute("CountHeaders", BooleanValue(false));
        radio.SetAttribute("Mtu", UintegerValue(65000));
    }
    for (const auto& [name, value] : scenario.attributes)
    {
        radio.SetAttribute(name, StringValue(value));
    }
    for (const auto& [name, value] : scenario.receivers)
    {
        radio.SetUserAttribute(name, StringValue(value));
        radio.SetBaseAttribute(name, StringValue(value));
    }
    return radio.Install(server, devices);
}

inline Outcome
Simulation::Run(const Scenario& scenario) const
{
    NodeContainer devices(m_users.size());
    NodeContainer server(1);
    auto positions = CreateObject<ListPositionAllocator>();
    positions->Add(Vector(0, 0, 0));
    for (std::size_t i = 0; i < m_users.size(); ++i)
    {
        const double angle = 2 * M_PI * i / m_users.size();
        positions->Add(Vector(m_users[i].distance * std::cos(angle),
                              m_users[i].distance * std::sin(angle),
                              0));
    }
    MobilityHelper mobility;
    mobility.SetPositionAllocator(positions);
    mobility.Install(server);
    mobility.Install(devices);
    BroadbandHelper radio;
    NetDeviceContainer links = BuildRadio(scenario, radio, server.Get(0), devices);
    radio.AssignStreams(links, 1000);
    InternetStackHelper stack;
    stack.Install(server);
    stack.Install(devices);
    stack.AssignStreams(NodeContainer(devices, server), 2000);
    Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(links);
    BroadbandHelper::FillNeighborCaches(links);
    ProcessorHelper("EccDevice").Install(devices);
    ProcessorHelper units("EccServer");
    units.SetAttribute("Units", UintegerValue(m_options.units));
    units.Install(server);

    CoInferenceHelper inference(m_network, scenario.planner);
    inference.SetCellAttribute("Parts", UintegerValue(CountParts(m_options.perSubchannel)));
    inference.SetControllerAttribute("AdaptRate", BooleanValue(scenario.adaptRate));
    inference.SetBudget(Seconds(1000), 1000); // a weighted sum is minimised, nothing is limited
    inference.SetClientAttribute("Timeout", TimeValue(Seconds(60)));
    if (scenario.ideal)
    {
        for (const auto& [name, value] :
             {std::pair<std::string, uint32_t>{"SegmentSize", 60000}, {"SocketBuffer", 4000000}})
        {
            inference.SetClientAttribute(name, UintegerValue(value));
            inference.SetServerAttribute(name, UintegerValue(value));
        }
    }
    // The first task of everybody is for getting to know each other, and not counted. Room between
    // tasks: what is compared is a plan, not a queue.
    const double period = 20;
    inference.SetArrivals("ns3::edgeai::PeriodicArrivals",
                          "Period",
                          TimeValue(Seconds(period)),
                          "Offset",
                          TimeValue(Seconds(1)),
                          "MaxTasks",
                          UintegerValue(m_options.tasks + 1));
    ApplicationContainer applications = inference.Install(server.Get(0), devices);
    for (std::size_t i = 0; i < m_users.size(); ++i)
    {
        applications.Get(1 + i)->SetAttribute("TimeWeight", DoubleValue(m_users[i].timeWeight));
        applications.Get(1 + i)->SetAttribute("EnergyWeight", DoubleValue(m_users[i].energyWeight));
    }
    inference.AssignStreams(1);
    Outcome outcome;
    inference.GetController()->TraceConnectWithoutContext(
        "Plan",
        MakeBoundCallback(&NoteSteps, &outcome.steps));
    if (!scenario.files.empty() && m_options.pcap)
    {
        radio.EnablePcap(scenario.files, links);
        radio.EnableBlockTrace(scenario.files + "-blocks.csv", links);
    }
    Simulator::Stop(Seconds(1 + period * (m_options.tasks + 3)));
    Simulator::Run();

    const InferenceMonitor& monitor = inference.GetMonitor();
    NS_ABORT_MSG_UNLESS(monitor.GetCounts().IsConserved(), "a task was lost");
    outcome.users.resize(m_users.size());
    for (const TaskRecord* task : monitor.GetRecords())
    {
        const std::size_t i = task->node - devices.Get(0)->GetId();
        if (task->generated < 1 + period / 2)
        {
            continue;
        }
        ++outcome.generated;
        if (task->outcome == TaskOutcome::COMPLETED)
        {
            outcome.users[i].Add(*task, m_users[i]);
            outcome.all.Add(*task, m_users[i]);
        }
        else if (outcome.status.empty())
        {
            outcome.status = ToString(task->outcome) + ": " + task->detail;
        }
    }
    if (!scenario.files.empty())
    {
        monitor.Write(scenario.files + "-tasks.csv");
        monitor.Write(scenario.files + "-timeline.json");
    }
    Simulator::Destroy();
    return outcome;
}

} // namespace nomaecc

#endif // NOMA_ECC_SIMULATION_H
