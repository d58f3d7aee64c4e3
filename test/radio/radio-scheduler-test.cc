/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Every scheduler, asked directly and at work in a cell.

#include "radio/max-rate-scheduler.h"
#include "radio/noma-pairing-scheduler.h"
#include "radio/proportional-fair-scheduler.h"
#include "radio/round-robin-scheduler.h"
#include "radio/segment-header.h"
#include "radio/slot-book.h"
#include "support/radio-cell.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/noise-density.h"
#include "ns3/test.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr double SCHEDULER_NOISE = DEFAULT_NOISE_DENSITY * 180e3; ///< on a subchannel [W]

/// A cell as a scheduler sees it, made by hand.
struct Desk
{
    /// @param [in] gains a row of subchannels per user  @param [in] law error model of all
    explicit Desk(const std::vector<std::vector<double>>& gains,
                  BlockErrorModel::Law law = BlockErrorModel::SHANNON)
        : model(BlockErrorModel::Options{law, 1, true})
    {
        demand.subchannels = gains.front().size();
        demand.width = 180e3;
        demand.slotDuration = 1e-3;
        demand.symbols = 180;
        demand.superposedUsers = 2;
        for (auto& taken : demand.taken)
        {
            taken.assign(demand.subchannels, 0);
        }
        states.resize(gains.size());
        for (std::size_t i = 0; i < gains.size(); ++i)
        {
            states[i].gain = gains[i];
            states[i].interference.assign(demand.subchannels, SCHEDULER_NOISE);
        }
        demand.channel = [this](uint32_t user, Direction) {
            return user < states.size() ? &states[user] : nullptr;
        };
    }

    /// A user asks. @param [in] user user  @param [in] direction direction  @param [in] backlog
    /// [bit]
    /// @param [in] throughput lately [bit/s]
    void Ask(uint32_t user, Direction direction, uint64_t backlog, double throughput = 0)
    {
        UserDemand wish;
        wish.user = user;
        wish.direction = direction;
        wish.backlog = backlog;
        wish.throughput = throughput;
        wish.powerLimit = direction == UPLINK ? 0.2 : 10;
        wish.channel = &states[user];
        wish.errorModel = &model;
        demand.users.push_back(wish);
    }

    /// @returns a slot book with this cell's limits
    SlotBook Book() const
    {
        CellLimits limits;
        limits.subchannels = demand.subchannels;
        limits.superposedUsers = demand.superposedUsers;
        limits.basePower = 10;
        const std::size_t users = states.size();
        limits.userPower = [users](uint32_t user) { return user < users ? 0.2 : -1.0; };
        return SlotBook(limits);
    }

    BlockErrorModel model;            ///< of all receivers
    std::vector<ChannelState> states; ///< by user
    CellDemand demand;                ///< what is asked
};

/// @param [in] grants grants  @returns bits by user
std::map<uint32_t, uint64_t>
BitsByUser(const GrantList& grants)
{
    std::map<uint32_t, uint64_t> bits;
    for (const auto& grant : grants)
    {
        bits[grant->user] += grant->bits;
    }
    return bits;
}

/// Any demand gets grants that keep all limits and carry what the error model allows.
class LimitsCase : public TestCase
{
  public:
    LimitsCase()
        : TestCase("Grants keep the limits, whatever is asked")
    {
    }

  private:
    void DoRun() override
    {
        std::mt19937 random(11);
        std::uniform_real_distribution<double> decibel(-140, -80);
        const std::vector<Ptr<BroadbandScheduler>> schedulers = {
            CreateObject<RoundRobinScheduler>(),
            CreateObject<ProportionalFairScheduler>(),
            CreateObject<MaxRateScheduler>(),
            CreateObject<NomaPairingScheduler>()};
        uint64_t granted = 0;
        for (int round = 0; round < 1500; ++round)
        {
            const uint32_t users = 1 + random() % 20;
            const uint32_t subchannels = 1 + random() % 30;
            std::vector<std::vector<double>> gains(users, std::vector<double>(subchannels));
            for (auto& row : gains)
            {
                const double mean = decibel(random);
                for (double& gain : row)
                {
                    gain = random() % 50 == 0 ? 0 : std::pow(10, (mean + random() % 10) / 10);
                }
            }
            Desk desk(gains, static_cast<BlockErrorModel::Law>(random() % 2));
            desk.demand.superposedUsers = 1 + random() % 2;
            for (uint32_t user = 0; user < users; ++user)
            {
                for (Direction direction : {UPLINK, DOWNLINK})
                {
                    if (random() % 2)
                    {
                        desk.Ask(user, direction, 1 + random() % 100000, random() % 1000000);
                    }
                }
            }
            for (auto& taken : desk.demand.taken)
            {
                for (uint32_t& m : taken)
                {
                    m = random() % 4 == 0 ? 1 : 0;
                }
            }
            for (const auto& scheduler : schedulers)
            {
                SlotBook book = desk.Book();
                for (const auto& grant : scheduler->Schedule(desk.demand))
                {
                    ++granted;
                    NS_TEST_ASSERT_MSG_EQ(book.Check(*grant), "", "grant breaks a limit");
                    book.Place(*grant);
                    NS_TEST_ASSERT_MSG_EQ(grant->subchannels.empty(), false, "no subchannels");
                    for (uint32_t m : grant->subchannels)
                    {
                        NS_TEST_ASSERT_MSG_EQ(desk.demand.taken[grant->direction][m],
                                              0,
                                              "subchannel was taken");
                    }
                }
            }
        }
        NS_TEST_EXPECT_MSG_GT(granted, 10000, "grants were made");
    }
};

/// Who gets what, in cases where one can say.
class SharesCase : public TestCase
{
  public:
    SharesCase()
        : TestCase("Round robin takes turns, max-rate the best, proportional fair the neglected")
    {
    }

  private:
    void DoRun() override
    {
        // Users 0, 1, 2 with a flat channel, 2 the best.
        Desk desk({std::vector<double>(6, 1e-12),
                   std::vector<double>(6, 1e-11),
                   std::vector<double>(6, 1e-10)});
        for (uint32_t user = 0; user < 3; ++user)
        {
            desk.Ask(user, UPLINK, 1000000, user == 0 ? 1e3 : 1e7);
        }
        auto robin = CreateObject<RoundRobinScheduler>();
        for (const auto& grant : robin->Schedule(desk.demand))
        {
            NS_TEST_EXPECT_MSG_EQ(grant->subchannels.size(), 2, "equal shares");
            NS_TEST_EXPECT_MSG_EQ_TOL(grant->GetTotalPower(), 0.2, 1e-12, "all its power");
        }
        auto max = CreateObject<MaxRateScheduler>();
        uint64_t robinBits = 0;
        uint64_t maxBits = 0;
        for (const auto& [user, bits] : BitsByUser(robin->Schedule(desk.demand)))
        {
            robinBits += bits;
        }
        for (const auto& [user, bits] : BitsByUser(max->Schedule(desk.demand)))
        {
            maxBits += bits;
        }
        NS_TEST_EXPECT_MSG_GT(maxBits, robinBits, "uplink: max-rate carries more");
        // In the downlink the base station's power goes where the subchannels go.
        for (UserDemand& wish : desk.demand.users)
        {
            wish.direction = DOWNLINK;
            wish.powerLimit = 10;
        }
        const GrantList best = max->Schedule(desk.demand);
        NS_TEST_ASSERT_MSG_EQ(best.size(), 1, "one user is best everywhere");
        NS_TEST_EXPECT_MSG_EQ(best.front()->user, 2, "the one with the best channel");
        auto fair = CreateObject<ProportionalFairScheduler>();
        const GrantList due = fair->Schedule(desk.demand);
        NS_TEST_ASSERT_MSG_EQ(due.size(), 1, "one user is due");
        NS_TEST_EXPECT_MSG_EQ(due.front()->user, 0, "the one that got least");

        // One user per slot: they take turns, and a small backlog leaves room for the next.
        robin->SetAttribute("UsersPerSlot", UintegerValue(1));
        std::vector<uint32_t> turns;
        for (int slot = 0; slot < 6; ++slot)
        {
            turns.push_back(robin->Schedule(desk.demand).front()->user);
        }
        NS_TEST_EXPECT_MSG_EQ((turns == std::vector<uint32_t>{0, 1, 2, 0, 1, 2}), true, "turns");
        desk.demand.users[2].backlog = 200;
        const GrantList little = max->Schedule(desk.demand);
        NS_TEST_ASSERT_MSG_EQ(little.size(), 2, "the second best gets the rest");
        NS_TEST_EXPECT_MSG_EQ(little.back()->bits, 200, "no larger than the backlog");
    }
};

/// NOMA pairs carry at least what OFDMA would, and split where it would be less.
class PairingCase : public TestCase
{
  public:
    PairingCase()
        : TestCase("NOMA pairing: more than OFDMA where it should be, OFDMA where not")
    {
    }

  private:
    /// @param [in] strong gain  @param [in] weak gain  @param [in] direction direction
    /// @param [in] noma whether pairs are allowed  @returns grants
    GrantList Ask(double strong, double weak, Direction direction, bool noma, double share = 0.8)
    {
        Desk desk({std::vector<double>(8, weak), std::vector<double>(8, strong)});
        desk.demand.superposedUsers = noma ? 2 : 1;
        desk.Ask(0, direction, 10000000);
        desk.Ask(1, direction, 10000000);
        auto scheduler = CreateObject<NomaPairingScheduler>();
        scheduler->SetAttribute("PowerSplit", StringValue("Fixed"));
        scheduler->SetAttribute("WeakShare", DoubleValue(share));
        return scheduler->Schedule(desk.demand);
    }

    /// @param [in] grants grants  @returns sum of bits
    static uint64_t Sum(const GrantList& grants)
    {
        uint64_t sum = 0;
        for (const auto& grant : grants)
        {
            sum += grant->bits;
        }
        return sum;
    }

    void DoRun() override
    {
        for (Direction direction : {UPLINK, DOWNLINK})
        {
            const GrantList both = Ask(1e-10, 1e-13, direction, true);
            NS_TEST_ASSERT_MSG_EQ(both.size(), 2, "both served");
            NS_TEST_EXPECT_MSG_EQ((both[0]->subchannels == both[1]->subchannels),
                                  true,
                                  "superposed");
            NS_TEST_EXPECT_MSG_EQ(both[0]->subchannels.size(), 8, "on the whole band");
            const uint32_t strongPosition = direction == UPLINK ? 1 : 2;
            for (const auto& grant : both)
            {
                NS_TEST_EXPECT_MSG_EQ(grant->position,
                                      (grant->user == 1 ? strongPosition : 3 - strongPosition),
                                      "decoding order");
            }
            NS_TEST_EXPECT_MSG_GT(Sum(both),
                                  Sum(Ask(1e-10, 1e-13, direction, false)),
                                  "NOMA carries more");
            for (const auto& grant : Ask(1.5e-11, 1e-11, direction, true))
            {
                NS_TEST_EXPECT_MSG_EQ(grant->subchannels.size(), 4, "gap too small: split");
            }
        }
        // Equation (1) by hand, uplink: 8 subchannels, 0.025 W each.
        const double p = 0.025;
        const double strong = 8 * 180 * std::log2(1 + p * 1e-10 / (SCHEDULER_NOISE + p * 1e-13));
        const double weak = 8 * 180 * std::log2(1 + p * 1e-13 / SCHEDULER_NOISE);
        const auto bits = BitsByUser(Ask(1e-10, 1e-13, UPLINK, true));
        NS_TEST_EXPECT_MSG_EQ(bits.at(1), static_cast<uint64_t>(strong), "strong user's block");
        NS_TEST_EXPECT_MSG_EQ(bits.at(0), static_cast<uint64_t>(weak), "weak user's block");
        // Nearly all power for the weak user: the strong one loses more than the weak one wins.
        const GrantList split = Ask(1e-10, 1e-13, DOWNLINK, true, 0.9999);
        NS_TEST_EXPECT_MSG_EQ(split.size(), 2, "both served");
        NS_TEST_EXPECT_MSG_EQ(split[0]->subchannels.size(), 4, "OFDMA where NOMA carries less");
        CheckFloor();
    }

    /// A block too small for a segment is no block, whichever receiver of a pair limits it: the one
    /// with the best channel hears well on one subchannel alone, and has to remove what the other
    /// receives on eight.
    void CheckFloor()
    {
        const uint64_t least = 8 * (SegmentHeader::GetFirstSize(LinkAddressing()) + 1);
        uint32_t together = 0;
        uint32_t apart = 0;
        for (double share = 0.01; share < 0.5; share += 0.01)
        {
            std::vector<double> best(8, 1e-20);
            best[1] = 1e-8; // not among those it would get if the two were served side by side
            Desk desk({std::vector<double>(8, 1e-15), best});
            desk.Ask(0, DOWNLINK, 10000000);
            desk.Ask(1, DOWNLINK, 10000000);
            auto scheduler = CreateObject<NomaPairingScheduler>();
            scheduler->SetAttribute("PowerSplit", StringValue("Fixed"));
            scheduler->SetAttribute("WeakShare", DoubleValue(share));
            const GrantList grants = scheduler->Schedule(desk.demand);
            for (const auto& grant : grants)
            {
                NS_TEST_EXPECT_MSG_GT(grant->bits, least - 1, "a segment fits, share " << share);
            }
            (grants.size() == 2 ? together : apart) += 1;
        }
        NS_TEST_EXPECT_MSG_GT(together, 5, "shares at which the pair is superposed");
        NS_TEST_EXPECT_MSG_GT(apart, 5, "shares at which the other's block is too small to remove");
    }
};

/// Schedulers at work with fading and HARQ: everybody is served, and fairness orders as it should.
class AtWorkCase : public TestCase
{
  public:
    AtWorkCase()
        : TestCase("All schedulers at work: rates, fairness, NOMA against OFDMA")
    {
    }

  private:
    /// @param [in] scheduler name  @param [in] noma access  @param [in] uplink direction
    /// @returns bytes received by user
    std::vector<double> Run(const std::string& scheduler, bool noma, bool uplink)
    {
        BroadbandHelper radio;
        radio.SetAttribute("Access", StringValue(noma ? "NOMA" : "OFDMA"));
        radio.SetAttribute("Scheduler", StringValue(scheduler));
        radio.SetAttribute("Profile", StringValue("Exponential"));
        radio.SetAttribute("RmsDelay", TimeValue(NanoSeconds(300)));
        radio.SetAttribute("Process", StringValue("Block"));
        radio.SetAttribute("CoherenceTime", TimeValue(MilliSeconds(5)));
        TestCell cell(radio, {3e-10, 1e-11, 3e-12, 1e-12});
        radio.AssignStreams(cell.devices, 77);
        cell.InstallInternet();
        std::vector<Ptr<UdpServer>> servers;
        for (uint32_t user = 1; user <= 4; ++user)
        {
            servers.push_back(cell.StartUdp(uplink ? user : 0,
                                            uplink ? 0 : user,
                                            1000,
                                            MicroSeconds(150),
                                            Seconds(1)));
        }
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        std::vector<double> received;
        for (const auto& server : servers)
        {
            received.push_back(server->GetReceived() * 1000.0);
        }
        NS_TEST_EXPECT_MSG_EQ(cell.GetBaseMac()->GetRefusedGrants(), 0, scheduler << ": refused");
        Simulator::Destroy();
        return received;
    }

    /// @param [in] v figures  @returns their sum
    static double Sum(const std::vector<double>& v)
    {
        return std::accumulate(v.begin(), v.end(), 0.0);
    }

    void DoRun() override
    {
        for (bool uplink : {true, false})
        {
            const auto robin = Run("RoundRobin", false, uplink);
            const auto fair = Run("ProportionalFair", false, uplink);
            const auto max = Run("MaxRate", false, uplink);
            const auto noma = Run("NomaPairing", true, uplink);
            for (const auto* received : {&robin, &fair, &noma})
            {
                NS_TEST_EXPECT_MSG_GT(*std::min_element(received->begin(), received->end()),
                                      50000,
                                      "everybody is served");
            }
            NS_TEST_EXPECT_MSG_GT(Sum(max), Sum(fair), "max-rate carries most");
            NS_TEST_EXPECT_MSG_GT(Sum(fair), Sum(robin), "channel-aware beats blind");
            NS_TEST_EXPECT_MSG_GT(fair[3], max[3], "proportional fair serves the worst better");
            NS_TEST_EXPECT_MSG_GT(Sum(noma), Sum(robin), "NOMA carries more than OFDMA in turn");
        }
    }
};

/// The suite.
class RadioSchedulerTestSuite : public TestSuite
{
  public:
    RadioSchedulerTestSuite()
        : TestSuite("edge-ai-radio-scheduler", TEST_UNIT)
    {
        AddTestCase(new LimitsCase, TEST_QUICK);
        AddTestCase(new SharesCase, TEST_QUICK);
        AddTestCase(new PairingCase, TEST_QUICK);
        AddTestCase(new AtWorkCase, TEST_QUICK);
    }
};

RadioSchedulerTestSuite g_radioSchedulerTestSuite; ///< registers the suite

} // namespace
