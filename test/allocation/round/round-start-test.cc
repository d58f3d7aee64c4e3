/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Models that come to one worker after the other: whoever starts later is planned for as one who
// needs as much longer, by every planner.

#include "allocation/round/round-planner.h"
#include "support/expectations.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <cmath>
#include <functional>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What is learned.
enum class Part
{
    DIVISION,
    DEPTH,
    UPDATE,
    SPARSITY,
    OUTAGE,
};

/// @param [in] form of the uplink  @param [in] part what is learned
/// @returns a problem of four workers that differ
RoundProblem
MakeProblem(RoundUplinkForm form, Part part)
{
    RoundProblem problem;
    problem.uplink.form = form;
    problem.uplink.subchannels = 8;
    problem.uplink.subchannelWidth = 180e3;
    problem.uplink.noiseDensity = 4e-21;
    problem.uplink.bandwidth = 10e6;
    problem.broadcastTime = .25;
    problem.aggregateTime = .125;
    for (uint32_t k = 0; k < 4; ++k)
    {
        RoundWorker worker;
        worker.flops = 1e9 * (1 + k);
        worker.offset = .01 * (k % 2);
        worker.powerMax = .2;
        for (uint32_t n = 0; n < problem.uplink.subchannels; ++n)
        {
            worker.gains.push_back(1e-11 * (1 + (k + n) % 5));
        }
        worker.efficiency = 2 + .5 * k;
        worker.snrBand = 1e6 * (1 + k);
        worker.rate = 1e6 * (4 - .5 * k);
        worker.samples = 100;
        if (part == Part::UPDATE)
        {
            worker.processor.cycles = 1e7 * (1 + k);
            worker.processor.clockMin = 1e8;
            worker.processor.clockMax = 1e9;
            worker.processor.powerCoefficient = 1e-28;
        }
        problem.workers.push_back(worker);
    }
    if (part == Part::UPDATE)
    {
        problem.update.bits = 1e5;
    }
    else if (part == Part::SPARSITY)
    {
        problem.sparsity.parameters = 10000;
        problem.sparsity.flop = 1e7;
        problem.sparsity.gain = .1;
        problem.sparsity.weight = .25;
        problem.sparsity.delayMean = .5;
        problem.sparsity.slots = 3;
        problem.sparsity.workers.assign(4, RoundSparseWorker{.1, 0, 0, false});
    }
    else if (part == Part::OUTAGE)
    {
        problem.outage.parameters = 1000;
        problem.outage.window = .05;
        problem.outage.flopPerStep = 1e6;
        problem.outage.bitsMax = 4;
        problem.outage.workers.assign(4, {2, .5, 3});
    }
    else if (part == Part::DEPTH)
    {
        problem.depth.forwardFlop = 1e8;
        problem.depth.backwardFlop = 1e8;
        RoundBlock block;
        block.gradientBits = 1e6;
        block.weightFlop = 1e8;
        problem.depth.blocks.assign(3, block);
    }
    else
    {
        problem.division.parameters = 100000;
        problem.division.flopPerParameter = 1e4;
    }
    problem.uniformDraws.assign(1000, .37);
    return problem;
}

class StartCase : public TestCase
{
  public:
    explicit StartCase(const std::string& planner)
        : TestCase(planner),
          m_planner(planner)
    {
    }

  private:
    void DoRun() override
    {
        uint32_t planned = 0;
        for (const RoundUplinkForm form :
             {RoundUplinkForm::SUBCHANNELS, RoundUplinkForm::BAND, RoundUplinkForm::RATES})
        {
            for (const Part part : {Part::DIVISION, Part::DEPTH, Part::UPDATE, Part::SPARSITY})
            {
                planned += Compare(MakeProblem(form, part)) ? 1 : 0;
            }
        }
        planned += Compare(MakeProblem(RoundUplinkForm::BAND_POWER, Part::OUTAGE)) ? 1 : 0;
        NS_TEST_EXPECT_MSG_GT(planned, 0U, "it plans something");
    }

    /// @param [in] problem of workers that start at once  @returns whether there is a plan for it
    bool Compare(const RoundProblem& problem)
    {
        RoundProblem starts = problem;
        RoundProblem offsets = problem;
        for (std::size_t k = 0; k < problem.workers.size(); ++k)
        {
            const double later = .03 * static_cast<double>((k + 2) % 4);
            starts.workers[k].startTime = later;
            offsets.workers[k].offset += later;
        }
        const RoundPlan plan = CreateRoundPlanner(m_planner)->Plan(starts);
        const RoundPlan same = CreateRoundPlanner(m_planner)->Plan(offsets);
        NS_TEST_EXPECT_MSG_EQ(plan.IsUsable(), same.IsUsable(), plan.reason);
        if (!plan.IsUsable())
        {
            return false;
        }
        EXPECT_RELATIVE(plan.time, same.time, 1e-9, "T");
        EXPECT_ABSOLUTE(plan.lowerBound, same.lowerBound, 1e-9, "bound");
        NS_TEST_EXPECT_MSG_LT_OR_EQ(plan.lowerBound, plan.time * (1 + 1e-9), "bound");
        double last = 0;
        for (std::size_t k = 0; k < plan.workers.size(); ++k)
        {
            EXPECT_ABSOLUTE(plan.workers[k].parameters,
                            same.workers[k].parameters,
                            1e-6,
                            "load of " << k);
            EXPECT_ABSOLUTE(plan.workers[k].finishTime,
                            same.workers[k].finishTime,
                            1e-9,
                            "end of " << k);
        }
        for (std::size_t i = 0; i + 2 < plan.steps.size(); i += 3)
        {
            const uint32_t k = plan.steps[i].peer;
            EXPECT_ABSOLUTE(plan.steps[i].time, .25 + starts.workers[k].startTime, 1e-12, "model");
            EXPECT_ABSOLUTE(plan.steps[i + 1].wait, problem.workers[k].offset, 1e-12, "wait");
            last = std::max(last,
                            plan.steps[i].time + plan.steps[i + 1].wait + plan.steps[i + 1].time +
                                plan.steps[i + 2].time);
        }
        EXPECT_RELATIVE(plan.time, last + .125, 1e-9, "steps say the same");
        return true;
    }

    std::string m_planner;
};

/// Plans what a test says.
class ObedientRoundPlanner : public RoundPlanner
{
  public:
    std::function<void(RoundShare&)> change; ///< to the second worker's share

  private:
    RoundPlan DoPlan(const RoundProblem& problem) const override
    {
        RoundPlan plan;
        plan.status = PlanStatus::SOLVED;
        plan.workers.resize(problem.workers.size());
        for (const uint32_t k : {0, 1})
        {
            RoundShare& share = plan.workers[k];
            share.involved = true;
            share.bits = 1e5;
            share.rate = 1e6;
            share.work = 1e7;
            share.clock = 1e9;
            share.bandwidth = 5e6;
            if (problem.uplink.form == RoundUplinkForm::SUBCHANNELS)
            {
                share.subchannels = {k, k + 6};
                share.powers = {.1, .1};
            }
        }
        change(plan.workers[1]);
        return plan;
    }
};

/// What workers and uplink cannot do.
class ImpossibleCase : public TestCase
{
  public:
    ImpossibleCase()
        : TestCase("more clock, power, band or subchannels than there are is no plan")
    {
    }

  private:
    /// @param [in] form of the uplink  @param [in] change to the second worker's share
    /// @param [in] words why that cannot be; "": it can
    void Expect(RoundUplinkForm form,
                const std::function<void(RoundShare&)>& change,
                const std::string& words)
    {
        const auto planner = CreateObject<ObedientRoundPlanner>();
        planner->change = change;
        const RoundPlan plan = planner->Plan(MakeProblem(form, Part::UPDATE));
        NS_TEST_EXPECT_MSG_EQ(plan.IsUsable(), words.empty(), words << plan.reason);
        NS_TEST_EXPECT_MSG_EQ(plan.reason,
                              (words.empty() ? "" : "no plan that can be carried out: ") + words,
                              "in words");
    }

    void DoRun() override
    {
        for (const auto form :
             {RoundUplinkForm::SUBCHANNELS, RoundUplinkForm::BAND, RoundUplinkForm::RATES})
        {
            Expect(
                form,
                [](RoundShare&) {},
                "");
            Expect(
                form,
                [](RoundShare& share) { share.clock = 1.1e9; },
                "workers[1].clock is 1.1e+09 cycle/s; allowed is 0 to 1e+09 cycle/s");
        }
        Expect(
            RoundUplinkForm::BAND,
            [](RoundShare& share) { share.power = .3; },
            "workers[1].power is 0.3 W; allowed is 0 to 0.2 W");
        Expect(
            RoundUplinkForm::BAND,
            [](RoundShare& share) { share.bandwidth = 6e6; },
            "the sum of bandwidth is 1.1e+07 Hz; allowed is 0 to 1e+07 Hz");
        Expect(
            RoundUplinkForm::RATES,
            [](RoundShare& share) { share.bandwidth = 6e6; },
            "");
        Expect(
            RoundUplinkForm::SUBCHANNELS,
            [](RoundShare& share) {
                share.powers = {.1, .2};
            },
            "workers[1].power is 0.3 W; allowed is 0 to 0.2 W");
        Expect(
            RoundUplinkForm::SUBCHANNELS,
            [](RoundShare& share) { share.powers = {.1}; },
            "workers[1].powers has 1 elements; expected are 2, one for each of its subchannels");
        Expect(
            RoundUplinkForm::SUBCHANNELS,
            [](RoundShare& share) { share.subchannels.back() = 8; },
            "workers[1].subchannels is 8; allowed is 0 to 7");
        Expect(
            RoundUplinkForm::SUBCHANNELS,
            [](RoundShare& share) { share.subchannels.back() = 6; },
            "workers[1].subchannels has 6, which is another worker's; allowed is one owner");
    }
};

/// What nobody may be told.
class BadStartCase : public TestCase
{
  public:
    BadStartCase()
        : TestCase("starts that cannot be are refused in words")
    {
    }

  private:
    void DoRun() override
    {
        RoundProblem problem = MakeProblem(RoundUplinkForm::RATES, Part::DIVISION);
        for (const double start : {-1., double{NAN}, double{INFINITY}})
        {
            problem.workers[2].startTime = start;
            const std::string fault = problem.Validate();
            NS_TEST_EXPECT_MSG_EQ((fault.find("workers[2].startTime") != std::string::npos),
                                  true,
                                  fault);
        }
    }
};

class RoundStartTestSuite : public TestSuite
{
  public:
    RoundStartTestSuite()
        : TestSuite("edge-ai-round-start", TEST_UNIT)
    {
        for (const std::string& planner : ListRoundPlanners())
        {
            AddTestCase(new StartCase(planner), TEST_QUICK);
        }
        AddTestCase(new BadStartCase, TEST_QUICK);
        AddTestCase(new ImpossibleCase, TEST_QUICK);
    }
};

RoundStartTestSuite g_roundStartTestSuite; //!< the suite

} // namespace
