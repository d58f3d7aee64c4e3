/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Federated learning over a broadband cell: shares of the band become whole subchannels.

#include "application/learning/cell-round-links.h"
#include "support/expectations.h"
#include "support/learning-fixture.h"

#include "ns3/broadband-helper.h"
#include "ns3/placement-helper.h"
#include "ns3/test.h"

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A cell that keeps what it is told.
class KeptCell : public CellControl
{
  public:
    NomaRadio GetRadio() const override
    {
        NomaRadio radio;
        radio.subchannels = 10;
        radio.width = 1e5;
        radio.cells.front().powerMax = 1;
        return radio;
    }

    double GetNoiseDensity() const override
    {
        return 1e-20;
    }

    bool Measure(uint64_t link, NomaLink& gains) const override
    {
        gains.uplinkGains.assign(10, 1e-10);
        gains.uplinkGains[link] = 3e-10;
        return true;
    }

    std::string Apply(const std::vector<CellShare>& all) override
    {
        shares = all;
        return "";
    }

    std::vector<double> GetMeanGains(uint64_t) const override
    {
        return means;
    }

    std::vector<CellShare> shares;
    std::vector<double> means; ///< over fading; empty: nobody knows
};

/// Shares of a band.
class SharesCase : public TestCase
{
  public:
    SharesCase()
        : TestCase("shares of the band become whole subchannels, at least one each")
    {
    }

  private:
    void Expect(const std::vector<double>& bands, const std::vector<uint32_t>& counts)
    {
        const auto cell = CreateObject<KeptCell>();
        const auto links = CreateObject<CellRoundLinks>();
        links->SetCell(cell);
        std::vector<RoundMember> members;
        RoundProblem problem;
        problem.outage.parameters = 8;
        problem.outage.window = 1;
        RoundPlan plan;
        for (uint32_t k = 0; k < bands.size(); ++k)
        {
            members.push_back({k, k % 10});
            RoundWorker worker;
            worker.powerMax = .1;
            problem.workers.push_back(worker);
            RoundShare share;
            share.involved = bands[k] > 0;
            share.bandwidth = bands[k];
            share.power = .06;
            plan.workers.push_back(share);
        }
        NS_TEST_EXPECT_MSG_EQ(links->Fill(members, problem), "", "links are known");
        EXPECT_TRUE(problem.uplink.form == RoundUplinkForm::BAND_POWER, "they may fade");
        NS_TEST_EXPECT_MSG_EQ_TOL(problem.uplink.bandwidth, 1e6, 1, "all subchannels");
        NS_TEST_EXPECT_MSG_EQ_TOL(problem.workers[0].snrBand, .1 * 1.2e-10 / 1e-20, 1, "mean gain");
        const std::string fault = links->Apply(members, plan, 1);
        if (counts.empty())
        {
            EXPECT_TRUE(fault.find("the cell has 10") != std::string::npos, fault);
            return;
        }
        NS_TEST_ASSERT_MSG_EQ(fault, "", "it can be applied");
        NS_TEST_ASSERT_MSG_EQ(cell->shares.size(), counts.size(), "those with a part");
        uint32_t next = 0;
        for (std::size_t i = 0; i < counts.size(); ++i)
        {
            const std::vector<SubchannelPower>& set = cell->shares[i].uplinkSet;
            NS_TEST_EXPECT_MSG_EQ(set.size(), counts[i], "subchannels of " << i);
            for (const SubchannelPower& one : set)
            {
                NS_TEST_EXPECT_MSG_EQ(one.subchannel, next++, "each once");
                NS_TEST_EXPECT_MSG_EQ_TOL(one.power, .06 / counts[i], 1e-12, "evenly");
            }
        }
    }

    void DoRun() override
    {
        Expect({2e5, 3e5, 5e5}, {2, 3, 5});
        Expect({2.6e5, 2.7e5, 4.7e5}, {2, 3, 5});
        Expect({1e4, 2e4, 9.7e5}, {1, 1, 8});
        Expect({4e5, 0, 6e5}, {4, 6});
        Expect(std::vector<double>(10, 1e5), std::vector<uint32_t>(10, 1));
        Expect(std::vector<double>(11, 1e6 / 11), {});
    }
};

/// What plans are told of channels that fade.
class MeanCase : public TestCase
{
  public:
    MeanCase()
        : TestCase("bands are planned with means: over fading by its law, else of what is carried")
    {
    }

  private:
    /// @param [in] window of an upload [s]  @param [in] means of the gains over fading
    /// @returns what is planned with, of a worker with 0.1 W as one of two
    RoundWorker Fill(double window, const std::vector<double>& means)
    {
        const auto cell = CreateObject<KeptCell>();
        cell->means = means;
        const auto links = CreateObject<CellRoundLinks>();
        links->SetCell(cell);
        RoundProblem problem;
        problem.outage.parameters = 8;
        problem.outage.window = window;
        problem.workers.resize(2);
        problem.workers[0].powerMax = problem.workers[1].powerMax = .1;
        NS_TEST_EXPECT_MSG_EQ(links->Fill({{0, 0}, {1, 1}}, problem), "", "links are known");
        return problem.workers[0];
    }

    void DoRun() override
    {
        const std::vector<double> means(10, 5e-10);
        NS_TEST_EXPECT_MSG_EQ_TOL(Fill(1, means).snrBand, 5e9, 1, "the law knows its mean");
        NS_TEST_EXPECT_MSG_EQ_TOL(Fill(1, {}).snrBand, 1.2e9, 1, "of nobody else's knowledge");
        NS_TEST_EXPECT_MSG_EQ_TOL(Fill(0, means).snrBand, 1.2e9, 1, "as it is now");
        // Nine subchannels with an SNR of 1e9/5e5, one with 3e9/5e5.
        const double expected = (9 * std::log2(1 + 2000.) + std::log2(1 + 6000.)) / 10;
        NS_TEST_EXPECT_MSG_EQ_TOL(Fill(0, means).efficiency, expected, 1e-9, "mean of rates");
    }
};

/// Rounds over a cell.
class CellRoundsCase : public TestCase
{
  public:
    CellRoundsCase(const std::string& text, const std::string& planner, const std::string& way)
        : TestCase(text + " with " + planner + " over a broadband cell, " + way),
          m_text(text),
          m_planner(planner),
          m_way(way)
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint32_t WORKERS = 6;
        constexpr uint32_t ROUNDS = 6;
        LearningFixture run("Softmax(20,10,l2=0.001)", m_planner, WORKERS);
        run.helper.SetMethod(m_text);
        run.helper.SetPartition("iid");
        run.helper.SetTraining(.1, 16);
        run.helper.SetServerAttribute("Rounds", UintegerValue(ROUNDS));
        run.helper.SetServerAttribute("UpdateWay", StringValue(m_way));
        PlacementHelper().At(Vector(), run.server);
        PlacementHelper().OnCircle(100, run.workers);
        BroadbandHelper radio;
        radio.SetAttribute("Bandwidth", DoubleValue(5e6));
        radio.SetAttribute("Scheduler", StringValue("Planned"));
        radio.SetAttribute("SignallingSubchannels", UintegerValue(1));
        radio.SetUserAttribute("PowerLimit", DoubleValue(.2));
        const NetDeviceContainer cell = radio.Install(run.server.Get(0), run.workers);
        radio.AssignStreams(cell, 1000);
        run.Build(cell);
        BroadbandHelper::FillNeighborCaches(cell);
        const std::vector<LearningRound> rounds = run.Run(60);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        uint32_t lost = 0;
        for (const LearningRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.involved, 4, "as many as are asked");
            lost += round.lost;
        }
        NS_TEST_EXPECT_MSG_EQ(lost, 0, "near the base station all come");
        NS_TEST_EXPECT_MSG_LT(rounds.back().loss, rounds.front().loss, "it learns");
    }

    std::string m_text;
    std::string m_planner;
    std::string m_way;
};

/// Federated learning over a broadband cell.
class FederatedCellTestSuite : public TestSuite
{
  public:
    FederatedCellTestSuite()
        : TestSuite("edge-ai-federated-cell", TEST_SYSTEM)
    {
        AddTestCase(new SharesCase, TEST_QUICK);
        AddTestCase(new MeanCase, TEST_QUICK);
        const std::string text = "FedQVR-E(steps=2,sampled=4,window=0.2)";
        AddTestCase(new CellRoundsCase(text, "FedQvrPlanner", "Udp"), TEST_QUICK);
        AddTestCase(new CellRoundsCase(text, "FedQvrUniformOutagePlanner", "Udp"), TEST_QUICK);
        AddTestCase(new CellRoundsCase("FedQVR-E(steps=2,sampled=4)", "FedQvrEqualPlanner", "Tcp"),
                    TEST_QUICK);
        AddTestCase(new CellRoundsCase("FedAvg(steps=2,sampled=4)", "FedQvrEqualPlanner", "Tcp"),
                    TEST_QUICK);
    }
};

FederatedCellTestSuite g_federatedCellTestSuite; ///< the suite

} // namespace
