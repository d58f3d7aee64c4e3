/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Models that go once to all workers, by IP multicast: the same parameters to the last bit,
// whatever of them is lost on the way, for the bytes of one model instead of one for each worker.

#include "../../../helper/group-link.h"
#include "../../../helper/learning-setup.h"
#include "application/learning/learn-in-memory.h"
#include "application/learning/learning-worker.h"
#include "support/expectations.h"
#include "support/learning-fixture.h"

#include "ns3/broadband-helper.h"
#include "ns3/csma-helper.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/error-model.h"
#include "ns3/placement-helper.h"
#include "ns3/pointer.h"
#include "ns3/test.h"
#include "ns3/wifi-cell-helper.h"

#include <cmath>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

const std::string GROUP_MODEL = "Softmax(2000,10)";
const std::string GROUP_DATA = "Mixture(2000,10,samples=400,separation=2)";
constexpr double MODEL_BITS = 32 * 10 * 2001;
constexpr double CABLE_RATE = 100e6;

/// Loses packets to the group, and no others.
class GroupLoss : public ErrorModel
{
  public:
    /// @param [in] share of them  @param [in] stream of the draws
    GroupLoss(double share, int64_t stream)
        : m_share(share),
          m_random(CreateObject<UniformRandomVariable>())
    {
        m_random->SetStream(stream);
    }

  private:
    bool DoCorrupt(Ptr<Packet> packet) override
    {
        // Behind Ethernet's header; the fourth word of IPv4 is the destination.
        uint8_t bytes[34];
        const bool group = packet->CopyData(bytes, sizeof bytes) == sizeof bytes &&
                           bytes[30] == 225 && bytes[31] == 1 && bytes[32] == 2 && bytes[33] == 4;
        return group && m_random->GetValue() < m_share;
    }

    void DoReset() override
    {
    }

    double m_share;
    Ptr<UniformRandomVariable> m_random;
};

/// A server and workers on one cable.
struct Cable
{
    Cable(uint32_t workers, uint32_t rounds, const std::string& way)
        : run(GROUP_MODEL, "PartelPlanner", workers)
    {
        run.helper.SetData(GROUP_DATA);
        run.helper.SetTraining(.5, 40);
        run.helper.SetServerAttribute("Rounds", UintegerValue(rounds));
        run.helper.SetServerAttribute("ModelWay", StringValue(way));
        for (double& speed : run.speeds)
        {
            speed = 2e7; // so that everybody has a part
        }
    }

    /// @param [in] loss share of the group's packets that each worker loses
    void Build(double loss)
    {
        CsmaHelper cable;
        cable.SetChannelAttribute("DataRate", DataRateValue(DataRate(CABLE_RATE)));
        cable.SetChannelAttribute("Delay", TimeValue(MicroSeconds(1)));
        const NetDeviceContainer devices = cable.Install(NodeContainer(run.server, run.workers));
        cable.AssignStreams(devices, 1000);
        for (uint32_t k = 1; k < devices.GetN(); ++k)
        {
            devices.Get(k)->SetAttribute("ReceiveErrorModel",
                                         PointerValue(CreateObject<GroupLoss>(loss, 100 + k)));
        }
        devices.Get(0)->TraceConnectWithoutContext("MacTx", MakeCallback(&Cable::HandleTx, this));
        run.Build(devices);
    }

    void HandleTx(Ptr<const Packet> packet)
    {
        bytesDown += packet->GetSize();
    }

    LearningFixture run;
    uint64_t bytesDown{0}; ///< that left the server's device
};

/// @param [in] run of workers on one medium  @param [in] rate of it [bit/s]  @param [in] rounds
/// @param [out] fault why there are none  @returns parameters without a network
std::vector<double>
LearnAlone(const LearningFixture& run, double rate, uint32_t rounds, std::string& fault)
{
    RoundProblem problem;
    problem.uplink.form = RoundUplinkForm::BAND;
    problem.uplink.bandwidth = 1;
    for (const double speed : run.speeds)
    {
        RoundWorker worker;
        worker.flops = speed;
        worker.efficiency = rate;
        problem.workers.push_back(worker);
    }
    LearningSetup setup;
    setup.SetModel(GROUP_MODEL);
    setup.SetData(GROUP_DATA, .2);
    setup.SetPartition("shared");
    setup.method.step.rate = .5;
    setup.method.batch.size = 40;
    const auto method = setup.MakeMethod(run.workers.GetN(), 1);
    LearnInMemory(*method, *CreateRoundPlanner("PartelPlanner"), problem, rounds, fault);
    const Eigen::VectorXd& parameters = method->GetParameters();
    return {parameters.data(), parameters.data() + parameters.size()};
}

/// What is lost is fetched.
class GroupLossCase : public TestCase
{
  public:
    explicit GroupLossCase(double loss)
        : TestCase("a cable, each worker loses " + std::to_string(loss) +
                   " of what goes to the group"),
          m_loss(loss)
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 20;

    void DoRun() override
    {
        Cable cable(5, ROUNDS, "Group");
        cable.run.helper.SetServerAttribute("Learn", BooleanValue(false));
        cable.run.helper.SetRatedAttribute("Learn", BooleanValue(false));
        cable.Build(m_loss);
        const std::vector<LearningRound> rounds = cable.run.Run(200);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(cable.run.ExplainFault(), "", "conserved, energy adds up");
        double again = 0;
        for (const LearningRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.missing, 0, "all has come");
            NS_TEST_EXPECT_MSG_EQ(round.involved, 5U, "everybody");
            NS_TEST_EXPECT_MSG_EQ(round.attempts, 1U, "attempts");
            NS_TEST_EXPECT_MSG_EQ(round.bitsGroup, MODEL_BITS, "once to all");
            const double repeated = std::isnan(round.bitsAgain) ? 0 : round.bitsAgain;
            NS_TEST_EXPECT_MSG_EQ(round.bitsDown, MODEL_BITS + repeated, "together");
            again += repeated;
            for (const LearningWorkerRound& part : round.workers)
            {
                // At the cable's rate, and a second of patience where nothing comes at all.
                NS_TEST_EXPECT_MSG_GT(part.modelTime, (MODEL_BITS / CABLE_RATE), "time");
                NS_TEST_EXPECT_MSG_LT(part.modelTime, (m_loss < 1 ? .2 : 1.5), "time");
            }
        }
        // What is lost, and no more; of the last fragments' loss only a silence tells.
        EXPECT_RELATIVE(again, m_loss * 5 * ROUNDS * MODEL_BITS, .06, "fetched");
        for (uint32_t k = 1; k <= 5; ++k)
        {
            const auto worker = DynamicCast<LearningWorker>(cable.run.applications.Get(k));
            NS_TEST_EXPECT_MSG_EQ(worker->GetMalformedCount(), 0U, "all is sound");
        }
        std::string fault;
        const std::vector<double> alone = LearnAlone(cable.run, CABLE_RATE, ROUNDS, fault);
        NS_TEST_ASSERT_MSG_EQ(fault, "", "without a network");
        const std::vector<double> parameters = cable.run.helper.GetParameters();
        NS_TEST_ASSERT_MSG_EQ(parameters.size(), alone.size(), "as many");
        for (std::size_t i = 0; i < parameters.size(); ++i)
        {
            NS_TEST_ASSERT_MSG_EQ(parameters[i], alone[i], "bit for bit, " << i);
        }
    }

    double m_loss;
};

/// One model's bytes instead of one for each worker.
class GroupBytesCase : public TestCase
{
  public:
    GroupBytesCase()
        : TestCase("bytes and time of a model for eight workers, one by one and together")
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 6;

    /// @param [in] way of models  @param [out] model time of the last round's slowest [s]
    /// @param [out] parts that workers had  @returns bytes that left the server, over a model's
    double Measure(const std::string& way, double& model, uint32_t& parts)
    {
        Cable cable(8, ROUNDS, way);
        cable.Build(0);
        const std::vector<LearningRound> rounds = cable.run.Run(100);
        NS_TEST_EXPECT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(cable.run.ExplainFault(), "", "conserved");
        NS_TEST_EXPECT_MSG_EQ(rounds.back().completed, true, rounds.back().detail);
        model = 0;
        for (const LearningWorkerRound& part : rounds.back().workers)
        {
            model = std::max(model, part.modelTime);
        }
        EXPECT_RELATIVE(rounds.back().timeRealised,
                        rounds.back().timePlanned,
                        .05,
                        "plans know how long models take, " << way);
        parts = 0;
        for (const LearningRound& round : rounds)
        {
            parts += round.involved;
        }
        // One by one, those whose model would come last may have no part; who that is, and how
        // many, follows the cable's backoffs, which are others in other releases.
        NS_TEST_EXPECT_MSG_GT(parts, 6 * ROUNDS, "nearly everybody has one, " << way);
        return cable.bytesDown / (MODEL_BITS / 8);
    }

    void DoRun() override
    {
        double one = 0;
        double together = 0;
        uint32_t parts = 0;
        const double alone = Measure("Unicast", one, parts);
        NS_TEST_EXPECT_MSG_GT(alone, parts, "a model for each, and headers");
        const double group = Measure("Group", together, parts);
        NS_TEST_EXPECT_MSG_GT(group, ROUNDS, "a model for all, and headers");
        NS_TEST_EXPECT_MSG_LT(group, 1.15 * ROUNDS, "a model for all, and headers");
        NS_TEST_EXPECT_MSG_LT(together, (one / 5), "time");
        // At the cable's rate, behind eight messages that tell workers their parts.
        EXPECT_RELATIVE(together, 1.12 * MODEL_BITS / CABLE_RATE, .06, "at the cable's rate");
    }
};

/// Frames to groups have no acknowledgements on Wi-Fi.
class WifiGroupCase : public TestCase
{
  public:
    WifiGroupCase()
        : TestCase("a Wi-Fi cell")
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 4;

    void DoRun() override
    {
        Cable cell(4, ROUNDS, "Group");
        LearningFixture& run = cell.run;
        run.helper.SetServerAttribute("Learn", BooleanValue(false));
        run.helper.SetRatedAttribute("Learn", BooleanValue(false));
        PlacementHelper().At(Vector(), run.server);
        PlacementHelper().OnCircle(5, run.workers);
        WifiCellHelper wifi;
        const NetDeviceContainer devices = wifi.Install(run.server.Get(0), run.workers);
        wifi.AssignStreams(devices, 1000);
        run.Build(devices);
        const std::vector<LearningRound> rounds = run.Run(100);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        for (const LearningRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.bitsGroup, MODEL_BITS, "once to all");
            NS_TEST_EXPECT_MSG_LT(round.bitsDown, 1.2 * MODEL_BITS, "little is lost");
            for (const LearningWorkerRound& part : round.workers)
            {
                // 6 Mbit/s, the lowest rate of the standard.
                EXPECT_RELATIVE(part.modelTime, MODEL_BITS / 6e6, .2, "time");
            }
        }
        std::string fault;
        const std::vector<double> alone = LearnAlone(run, 10e6, ROUNDS, fault);
        NS_TEST_ASSERT_MSG_EQ(fault, "", "without a network");
        const bool same = alone == run.helper.GetParameters();
        NS_TEST_EXPECT_MSG_EQ(same, true, "bit for bit");
    }
};

/// Where one packet does not come to all.
class NoGroupCase : public TestCase
{
  public:
    NoGroupCase()
        : TestCase("links without groups are refused in words")
    {
    }

  private:
    /// @param [in] server a node  @param [in] members others  @param [in] words of the refusal
    void Expect(Ptr<Node> server, const NodeContainer& members, const std::string& words)
    {
        GroupLink link;
        const std::string fault = FindGroupLink(server, members, link);
        NS_TEST_EXPECT_MSG_EQ((fault.find(words) != std::string::npos), true, fault);
    }

    void DoRun() override
    {
        {
            LearningFixture run("Softmax(20,10)", "PartelPlanner", 3);
            run.Build();
            Expect(run.server.Get(0), run.workers, "point-to-point");
            NodeContainer stranger(1);
            Expect(run.server.Get(0), stranger, "no link of the server");
        }
        {
            NodeContainer base(1);
            NodeContainer users(2);
            PlacementHelper().At(Vector(), NodeContainer(base, users));
            BroadbandHelper().Install(base.Get(0), users);
            Expect(base.Get(0), users, "a copy to every user");
        }
        NodeContainer server(1);
        NodeContainer near(2);
        NodeContainer far(2);
        CsmaHelper cable;
        cable.Install(NodeContainer(server, near));
        Expect(server.Get(0), near, "no IPv4 address");
        cable.Install(NodeContainer(server, far));
        Expect(server.Get(0), NodeContainer(near, far), "another link");
        Simulator::Destroy();
    }
};

class LearningGroupTestSuite : public TestSuite
{
  public:
    LearningGroupTestSuite()
        : TestSuite("edge-ai-learning-group", TEST_SYSTEM)
    {
        for (const double loss : {0., .02, .3, 1.})
        {
            AddTestCase(new GroupLossCase(loss), TEST_QUICK);
        }
        AddTestCase(new GroupBytesCase, TEST_QUICK);
        AddTestCase(new WifiGroupCase, TEST_QUICK);
        AddTestCase(new NoGroupCase, TEST_QUICK);
    }
};

LearningGroupTestSuite g_learningGroupTestSuite; //!< the suite

} // namespace
