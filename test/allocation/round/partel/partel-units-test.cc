/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Whole units of a model over workers: the greedy placement, its bound, and the uplink adjusted to
// the loads that come of it (check C9).

#include "allocation/round/partel/partel-readjust.h"
#include "allocation/round/partel/partel-units.h"
#include "support/partel-fixture.h"

#include "ns3/boolean.h"

#include <functional>
#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::parteltest;

namespace
{

constexpr double UNIT_PLACES = 1e-6;

/// @param [in] loads of workers  @param [in] offsets [s]  @param [in] times of a parameter [s]
/// @returns when the last one is done [s]
double
GetEnd(const std::vector<double>& loads,
       const std::vector<double>& offsets,
       const std::vector<double>& times)
{
    double end = 0;
    for (std::size_t k = 0; k < loads.size(); ++k)
    {
        end = std::max(end, loads[k] > 0 ? offsets[k] + loads[k] * times[k] : 0);
    }
    return end;
}

/// The same placement one unit after the other, as it is written down.
/// @param [in] units kinds of units, from the largest to the smallest
/// @param [in] offsets [s]  @param [in] times of a parameter [s]  @returns loads
std::vector<double>
PlaceOneByOne(const std::vector<RoundUnits>& units,
              const std::vector<double>& offsets,
              const std::vector<double>& times)
{
    std::vector<double> loads(times.size(), 0);
    for (const RoundUnits& kind : units)
    {
        for (uint32_t i = 0; i < kind.count; ++i)
        {
            std::size_t best = 0;
            for (std::size_t k = 1; k < times.size(); ++k)
            {
                auto end = [&](std::size_t j) {
                    return offsets[j] + (loads[j] + kind.parameters) * times[j];
                };
                best = end(k) < end(best) ? k : best;
            }
            loads[best] += kind.parameters;
        }
    }
    return loads;
}

/// Figures of the placement, and all placements.
class PartelPlacementTestCase : public TestCase
{
  public:
    PartelPlacementTestCase()
        : TestCase("greedy placement of units: figures, all placements, its bound (C9)")
    {
    }

  private:
    void DoRun() override;
};

void
PartelPlacementTestCase::DoRun()
{
    const std::vector<double> times{1e-3, 2e-3, 4e-3};
    const std::vector<double> none{0, 0, 0};
    const UnitDivision division = PlaceUnits({{4, 10}, {3, 25}}, none, times);
    EXPECT_TRUE((division.loads == std::vector<double>{70, 35, 10}), "loads");
    EXPECT_RELATIVE(GetEnd(division.loads, none, times), .070, 1e-12, "end");
    NS_TEST_EXPECT_MSG_EQ(division.counts[0][1], 2U, "in the order of the kinds");
    NS_TEST_EXPECT_MSG_EQ(division.counts[0][0], 2U, "in the order of the kinds");
    double least = 1;
    std::vector<double> loads(3, 0);
    const std::vector<double> sizes{10, 10, 10, 10, 25, 25, 25};
    const std::function<void(std::size_t)> place = [&](std::size_t unit) {
        if (unit == sizes.size())
        {
            least = std::min(least, GetEnd(loads, none, times));
            return;
        }
        for (double& load : loads)
        {
            load += sizes[unit];
            place(unit + 1);
            load -= sizes[unit];
        }
    };
    place(0);
    EXPECT_RELATIVE(least, .070, 1e-12, "the best of all placements");
    const double continuous = 115 / (1e3 + 500 + 250);
    EXPECT_RELATIVE(continuous, .065714, 1e-5, "continuous");
    EXPECT_RELATIVE(continuous * (1 + 2 * 25. / 115), .094286, 1e-5, "bound");

    for (uint64_t seed = 1; seed <= 300; ++seed)
    {
        Draws draws(seed);
        const std::size_t workers = draws.Integer(1, 6);
        std::vector<RoundUnits> units;
        double all = 0;
        for (uint32_t size = static_cast<uint32_t>(draws.Integer(50, 100)); size > 0; size /= 4)
        {
            units.push_back({static_cast<uint32_t>(draws.Integer(1, 200)), size});
            all += static_cast<double>(units.back().count) * size;
        }
        std::vector<double> q;
        std::vector<double> offsets;
        double speed = 0;
        for (std::size_t k = 0; k < workers; ++k)
        {
            q.push_back(draws.Uniform(1e-4, 1e-2));
            offsets.push_back(seed % 2 == 0 ? 0 : draws.Uniform(0, 5));
            speed += 1 / q.back();
        }
        const UnitDivision placed = PlaceUnits(units, offsets, q);
        EXPECT_TRUE(placed.loads == PlaceOneByOne(units, offsets, q), "one by one, seed " << seed);
        NS_TEST_EXPECT_MSG_EQ(std::accumulate(placed.loads.begin(), placed.loads.end(), 0.),
                              all,
                              "all are placed");
        if (seed % 2 == 0)
        {
            const double bound = all / speed * (1 + (workers - 1) * units[0].parameters / all);
            EXPECT_TRUE(GetEnd(placed.loads, offsets, q) <= bound * (1 + 1e-12), "its bound");
        }
    }
    // A billion units, a worker without a rate, nobody with one.
    const double never = std::numeric_limits<double>::infinity();
    const UnitDivision many = PlaceUnits({{1000000000, 3}}, none, {1e-3, never, 1e-3});
    NS_TEST_EXPECT_MSG_EQ(many.counts[0][0], 500000000U, "half");
    NS_TEST_EXPECT_MSG_EQ(many.counts[1][0], 0U, "no rate");
    NS_TEST_EXPECT_MSG_EQ(many.counts[2][0], 500000000U, "half");
    NS_TEST_EXPECT_MSG_EQ(PlaceUnits({{7, 3}}, none, {never, never, never}).loads[2], 0, "nobody");
    EXPECT_TRUE((PlaceUnits({{7, 3}}, {0}, {1}).loads == std::vector<double>{21}), "one worker");
    // Units near given loads.
    const UnitDivision near = PlaceUnitsNear({{10, 4}, {2, 10}}, {30, 30, 0});
    EXPECT_TRUE((near.loads == std::vector<double>{30, 30, 0}), "near the loads");
}

/// The uplink after the loads.
class PartelReadjustTestCase : public TestCase
{
  public:
    PartelReadjustTestCase()
        : TestCase("units over three workers, and subchannels adjusted to them (C9)")
    {
    }

  private:
    void DoRun() override;
};

void
PartelReadjustTestCase::DoRun()
{
    RoundProblem problem = MakeC4();
    problem.division.units = {{10, 6000}, {16, 2500}};
    const RoundPlan plan = PlanBy("PartelPlanner", problem);
    NS_TEST_ASSERT_MSG_EQ(plan.workers.size(), 3U, plan.reason);
    EXPECT_RELATIVE(plan.time, .922695, UNIT_PLACES, "end");
    NS_TEST_EXPECT_MSG_EQ(plan.workers[0].parameters, 19500, "loads");
    NS_TEST_EXPECT_MSG_EQ(plan.workers[1].parameters, 33000, "loads");
    NS_TEST_EXPECT_MSG_EQ(plan.workers[2].parameters, 47500, "loads");
    uint32_t large = 0;
    for (const RoundShare& share : plan.workers)
    {
        large += share.units[0];
        EXPECT_RELATIVE(share.units[0] * 6000. + share.units[1] * 2500.,
                        share.parameters,
                        1e-15,
                        "");
    }
    NS_TEST_EXPECT_MSG_EQ(large, 10U, "all units");
    // The best owners of all for these loads are no better.
    const PartelRadio radio(problem);
    double best = 10;
    for (uint32_t code = 0; code < 729; ++code)
    {
        std::vector<uint32_t> owners;
        for (uint32_t rest = code; owners.size() < 6; rest /= 3)
        {
            owners.push_back(rest % 3);
        }
        const SubchannelOwners all(radio, owners);
        double end = 0;
        for (std::size_t k = 0; k < 3; ++k)
        {
            end = std::max(
                end,
                GetFinishTime(radio.workers[k], GetLink(all, k), 32, plan.workers[k].parameters));
        }
        best = std::min(best, end);
    }
    EXPECT_RELATIVE(best, plan.time, 1e-12, "all owners");

    // Random rounds: it never ends later for it, and no single move to the last worker is left.
    uint32_t helped = 0;
    for (uint64_t seed = 1; seed <= 40; ++seed)
    {
        const PartelRadio round(MakeRandomRound(seed, 4, 9, seed % 2 == 0));
        std::vector<uint32_t> start;
        for (uint32_t n = 0; n < 9; ++n)
        {
            start.push_back(n % 4);
        }
        SubchannelOwners owners(round, start);
        const std::vector<double> loads{4e4, 3e4, 2e4, 1e4};
        auto getEnd = [&](const SubchannelOwners& set) {
            double end = 0;
            for (std::size_t k = 0; k < 4; ++k)
            {
                end = std::max(end, GetFinishTime(round.workers[k], GetLink(set, k), 32, loads[k]));
            }
            return end;
        };
        const double before = getEnd(owners);
        const ReadjustResult result = ReadjustOwners(round, loads, owners);
        EXPECT_RELATIVE(getEnd(owners), result.time, 1e-12, "what it says");
        EXPECT_TRUE(result.time <= before, "never later");
        helped += result.moves > 0 ? 1 : 0;
        for (uint32_t n = 0; n < 9; ++n)
        {
            for (uint32_t k = 0; k < 4; ++k)
            {
                SubchannelOwners other = owners;
                other.Give(n, k);
                EXPECT_TRUE(getEnd(other) >= result.time * (1 - 1e-12), "a move is left");
            }
        }
        SubchannelOwners limited(round, start);
        const ReadjustResult one = ReadjustOwners(round, loads, limited, 1);
        NS_TEST_EXPECT_MSG_EQ(one.limited, (result.moves > 1), "at most one move");
        EXPECT_TRUE(one.moves <= 1, "at most one move");
    }
    EXPECT_TRUE(helped > 20, "it helps: " << helped);
    // Who has no subchannel gets his first one.
    SubchannelOwners one(radio, std::vector<uint32_t>(6, 0));
    const ReadjustResult served = ReadjustOwners(radio, {1e4, 1e4, 1e4}, one);
    EXPECT_TRUE(std::isfinite(served.time), "everybody can send in the end");
    Ptr<RoundPlanner> planner = CreateRoundPlanner("PartelPlanner");
    planner->SetAttribute("Readjust", BooleanValue(false));
    EXPECT_TRUE(planner->Plan(problem).time >= plan.time, "without it");
}

/// Units.
class PartelUnitsTestSuite : public TestSuite
{
  public:
    PartelUnitsTestSuite()
        : TestSuite("edge-ai-partel-units", TEST_UNIT)
    {
        AddTestCase(new PartelPlacementTestCase, TEST_QUICK);
        AddTestCase(new PartelReadjustTestCase, TEST_QUICK);
    }
};

PartelUnitsTestSuite g_partelUnitsTestSuite; ///< registers the suite

} // namespace
