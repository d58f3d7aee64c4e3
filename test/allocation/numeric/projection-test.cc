/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Projections onto a simplex and onto capped sums, in values and in logarithms.

#include "allocation/numeric/log-cap-projection.h"
#include "allocation/numeric/simplex-projection.h"
#include "support/ecc-test-support.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Projection onto the simplex: known points, and the sort method on random ones.
class SimplexCase : public TestCase
{
  public:
    SimplexCase()
        : TestCase("projection onto a simplex")
    {
    }

  private:
    /// @returns the projection by sorting
    static std::vector<double> ProjectBySorting(const std::vector<double>& values, double total)
    {
        auto sorted = values;
        std::sort(sorted.rbegin(), sorted.rend());
        double sum = 0;
        double tau = 0;
        for (std::size_t k = 0; k < sorted.size(); ++k)
        {
            sum += sorted[k];
            const double candidate = (sum - total) / static_cast<double>(k + 1);
            if (sorted[k] > candidate)
            {
                tau = candidate;
            }
        }
        auto result = values;
        for (double& value : result)
        {
            value = std::max(0.0, value - tau);
        }
        return result;
    }

    void DoRun() override
    {
        std::vector<double> values = {0.9, 0.5, -0.2};
        ProjectOntoSimplex(values.data(), values.size());
        EXPECT_ABSOLUTE(values[0], 0.7, 1e-15, "hand-worked");
        EXPECT_ABSOLUTE(values[1], 0.3, 1e-15, "hand-worked");
        NS_TEST_EXPECT_MSG_EQ(values[2], 0.0, "hand-worked");
        values = {42};
        ProjectOntoSimplex(values.data(), 1, 3);
        EXPECT_RELATIVE(values[0], 3.0, 1e-15, "one entry");
        values = {1e12, -1e12, 1e12};
        ProjectOntoSimplex(values.data(), 3);
        EXPECT_RELATIVE(values[0] + values[2], 1.0, 1e-15, "far away");
        Draws draws(1);
        for (int run = 0; run < 200; ++run)
        {
            values.assign(draws.Integer(1, 40), 0);
            for (double& value : values)
            {
                value = draws.Uniform(-1, 1);
            }
            const double total = draws.Uniform(0.1, 5);
            const auto expected = ProjectBySorting(values, total);
            ProjectOntoSimplex(values.data(), values.size(), total);
            for (std::size_t k = 0; k < values.size(); ++k)
            {
                EXPECT_ABSOLUTE(values[k], expected[k], 1e-13, "by sorting");
            }
        }
    }
};

/// Vectors with an entry at the point where it drops out, to rounding: dropping entries until
/// nothing changes drops and takes up the same entry for ever.
class RoundingCase : public TestCase
{
  public:
    RoundingCase()
        : TestCase("projection onto a simplex ends where rounding decides")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::vector<double>> starts = {
            {-0.75, -0.7700793470993732, -1.2600396735496862, -1.2600396735496864},
            {-1, -0.0017071935028859508, -1.0008535967514429},
            {-0.5, 0.17189772174776272, -0.66405113912611857},
            {0.53582194329415989, -0.05221656070590619, -0.25819730870587321, -0.2581973087058731}};
        for (const auto& start : starts)
        {
            auto values = start;
            ProjectOntoSimplex(values.data(), values.size());
            double sum = 0;
            double tau = HUGE_VAL;
            for (std::size_t k = 0; k < values.size(); ++k)
            {
                sum += values[k];
                tau = values[k] > 1e-12 ? start[k] - values[k] : tau;
            }
            EXPECT_ABSOLUTE(sum, 1, 1e-14, "on the simplex");
            for (std::size_t k = 0; k < values.size(); ++k)
            {
                EXPECT_ABSOLUTE(values[k], std::max(0.0, start[k] - tau), 1e-14, "one shift");
            }
        }
        std::vector<double> none = {0.1, std::nan(""), 0.3};
        ProjectOntoSimplex(none.data(), none.size()); // what comes is of no use, but it comes
        EXPECT_TRUE(none[1] >= 0 || std::isnan(none[1]), "not a number does not keep it busy");
    }
};

/// Projection onto {x >= least, sum x <= cap}.
class CapCase : public TestCase
{
  public:
    CapCase()
        : TestCase("projection onto a capped sum")
    {
    }

  private:
    void DoRun() override
    {
        std::vector<double> values = {0.5, 3, 1};
        EXPECT_TRUE(ProjectOntoCap(values.data(), 3, 1, 10), "loose cap");
        EXPECT_VALUES(values, 0, "a loose cap only clips", 1, 3, 1);
        values = {4, 3, 0};
        EXPECT_TRUE(ProjectOntoCap(values.data(), 3, 1, 6), "tight cap");
        // One entry is at its limit, the others give up 1 each.
        EXPECT_VALUES(values, 1e-15, "a tight cap", 3, 2, 1);
        values = {4, 3, 0};
        EXPECT_TRUE(ProjectOntoCap(values.data(), 3, 2, 6), "no freedom");
        EXPECT_VALUES(values, 0, "no freedom", 2, 2, 2);
        values = {4, 3, 0};
        EXPECT_TRUE(!ProjectOntoCap(values.data(), 3, 2.1, 6), "empty set");
        EXPECT_VALUES(values, 0, "left alone", 4, 3, 0);
    }
};

/// Projection in logarithms.
class LogCapCase : public TestCase
{
  public:
    LogCapCase()
        : TestCase("projection onto a capped sum, in logarithms")
    {
    }

  private:
    void DoRun() override
    {
        std::vector<double> logs = {std::log(4), std::log(3), std::log(2)};
        EXPECT_TRUE(ProjectOntoLogCap(logs.data(), 3, 1, 6), "feasible");
        EXPECT_ABSOLUTE(std::exp(logs[0]), 2.47659087, 1e-8, "known point");
        EXPECT_ABSOLUTE(std::exp(logs[1]), 2.02652625, 1e-8, "known point");
        EXPECT_ABSOLUTE(std::exp(logs[2]), 1.49688288, 1e-8, "known point");
        logs = {0.1, -3};
        EXPECT_TRUE(ProjectOntoLogCap(logs.data(), 2, 1, 6), "loose cap");
        EXPECT_VALUES(logs, 0, "a loose cap only clips", 0.1, 0);
        logs = {1, 2};
        EXPECT_TRUE(!ProjectOntoLogCap(logs.data(), 2, 3.1, 6), "empty set");
        EXPECT_VALUES(logs, 0, "left alone", 1, 2);
        EXPECT_TRUE(ProjectOntoLogCap(logs.data(), 2, 3, 6), "no freedom");
        EXPECT_VALUES(logs, 1e-12, "no freedom", std::log(3), std::log(3));
        EXPECT_TRUE(ProjectOntoLogCap(nullptr, 0, 3, 6), "nothing to project");
        logs = {1e5, 1e5 - 1, -1e5};
        EXPECT_TRUE(ProjectOntoLogCap(logs.data(), 3, 1e-3, 10),
                    "values whose exponential overflows");
        EXPECT_ABSOLUTE(std::exp(logs[0]) + std::exp(logs[1]), 10 - 1e-3, 1e-9, "sum");
        Draws draws(2);
        for (int run = 0; run < 200; ++run)
        {
            CheckConditions(draws);
        }
        CheckLargeValues();
    }

    /// Values so far above the cap that their digits end before those of the result, on every
    /// scale of the limits.
    void CheckLargeValues()
    {
        for (const double scale : {1e-45, 1e-12, 1.0, 1e12, 1e45})
        {
            for (const std::vector<double>& start : {std::vector<double>{1e14, 3e13, -1},
                                                     {1e14, 1e14, 1e14},
                                                     {3e6, 2.9e6, 1e-3, -4e8},
                                                     {1e300, 1e10, 50},
                                                     {700, 699, 698}})
            {
                auto logs = start;
                EXPECT_TRUE(ProjectOntoLogCap(logs.data(), logs.size(), scale, 8 * scale), "room");
                double sum = 0;
                for (std::size_t k = 0; k < logs.size(); ++k)
                {
                    EXPECT_TRUE(logs[k] >= std::log(scale), "lower limit");
                    sum += std::exp(logs[k]);
                }
                EXPECT_RELATIVE(sum, 8 * scale, 1e-12, start[0] << " at scale " << scale);
            }
        }
        std::vector<double> logs = {1e14, 3e13, -1};
        EXPECT_TRUE(ProjectOntoLogCap(logs.data(), 3, 1, 8), "feasible");
        // Both are pushed by nearly themselves, so 10 : 3 to nine digits; one is at its limit.
        EXPECT_RELATIVE(std::exp(logs[0]), 7 * 10. / 13, 1e-9, "one price for both");
        EXPECT_RELATIVE(std::exp(logs[1]), 7 * 3. / 13, 1e-9, "one price for both");
    }

    /// Conditions of optimality at a random point. @param [in,out] draws randomness
    void CheckConditions(Draws& draws)
    {
        std::vector<double> start(draws.Integer(2, 30));
        for (double& log : start)
        {
            log = draws.Uniform(-8, 8);
        }
        const double least = std::exp(draws.Uniform(-9, -3));
        const double cap = least * static_cast<double>(start.size()) * draws.Uniform(1.01, 50);
        auto logs = start;
        EXPECT_TRUE(ProjectOntoLogCap(logs.data(), logs.size(), least, cap), "feasible");
        double sum = 0;
        double mu = -1;
        for (std::size_t k = 0; k < logs.size(); ++k)
        {
            sum += std::exp(logs[k]);
            if (logs[k] > std::log(least) + 1e-9)
            {
                // Free entries: q - v + mu e^q = 0 with one mu >= 0.
                const double own = (start[k] - logs[k]) / std::exp(logs[k]);
                EXPECT_TRUE(own >= -1e-12, "sign of mu");
                mu = mu < 0 ? own : mu;
                EXPECT_ABSOLUTE(own, mu, 1e-8 * (1 + mu), "one mu");
            }
        }
        EXPECT_TRUE(sum <= cap * (1 + 1e-12), "cap");
        if (mu > 1e-9)
        {
            EXPECT_RELATIVE(sum, cap, 1e-12, "a price only where the cap binds");
        }
        for (std::size_t k = 0; k < logs.size(); ++k)
        {
            EXPECT_TRUE(logs[k] >= std::log(least), "lower limit");
            if (logs[k] <= std::log(least) + 1e-9 && mu >= 0)
            {
                EXPECT_TRUE(logs[k] - start[k] + mu * least >= -1e-8, "pushed down only");
            }
        }
    }
};

class ProjectionTestSuite : public TestSuite
{
  public:
    ProjectionTestSuite()
        : TestSuite("edge-ai-projections", TEST_UNIT)
    {
        AddTestCase(new SimplexCase, TEST_QUICK);
        AddTestCase(new RoundingCase, TEST_QUICK);
        AddTestCase(new CapCase, TEST_QUICK);
        AddTestCase(new LogCapCase, TEST_QUICK);
    }
};

ProjectionTestSuite g_projectionTestSuite; ///< the suite

} // namespace
