/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Federated learning in rounds without a network: checks F5 and F6 of the definition of FedQVR,
// what travels and how long it is, who is asked, grants, and updates whose fate is not known.

#include "application/learning/federated/federated-catalogue.h"
#include "application/learning/federated/federated-method.h"
#include "application/learning/learn-in-memory.h"
#include "learning/data/data-generators.h"
#include "learning/federated/federated-rules.h"
#include "learning/network/model-factory.h"
#include "support/expectations.h"
#include "support/fedqvr-instances.h"
#include "support/learning-support.h"

#include <set>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::fedqvrtest;

namespace
{

/// @returns 60 formula samples in six devices of ten, full batches, numbers as they are
FederatedSettings
MakeSettings(std::shared_ptr<const FederatedRule> rule)
{
    FederatedSettings settings;
    settings.model = MakeLearningModel("Softmax(4,3,l2=0.01)");
    settings.data = std::make_shared<Dataset>(MakeFormulaData(60, 4, 3));
    for (uint32_t i = 0; i < 6; ++i)
    {
        settings.samples.emplace_back();
        for (uint32_t k = 0; k < 10; ++k)
        {
            settings.samples.back().push_back(10 * i + k);
        }
    }
    settings.batch = 0;
    settings.steps = {4};
    settings.modelBits = 64;
    settings.rule = std::move(rule);
    settings.codec = std::make_shared<PlainCodec>(64);
    settings.draws = [](uint32_t who) { return MakeDraws(100 + who); };
    return settings;
}

/// @returns so many devices on links of their own
RoundProblem
MakeRates(std::size_t devices)
{
    RoundProblem problem;
    problem.uplink.form = RoundUplinkForm::RATES;
    for (std::size_t k = 0; k < devices; ++k)
    {
        RoundWorker worker;
        worker.flops = 1e6;
        worker.rate = 1e5;
        problem.workers.push_back(worker);
    }
    return problem;
}

/// @returns a method that begins at 0
std::unique_ptr<FederatedMethod>
MakeMethod(const FederatedSettings& settings)
{
    return std::make_unique<FederatedMethod>(
        settings,
        Eigen::VectorXd::Zero(settings.model->GetParameterCount()));
}

/// @param [in,out] method that learns  @param [in] devices how many  @param [in] rounds how many
/// @returns the rounds; none if it could not
std::vector<MemoryRound>
Learn(FederatedMethod& method, std::size_t devices, uint32_t rounds)
{
    std::string fault;
    const auto course = LearnInMemory(method,
                                      *CreateRoundPlanner("FedQvrEqualPlanner"),
                                      MakeRates(devices),
                                      rounds,
                                      fault);
    return fault.empty() ? course : std::vector<MemoryRound>();
}

/// F5 and F6.
class GivenRoundsTestCase : public TestCase
{
  public:
    GivenRoundsTestCase()
        : TestCase("twelve and three thousand rounds of six devices as printed (F5, F6)")
    {
    }

  private:
    void DoRun() override
    {
        const auto qvr = std::make_shared<FedQvrRule>();
        const auto thirds = [](uint64_t round) {
            const auto t = static_cast<uint32_t>(round - 1);
            return std::vector<uint32_t>{3 * t % 6, (3 * t + 1) % 6, (3 * t + 2) % 6};
        };
        FederatedSettings settings = MakeSettings(qvr);
        settings.choose = thirds;
        const auto equal = MakeMethod(settings);
        const std::vector<MemoryRound> course = Learn(*equal, 6, 12);
        NS_TEST_ASSERT_MSG_EQ(course.size(), 12, "twelve rounds");
        EXPECT_RELATIVE(course.back().score.loss, 1.090088142946, 1e-9, "loss");
        EXPECT_RELATIVE(equal->GetState().model.norm(), .199728527481, 1e-9, "|x|");
        EXPECT_TRUE((course[1].members == std::vector<uint32_t>{3, 4, 5}), "who was asked");
        EXPECT_RELATIVE(course[0].plan.time, 4 * 10 * 48e-6 + 960 / 1e5, 1e-9, "its time");
        FederatedSettings others = settings;
        others.rule = std::make_shared<ScaffoldRule>();
        const auto scaffold = MakeMethod(others);
        Learn(*scaffold, 6, 12);
        EXPECT_TRUE((scaffold->GetState().model - equal->GetState().model).norm() < 1e-12,
                    "SCAFFOLD");

        settings.steps = {1, 2, 3, 4, 5, 1};
        const auto unequal = MakeMethod(settings);
        EXPECT_RELATIVE(Learn(*unequal, 6, 12).back().score.loss, 1.091447620434, 1e-9, "F6");
        EXPECT_RELATIVE(unequal->GetState().model.norm(), .151922807806, 1e-9, "F6 |x|");
        others = settings;
        others.rule = std::make_shared<FedAvgRule>();
        EXPECT_RELATIVE(Learn(*MakeMethod(others), 6, 12).back().score.loss,
                        1.095433706925,
                        1e-9,
                        "F6 FedAvg");
        constexpr double least = 1.087892613582; // twelve digits are printed
        const double gap = Learn(*MakeMethod(settings), 6, 3000).back().score.loss - least;
        EXPECT_ABSOLUTE(gap, 0, 1e-10, "FedQVR's gap");
        const double worse = Learn(*MakeMethod(others), 6, 3000).back().score.loss - least;
        EXPECT_RELATIVE(worse, 6.085e-2, 1e-3, "FedAvg's gap");
    }
};

/// What travels.
class TravelTestCase : public TestCase
{
  public:
    TravelTestCase()
        : TestCase("every method learns; its models and updates are as long as they should be")
    {
    }

  private:
    void DoRun() override
    {
        const std::map<std::string, std::pair<uint64_t, uint64_t>> bits{
            {"FedQVR", {15 * 5 + 64, 960}},
            {"SCAFFOLDn", {15 * 32, 960}},
            {"SCAFFOLD", {2 * 15 * 32, 960}},
            {"FedAvg", {15 * 32, 480}},
            {"FedPAQ", {15 * 5 + 64, 480}},
            {"QSGD", {15 * 5 + 32, 480}},
            {"FedNova", {15 * 32, 480}},
            {"FedCOMGATE", {15 * 5 + 64, 480}}};
        for (const std::string& name : ListFederatedMethods())
        {
            FederatedSettings settings = MakeSettings(nullptr);
            settings.modelBits = 32;
            settings.sampled = 4;
            settings.batch = 8;
            SetFederatedMethod(name, 4, settings);
            if (settings.grants)
            {
                continue; // GrantTestCase
            }
            const auto method = MakeMethod(settings);
            const auto [update, model] = bits.at(name);
            NS_TEST_EXPECT_MSG_EQ(method->GetModel().size() * 8, model, name);
            const double before = method->Score().loss;
            const std::vector<MemoryRound> course = Learn(*method, 6, 30);
            NS_TEST_ASSERT_MSG_EQ(course.size(), 30, name);
            std::set<uint32_t> asked;
            for (const MemoryRound& round : course)
            {
                NS_TEST_EXPECT_MSG_EQ(round.bitsUp, 4.0 * ((update + 7) / 8 * 8), name);
                NS_TEST_EXPECT_MSG_EQ(round.plan.workers[0].bits, update, name << ": planned");
                NS_TEST_EXPECT_MSG_EQ(round.members.size(), 4, name);
                NS_TEST_EXPECT_MSG_EQ(round.came, 4, name);
                asked.insert(round.members.begin(), round.members.end());
            }
            NS_TEST_EXPECT_MSG_EQ(asked.size(), 6, name << ": everybody in turn");
            EXPECT_TRUE(course.back().score.loss < before - .002,
                        name << ": " << course.back().score.loss);
            // The same once more is the same to the bit.
            const auto again = MakeMethod(settings);
            Learn(*again, 6, 30);
            EXPECT_TRUE(again->GetState().model == method->GetState().model, name);
        }
        FederatedSettings settings = MakeSettings(nullptr);
        EXPECT_TRUE(GetLearningRefusal([&] {
                        SetFederatedMethod("FedProx", 4, settings);
                    }).find("there is no method \"FedProx\"; there are FedQVR, FedQVR-E") !=
                        std::string::npos,
                    "no such method");
        NS_TEST_EXPECT_MSG_NE(GetLearningRefusal([&] { SetFederatedMethod("QSGD", 17, settings); }),
                              "",
                              "17 bits");
    }
};

/// Who is asked.
class SamplingTestCase : public TestCase
{
  public:
    SamplingTestCase()
        : TestCase("devices are asked uniformly, without replacement, of those that are there")
    {
    }

  private:
    void DoRun() override
    {
        FederatedSettings settings = MakeSettings(std::make_shared<FedQvrRule>());
        settings.sampled = 2;
        const auto method = MakeMethod(settings);
        std::map<std::vector<uint32_t>, int> pairs;
        constexpr int count = 20000;
        for (int t = 0; t < count; ++t)
        {
            method->Begin(t + 1);
            ++pairs[method->Choose({0, 2, 3, 5})];
        }
        NS_TEST_ASSERT_MSG_EQ(pairs.size(), 6, "every pair of four, ascending");
        for (const auto& [pair, times] : pairs)
        {
            const double sigma = std::sqrt(count * (1 / 6.0) * (5 / 6.0));
            EXPECT_TRUE(std::abs(times - count / 6.0) < 4.5 * sigma, pair[0] << ", " << pair[1]);
            EXPECT_TRUE(pair[0] < pair[1], "ascending");
        }
        EXPECT_TRUE((method->Choose({4}) == std::vector<uint32_t>{4}), "fewer than are wanted");
    }
};

/// @returns a cell of six devices that fades
RoundProblem
MakeCell()
{
    RoundProblem problem = MakeRates(6);
    problem.uplink.form = RoundUplinkForm::BAND_POWER;
    problem.uplink.bandwidth = 2e4;
    for (std::size_t k = 0; k < 6; ++k)
    {
        problem.workers[k].snrBand = GetNu(.1, .3 + .12 * k);
    }
    return problem;
}

/// FedQVR-E.
class GrantTestCase : public TestCase
{
  public:
    GrantTestCase()
        : TestCase("workers report, are granted, and keep what they sent until they know its fate")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string name : {"FedQVR-E", "FedQVR-inverse"})
        {
            FederatedSettings settings = MakeSettings(nullptr);
            settings.sampled = 4;
            SetFederatedMethod(name, 4, settings);
            settings.outage.window = 4e-3;
            const auto method = MakeMethod(settings);
            const double before = method->Score().loss;
            LearningDraws losses = MakeDraws(9);
            MemoryOptions options;
            options.arrives = [&losses](uint32_t, const RoundShare& share) {
                return losses.Uniform() >= share.outage;
            };
            std::string fault;
            const auto course = LearnInMemory(*method,
                                              *CreateRoundPlanner("FedQvrPlanner"),
                                              MakeCell(),
                                              200,
                                              fault,
                                              options);
            NS_TEST_ASSERT_MSG_EQ(fault, "", name);
            uint32_t lost = 0;
            std::set<uint32_t> bits;
            for (const MemoryRound& round : course)
            {
                lost += 4 - round.came;
                double sent = 0;
                for (const RoundShare& share : round.plan.workers)
                {
                    bits.insert(share.codeBits);
                    NS_TEST_EXPECT_MSG_EQ(share.bits, 15.0 * (share.codeBits + 1) + 64, name);
                    NS_TEST_EXPECT_MSG_EQ(share.steps, 4, name);
                    sent += 8 * std::ceil(share.bits / 8);
                }
                NS_TEST_EXPECT_MSG_EQ(round.bitsUp, sent, name << ": the bytes are those planned");
                EXPECT_TRUE(round.plan.variance >= round.plan.varianceBound * (1 - 1e-9), name);
            }
            NS_TEST_EXPECT_MSG_GT(lost, 10, name << ": some are lost");
            NS_TEST_EXPECT_MSG_GT(bits.size(), 1, name << ": bits differ");
            EXPECT_TRUE(course.back().score.loss < before - .005, name);
            CheckControls(*method, name);
        }
    }

    /// c is the mean of c_i when everybody has heard. @param [in,out] method after 200 rounds
    /// @param [in] name of it
    void CheckControls(FederatedMethod& method, const std::string& name)
    {
        const RoundMethod::Bytes model = method.GetModel();
        method.Begin(201);
        // Whoever is asked settles first.
        std::vector<LearningAssignment> assignments;
        for (uint32_t k = 0; k < 6; ++k)
        {
            assignments.push_back(AskOne(method, k));
        }
        Eigen::VectorXd mean = Eigen::VectorXd::Zero(15);
        double largest = 0;
        for (uint32_t k = 0; k < 6; ++k)
        {
            LearningReport report;
            NS_TEST_EXPECT_MSG_EQ(method.Prepare(k, assignments[k], model, report), "", name);
            NS_TEST_EXPECT_MSG_EQ(method.GetDevice(k).GetPendingRound(), 0, "it knows");
            mean += method.GetDevice(k).GetControl() / 6;
            largest = std::max(largest, method.GetDevice(k).GetControl().norm());
        }
        const double off = (mean - method.GetState().control).norm();
        EXPECT_TRUE(off < 1e-12 && largest > .1, name << ": " << off << " of " << largest);
    }

    /// @param [in,out] method whose round has begun  @param [in] number of a worker
    /// @returns what it is told if it alone is asked
    static LearningAssignment AskOne(FederatedMethod& method, uint32_t number)
    {
        while (true)
        {
            const std::vector<uint32_t> chosen = method.Choose({0, 1, 2, 3, 4, 5});
            const auto at = std::find(chosen.begin(), chosen.end(), number);
            if (at != chosen.end())
            {
                RoundPlan plan;
                plan.workers.resize(chosen.size());
                RoundShare& share = plan.workers[at - chosen.begin()];
                share.involved = true;
                share.steps = 1;
                return method.Assign(plan)[at - chosen.begin()];
            }
        }
    }
};

/// Federated methods.
class FederatedMethodTestSuite : public TestSuite
{
  public:
    FederatedMethodTestSuite()
        : TestSuite("edge-ai-federated-method", TEST_UNIT)
    {
        AddTestCase(new GivenRoundsTestCase, TEST_QUICK);
        AddTestCase(new TravelTestCase, TEST_QUICK);
        AddTestCase(new SamplingTestCase, TEST_QUICK);
        AddTestCase(new GrantTestCase, TEST_QUICK);
    }
};

FederatedMethodTestSuite g_federatedMethodTestSuite; ///< the suite

} // namespace
