/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a radio's work costs: end points of the power law, and whole runs against sums by hand.

#include "radio/broadband-energy-model.h"
#include "support/radio-cell.h"

#include "ns3/basic-energy-source-helper.h"
#include "ns3/basic-energy-source.h"
#include "ns3/broadband-energy-helper.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// The law at its corners.
class PowerLawCase : public TestCase
{
  public:
    PowerLawCase()
        : TestCase("Power by state: idle, receiving, sending, both")
    {
    }

  private:
    void DoRun() override
    {
        auto model = CreateObject<BroadbandEnergyModel>();
        model->SetAttribute("IdlePower", DoubleValue(0.01));
        model->SetAttribute("ReceivePower", DoubleValue(0.2));
        model->SetAttribute("TransmitCircuitPower", DoubleValue(0.3));
        model->SetAttribute("AmplifierEfficiency", DoubleValue(0.25));
        BroadbandPhy::Activity activity;
        NS_TEST_EXPECT_MSG_EQ_TOL(model->GetPower(activity), 0.01, 1e-15, "idle");
        activity.receiving = true;
        NS_TEST_EXPECT_MSG_EQ_TOL(model->GetPower(activity), 0.21, 1e-15, "receiving");
        activity.transmitPower = 0.2;
        NS_TEST_EXPECT_MSG_EQ_TOL(model->GetPower(activity), 1.31, 1e-15, "both");
        activity.receiving = false;
        NS_TEST_EXPECT_MSG_EQ_TOL(model->GetPower(activity), 1.11, 1e-15, "sending");
        model->SetAttribute("AmplifierEfficiency", DoubleValue(1));
        NS_TEST_EXPECT_MSG_EQ_TOL(model->GetPower(activity), 0.51, 1e-15, "lossless amplifier");
    }
};

/// A run's energy is what its slots add up to, in the model and in the source.
class RunCase : public TestCase
{
  public:
    /// @param [in] ideal whether the link is ideal
    explicit RunCase(bool ideal)
        : TestCase(std::string("Energy of a run, slot by slot, ") +
                   (ideal ? "ideal link" : "radio link")),
          m_ideal(ideal)
    {
    }

  private:
    /// Trace sink. @param [in] report a block that was on the air
    void Note(const BlockReport& report)
    {
        // One block per slot here.
        m_slots[report.grant->direction] += 1;
        m_radiated[report.grant->direction] += report.grant->GetTotalPower() * 1e-3;
    }

    void DoRun() override
    {
        BroadbandHelper radio;
        if (m_ideal)
        {
            radio.SetAttribute("Ideal", StringValue("2Mbps"));
        }
        TestCell cell(radio, {1e-11});
        cell.InstallInternet();
        BasicEnergySourceHelper battery;
        battery.Set("BasicEnergySourceInitialEnergyJ", DoubleValue(100));
        battery.Set("BasicEnergySupplyVoltageV", DoubleValue(3.7));
        battery.Set("PeriodicEnergyUpdateInterval", TimeValue(Seconds(7)));
        auto sources = battery.Install(cell.users);
        BroadbandEnergyHelper energy;
        energy.Set("IdlePower", DoubleValue(0.02));
        energy.Set("ReceivePower", DoubleValue(0.15));
        energy.Set("TransmitCircuitPower", DoubleValue(0.12));
        energy.Set("AmplifierEfficiency", DoubleValue(0.4));
        auto models = energy.Install(cell.devices.Get(1), sources.Get(0));
        cell.GetPhy(0)->TraceConnectWithoutContext("TransportBlock",
                                                   MakeCallback(&RunCase::Note, this));
        cell.GetPhy(1)->TraceConnectWithoutContext("TransportBlock",
                                                   MakeCallback(&RunCase::Note, this));
        auto up = cell.StartUdp(1, 0, 900, MicroSeconds(7300), Seconds(2));
        auto down = cell.StartUdp(0, 1, 1200, MicroSeconds(11700), Seconds(2));
        const double duration = 2.5;
        Simulator::Stop(Seconds(duration));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_GT(up->GetReceived() * down->GetReceived(), 1000, "traffic");
        const double joules = 0.02 * duration + 0.15 * 1e-3 * m_slots[DOWNLINK] +
                              0.12 * 1e-3 * m_slots[UPLINK] + m_radiated[UPLINK] / 0.4;
        const auto model = models.Get(0);
        NS_TEST_EXPECT_MSG_GT(m_radiated[UPLINK], 0.01, "power was radiated");
        NS_TEST_EXPECT_MSG_EQ_TOL(model->GetTotalEnergyConsumption(),
                                  joules,
                                  1e-9 * joules,
                                  "energy by the model");
        const auto source = sources.Get(0);
        NS_TEST_EXPECT_MSG_EQ_TOL(100 - source->GetRemainingEnergy(),
                                  joules,
                                  1e-6 * joules,
                                  "energy taken from the source");
        Simulator::Destroy();
    }

    bool m_ideal;               ///< whether the link is ideal
    double m_slots[2]{0, 0};    ///< slots with a block, by direction
    double m_radiated[2]{0, 0}; ///< by direction [J]
};

/// An empty battery is reported when it is empty, not at its next period, and gives nothing more.
class DepletionCase : public TestCase
{
  public:
    /// @param [in] threshold share of the energy that is left when the source calls itself empty
    explicit DepletionCase(double threshold)
        : TestCase("Depletion and its callback, threshold " + std::to_string(threshold)),
          m_threshold(threshold)
    {
    }

  private:
    void DoRun() override
    {
        BroadbandHelper radio;
        TestCell cell(radio, {1e-11});
        cell.InstallInternet();
        BasicEnergySourceHelper battery;
        battery.Set("BasicEnergySourceInitialEnergyJ", DoubleValue(0.05));
        battery.Set("BasicEnergyLowBatteryThreshold", DoubleValue(m_threshold));
        battery.Set("PeriodicEnergyUpdateInterval", TimeValue(Seconds(0.8)));
        auto sources = battery.Install(cell.users);
        BroadbandEnergyHelper energy;
        energy.Set("IdlePower", DoubleValue(0.1));
        auto models = energy.Install(cell.devices.Get(1), sources.Get(0));
        Time depleted;
        DynamicCast<BroadbandEnergyModel>(models.Get(0))
            ->SetCallbacks([&] { depleted = Simulator::Now(); }, nullptr);
        Simulator::Stop(Seconds(2));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ_TOL(depleted.GetSeconds(),
                                  0.5 * (1 - m_threshold),
                                  2e-6,
                                  "when the threshold is reached");
        const double used = 0.05 * (1 - m_threshold);
        NS_TEST_EXPECT_MSG_EQ_TOL(models.Get(0)->GetTotalEnergyConsumption(), used, 1e-6, "used");
        NS_TEST_EXPECT_MSG_EQ_TOL(sources.Get(0)->GetRemainingEnergy(), 0.05 - used, 1e-6, "left");
        Simulator::Destroy();
    }

    double m_threshold; ///< share of the energy
};

/// The suite.
class RadioEnergyTestSuite : public TestSuite
{
  public:
    RadioEnergyTestSuite()
        : TestSuite("edge-ai-radio-energy", TEST_UNIT)
    {
        AddTestCase(new PowerLawCase, TEST_QUICK);
        AddTestCase(new RunCase(false), TEST_QUICK);
        AddTestCase(new RunCase(true), TEST_QUICK);
        AddTestCase(new DepletionCase(0.1), TEST_QUICK);
        AddTestCase(new DepletionCase(0), TEST_QUICK);
    }
};

RadioEnergyTestSuite g_radioEnergyTestSuite; ///< registers the suite

} // namespace
