/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What sparse private updates learn by schedule (D14): statistics over stated seeds, in the slow
// class. Worlds 1 to 8, 20 clients, 150 rounds, mean accuracy of the last 15 on 2000 samples of
// nobody. The definition's own table has +0.019 (0.012) over random, +0.023 (0.008) over round
// robin and +0.030 (0.013) over least delay (standard errors). Ours has +0.001 (0.013), +0.027
// (0.020) and +0.011 (0.012) for these seeds, and over seeds 1 to 32 +0.017 (0.006), +0.016 (0.007)
// and 0.000 (0.007): that the method is better than random and round robin is confirmed, that it is
// better than least delay is not: there the definition's order is chance, or comes of another
// matching among those of the least last end, of which ours is the one of least total. So what is
// tested of D14 is true of the seeds stated, and says no more.

#include "support/dp-sparse-learning.h"
#include "support/expectations.h"

#include <cmath>
#include <functional>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dpsparsetest;

namespace
{

/// Seeds of the statistics.
constexpr uint32_t SEEDS = 8;

/// Learning by every schedule.
class ScheduleTestCase : public TestCase
{
  public:
    /// @param [in] seeds worlds 1 to this
    explicit ScheduleTestCase(uint32_t seeds)
        : TestCase("accuracy by schedule and the price of privacy (D14), " + std::to_string(seeds) +
                   " seeds"),
          m_seeds(seeds)
    {
    }

  private:
    /// @param [in] planner name  @param [in] change of the settings  @returns mean accuracy
    double Learn(const std::string& planner,
                 const std::function<void(DpSparseMethod::Settings&)>& change = {});
    void DoRun() override;

    uint32_t m_seeds;
    double m_bits{0};  ///< per round, of the last that learned [bit]
    double m_delay{0}; ///< mean, of the last that learned [s]
};

double
ScheduleTestCase::Learn(const std::string& planner,
                        const std::function<void(DpSparseMethod::Settings&)>& change)
{
    double accuracy = 0;
    m_bits = 0;
    m_delay = 0;
    for (uint32_t seed = 1; seed <= m_seeds; ++seed)
    {
        const DpSparseWorld world = MakeDpSparseWorld(seed);
        DpSparseMethod::Settings settings = MakeDpSparseSettings(world);
        if (change)
        {
            change(settings);
        }
        const DpSparseCourse course = RunDpSparse(world, settings, planner);
        accuracy += course.accuracy / m_seeds;
        m_bits += course.bits / m_seeds;
        m_delay += course.delay / m_seeds;
        const double most = DpSparseMethod(settings, world.start).GetEpsilon(0, 60);
        EXPECT_TRUE(course.epsilon <= most, planner << ": every epsilon is within the budget's");
        for (const uint32_t used : course.used)
        {
            EXPECT_TRUE(used <= 60, planner << ": participations");
        }
        EXPECT_TRUE(planner == "DpSparseFixedPlanner" ||
                        course.delay <= 0.15 + course.queueLast / 150 + 1e-12,
                    planner << ": mean D <= Dbar + Q_T / T");
    }
    return accuracy;
}

void
ScheduleTestCase::DoRun()
{
    const double proposed = Learn("DpSparsePlanner");
    const double bits = m_bits;
    EXPECT_RELATIVE(m_delay, 0.154, 0.05, "mean delay");
    const double turns = Learn("DpSparseRoundRobinPlanner");
    const double least = Learn("DpSparseLeastDelayPlanner");
    const double random = Learn("DpSparseRandomPlanner");
    const double full = Learn("DpSparseFixedPlanner");
    EXPECT_TRUE(bits < 0.45 * m_bits, "about 40 % of the bits of whole updates");
    const double open =
        Learn("DpSparseFixedPlanner", [](DpSparseMethod::Settings& s) { s.step.noise = 0; });
    NS_TEST_EXPECT_MSG_GT(proposed, turns, "over round robin");
    NS_TEST_EXPECT_MSG_GT(proposed, least, "over least delay");
    NS_TEST_EXPECT_MSG_GT(open, 0.75, "without noise");
    // Four standard errors of the table.
    EXPECT_ABSOLUTE(proposed - random, 0.0, 4 * 0.013, "beside random");
    EXPECT_ABSOLUTE(proposed - full, 0.0, 4 * 0.015, "beside whole updates");
    EXPECT_ABSOLUTE(proposed - open, -0.205, 4 * 0.015, "the price of privacy");
    EXPECT_ABSOLUTE(proposed, 0.596, 0.06, "the definition's accuracy");
}

class DpSparseLearningTestSuite : public TestSuite
{
  public:
    DpSparseLearningTestSuite()
        : TestSuite("edge-ai-dp-sparse-learning", TEST_SYSTEM)
    {
        AddTestCase(new ScheduleTestCase(SEEDS), TEST_EXTENSIVE);
    }
};

DpSparseLearningTestSuite g_dpSparseLearningTestSuite; ///< the suite

} // namespace
