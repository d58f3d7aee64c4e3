/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Problems of a device and its server: work and payload at every cut, slices, and what is refused.

#include "support/laim-test-support.h"

#include <algorithm>
#include <functional>
#include <limits>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::laimtest;

namespace
{

/// Options made from a network profile.
class SplitOptionsTestCase : public TestCase
{
  public:
    SplitOptionsTestCase()
        : TestCase("work, payload and weights on either side of every cut")
    {
    }

  private:
    void DoRun() override;
};

void
SplitOptionsTestCase::DoRun()
{
    NetworkProfile profile;
    profile.inputBits = 18874368;
    profile.elementBits = 16;
    profile.resultBits = 8000;
    for (int i = 0; i < 24; ++i)
    {
        Block block;
        block.flop = 5116628992;
        block.parameters = 12596224;
        block.outputShape = {197, 1024};
        profile.blocks.push_back(block);
    }
    std::vector<SplitOption> options = MakeSplitOptions(profile);
    const std::vector<SplitOption> expected = VitLarge();
    NS_TEST_ASSERT_MSG_EQ(options.size(), expected.size(), "every cut");
    for (std::size_t s = 0; s < options.size(); ++s)
    {
        NS_TEST_EXPECT_MSG_EQ(options[s].split, s, "cut");
        NS_TEST_EXPECT_MSG_EQ(options[s].deviceFlop, expected[s].deviceFlop, "device work");
        NS_TEST_EXPECT_MSG_EQ(options[s].serverFlop, expected[s].serverFlop, "server work");
        NS_TEST_EXPECT_MSG_EQ(options[s].uplinkBits, expected[s].uplinkBits, "payload");
        EXPECT_ABSOLUTE(options[s].deviceWeightShare, s / 24.0, 1e-15, "share of the weights");
        NS_TEST_EXPECT_MSG_EQ(options[s].deviceWeights, 12596224.0 * s, "weights");
    }

    profile.cuts = {0, 7, 24};
    options = MakeSplitOptions(profile);
    NS_TEST_ASSERT_MSG_EQ(options.size(), 3, "listed cuts only");
    NS_TEST_EXPECT_MSG_EQ(options[1].split, 7, "cut");
    NS_TEST_EXPECT_MSG_EQ(options[1].deviceFlop, 7 * 5116628992.0, "work before a listed cut");

    profile.blocks.resize(1);
    profile.blocks[0].parameters = 0;
    profile.cuts.clear();
    options = MakeSplitOptions(profile);
    NS_TEST_ASSERT_MSG_EQ(options.size(), 2, "one block");
    NS_TEST_EXPECT_MSG_EQ(options[1].uplinkBits, 0.0, "nothing is sent when all is on the device");
    NS_TEST_EXPECT_MSG_EQ(options[1].deviceWeightShare, 0.0, "no weights, no share");
}

/// Every field of a problem with a value that is not allowed.
class ValidationTestCase : public TestCase
{
  public:
    ValidationTestCase()
        : TestCase("unsound problems are refused with the field and its range")
    {
    }

  private:
    void DoRun() override;
};

void
ValidationTestCase::DoRun()
{
    using Spoil = std::function<void(SplitProblem&)>;
    const double infinite = std::numeric_limits<double>::infinity();
    const std::vector<std::pair<std::string, Spoil>> cases = {
        {"devices is empty", [](SplitProblem& p) { p.devices.clear(); }},
        {"bandwidth is 0", [](SplitProblem& p) { p.bandwidth = 0; }},
        {"bandwidth is inf", [=](SplitProblem& p) { p.bandwidth = infinite; }},
        {"bandwidth is nan", [](SplitProblem& p) { p.bandwidth = std::nan(""); }},
        {"noiseDensity", [](SplitProblem& p) { p.noiseDensity = -1; }},
        {"keepRatioMin", [](SplitProblem& p) { p.keepRatioMin = 0; }},
        {"keepRatioMin", [](SplitProblem& p) { p.keepRatioMin = 1.1; }},
        {"uniformDraws[1]",
         [](SplitProblem& p) {
             p.uniformDraws = {0.5, 1};
         }},
        {"server.flopPerCycle", [](SplitProblem& p) { p.server.flopPerCycle = 0; }},
        {"server.clockMax", [](SplitProblem& p) { p.server.clockMax = -1; }},
        {"server.powerCoefficient", [](SplitProblem& p) { p.server.powerCoefficient = 0; }},
        {"server.usageEffectiveness", [](SplitProblem& p) { p.server.usageEffectiveness = 0.9; }},
        {"server.clocks must be strictly ascending",
         [](SplitProblem& p) {
             p.server.clocks = {2e9, 1e9};
         }},
        {"server.clocks has no value up to", [](SplitProblem& p) { p.server.clocks = {11e9}; }},
        {"devices[0].processor.clockMax",
         [](SplitProblem& p) { p.devices[0].processor.clockMax = 0; }},
        {"devices[0].processor.clocks[0]",
         [](SplitProblem& p) {
             p.devices[0].processor.clocks = {0, 1e9};
         }},
        {"server.clockMin", [](SplitProblem& p) { p.server.clockMin = 11e9; }},
        {"server.clockMin", [](SplitProblem& p) { p.server.clockMin = -1; }},
        {"server.staticPower", [](SplitProblem& p) { p.server.staticPower = -1; }},
        {"server.transitionLatency", [](SplitProblem& p) { p.server.transitionLatency = -1; }},
        {"server.clocks has no value in its range",
         [](SplitProblem& p) {
             p.server.clocks = {1e9, 2e9, 11e9};
             p.server.clockMin = 3e9;
         }},
        {"devices[0].processor.clockMin",
         [](SplitProblem& p) { p.devices[0].processor.clockMin = 2.1e9; }},
        {"devices[0].processor.staticPower",
         [=](SplitProblem& p) { p.devices[0].processor.staticPower = infinite; }},
        {"devices[0].processor.transitionLatency",
         [](SplitProblem& p) { p.devices[0].processor.transitionLatency = std::nan(""); }},
        {"devices[0].processor.clocks has no value in its range",
         [](SplitProblem& p) {
             p.devices[0].processor.clocks = {1e8, 3e9};
             p.devices[0].processor.clockMin = 1e9;
         }},
        {"devices[0].txPowerMin", [](SplitProblem& p) { p.devices[0].txPowerMin = 0.21; }},
        {"devices[0].txPowerMin", [](SplitProblem& p) { p.devices[0].txPowerMin = -0.1; }},
        {"devices[0].txPowers has no value in its range",
         [](SplitProblem& p) {
             p.devices[0].txPowers = {0.01, 0.02};
             p.devices[0].txPowerMin = 0.03;
         }},
        {"devices[0].linkRate", [](SplitProblem& p) { p.devices[0].linkRate = -1; }},
        {"serverClockMax leaves it 5e+09 cycle/s of the server; allowed is server.clockMin, 6e+09",
         [](SplitProblem& p) {
             p.devices.push_back(p.devices[0]);
             p.server.clockMin = 6e9;
         }},
        {"devices[0].memoryBits", [](SplitProblem& p) { p.devices[0].memoryBits = -1; }},
        {"devices[0].txPowerMax", [](SplitProblem& p) { p.devices[0].txPowerMax = 0; }},
        {"devices[0].txPowers has no value",
         [](SplitProblem& p) {
             p.devices[0].txPowers = {0.3, 0.4};
         }},
        {"devices[0].gain", [](SplitProblem& p) { p.devices[0].gain = 0; }},
        {"devices[0].gain", [](SplitProblem& p) { p.devices[0].gain = 1e51; }},
        {"devices[0].rateFactor", [](SplitProblem& p) { p.devices[0].rateFactor = 0; }},
        {"devices[0].latencyBudget", [](SplitProblem& p) { p.devices[0].latencyBudget = 0; }},
        {"devices[0].energyBudget", [](SplitProblem& p) { p.devices[0].energyBudget = -0.1; }},
        {"devices[0].overheadLatency", [](SplitProblem& p) { p.devices[0].overheadLatency = -1; }},
        {"devices[0].overheadEnergy", [](SplitProblem& p) { p.devices[0].overheadEnergy = -1; }},
        {"devices[0].weightRate", [](SplitProblem& p) { p.devices[0].weightRate = 0; }},
        {"devices[0].bitsPerWeight", [](SplitProblem& p) { p.devices[0].bitsPerWeight = 0; }},
        {"serverClockMax add up to", [](SplitProblem& p) { p.devices[0].serverClockMax = 11e9; }},
        {"devices[1].serverClockMax is 0",
         [](SplitProblem& p) {
             p.devices.push_back(p.devices[0]);
             p.devices[0].serverClockMax = 10e9;
         }},
        {"devices[0].options is empty", [](SplitProblem& p) { p.devices[0].options.clear(); }},
        {"devices[0].options[1].split",
         [](SplitProblem& p) { p.devices[0].options[1].split = 25; }},
        {"devices[0].options[3].split must be larger",
         [](SplitProblem& p) { p.devices[0].options[3].split = 2; }},
        {"devices[0].options[2].deviceFlop",
         [](SplitProblem& p) { p.devices[0].options[2].deviceFlop = -1; }},
        {"devices[0].options[2].serverFlop",
         [=](SplitProblem& p) { p.devices[0].options[2].serverFlop = infinite; }},
        {"devices[0].options[2].uplinkBits",
         [](SplitProblem& p) { p.devices[0].options[2].uplinkBits = std::nan(""); }},
        {"devices[0].options[2].deviceWeightShare",
         [](SplitProblem& p) { p.devices[0].options[2].deviceWeightShare = 1.5; }},
        {"devices[0].options[2].deviceWeights",
         [](SplitProblem& p) { p.devices[0].options[2].deviceWeights = -3; }},
    };
    NS_TEST_EXPECT_MSG_EQ(ScenarioA().Validate(), "", "the reference problem is sound");
    for (const auto& [field, spoil] : cases)
    {
        SplitProblem problem = ScenarioA();
        spoil(problem);
        const std::string complaint = problem.Validate();
        EXPECT_TRUE(complaint.find(field) != std::string::npos,
                    "'" << field << "' is not in '" << complaint << "'");
        for (const std::string& name : ListSplitPlanners())
        {
            const SplitPlan plan = CreateSplitPlanner(name)->Plan(problem);
            EXPECT_TRUE(plan.status == PlanStatus::REFUSED, name << " took " << field);
            NS_TEST_EXPECT_MSG_EQ(plan.reason, complaint, name << " gives the reason");
            NS_TEST_EXPECT_MSG_EQ(plan.decisions.size(), problem.devices.size(), name);
        }
    }
}

/// Who gets which part of the server.
class ServerSliceTestCase : public TestCase
{
  public:
    ServerSliceTestCase()
        : TestCase("slices of the server")
    {
    }

  private:
    void DoRun() override;
};

void
ServerSliceTestCase::DoRun()
{
    SplitProblem problem = ScenarioA();
    NS_TEST_EXPECT_MSG_EQ(problem.GetServerSlice(0), 10e9, "alone: the whole server");
    problem.devices.resize(4, problem.devices[0]);
    NS_TEST_EXPECT_MSG_EQ(problem.GetServerSlice(3), 2.5e9, "four: a quarter each");
    problem.devices[1].serverClockMax = 4e9;
    NS_TEST_EXPECT_MSG_EQ(problem.GetServerSlice(1), 4e9, "as asked for");
    NS_TEST_EXPECT_MSG_EQ(problem.GetServerSlice(2), 2e9, "equal shares of what is left");
}

/// Planners by name.
class PlannerRegistryTestCase : public TestCase
{
  public:
    PlannerRegistryTestCase()
        : TestCase("planners are found by name")
    {
    }

  private:
    void DoRun() override;
};

void
PlannerRegistryTestCase::DoRun()
{
    const std::vector<std::string> names = ListSplitPlanners();
    EXPECT_TRUE(std::is_sorted(names.begin(), names.end()), "sorted");
    for (const std::string name : {"LaimPlanner",
                                   "LaimScaPlanner",
                                   "LaimSeparatePlanner",
                                   "LaimOnDevicePlanner",
                                   "LaimOnServerPlanner",
                                   "LaimFixedFrequencyPlanner",
                                   "LaimFixedPowerPlanner",
                                   "LaimRandomPlanner",
                                   "LaimEqualTimePlanner",
                                   "LaimNoPruningPlanner",
                                   "LaimFixedSplitPlanner"})
    {
        const std::string full = "ns3::edgeai::" + name;
        EXPECT_TRUE(std::find(names.begin(), names.end(), full) != names.end(), name);
        EXPECT_TRUE(CreateSplitPlanner(name) != nullptr, name);
        Ptr<SplitPlanner> planner = CreateSplitPlanner(full);
        NS_TEST_ASSERT_MSG_NE(planner, nullptr, full);
        NS_TEST_EXPECT_MSG_EQ(planner->GetInstanceTypeId().GetName(), full, "its own name");
    }
    for (const std::string bad :
         {"", "NoSuchPlanner", "ns3::UniformRandomVariable", "SplitPlanner", "LaimPlannerBase"})
    {
        EXPECT_TRUE(CreateSplitPlanner(bad) == nullptr, "'" << bad << "' is no planner");
    }
}

/// Split problems.
class SplitProblemTestSuite : public TestSuite
{
  public:
    SplitProblemTestSuite()
        : TestSuite("edge-ai-split-problem", TEST_UNIT)
    {
        AddTestCase(new SplitOptionsTestCase, TEST_QUICK);
        AddTestCase(new ValidationTestCase, TEST_QUICK);
        AddTestCase(new ServerSliceTestCase, TEST_QUICK);
        AddTestCase(new PlannerRegistryTestCase, TEST_QUICK);
    }
};

SplitProblemTestSuite g_splitProblemTestSuite; ///< registers the suite

} // namespace
