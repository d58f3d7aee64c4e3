/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What layers of a chain cost on a device: rooflines, RepVGG-A0 in three structures, sums layer by
// layer.

#include "allocation/pipeline/chain/chain-evaluation.h"
#include "allocation/pipeline/chain/chain-segments.h"
#include "support/iovt-test-support.h"

#include "ns3/iovt-defaults.h"
#include "ns3/network-catalogue.h"
#include "ns3/profile-builder.h"
#include "ns3/profile-error.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::iovttest;

namespace
{

/// Roofline times of two layers, apart and together, and those of one 64-channel convolution.
class RooflineTestCase : public TestCase
{
  public:
    RooflineTestCase()
        : TestCase("roofline of hand-made layers and of a convolution with three kernels")
    {
    }

  private:
    void DoRun() override;
};

void
RooflineTestCase::DoRun()
{
    ChainProblem problem;
    problem.layers.resize(2);
    problem.layers[0].options = {{1e9, 2e8, 0}};
    problem.layers[1].options = {{1e8, 2e8, 0}};
    problem.devices = {{"", 10e9, 4e9, 0, 0}};
    problem.linkRates = {1e9, 1e9};
    NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "sound");
    EXPECT_RELATIVE(problem.devices[0].GetRidge(), 2.5, GIVEN, "ridge");
    const ChainSegments segments(problem);
    EXPECT_RELATIVE(segments.GetComputeTime(0, 0, 1, 0), 0.1, GIVEN, "bound by computing");
    EXPECT_RELATIVE(segments.GetComputeTime(0, 1, 2, 0), 0.05, GIVEN, "bound by the memory");
    EXPECT_RELATIVE(segments.GetComputeTime(0, 0, 2, 0), 0.11, GIVEN, "together");
    NS_TEST_EXPECT_MSG_EQ(segments.GetComputeTime(0, 1, 1, 0), 0.0, "relay");
    problem.devices[0].fixedTime = 0.02;
    EXPECT_RELATIVE(segments.GetComputeTime(0, 0, 2, 0), 0.13, GIVEN, "fixed time once");
    NS_TEST_EXPECT_MSG_EQ(segments.GetComputeTime(0, 1, 1, 0), 0.0, "relay has no fixed time");
    EXPECT_RELATIVE(segments.MakeStage(0, 0, 1, 0).efficiency, 1.0, GIVEN, "at the peak");
    EXPECT_RELATIVE(segments.MakeStage(0, 1, 2, 0).efficiency, 0.2, GIVEN, "0.5 of 2.5");

    // A layer that moves nothing, one that does nothing, and memory that is filled exactly.
    problem.layers[0].options = {{1e9, 0, 0}};
    problem.layers[1].options = {{0, 2e8, 0}};
    problem.devices[0].memoryBytes = 2e8;
    const ChainSegments extremes(problem);
    NS_TEST_EXPECT_MSG_EQ(extremes.MakeStage(0, 0, 1, 0).efficiency, 1.0, "no traffic");
    NS_TEST_EXPECT_MSG_EQ(extremes.MakeStage(0, 1, 2, 0).efficiency, 0.0, "no work");
    EXPECT_TRUE(extremes.Fits(0, 0, 2, 0), "memory filled exactly");
    problem.devices[0].memoryBytes = 1.9e8;
    EXPECT_TRUE(!extremes.Fits(0, 0, 2, 0), "memory too small");
    problem.devices[0].memoryBytes = 0;
    EXPECT_TRUE(extremes.Fits(0, 0, 2, 0), "unlimited memory");

    // 64 to 64 channels, 28 x 28, four bytes per element.
    std::vector<NetworkProfile> structures;
    for (const uint32_t kernel : {1, 3, 5})
    {
        structures.push_back(ProfileBuilder("one layer")
                                 .WeightBits(32)
                                 .ElementBits(8)
                                 .InputActivation({64, 28, 28}, 8)
                                 .Convolution("conv", 64, {kernel, 1, kernel / 2})
                                 .Build());
    }
    problem.layers = MakeChainLayers(structures, {.006, .001, 0});
    const std::vector<double> flop{6422528, 57802752, 160563200};
    const std::vector<double> weights{16640, 147712, 409856};
    const std::vector<double> intensity{15.3631, 105.2643, 197.9173};
    const ChainSegments convolution(problem);
    EXPECT_RELATIVE(problem.layers[0].inputBytes, 200704.0, 1e-15, "activation");
    EXPECT_RELATIVE(problem.layers[0].outputBytes, 200704.0, 1e-15, "activation");
    for (uint32_t v = 0; v < 3; ++v)
    {
        const ChainStage stage = convolution.MakeStage(0, 0, 1, v);
        NS_TEST_EXPECT_MSG_EQ(convolution.GetFlop(0, 1, v), flop[v], "work of structure " << v);
        NS_TEST_EXPECT_MSG_EQ(stage.weightBytes, weights[v], "weights of structure " << v);
        EXPECT_ABSOLUTE(stage.intensity, intensity[v], 5e-5, "intensity of structure " << v);
        NS_TEST_EXPECT_MSG_EQ(stage.memoryBytes, weights[v] + 401408, "memory");
    }
}

/// Totals and layer sizes of RepVGG-A0.
class RepVggTestCase : public TestCase
{
  public:
    RepVggTestCase()
        : TestCase("RepVGG-A0 in three structures")
    {
    }

  private:
    void DoRun() override;
};

void
RepVggTestCase::DoRun()
{
    struct Sizes
    {
        double inputs;
        double outputs;
        double rowsIn;
        double rowsOut;
    };

    std::vector<Sizes> sizes{{3, 48, 224, 112},
                             {48, 48, 112, 56},
                             {48, 48, 56, 56},
                             {48, 96, 56, 28},
                             {96, 96, 28, 28},
                             {96, 96, 28, 28},
                             {96, 96, 28, 28},
                             {96, 192, 28, 14}};
    sizes.insert(sizes.end(), 13, {192, 192, 14, 14});
    sizes.push_back({192, 1280, 14, 7});
    const ChainProblem problem = MakeIovtProblem(100e6);
    NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "sound");
    NS_TEST_ASSERT_MSG_EQ(problem.layers.size(), 23U, "layers");
    NS_TEST_ASSERT_MSG_EQ(problem.GetOptionCount(), 3U, "structures");
    NS_TEST_EXPECT_MSG_EQ(problem.frameBytes, 150528.0, "frame");
    double flop = 0;
    double weights = 0;
    for (uint32_t l = 0; l < 22; ++l)
    {
        const ChainLayer& layer = problem.layers[l];
        const Sizes& s = sizes[l];
        for (uint32_t v = 0; v < 3; ++v)
        {
            const double k = 2 * v + 1;
            const double area = s.rowsOut * s.rowsOut;
            NS_TEST_EXPECT_MSG_EQ(layer.options[v].flop,
                                  2 * k * k * s.inputs * s.outputs * area,
                                  "work of layer " << l + 1);
            NS_TEST_EXPECT_MSG_EQ(layer.options[v].weightBytes,
                                  4 * (k * k * s.inputs * s.outputs + s.outputs),
                                  "weights of layer " << l + 1);
            NS_TEST_EXPECT_MSG_EQ(layer.inputBytes, 4 * s.inputs * s.rowsIn * s.rowsIn, "input");
            NS_TEST_EXPECT_MSG_EQ(layer.outputBytes, 4 * s.outputs * area, "output");
            NS_TEST_EXPECT_MSG_EQ(layer.sentBytes, s.outputs * area, "sent");
        }
        NS_TEST_EXPECT_MSG_EQ(layer.options[0].accuracyLoss, 0.006, "loss of 1 x 1");
        NS_TEST_EXPECT_MSG_EQ(layer.options[1].accuracyLoss, 0.001, "loss of 3 x 3");
        NS_TEST_EXPECT_MSG_EQ(layer.options[2].accuracyLoss, 0.0, "loss of 5 x 5");
        flop += layer.options[1].flop;
        weights += layer.options[1].weightBytes;
    }
    const ChainLayer& classifier = problem.layers[22];
    NS_TEST_ASSERT_MSG_EQ(classifier.options.size(), 1U, "the classifier has one structure");
    NS_TEST_EXPECT_MSG_EQ(classifier.options[0].flop, 2560000.0, "work of the classifier");
    NS_TEST_EXPECT_MSG_EQ(classifier.options[0].weightBytes, 5124000.0, "its weights");
    NS_TEST_EXPECT_MSG_EQ(classifier.options[0].accuracyLoss, 0.0, "it loses nothing");
    NS_TEST_EXPECT_MSG_EQ(classifier.inputBytes, 5120.0, "pooled input");
    NS_TEST_EXPECT_MSG_EQ(classifier.outputBytes, 4000.0, "output");
    NS_TEST_EXPECT_MSG_EQ(problem.GetSentBytes(22), 62720.0, "sent before pooling");
    NS_TEST_EXPECT_MSG_EQ(problem.GetSentBytes(23), 1000.0, "result");
    NS_TEST_EXPECT_MSG_EQ((flop + 2560000) / 2, 1361451008.0, "multiply-adds of the network");
    NS_TEST_EXPECT_MSG_EQ((weights + 5124000) / 4, 8309384.0, "parameters of the network");
}

/// Every division of random chains, added up twice.
class EvaluationTestCase : public TestCase
{
  public:
    EvaluationTestCase()
        : TestCase("evaluation against sums layer by layer; limits; divisions that are none")
    {
    }

  private:
    void DoRun() override;
};

void
EvaluationTestCase::DoRun()
{
    RandomPipelines random(3);
    uint32_t violated = 0;
    for (int run = 0; run < 20; ++run)
    {
        ChainProblem problem = random.Make(4, 3, 2);
        problem.overlap = run % 2 == 0;
        problem.layers[1].activationPasses = 2;
        problem.layers[2].options.resize(1);
        NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "sound");
        ForEachDivision(problem, [&](const auto& cuts, const auto& options) {
            const NaiveCosts costs = Evaluate(problem, cuts, options);
            const ChainPlan plan = EvaluateChain(problem, cuts, options);
            EXPECT_RELATIVE(plan.bottleneck, costs.bottleneck, 1e-12, "bottleneck");
            EXPECT_RELATIVE(plan.latency, costs.latency, 1e-12, "latency");
            EXPECT_ABSOLUTE(plan.accuracy, costs.accuracy, 1e-12, "accuracy");
            EXPECT_TRUE((plan.status == PlanStatus::SOLVED) == costs.fits, "memory");
            violated += costs.fits ? 0 : 1;
        });
    }
    NS_TEST_EXPECT_MSG_GT(violated, 0U, "some divisions exceed a memory");

    ChainProblem toy = MakeToyProblem();
    const std::vector<uint32_t> cuts{0, 1, 3, 6};
    ChainPlan plan = EvaluateChain(toy, cuts, {2, 2, 2});
    EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
    const std::vector<double> computing{0.041, 0.051, 0.055208};
    const std::vector<double> links{0.0012, 0.016, 0.008, 0.00016};
    const std::vector<double> intensities{307.692, 333.333, 90.212};
    const std::vector<double> efficiencies{1, 1, 90.212 / 120};
    for (std::size_t i = 0; i < 3; ++i)
    {
        EXPECT_RELATIVE(plan.steps[2 * i + 1].time, computing[i], GIVEN, "computing");
        EXPECT_ABSOLUTE(plan.stages[i].intensity, intensities[i], 5e-4, "intensity");
        EXPECT_RELATIVE(plan.stages[i].efficiency, efficiencies[i], 1e-5, "efficiency");
        EXPECT_RELATIVE(plan.steps[2 * i].time, links[i], GIVEN, "link");
    }
    EXPECT_RELATIVE(GetStep(plan.steps, "link 3").time, links[3], GIVEN, "result link");
    EXPECT_RELATIVE(plan.capacity, 18.1133, 3e-6, "frames per second");
    EXPECT_RELATIVE(plan.throughput, 18.1133, 3e-6, "frames per second");
    EXPECT_RELATIVE(plan.latency, 0.172568, GIVEN, "latency");
    toy.frameRate = 10;
    NS_TEST_EXPECT_MSG_EQ(EvaluateChain(toy, cuts, {2, 2, 2}).throughput, 10.0, "camera");
    toy.overlap = false;
    EXPECT_RELATIVE(EvaluateChain(toy, cuts, {2, 2, 2}).bottleneck,
                    0.059,
                    GIVEN,
                    "the second device computes and sends, 0.051 s and 0.008 s");

    toy.latencyLimit = 0.17;
    plan = EvaluateChain(toy, cuts, {2, 2, 2});
    EXPECT_TRUE(plan.status == PlanStatus::VIOLATED, "latency limit");
    EXPECT_TRUE(plan.reason.find("latencyLimit of 0.17 s") == 0, plan.reason);
    toy.accuracyMin = 0.76;
    plan = EvaluateChain(toy, cuts, {2, 2, 2});
    EXPECT_TRUE(plan.reason.find("accuracyMin of 0.76") == 0, plan.reason);
    toy.devices[1].memoryBytes = 4e6;
    plan = EvaluateChain(toy, cuts, {2, 2, 2});
    EXPECT_TRUE(plan.reason.find("devices[1].memoryBytes of 4e+06 B") == 0, plan.reason);

    // The same chain with the first two devices exchanged.
    toy = MakeToyProblem();
    plan = EvaluateChain(toy, cuts, {2, 2, 2}, {1, 0, 2});
    std::swap(toy.devices[0], toy.devices[1]);
    const ChainPlan exchanged = EvaluateChain(toy, cuts, {2, 2, 2});
    NS_TEST_EXPECT_MSG_EQ(plan.bottleneck, exchanged.bottleneck, "order");
    NS_TEST_EXPECT_MSG_EQ(plan.stages[0].device, 1U, "order");

    using Numbers = std::vector<uint32_t>;
    for (const auto& [wrongCuts, wrongOptions, wrongOrder, word] :
         std::vector<std::tuple<Numbers, Numbers, Numbers, std::string>>{
             {{0, 3, 1, 6}, {0, 0, 0}, {}, "cuts"},
             {{0, 1, 6}, {0, 0, 0}, {}, "cuts"},
             {{}, {0, 0, 0}, {}, "cuts"},
             {{0, 1, 2, 5}, {0, 0, 0}, {}, "cuts"},
             {cuts, {0, 0}, {}, "options"},
             {cuts, {0, 3, 0}, {}, "options"},
             {cuts, {0, 0, 0}, {0, 1}, "order"},
             {cuts, {0, 0, 0}, {0, 1, 1}, "order"}})
    {
        plan = EvaluateChain(toy, wrongCuts, wrongOptions, wrongOrder);
        EXPECT_TRUE(plan.status == PlanStatus::REFUSED, "no division");
        EXPECT_TRUE(plan.reason.find(word) == 0, plan.reason);
    }
}

/// Unsound problems and profiles that do not go together.
class PipelineProblemTestCase : public TestCase
{
  public:
    PipelineProblemTestCase()
        : TestCase("every field with a bad value; profiles that differ")
    {
    }

  private:
    void DoRun() override;
};

void
PipelineProblemTestCase::DoRun()
{
    using Spoil = std::function<void(ChainProblem&)>;
    const double nan = std::nan("");
    const std::vector<std::pair<std::string, Spoil>> spoils{
        {"frameBytes", [](ChainProblem& p) { p.frameBytes = -1; }},
        {"layers.size()", [](ChainProblem& p) { p.layers.clear(); }},
        {"layers.size()", [](ChainProblem& p) { p.layers.resize(513, p.layers[0]); }},
        {"devices.size()", [](ChainProblem& p) { p.devices.clear(); }},
        {"linkRates has 3", [](ChainProblem& p) { p.linkRates.pop_back(); }},
        {"linkRates[1]", [](ChainProblem& p) { p.linkRates[1] = 0; }},
        {"frameRate", [nan](ChainProblem& p) { p.frameRate = nan; }},
        {"accuracy ", [](ChainProblem& p) { p.accuracy = 1.5; }},
        {"accuracyMin", [](ChainProblem& p) { p.accuracyMin = -.1; }},
        {"latencyLimit", [nan](ChainProblem& p) { p.latencyLimit = nan; }},
        {"throughputWeight", [](ChainProblem& p) { p.throughputWeight = 2; }},
        {"intensityShare", [](ChainProblem& p) { p.intensityShare = 1.1; }},
        {"devices[2].peakFlops", [](ChainProblem& p) { p.devices[2].peakFlops = 0; }},
        {"devices[1].memoryBandwidth", [](ChainProblem& p) { p.devices[1].memoryBandwidth = -4; }},
        {"devices[0].memoryBytes", [nan](ChainProblem& p) { p.devices[0].memoryBytes = nan; }},
        {"devices[0].fixedTime", [](ChainProblem& p) { p.devices[0].fixedTime = 1e60; }},
        {"layers[3].inputBytes", [](ChainProblem& p) { p.layers[3].inputBytes = -1; }},
        {"layers[3].outputBytes", [](ChainProblem& p) { p.layers[3].outputBytes = -1; }},
        {"layers[3].sentBytes", [](ChainProblem& p) { p.layers[3].sentBytes = -1; }},
        {"layers[3].activationPasses", [](ChainProblem& p) { p.layers[3].activationPasses = 0; }},
        {"layers[0].options", [](ChainProblem& p) { p.layers[0].options.clear(); }},
        {"layers[0].options has 2", [](ChainProblem& p) { p.layers[0].options.pop_back(); }},
        {"layers[5].options[1].flop", [](ChainProblem& p) { p.layers[5].options[1].flop = -1; }},
        {"layers[5].options[1].weightBytes",
         [nan](ChainProblem& p) { p.layers[5].options[1].weightBytes = nan; }},
        {"layers[5].options[1].accuracyLoss",
         [](ChainProblem& p) { p.layers[5].options[1].accuracyLoss = 1.1; }}};
    for (const auto& [field, spoil] : spoils)
    {
        ChainProblem problem = MakeToyProblem();
        NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "sound");
        spoil(problem);
        const std::string complaint = problem.Validate();
        EXPECT_TRUE(complaint.find(field) == 0, field << ": '" << complaint << "'");
    }
    ChainProblem single = MakeToyProblem();
    single.layers[2].options.resize(1);
    NS_TEST_EXPECT_MSG_EQ(single.Validate(), "", "a layer with one structure is sound");
    NS_TEST_EXPECT_MSG_EQ(single.GetOption(2, 2).flop, 4e8, "its structure in all structures");

    const NetworkProfile rep = LoadNetworkProfile("RepVGG-A0");
    const NetworkProfile other = LoadNetworkProfile("VGG-11");
    NetworkProfile shapeless = rep;
    shapeless.inputShape.clear();
    using Profiles = std::vector<NetworkProfile>;
    for (const auto& [profiles, losses, word] :
         std::vector<std::tuple<Profiles, std::vector<double>, std::string>>{
             {{}, {}, "lossPerLayer"},
             {{rep}, {0, 0}, "lossPerLayer"},
             {{other, rep}, {0, 0}, "differ"},
             {{shapeless}, {0}, "inputShape"}})
    {
        std::string message;
        try
        {
            MakeChainLayers(profiles, losses);
        }
        catch (const ProfileError& error)
        {
            message = error.what();
        }
        EXPECT_TRUE(message.find(word) != std::string::npos, word << ": '" << message << "'");
    }
}

/// The suite.
class PipelineCostsTestSuite : public TestSuite
{
  public:
    PipelineCostsTestSuite()
        : TestSuite("edge-ai-pipeline-costs", TEST_UNIT)
    {
        AddTestCase(new RooflineTestCase, TEST_QUICK);
        AddTestCase(new RepVggTestCase, TEST_QUICK);
        AddTestCase(new EvaluationTestCase, TEST_QUICK);
        AddTestCase(new PipelineProblemTestCase, TEST_QUICK);
    }
};

const PipelineCostsTestSuite g_pipelineCostsTestSuite; ///< registers the suite

} // namespace
