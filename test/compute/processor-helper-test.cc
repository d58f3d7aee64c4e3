/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Installation of processors, presets, governors and energy models.

#include "compute/constant-governors.h"
#include "compute/load-governors.h"
#include "compute/planned-governor.h"
#include "support/compute-fixture.h"

#include "ns3/basic-energy-source-helper.h"
#include "ns3/config.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/names.h"
#include "ns3/processor-helper.h"
#include "ns3/processor-presets.h"

#include <array>
#include <cmath>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/**
 * Do something in a child process, because ns-3 ends a program that is set up wrongly.
 * @param [in] action what to do
 * @returns what it wrote to stderr before it aborted; empty if it did not abort
 */
std::string
GetAbortMessage(const std::function<void()>& action)
{
    int ends[2];
    NS_ABORT_MSG_IF(pipe(ends) != 0, "no pipe");
    std::cout.flush();
    const pid_t child = fork();
    if (child == 0)
    {
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        action();
        _exit(0);
    }
    close(ends[1]);
    std::string text;
    std::array<char, 256> piece;
    for (ssize_t n = 0; (n = read(ends[0], piece.data(), piece.size())) > 0;)
    {
        text.append(piece.data(), static_cast<std::size_t>(n));
    }
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? "" : text;
}

/// What the front page shows.
class InstallCase : public TestCase
{
  public:
    InstallCase()
        : TestCase("presets, attributes and governors reach the installed processors")
    {
    }

  private:
    void DoRun() override
    {
        NodeContainer devices(3);
        NodeContainer server(1);
        ProcessorHelper processors("Mobile");
        processors.SetAttribute("QueueLimit", UintegerValue(7));
        processors.SetGovernor("OnDemand", "SamplingPeriod", TimeValue(MilliSeconds(20)));
        const auto installed = processors.Install(devices);
        const auto one = processors.SetPreset("LaimServer").Install(server.Get(0));
        NS_TEST_ASSERT_MSG_EQ(installed.GetN(), 3, "one for each device");
        NS_TEST_ASSERT_MSG_EQ(one.GetN(), 1, "one for the server");
        for (uint32_t i = 0; i < 3; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(Processor::Find(devices.Get(i)), installed.Get(i), "in order");
            NS_TEST_EXPECT_MSG_EQ(installed.Get(i)->GetNode(), devices.Get(i), "and back");
            NS_TEST_EXPECT_MSG_EQ(installed.Get(i)->GetMaxClock(), 2e9, "of the preset");
        }
        NS_TEST_EXPECT_MSG_NE(installed.Get(0)->GetGovernor(),
                              installed.Get(1)->GetGovernor(),
                              "a governor each");
        TimeValue period;
        installed.Get(2)->GetGovernor()->GetAttribute("SamplingPeriod", period);
        NS_TEST_EXPECT_MSG_EQ(period.Get(), MilliSeconds(20), "with its attributes");
        const auto found = Processor::Find(server.Get(0));
        NS_TEST_EXPECT_MSG_EQ(found->GetFlopPerCycle(), 128, "the second preset");
        NS_TEST_EXPECT_MSG_EQ(found->GetMaxClock(), 1e10, "the second preset");
        NS_TEST_EXPECT_MSG_EQ_TOL(found->GetPowerCoefficient(), 1e-28, 1e-40, "the second preset");
        NS_TEST_EXPECT_MSG_EQ(found->GetUsageEffectiveness(), 2, "the second preset");
        UintegerValue limit;
        found->GetAttribute("QueueLimit", limit);
        NS_TEST_EXPECT_MSG_EQ(limit.Get(), 7, "what was set by hand stays");

        processors.SetPreset("").SetAttribute("Name", StringValue("gpu"));
        Names::Add("server", server.Get(0));
        const auto gpu = processors.Install("server").Get(0);
        NS_TEST_EXPECT_MSG_EQ(Processor::Find(server.Get(0), "gpu"), gpu, "a second one, by name");
        NS_TEST_EXPECT_MSG_EQ(Processor::Find(server.Get(0)), found, "the first one stays first");

        Config::Set("/NodeList/3/$ns3::edgeai::ProcessorList/Processors/1/QueueLimit",
                    UintegerValue(9));
        gpu->GetAttribute("QueueLimit", limit);
        NS_TEST_EXPECT_MSG_EQ(limit.Get(), 9, "reached by its path");
        Names::Clear();
        Simulator::Destroy();
    }
};

/// Every preset is sound and says where it comes from.
class PresetCase : public TestCase
{
  public:
    PresetCase()
        : TestCase("every preset is sound, and its figures fit each other")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(ProcessorHelper::ListPresets().size(), 11, "eleven presets");
        for (const auto& preset : GetProcessorPresets())
        {
            ProcessorHelper helper(preset.name);
            auto node = CreateObject<Node>();
            const auto processor = helper.Install(node).Get(0);
            NS_TEST_EXPECT_MSG_EQ(processor->Validate(), "", preset.name);
            NS_TEST_EXPECT_MSG_GT(processor->GetPowerCoefficient(), 0, preset.name);
            for (const auto& figure : preset.figures)
            {
                NS_TEST_EXPECT_MSG_EQ(figure.note.empty(), false, preset.name << figure.attribute);
            }
        }

        // Power at full load and peak speed, as the makers or the measurements give them.
        struct Peak
        {
            const char* preset;
            double power; // [W]
            double speed; // [FLOP/s]
        };

        for (const auto& peak : {Peak{"RaspberryPi4", 6.4, 48e9},
                                 Peak{"JetsonNano", 10, 471.9e9},
                                 Peak{"JetsonXavierNX", 15, 1.69e12},
                                 Peak{"JetsonOrin", 60, 10.65e12},
                                 Peak{"EdgeServer", 155, 1.536e12},
                                 Peak{"GpuServer", 350, 35.58e12},
                                 Peak{"Mobile", 0.8, 64e9},
                                 Peak{"LaimDevice", 0.16, 64e9},
                                 Peak{"LaimServer", 200, 1.28e12},
                                 Peak{"EccDevice", 1, 4e9},
                                 Peak{"EccServer", 0.078125, 1e10}})
        {
            auto node = CreateObject<Node>();
            const auto processor = ProcessorHelper(peak.preset).Install(node).Get(0);
            NS_TEST_EXPECT_MSG_EQ_TOL(processor->GetBusyUnitPower(processor->GetMaxClock()),
                                      peak.power,
                                      1e-3 * peak.power,
                                      peak.preset);
            NS_TEST_EXPECT_MSG_EQ_TOL(processor->GetFlopPerCycle() * processor->GetMaxClock(),
                                      peak.speed,
                                      1e-3 * peak.speed,
                                      peak.preset);
        }
        std::ostringstream text;
        PrintProcessorPresets(text);
        NS_TEST_EXPECT_MSG_EQ((text.str().find("data sheet") != std::string::npos), true, "source");
        Simulator::Destroy();
    }
};

/// Set-ups that cannot work say what is wrong.
class MistakeCase : public TestCase
{
  public:
    MistakeCase()
        : TestCase("a wrong set-up names what is wrong and what there is")
    {
    }

  private:
    void DoRun() override
    {
        const auto expect = [&](const std::function<void()>& action, const std::string& word) {
            const std::string message = GetAbortMessage(action);
            NS_TEST_EXPECT_MSG_EQ((message.find(word) != std::string::npos),
                                  true,
                                  "'" << word << "' in: " << message);
        };
        expect([]() { ProcessorHelper("Pentium"); }, "JetsonNano");
        expect([]() { ProcessorHelper().SetGovernor("Turbo"); }, "ns3::edgeai::OnDemandGovernor");
        expect([]() { ProcessorHelper().SetAttribute("Cores", UintegerValue(2)); }, "Cores");
        expect([]() { ProcessorHelper().SetAttribute("Units", UintegerValue(0)); }, "Units");
        expect(
            []() {
                ProcessorHelper helper;
                helper.SetAttribute("PowerLaw", StringValue("Table"));
                helper.Install(CreateObject<Node>());
            },
            "OperatingPoints");
        expect(
            []() {
                auto node = CreateObject<Node>();
                ProcessorHelper helper;
                helper.Install(node);
                helper.Install(node);
            },
            "Name");
        expect(
            []() {
                ProcessorHelper helper;
                helper.InstallEnergyModel(helper.Install(NodeContainer(1)),
                                          en::EnergySourceContainer());
            },
            "no energy source");
        expect([]() { MakeProcessor({})->ReserveMemory(-1); }, "ReserveMemory");
        // What was sound at the start is looked at again when it was changed.
        const auto change = [](const TextAttributes& before, const TextAttributes& later) {
            JobLog log;
            const auto processor = MakeProcessor(before);
            processor->Submit(log.MakeJob(16e9));
            CallAt(Seconds(0.5), [&]() {
                for (const auto& [name, value] : later)
                {
                    processor->SetAttribute(name, StringValue(value));
                }
            });
            Simulator::Run();
        };
        const TextAttributes table{{"OperatingPoints", "1e9:1W 2e9:4W"}, {"PowerLaw", "Table"}};
        expect(
            [&]() {
                change(table, {{"OperatingPoints", "1e9"}});
            },
            "Processor 'cpu': PowerLaw Table needs OperatingPoints with powers");
        expect(
            [&]() {
                change({}, {{"Discipline", "ProcessorSharing"}, {"BatchSize", "2"}});
            },
            "Processor 'cpu': BatchSize must be 1");
        const TextAttributes reversed{table.rbegin(), table.rend()};
        NS_TEST_EXPECT_MSG_EQ(GetAbortMessage([&]() { change({}, reversed); }),
                              "",
                              "two that go together, one after the other");
        NS_TEST_EXPECT_MSG_EQ(GetAbortMessage([]() { ProcessorHelper("Mobile"); }), "", "no fuss");
    }
};

/// Energy models and random streams through the helper.
class WiringCase : public TestCase
{
  public:
    WiringCase()
        : TestCase("energy models drain the source of their node, streams are assigned")
    {
    }

  private:
    void DoRun() override
    {
        NodeContainer nodes(2);
        ProcessorHelper helper("LaimDevice");
        helper.SetAttribute("ServiceLaw", StringValue("Exponential"));
        const auto processors = helper.Install(nodes);
        NS_TEST_EXPECT_MSG_EQ(ProcessorHelper::AssignStreams(nodes, 5), 2, "one stream each");
        NS_TEST_EXPECT_MSG_EQ(ProcessorHelper::AssignStreams(processors, 5), 2, "one stream each");
        BasicEnergySourceHelper battery;
        battery.Set("BasicEnergySourceInitialEnergyJ", DoubleValue(100));
        const auto sources = battery.Install(nodes);
        const auto models = helper.InstallEnergyModel(processors, sources);
        NS_TEST_EXPECT_MSG_EQ(models.GetN(), 2, "one each");
        JobLog log;
        Job job = log.MakeJob(64e9);
        processors.Get(1)->Submit(job);
        Simulator::Stop(Seconds(30));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(log.reports.size(), 1, "served");
        NS_TEST_EXPECT_MSG_EQ_TOL(sources.Get(1)->GetRemainingEnergy(),
                                  100 - log.Get(0).energy,
                                  1e-8,
                                  "of its own node");
        NS_TEST_EXPECT_MSG_EQ(sources.Get(0)->GetRemainingEnergy(), 100, "and no other");
        Simulator::Destroy();
    }
};

class ProcessorHelperTestSuite : public TestSuite
{
  public:
    ProcessorHelperTestSuite()
        : TestSuite("edge-ai-processor-helper", TEST_UNIT)
    {
        AddTestCase(new InstallCase, TEST_QUICK);
        AddTestCase(new PresetCase, TEST_QUICK);
        AddTestCase(new MistakeCase, TEST_QUICK);
        AddTestCase(new WiringCase, TEST_QUICK);
    }
};

ProcessorHelperTestSuite g_processorHelperTestSuite; //!< registers the suite

} // namespace
