/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef NOMA_ECC_SIMULATION_H
#define NOMA_ECC_SIMULATION_H

// One simulation of users who run tasks by a planner's decisions over the NOMA radio.

#include "noma-ecc-account.h"

#include "ns3/broadband-helper.h"
#include "ns3/co-inference-helper.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/placement-helper.h"
#include "ns3/processor-helper.h"

#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace nomaecc
{

using namespace ns3;
using namespace ns3::edgeai;

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

/// What came of a simulation.
struct Outcome
{
    Account all;
    std::vector<Account> users;
    uint64_t generated{0}; ///< after the first task of everybody
    TaskCounts counts;     ///< of all tasks
    std::string fault;     ///< what does not add up of their energy
    uint32_t steps{0};     ///< of the planner's loop, last plan
    std::string status;    ///< why tasks were dropped, if they were
};

/// Trace sink. @param [out] steps of the planner's loop  @param [in] summary of the plan
inline void
NoteSteps(uint32_t* steps, uint64_t, const SplitDecision&, const PlanSummary& summary)
{
    *steps = summary.iterations;
}

/// @returns a catalogue network as ECC's literature counts it, 32 bit per value and answer of 32
/// 000 bit, unless its name says otherwise; or a file
inline std::string
CountAsEcc(const std::string& network)
{
    const bool file = network.size() > 5 && network.substr(network.size() - 5) == ".json";
    if (file || network.find("bits=") != std::string::npos)
    {
        return network;
    }
    return network + (network.find('@') == std::string::npos ? "@" : ",") +
           "bits=32,resultbits=32000";
}

/// Runs scenarios for the same users and network.
class Simulation
{
  public:
    /// @param [in] options what the command line says; must outlive this
    explicit Simulation(const Options& options)
        : m_options(options),
          m_users(options.people),
          m_network(CountAsEcc(options.network))
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
    std::vector<double> distances;
    for (const User& user : m_users)
    {
        distances.push_back(user.distance);
    }
    PlacementHelper().At(Vector(), server);
    PlacementHelper().OnCircles(distances, devices);
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
    inference.SetControllerAttribute("Margin", DoubleValue(0)); // plans for what the budget says
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
    outcome.counts = monitor.GetCounts();
    outcome.fault = monitor.GetEnergyBalance().fault;
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
