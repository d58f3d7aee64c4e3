/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Devices that no formula tells apart, and plans that are found once for all of them.

#include "allocation/split/laim/laim-planner.h"
#include "allocation/split/split-likeness.h"
#include "application/message/message-archive.h"
#include "support/expectations.h"
#include "support/laim-random-problems.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <functional>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::laimtest;

namespace
{

/// Which devices are alike.
class KindsCase : public TestCase
{
  public:
    KindsCase()
        : TestCase("one number that differs makes another kind")
    {
    }

  private:
    void DoRun() override
    {
        using Change = std::function<void(SplitDevice&)>;
        const std::vector<std::pair<const char*, Change>> changes{
            {"options", [](SplitDevice& d) { d.options.pop_back(); }},
            {"bits of an option", [](SplitDevice& d) { d.options[3].uplinkBits += 1; }},
            {"clock", [](SplitDevice& d) { d.processor.clockMin = 1; }},
            {"clocks", [](SplitDevice& d) { d.processor.clocks = {1e9}; }},
            {"memory", [](SplitDevice& d) { d.memoryBits = 1e9; }},
            {"powers", [](SplitDevice& d) { d.txPowers = {0.1}; }},
            {"gain", [](SplitDevice& d) { d.gain *= 1 + 1e-15; }},
            {"overhead", [](SplitDevice& d) { d.overheadLatency = 1e-9; }},
            {"weight rate", [](SplitDevice& d) { d.weightRate = 31; }},
            {"answer", [](SplitDevice& d) { d.resultBits = 8; }},
            {"worth of a joule", [](SplitDevice& d) { d.energyWeight = 1; }},
            {"subchannels", [](SplitDevice& d) { d.noma.uplinkGains = {1e-10}; }},
        };
        const SplitDevice plain = ScenarioA().devices[0];
        std::vector<SplitDevice> devices{plain, plain};
        for (const auto& [what, change] : changes)
        {
            devices.push_back(plain);
            change(devices.back());
        }
        devices.push_back(plain);
        devices.push_back(devices[4]);
        const std::vector<std::size_t> alike = FindAlike(devices);
        EXPECT_TRUE(alike[0] == 0 && alike[1] == 0, "the first two");
        for (std::size_t i = 0; i < changes.size(); ++i)
        {
            EXPECT_TRUE(alike[i + 2] == i + 2, changes[i].first);
        }
        EXPECT_TRUE(alike[devices.size() - 2] == 0, "like the first again");
        EXPECT_TRUE(alike.back() == 4, "like the changed one");
    }
};

/// Takes each device for itself: who draws lots gets draws of its own.
class OneByOnePlanner : public LaimPlanner
{
  public:
    bool UsesDraws() const override
    {
        return true;
    }
};

/// Plans by kinds beside plans one by one.
class PlansCase : public TestCase
{
  public:
    PlansCase()
        : TestCase("plans are the same to the bit whether a kind is looked at once or not")
    {
    }

  private:
    void DoRun() override
    {
        RandomProblems random(9);
        unsigned usable = 0;
        unsigned infeasible = 0;
        for (int i = 0; i < 24; ++i)
        {
            SplitProblem problem = random.Make();
            problem.devices[0].latencyBudget *= i % 2 ? 0.01 : 1;
            SplitDevice other = problem.devices[0];
            other.gain *= random.Between(0.01, 100);
            other.overheadLatency = random.Between(1e-4, 1e-2);
            SplitDevice cabled = other;
            cabled.linkRate = i % 3 == 0 ? 1e6 : 0;
            const SplitDevice one = problem.devices[0];
            problem.devices = {cabled, one, other, one, other, one, cabled};
            problem.bandwidth *= i % 5 + 1;
            problem.subchannelWidth = i % 4 == 1 ? problem.bandwidth / 25 : 0;
            const SplitPlan kinds = CreateObject<LaimPlanner>()->Plan(problem);
            const SplitPlan apart = CreateObject<OneByOnePlanner>()->Plan(problem);
            EXPECT_TRUE(kinds.status == apart.status && kinds.reason == apart.reason,
                        kinds.reason << " and " << apart.reason);
            EXPECT_TRUE(kinds.decisions.size() == 7 && apart.decisions.size() == 7, "all");
            EXPECT_TRUE(kinds.summary.evaluations < apart.summary.evaluations, "with less work");
            for (std::size_t k = 0; k < kinds.decisions.size(); ++k)
            {
                EXPECT_TRUE(Encode(kinds.decisions[k]) == Encode(apart.decisions[k]),
                            "problem " << i << ", device " << k);
                (kinds.decisions[k].IsUsable() ? usable : infeasible) += 1;
            }
        }
        EXPECT_TRUE(usable > 30 && infeasible > 10, usable << " and " << infeasible);
    }
};

class SplitLikenessSuite : public TestSuite
{
  public:
    SplitLikenessSuite()
        : TestSuite("edge-ai-split-likeness", TEST_UNIT)
    {
        AddTestCase(new KindsCase, TEST_QUICK);
        AddTestCase(new PlansCase, TEST_QUICK);
    }
};

SplitLikenessSuite g_splitLikenessSuite;

} // namespace
