/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Ideal links that fade from round to round: their law, and plans that know them.

#include "../../../helper/ideal-round-links.h"
#include "support/expectations.h"
#include "support/learning-fixture.h"

#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What links say in each round.
class FadeLawCase : public TestCase
{
  public:
    FadeLawCase()
        : TestCase("gains fade by a factor of mean 1, exponential, one of each link and round")
    {
    }

  private:
    static constexpr uint32_t WORKERS = 5;
    static constexpr uint32_t ROUNDS = 2000;

    /// @param [in] fading attribute  @param [in] stream of draws
    /// @returns factors of all links in all rounds
    std::vector<double> Draw(const std::string& fading, int64_t stream)
    {
        const auto links = CreateObject<IdealRoundLinks>();
        links->SetAttribute("Fading", StringValue(fading));
        links->SetAttribute("Subchannels", UintegerValue(3));
        links->AssignStreams(stream);
        std::vector<RoundMember> members;
        std::vector<std::vector<double>> gains;
        for (uint32_t k = 0; k < WORKERS; ++k)
        {
            links->Add(k, CreateObject<IdealLinkControl>());
            members.push_back({k, 0});
            gains.push_back({1e-10, 2e-10, 4e-10});
        }
        links->SetGains(gains);
        std::vector<double> factors;
        for (uint32_t round = 1; round <= ROUNDS; ++round)
        {
            links->BeginRound(round);
            RoundProblem problem;
            problem.workers.resize(WORKERS);
            problem.division.parameters = 1;
            links->Fill(members, problem);
            for (uint32_t k = 0; k < WORKERS; ++k)
            {
                factors.push_back(problem.workers[k].gains[0] / gains[k][0]);
                for (uint32_t n = 0; n < gains[k].size(); ++n)
                {
                    NS_TEST_EXPECT_MSG_EQ_TOL(problem.workers[k].gains[n] / gains[k][n],
                                              factors.back(),
                                              1e-12 * factors.back(),
                                              "the same on all subchannels");
                }
            }
            // An attempt behind another one finds the same.
            RoundProblem again;
            again.workers.resize(1);
            again.division.parameters = 1;
            links->Fill({members[2]}, again);
            NS_TEST_EXPECT_MSG_EQ(again.workers[0].gains[1],
                                  problem.workers[2].gains[1],
                                  "constant in a round, whoever has a part");
        }
        return factors;
    }

    void DoRun() override
    {
        const std::vector<double> still = Draw("None", 7);
        EXPECT_TRUE(std::all_of(still.begin(), still.end(), [](double f) { return f == 1; }),
                    "without fading nothing changes");
        std::vector<double> fades = Draw("Rayleigh", 7);
        EXPECT_TRUE(fades == Draw("Rayleigh", 7), "the same stream, the same fades");
        EXPECT_TRUE(fades != Draw("Rayleigh", 8), "another one, others");
        const auto count = static_cast<double>(fades.size());
        NS_TEST_EXPECT_MSG_EQ(std::set<double>(fades.begin(), fades.end()).size(),
                              fades.size(),
                              "each is drawn");
        // Kolmogorov and Smirnov's distance from 1 - e^-x, exceeded once in a thousand.
        std::sort(fades.begin(), fades.end());
        double distance = 0;
        for (std::size_t i = 0; i < fades.size(); ++i)
        {
            const double law = -std::expm1(-fades[i]);
            distance = std::max({distance, law - i / count, (i + 1) / count - law});
        }
        NS_TEST_EXPECT_MSG_LT(distance, 1.95 / std::sqrt(count), "exponential of mean 1");
    }
};

/// Rounds over links that fade.
class FadingRoundsCase : public TestCase
{
  public:
    FadingRoundsCase()
        : TestCase("rounds over fading links take what was planned with them as they are")
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint32_t ROUNDS = 8;
        LearningFixture run("Mlp(20,64,10)", "PartelPlanner", 4);
        run.helper.SetServerAttribute("Rounds", UintegerValue(ROUNDS));
        run.helper.SetServerAttribute("Learn", BooleanValue(false));
        run.helper.SetIdealAttribute("Subchannels", UintegerValue(8));
        run.helper.SetIdealAttribute("Fading", StringValue("Rayleigh"));
        const std::vector<LearningRound> rounds = run.Run(10000);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        std::set<double> times;
        for (const LearningRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ_TOL(round.timeRealised,
                                      round.timePlanned,
                                      .01 * round.timePlanned,
                                      "as planned");
            times.insert(round.timePlanned);
        }
        NS_TEST_EXPECT_MSG_EQ(times.size(), ROUNDS, "no round is like another");
    }
};

/// Links that fade.
class LearningFadingTestSuite : public TestSuite
{
  public:
    LearningFadingTestSuite()
        : TestSuite("edge-ai-learning-fading", TEST_SYSTEM)
    {
        AddTestCase(new FadeLawCase, TEST_QUICK);
        AddTestCase(new FadingRoundsCase, TEST_QUICK);
    }
};

LearningFadingTestSuite g_learningFadingTestSuite; ///< the suite

} // namespace
