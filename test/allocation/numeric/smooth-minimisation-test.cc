/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Quasi-Newton search: known minima, ends of the search, no step back.

#include "allocation/numeric/smooth-minimisation.h"
#include "support/expectations.h"

#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Known minima.
class SmoothMinimisationTestCase : public TestCase
{
  public:
    SmoothMinimisationTestCase()
        : TestCase("a quadratic, Rosenbrock's valley, a minimum at the start, bounds")
    {
    }

  private:
    void DoRun() override
    {
        const SmoothFunction bowl = [](const std::vector<double>& x, std::vector<double>* slope) {
            double value = 0;
            for (std::size_t i = 0; i < x.size(); ++i)
            {
                const double steep = std::pow(10, static_cast<double>(i));
                value += steep * (x[i] - 1) * (x[i] - 1);
                if (slope)
                {
                    (*slope)[i] = 2 * steep * (x[i] - 1);
                }
            }
            return value;
        };
        const SmoothMinimum bottom = MinimiseSmooth(bowl, {5, -7, 2, 0});
        EXPECT_ABSOLUTE(bottom.value, 0, 1e-10, "the bottom");
        EXPECT_ABSOLUTE(bottom.point[0], 1, 1e-5, "where");
        EXPECT_TRUE(!bottom.limited, "it ended by itself");
        const SmoothMinimum there = MinimiseSmooth(bowl, {1, 1});
        EXPECT_TRUE(there.value == 0 && there.iterations <= 1, "nothing to do");
        SmoothOptions few;
        few.maxIterations = 2;
        const SmoothMinimum stopped = MinimiseSmooth(bowl, {5, -7, 2, 0}, few);
        EXPECT_TRUE(stopped.limited && stopped.iterations == 2, "two lines");
        EXPECT_TRUE(stopped.value > 0 && stopped.value <= bowl({5, -7, 2, 0}, nullptr), "better");

        const SmoothFunction valley = [](const std::vector<double>& x, std::vector<double>* slope) {
            const double bend = x[1] - x[0] * x[0];
            if (slope)
            {
                *slope = {-400 * x[0] * bend - 2 * (1 - x[0]), 200 * bend};
            }
            return 100 * bend * bend + (1 - x[0]) * (1 - x[0]);
        };
        const SmoothMinimum end = MinimiseSmooth(valley, {-1.2, 1});
        EXPECT_ABSOLUTE(end.value, 0, 1e-12, "the valley's end");
        EXPECT_ABSOLUTE(end.point[0], 1, 1e-5, "where");
        EXPECT_ABSOLUTE(end.point[1], 1, 1e-5, "where");
    }
};

/// Smooth functions.
class SmoothMinimisationTestSuite : public TestSuite
{
  public:
    SmoothMinimisationTestSuite()
        : TestSuite("edge-ai-smooth-minimisation", TEST_UNIT)
    {
        AddTestCase(new SmoothMinimisationTestCase, TEST_QUICK);
    }
};

SmoothMinimisationTestSuite g_smoothMinimisationTestSuite; ///< the suite

} // namespace
