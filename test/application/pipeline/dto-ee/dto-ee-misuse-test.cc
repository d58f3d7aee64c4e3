/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What users of DtoEeHelper get wrong is said in words; loads change, and nodes fail, when they
// shall.

#include "support/dto-ee-fault-case.h"
#include "support/misuse-case.h"

#include "ns3/ipv4.h"

#include <cmath>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// @returns one that was told a model of two stages
std::unique_ptr<DtoEeHelper>
MakeDtoEeHelper()
{
    return std::make_unique<DtoEeHelper>(DtoEeModel::FromNetwork("ResNet-101", {7}),
                                         DtoEeSettings());
}

/// @param [in] action on a network that is installed
std::function<void()>
Installed(const std::function<void(DtoEeRig&)>& action)
{
    return [action] {
        DtoEeRig rig(MakeToy(.1), MakeFaultSettings("DtoEeDistributedPlanner"));
        rig.Build();
        action(rig);
    };
}

/// Nodes, rates, and what is not there yet or no more.
class DtoEeMisuseCase : public MisuseCase
{
  public:
    DtoEeMisuseCase()
        : MisuseCase("DtoEeHelper", "what is wrong, too early or too late")
    {
    }

  private:
    void CheckNodes()
    {
        const DtoEeHelper::LinkRates rates{{{1e8, 1e8}, {1e8, 1e8}}, {{1e8, 1e8}, {1e8, 1e8}}};
        const auto install = [rates](const NodeContainer& devices,
                                     const std::vector<double>& arrivals,
                                     const NodeContainer& first) {
            return [=] {
                MakeDtoEeHelper()->Install(devices, arrivals, {first, NodeContainer(2)}, rates);
            };
        };
        Expect("devices[1] is no node: it is null",
               install(MakeBroken(), {1, 1}, NodeContainer(2)));
        Expect("stages[0][1] is no node: it is null",
               install(NodeContainer(2), {1, 1}, MakeBroken()));
        for (const double rate : {1e12, -1., std::nan(""), 1e-300})
        {
            Expect("arrivalRates[1] is ", install(NodeContainer(2), {1, rate}, NodeContainer(2)));
        }
        Expect("arrivalRates[0] is 1e+12 1/s; allowed is 0, or 1e-50 to 1e+06 1/s",
               install(NodeContainer(2), {1e12, 1}, NodeContainer(2)));
        Expect("2 devices for 1 arrival rates", install(NodeContainer(2), {1}, NodeContainer(2)));
        Expect("Install() can be called once", Installed([](DtoEeRig& rig) {
                   rig.helper->Install(rig.all[0], {1, 1}, {}, {});
               }));
        Expect("nodes[1] is no node: it is null", [] {
            DtoEeHelper::InstallProcessors(MakeBroken(), {1e9, 1e9});
        });
        Expect("1 nodes for 2 speeds", [] {
            DtoEeHelper::InstallProcessors(NodeContainer(1), {1e9, 1e9});
        });
        Expect("speeds[0] is nan FLOP/s; allowed is 1e-50 to 1e+50 FLOP/s",
               [] { DtoEeHelper::InstallProcessors(NodeContainer(1), {std::nan("")}); });
    }

    void CheckCalls()
    {
        using Call = std::pair<std::string, std::function<void(DtoEeHelper&)>>;
        for (const auto& [name, call] : std::vector<Call>{
                 {"GetProblem()", [](DtoEeHelper& h) { h.GetProblem(); }},
                 {"GetSlots()", [](DtoEeHelper& h) { h.GetSlots(); }},
                 {"GetRounds()", [](DtoEeHelper& h) { h.GetRounds(); }},
                 {"GetControl()", [](DtoEeHelper& h) { h.GetControl(); }},
                 {"ChangeLoad()", [](DtoEeHelper& h) { h.ChangeLoad(Seconds(1), 1); }},
                 {"FailNode()", [](DtoEeHelper& h) { h.FailNode(Seconds(1), 1, 0); }}})
        {
            Expect("nothing is installed yet; call " + name + " after Install()",
                   [early = call] { early(*MakeDtoEeHelper()); });
        }
        for (const auto& [name, call] : std::vector<Call>{
                 {"SetDeviceAttribute(\"X\")",
                  [](DtoEeHelper& h) { h.SetDeviceAttribute("X", UintegerValue(1)); }},
                 {"SetNodeAttribute(\"X\")",
                  [](DtoEeHelper& h) { h.SetNodeAttribute("X", UintegerValue(1)); }},
                 {"SetAttribute(\"X\")",
                  [](DtoEeHelper& h) { h.SetAttribute("X", UintegerValue(1)); }},
                 {"SetPlannerAttribute(\"X\")",
                  [](DtoEeHelper& h) { h.SetPlannerAttribute("X", UintegerValue(1)); }}})
        {
            Expect(name + " changes nothing of what is installed already; call it before Install()",
                   Installed([late = call](DtoEeRig& rig) { late(*rig.helper); }));
        }
        for (const auto& [name, call] : std::vector<Call>{
                 {"ChangeLoad()", [](DtoEeHelper& h) { h.ChangeLoad(Seconds(1), 1); }},
                 {"FailNode()", [](DtoEeHelper& h) { h.FailNode(Seconds(1), 1, 0); }},
                 {"AssignStreams()", [](DtoEeHelper& h) { h.AssignStreams(1); }}})
        {
            Expect(name + " comes too late: Simulator::Destroy() has ended what was installed",
                   Installed([late = call](DtoEeRig& rig) {
                       Simulator::Destroy();
                       late(*rig.helper);
                   }));
        }
    }

    void DoRun() override
    {
        CheckNodes();
        CheckCalls();
    }
};

/// Loads that change and nodes that fail.
class DtoEeInstantCase : public MisuseCase
{
  public:
    DtoEeInstantCase()
        : MisuseCase("DtoEeHelper", "what cannot happen, or not then,")
    {
    }

  private:
    void CheckWords()
    {
        const double infinite = std::numeric_limits<double>::infinity();
        for (const double factor : {-1., std::nan(""), infinite, 1e300, 1e-300, 1e9})
        {
            Expect("factor of ChangeLoad() is ", Installed([factor](DtoEeRig& rig) {
                       rig.helper->ChangeLoad(Seconds(1), factor);
                   }));
        }
        Expect("factor of ChangeLoad() is 1e+09; allowed is 0, or 1e-50 to 500000",
               Installed([](DtoEeRig& rig) { rig.helper->ChangeLoad(Seconds(1), 1e9); }));
        Expect("when of ChangeLoad() is -1s; allowed is now or later, and it is +0s",
               Installed([](DtoEeRig& rig) { rig.helper->ChangeLoad(Seconds(-1), 1); }));
        Expect("when of FailNode() is -1s; allowed is now or later, and it is +0s",
               Installed([](DtoEeRig& rig) { rig.helper->FailNode(Seconds(-1), 1, 0); }));
        Expect("there is no node 9 of stage 1",
               Installed([](DtoEeRig& rig) { rig.helper->FailNode(Seconds(1), 1, 9); }));
        Expect("there is no node 0 of stage 0",
               Installed([](DtoEeRig& rig) { rig.helper->FailNode(Seconds(1), 0, 0); }));
    }

    /// Told in the middle of a run, they happen at the instant, not as long behind it.
    void CheckInstants()
    {
        DtoEeRig rig(MakeToy(.5), MakeFaultSettings("DtoEeDistributedPlanner"));
        rig.Build();
        ScheduleCall(Seconds(2), [&rig] {
            rig.helper->ChangeLoad(Seconds(3), 0);
            rig.helper->FailNode(Seconds(2.5), 3, 0);
        });
        const auto node = rig.GetNode(3, 0)->GetNode()->GetObject<Ipv4>();
        bool before = false;
        bool after = true;
        ScheduleCall(Seconds(2.49), [&] { before = node->IsUp(1); });
        ScheduleCall(Seconds(2.51), [&] { after = node->IsUp(1); });
        rig.Run(6);
        double last = 0;
        for (const TaskRecord* task : rig.helper->GetMonitor().GetRecords())
        {
            last = std::max(last, task->generated);
        }
        NS_TEST_EXPECT_MSG_LT(last, 3, "no tasks from then on");
        NS_TEST_EXPECT_MSG_GT(last, 2.2, "and some before");
        NS_TEST_EXPECT_MSG_EQ(before, true, "the node is there until then");
        NS_TEST_EXPECT_MSG_EQ(after, false, "and gone from then on");
    }

    void DoRun() override
    {
        CheckWords();
        CheckInstants();
    }
};

class DtoEeMisuseTestSuite : public TestSuite
{
  public:
    DtoEeMisuseTestSuite()
        : TestSuite("edge-ai-dto-ee-misuse", TEST_SYSTEM)
    {
        AddTestCase(new DtoEeMisuseCase, TEST_QUICK);
        AddTestCase(new DtoEeInstantCase, TEST_QUICK);
    }
};

DtoEeMisuseTestSuite g_dtoEeMisuseTestSuite; //!< the suite

} // namespace
