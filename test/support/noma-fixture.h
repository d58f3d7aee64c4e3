/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_NOMA_FIXTURE_H
#define EDGE_AI_NOMA_FIXTURE_H

// What the system tests of plans over the NOMA radio share: users at different distances of a base
// station that is the server too, with this module's reference processors.

#include "ns3/boolean.h"
#include "ns3/broadband-helper.h"
#include "ns3/co-inference-helper.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/double.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/nstime.h"
#include "ns3/processor-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// One simulation: create it, change radio and helper, Run() it, look at the records.
class NomaFixture
{
  public:
    /// @param [in] planner which  @param [in] users how many  @param [in] parts of a subchannel
    explicit NomaFixture(const std::string& planner, uint32_t users = 6, uint32_t parts = 1)
        : helper("TinyYOLOv2@pooling=counted", planner)
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        devices.Create(users);
        server.Create(1);
        // Three planned subchannels of 1 MHz, and one for signalling.
        radio.SetAttribute("Subchannels", UintegerValue(3 * parts + parts));
        radio.SetAttribute("Bandwidth", DoubleValue(4e6));
        radio.SetAttribute("Scheduler", StringValue("Planned"));
        radio.SetAttribute("SignallingSubchannels", UintegerValue(parts));
        radio.SetAttribute("SuperposedUsers", UintegerValue(3));
        radio.SetAttribute("Mtu", UintegerValue(65000));
        radio.SetBaseAttribute("PowerLimit", DoubleValue(10.2));
        helper.SetCellAttribute("Parts", UintegerValue(parts));
        helper.SetControllerAttribute("AdaptRate", BooleanValue(false));
        helper.SetClientAttribute("SegmentSize", UintegerValue(60000));
        helper.SetClientAttribute("SocketBuffer", UintegerValue(4000000));
        helper.SetServerAttribute("SegmentSize", UintegerValue(60000));
        helper.SetServerAttribute("SocketBuffer", UintegerValue(4000000));
        helper.SetBudget(Seconds(100), 100);
        helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                           "Period",
                           TimeValue(Seconds(8)),
                           "Offset",
                           TimeValue(Seconds(1)),
                           "MaxTasks",
                           UintegerValue(3));
    }

    ~NomaFixture()
    {
        Simulator::Destroy();
    }

    /// Errors, headers and delays that no formula contains are left out.
    void MakeIdeal()
    {
        radio.SetAttribute("ErrorModel", StringValue("Ideal"));
        radio.SetAttribute("CountHeaders", BooleanValue(false));
    }

    /// Connect and install, with users at 60, 110, 160, ... m.
    void Build()
    {
        for (uint32_t i = 0; i <= devices.GetN(); ++i)
        {
            auto mobility = CreateObject<ConstantPositionMobilityModel>();
            mobility->SetPosition(Vector(i == 0 ? 0 : 10 + 50.0 * i, 0, 0));
            (i == 0 ? server.Get(0) : devices.Get(i - 1))->AggregateObject(mobility);
        }
        links = radio.Install(server.Get(0), devices);
        radio.AssignStreams(links, 10);
        InternetStackHelper stack;
        stack.Install(server);
        stack.Install(devices);
        stack.AssignStreams(NodeContainer(server, devices), 200);
        Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(links);
        BroadbandHelper::FillNeighborCaches(links);
        ProcessorHelper("EccDevice").Install(devices);
        ProcessorHelper("EccServer").Install(server);
        applications = helper.Install(server.Get(0), NodeContainer(devices, again));
        helper.AssignStreams(500);
        built = true;
    }

    /// @param [in] until when to stop [s]
    void Run(double until = 60)
    {
        if (!built)
        {
            Build();
        }
        Simulator::Stop(Seconds(until));
        Simulator::Run();
    }

    /// @returns completed tasks planned with all users in sight: all but everybody's first
    std::vector<TaskRecord> GetSettledRecords() const
    {
        std::vector<TaskRecord> records;
        for (const TaskRecord* task : helper.GetMonitor().GetRecords())
        {
            if (task->generated > 5 && task->outcome == TaskOutcome::COMPLETED)
            {
                records.push_back(*task);
            }
        }
        return records;
    }

    BroadbandHelper radio;
    CoInferenceHelper helper;
    NodeContainer devices;
    NodeContainer server;
    NodeContainer again;      ///< devices that get a second client
    NetDeviceContainer links; ///< the base station's, then the users'
    ApplicationContainer applications;
    bool built{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_NOMA_FIXTURE_H
