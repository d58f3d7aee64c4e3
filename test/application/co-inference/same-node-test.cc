/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "../../../helper/peer-address.h"
#include "support/expectations.h"

#include "ns3/co-inference-helper.h"
#include "ns3/code-helper.h"
#include "ns3/csma-helper.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/inference-monitor.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/iovt-defaults.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/learning-helper.h"
#include "ns3/network-catalogue.h"
#include "ns3/node-container.h"
#include "ns3/pipeline-helper.h"
#include "ns3/processor-helper.h"
#include "ns3/row-partition-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

/**
 * @file
 * @ingroup edge-ai-test
 * Both ends of an application on one node, whose packets to itself go nowhere but to its loopback.
 */

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] count of nodes  @returns them, on one wire
NodeContainer
MakeBus(uint32_t count)
{
    NodeContainer nodes(count);
    CsmaHelper wire;
    wire.SetChannelAttribute("DataRate", StringValue("1Gbps"));
    const NetDeviceContainer devices = wire.Install(nodes);
    InternetStackHelper().Install(nodes);
    Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(devices);
    return nodes;
}

class SameNodeCase : public TestCase
{
  public:
    SameNodeCase()
        : TestCase("tasks of a server's own node are served as those of others")
    {
    }

  private:
    /// Runs what is installed, and looks at its tasks.
    /// @param [in] what it is  @param [in] monitor of it  @param [in] least that are done
    void Run(const std::string& what, const InferenceMonitor& monitor, uint64_t least)
    {
        Simulator::Stop(Seconds(10));
        Simulator::Run();
        const auto counts = monitor.GetCounts();
        NS_TEST_EXPECT_MSG_GT_OR_EQ(counts.completed, least, what);
        NS_TEST_EXPECT_MSG_EQ(counts.dropped, 0, what);
        NS_TEST_EXPECT_MSG_LT_OR_EQ(counts.unfinished, 3, what << ": on their way at the end");
        Simulator::Destroy();
    }

    void DoRun() override
    {
        {
            const NodeContainer bus = MakeBus(2);
            const NodeContainer device(bus.Get(1));
            ProcessorHelper("LaimDevice").Install(device);
            ProcessorHelper("LaimServer").Install(bus.Get(0));
            CoInferenceHelper inference("ResNet-50", "LaimPlanner");
            inference.Install(bus.Get(0), bus);
            Run("co-inference", inference.GetMonitor(), 17);
        }
        {
            const NodeContainer bus = MakeBus(3);
            RowPartitionHelper rows("HalpPlanner");
            rows.AddNetwork(LoadNetworkProfile("VGG-16"), "VGG-16");
            RowPartitionHelper::InstallProcessors(bus, {1e12, 1e12, 1e12}, 0);
            rows.Install(bus.Get(0), NodeContainer(bus.Get(1), bus.Get(2)), bus.Get(0));
            Run("rows", rows.GetMonitor(), 1);
        }
        {
            const NodeContainer bus = MakeBus(2);
            CodeHelper code;
            code.AddService({"a", "AlexNet", 50e9, 20});
            code.AddService({"b", "MobileNetV1", 70e9, 20});
            code.InstallProcessors(bus);
            code.Install(bus, {NodeContainer(bus.Get(0)), NodeContainer(bus.Get(1))});
            Run("code", code.GetMonitor(), 390);
        }
        {
            const NodeContainer bus = MakeBus(5);
            const ChainProblem problem = MakeIovtProblem(100e6);
            const NodeContainer devices(bus.Get(1), bus.Get(2), bus.Get(3));
            PipelineHelper::InstallProcessors(devices, problem.devices);
            PipelineHelper pipeline(problem, "IovtPlanner");
            pipeline.Install(bus.Get(0), devices, bus.Get(4), bus.Get(1));
            Run("pipeline with its controller on a stage", pipeline.GetMonitor(), 297);
        }
        {
            const NodeContainer bus = MakeBus(2);
            ProcessorHelper("Mobile").Install(bus);
            LearningHelper learning("Softmax(20,10)", "PartelEqualPlanner");
            learning.SetData("Mixture(20,10,samples=400,separation=2)");
            learning.SetServerAttribute("Rounds", UintegerValue(3));
            learning.Install(bus.Get(0), bus);
            Run("rounds", learning.GetMonitor(), 3);
            for (const auto& round : learning.GetRounds())
            {
                NS_TEST_EXPECT_MSG_EQ(round.workers.size(), 2, "of round " << round.round);
            }
        }
        {
            NodeContainer node(1);
            InternetStackHelper stack;
            stack.SetIpv4StackInstall(false);
            stack.Install(node);
            NS_TEST_EXPECT_MSG_EQ(FindPeerAddress(node.Get(0), node.Get(0), 80),
                                  Address(Inet6SocketAddress(Ipv6Address::GetLoopback(), 80)),
                                  "of IPv6");
            Simulator::Destroy();
        }
    }
};

class SameNodeTestSuite : public TestSuite
{
  public:
    SameNodeTestSuite()
        : TestSuite("edge-ai-same-node", TEST_SYSTEM)
    {
        AddTestCase(new SameNodeCase, TEST_QUICK);
    }
};

SameNodeTestSuite g_sameNodeTestSuite; ///< registers the suite

} // namespace
