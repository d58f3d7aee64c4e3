/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Processors that drain energy sources: exact death, shared sources, recharge.

#include "compute/constant-governors.h"
#include "compute/processor-energy-model.h"
#include "compute/source-ledger.h"
#include "support/compute-fixture.h"

#include "ns3/basic-energy-source.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/simple-device-energy-model.h"

#if EDGE_AI_NS3 < 340 // deprecated from then on, and removed later
#include "ns3/li-ion-energy-source.h"
#endif

#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A node with one source and one or more processors.
class Rig
{
  public:
    /**
     * @param [in] energy initial energy [J]
     * @param [in] low low threshold, as a share of it
     * @param [in] interval time between two looks of the source at itself
     */
    Rig(double energy, double low, Time interval)
        : node(CreateObject<Node>()),
          source(CreateObject<en::BasicEnergySource>())
    {
        source->SetAttribute("BasicEnergySourceInitialEnergyJ", DoubleValue(energy));
        source->SetAttribute("BasicEnergyLowBatteryThreshold", DoubleValue(low));
        source->SetAttribute("BasicEnergyHighBatteryThreshold", DoubleValue(low + 0.05));
        source->SetAttribute("PeriodicEnergyUpdateInterval", TimeValue(interval));
        source->SetNode(node);
    }

    /// @param [in] attributes of one more processor  @returns its energy model
    Ptr<ProcessorEnergyModel> Add(const TextAttributes& attributes)
    {
        auto processor = MakeProcessor(attributes);
        ProcessorList::Install(node, processor);
        auto model = CreateObject<ProcessorEnergyModel>();
        model->SetProcessor(processor);
        model->SetEnergySource(source);
        source->AppendDeviceEnergyModel(model);
        models.push_back(model);
        return model;
    }

    /// Begin; to be called before Simulator::Run().
    void Start()
    {
        source->Initialize();
    }

    Ptr<Node> node;                                //!< the node
    Ptr<en::BasicEnergySource> source;             //!< its battery
    std::vector<Ptr<ProcessorEnergyModel>> models; //!< its consumers
};

/// 1 W at 1 GHz, nothing idle.
const TextAttributes ONE_WATT{{"FlopPerCycle", "1"}, {"PowerCoefficient", "1e-27"}};

/// Death of a battery under one constant load.
class DeathCase : public TestCase
{
  public:
    DeathCase()
        : TestCase("a battery of E joules dies at E over P")
    {
    }

  private:
    /**
     * @param [in] energy E [J]
     * @param [in] low low threshold
     * @param [in] power P [W]
     * @param [in] interval of the source
     */
    void RunOne(double energy, double low, double power, Time interval)
    {
        JobLog log;
        Rig rig(energy, low, interval);
        auto model = rig.Add(ONE_WATT);
        model->GetProcessor()->SetAttribute("PowerCoefficient", DoubleValue(power * 1e-27));
        rig.Start();
        Job job = log.MakeJob(1e18);
        model->GetProcessor()->Submit(job);
        job.tag = 1;
        model->GetProcessor()->Submit(job);
        const double death = energy * (1 - low) / power;
        job.tag = 2;
        SubmitAt(Seconds(death * 1.01), model->GetProcessor(), job);
        Simulator::Stop(Seconds(death * 1.5));
        Simulator::Run();
        const auto& report = log.Get(0);
        NS_TEST_EXPECT_MSG_EQ(report.outcome, JobOutcome::BATTERY, "served");
        NS_TEST_EXPECT_MSG_EQ(log.Get(1).outcome, JobOutcome::BATTERY, "waiting");
        NS_TEST_EXPECT_MSG_EQ(log.Get(2).outcome, JobOutcome::BATTERY, "too late");
        // The source rounds every subtraction to 1 nJ: that much per look may move the instant.
        const double looks = death / interval.GetSeconds() + 2;
        NS_TEST_EXPECT_MSG_EQ_TOL(report.ended.GetSeconds(),
                                  death,
                                  1.01e-9 + looks * 0.5e-9 / power,
                                  energy << " J, " << power << " W, threshold " << low);
        NS_TEST_EXPECT_MSG_EQ_TOL(report.energy,
                                  energy * (1 - low),
                                  1.01e-9 * power + looks * 0.5e-9,
                                  "all of it went into the job");
        NS_TEST_EXPECT_MSG_EQ_TOL(rig.source->GetRemainingEnergy(),
                                  energy * low,
                                  2.1e-9 + 1.01e-9 * power,
                                  "the source is charged for exactly that");
        NS_TEST_EXPECT_MSG_GT_OR_EQ(rig.source->GetRemainingEnergy(),
                                    0,
                                    "never for more: " << energy << " J, " << power << " W");
        NS_TEST_EXPECT_MSG_EQ_TOL(model->GetTotalEnergyConsumption(),
                                  report.energy,
                                  1e-12 * energy,
                                  "the model's own account");
        NS_TEST_EXPECT_MSG_EQ(model->GetProcessor()->GetPower(), 0, "nothing is drawn any more");
        Simulator::Destroy();
    }

    void DoRun() override
    {
        RunOne(1, 0, 0.16, Seconds(1));           // 6.25 s, between two looks
        RunOne(1, 0, 0.25, Seconds(1));           // 4 s, at the very instant of a look
        RunOne(0.1, 0, 0.03, Seconds(100));       // 3.3333 s, the source never looks
        RunOne(1, 0.1, 0.7, Seconds(1));          // at the threshold
        RunOne(5, 0.1, 1.3, MilliSeconds(7));     // many looks
        RunOne(2e-3, 0, 1e-3, MilliSeconds(100)); // little power
    }
};

/// A load that changes, two processors, another device.
class SharedSourceCase : public TestCase
{
  public:
    SharedSourceCase()
        : TestCase("death is exact under changing clocks and with other consumers")
    {
    }

  private:
    void DoRun() override
    {
        JobLog log;
        Rig rig(4, 0, Seconds(10));
        auto first = rig.Add({{"FlopPerCycle", "1"},
                              {"PowerCoefficient", "1e-27"},
                              {"OperatingPoints", "0.5e9 1e9"}});
        auto second =
            rig.Add({{"FlopPerCycle", "1"}, {"PowerCoefficient", "1e-27"}, {"Name", "gpu"}});
        auto other = CreateObject<en::SimpleDeviceEnergyModel>();
        other->SetNode(rig.node);
        other->SetEnergySource(rig.source);
        rig.source->AppendDeviceEnergyModel(other);
        auto governor = CreateObject<FixedGovernor>();
        first->GetProcessor()->SetGovernor(governor);
        rig.Start();
        Job job = log.MakeJob(1e18);
        first->GetProcessor()->Submit(job);
        job.tag = 1;
        SubmitAt(Seconds(0.5), second->GetProcessor(), job);
        Simulator::Schedule(Seconds(1), &FixedGovernor::SetClock, governor, 0.5e9);
        // 0.5 A at 3 V from 1.5 s on. The source is brought up to date by hand, because this model
        // of ns-3 tells it only after the change and would have the past charged at the new rate.
        CallAt(Seconds(1.5), [&rig, other]() {
            rig.source->UpdateEnergySource();
            other->SetCurrentA(0.5);
        });
        Simulator::Stop(Seconds(5));
        Simulator::Run();
        // 1 W x 0.5 s + 2 W x 0.5 s + 1.125 W x 0.5 s, then 2.625 W.
        const double death = 1.5 + (4 - 0.5 - 1 - 0.5625) / 2.625;
        NS_TEST_EXPECT_MSG_EQ(log.Get(0).outcome, JobOutcome::BATTERY, "first");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(0).ended.GetSeconds(), death, 2e-9, "first");
        NS_TEST_EXPECT_MSG_EQ(log.Get(1).outcome, JobOutcome::BATTERY, "second");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(1).ended.GetSeconds(), death, 4e-9, "second");
        NS_TEST_EXPECT_MSG_EQ_TOL(first->GetTotalEnergyConsumption(),
                                  1 + 0.125 * (death - 1),
                                  1e-8,
                                  "the first one's share");
        Simulator::Destroy();
    }
};

/// A battery that is filled again.
class RechargeCase : public TestCase
{
  public:
    RechargeCase()
        : TestCase("a recharged node serves again")
    {
    }

  private:
    void DoRun() override
    {
        for (const double low : {0.0, 0.1})
        {
            JobLog log;
            Rig rig(1, low, Seconds(0.5));
            auto model = rig.Add(ONE_WATT);
            auto processor = model->GetProcessor();
            rig.Start();
            const auto submit = [&](double at, uint64_t tag, double flop) {
                Job job = log.MakeJob(flop);
                job.tag = tag;
                SubmitAt(Seconds(at), processor, job);
            };
            submit(0, 0, 2e9);   // dies
            submit(1.2, 1, 1e8); // refused
            CallAt(Seconds(2), [&]() { rig.source->SetInitialEnergy(0.4); });
            submit(2.6, 2, 1e8); // served
            submit(3, 3, 2e9);   // dies again
            bool between = false;
            CallAt(Seconds(1.5), [&]() { between = model->IsDepleted(); });
            Simulator::Stop(Seconds(10));
            Simulator::Run();
            NS_TEST_EXPECT_MSG_EQ(log.Get(0).outcome, JobOutcome::BATTERY, "first life");
            NS_TEST_EXPECT_MSG_EQ(log.Get(1).outcome, JobOutcome::BATTERY, "dead");
            NS_TEST_EXPECT_MSG_EQ(between, true, "dead");
            NS_TEST_EXPECT_MSG_EQ(log.Get(2).outcome, JobOutcome::COMPLETED, "second life");
            NS_TEST_EXPECT_MSG_EQ(log.Get(2).ended, Seconds(2.7), "at full speed");
            NS_TEST_EXPECT_MSG_EQ(log.Get(3).outcome, JobOutcome::BATTERY, "second death");
            const double left = 0.4 * (1 - low) - 0.1;
            NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(3).ended.GetSeconds(), 3 + left, 1e-8, "exact too");
            NS_TEST_EXPECT_MSG_EQ(processor->GetDroppedCount(), 3, "three ended by the battery");
            rig.source->UpdateEnergySource();
            NS_TEST_EXPECT_MSG_EQ_TOL(SourceLedger::Follow(rig.source)->GetGiven(),
                                      1.4 * (1 - low),
                                      1e-8,
                                      "given in both lives");
            Simulator::Destroy();
        }
    }
};

/// What another device goes on drawing from the rest of an empty battery.
class RemainderCase : public TestCase
{
  public:
    RemainderCase()
        : TestCase("a remainder that becomes less is no recharge")
    {
    }

  private:
    void DoRun() override
    {
        JobLog log;
        Rig rig(1.0000000005, 0, Seconds(100));
        rig.source->SetAttribute("BasicEnergyHighBatteryThreshold", DoubleValue(0));
        auto model = rig.Add(ONE_WATT);
        auto other = CreateObject<en::SimpleDeviceEnergyModel>();
        other->SetNode(rig.node);
        other->SetEnergySource(rig.source);
        rig.source->AppendDeviceEnergyModel(other);
        rig.Start();
        model->GetProcessor()->Submit(log.MakeJob(1e18));
        // One step of the source, 1 nJ.
        CallAt(Seconds(2), [&rig, other]() {
            rig.source->UpdateEnergySource();
            other->SetCurrentA(1e-9 / rig.source->GetSupplyVoltage());
        });
        CallAt(Seconds(3), [&rig, other]() {
            rig.source->UpdateEnergySource();
            other->SetCurrentA(0);
        });
        Simulator::Stop(Seconds(4));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(log.Get(0).outcome, JobOutcome::BATTERY, "dead");
        NS_TEST_EXPECT_MSG_GT(rig.source->GetRemainingEnergy(), 0, "of which something remains");
        NS_TEST_EXPECT_MSG_LT(rig.source->GetRemainingEnergy(), 1e-9, "after one step");
        NS_TEST_EXPECT_MSG_EQ(model->IsDepleted(), true, "still dead");
        Simulator::Destroy();
    }
};

/// Idle power alone, a switch by hand, and a source with a voltage of its own.
class OtherSourcesCase : public TestCase
{
  public:
    OtherSourcesCase()
        : TestCase("idle drain, switching by hand, and a source of falling voltage")
    {
    }

  private:
    void DoRun() override
    {
        Rig rig(1, 0, Seconds(1));
        auto model = rig.Add({{"IdlePower", "0.5"}, {"FlopPerCycle", "1"}});
        rig.Start();
        bool dead = false;
        bool alive = false;
        CallAt(NanoSeconds(1999999998), [&]() { alive = !model->IsDepleted(); });
        CallAt(NanoSeconds(2000000001), [&]() { dead = model->IsDepleted(); });
        Simulator::Stop(Seconds(3));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(alive, true, "until two seconds");
        NS_TEST_EXPECT_MSG_EQ(dead, true, "and no longer");
        Simulator::Destroy();

        Rig hand(10, 0, Seconds(1));
        model = hand.Add(ONE_WATT);
        hand.Start();
        JobLog log;
        model->GetProcessor()->Submit(log.MakeJob(5e9));
        Simulator::Schedule(Seconds(1), &ProcessorEnergyModel::ChangeState, model, 0);
        Simulator::Schedule(Seconds(2), &ProcessorEnergyModel::ChangeState, model, 1);
        Job job = log.MakeJob(1e9);
        job.tag = 1;
        SubmitAt(Seconds(3), model->GetProcessor(), job);
        Simulator::Stop(Seconds(5));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(log.Get(0).outcome, JobOutcome::BATTERY, "switched off");
        NS_TEST_EXPECT_MSG_EQ(log.Get(1).outcome, JobOutcome::COMPLETED, "and on");
        NS_TEST_EXPECT_MSG_EQ_TOL(hand.source->GetRemainingEnergy(), 8, 1e-8, "drained by 2 J");
        Simulator::Destroy();

#if EDGE_AI_NS3 < 340
        // Its voltage falls while it is drained; the power drawn stays what it is.
        JobLog cell;
        auto node = CreateObject<Node>();
        auto source = CreateObject<en::LiIonEnergySource>();
        source->SetNode(node);
        source->SetAttribute("PeriodicEnergyUpdateInterval", TimeValue(Seconds(1)));
        const double initial = source->GetInitialEnergy();
        auto processor = MakeProcessor(ONE_WATT);
        ProcessorList::Install(node, processor);
        auto drain = CreateObject<ProcessorEnergyModel>();
        drain->SetProcessor(processor);
        drain->SetEnergySource(source);
        source->AppendDeviceEnergyModel(drain);
        source->Initialize();
        processor->Submit(cell.MakeJob(100e9));
        Simulator::Stop(Seconds(200));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(cell.Get(0).outcome, JobOutcome::COMPLETED, "enough for the job");
        NS_TEST_EXPECT_MSG_EQ_TOL(initial - source->GetRemainingEnergy(), 100, 1e-5, "1 W, 100 s");
        Simulator::Destroy();
#endif
    }
};

class ProcessorEnergyTestSuite : public TestSuite
{
  public:
    ProcessorEnergyTestSuite()
        : TestSuite("edge-ai-processor-energy", TEST_UNIT)
    {
        AddTestCase(new DeathCase, TEST_QUICK);
        AddTestCase(new SharedSourceCase, TEST_QUICK);
        AddTestCase(new RechargeCase, TEST_QUICK);
        AddTestCase(new RemainderCase, TEST_QUICK);
        AddTestCase(new OtherSourcesCase, TEST_QUICK);
    }
};

ProcessorEnergyTestSuite g_processorEnergyTestSuite; //!< registers the suite

} // namespace
