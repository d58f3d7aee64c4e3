/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Servers, clouds, links, cells and devices that fail at many instants of a run, one after the
// other: whatever a round is at, it ends once, the others go on, and records say what was wrong.

#include "support/expectations.h"
#include "support/tier-fixture.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/net-device.h"
#include "ns3/test.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr uint32_t SERVERS = 3;
constexpr uint32_t DEVICES = 2;
constexpr uint32_t ROUNDS = 4;
constexpr unsigned INSTANTS = 7;

/// What fails.
struct Failure
{
    std::string name;
    std::string planner{"HfelThresholdPlanner"};
    bool barrier{true};
    bool last{false};           ///< no round begins behind it
    std::set<uint32_t> servers; ///< whose rounds may be cut short
    std::function<void(TierFixture&, Time)> happens;
};

/// Switch all interfaces of a node towards its peers. @param [in] node whose
/// @param [in] first of them  @param [in] up or down
void
Switch(Ptr<Node> node, uint32_t first, bool up)
{
    const Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    for (uint32_t i = first; i < ipv4->GetNInterfaces(); ++i)
    {
        up ? ipv4->SetUp(i) : ipv4->SetDown(i);
    }
}

/// One kind of failure at each instant.
class InstantCase : public TestCase
{
  public:
    explicit InstantCase(Failure failure)
        : TestCase(failure.name + (failure.barrier ? "" : ", no barrier") + ", at " +
                   std::to_string(INSTANTS) + " instants"),
          m_failure(std::move(failure))
    {
    }

  private:
    /// @returns instant when all was over
    double Learn(Time at)
    {
        TierFixture run(m_failure.planner,
                        SERVERS,
                        DEVICES,
                        m_failure.planner == "HierFavgPlanner");
        run.helper.SetTierAttribute("Barrier", BooleanValue(m_failure.barrier));
        run.helper.SetTierAttribute("Timeout", TimeValue(Seconds(2)));
        run.Build();
        if (at.IsStrictlyPositive())
        {
            m_failure.happens(run, at);
        }
        const std::vector<TierRound> rounds = run.Run(300);
        const std::string when = "at " + std::to_string(at.GetSeconds()) + " s";
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", when);
        NS_TEST_EXPECT_MSG_EQ(run.helper.GetMonitor().GetCounts().unfinished, 0, when);
        const bool all = at.IsZero() || !m_failure.last;
        EXPECT_TRUE(all ? rounds.size() == ROUNDS : rounds.size() <= ROUNDS,
                    when << ": " << rounds.size() << " rounds");
        double end = 0;
        for (const TierRound& round : rounds)
        {
            std::set<uint32_t> completed;
            for (const TierServerRound& server : round.servers)
            {
                EXPECT_TRUE(server.completed || !server.detail.empty(), when << ": it is said why");
                if (server.completed)
                {
                    completed.insert(server.server);
                }
            }
            for (uint32_t m = 0; m < SERVERS && all; ++m)
            {
                EXPECT_TRUE(completed.count(m) > 0 || m_failure.servers.count(m) > 0,
                            when << ": server " << m << " in round " << round.round);
            }
            end = std::max(end, round.time.ended);
        }
        return end;
    }

    void DoRun() override
    {
        const double end = Learn(Time(0));
        for (unsigned i = 0; i < INSTANTS; ++i)
        {
            Learn(Seconds(end * (i + .5) / INSTANTS));
        }
    }

    Failure m_failure;
};

/// @returns an application of a node stops  @param [in] pick says which
std::function<void(TierFixture&, Time)>
Stop(const std::function<std::vector<Ptr<Application>>(TierFixture&)>& pick)
{
    return [pick](TierFixture& run, Time at) {
        for (const Ptr<Application>& application : pick(run))
        {
            application->SetStopTime(at);
        }
    };
}

/// Failures at many instants.
class TierInstantTestSuite : public TestSuite
{
  public:
    TierInstantTestSuite()
        : TestSuite("edge-ai-tier-instant", TEST_SYSTEM)
    {
        for (const bool barrier : {true, false})
        {
            AddServers(barrier);
            AddLinks(barrier);
            AddCells(barrier);
        }
    }

  private:
    void Add(Failure failure)
    {
        AddTestCase(new InstantCase(std::move(failure)), TEST_QUICK);
    }

    void AddServers(bool barrier)
    {
        for (uint32_t m = 0; m < SERVERS; ++m)
        {
            Failure failure;
            failure.name = "server " + std::to_string(m) + " stops";
            failure.barrier = barrier;
            failure.last = m == 0;
            failure.servers = m == 0 ? std::set<uint32_t>{0, 1, 2} : std::set<uint32_t>{m};
            failure.happens = Stop([m](TierFixture& run) {
                return std::vector<Ptr<Application>>{run.applications.Get(m)};
            });
            Add(failure);
        }
        Failure failure;
        failure.name = "the cloud stops";
        failure.planner = "HierFavgPlanner";
        failure.barrier = barrier;
        failure.happens = Stop([](TierFixture& run) {
            return std::vector<Ptr<Application>>{run.applications.Get(SERVERS)};
        });
        Add(failure);
    }

    void AddLinks(bool barrier)
    {
        for (const bool again : {false, true})
        {
            Failure failure;
            failure.name = std::string("server 1 is cut off") + (again ? ", and is back" : "");
            failure.barrier = barrier;
            failure.servers = {1};
            failure.happens = [again](TierFixture& run, Time at) {
                Simulator::Schedule(at, &Switch, run.servers.Get(1), 1 + DEVICES, false);
                if (again)
                {
                    Simulator::Schedule(at + Seconds(2.5),
                                        &Switch,
                                        run.servers.Get(1),
                                        1 + DEVICES,
                                        true);
                }
            };
            Add(failure);
            failure.name =
                std::string("a link between servers goes") + (again ? ", and is back" : "");
            // Without a barrier those who wait for each other fall behind.
            failure.servers = barrier ? std::set<uint32_t>{} : std::set<uint32_t>{1, 2};
            failure.happens = [again](TierFixture& run, Time at) {
                for (uint32_t end = 0; end < 2; ++end)
                {
                    const Ptr<NetDevice> device = run.backhaul[2].Get(end);
                    const Ptr<Ipv4> ipv4 = device->GetNode()->GetObject<Ipv4>();
                    const uint32_t interface = ipv4->GetInterfaceForDevice(device);
                    ScheduleCall(at, [ipv4, interface] { ipv4->SetDown(interface); });
                    if (again)
                    {
                        ScheduleCall(at + Seconds(2.5),
                                     [ipv4, interface] { ipv4->SetUp(interface); });
                    }
                }
            };
            Add(failure);
        }
    }

    void AddCells(bool barrier)
    {
        Failure failure;
        failure.barrier = barrier;
        for (uint32_t m = 0; m < 2; ++m)
        {
            failure.name = "the server of cell " + std::to_string(m) + " stops";
            failure.happens = Stop([m](TierFixture& run) {
                return std::vector<Ptr<Application>>{run.servers.Get(m)->GetApplication(0)};
            });
            Add(failure);
        }
        failure.name = "all devices of all cells leave";
        failure.happens = Stop([](TierFixture& run) {
            std::vector<Ptr<Application>> all;
            for (const NodeContainer& cell : run.cells)
            {
                for (uint32_t k = 0; k < cell.GetN(); ++k)
                {
                    all.push_back(cell.Get(k)->GetApplication(0));
                }
            }
            return all;
        });
        Add(failure);
    }
};

TierInstantTestSuite g_tierInstantTestSuite; ///< the suite

} // namespace
