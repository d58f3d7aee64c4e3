/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What users of CodeHelper get wrong is said in words; loads change when they shall.

#include "support/code-fixture.h"
#include "support/misuse-case.h"

#include <cmath>
#include <functional>
#include <limits>
#include <utility>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in,out] helper gets two services
void
AddCodeServices(CodeHelper& helper)
{
    helper.AddService({"one", "AlexNet", 50e9, 20});
    helper.AddService({"two", "MobileNetV1", 70e9, 20});
}

/// Services, nodes and figures.
class CodeMisuseCase : public MisuseCase
{
  public:
    CodeMisuseCase()
        : MisuseCase("CodeHelper", "what is wrong with services or nodes")
    {
    }

  private:
    void CheckServices()
    {
        for (const double accuracy : {-1., 2., std::nan("")})
        {
            Expect("accuracy of service 'one' is ", [accuracy] {
                CodeHelper().AddService(
                    {"one", "AlexNet", 50e9, 20, "CodeOwnPathPlanner", accuracy});
            });
        }
        Expect("name is 'one', which service 0 has; allowed is one that no other service has", [] {
            CodeHelper helper;
            AddCodeServices(helper);
            helper.AddService({"one", "AlexNet"});
        });
        for (const double rate : {0., 1e300, 1e-300, std::nan("")})
        {
            Expect("rate of SetLinkRate() is ", [rate] { CodeHelper().SetLinkRate(rate); });
        }
        const auto blocks = [](uint32_t count) {
            std::string words;
            try
            {
                CodePairSettings pair;
                pair.blocks = count;
                CodeHelper(pair).AddService({"one", "AlexNet"});
            }
            catch (const std::exception& error)
            {
                words = error.what();
            }
            return words;
        };
        NS_TEST_EXPECT_MSG_EQ(blocks(0), "blocks is 0; allowed is 1 or more", "none");
        NS_TEST_EXPECT_MSG_EQ(blocks(9),
                              "profile 'AlexNet' has 8 blocks with square images before its head; "
                              "needed are at least 9",
                              "too many");
        NS_TEST_EXPECT_MSG_EQ(blocks(5), "", "as many as there are");
    }

    void CheckNodes()
    {
        Expect("servers[1] is no node: it is null", [] {
            CodeHelper helper;
            AddCodeServices(helper);
            helper.InstallProcessors(MakeBroken());
        });
        Expect("servers[1] is no node: it is null", [] {
            CodeHelper helper;
            AddCodeServices(helper);
            helper.Install(MakeBroken(), {NodeContainer(1), NodeContainer(1)});
        });
        Expect("users[0][1] is no node: it is null", [] {
            CodeHelper helper;
            AddCodeServices(helper);
            helper.Install(NodeContainer(2), {MakeBroken(), NodeContainer(1)});
        });
        Expect("load of service 'one' is 3e+06 1/s; allowed is 1e-50 to 2e+06 1/s", [] {
            CodeHelper helper;
            helper.AddService({"one", "AlexNet", 50e9, 3e6});
            helper.Install(NodeContainer(1), {NodeContainer(2)});
        });
        Expect("Install() can be called once", [] {
            CodeFixture run;
            run.AddBase("CodeOwnPathPlanner");
            run.Build();
            run.helper.Install(run.servers, run.users);
        });
        Expect("Install() can be called once", [] {
            CodeFixture run;
            run.AddBase("CodeOwnPathPlanner");
            run.Build();
            Simulator::Destroy();
            run.helper.Install(NodeContainer(2), {NodeContainer(1), NodeContainer(1)});
        });
    }

    void CheckFigures()
    {
        using Call = std::pair<std::string, std::function<void(const CodeHelper&, uint32_t)>>;
        for (const auto& [name, call] : std::vector<Call>{
                 {"GetDecisions()", [](const auto&h, uint32_t i) { h.GetDecisions(i); }},
                 {"GetTraining()", [](const auto&h, uint32_t i) { h.GetTraining(i); }},
                 {"GetSeconds()", [](const auto&h, uint32_t i) { h.GetSeconds(i); }},
                 {"GetOutcome()", [](const auto&h, uint32_t i) { h.GetOutcome(i, 0, 1); }},
                 {"GetTurnedAway()", [](const auto&h, uint32_t i) { h.GetTurnedAway(i); }}})
        {
            Expect("nothing is installed yet; call " + name + " after Install()", [made = call] {
                CodeHelper helper;
                AddCodeServices(helper);
                made(helper, 0);
            });
            Expect("service of " + name + " is 2; allowed is 0 to 1", [made = call] {
                CodeFixture run;
                run.AddBase("CodeOwnPathPlanner");
                run.Build();
                made(run.helper, 2);
            });
        }
        const double none = std::nan("");
        const double infinite = std::numeric_limits<double>::infinity();
        for (const auto& [from, until] :
             {std::pair{3., 1.}, std::pair{2., 2.}, std::pair{none, 3.}, std::pair{0., infinite}})
        {
            Expect("span of GetOutcome() is from ", [begin = from, end = until] {
                CodeFixture run;
                run.AddBase("CodeOwnPathPlanner");
                run.Build();
                run.helper.GetOutcome(0, begin, end);
            });
        }
        Expect("there are no services; call AddService()", [] { CodeHelper().Plan(0, 1); });
        for (const auto& [field, service, host] :
             {std::tuple{"service", 2U, 0U}, std::tuple{"host", 0U, 2U}})
        {
            Expect(std::string(field) + " of Plan() is 2; allowed is 0 to 1",
                   [one = service, other = host] {
                       CodeHelper helper;
                       AddCodeServices(helper);
                       helper.Plan(one, other);
                   });
        }
        Expect("service of SetPlannerAttribute() is 2; allowed is 0 to 1", [] {
            CodeHelper helper;
            AddCodeServices(helper);
            helper.SetPlannerAttribute(2, "Timeout", DoubleValue(1));
        });
    }

    void DoRun() override
    {
        CheckServices();
        CheckNodes();
        CheckFigures();
    }
};

/// Setters that come too late.
class CodeLateCase : public MisuseCase
{
  public:
    CodeLateCase()
        : MisuseCase("CodeHelper", "what is set behind Install()")
    {
    }

  private:
    void DoRun() override
    {
        using Setter = std::pair<std::string, std::function<void(CodeHelper&)>>;
        for (const auto& [name, call] : std::vector<Setter>{
                 {"AddService()",
                  [](CodeHelper& h) {
                      h.AddService({"new", "AlexNet"});
                  }},
                 {"SetLinkRate()", [](CodeHelper& h) { h.SetLinkRate(1e6); }},
                 {"SetPoisson()", [](CodeHelper& h) { h.SetPoisson(true); }},
                 {"SetPlannerAttribute(\"X\")",
                  [](CodeHelper& h) { h.SetPlannerAttribute(0, "X", BooleanValue(true)); }},
                 {"SetServerAttribute(\"Slices\")",
                  [](CodeHelper& h) { h.SetServerAttribute("Slices", BooleanValue(true)); }},
                 {"SetUserAttribute(\"Port\")",
                  [](CodeHelper& h) { h.SetUserAttribute("Port", UintegerValue(9)); }},
                 {"SetSocketAttribute(\"Port\")",
                  [](CodeHelper& h) { h.SetSocketAttribute("Port", UintegerValue(9)); }}})
        {
            Expect(name + " changes nothing of what is installed already; call it before Install()",
                   [late = call] {
                       CodeFixture run;
                       run.AddBase("CodeOwnPathPlanner");
                       run.Build();
                       late(run.helper);
                   });
        }
    }
};

/// Loads that change.
class CodeLoadCase : public MisuseCase
{
  public:
    CodeLoadCase()
        : MisuseCase("CodeHelper", "a load that cannot change so")
    {
    }

  private:
    /// @param [in] words that the program ends with  @param [in] service index
    /// @param [in] when instant [s]  @param [in] factor of the load
    void ExpectRefusal(const std::string& words, uint32_t service, double when, double factor)
    {
        Expect(words, [=] {
            CodeFixture run;
            run.AddBase("CodeOwnPathPlanner");
            run.Build();
            ScheduleCall(Seconds(.5), [&run, service, when, factor] {
                run.helper.ScheduleLoad(service, when, factor);
            });
            run.Run(.6);
        });
    }

    void DoRun() override
    {
        const double infinite = std::numeric_limits<double>::infinity();
        for (const double when : {-1., std::nan(""), infinite, 1e300})
        {
            ExpectRefusal("when of ScheduleLoad() is ", 0, when, 2);
        }
        ExpectRefusal("when of ScheduleLoad() is +0.4s; allowed is now or later, and it is +0.5s",
                      0,
                      .4,
                      2);
        for (const double factor : {0., -1., std::nan(""), infinite, 1e300, 1e-300, 5001.})
        {
            ExpectRefusal("factor of ScheduleLoad() is ", 0, 1, factor);
        }
        ExpectRefusal("factor of ScheduleLoad() is 30000; allowed is 1e-50 to 25000", 1, 1, 3e4);
        ExpectRefusal("service of ScheduleLoad() is 2; allowed is 0 to 1", 2, 1, 2);
        Expect("nothing is installed yet; call ScheduleLoad() after Install()", [] {
            CodeHelper helper;
            AddCodeServices(helper);
            helper.ScheduleLoad(0, 1, 2);
        });
        Expect("ScheduleLoad() comes too late: Simulator::Destroy() has ended what was installed",
               [] {
                   CodeFixture run;
                   run.AddBase("CodeOwnPathPlanner");
                   run.Run(.1);
                   Simulator::Destroy();
                   run.helper.ScheduleLoad(0, 1, 2);
               });
        CheckInstant();
    }

    /// Told in the middle of a run, a load changes at the instant, not as long behind it.
    void CheckInstant()
    {
        CodeFixture run;
        run.AddBase("CodeOwnPathPlanner", 40);
        run.Build();
        ScheduleCall(Seconds(1), [&run] { run.helper.ScheduleLoad(1, 2, 2); });
        ScheduleCall(Seconds(3), [&run] { run.helper.ScheduleLoad(1, 3, .5); });
        run.Run(4);
        NS_TEST_EXPECT_MSG_EQ(IsSound(run), true, "sound");
        EXPECT_ABSOLUTE(run.helper.GetOutcome(1, 1, 2).offered, 40., 1, "before");
        EXPECT_ABSOLUTE(run.helper.GetOutcome(1, 2, 3).offered, 80., 2, "twice the load");
        EXPECT_ABSOLUTE(run.helper.GetOutcome(1, 3, 4).offered, 20., 2, "half of it, at once");
    }
};

class CodeMisuseTestSuite : public TestSuite
{
  public:
    CodeMisuseTestSuite()
        : TestSuite("edge-ai-code-misuse", TEST_SYSTEM)
    {
        AddTestCase(new CodeMisuseCase, TEST_QUICK);
        AddTestCase(new CodeLateCase, TEST_QUICK);
        AddTestCase(new CodeLoadCase, TEST_QUICK);
    }
};

CodeMisuseTestSuite g_codeMisuseTestSuite; //!< the suite

} // namespace
