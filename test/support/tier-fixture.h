/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_FIXTURE_H
#define EDGE_AI_TIER_FIXTURE_H

// What the system tests of learning in two tiers share: edge servers with cells of ideal links, and
// point-to-point links between them.

#include "../../helper/tier-task.h"
#include "allocation/topology/topology-planner.h"

#include "ns3/boolean.h"
#include "ns3/config.h"
#include "ns3/data-rate.h"
#include "ns3/double.h"
#include "ns3/ideal-link-helper.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-global-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/learning-helper.h"
#include "ns3/message-application.h"
#include "ns3/net-device.h"
#include "ns3/node-container.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/processor-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Switch the interface of a device. @param [in] device which  @param [in] up or down
inline void
SwitchInterface(Ptr<NetDevice> device, bool up)
{
    const Ptr<Ipv4> ipv4 = device->GetNode()->GetObject<Ipv4>();
    const uint32_t interface = ipv4->GetInterfaceForDevice(device);
    up ? ipv4->SetUp(interface) : ipv4->SetDown(interface);
}

/// One simulation: create it, change what the test is about, Build() and Run() it, look at it.
class TierFixture
{
  public:
    static constexpr const char* MODEL = "Softmax(20,10,l2=0.001)"; ///< what is learned
    static constexpr const char* DATA = "Mixture(20,10,samples=1200,separation=2)"; ///< of what
    static constexpr uint32_t PARAMETERS = 210;                                     ///< d

    /// @param [in] planner of links  @param [in] count of servers  @param [in] size of cells
    /// @param [in] above whether there is a cloud  @param [in] model what is learned
    TierFixture(const std::string& planner,
                uint32_t count,
                uint32_t size,
                bool above = false,
                const std::string& model = MODEL)
        : helper(model, "HfelPlanner", planner),
          m_model(model)
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        Config::SetDefault("ns3::Ipv4GlobalRouting::RespondToInterfaceEvents", BooleanValue(true));
        servers.Create(count);
        cloud.Create(above ? 1 : 0);
        for (uint32_t m = 0; m < count; ++m)
        {
            cells.emplace_back();
            cells.back().Create(size);
            cycles.emplace_back();
            for (uint32_t k = 0; k < size; ++k)
            {
                cycles.back().push_back(1e5 * (1 + (m + 2 * k) % 3));
            }
        }
        helper.SetData(DATA);
        helper.SetPartition("dirichlet(0.3)");
        helper.SetTraining(.1, 16, 3, 2);
        helper.SetEnergyBudget(15e-3);
        helper.SetTierAttribute("Rounds", UintegerValue(rounds));
        helper.AssignStreams(1);
        helper.OnEachCell([this](LearningHelper& cell) {
            cell.SetIdealAttribute("Bandwidth", DoubleValue(bandwidth));
        });
    }

    ~TierFixture()
    {
        Simulator::Destroy();
        Config::Reset();
    }

    /// Let models cross links between servers, whose headers cost next to nothing.
    void MakeIdeal()
    {
        delay = "0s";
        mtu = 65535;
        helper.SetTierAttribute("SegmentSize", UintegerValue(60000));
        helper.SetTierAttribute("SocketBuffer", UintegerValue(4000000));
        // A segment takes longer than TCP waits for its answer, and none is lost.
        helper.SetTierAttribute("MinRto", TimeValue(Seconds(1000)));
    }

    /// Connect all and install.
    void Build()
    {
        Connect();
        Install();
    }

    /// Install on nodes that are connected.
    void Install()
    {
        helper.SetCycles(cycles);
        applications =
            helper.Install(servers, cells, cloud.GetN() > 0 ? cloud.Get(0) : Ptr<Node>());
    }

    /// Connect all.
    void Connect()
    {
        InternetStackHelper stack;
        NodeContainer all(servers, cloud);
        for (const NodeContainer& cell : cells)
        {
            all.Add(cell);
        }
        stack.Install(all);
        stack.AssignStreams(all, 2000);
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
        const auto join = [&](const NetDeviceContainer& pair) {
            addresses.Assign(pair);
            addresses.NewNetwork();
        };
        for (uint32_t m = 0; m < servers.GetN(); ++m)
        {
            for (uint32_t k = 0; k < cells[m].GetN(); ++k)
            {
                IdealLinkHelper link;
                link.SetAttribute("Gain", DoubleValue(1e-11 / (1 + m + k)));
                link.SetAttribute("Bandwidth", DoubleValue(bandwidth));
                join(link.Install(servers.Get(m), NodeContainer(cells[m].Get(k))));
                ProcessorHelper processor;
                processor.SetAttribute("OperatingPoints", StringValue("1e8..2e9"));
                processor.SetAttribute("FlopPerCycle", DoubleValue(1));
                processor.SetAttribute("PowerCoefficient", DoubleValue(1e-28));
                processor.SetAttribute("StaticPower", DoubleValue(0));
                processor.SetGovernor("Planned");
                processor.Install(cells[m].Get(k));
            }
        }
        PointToPointHelper pointToPoint;
        pointToPoint.SetChannelAttribute("Delay", StringValue(delay));
        pointToPoint.SetDeviceAttribute("Mtu", UintegerValue(mtu));
        for (uint32_t m = 0; m < servers.GetN(); ++m)
        {
            for (uint32_t j = m + 1; j < servers.GetN(); ++j)
            {
                const double rate = speed * 200000. * (1 + (m + 3 * j) % 5);
                pointToPoint.SetDeviceAttribute(
                    "DataRate",
                    DataRateValue(DataRate(static_cast<uint64_t>(rate))));
                backhaul.emplace_back(pointToPoint.Install(servers.Get(m), servers.Get(j)));
                join(backhaul.back());
            }
        }
        for (uint32_t m = 0; m < servers.GetN() && cloud.GetN() > 0; ++m)
        {
            pointToPoint.SetDeviceAttribute(
                "DataRate",
                DataRateValue(DataRate(static_cast<uint64_t>(speed * 1e6))));
            join(pointToPoint.Install(servers.Get(m), cloud.Get(0)));
        }
        Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    }

    /// @param [in] seconds how long  @returns what became of all rounds
    std::vector<TierRound> Run(double seconds = 1000)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
        return helper.GetRounds();
    }

    /// @returns "" if rounds are conserved, records are sound, and energy adds up; else what is not
    std::string ExplainFault() const
    {
        for (uint32_t m = 0; m <= servers.GetN(); ++m)
        {
            const InferenceMonitor& monitor =
                m < servers.GetN() ? helper.GetCell(m).GetMonitor() : helper.GetMonitor();
            if (!monitor.GetCounts().IsConserved())
            {
                return "rounds are not conserved";
            }
            const auto& messages = monitor.GetErrors().messages;
            const std::string fault =
                messages.empty() ? monitor.GetEnergyBalance().fault : messages.front();
            if (!fault.empty())
            {
                return fault;
            }
        }
        return "";
    }

    /// @returns the same task without a network
    TierTask MakeTask() const
    {
        TierTask task;
        task.model = m_model;
        task.data = DATA;
        task.partition = "dirichlet(0.3)";
        task.local.step.rate = .1;
        task.local.batch = 16;
        task.local.steps = 3;
        task.edgeRounds = 2;
        task.stream = 1;
        task.Make(cells);
        return task;
    }

    /// @returns servers and links as planners see them, all models there at once
    TopologyProblem MakeTopology() const
    {
        TopologyProblem topology;
        topology.messageBits = 32 * PARAMETERS;
        topology.servers.resize(servers.GetN());
        for (TopologyServer& server : topology.servers)
        {
            server.devices = cells.front().GetN();
        }
        for (uint32_t m = 0; m < servers.GetN(); ++m)
        {
            for (uint32_t j = m + 1; j < servers.GetN(); ++j)
            {
                TopologyLink link;
                link.first = m;
                link.second = j;
                link.rate = 1e6;
                topology.links.push_back(link);
            }
        }
        topology.cloudRate = cloud.GetN() > 0 ? 1e6 : 0;
        return topology;
    }

    /// @returns pieces of input that were no message, of a server of tiers
    uint64_t CountMalformed(uint32_t application) const
    {
        return DynamicCast<MessageApplication>(applications.Get(application))->GetMalformedCount();
    }

    TieredLearningHelper helper;
    NodeContainer servers;
    NodeContainer cloud;
    std::vector<NodeContainer> cells;
    std::vector<std::vector<double>> cycles;
    std::vector<NetDeviceContainer> backhaul; ///< 01, 02, ..., 12, ...
    ApplicationContainer applications;
    uint32_t rounds{4};
    double bandwidth{1e6};    ///< of a cell [Hz]
    double speed{1};          ///< of links between servers, and to the cloud, over the usual
    std::string delay{"2ms"}; ///< of these
    uint32_t mtu{1500};       ///< of these [B]

  private:
    std::string m_model;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_FIXTURE_H
