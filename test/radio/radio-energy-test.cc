/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a radio's work costs: end points of the power law, and whole runs against sums by hand.

#include "compute/processor-energy-model.h"
#include "radio/broadband-energy-model.h"
#include "support/radio-cell.h"

#include "ns3/basic-energy-source-helper.h"
#include "ns3/basic-energy-source.h"
#include "ns3/broadband-energy-helper.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <sstream>
#include <vector>

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

/// A source without a network around it, and consumers that draw from it.
class SourceRig
{
  public:
    /// @param [in] energy initial energy [J]  @param [in] low low threshold, as a share of it
    SourceRig(double energy, double low)
        : node(CreateObject<Node>()),
          source(CreateObject<en::BasicEnergySource>())
    {
        source->SetAttribute("BasicEnergySourceInitialEnergyJ", DoubleValue(energy));
        source->SetAttribute("BasicEnergyLowBatteryThreshold", DoubleValue(low));
        source->SetNode(node);
    }

    /// @param [in] power of a radio that receives from the beginning [W]  @returns its model
    Ptr<BroadbandEnergyModel> AddRadio(double power)
    {
        auto model = CreateObject<BroadbandEnergyModel>();
        model->SetAttribute("ReceivePower", DoubleValue(power));
        model->SetEnergySource(source);
        source->AppendDeviceEnergyModel(model);
        model->SetCallbacks([this] { ++depleted; }, [this] { ++recharged; });
        ScheduleCall(Seconds(0), [model] {
            BroadbandPhy::Activity activity;
            activity.receiving = true;
            model->NotifyActivity(activity);
        });
        return model;
    }

    /// @returns the model of a processor of 1 W when it works, 0 W when not
    Ptr<ProcessorEnergyModel> AddProcessor()
    {
        auto processor = CreateObject<Processor>();
        processor->SetAttribute("FlopPerCycle", DoubleValue(1));
        processor->SetAttribute("PowerCoefficient", DoubleValue(1e-27));
        processor->SetAttribute("OperatingPoints", StringValue("1e9"));
        processor->SetNode(node);
        processor->Initialize();
        auto model = CreateObject<ProcessorEnergyModel>();
        model->SetProcessor(processor);
        model->SetEnergySource(source);
        source->AppendDeviceEnergyModel(model);
        return model;
    }

    /**
     * Run until the source must be empty, and some more.
     * @param [in] seconds when it is
     * @returns events in the millisecond that begins a tenth of one later
     */
    uint64_t Run(double seconds)
    {
        uint64_t first = 0;
        uint64_t last = 0;
        ScheduleCall(Seconds(seconds + 1e-4), [&first] { first = Simulator::GetEventCount(); });
        ScheduleCall(Seconds(seconds + 1.1e-3), [&last] { last = Simulator::GetEventCount(); });
        source->Initialize();
        Simulator::Stop(Seconds(seconds + 2e-3));
        Simulator::Run();
        return last - first;
    }

    Ptr<Node> node;                    ///< the node
    Ptr<en::BasicEnergySource> source; ///< its battery
    int depleted{0};                   ///< radios that were told of its end
    int recharged{0};                  ///< and that it has energy again
};

/// What a source cannot give because of the steps it counts in is nothing.
class RemainderCase : public TestCase
{
  public:
    RemainderCase()
        : TestCase("A rounding remainder in the source is no energy")
    {
    }

  private:
    /// @param [in] energy [J]  @param [in] low threshold  @param [in] power of the radio [W]
    void RunOne(double energy, double low, double power)
    {
        SourceRig rig(energy, low);
        auto model = rig.AddRadio(power);
        const double used = energy * (1 - low);
        const uint64_t events = rig.Run(used / power);
        std::ostringstream what;
        what << energy << " J, threshold " << low << ", " << power << " W";
        NS_TEST_EXPECT_MSG_LT(events, 5, "events after the end: " << what.str());
        NS_TEST_EXPECT_MSG_EQ(rig.depleted, 1, "told once: " << what.str());
        const double tolerance = 4e-9 + 2e-6 * power;
        NS_TEST_EXPECT_MSG_EQ_TOL(model->GetTotalEnergyConsumption(), used, tolerance, what.str());
        NS_TEST_EXPECT_MSG_EQ_TOL(rig.source->GetRemainingEnergy(),
                                  energy * low,
                                  tolerance,
                                  what.str());
        NS_TEST_EXPECT_MSG_GT_OR_EQ(rig.source->GetRemainingEnergy(), 0, what.str());
        Simulator::Destroy();
    }

    void DoRun() override
    {
        for (int tenths = 0; tenths < 40; ++tenths)
        {
            RunOne(1e-3 + tenths * 1e-10, 0, 0.1);
        }
        for (const double power : {1e-4, 1e-3, 0.37, 0.9, 1.9, 25.0})
        {
            RunOne(1.00000143e-3, 0, power);
            RunOne(1.00000143e-3, 0.1, power);
        }
    }
};

/// Whoever finds the source empty tells the others.
class SharedSourceCase : public TestCase
{
  public:
    SharedSourceCase()
        : TestCase("The end of a source that several draw from")
    {
    }

  private:
    void DoRun() override
    {
        for (const double low : {0.0, 0.1})
        {
            // Two radios see the draw of both.
            SourceRig two(0.01, low);
            auto first = two.AddRadio(0.1);
            auto second = two.AddRadio(0.3);
            two.Run(0.01 * (1 - low) / 0.4);
            NS_TEST_EXPECT_MSG_EQ(two.depleted, 2, "both");
            NS_TEST_EXPECT_MSG_EQ_TOL(first->GetTotalEnergyConsumption() +
                                          second->GetTotalEnergyConsumption(),
                                      0.01 * (1 - low),
                                      1e-6,
                                      "no more than there is");
            NS_TEST_EXPECT_MSG_GT_OR_EQ(two.source->GetRemainingEnergy(), 0, "never for more");
            Simulator::Destroy();

            // A processor that draws nothing is off all the same.
            SourceRig idle(0.01, low);
            idle.AddRadio(0.1);
            auto model = idle.AddProcessor();
            idle.Run(0.1 * (1 - low));
            NS_TEST_EXPECT_MSG_EQ(model->IsDepleted(), true, "no power for the processor");
            Simulator::Destroy();

            // A radio that draws nothing is told by the processor.
            SourceRig busy(0.01, low);
            busy.AddRadio(0);
            model = busy.AddProcessor();
            Job job;
            job.flop = 1e12;
            model->GetProcessor()->Submit(job);
            busy.Run(0.01 * (1 - low));
            NS_TEST_EXPECT_MSG_EQ(model->IsDepleted(), true, "by itself");
            NS_TEST_EXPECT_MSG_EQ(busy.depleted, 1, "no power for the radio");
            NS_TEST_EXPECT_MSG_EQ(busy.recharged, 0, "not yet");
            busy.source->SetInitialEnergy(1);
            Simulator::Stop(Seconds(2));
            Simulator::Run();
            NS_TEST_EXPECT_MSG_EQ(model->IsDepleted(), false, "charged");
            NS_TEST_EXPECT_MSG_EQ(busy.recharged, 1, "the radio too, once");
            Simulator::Destroy();
        }
    }
};

/// Without energy nothing is sent or received; with energy again it goes on.
class SilentCase : public TestCase
{
  public:
    /// @param [in] threshold share of the energy that is left when the source calls itself empty
    explicit SilentCase(double threshold)
        : TestCase("A radio without energy is silent and deaf, threshold " +
                   std::to_string(threshold)),
          m_threshold(threshold)
    {
    }

  private:
    void DoRun() override
    {
        BroadbandHelper radio;
        TestCell cell(radio, {1e-11, 1e-11});
        cell.InstallInternet();
        BasicEnergySourceHelper battery;
        battery.Set("BasicEnergySourceInitialEnergyJ", DoubleValue(0.05));
        battery.Set("BasicEnergyLowBatteryThreshold", DoubleValue(m_threshold));
        battery.Set("PeriodicEnergyUpdateInterval", TimeValue(MilliSeconds(20)));
        auto sources = battery.Install(cell.users.Get(0));
        BroadbandEnergyHelper energy;
        energy.Set("IdlePower", DoubleValue(0.1));
        energy.Install(cell.devices.Get(1), sources.Get(0));
        const Time stop = Seconds(2);
        const std::vector<Ptr<UdpServer>> flows{
            cell.StartUdp(1, 0, 500, MilliSeconds(5), stop),
            cell.StartUdp(0, 1, 500, MilliSeconds(5), stop),
            cell.StartUdp(2, 0, 500, MilliSeconds(5), stop)}; // with a battery of nobody
        std::vector<std::vector<uint64_t>> counts;
        for (const double at : {0.2, 0.502, 1.0, 2.0})
        {
            ScheduleCall(Seconds(at), [&] {
                counts.emplace_back();
                for (const auto& flow : flows)
                {
                    counts.back().push_back(flow->GetReceived());
                }
            });
        }
        ScheduleCall(Seconds(1), [&] {
            DynamicCast<en::BasicEnergySource>(sources.Get(0))->SetInitialEnergy(10);
        });
        Simulator::Stop(Seconds(2.1));
        Simulator::Run();
        for (std::size_t i = 0; i < flows.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_GT(counts[0][i], 20, "with energy, flow " << i);
            const bool went = counts[2][i] > counts[1][i];
            NS_TEST_EXPECT_MSG_EQ(went, (i == 2), "without, flow " << i);
            NS_TEST_EXPECT_MSG_GT(counts[3][i], counts[2][i] + 150, "again, flow " << i);
        }
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
        AddTestCase(new RemainderCase, TEST_QUICK);
        AddTestCase(new SharedSourceCase, TEST_QUICK);
        AddTestCase(new SilentCase(0.1), TEST_QUICK);
        AddTestCase(new SilentCase(0), TEST_QUICK);
    }
};

RadioEnergyTestSuite g_radioEnergyTestSuite; ///< registers the suite

} // namespace
