/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a user sets for DP-sparse: the method's text, who has how many samples, channels that fade.

#include "../../../helper/ideal-round-links.h"
#include "learning/data/data-generators.h"
#include "learning/data/dataset-text.h"
#include "support/dp-sparse-stack.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <functional>
#include <set>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Settings by text.
class DpSparseTextCase : public TestCase
{
  public:
    DpSparseTextCase()
        : TestCase("what the method's text says is what is learned, and what it cannot say is "
                   "refused in words")
    {
    }

  private:
    static LearningSetup MakeSetup(const std::string& text)
    {
        LearningSetup setup;
        setup.SetModel("Softmax(8,4)");
        setup.SetData("Mixture(8,4,samples=250,separation=2)", .2);
        setup.SetPartition("iid");
        setup.method.step.rate = .25;
        setup.method.batch.size = 8;
        setup.method.scoreSamples = 50;
        setup.SetMethod(text);
        return setup;
    }

    void CheckSettings()
    {
        const std::string text =
            "DpSparse(sigma=3,C=2,clip=fixed,steps=4,eps=9,delta=0.001,rounds=70,Dbar=0.5,"
            "channels=3,weight=0.25,Lh=0.5,G2=2,sMin=0.1,header=944,aggregation=entry,"
            "participations=6,energy=0.01,V=7)";
        LearningSetup setup = MakeSetup(text);
        const auto method = std::dynamic_pointer_cast<DpSparseMethod>(setup.MakeMethod(5, 1));
        NS_TEST_ASSERT_MSG_EQ(bool{method}, true, "the method");
        const DpSparseSettings& is = method->GetSettings();
        EXPECT_TRUE(is.step.noise == 3 && is.step.clipping == 2 && !is.step.adaptive, "clipping");
        EXPECT_TRUE(is.step.steps == 4 && is.step.rate == .25 && is.step.batch == 8, "steps");
        EXPECT_TRUE(is.budget.epsilon == 9 && is.budget.delta == .001, "budget");
        EXPECT_TRUE(is.limits.rounds == 70 && is.limits.delayMean == .5, "limits");
        EXPECT_TRUE(is.limits.participations == std::vector<uint32_t>(5, 6), "participations");
        EXPECT_TRUE(is.limits.energyMean == std::vector<double>(5, .01), "energies");
        EXPECT_TRUE(is.channels == 3 && is.weight == .25 && is.smoothness == .5, "constants");
        EXPECT_TRUE(is.squaredGradient == 2 && is.fractionMin == .1 && is.headerBits == 944,
                    "constants");
        EXPECT_TRUE(is.aggregation == DpSparseAggregation::PER_COORDINATE && !is.largest, "sum");
        EXPECT_TRUE(is.scoreSamples == 50 && is.samples.size() == 5, "data");
        const auto& planner = setup.sparse->planner;
        EXPECT_TRUE(planner.size() == 1 && planner[0].attribute == "Tradeoff" &&
                        planner[0].value == 7,
                    "V is the planner's");
        // The name alone has the definition's defaults.
        setup.SetMethod("DpSparse");
        EXPECT_TRUE(setup.sparse->settings.step.noise == 2 && setup.sparse->planner.empty(),
                    "sigma");
        setup.SetMethod("DpSparse(s=0.4)");
        EXPECT_TRUE(setup.sparse->planner.at(0).attribute == "Fraction", "s is the planner's");
        setup.SetMethod("Gradient");
        EXPECT_TRUE(!setup.sparse, "another method");
        // The same key of draws gives the same masks.
        const auto again =
            std::dynamic_pointer_cast<DpSparseMethod>(MakeSetup(text).MakeMethod(5, 1));
        const auto other =
            std::dynamic_pointer_cast<DpSparseMethod>(MakeSetup(text).MakeMethod(5, 8));
        EXPECT_TRUE(again->GetSettings().seed == is.seed, "the same stream");
        EXPECT_TRUE(other->GetSettings().seed != is.seed, "another stream");
    }

    void Expect(const std::string& words,
                const std::string& text,
                const std::function<void(LearningSetup&)>& change = {})
    {
        std::string said;
        try
        {
            LearningSetup setup = MakeSetup(text);
            if (change)
            {
                change(setup);
            }
            setup.MakeMethod(5, 1);
        }
        catch (const std::exception& error)
        {
            said = error.what();
        }
        EXPECT_TRUE(words.empty() ? said.empty() : said.find(words) != std::string::npos,
                    text << ": '" << words << "', it says '" << said << "'");
    }

    void DoRun() override
    {
        CheckSettings();
        Expect("", "DpSparse()");
        Expect("", "DpSparse(sigma=0,mask=largest,aggregation=unbiased)");
        Expect("has no setting 'epsilon'", "DpSparse(epsilon=4)");
        Expect("with settings alone", "DpSparse(4)");
        Expect("has '-1' for sigma; allowed is a finite number, 0 to 1e+50", "DpSparse(sigma=-1)");
        Expect("has '0' for C; allowed is a finite number, 1e-50 to 1e+50", "DpSparse(C=0)");
        Expect("clipping (C) is 1e+50; allowed with the other constants is", "DpSparse(C=1e50)");
        Expect("clipping (C) is 1e-50; allowed with the other constants is", "DpSparse(C=1e-50)");
        Expect("has '1e51' for Lh; allowed is a finite number, 0 to 1e+50", "DpSparse(Lh=1e51)");
        Expect("has '1e51' for G2; allowed is a finite number, 0 to 1e+50", "DpSparse(G2=1e51)");
        Expect("has clip 'any'; allowed is adaptive or fixed", "DpSparse(clip=any)");
        Expect("allowed is sum, unbiased or entry", "DpSparse(aggregation=mean)");
        Expect("has '0' for channels", "DpSparse(channels=0)");
        Expect("has '0' for s;", "DpSparse(s=0)");
        Expect("has 'nan' for V", "DpSparse(V=nan)");
        // What is said has the names that the text has, and what is allowed to the last digit.
        Expect("has '2' for delta; allowed is a finite number, 1e-300 to 0.999999999999999",
               "DpSparse(delta=2)");
        Expect("has '1' for delta; allowed is", "DpSparse(delta=1)");
        Expect("has '1e300' for eps; allowed is a finite number, 1e-06 to 1e+06",
               "DpSparse(eps=1e300)");
        Expect("has '" + std::string(40, '1') + "...' for eps; allowed is",
               "DpSparse(eps=" + std::string(300, '1') + ")");
        Expect("has '1e-05' for sigma; allowed is 0 (no noise: nothing is private), or 0.001 to "
               "1e+09",
               "DpSparse(sigma=1e-5)");
        Expect("has '1e60' for C; allowed is", "DpSparse(C=1e60)");
        Expect("has '1e60' for Dbar; allowed is", "DpSparse(Dbar=1e60)");
        Expect("has '1e-60' for Lh; allowed is a finite number, 0, or 1e-50 to 1e+50",
               "DpSparse(Lh=1e-60)");
        Expect("has '1.5' for weight; allowed is a finite number, 0 to 1", "DpSparse(weight=1.5)");
        Expect("has '2' for sMin; allowed is a finite number, 1e-09 to 1", "DpSparse(sMin=2)");
        Expect("has '1e16' for header; allowed is", "DpSparse(header=1e16)");
        Expect("has '2' for s; allowed is a finite number, 1e-09 to 1", "DpSparse(s=2)");
        Expect("has '1000000' for channels; allowed is a whole number in 1..100000",
               "DpSparse(channels=1000000)");
        // A budget of what is not private has no meaning, whatever it is.
        Expect("", "DpSparse(sigma=0,eps=1e9)");
        Expect("has 'much' for eps", "DpSparse(sigma=0,eps=much)");
        Expect("which entries are the largest tells of the data", "DpSparse(mask=largest)");
        Expect("a budget that allows nobody a single participation", "DpSparse(sigma=0.3,eps=0.1)");
        Expect("the batch is 0", "DpSparse", [](LearningSetup& s) { s.method.batch.size = 0; });
        Expect("batch is 41; allowed is 1 to the 40", "DpSparse", [](LearningSetup& s) {
            s.method.batch.size = 41;
        });
        Expect("neither l1 nor momentum", "DpSparse", [](LearningSetup& s) {
            s.method.step.momentum = .5;
        });
        Expect("no depth blocks", "DpSparse", [](LearningSetup& s) { s.SetDepthBlocks({1}); });
        Expect("SetWork() is of a divided model", "DpSparse", [](LearningSetup& s) {
            s.method.flopPerParameter = 5;
        });
        const auto share = [](LearningSetup& s) { s.SetPartition("shared"); };
        Expect("these are everybody's", "DpSparse", share);
        Expect("", "DpSparse(sigma=0)", share); // nothing is guarded
    }
};

/// Equal numbers of skewed samples.
class EqualSharesCase : public TestCase
{
  public:
    EqualSharesCase()
        : TestCase("each worker has as many samples as a partition says, and nobody the others'")
    {
    }

  private:
    void DoRun() override
    {
        const Dataset data = MakeFormulaData(3000, 4, 5);
        LearningDraws one = MakeDraws(1);
        const Partition parts = MakePartition("dirichlet(0.5,40)", data, 6, one);
        std::set<uint32_t> dealt;
        NS_TEST_ASSERT_MSG_EQ(parts.size(), 6, "workers");
        for (const SampleList& part : parts)
        {
            NS_TEST_EXPECT_MSG_EQ(part.size(), 40, "equal numbers");
            dealt.insert(part.begin(), part.end());
        }
        NS_TEST_EXPECT_MSG_EQ(dealt.size(), 240, "each sample once");
        EXPECT_TRUE(*dealt.rbegin() > 300, "of all of them");
        // What nobody has is left out, and what somebody has is what it was.
        Partition renumbered = parts;
        const Dataset rest = SelectDealt(data, renumbered);
        NS_TEST_EXPECT_MSG_EQ(rest.GetSampleCount(), 240, "samples");
        for (std::size_t k = 0; k < parts.size(); ++k)
        {
            NS_TEST_EXPECT_MSG_EQ(renumbered[k].front(), 40 * k, "one behind the other");
            for (std::size_t i = 0; i < parts[k].size(); ++i)
            {
                NS_TEST_EXPECT_MSG_EQ(rest.GetLabels()[renumbered[k][i]],
                                      data.GetLabels()[parts[k][i]],
                                      "label");
            }
        }
        Partition all = MakePartition("iid", data, 6, one);
        const Partition before = all;
        NS_TEST_EXPECT_MSG_EQ(SelectDealt(data, all).GetSampleCount(), 3000, "nothing is left out");
        EXPECT_TRUE(all == before, "nor renumbered");
        for (const std::string wrong : {"dirichlet(0.5,0)",
                                        "dirichlet(0.5,2.5)",
                                        "dirichlet(0.5,)",
                                        "dirichlet(,40)",
                                        "dirichlet(0.5,40,1)",
                                        "classes(2,40)",
                                        "iid(40)"})
        {
            const std::string said = GetLearningRefusal([&] { RequirePartition(wrong); });
            EXPECT_TRUE(said.find("dirichlet(a,n)") != std::string::npos, wrong << ": " << said);
        }
        const std::string said =
            GetLearningRefusal([&] { MakePartition("dirichlet(0.5,2000)", data, 6, one); });
        EXPECT_TRUE(!said.empty(), "there are not so many");
    }
};

/// Subchannels that fade.
class SubchannelFadingCase : public TestCase
{
  public:
    SubchannelFadingCase()
        : TestCase("each subchannel fades by itself, with mean 1, anew in each round")
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint32_t LINKS = 4;
        constexpr uint32_t SUBCHANNELS = 3;
        constexpr uint32_t ROUNDS = 4000;
        const auto links = CreateObject<IdealRoundLinks>();
        links->SetAttribute("Subchannels", UintegerValue(SUBCHANNELS));
        links->SetAttribute("Fading", StringValue("RayleighSubchannels"));
        NS_TEST_EXPECT_MSG_EQ(links->AssignStreams(7), 1, "a stream");
        std::vector<RoundMember> members;
        for (uint32_t k = 0; k < LINKS; ++k)
        {
            const auto link = CreateObject<IdealLinkControl>();
            link->SetAttribute("Gain", DoubleValue(1e-9 * (k + 1)));
            links->Add(k, link);
            members.push_back({k, 0});
        }
        RoundProblem problem;
        problem.workers.resize(LINKS);
        Eigen::MatrixXd fades(ROUNDS, LINKS * SUBCHANNELS);
        for (uint32_t round = 1; round <= ROUNDS; ++round)
        {
            links->BeginRound(round);
            NS_TEST_ASSERT_MSG_EQ(links->Fill(members, problem), "", "filled");
            RoundProblem again = problem;
            links->Fill(members, again);
            for (uint32_t k = 0; k < LINKS; ++k)
            {
                EXPECT_TRUE(problem.workers[k].gains == again.workers[k].gains, "one in a round");
                for (uint32_t n = 0; n < SUBCHANNELS; ++n)
                {
                    fades(round - 1, k * SUBCHANNELS + n) =
                        problem.workers[k].gains[n] / (1e-9 * (k + 1));
                }
            }
        }
        const Eigen::RowVectorXd mean = fades.colwise().mean();
        const Eigen::MatrixXd centred = fades.rowwise() - mean;
        const Eigen::MatrixXd covariance = centred.transpose() * centred / ROUNDS;
        // Mean and variance of an exponential number are 1; 4000 of them know that within 0.1.
        EXPECT_TRUE((mean.array() - 1).abs().maxCoeff() < .1, mean);
        EXPECT_TRUE((covariance.diagonal().array() - 1).abs().maxCoeff() < .25, covariance);
        Eigen::MatrixXd others = covariance;
        others.diagonal().setZero();
        EXPECT_TRUE(others.cwiseAbs().maxCoeff() < .1, others);
        const Eigen::MatrixXd next =
            centred.topRows(ROUNDS - 1).transpose() * centred.bottomRows(ROUNDS - 1) / ROUNDS;
        EXPECT_TRUE(next.cwiseAbs().maxCoeff() < .1, next);
        problem.outage.parameters = 10; // on shares of a band
        EXPECT_TRUE(links->Fill(members, problem).find("RayleighSubchannels") != std::string::npos,
                    "there are no subchannels");
    }
};

/// What a user sets for DP-sparse.
class DpSparseTextTestSuite : public TestSuite
{
  public:
    DpSparseTextTestSuite()
        : TestSuite("edge-ai-dp-sparse-text", TEST_UNIT)
    {
        AddTestCase(new DpSparseTextCase, TEST_QUICK);
        AddTestCase(new EqualSharesCase, TEST_QUICK);
        AddTestCase(new SubchannelFadingCase, TEST_QUICK);
    }
};

DpSparseTextTestSuite g_dpSparseTextTestSuite; ///< the suite

} // namespace
