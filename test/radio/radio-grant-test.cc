/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// From a scheduler's grants to what is on the air: the slot's book, grants for many slots, when a
// scheduler is asked, queues that do not stand in each other's way.

#include "radio/slot-book.h"
#include "support/radio-cell.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/test.h"

#include <map>
#include <set>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// The book adds up what is placed and says what would break a limit.
class SlotBookCase : public TestCase
{
  public:
    SlotBookCase()
        : TestCase("The slot's book")
    {
    }

  private:
    /// @param [in] user user  @param [in] direction direction  @param [in] subchannels subchannels
    /// @param [in] power power on each [W]  @returns a grant
    static Grant Make(uint32_t user,
                      Direction direction,
                      std::vector<uint32_t> subchannels,
                      double power)
    {
        Grant grant;
        grant.user = user;
        grant.direction = direction;
        grant.power.assign(subchannels.size(), power);
        grant.subchannels = std::move(subchannels);
        grant.bits = 100;
        return grant;
    }

    /// @param [in] said refusal  @param [in] word how it begins
    void Refused(const std::string& said, const std::string& word)
    {
        NS_TEST_EXPECT_MSG_EQ(said.substr(0, word.size()), word, "refusal: " << said);
    }

    void DoRun() override
    {
        CellLimits limits;
        limits.subchannels = 10;
        limits.superposedUsers = 2;
        limits.basePower = 10;
        limits.userPower = [](uint32_t user) { return user < 5 ? 0.2 : -1.0; };
        SlotBook book(limits);
        NS_TEST_EXPECT_MSG_EQ(book.GetFreePower(1, UPLINK), 0.2, "nothing used yet");
        // Ten tenths of the limit are the limit, whatever rounding says.
        const Grant all = Make(1, UPLINK, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 0.02);
        NS_TEST_EXPECT_MSG_EQ(book.Check(all), "", "all power");
        book.Place(all);
        NS_TEST_EXPECT_MSG_EQ_TOL(book.GetFreePower(1, UPLINK), 0, 1e-15, "all used");
        NS_TEST_EXPECT_MSG_EQ_TOL(book.GetFreePower(2, UPLINK), 0.2, 1e-15, "another user's own");
        Refused(book.Check(Make(1, UPLINK, {3}, 0)), "subchannels has 3, on which user 1 already");
        NS_TEST_EXPECT_MSG_EQ(book.Check(Make(2, UPLINK, {3}, 0.2)), "", "a second user fits");
        Refused(book.Check(Make(2, UPLINK, {3}, 0.2001)), "PowerLimit of user 2 is 0.2 W");
        book.Place(Make(2, UPLINK, {3}, 0.2));
        Refused(book.Check(Make(3, UPLINK, {3}, 0.1)), "SuperposedUsers is 2");
        NS_TEST_EXPECT_MSG_EQ(book.GetTaken(UPLINK)[3], 2, "blocks on subchannel 3");
        NS_TEST_EXPECT_MSG_EQ(book.GetTaken(DOWNLINK)[3], 0, "the directions are apart");
        book.Place(Make(1, DOWNLINK, {0}, 6));
        Refused(book.Check(Make(2, DOWNLINK, {1}, 4.1)), "PowerLimit of the base station is 10 W");
        NS_TEST_EXPECT_MSG_EQ_TOL(book.GetFreePower(3, DOWNLINK), 4, 1e-15, "shared by all users");
        Refused(book.Check(Make(7, DOWNLINK, {1}, 1)), "user 7");
        Grant odd = Make(2, UPLINK, {1}, 0);
        odd.slots = 0;
        Refused(book.Check(odd), "slots is 0");
        odd.slots = 1;
        odd.bits = 0;
        Refused(book.Check(odd), "bits is 0");
        odd.bits = 1;
        odd.power.clear();
        Refused(book.Check(odd), "power has 0 values");
        odd.subchannels.clear();
        Refused(book.Check(odd), "subchannels is empty");
        limits.bandless = [](uint32_t, Direction) { return true; };
        book.Clear(limits);
        NS_TEST_EXPECT_MSG_EQ(book.Check(odd), "", "no subchannels on the ideal link");
        odd.power = {0.3};
        Refused(book.Check(odd), "PowerLimit of user 2");
        odd.power = {0.1, 0.1};
        Refused(book.Check(odd), "power has 2 values");
        NS_TEST_EXPECT_MSG_EQ(book.GetTaken(UPLINK)[3], 0, "a new slot is empty");
    }
};

/// Grants a user a quarter of the band for many slots, and counts how often it is asked.
class LongScheduler : public BroadbandScheduler
{
  public:
    GrantList Schedule(const CellDemand& demand) override
    {
        ++asked;
        GrantList grants;
        for (const UserDemand& user : demand.users)
        {
            const uint32_t first = 6 * (user.user - demand.cell - 1);
            auto grant = std::make_shared<Grant>();
            grant->user = user.user;
            grant->direction = user.direction;
            grant->subchannels = {first, first + 1, first + 2};
            grant->power = {0.05, 0.05, 0.05};
            grant->bits = bits;
            grant->slots = slots;
            grants.push_back(grant);
        }
        return grants;
    }

    /// Drop grants in force.
    void Drop()
    {
        Invalidate();
    }

    uint64_t asked{0};   ///< calls of Schedule
    uint32_t slots{50};  ///< how long grants are
    uint64_t bits{2000}; ///< size of blocks
};

/// A scheduler whose grants last is asked when they end, when queues were empty, and when it wants.
class LongGrantCase : public TestCase
{
  public:
    LongGrantCase()
        : TestCase("Grants for many slots; repetitions take their place for a slot")
    {
    }

  private:
    /// Trace sink. @param [in] report a block
    void Note(const BlockReport& report)
    {
        auto& slots = m_slots[report.grant->user];
        slots.insert(report.start.GetMilliSeconds());
        ++m_blocks;
        m_repeated += report.attempt > 0 ? 1 : 0;
    }

    void DoRun() override
    {
        BroadbandHelper radio;
        radio.SetAttribute("QueueLimit", StringValue("2000p"));
        TestCell cell(radio, {1e-11, 1e-11});
        radio.AssignStreams(cell.devices, 4);
        auto scheduler = CreateObject<LongScheduler>();
        cell.GetBaseMac()->SetScheduler(scheduler);
        cell.GetPhy(0)->TraceConnectWithoutContext("TransportBlock",
                                                   MakeCallback(&LongGrantCase::Note, this));
        const auto send = [&](uint32_t device, uint32_t packets) {
            for (uint32_t i = 0; i < packets; ++i)
            {
                cell.devices.Get(device)->Send(Create<Packet>(250),
                                               cell.devices.Get(0)->GetAddress(),
                                               0x800);
            }
        };
        // 200 packets of 264 B and a bit: some 213 slots of 250 B each.
        send(1, 200);
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(scheduler->asked, (m_blocks + 49) / 50, "asked when a grant ends");
        NS_TEST_EXPECT_MSG_EQ(m_repeated, 0, "2000 bits always get through here");
        NS_TEST_EXPECT_MSG_EQ(cell.GetMac(1)->GetCounters().delivered, 200, "all came");

        const uint64_t before = scheduler->asked;
        send(2, 5);
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(scheduler->asked, before + 1, "asked once for a short queue");

        scheduler->slots = 1000000;
        send(1, 400);
        ScheduleCall(MilliSeconds(100), [&] { scheduler->Drop(); });
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(scheduler->asked, before + 3, "asked again when it wants to");

        // Near capacity: 3 subchannels of SNR 698, 5101 bit by the Shannon law.
        scheduler->bits = 5060;
        m_slots.clear();
        send(1, 400);
        send(2, 400);
        Simulator::Run();
        NS_TEST_EXPECT_MSG_GT(m_repeated, 10, "now some blocks fail");
        NS_TEST_EXPECT_MSG_EQ(cell.GetBaseMac()->GetRefusedGrants(), 0, "nothing was refused");
        for (uint32_t i : {1, 2})
        {
            const MacCounters counters = cell.GetMac(i)->GetCounters();
            NS_TEST_EXPECT_MSG_EQ(counters.unfinished, 0, "nothing is left");
            NS_TEST_EXPECT_MSG_EQ(counters.offered,
                                  counters.delivered + counters.dropped[2],
                                  "all came or were lost with a block");
        }
        for (const auto& [user, slots] : m_slots)
        {
            NS_TEST_EXPECT_MSG_EQ(slots.size(),
                                  std::set<int64_t>(slots.begin(), slots.end()).size(),
                                  "one block per slot for user " << user);
        }
        Simulator::Destroy();
    }

    std::map<uint32_t, std::multiset<int64_t>> m_slots; ///< by user [ms]
    uint64_t m_blocks{0};                               ///< on the air
    uint64_t m_repeated{0};                             ///< of these repetitions
};

/// A user out of reach fills its queue; the others do not notice.
class OutOfReachCase : public TestCase
{
  public:
    OutOfReachCase()
        : TestCase("One user's full queue stops nobody else's")
    {
    }

  private:
    void DoRun() override
    {
        BroadbandHelper radio;
        radio.SetAttribute("QueueLimit", StringValue("5p"));
        TestCell cell(radio, {1e-20, 1e-11});
        cell.InstallInternet();
        auto lost = cell.StartUdp(0, 1, 1000, MilliSeconds(5), Seconds(1));
        auto near = cell.StartUdp(0, 2, 1000, MilliSeconds(5), Seconds(1));
        Simulator::Stop(Seconds(1.1));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(lost->GetReceived(), 0, "out of reach");
        NS_TEST_EXPECT_MSG_EQ(near->GetReceived(), 200, "in reach");
        Simulator::Destroy();
    }
};

/// With filled caches no packet is spent on finding addresses.
class NeighborCase : public TestCase
{
  public:
    NeighborCase()
        : TestCase("Filled neighbour caches, IPv4 and IPv6")
    {
    }

  private:
    /// Trace sink. A packet was handed to the MAC. @param packet the packet, from its IP header on
    void Sent(Ptr<const Packet> packet)
    {
        // Router solicitations (ICMPv6 type 133) never end in later releases, and find no address.
        uint8_t bytes[41] = {};
        packet->CopyData(bytes, sizeof bytes);
        const bool solicitation = bytes[0] >> 4 == 6 && bytes[6] == 58 && bytes[40] == 133;
        m_sent += solicitation ? 0 : 1;
    }

    void DoRun() override
    {
        for (bool known : {false, true})
        {
            for (bool v6 : {false, true})
            {
                BroadbandHelper radio;
                TestCell cell(radio, {1e-11});
                cell.InstallInternet(false);
                Ipv6AddressHelper addresses(Ipv6Address("2001:db8::"), Ipv6Prefix(64));
                auto interfaces = addresses.Assign(cell.devices);
                if (known)
                {
                    BroadbandHelper::FillNeighborCaches(cell.devices);
                }
                UdpServerHelper server(4000);
                auto sink = server.Install(cell.base);
                sink.Start(Seconds(0));
                UdpClientHelper client(v6 ? Address(interfaces.GetAddress(0, 1))
                                          : Address(cell.interfaces.GetAddress(0)),
                                       4000);
                client.SetAttribute("MaxPackets", UintegerValue(3));
                client.Install(cell.users.Get(0)).Start(Seconds(10));
                // Duplicate address detection and router solicitations are over by then.
                Simulator::Stop(Seconds(9.9));
                Simulator::Run();
                for (uint32_t i : {0, 1})
                {
                    cell.devices.Get(i)->TraceConnectWithoutContext(
                        "MacTx",
                        MakeCallback(&NeighborCase::Sent, this));
                }
                m_sent = 0;
                Simulator::Stop(Seconds(5));
                Simulator::Run();
                NS_TEST_EXPECT_MSG_EQ(DynamicCast<UdpServer>(sink.Get(0))->GetReceived(),
                                      3,
                                      "received");
                const std::string what = std::string(v6 ? "IPv6" : "IPv4") +
                                         (known ? ", known" : ", unknown") + " addresses";
                if (known)
                {
                    NS_TEST_EXPECT_MSG_EQ(m_sent, 3, what);
                }
                else
                {
                    NS_TEST_EXPECT_MSG_GT(m_sent, 4, what);
                }
                Simulator::Destroy();
            }
        }
    }

    uint32_t m_sent{0}; ///< packets handed to the MACs
};

/// A superposed block that the strong user cannot decode in a useful size is not made.
class SuperposedFloorCase : public TestCase
{
  public:
    SuperposedFloorCase()
        : TestCase("Superposed blocks carry a segment, for whoever has to remove them, too")
    {
    }

  private:
    void DoRun() override
    {
        BroadbandHelper radio;
        radio.SetAttribute("Access", StringValue("NOMA"));
        radio.SetAttribute("PowerSplit", StringValue("Fixed"));
        radio.SetAttribute("ErrorModel", StringValue("Shannon"));
        radio.SetAttribute("Bandwidth", DoubleValue(360e3));
        radio.SetAttribute("Subchannels", UintegerValue(2));
        // 5 W per subchannel: SNR 70 dB and 0 dB.
        TestCell cell(radio, {1.4e-9, 1.4e-16});
        // The strong user hears the weak one's signal 6 dB over its own, with a gap of 20 dB: too
        // little for a header in two subchannels.
        cell.GetPhy(1)->SetAttribute("SnrGap", DoubleValue(100));
        cell.InstallInternet();
        auto strong = cell.StartUdp(0, 1, 500, MilliSeconds(1), Seconds(1));
        auto weak = cell.StartUdp(0, 2, 100, MilliSeconds(10), Seconds(1));
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(cell.GetBaseMac()->GetRefusedGrants(), 0, "nothing refused");
        NS_TEST_EXPECT_MSG_GT(strong->GetReceived(), 400, "the strong user is served");
        NS_TEST_EXPECT_MSG_GT(weak->GetReceived(), 50, "the weak user is served");
        Simulator::Destroy();
    }
};

/// The suite.
class RadioGrantTestSuite : public TestSuite
{
  public:
    RadioGrantTestSuite()
        : TestSuite("edge-ai-radio-grant", TEST_UNIT)
    {
        AddTestCase(new SlotBookCase, TEST_QUICK);
        AddTestCase(new LongGrantCase, TEST_QUICK);
        AddTestCase(new OutOfReachCase, TEST_QUICK);
        AddTestCase(new NeighborCase, TEST_QUICK);
        AddTestCase(new SuperposedFloorCase, TEST_QUICK);
    }
};

RadioGrantTestSuite g_radioGrantTestSuite; ///< registers the suite

} // namespace
