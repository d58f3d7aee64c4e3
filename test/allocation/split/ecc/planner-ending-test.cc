/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Planners come to an end on problems on which they once did not, and say when a bound ended them.

#include "allocation/split/ecc/ecc-brute-force.h"
#include "support/ecc-test-support.h"

#include "ns3/double.h"
#include "ns3/ecc-baselines.h"
#include "ns3/split-planner.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns an ordinary cell of one device: a descent on it once never came back, since its shares
/// come upon a point of the simplex where rounding decides
SplitProblem
MakeLoneProblem()
{
    SplitProblem problem;
    problem.bandwidth = 125430.98125468135;
    problem.noiseDensity = 4.7912863790423894e-21;
    problem.server.flopPerCycle = 6.7565650752299469;
    problem.server.clockMax = 6713566561.67939;
    problem.server.powerCoefficient = 3.9356795212022728e-29;
    problem.server.usageEffectiveness = 1.1956296769772321;
    problem.noma.subchannels = 4;
    problem.noma.width = 4201595.3409568202;
    problem.noma.usersPerSubchannel = 3;
    problem.noma.sicResidual = 0.92941626839992209;
    problem.noma.cells = {{0.1193234048868031, 0.38976396476165176}};
    problem.units.total = 15;
    problem.units.least = 0.26048877246068053;
    problem.units.clock = 1018875793.4121739;
    problem.units.speedupExponent = 0.98410527055175068;
    problem.units.powerExponent = 0.98410527055175068;
    SplitDevice device;
    device.blockCount = 6;
    device.processor.flopPerCycle = 15.570591218476817;
    device.processor.clockMax = 111988583.83958039;
    device.processor.powerCoefficient = 6.2443325021893851e-30;
    device.processor.usageEffectiveness = 1.8253261209111096;
    device.txPowerMax = 0.046147019556762585;
    device.gain = 1.3403355682739673e-11;
    device.latencyBudget = 0.054170933417653437;
    device.energyBudget = 0.52446047527152495;
    device.timeWeight = 0.2168512690065616;
    device.energyWeight = 0.012050238436795908;
    device.noma.powerMin = 0.0023415597789336546;
    device.noma.uplinkGains = {1.013849640222341e-10,
                               2.3298499473730871e-10,
                               5.6818399490133169e-09,
                               1.7912287543037056e-09};
    device.noma.downlinkGains = {3.3971658432941847e-13,
                                 1.1881975959790704e-10,
                                 1.0530105687255068e-12,
                                 5.884336129300788e-11};
    const double options[6][4] = {{0, 0, 1226878449.3681371, 3292768.0657621496},
                                  {1, 0, 1226878449.3681371, 4367614.6913034534},
                                  {3, 543895198.17382884, 682983251.19430828, 7825.4335529186765},
                                  {4, 865897752.44473004, 360980696.92340708, 68499.531228701831},
                                  {5, 1226878449.3681371, 0, 150006.36772160046},
                                  {6, 1226878449.3681371, 0, 0}};
    for (const auto& values : options)
    {
        SplitOption option;
        option.split = static_cast<uint32_t>(values[0]);
        option.deviceFlop = values[1];
        option.serverFlop = values[2];
        option.uplinkBits = values[3];
        device.options.push_back(option);
    }
    problem.devices = {device};
    return problem;
}

/// ECC where rounding decides, and with too few steps.
class EccEndingCase : public TestCase
{
  public:
    EccEndingCase()
        : TestCase("ECC ends where rounding decides, and says if a bound ended it")
    {
    }

  private:
    void DoRun() override
    {
        const auto problem = MakeLoneProblem();
        const auto& device = problem.devices[0];
        double utility[2];
        uint32_t k = 0;
        for (const std::string name : {"EccPlanner", "EccColdPlanner"})
        {
            const auto plan = CreateSplitPlanner(name)->Plan(problem);
            NS_TEST_ASSERT_MSG_EQ(plan.decisions.size(), 1, name << " plans: " << plan.reason);
            EXPECT_TRUE(!plan.summary.limited, "no bound was met by " << name);
            utility[k++] = device.timeWeight * plan.decisions[0].latency +
                           device.energyWeight * plan.decisions[0].energy;
        }
        EXPECT_RELATIVE(utility[0], utility[1], 1e-3, "warm and cold starts are as good");
        auto hasty = CreateSplitPlanner("EccPlanner");
        hasty->SetAttribute("StepLimit", UintegerValue(2));
        EXPECT_TRUE(hasty->Plan(problem).summary.limited, "two steps are not enough");
    }
};

/// Servers of so many units that counting them one by one takes for ever.
class ManyUnitsCase : public TestCase
{
  public:
    ManyUnitsCase()
        : TestCase("baselines end on servers of very many units")
    {
    }

  private:
    void DoRun() override
    {
        auto uneven = MakeToyProblem();
        uneven.users[0].chain = MakeVgg16Chain();
        uneven.cells[0].unitEnergyCoefficient = 0;
        EXPECT_TRUE(!SolveIao(uneven).limited, "few units");
        // The same server in finer units, of which the heavy chain wants a hundred thousand more.
        auto& cell = uneven.cells[0];
        cell.unitTotal *= 1e6;
        cell.unitSpeed /= std::pow(1e6, cell.unitExponent);
        const auto iao = SolveIao(uneven);
        EXPECT_TRUE(iao.limited, "IAO gives up, and says so");
        NS_TEST_EXPECT_MSG_EQ(iao.iterations, 10000, "after as many as promised");
        NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(uneven, iao.plan), "", "with a sound plan");

        EccBruteForceOptions options;
        options.unitStep = 1e-5;
        const auto brute = SolveEccByBruteForce(MakeToyProblem(), options);
        EXPECT_TRUE(!brute.found && brute.reason.find("unitStep") == 0, brute.reason);
    }
};

class PlannerEndingTestSuite : public TestSuite
{
  public:
    PlannerEndingTestSuite()
        : TestSuite("edge-ai-planner-ending", TEST_UNIT)
    {
        AddTestCase(new EccEndingCase, TEST_QUICK);
        AddTestCase(new ManyUnitsCase, TEST_QUICK);
    }
};

PlannerEndingTestSuite g_plannerEndingTestSuite; ///< the suite

} // namespace
