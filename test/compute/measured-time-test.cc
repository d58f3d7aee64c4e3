/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Jobs whose time was measured: what the clock, units, batches and the power make of them.

#include "application/control/measured-times.h"
#include "application/control/processor-description.h"
#include "profile/latency-file.h"
#include "support/compute-fixture.h"
#include "support/expectations.h"
#include "support/profile-test-kit.h"

#include "ns3/latency-table.h"
#include "ns3/network-catalogue.h"
#include "ns3/profile-json.h"
#include "ns3/test.h"

#include <memory>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns times of a network of three blocks, of which the last was not measured
std::shared_ptr<const LatencyTable>
MakeTable(const std::string& header = "")
{
    return std::make_shared<const LatencyTable>(ParseLatencyTable(
        "# network: three\n# device: board\n# source: test\n# licence: none\n" + header +
            "block,option,batch,latency_s\n"
            "one,,1,0.25\none,,4,0.55\ntwo,,1,0.75\ntwo,,4,1.05\n",
        "table.csv"));
}

/// @returns their network
NetworkProfile
MakeNetwork()
{
    NetworkProfile profile;
    profile.name = "three@bits=8";
    for (const char* name : {"one", "two", "three"})
    {
        Block block;
        block.name = name;
        block.flop = 7;
        block.outputShape = {4};
        profile.blocks.push_back(block);
    }
    return profile;
}

class ClockTestCase : public TestCase
{
  public:
    ClockTestCase()
        : TestCase(
              "a measured time stays whatever the clock, or is over it, as LatencyScaling says")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool scales : {false, true})
        {
            JobLog log;
            auto processor = MakeProcessor({{"OperatingPoints", "0.5e9 1e9 2e9"},
                                            {"FlopPerCycle", "4"},
                                            {"MemoryBandwidth", "1e3"},
                                            {"PowerCoefficient", "1e-27"},
                                            {"LatencyScaling", scales ? "Clock" : "Fixed"}});
            processor->SetLatencies(MakeTable("# clock_hz: 1e9\n"));
            for (const double clock : {0.5e9, 1e9, 2e9})
            {
                Job job = log.MakeJob(0);
                job.bytesMoved = 1e9; // what the memory takes is part of what was measured
                TimeJob(*processor, MakeNetwork(), 0, 2, 1, job);
                job.clock = clock;
                processor->Submit(job);
                Simulator::Run();
                const JobReport& done = log.reports.back();
                const double time = scales ? 1e9 / clock : 1;
                EXPECT_RELATIVE((done.ended - done.started).GetSeconds(), time, 1e-9, clock);
                EXPECT_RELATIVE(done.energy, 1e-27 * clock * clock * clock * time, 1e-9, clock);
            }
            // What planners are told: one clock, unless an assumption is made about the others.
            const ProcessorLimits limits = DescribeProcessor(processor, true);
            NS_TEST_EXPECT_MSG_EQ(limits.clockMin, (scales ? 0.5e9 : 1e9), "least clock");
            NS_TEST_EXPECT_MSG_EQ(limits.clockMax, (scales ? 2e9 : 1e9), "largest clock");
            NS_TEST_EXPECT_MSG_EQ(DescribeProcessor(processor).clockMax, 2e9, "of other networks");
            const BlockTimes times = DescribeTimes(*processor, MakeNetwork());
            const double work =
                GetEquivalentWork(times.GetTime(0, 2), times.clock, limits.clockMax, 4);
            EXPECT_RELATIVE(work / (4 * 1e9), 1, 1e-12, "time by the plan's formula at 1 GHz");
            EDGE_AI_EXPECT_ERROR(
                {
                    Job job;
                    TimeJob(*processor, MakeNetwork(), 0, 3, 1, job);
                },
                "block 'three' was not measured on board");
            Simulator::Destroy();
        }
    }
};

/// The clock changes while such a job is served, and a deadline is in sight.
class ChangeTestCase : public TestCase
{
  public:
    ChangeTestCase()
        : TestCase("governors see that a fixed time does not follow the clock")
    {
    }

  private:
    void DoRun() override
    {
        auto processor = MakeProcessor({{"OperatingPoints", "1e9 2e9"}, {"FlopPerCycle", "1"}});
        processor->SetLatencies(MakeTable("# clock_hz: 2e9\n"));
        ObjectFactory governor("ns3::edgeai::DeadlineAwareGovernor");
        processor->SetGovernor(governor.Create<Governor>());
        JobLog log;
        Job job = log.MakeJob(0);
        TimeJob(*processor, MakeNetwork(), 0, 2, 1, job);
        job.deadline = Seconds(1.5);
        processor->Submit(job);
        // The least clock is enough: at 1 GHz it takes 1 s as well.
        NS_TEST_EXPECT_MSG_EQ(processor->GetClock(), 1e9, "least clock that meets the deadline");
        Simulator::Run();
        EXPECT_RELATIVE(log.reports.at(0).ended.GetSeconds(), 1, 1e-9, "time");
        Simulator::Destroy();
    }
};

class BatchTestCase : public TestCase
{
  public:
    BatchTestCase()
        : TestCase("batches take what was measured, interpolated, and are not larger than that")
    {
    }

  private:
    void DoRun() override
    {
        auto processor =
            MakeProcessor({{"OperatingPoints", "1e9"}, {"BatchSize", "8"}, {"BatchWindow", "1s"}});
        processor->SetLatencies(MakeTable());
        JobLog log;
        for (uint64_t i = 0; i < 6; ++i)
        {
            Job job = log.MakeJob(0);
            TimeJob(*processor, MakeNetwork(), 0, 2, 1, job);
            job.model = "three";
            job.tag = i;
            processor->Submit(job);
        }
        Simulator::Run();
        // Four at once, measured: 0.55 + 1.05 s; then, after the window, two: half way is 0.35 +
        // 0.85.
        EXPECT_RELATIVE(log.Get(0).ended.GetSeconds(), 1.6, 1e-9, "first batch");
        EXPECT_RELATIVE(log.Get(3).ended.GetSeconds(), 1.6, 1e-9, "four in it");
        EXPECT_RELATIVE((log.Get(4).ended - log.Get(4).started).GetSeconds(), 1.2, 1e-9, "two");
        NS_TEST_EXPECT_MSG_EQ(log.Get(5).ended, log.Get(4).ended, "together");
        Job bad = log.MakeJob(1);
        bad.batchGrowth = std::make_shared<const std::vector<double>>(1, -1.0);
        processor->Submit(bad);
        NS_TEST_EXPECT_MSG_EQ(log.reports.back().outcome, JobOutcome::INVALID, "growth");
        bad.batchGrowth = nullptr;
        bad.workClock = -1;
        processor->Submit(bad);
        NS_TEST_EXPECT_MSG_EQ(log.reports.back().reason.substr(0, 9), "workClock", "clock");
        Simulator::Destroy();
    }
};

/// Units and power.
class PowerTestCase : public TestCase
{
  public:
    PowerTestCase()
        : TestCase("a measured power is drawn at its clock, and the law keeps its shape")
    {
    }

  private:
    void DoRun() override
    {
        const TextAttributes board{{"OperatingPoints", "1e6..2e9"},
                                   {"Units", "4"},
                                   {"SpeedupExponent", "0.5"},
                                   {"FlopPerCycle", "8"},
                                   {"StaticPower", "0.5"},
                                   {"PowerCoefficient", "1e-27"},
                                   {"LatencyScaling", "Clock"}};
        auto processor = MakeProcessor(board);
        // On all units at 1 GHz: 4 (0.5 + 1) = 6 W by the law, measured 9 W.
        processor->SetLatencies(MakeTable("# clock_hz: 1e9\n# busy_power_w: 9\n"));
        NS_TEST_EXPECT_MSG_EQ(processor->Validate(), "", "sound");
        EXPECT_RELATIVE(processor->GetBusyUnitPower(1e9), 9.0 / 4, 1e-12, "at the clock");
        EXPECT_RELATIVE(processor->GetBusyUnitPower(2e9), 1.5 * 8.5, 1e-12, "at another");
        EXPECT_RELATIVE(DescribeProcessor(processor, true).powerCoefficient, 1.5e-27, 1e-12, "psi");
        EXPECT_RELATIVE(DescribeProcessor(processor, true).staticPower, 0.75, 1e-12, "static");
        EXPECT_RELATIVE(DescribeChainDevice(processor, true).busyPower,
                        4 * 1.5 * 8.5,
                        1e-12,
                        "of a stage at the largest clock");
        JobLog log;
        Job job = log.MakeJob(0);
        TimeJob(*processor, MakeNetwork(), 0, 2, 1, job);
        job.units = 4;
        job.clock = 1e9;
        processor->Submit(job);
        Simulator::Run();
        EXPECT_RELATIVE(log.reports.at(0).ended.GetSeconds(), 1, 1e-9, "all units: as measured");
        EXPECT_RELATIVE(log.reports.at(0).energy, 9, 1e-9, "energy");
        job.units = 1;
        processor->Submit(job);
        Simulator::Run();
        const JobReport& alone = log.reports.at(1);
        EXPECT_RELATIVE((alone.ended - alone.started).GetSeconds(), 2, 1e-9, "one unit of four");
        Simulator::Destroy();

        const auto explain = [&](const std::string& header, const TextAttributes& more) {
            TextAttributes all = board;
            all.insert(all.end(), more.begin(), more.end());
            auto other = MakeProcessor(all);
            other->SetLatencies(MakeTable(header));
            return other->Validate();
        };
        EXPECT_TRUE(Contains(explain("# clock_hz: 3e9\n", {}), "none of OperatingPoints"), "clock");
        EXPECT_TRUE(Contains(explain("# clock_hz: 1e9\n", {{"OperatingPoints", "0.6e9 1.5e9"}}),
                             "measured at 1e+09 cycle/s, which is none of OperatingPoints"),
                    "between two clocks");
        EXPECT_TRUE(Contains(explain("# units: 5\n", {}), "5 units, Units is 4"), "units");
        EXPECT_TRUE(Contains(explain("# busy_power_w: 1\n",
                                     {{"StaticPower", "0"}, {"PowerCoefficient", "0"}}),
                             "StaticPower or PowerCoefficient must be > 0"),
                    "power");
        // By name, and as attributes show it.
        auto named = MakeProcessor(
            {{"LatencyTable", "repvgg-b3-jetson-tx2"}, {"LatencyOptions", "FUSED_ALL FUSED_3_1"}});
        EXPECT_TRUE(named->HasLatenciesOf("RepVGG-B3@bits=8,part=blocks"), "its network");
        NetworkProfile own = LoadNetworkProfile("VGG-16");
        const std::string other = CreateTempDirFilename("other.json");
        WriteProfileFile(own, other);
        EXPECT_TRUE(!named->HasLatenciesOf(other), "another network, in a file");
        own.name = "RepVGG-B3@part=blocks";
        const std::string file = CreateTempDirFilename("own.json");
        WriteProfileFile(own, file);
        EXPECT_TRUE(named->HasLatenciesOf(file), "its network, in a file");
        EXPECT_TRUE(!named->HasLatenciesOf("no/such.json"), "no file");
        StringValue value;
        named->GetAttribute("LatencyTable", value);
        NS_TEST_EXPECT_MSG_EQ(value.Get(), "repvgg-b3-jetson-tx2", "name");
    }
};

class MeasuredTimeTestSuite : public TestSuite
{
  public:
    MeasuredTimeTestSuite()
        : TestSuite("edge-ai-measured-time", TEST_UNIT)
    {
        AddTestCase(new ClockTestCase, TEST_QUICK);
        AddTestCase(new ChangeTestCase, TEST_QUICK);
        AddTestCase(new BatchTestCase, TEST_QUICK);
        AddTestCase(new PowerTestCase, TEST_QUICK);
    }
};

const MeasuredTimeTestSuite g_measuredTimeTestSuite; ///< registers the suite

} // namespace
