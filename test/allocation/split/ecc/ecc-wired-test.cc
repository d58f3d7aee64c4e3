/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Links whose rate nobody decides about, among planners that were made for radios: who decides
// about powers and subchannels refuses them in words, everybody else plans with their rate.

#include "support/ecc-split-problem.h"
#include "support/ecc-test-support.h"
#include "support/expectations.h"

#include "ns3/split-planner.h"

#include <algorithm>
#include <cmath>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] planner a name  @param [in] problem what it is asked  @returns its plan
SplitPlan
Ask(const std::string& planner, const SplitProblem& problem)
{
    NS_ABORT_MSG_UNLESS(problem.Validate().empty(), problem.Validate());
    return CreateSplitPlanner(planner)->Plan(problem);
}

/// @returns six users on two subchannels of two cells, each with a cable beside its radio
SplitProblem
MakeWired(double rate)
{
    SplitProblem problem = MakeSplitProblem(MakeToyProblem());
    for (SplitDevice& device : problem.devices)
    {
        device.linkRate = rate;
        device.gain = std::nan(""); // nobody looks at it
    }
    return problem;
}

/// Everybody on a cable.
class WiredCase : public TestCase
{
  public:
    WiredCase()
        : TestCase("planners that decide about no subchannel plan over links of known rate")
    {
    }

  private:
    void DoRun() override
    {
        for (const double rate : {1e5, 1e6, 1e8})
        {
            for (const char* name : {"NeurosurgeonPlanner",
                                     "DnnSurgeryPlanner",
                                     "IaoPlanner",
                                     "EccDeviceOnlyPlanner",
                                     "EccEdgeOnlyPlanner"})
            {
                Check(name, MakeWired(rate));
                SplitProblem flat = MakeWired(rate);
                flat.noma.subchannels = 0;
                flat.bandwidth = 0; // there is none
                for (SplitDevice& device : flat.devices)
                {
                    device.noma = NomaLink();
                }
                Check(name, flat);
            }
            for (const char* name : {"EccPlanner", "EccColdPlanner", "EccOmaPlanner"})
            {
                const SplitPlan plan = Ask(name, MakeWired(rate));
                EXPECT_TRUE(plan.status == PlanStatus::REFUSED, name);
                EXPECT_TRUE(plan.reason.find("devices[0].linkRate") != std::string::npos,
                            plan.reason);
                EXPECT_TRUE(plan.reason.find("Neurosurgeon") != std::string::npos, plan.reason);
            }
        }
    }

    void Check(const std::string& name, const SplitProblem& problem)
    {
        const SplitPlan plan = Ask(name, problem);
        NS_TEST_ASSERT_MSG_EQ(plan.decisions.size(), problem.devices.size(), plan.reason);
        bool uploads = false;
        for (std::size_t k = 0; k < plan.decisions.size(); ++k)
        {
            const SplitDevice& device = problem.devices[k];
            const SplitDecision& decision = plan.decisions[k];
            EXPECT_TRUE(decision.IsUsable(), name << ": " << decision.reason);
            EXPECT_TRUE(decision.txPower == 0 && decision.bandwidth == 0 &&
                            decision.uplinkWay.subchannel == NO_SUBCHANNEL &&
                            decision.downlinkWay.subchannel == NO_SUBCHANNEL,
                        name << ": nothing about a radio");
            const PlanStep uplink = GetStep(decision.steps, "uplink");
            if (uplink.bits == 0)
            {
                continue;
            }
            uploads = true;
            EXPECT_RELATIVE(uplink.time, uplink.bits / device.linkRate, 1e-12, name << ": up");
            EXPECT_TRUE(uplink.energy == 0, name << ": nobody pays for it");
            EXPECT_RELATIVE(GetStep(decision.steps, "downlink").time,
                            device.resultBits / device.linkRate,
                            1e-12,
                            name << ": down");
            CheckChoice(name, problem, plan, k);
        }
        const bool silent = name == "EccDeviceOnlyPlanner";
        EXPECT_TRUE(uploads != silent || problem.devices[0].linkRate < 1e8, name);
    }

    /// Neurosurgeon's cut is that of the least sum of times, with its units as they are.
    void CheckChoice(const std::string& name,
                     const SplitProblem& problem,
                     const SplitPlan& plan,
                     std::size_t k)
    {
        const SplitDevice& device = problem.devices[k];
        const SplitDecision& decision = plan.decisions[k];
        if (name == "EccEdgeOnlyPlanner")
        {
            EXPECT_TRUE(decision.split == 0, "all of it on the server");
        }
        if (name != "NeurosurgeonPlanner")
        {
            return;
        }
        const SplitOption* chosen = device.FindOption(decision.split);
        const double speed = chosen->serverFlop / GetStep(decision.steps, "server").time;
        for (const SplitOption& option : device.options)
        {
            const bool sends = option.split < device.blockCount;
            const double time =
                option.deviceFlop / device.processor.flopPerCycle / device.processor.clockMax +
                (sends ? (option.uplinkBits + device.resultBits) / device.linkRate +
                             option.serverFlop / speed
                       : 0);
            EXPECT_TRUE(decision.latency <= time * (1 + 1e-9),
                        "cut " << option.split << " takes " << time << " s, the plan "
                               << decision.latency);
        }
    }
};

/// Some on cables, others on the air.
class MixedCase : public TestCase
{
  public:
    MixedCase()
        : TestCase("a cable takes no subchannel from the radios beside it")
    {
    }

  private:
    void DoRun() override
    {
        // One subchannel for one user: of six only two, one in each cell, get on the air.
        SplitProblem problem = MakeSplitProblem(MakeToyProblem());
        problem.noma.usersPerSubchannel = 1;
        const auto count = [](const SplitPlan& plan) {
            return std::count_if(plan.decisions.begin(), plan.decisions.end(), [](const auto& d) {
                return GetStep(d.steps, "uplink").bits > 0;
            });
        };
        const auto before = count(Ask("EccEdgeOnlyPlanner", problem));
        const auto users = static_cast<std::ptrdiff_t>(problem.devices.size());
        EXPECT_TRUE(before < users, "not everybody has room on the air: " << before);
        std::ptrdiff_t wired = 0;
        for (std::size_t k = 0; k < problem.devices.size(); k += 2, ++wired)
        {
            problem.devices[k].linkRate = 1e6;
        }
        const SplitPlan plan = Ask("EccEdgeOnlyPlanner", problem);
        EXPECT_TRUE(count(plan) >= std::min(users, wired + 1), count(plan) << " upload");
        for (std::size_t k = 0; k < plan.decisions.size(); ++k)
        {
            const SplitDecision& decision = plan.decisions[k];
            const bool onAir = decision.uplinkWay.subchannel != NO_SUBCHANNEL;
            EXPECT_TRUE(!onAir || problem.devices[k].linkRate == 0, "device " << k);
            EXPECT_TRUE((GetStep(decision.steps, "uplink").energy > 0) == onAir, "device " << k);
        }
    }
};

class EccWiredTestSuite : public TestSuite
{
  public:
    EccWiredTestSuite()
        : TestSuite("edge-ai-ecc-wired", TEST_UNIT)
    {
        AddTestCase(new WiredCase, TEST_QUICK);
        AddTestCase(new MixedCase, TEST_QUICK);
    }
};

EccWiredTestSuite g_eccWiredTestSuite; ///< registers the suite

} // namespace
