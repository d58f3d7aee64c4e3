/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_FIXTURE_H
#define EDGE_AI_LEARNING_FIXTURE_H

// What the system tests of learning in rounds share: a server and workers over ideal links.

#include "ns3/boolean.h"
#include "ns3/config.h"
#include "ns3/double.h"
#include "ns3/ideal-link-helper.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/learning-helper.h"
#include "ns3/node-container.h"
#include "ns3/processor-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <functional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// One simulation: create it, change what the test is about, Run() it, look at the helper.
class LearningFixture
{
  public:
    /// @param [in] model text that makes it  @param [in] planner TypeId name
    /// @param [in] count of workers
    LearningFixture(const std::string& model, const std::string& planner, uint32_t count)
        : helper(model, planner)
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        workers.Create(count);
        server.Create(1);
        helper.SetData("Mixture(20,10,samples=400,separation=2)");
        helper.SetServerAttribute("Rounds", UintegerValue(3));
        helper.AssignStreams(1);
        // Workers that differ by a factor of four, some 1e7 FLOP/s for the fastest.
        for (uint32_t k = 0; k < count; ++k)
        {
            speeds.push_back(1e7 / (1 + 3.0 * k / count));
        }
    }

    ~LearningFixture()
    {
        Simulator::Destroy();
        Config::Reset();
    }

    /// Connect over ideal links and install. Called by Run() unless the test did it.
    void Build()
    {
        InstallStacks();
        IdealLinkHelper link;
        link.SetAttribute("Gain", DoubleValue(gain));
        devices = link.Install(server.Get(0), workers);
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
        for (uint32_t k = 0; k < workers.GetN(); ++k)
        {
            addresses.Assign(NetDeviceContainer(devices.Get(2 * k), devices.Get(2 * k + 1)));
            addresses.NewNetwork();
        }
        Install();
    }

    /// @param [in] connected devices of the server and the workers, on one network: use them
    void Build(const NetDeviceContainer& connected)
    {
        InstallStacks();
        devices = connected;
        Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(devices);
        Install();
    }

    /// @param [in] connect a server and workers without protocol stacks, and give them addresses
    void Build(const std::function<void(const NodeContainer&, const NodeContainer&)>& connect)
    {
        connect(server, workers);
        Install();
    }

    /// @param [in] seconds how long  @returns what became of all rounds
    std::vector<LearningRound> Run(double seconds)
    {
        if (!built)
        {
            Build();
        }
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
        return helper.GetRounds();
    }

    /// @returns "" if rounds are conserved, records are sound, and energy adds up; else what is not
    std::string ExplainFault() const
    {
        const InferenceMonitor& monitor = helper.GetMonitor();
        if (!monitor.GetCounts().IsConserved())
        {
            return "rounds are not conserved";
        }
        const auto& messages = monitor.GetErrors().messages;
        return messages.empty() ? monitor.GetEnergyBalance().fault : messages.front();
    }

  private:
    void InstallStacks() const
    {
        InternetStackHelper stack;
        stack.Install(server);
        stack.Install(workers);
        // What a test sees does not hang on the tests before it.
        stack.AssignStreams(NodeContainer(server, workers), 2000);
    }

    /// Install processors and applications.
    void Install()
    {
        for (uint32_t k = 0; k < workers.GetN(); ++k)
        {
            ProcessorHelper processor;
            processor.SetAttribute("OperatingPoints", StringValue("1e9"));
            processor.SetAttribute("FlopPerCycle", DoubleValue(speeds[k] / 1e9));
            processor.SetAttribute("PowerCoefficient", DoubleValue(0));
            processor.SetAttribute("StaticPower", DoubleValue(1));
            processor.Install(workers.Get(k));
        }
        applications = helper.Install(server.Get(0), workers);
        built = true;
    }

  public:
    LearningHelper helper;
    NodeContainer server;
    NodeContainer workers;
    std::vector<double> speeds; ///< [FLOP/s]
    double gain{1e-10};         ///< of all links
    NetDeviceContainer devices; ///< of worker 0, of the server towards it, of worker 1, ...; or
                                ///< what Build() was given
    ApplicationContainer applications;
    bool built{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_FIXTURE_H
