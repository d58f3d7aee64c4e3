/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Cuts of a chain by rule: equal layers, shares of the work, two devices, unfused layers.

#include "allocation/pipeline/chain/chain-cuts.h"
#include "support/iovt-test-support.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::iovttest;

namespace
{

using Cuts = std::vector<uint32_t>;

/// @returns layers of the given work over devices that are alike
ChainProblem
MakeChain(const std::vector<double>& flop, uint32_t devices)
{
    ChainProblem problem;
    for (const double work : flop)
    {
        ChainLayer layer;
        layer.options = {{work, 1, 0}};
        problem.layers.push_back(layer);
    }
    problem.devices.resize(devices, {"", 1e9, 1e9, 0, 0});
    problem.linkRates.resize(devices + 1, 1e9);
    return problem;
}

/// Cuts that follow from numbers of layers or from shares of the work.
class RuleCutsTestCase : public TestCase
{
  public:
    RuleCutsTestCase()
        : TestCase("cuts at equal numbers of layers, at shares of the work, on one device")
    {
    }

  private:
    void DoRun() override;
};

void
RuleCutsTestCase::DoRun()
{
    const auto equal = [](uint32_t layers, uint32_t devices) {
        return CutIntoEqualLayers(MakeChain(std::vector<double>(layers, 1), devices));
    };
    EXPECT_TRUE((equal(23, 3) == Cuts{0, 8, 15, 23}), "7.67 and 15.33");
    EXPECT_TRUE((equal(5, 2) == Cuts{0, 3, 5}), "a half is rounded up");
    EXPECT_TRUE((equal(7, 3) == Cuts{0, 2, 5, 7}), "2.33 and 4.67");
    EXPECT_TRUE((equal(1, 3) == Cuts{0, 0, 1, 1}), "fewer layers than devices");
    EXPECT_TRUE((equal(4, 1) == Cuts{0, 4}), "one device");

    const ChainProblem tenths = MakeChain(std::vector<double>(6, .1), 3);
    EXPECT_TRUE((CutByShares(tenths, {1, 1, 1}, 0) == Cuts{0, 2, 4, 6}),
                "shares that are met exactly");
    EXPECT_TRUE((CutByShares(tenths, {1, 1, 4}, 0) == Cuts{0, 1, 2, 6}), "unlike shares");
    EXPECT_TRUE((CutByShares(tenths, {1, 100, 1}, 0) == Cuts{0, 1, 6, 6}), "reached late");
    const ChainProblem front = MakeChain({10, 1, 1, 1}, 3);
    EXPECT_TRUE((CutByShares(front, {1, 1, 1}, 0) == Cuts{0, 1, 1, 4}), "one heavy layer");

    EXPECT_TRUE((CutForDevice(tenths, 0) == Cuts{0, 6, 6, 6}), "first device");
    EXPECT_TRUE((CutForDevice(tenths, 1) == Cuts{0, 0, 6, 6}), "second device");
    EXPECT_TRUE((CutForDevice(tenths, 2) == Cuts{0, 0, 0, 6}), "third device");
}

/// One cut between the first and the last device.
class SplitPointTestCase : public TestCase
{
  public:
    SplitPointTestCase()
        : TestCase("cut of least latency between the first and the last device")
    {
    }

  private:
    void DoRun() override;
};

void
SplitPointTestCase::DoRun()
{
    RandomPipelines random(13);
    std::vector<bool> seen(7, false);
    for (int run = 0; run < 60; ++run)
    {
        const uint32_t devices = random.Count(1, 4);
        ChainProblem problem = random.Make(6, devices, 2);
        for (const uint32_t option : {0, 1})
        {
            const Cuts cuts = CutBetweenTwo(problem, option);
            NS_TEST_ASSERT_MSG_EQ(cuts.size(), devices + 1, "cuts");
            const std::vector<uint32_t> options(devices, option);
            double least = std::numeric_limits<double>::infinity();
            for (uint32_t cut = 0; cut <= 6; ++cut)
            {
                Cuts candidate(devices + 1, cut);
                candidate.front() = 0;
                candidate.back() = 6;
                least = std::min(least, Evaluate(problem, candidate, options).latency);
            }
            EXPECT_RELATIVE(Evaluate(problem, cuts, options).latency, least, 1e-12, "latency");
            for (std::size_t i = 2; i < devices; ++i)
            {
                NS_TEST_EXPECT_MSG_EQ(cuts[i], cuts[1], "devices between relay");
            }
            seen[cuts[1]] = true;
        }
    }
    EXPECT_TRUE(seen[0] && seen[6] && std::count(seen.begin(), seen.end(), true) > 3,
                "cuts at both ends and between");
}

/// Branches that are computed one after the other.
class UnfusedTestCase : public TestCase
{
  public:
    UnfusedTestCase()
        : TestCase("unfused layers do the work of all their branches")
    {
    }

  private:
    void DoRun() override;
};

void
UnfusedTestCase::DoRun()
{
    ChainProblem problem = MakeToyProblem();
    problem.layers[3].options = {{5e7, 1e3, .004}};
    const ChainProblem unfused = MakeUnfused(problem);
    NS_TEST_EXPECT_MSG_EQ(unfused.Validate(), "", "sound");
    NS_TEST_ASSERT_MSG_EQ(unfused.GetOptionCount(), 1U, "one structure");
    EXPECT_RELATIVE(unfused.layers[0].options[0].flop, 14e8, 1e-15, "2 + 4 + 8");
    EXPECT_RELATIVE(unfused.layers[0].options[0].weightBytes, 7e5, 1e-15, "1 + 2 + 4");
    NS_TEST_EXPECT_MSG_EQ(unfused.layers[0].options[0].accuracyLoss, 0.0, "as the largest");
    NS_TEST_EXPECT_MSG_EQ(unfused.layers[0].activationPasses, 3.0, "activations of all branches");
    NS_TEST_EXPECT_MSG_EQ(unfused.layers[3].options[0].flop, 5e7, "a layer without branches");
    NS_TEST_EXPECT_MSG_EQ(unfused.layers[3].activationPasses, 1.0, "a layer without branches");
    NS_TEST_EXPECT_MSG_EQ(unfused.layers[3].options[0].accuracyLoss, .004, "its loss");
}

/// The suite.
class PipelineCutsTestSuite : public TestSuite
{
  public:
    PipelineCutsTestSuite()
        : TestSuite("edge-ai-pipeline-cuts", TEST_UNIT)
    {
        AddTestCase(new RuleCutsTestCase, TEST_QUICK);
        AddTestCase(new SplitPointTestCase, TEST_QUICK);
        AddTestCase(new UnfusedTestCase, TEST_QUICK);
    }
};

const PipelineCutsTestSuite g_pipelineCutsTestSuite; ///< registers the suite

} // namespace
