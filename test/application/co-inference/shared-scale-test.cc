/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What many devices get of a server and a link, and are told of it.

#include "application/co-inference/co-inference-roster.h"
#include "application/co-inference/shared-links.h"
#include "application/co-inference/shared-servers.h"
#include "support/expectations.h"

#include "ns3/nstime.h"

#include <algorithm>
#include <ctime>
#include <functional>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class ManyDevicesCase : public TestCase
{
  public:
    ManyDevicesCase()
        : TestCase("what thousands of devices are told is found in one walk over them")
    {
    }

  private:
    static constexpr uint64_t COUNT = 4000;

    /// @param [in] action what  @returns processor time of the fastest of three [s]
    static double Measure(const std::function<void()>& action)
    {
        double least = 1e9;
        for (int i = 0; i < 3; ++i)
        {
            const std::clock_t start = std::clock();
            action();
            least = std::min(least, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
        }
        return least;
    }

    /// @param [in,out] roster whose devices get bands, three of them, and none
    void CheckGroups(CoInferenceRoster& roster)
    {
        for (const auto& device : roster.GetDevices())
        {
            device->request.divideBand = device->client % 4 > 0;
            device->request.bandwidth = 1e6 * static_cast<double>(device->client % 4);
        }
        std::size_t members = 0;
        uint64_t first = 0;
        const auto groups = roster.GetGroups();
        for (const CoInferenceGroup& group : groups)
        {
            const CoInferenceGroup same = roster.GetGroup(*group.back());
            EXPECT_TRUE(group == same, "those of " << group.front()->client);
            EXPECT_TRUE(group.front()->client > first, "ascending in the first member");
            first = group.front()->client;
            members += group.size();
        }
        EXPECT_TRUE(groups.size() == COUNT / 4 + 3, groups.size() << " groups");
        EXPECT_TRUE(members == COUNT, members << " members");
    }

    void DoRun() override
    {
        CoInferenceRoster roster;
        for (uint64_t client = 1; client <= COUNT; ++client)
        {
            const auto device = roster.Add(client);
            device->request.arrivalRate = 1;
            device->request.latencyBudget = 1;
            device->request.linkRate = device->request.mediumRate = 1e9;
            device->request.medium = client % 2;
            device->server.processor = client % 2;
            device->server.limits.clockMax = 1e9;
            device->decision.status = PlanStatus::SOLVED;
            device->decision.serverClock = 1e9;
            device->decision.steps.resize(2);
            device->decision.steps[0].name = "uplink";
            device->decision.steps[0].bits = 1e6;
            device->decision.steps[0].time = 1e-3;
            device->decision.steps[1].name = "server";
            device->decision.steps[1].time = 1e-3;
        }
        SharedServers servers(roster);
        const SharedLinks links(roster);
        ServerSharingTerms terms;
        terms.sharing = CoInferenceController::QUEUE;
        const CoInferenceGroup all = roster.GetDevices();
        const double dividing = Measure([&] {
            servers.Divide(terms, Seconds(1));
            links.Divide(terms.sharing);
        });
        const double telling = Measure([&] {
            servers.ExplainLoads(terms, all);
            links.ExplainLoads(terms.sharing, all);
        });
        const std::string expected =
            "the server cannot keep up: offered load 2 (2e+03 task/s x 0.001 s); the link that the "
            "uplinks share cannot keep up: offered load 2 (2e+03 task/s x 0.001 s)";
        for (const auto& device : {all.front(), all.back()})
        {
            NS_TEST_EXPECT_MSG_EQ(device->overload, expected, "device " << device->client);
        }
        std::size_t groups = 0;
        const double grouping = Measure([&] { groups = roster.GetGroups().size(); });
        NS_TEST_EXPECT_MSG_EQ(groups, COUNT, "whoever divides no band is alone");
        EXPECT_TRUE(grouping < 200 * (dividing + 1e-4), grouping << " s, " << dividing << " s");
        CheckGroups(roster);
        // Words cost more than numbers; a walk over all for each would cost thousands of times as
        // much.
        EXPECT_TRUE(telling < 200 * (dividing + 1e-4), telling << " s, " << dividing << " s");
    }
};

class SharedScaleTestSuite : public TestSuite
{
  public:
    SharedScaleTestSuite()
        : TestSuite("edge-ai-shared-scale", TEST_UNIT)
    {
        AddTestCase(new ManyDevicesCase, TEST_QUICK);
    }
};

SharedScaleTestSuite g_sharedScaleTestSuite; ///< registers the suite

} // namespace
