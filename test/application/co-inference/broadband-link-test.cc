/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Plans carried out by the broadband radio: bands as subchannels, power as granted, both measured.

#include "../../../helper/broadband-band-plan.h"
#include "../../../helper/broadband-link-control.h"

#include "ns3/basic-energy-source-helper.h"
#include "ns3/boolean.h"
#include "ns3/broadband-energy-helper.h"
#include "ns3/broadband-helper.h"
#include "ns3/broadband-net-device.h"
#include "ns3/co-inference-figures.h"
#include "ns3/co-inference-helper.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/integer.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/processor-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class DivisionCase : public TestCase
{
  public:
    DivisionCase()
        : TestCase("bands become whole subchannels: at least one each, never more than there are")
    {
    }

  private:
    void DoRun() override
    {
        using Counts = std::vector<uint32_t>;
        NS_TEST_EXPECT_MSG_EQ((DivideSubchannels({5e6}, 25, 200e3) == Counts{25}), true, "all");
        NS_TEST_EXPECT_MSG_EQ((DivideSubchannels({1e6, 4e6}, 25, 200e3) == Counts{5, 20}),
                              true,
                              "exact");
        NS_TEST_EXPECT_MSG_EQ((DivideSubchannels({949469, 4050531}, 25, 200e3) == Counts{5, 20}),
                              true,
                              "largest remainder");
        NS_TEST_EXPECT_MSG_EQ((DivideSubchannels({1, 5e6}, 25, 200e3) == Counts{1, 24}),
                              true,
                              "at least one");
        NS_TEST_EXPECT_MSG_EQ((DivideSubchannels({1e6, 1e6}, 25, 200e3) == Counts{5, 5}),
                              true,
                              "no more than planned");
        auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(1);
        for (int i = 0; i < 1000; ++i)
        {
            const uint32_t subchannels = random->GetInteger(1, 60);
            std::vector<double> bands(random->GetInteger(1, subchannels));
            for (double& band : bands)
            {
                band = std::pow(10, random->GetValue(0, 8));
            }
            const Counts counts = DivideSubchannels(bands, subchannels, 200e3);
            NS_TEST_EXPECT_MSG_EQ(counts.size(), bands.size(), "one each");
            NS_TEST_EXPECT_MSG_GT(*std::min_element(counts.begin(), counts.end()),
                                  0,
                                  "at least one");
            NS_TEST_EXPECT_MSG_LT_OR_EQ(std::accumulate(counts.begin(), counts.end(), 0U),
                                        subchannels,
                                        "no more than there are");
        }
    }
};

/// Devices around a base station that is the server too, flat channel.
class CellCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    void RunCell(uint32_t deviceCount,
                 const std::string& scheduler,
                 const std::string& errors,
                 bool adaptRate)
    {
        devices = NodeContainer();
        devices.Create(deviceCount);
        NodeContainer server(1);
        for (uint32_t i = 0; i <= deviceCount; ++i)
        {
            auto mobility = CreateObject<ConstantPositionMobilityModel>();
            mobility->SetPosition(Vector(i == 0 ? 0 : 180 + 40.0 * (i - 1), 0, 0));
            (i == 0 ? server.Get(0) : devices.Get(i - 1))->AggregateObject(mobility);
        }
        BroadbandHelper radio;
        radio.SetAttribute("Bandwidth", DoubleValue(5e6));
        radio.SetAttribute("Scheduler", StringValue(scheduler));
        radio.SetAttribute("ErrorModel", StringValue(errors));
        NetDeviceContainer links = radio.Install(server.Get(0), devices);
        radio.AssignStreams(links, 10);
        InternetStackHelper stack;
        stack.Install(server);
        stack.Install(devices);
        stack.AssignStreams(NodeContainer(server, devices), 200);
        Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(links);
        BroadbandHelper::FillNeighborCaches(links);
        ProcessorHelper("LaimDevice").Install(devices);
        std::vector<std::string> slices;
        for (uint32_t i = 0; i < deviceCount; ++i)
        {
            slices.push_back("slice" + std::to_string(i));
            ProcessorHelper slice("LaimServer");
            slice.SetAttribute("Name", StringValue(slices.back()));
            slice.Install(server);
        }
        CoInferenceHelper inference("ViT-L/16@part=encoder", planner);
        inference.SetSlices(slices);
        if (planner == "LaimPlanner")
        {
            inference.SetPlannerAttribute("Split", IntegerValue(4));
        }
        inference.SetBudget(Seconds(1), 0.1);
        inference.SetControllerAttribute("AdaptRate", BooleanValue(adaptRate));
        inference.SetArrivals("ns3::edgeai::PeriodicArrivals",
                              "Period",
                              TimeValue(Seconds(3)),
                              "Offset",
                              TimeValue(Seconds(1)),
                              "MaxTasks",
                              UintegerValue(6));
        inference.Install(server.Get(0), devices);
        inference.AssignStreams(500);
        if (capacity > 0)
        {
            BasicEnergySourceHelper battery;
            battery.Set("BasicEnergySourceInitialEnergyJ", DoubleValue(capacity));
            const auto sources = battery.Install(devices);
            BroadbandEnergyHelper energy;
            energy.Set("IdlePower", DoubleValue(0.1));
            for (uint32_t i = 0; i < deviceCount; ++i)
            {
                energy.Install(links.Get(1 + i), sources.Get(i));
            }
            ProcessorContainer processors;
            for (uint32_t i = 0; i < deviceCount; ++i)
            {
                processors.Add(Processor::Find(devices.Get(i)));
            }
            ProcessorHelper().InstallEnergyModel(processors, sources);
        }
        Simulator::Stop(Seconds(30));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(inference.GetMonitor().GetCounts().completed,
                              6 * deviceCount,
                              "all arrive");
        balance = inference.GetMonitor().GetEnergyBalance();
        records.clear();
        for (const TaskRecord* task : inference.GetMonitor().GetRecords())
        {
            records.push_back(*task);
        }
    }

    NodeContainer devices;
    std::vector<TaskRecord> records;
    EnergyBalance balance;
    double capacity{0}; ///< of the devices' batteries [J]; 0: none
    std::string planner{"LaimPlanner"};
};

class OneDeviceCase : public CellCase
{
  public:
    OneDeviceCase()
        : CellCase("one device: gain, power and energy are those of the plan")
    {
    }

  private:
    void DoRun() override
    {
        RunCell(1, "Planned", "Ideal", false);
        auto control = devices.Get(0)->GetObject<BroadbandLinkControl>();
        NS_TEST_ASSERT_MSG_NE(control, nullptr, "the control that fits the device");
        // 128.1 + 37.6 log10(0.18) = 100.098 dB.
        NS_TEST_EXPECT_MSG_EQ_TOL(10 * std::log10(control->GetGain()),
                                  -100.098246,
                                  1e-5,
                                  "gain [dB]");
        NS_TEST_EXPECT_MSG_EQ_TOL(control->GetBandwidth(), 5e6, 1e-3, "band [Hz]");
        for (const TaskRecord& task : records)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(task.Get<CoInferenceFigures>().transmitPowerApplied /
                                          task.Get<CoInferenceFigures>().planned.txPower,
                                      1,
                                      1e-9,
                                      "power");
            // Slots of 1 ms, headers of TCP, IP and MAC.
            const double ratio =
                task.GetStep("uplink").GetTime() / task.GetStep("uplink").planned.time;
            NS_TEST_EXPECT_MSG_GT(ratio, 1, "headers and slots cost time");
            NS_TEST_EXPECT_MSG_LT(ratio, 1.15, "but not much");
            // What is radiated is power times the time on the air.
            NS_TEST_EXPECT_MSG_EQ_TOL(task.GetStep("uplink").energy /
                                          (task.Get<CoInferenceFigures>().transmitPowerApplied *
                                           task.GetStep("uplink").GetTime()),
                                      1,
                                      0.05,
                                      "energy");
        }
        Simulator::Destroy();
    }
};

class ThreeDevicesCase : public CellCase
{
  public:
    ThreeDevicesCase()
        : CellCase("three devices: joint plan, bands enforced, the farthest has most of the band")
    {
    }

  private:
    void DoRun() override
    {
        RunCell(3, "Planned", "FiniteBlocklength", true);
        double least = 1;
        double most = 0;
        double ratio = 0;
        unsigned counted = 0;
        for (const TaskRecord& task : records)
        {
            if (task.generated > 8)
            {
                least = std::min(least, task.Get<CoInferenceFigures>().planned.deviceKeepRatio);
                most = std::max(most, task.Get<CoInferenceFigures>().planned.deviceKeepRatio);
                ratio += task.realised.latency / task.planned.latency;
                ++counted;
            }
        }
        // Together up to what a whole subchannel is worth to a near device, over the time in which
        // it is learnt how much time to set aside.
        NS_TEST_EXPECT_MSG_LT(most / least, 1.2, "max-min keeps them together");
        NS_TEST_EXPECT_MSG_LT(ratio / counted, 1.02, "mean latency over plan");
        auto near = devices.Get(0)->GetObject<BroadbandLinkControl>();
        NS_TEST_EXPECT_MSG_EQ(near->CanDivideBand(), true, "joint planning");
        Simulator::Destroy();
    }
};

class OtherSchedulerCase : public CellCase
{
  public:
    OtherSchedulerCase()
        : CellCase("with another scheduler the planned power is the user's limit")
    {
    }

  private:
    void DoRun() override
    {
        RunCell(2, "RoundRobin", "FiniteBlocklength", true);
        auto control = devices.Get(0)->GetObject<BroadbandLinkControl>();
        NS_TEST_EXPECT_MSG_EQ(control->CanDivideBand(),
                              false,
                              "the band is the scheduler's business");
        for (const TaskRecord& task : records)
        {
            NS_TEST_EXPECT_MSG_LT(task.GetStep("uplink").energy,
                                  1.1 * task.Get<CoInferenceFigures>().transmitPowerApplied *
                                      task.GetStep("uplink").GetTime(),
                                  "never above the limit");
        }
        Simulator::Destroy();
    }
};

class MeteredCase : public CellCase
{
  public:
    MeteredCase()
        : CellCase("what a battery gave is what tasks, idle processors and the radio took")
    {
    }

  private:
    void DoRun() override
    {
        capacity = 100;
        RunCell(2, "Planned", "FiniteBlocklength", true);
        NS_TEST_EXPECT_MSG_EQ(balance.fault, "", "adds up");
        NS_TEST_ASSERT_MSG_EQ(balance.nodes.size(), 3, "devices and server");
        for (const NodeEnergy& node : balance.nodes)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(node.uncharged, 0, 1e-9, "every task was completed");
            NS_TEST_EXPECT_MSG_GT(node.computation, 0.01, "tasks computed");
            if (std::isnan(node.source))
            {
                continue; // the server is on the mains
            }
            NS_TEST_EXPECT_MSG_EQ_TOL(node.source, capacity - node.battery, 1e-9, "given");
            NS_TEST_EXPECT_MSG_EQ_TOL(node.source,
                                      node.GetTasks() + node.idle + node.radioBesides,
                                      1e-6 * capacity,
                                      "tasks, idle, radio besides: nobody else");
            NS_TEST_EXPECT_MSG_GT(node.transfer, 0.001, "tasks sent");
            NS_TEST_EXPECT_MSG_GT(node.radioBesides, 1, "a tenth of a watt for half a minute");
            double charged = 0;
            for (const TaskRecord& task : records)
            {
                charged += task.node == node.node ? task.GetStep("uplink").energy : 0;
            }
            NS_TEST_EXPECT_MSG_EQ_TOL(node.transfer, charged, 1e-12, "of its own tasks");
        }
        Simulator::Destroy();
    }
};

class WholeSubchannelsCase : public CellCase
{
  public:
    WholeSubchannelsCase()
        : CellCase("a planned band that is no whole number of subchannels: the task says what it "
                   "got")
    {
    }

  private:
    void DoRun() override
    {
        planner = "EccPlanner";
        RunCell(3, "Planned", "FiniteBlocklength", true);
        const double width =
            devices.Get(0)->GetObject<BroadbandLinkControl>()->GetSubchannelWidth();
        unsigned parts = 0;
        for (const TaskRecord& task : records)
        {
            const double count = task.Get<CoInferenceFigures>().planned.bandwidth / width;
            if (task.GetStep("uplink").bits > 0 && std::abs(count - std::round(count)) > 1e-5)
            {
                ++parts;
                const bool said = task.detail.find("its band was ") != std::string::npos;
                NS_TEST_EXPECT_MSG_EQ(said, true, count << " subchannels: " << task.detail);
            }
        }
        NS_TEST_EXPECT_MSG_GT(parts, 0, "some plans ask for a part of a subchannel");
        Simulator::Destroy();
    }
};

class BroadbandLinkTestSuite : public TestSuite
{
  public:
    BroadbandLinkTestSuite()
        : TestSuite("edge-ai-broadband-link", TEST_SYSTEM)
    {
        AddTestCase(new DivisionCase, TEST_QUICK);
        AddTestCase(new OneDeviceCase, TEST_QUICK);
        AddTestCase(new ThreeDevicesCase, TEST_QUICK);
        AddTestCase(new OtherSchedulerCase, TEST_QUICK);
        AddTestCase(new WholeSubchannelsCase, TEST_QUICK);
        AddTestCase(new MeteredCase, TEST_QUICK);
    }
};

BroadbandLinkTestSuite g_broadbandLinkTestSuite; ///< registers the suite

} // namespace
