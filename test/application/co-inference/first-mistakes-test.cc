/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a script's author gets wrong at first is said in words that name it, the value and what is
// allowed: budgets, names of arrivals, planners of one's own that decide nothing or not a number,
// simulations without tasks, files that cannot be written.

#include "support/expectations.h"
#include "support/last-words.h"
#include "support/link-rig.h"

#include "ns3/abort.h"
#include "ns3/broadband-helper.h"
#include "ns3/co-inference-helper.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/ideal-link-helper.h"
#include "ns3/placement-helper.h"
#include "ns3/processor-helper.h"
#include "ns3/row-partition-helper.h"
#include "ns3/simulator.h"
#include "ns3/split-planner.h"
#include "ns3/uinteger.h"
#include "ns3/wifi-cell-helper.h"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <functional>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A planner of one's own, as it may come out at the first attempt.
class HastyPlanner : public SplitPlanner
{
  public:
    /// What it forgets.
    enum Fault
    {
        NO_DECISIONS, ///< says SOLVED, and nothing of the devices
        NO_STATUS,    ///< returns the plan it was given
        NO_REASON,    ///< decides that there is no plan, and does not say why
        NO_NUMBER,    ///< promises a latency that is not a number
    };

    /// @returns the TypeId
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("ns3::edgeai::HastyTestPlanner")
                                .SetParent<SplitPlanner>()
                                .SetGroupName("EdgeAi");
        return tid;
    }

    Fault fault{NO_DECISIONS}; ///< of this one

  private:
    SplitPlan DoPlan(const SplitProblem& problem) const override
    {
        SplitPlan plan;
        if (fault == NO_STATUS)
        {
            return plan;
        }
        plan.status = PlanStatus::SOLVED;
        for (std::size_t k = 0; fault != NO_DECISIONS && k < problem.devices.size(); ++k)
        {
            SplitDecision decision;
            decision.status = fault == NO_REASON ? PlanStatus::INFEASIBLE : PlanStatus::SOLVED;
            decision.latency = std::numeric_limits<double>::quiet_NaN();
            plan.Append(decision, "");
        }
        return plan;
    }
};

/// @param [in] sentence  @param [in] words  @returns whether they are in it
bool
Has(const std::string& sentence, const std::string& words)
{
    return sentence.find(words) != std::string::npos;
}

/// Values that attributes do not take, and names that there are not.
class SettingsCase : public TestCase
{
  public:
    SettingsCase()
        : TestCase("settings that are not allowed are named, with what is")
    {
    }

  private:
    /// @param [in] action of a script  @param [in] words it has to end with
    void Expect(const std::function<void()>& action, const std::string& words)
    {
        const std::string said = HearLastWords(action);
        EXPECT_TRUE(Has(said, words), "'" << said << "' has no '" << words << "'");
    }

    /// @param [in] action of a script  @param [in] words of the exception it has to throw
    void ExpectThrow(const std::function<void()>& action, const std::string& words)
    {
        try
        {
            action();
            EXPECT_TRUE(false, "nothing was thrown: " << words);
        }
        catch (const std::invalid_argument& error)
        {
            EXPECT_TRUE(Has(error.what(), words), error.what());
        }
    }

    void DoRun() override
    {
        CoInferenceHelper inference("ViT-B/16", "LaimPlanner");
        Expect([&] { inference.SetBudget(Seconds(0), 0.1); },
               "CoInferenceClient's attribute LatencyBudget is '+0ns'; allowed is Time +1ns");
        Expect([&] { inference.SetBudget(Seconds(1), -1); },
               "attribute EnergyBudget is '-1'; allowed is double");
        Expect([&] { inference.SetClientAttribute("LatencyBudge", DoubleValue(1)); },
               "CoInferenceClient has no attribute 'LatencyBudge'");
        Expect([&] { inference.SetArrivals("Poisson", "Rate", DoubleValue(-2)); },
               "PoissonArrivals's attribute Rate is '-2'; allowed is double");
        Expect([] { ProcessorHelper().SetGovernor("OnDemand", "UpThreshold", DoubleValue(2)); },
               "attribute UpThreshold is '2'; allowed is double 0:1");
        Expect([] { ProcessorHelper().SetAttribute("Units", UintegerValue(0)); },
               "Processor's attribute Units is '0'; allowed is uint32_t 1:");

        ExpectThrow([&] { inference.SetArrivals("Possion"); },
                    "there are Periodic, Poisson, Trace");
        RowPartitionHelper rows("HalpPlanner");
        rows.SetArrivals("Poisson", "Rate", DoubleValue(2));
        ExpectThrow([&] { rows.SetArrivals("Possion"); }, "there are Periodic, Poisson, Trace");
        Expect([&] { rows.SetArrivals("ns3::edgeai::PoissonArrivals", "Rate", DoubleValue(-2)); },
               "attribute Rate is '-2'");
    }
};

/// What planners of one's own forget.
class OwnPlannerCase : public TestCase
{
  public:
    OwnPlannerCase()
        : TestCase("a planner of one's own that decides nothing, or not a number, is told so")
    {
    }

  private:
    /// @param [in] fault of the planner  @param [in] outcome of its tasks  @param [in] words
    void Expect(HastyPlanner::Fault fault, TaskOutcome outcome, const std::string& words)
    {
        NodeContainer devices(2);
        NodeContainer server(1);
        ConnectByLink("ideal", server, devices);
        ProcessorHelper("LaimDevice").Install(devices);
        ProcessorHelper("LaimServer").Install(server);
        CoInferenceHelper inference("ViT-B/16", "LaimPlanner");
        inference.SetArrivals("Periodic", "MaxTasks", UintegerValue(1));
        inference.Install(server.Get(0), devices);
        const auto planner = CreateObject<HastyPlanner>();
        planner->fault = fault;
        inference.GetController()->SetPlanner(planner);
        Simulator::Stop(Seconds(3));
        Simulator::Run();
        const auto records = inference.GetMonitor().GetRecords();
        NS_TEST_EXPECT_MSG_EQ(records.size(), 2, words);
        for (const TaskRecord* task : records)
        {
            NS_TEST_EXPECT_MSG_EQ(ToString(task->outcome), ToString(outcome), task->detail);
            EXPECT_TRUE(Has(task->detail, words), "'" << task->detail << "' has no " << words);
        }
        Simulator::Destroy();
    }

    void DoRun() override
    {
        Expect(HastyPlanner::NO_DECISIONS,
               TaskOutcome::REFUSED,
               "ns3::edgeai::HastyTestPlanner decided about 0 devices of 1");
        Expect(HastyPlanner::NO_STATUS,
               TaskOutcome::REFUSED,
               "HastyTestPlanner makes no plan and gives no reason");
        Expect(HastyPlanner::NO_REASON,
               TaskOutcome::INFEASIBLE,
               "HastyTestPlanner gives no reason");
        Expect(HastyPlanner::NO_NUMBER, TaskOutcome::INFEASIBLE, "latency would be nan s; allowed");
    }
};

/// Simulations in which no task comes.
class SilenceCase : public TestCase
{
  public:
    SilenceCase()
        : TestCase("a run without tasks says why there may be none")
    {
    }

  private:
    /// @param [in] devices how many; less than 0: nothing is installed
    /// @param [in] end of the simulation [s]; 0: it does not run  @param [in] words of the summary
    void Expect(int devices, double end, const std::string& words)
    {
        NodeContainer nodes(std::max(devices, 0));
        NodeContainer server(1);
        CoInferenceHelper inference("ViT-B/16", "LaimPlanner");
        inference.SetArrivals("Periodic", "Offset", TimeValue(Seconds(7)));
        if (devices >= 0)
        {
            ConnectByLink("ideal", server, nodes);
            ProcessorHelper("LaimDevice").Install(nodes);
            ProcessorHelper("LaimServer").Install(server);
            inference.Install(server.Get(0), nodes);
        }
        if (end > 0)
        {
            Simulator::Stop(Seconds(end));
            Simulator::Run();
        }
        std::ostringstream summary;
        inference.GetMonitor().PrintSummary(summary);
        const bool silent = Has(summary.str(), "No task was generated");
        NS_TEST_EXPECT_MSG_EQ(silent, !words.empty(), summary.str());
        EXPECT_TRUE(Has(summary.str(), words), summary.str() << " has no " << words);
        Simulator::Destroy();
    }

    void DoRun() override
    {
        Expect(-1, 5, "nothing was installed");
        Expect(0, 5, "there is a server, and no device");
        Expect(2, 0, "the simulation has not run; Simulator::Stop()");
        Expect(2, 5, "none came in the 5 s of the simulation");
        Expect(2, 9, "");
    }
};

/// What ends programs before anything of this module is there.
const std::terminate_handler g_usual = std::get_terminate();

/// Exceptions that a script does not catch, and fatal errors of ns-3.
class LastResortCase : public TestCase
{
  public:
    LastResortCase()
        : TestCase("an exception that nobody catches, and ns-3's fatal errors, end the program "
                   "with their words alone")
    {
    }

  private:
    /// @param [in] words that it ends with  @param [in] act of a script that has made nothing yet
    void Expect(const std::string& words, const std::function<void()>& act)
    {
        int status = 0;
        const std::string said = HearProcess(
            [&act] {
                std::set_terminate(g_usual);
                act();
            },
            status);
        EXPECT_TRUE(Has(said, words), words << ": " << said);
        EXPECT_TRUE(!Has(said, "terminate called"), said);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 1, words << ": status " << status);
    }

    void DoRun() override
    {
        Expect("cannot write '/nowhere/at/all.csv': No such file",
               [] { CreateObject<InferenceMonitor>()->Write("/nowhere/at/all.csv"); });
        Expect("said by ns-3", [] {
            const auto monitor = CreateObject<InferenceMonitor>();
            NS_FATAL_ERROR("said by ns-3");
        });
        Expect("said by ns-3", [] {
            const auto monitor = CreateObject<InferenceMonitor>();
            NS_ABORT_MSG("said by ns-3");
        });
        // Whatever a script makes first.
        Expect("of ProcessorHelper", [] {
            ProcessorHelper helper;
            throw std::runtime_error("of ProcessorHelper");
        });
        Expect("of IdealLinkHelper", [] {
            IdealLinkHelper helper;
            throw std::runtime_error("of IdealLinkHelper");
        });
        Expect("of BroadbandHelper", [] {
            BroadbandHelper helper;
            throw std::runtime_error("of BroadbandHelper");
        });
        Expect("of PlacementHelper", [] {
            PlacementHelper helper;
            throw std::runtime_error("of PlacementHelper");
        });
        Expect("of WifiCellHelper", [] {
            WifiCellHelper helper;
            throw std::runtime_error("of WifiCellHelper");
        });
        // What ends a program without a word stays an abort, and a script's own way is its own.
        int status = 0;
        HearProcess(
            [] {
                std::set_terminate(g_usual);
                ProcessorHelper helper;
                std::terminate();
            },
            status);
        EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT, "status " << status);
        HearProcess(
            [] {
                std::set_terminate([] { std::_Exit(7); });
                ProcessorHelper helper;
                NS_FATAL_ERROR("said by ns-3");
            },
            status);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 7, "status " << status);
    }
};

class FirstMistakesTestSuite : public TestSuite
{
  public:
    FirstMistakesTestSuite()
        : TestSuite("edge-ai-first-mistakes", TEST_SYSTEM)
    {
        AddTestCase(new SettingsCase, TEST_QUICK);
        AddTestCase(new OwnPlannerCase, TEST_QUICK);
        AddTestCase(new SilenceCase, TEST_QUICK);
        AddTestCase(new LastResortCase, TEST_QUICK);
    }
};

const FirstMistakesTestSuite g_firstMistakesTestSuite;

} // namespace
