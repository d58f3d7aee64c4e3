/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Meters of nodes whose batteries are charged, and of radios that no battery feeds.

#include "compute/source-ledger.h"
#include "support/compute-fixture.h"

#include "ns3/basic-energy-source-helper.h"
#include "ns3/basic-energy-source.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/energy-meter.h"
#include "ns3/ideal-link-helper.h"
#include "ns3/inference-monitor.h"
#include "ns3/processor-helper.h"
#include "ns3/simple-device-energy-model.h"
#include "ns3/test.h"

#include <cmath>
#include <sstream>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] nodes each gets a battery of 2 J  @returns the first one's
Ptr<en::BasicEnergySource>
InstallTwoJoule(const NodeContainer& nodes)
{
    BasicEnergySourceHelper battery;
    battery.Set("BasicEnergySourceInitialEnergyJ", DoubleValue(2));
    return DynamicCast<en::BasicEnergySource>(battery.Install(nodes).Get(0));
}

class ChargedMeterCase : public TestCase
{
  public:
    ChargedMeterCase()
        : TestCase("what a source gave before it was charged stays given")
    {
    }

  private:
    /// @param [in] charge what the battery is set to at 1.5 s [J]  @param [in] given in all [J]
    void Try(double charge, double given)
    {
        NodeContainer nodes(1);
        ProcessorHelper helper;
        helper.SetAttribute("FlopPerCycle", DoubleValue(1));
        helper.SetAttribute("PowerCoefficient", DoubleValue(1e-27)); // 1 W
        const auto processors = helper.Install(nodes);
        const auto source = InstallTwoJoule(nodes);
        helper.InstallEnergyModel(processors, en::EnergySourceContainer(source));
        JobLog log;
        Job job = log.MakeJob(1e9);
        processors.Get(0)->Submit(job);
        CallAt(Seconds(1.5), [&] { source->SetInitialEnergy(charge); });
        job.flop = 3e9;
        job.tag = 1;
        SubmitAt(Seconds(2), processors.Get(0), job);
        Simulator::Stop(Seconds(10));
        Simulator::Run();
        const EnergyReading reading = ReadEnergy(nodes.Get(0));
        NS_TEST_EXPECT_MSG_EQ_TOL(reading.source, given, 1e-6, "set to " << charge);
        NS_TEST_EXPECT_MSG_EQ_TOL(reading.metered, given, 1e-6, "set to " << charge);
        NS_TEST_EXPECT_MSG_EQ(FindEnergyFault(nodes), "", "set to " << charge);
        Simulator::Destroy();
    }

    void DoRun() override
    {
        Try(5, 4);       // both jobs
        Try(2, 1 + 1.8); // the same again; the second job ends at the threshold of a tenth
        Try(0.5, 1 + 0.45);
    }
};

class LateLedgerCase : public TestCase
{
  public:
    LateLedgerCase()
        : TestCase("a source that is followed late")
    {
    }

  private:
    void DoRun() override
    {
        NodeContainer nodes(1);
        const auto source = InstallTwoJoule(nodes);
        auto load = CreateObject<en::SimpleDeviceEnergyModel>();
        load->SetEnergySource(source);
        load->SetCurrentA(0.3 / source->GetSupplyVoltage());
        source->AppendDeviceEnergyModel(load);
        Ptr<SourceLedger> ledger;
        CallAt(Seconds(1), [&] { ledger = SourceLedger::Follow(source); });
        CallAt(Seconds(2), [&] { source->SetInitialEnergy(4); });
        Simulator::Stop(Seconds(3));
        Simulator::Run();
        source->UpdateEnergySource();
        NS_TEST_EXPECT_MSG_EQ_TOL(ledger->GetGiven(), 0.9, 1e-6, "0.3 W for 3 s");
        NS_TEST_EXPECT_MSG_EQ(ledger->IsWhole(), false, "it may have missed something");
        NS_TEST_EXPECT_MSG_EQ(SourceLedger::Follow(source), ledger, "one a source");
        Simulator::Destroy();
    }
};

class UnfedRadioCase : public TestCase
{
  public:
    UnfedRadioCase()
        : TestCase("a radio that takes nothing from the battery of its node is named")
    {
    }

  private:
    /// @param [in] battery whether the device has one  @returns the summary's words
    std::string Print(bool battery)
    {
        NodeContainer nodes(2);
        const Ptr<Node> device = nodes.Get(1);
        IdealLinkHelper().Install(nodes.Get(0), NodeContainer(device));
        if (battery)
        {
            InstallTwoJoule(NodeContainer(device));
        }
        auto monitor = CreateObject<InferenceMonitor>();
        InstallEnergyMeters(*monitor, nodes);
        CallAt(Seconds(0.1), [&] {
            const Ptr<NetDevice> link = device->GetDevice(0);
            link->Send(Create<Packet>(1000), link->GetBroadcast(), 0x0800);
        });
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        const EnergyReading reading = ReadEnergy(device);
        NS_TEST_EXPECT_MSG_GT(reading.radio, 0, "it sent");
        NS_TEST_EXPECT_MSG_EQ(reading.unfed, (battery ? reading.radio : 0), "all of it");
        NS_TEST_EXPECT_MSG_EQ(ReadEnergy(nodes.Get(0)).unfed, 0, "who has no battery");
        std::ostringstream os;
        monitor->PrintSummary(os);
        m_device = "node " + std::to_string(device->GetId()) + ": its radio used ";
        Simulator::Destroy();
        return os.str();
    }

    void DoRun() override
    {
        const std::string without = Print(false);
        NS_TEST_EXPECT_MSG_EQ(without.find("its radio used"), std::string::npos, without);
        const std::string with = Print(true);
        NS_TEST_EXPECT_MSG_NE(with.find(m_device), std::string::npos, with);
    }

    std::string m_device; ///< how its line begins
};

class EnergyMeterTestSuite : public TestSuite
{
  public:
    EnergyMeterTestSuite()
        : TestSuite("edge-ai-energy-meter", TEST_UNIT)
    {
        AddTestCase(new ChargedMeterCase, TEST_QUICK);
        AddTestCase(new LateLedgerCase, TEST_QUICK);
        AddTestCase(new UnfedRadioCase, TEST_QUICK);
    }
};

EnergyMeterTestSuite g_energyMeterTestSuite; ///< the suite

} // namespace
