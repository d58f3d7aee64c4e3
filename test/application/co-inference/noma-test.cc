/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Plans of subchannels carried out by the NOMA radio: what was planned and what happened.

#include "support/noma-fixture.h"

#include "ns3/broadband-net-device.h"
#include "ns3/broadband-phy.h"
#include "ns3/co-inference-figures.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <cmath>
#include <map>
#include <set>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Nothing but what the formulas contain: no upload takes longer than planned.
class IdealCase : public TestCase
{
  public:
    IdealCase()
        : TestCase("ideal receiver: interference only leaves, so no upload is later than planned")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string planner :
             {"EccPlanner", "EccEdgeOnlyPlanner", "NeurosurgeonPlanner"})
        {
            NomaFixture fixture(planner);
            fixture.MakeIdeal();
            fixture.radio.SetUserAttribute("NoiseFigure", DoubleValue(9));
            fixture.radio.SetBaseAttribute("NoiseFigure", DoubleValue(2));
            fixture.Run();
            const auto records = fixture.GetSettledRecords();
            NS_TEST_EXPECT_MSG_EQ(records.size(), 12, planner << ": all arrive");
            std::map<uint32_t, unsigned> sharers;
            double gained = 0;
            for (const TaskRecord& task : records)
            {
                if (task.GetStep("uplink").planned.time == 0)
                {
                    continue;
                }
                ++sharers[*task.GetStep("uplink").Get<TransferFigures>().subchannel];
                // A slot to begin, one to end, headers of TCP and IP, 60 kB apart, and blocks of
                // whole bytes.
                const double most =
                    task.GetStep("uplink").planned.time *
                        (1 + 100. / 60000 +
                         8 / (task.GetStep("uplink").Get<TransferFigures>().ratePlanned / 1000)) +
                    0.002;
                NS_TEST_EXPECT_MSG_LT_OR_EQ(task.GetStep("uplink").GetTime(),
                                            most,
                                            planner << ": upload");
                NS_TEST_EXPECT_MSG_GT_OR_EQ(
                    task.GetStep("uplink").Get<TransferFigures>().sinrRealised,
                    task.GetStep("uplink").Get<TransferFigures>().sinrPlanned * (1 - 1e-6),
                    planner << ": SINR");
                NS_TEST_EXPECT_MSG_GT_OR_EQ(
                    task.GetStep("downlink").Get<TransferFigures>().sinrRealised,
                    task.GetStep("downlink").Get<TransferFigures>().sinrPlanned * (1 - 1e-6),
                    planner << ": SINR at the user");
                NS_TEST_EXPECT_MSG_EQ(task.GetStep("uplink").Get<TransferFigures>().blocksFailed,
                                      0,
                                      planner << ": decoded");
                NS_TEST_EXPECT_MSG_EQ_TOL(task.GetStep("device").GetTime(),
                                          task.GetStep("device").planned.time,
                                          1e-8,
                                          planner << ": device");
                NS_TEST_EXPECT_MSG_EQ_TOL(task.GetStep("server").GetTime(),
                                          task.GetStep("server").planned.time,
                                          1e-8,
                                          planner << ": server, on its units");
                NS_TEST_EXPECT_MSG_EQ_TOL(task.GetStep("server").energy,
                                          task.GetStep("server").planned.energy,
                                          1e-8,
                                          planner << ": energy of the units together");
                NS_TEST_EXPECT_MSG_EQ(task.Get<CoInferenceFigures>().computingUnitsApplied,
                                      task.Get<CoInferenceFigures>().planned.units,
                                      planner << ": units");
                NS_TEST_EXPECT_MSG_EQ_TOL(task.GetStep("uplink").energy /
                                              (task.Get<CoInferenceFigures>().planned.txPower *
                                               task.GetStep("uplink").GetTime()),
                                          1,
                                          0.02,
                                          planner << ": power times time");
                NS_TEST_EXPECT_MSG_LT(task.GetStep("downlink").GetTime(),
                                      task.GetStep("downlink").planned.time + 0.003,
                                      planner << ": answer");
                gained +=
                    task.GetStep("uplink").GetTime() < 0.97 * task.GetStep("uplink").planned.time;
            }
            NS_TEST_EXPECT_MSG_GT(sharers.size(), 0, planner << ": somebody offloads");
            if (planner == "EccEdgeOnlyPlanner")
            {
                NS_TEST_EXPECT_MSG_GT(gained, 0, "who ends first leaves room to the others");
            }
        }
    }
};

/// Every cause of a gap is an attribute.
class CauseCase : public TestCase
{
  public:
    CauseCase()
        : TestCase("causes of the gap: error model, headers, residual, control delay, slots")
    {
    }

  private:
    /// @returns sum of the realised upload times over the sum of the planned ones
    double Measure(const std::string& attribute, const std::string& value, bool ideal = true)
    {
        NomaFixture fixture("EccEdgeOnlyPlanner");
        if (ideal)
        {
            fixture.MakeIdeal();
        }
        if (!attribute.empty())
        {
            fixture.radio.SetAttribute(attribute, StringValue(value));
        }
        fixture.Run();
        double planned = 0;
        double realised = 0;
        for (const TaskRecord& task : fixture.GetSettledRecords())
        {
            planned += task.GetStep("uplink").planned.time;
            realised += task.GetStep("uplink").GetTime();
        }
        NS_TEST_EXPECT_MSG_GT(planned, 0, attribute << ": tasks");
        return realised / planned;
    }

    void DoRun() override
    {
        const double ideal = Measure("", "");
        NS_TEST_EXPECT_MSG_LT(ideal, 1.002, "partial overlap only helps");
        NS_TEST_EXPECT_MSG_GT(Measure("ErrorModel", "FiniteBlocklength"), ideal * 1.005, "blocks");
        NS_TEST_EXPECT_MSG_GT(Measure("CountHeaders", "true"), ideal * 1.00001, "MAC headers");
        NS_TEST_EXPECT_MSG_GT(Measure("ControlDelay", "20"), ideal * 1.005, "buffer reports");
        NS_TEST_EXPECT_MSG_GT(Measure("Slot", "20ms"), ideal * 1.002, "slots");
        // The plan knows of the residual if scheduler and receivers do: the gap stays, times grow.
        NS_TEST_EXPECT_MSG_LT(Measure("SicResidual", "0.01"), 1.002, "a residual that is planned");
    }
};

/// Gains change between tasks: every task gets a plan for the gains of its time.
class ReplanCase : public TestCase
{
  public:
    ReplanCase()
        : TestCase("new gains, new plans, and no upload later than planned all the same")
    {
    }

  private:
    void DoRun() override
    {
        NomaFixture fixture("EccPlanner");
        fixture.MakeIdeal();
        fixture.radio.SetAttribute("Profile", StringValue("Exponential"));
        fixture.radio.SetAttribute("Process", StringValue("Block"));
        fixture.radio.SetAttribute("CoherenceTime", TimeValue(Seconds(8)));
        fixture.Run();
        std::map<uint32_t, std::set<double>> rates;
        for (const TaskRecord& task : fixture.GetSettledRecords())
        {
            if (task.GetStep("uplink").planned.time > 0)
            {
                rates[task.node].insert(task.GetStep("uplink").Get<TransferFigures>().ratePlanned);
                NS_TEST_EXPECT_MSG_LT(task.GetStep("uplink").GetTime(),
                                      1.005 * task.GetStep("uplink").planned.time + 0.002,
                                      "within the block of its plan");
            }
        }
        NS_TEST_EXPECT_MSG_GT(rates.size(), 3, "users offload");
        NS_TEST_EXPECT_MSG_EQ(rates.begin()->second.size(), 2, "a plan for every block");
    }
};

/// The radio carries out what the plan says, to the subchannel, position and power.
class EnforcementCase : public TestCase
{
  public:
    EnforcementCase()
        : TestCase("subchannels, positions and powers on the air are those of the plan")
    {
    }

  private:
    /// Trace sink. @param [in] report a block
    void Note(const BlockReport& report)
    {
        if (report.start < Seconds(8.9) || report.payloadBits < 800)
        {
            return;
        }
        auto& used = m_used[{report.grant->user, report.grant->direction}];
        used.insert({report.grant->subchannels.front(),
                     report.grant->position,
                     report.grant->GetTotalPower()});
    }

    void DoRun() override
    {
        NomaFixture fixture("EccPlanner");
        fixture.Build();
        for (uint32_t i = 0; i < fixture.links.GetN(); ++i)
        {
            DynamicCast<BroadbandNetDevice>(fixture.links.Get(i))
                ->GetPhy()
                ->TraceConnectWithoutContext("TransportBlock",
                                             MakeCallback(&EnforcementCase::Note, this));
        }
        fixture.Run(30);
        std::set<std::pair<uint32_t, uint32_t>> places;
        for (const TaskRecord& task : fixture.GetSettledRecords())
        {
            for (const Direction direction : {UPLINK, DOWNLINK})
            {
                const auto& way = task.GetStep(direction == UPLINK ? "uplink" : "downlink")
                                      .Get<TransferFigures>();
                const auto& used = m_used[{task.node, direction}];
                if (task.GetStep("uplink").planned.time == 0)
                {
                    NS_TEST_EXPECT_MSG_EQ(way.subchannel.has_value(), false, "no share");
                    continue;
                }
                NS_TEST_ASSERT_MSG_EQ(used.size(), 1, "one plan all the time");
                NS_TEST_EXPECT_MSG_EQ(std::get<0>(*used.begin()), *way.subchannel, "subchannel");
                NS_TEST_EXPECT_MSG_EQ(std::get<1>(*used.begin()), *way.position, "position");
                NS_TEST_EXPECT_MSG_EQ_TOL(std::get<2>(*used.begin()),
                                          way.powerPlanned,
                                          1e-9,
                                          "power");
                if (direction == UPLINK && task.generated < 10)
                {
                    NS_TEST_EXPECT_MSG_EQ(places.insert({*way.subchannel, *way.position}).second,
                                          true,
                                          "a position each");
                }
            }
        }
        NS_TEST_EXPECT_MSG_GT(places.size(), 3, "more users than subchannels: some share");
    }

    std::map<std::pair<uint32_t, Direction>, std::set<std::tuple<uint32_t, uint32_t, double>>>
        m_used; ///< by user and direction: subchannel, position, power
};

/// Silent users ask, and are told, without a share; OMA divides subchannels.
class PlannerCase : public TestCase
{
  public:
    PlannerCase()
        : TestCase("Device-Only and OMA over the radio; what does not fit is refused in words")
    {
    }

  private:
    /// @param [in] planner whose plans three undivided subchannels do not carry out for six users
    /// @param [in] words of the refusal
    void ExpectRefusal(const std::string& planner, const std::string& words)
    {
        NomaFixture fixture(planner, 6, 1);
        fixture.Run(5);
        bool refused = false;
        std::string details;
        for (const TaskRecord* task : fixture.helper.GetMonitor().GetRecords())
        {
            details += task->detail + "\n";
            refused = refused || (task->outcome == TaskOutcome::REFUSED &&
                                  task->detail.find(words) != std::string::npos);
        }
        NS_TEST_EXPECT_MSG_EQ(refused, true, planner << ": " << details);
    }

    void DoRun() override
    {
        {
            NomaFixture fixture("EccDeviceOnlyPlanner");
            fixture.Run();
            const auto records = fixture.GetSettledRecords();
            NS_TEST_EXPECT_MSG_EQ(records.size(), 12, "completed");
            for (const TaskRecord& task : records)
            {
                NS_TEST_EXPECT_MSG_EQ_TOL(task.realised.latency - task.planWait,
                                          task.planned.latency,
                                          1e-8,
                                          "its own processor");
                NS_TEST_EXPECT_MSG_LT(task.planWait, 0.1, "plans come by signalling");
            }
        }
        {
            NomaFixture fixture("EccOmaPlanner", 6, 6);
            fixture.MakeIdeal();
            fixture.Run();
            const auto records = fixture.GetSettledRecords();
            NS_TEST_EXPECT_MSG_EQ(records.size(), 12, "completed");
            unsigned offloaded = 0;
            for (const TaskRecord& task : records)
            {
                if (task.GetStep("uplink").planned.time > 0)
                {
                    ++offloaded;
                    // Nobody else is heard: neither earlier nor later than planned.
                    NS_TEST_EXPECT_MSG_EQ_TOL(task.GetStep("uplink").GetTime() /
                                                  task.GetStep("uplink").planned.time,
                                              1,
                                              0.01,
                                              "a part to itself");
                    NS_TEST_EXPECT_MSG_EQ_TOL(
                        task.GetStep("uplink").Get<TransferFigures>().sinrRealised /
                            task.GetStep("uplink").Get<TransferFigures>().sinrPlanned,
                        1,
                        1e-6,
                        "SINR");
                }
            }
            NS_TEST_EXPECT_MSG_GT(offloaded, 0, "offloads");
        }
        ExpectRefusal("EccOmaPlanner", "attribute Parts");
        ExpectRefusal("LaimPlanner", "devices, and there are 3 subchannels for plans");
    }
};

/// The cell carries out the newest plan at once, so uploads are measured against that.
class MeasuredRateCase : public TestCase
{
  public:
    MeasuredRateCase()
        : TestCase("with measured rates uploads over shared subchannels take what is planned")
    {
    }

  private:
    void DoRun() override
    {
        NomaFixture fixture("EccEdgeOnlyPlanner");
        fixture.helper.SetControllerAttribute("AdaptRate", BooleanValue(true));
        fixture.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                                   "Period",
                                   TimeValue(Seconds(8)),
                                   "Offset",
                                   TimeValue(Seconds(1)),
                                   "MaxTasks",
                                   UintegerValue(10));
        fixture.Run(90);
        double planned = 0;
        double realised = 0;
        for (const TaskRecord& task : fixture.GetSettledRecords())
        {
            if (task.generated > 40)
            {
                planned += task.GetStep("uplink").planned.time;
                realised += task.GetStep("uplink").GetTime();
            }
        }
        NS_TEST_EXPECT_MSG_GT(planned, 1, "uploads");
        NS_TEST_EXPECT_MSG_EQ_TOL(realised / planned, 1, 0.03, "as planned");
    }
};

class NomaTestSuite : public TestSuite
{
  public:
    NomaTestSuite()
        : TestSuite("edge-ai-noma", TEST_UNIT)
    {
        AddTestCase(new IdealCase, TEST_QUICK);
        AddTestCase(new CauseCase, TEST_QUICK);
        AddTestCase(new ReplanCase, TEST_QUICK);
        AddTestCase(new EnforcementCase, TEST_QUICK);
        AddTestCase(new PlannerCase, TEST_QUICK);
        AddTestCase(new MeasuredRateCase, TEST_QUICK);
    }
};

NomaTestSuite g_nomaTestSuite; ///< the suite

} // namespace
