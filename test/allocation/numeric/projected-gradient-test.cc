/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Projected gradient descent on functions with known minima.

#include "allocation/numeric/projected-gradient.h"
#include "allocation/numeric/simplex-projection.h"
#include "support/ecc-test-support.h"

#include <algorithm>
#include <functional>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A function given by lambdas.
class Sample : public DescentObjective
{
  public:
    using Vector = std::vector<double>; ///< a point

    double Evaluate(const Vector& point) override
    {
        m_point = point;
        ++evaluations;
        return value(point);
    }

    void GetGradient(Vector& gradient) override
    {
        gradient = slope(m_point);
    }

    void Project(Vector& point) override
    {
        if (onto)
        {
            onto(point);
        }
    }

    std::function<double(const Vector&)> value; ///< f
    std::function<Vector(const Vector&)> slope; ///< its gradient
    std::function<void(Vector&)> onto;          ///< projection, or none
    uint32_t evaluations{0};                    ///< calls of Evaluate()

  private:
    Vector m_point; ///< evaluated last
};

/// @returns sum of w_k (x_k - c_k)^2 / 2, badly scaled
Sample
MakeQuadratic()
{
    Sample sample;
    sample.value = [](const auto& x) {
        return 0.5 * (x[0] - 1) * (x[0] - 1) + 50 * (x[1] + 2) * (x[1] + 2) +
               500 * (x[2] - 0.25) * (x[2] - 0.25);
    };
    sample.slope = [](const auto& x) {
        return std::vector<double>{x[0] - 1, 100 * (x[1] + 2), 1000 * (x[2] - 0.25)};
    };
    return sample;
}

/// Free, boxed and simplex-bound quadratics, and a curved valley.
class MinimaCase : public TestCase
{
  public:
    MinimaCase()
        : TestCase("known minima")
    {
    }

  private:
    void DoRun() override
    {
        DescentOptions options;
        options.tolerance = 1e-15;
        options.keepHistory = true;
        auto free = MakeQuadratic();
        std::vector<double> point = {7, 7, 7};
        auto summary = DescendProjected(free, point, options);
        EXPECT_ABSOLUTE(point[0], 1, 1e-6, "free");
        EXPECT_ABSOLUTE(point[1], -2, 1e-6, "free");
        EXPECT_ABSOLUTE(point[2], 0.25, 1e-6, "free");
        EXPECT_ABSOLUTE(summary.residual, 0, 1e-5, "free");
        NS_TEST_EXPECT_MSG_EQ(summary.evaluations, free.evaluations, "evaluations are counted");
        NS_TEST_EXPECT_MSG_EQ(summary.history.size(), summary.steps + 1, "history");
        NS_TEST_EXPECT_MSG_EQ(summary.history.front(),
                              summary.first,
                              "history starts at the start");
        EXPECT_TRUE(std::is_sorted(summary.history.rbegin(), summary.history.rend()), "monotone");

        auto boxed = MakeQuadratic();
        boxed.onto = [](auto& x) {
            for (double& value : x)
            {
                value = std::clamp(value, 0.0, 0.5);
            }
        };
        point = {7, 7, 7};
        summary = DescendProjected(boxed, point, options);
        EXPECT_ABSOLUTE(point[0], 0.5, 0, "upper limit");
        EXPECT_ABSOLUTE(point[1], 0, 0, "lower limit");
        EXPECT_ABSOLUTE(point[2], 0.25, 1e-7, "inside");
        EXPECT_ABSOLUTE(summary.residual, 0, 1e-5, "projected gradient");

        // On the simplex the two-variable minimum of (x-1)^2/2 + 500(z-1/4)^2 with x + z = 1 is at
        // z = (250 + 0) / 1001, since (1 - z - 1) + 1000 (1/4 - z) = 0.
        auto simplex = MakeQuadratic();
        simplex.onto = [](auto& x) { ProjectOntoSimplex(x.data(), x.size()); };
        point = {0, 1, 0};
        DescendProjected(simplex, point, options);
        EXPECT_ABSOLUTE(point[2], 250.0 / 1001, 1e-8, "simplex");
        EXPECT_ABSOLUTE(point[0], 751.0 / 1001, 1e-8, "simplex");

        Sample valley;
        valley.value = [](const auto& x) {
            return std::pow(1 - x[0], 2) + 100 * std::pow(x[1] - x[0] * x[0], 2);
        };
        valley.slope = [](const auto& x) {
            const double bend = x[1] - x[0] * x[0];
            return std::vector<double>{-2 * (1 - x[0]) - 400 * x[0] * bend, 200 * bend};
        };
        point = {-1.2, 1};
        summary = DescendProjected(valley, point, options);
        EXPECT_ABSOLUTE(point[0], 1, 1e-4, "Rosenbrock");
        EXPECT_ABSOLUTE(point[1], 1, 1e-4, "Rosenbrock");
        EXPECT_TRUE(std::is_sorted(summary.history.rbegin(), summary.history.rend()), "monotone");
    }
};

/// The ways a descent ends.
class StatusCase : public TestCase
{
  public:
    StatusCase()
        : TestCase("statuses and the fixed step")
    {
    }

  private:
    void DoRun() override
    {
        auto sample = MakeQuadratic();
        std::vector<double> point = {1, -2, 0.25};
        auto summary = DescendProjected(sample, point);
        EXPECT_TRUE(summary.status == DescentStatus::NO_DECREASE, "start at the minimum");
        NS_TEST_EXPECT_MSG_EQ(summary.steps, 0, "start at the minimum");

        point = {7, 7, 7};
        DescentOptions options;
        options.maxSteps = 3;
        summary = DescendProjected(sample, point, options);
        EXPECT_TRUE(summary.status == DescentStatus::STEP_LIMIT, "step limit");
        NS_TEST_EXPECT_MSG_EQ(summary.steps, 3, "step limit");

        options = DescentOptions();
        options.tolerance = 1e9;
        options.patience = 2;
        point = {7, 7, 7};
        summary = DescendProjected(sample, point, options);
        EXPECT_TRUE(summary.status == DescentStatus::CONVERGED, "patience");
        NS_TEST_EXPECT_MSG_EQ(summary.steps, 2, "patience");

        options = DescentOptions();
        options.fixedStep = 1e-3;
        options.tolerance = 1e-12;
        point = {7, 7, 7};
        summary = DescendProjected(sample, point, options);
        EXPECT_ABSOLUTE(point[2], 0.25, 1e-12, "the stiffest variable is there at once");
        EXPECT_TRUE(summary.steps > 2000, "the others need long");
        NS_TEST_EXPECT_MSG_EQ(summary.evaluations, summary.steps + 1, "no line search");

        Sample broken;
        broken.value = [](const auto& x) { return std::log(x[0]); };
        broken.slope = [](const auto& x) { return std::vector<double>{1 / x[0]}; };
        point = {-1};
        summary = DescendProjected(broken, point);
        EXPECT_TRUE(summary.status == DescentStatus::NOT_FINITE, "NaN at the start");

        // Infinity on the way is a point to step back from.
        Sample barrier;
        barrier.value = [](const auto& x) { return x[0] > 0 ? x[0] - std::log(x[0]) : HUGE_VAL; };
        barrier.slope = [](const auto& x) { return std::vector<double>{1 - 1 / x[0]}; };
        point = {30};
        options = DescentOptions();
        options.firstStep = 1000;
        options.tolerance = 1e-15;
        DescendProjected(barrier, point, options);
        EXPECT_ABSOLUTE(point[0], 1, 1e-6, "barrier");
    }
};

/// Values in another unit: the same descent where steps follow the value, another where not.
class UnitCase : public TestCase
{
  public:
    UnitCase()
        : TestCase("values in any unit")
    {
    }

  private:
    /// @param [in] unit of the value  @param [in] relative whether steps follow it
    /// @param [out] point the result  @returns what was done
    static DescentSummary Descend(double unit, bool relative, std::vector<double>& point)
    {
        auto sample = MakeQuadratic();
        const auto value = sample.value;
        const auto slope = sample.slope;
        sample.value = [=](const auto& x) { return unit * (1 + value(x)); };
        sample.slope = [=](const auto& x) {
            auto gradient = slope(x);
            for (double& component : gradient)
            {
                component *= unit;
            }
            return gradient;
        };
        DescentOptions options;
        options.relative = relative;
        point = {7, 7, 7};
        return DescendProjected(sample, point, options);
    }

    void DoRun() override
    {
        std::vector<double> known;
        const auto one = Descend(1, true, known);
        for (const int exponent : {-900, -40, -1, 3, 40, 900})
        {
            std::vector<double> point;
            const auto summary = Descend(std::ldexp(1, exponent), true, point);
            NS_TEST_EXPECT_MSG_EQ((point == known), true, "to the last digit at 2^" << exponent);
            NS_TEST_EXPECT_MSG_EQ(summary.steps, one.steps, "steps at 2^" << exponent);
            NS_TEST_EXPECT_MSG_EQ(summary.residual, one.residual, "residual at 2^" << exponent);
        }
        std::vector<double> point;
        const auto clipped = Descend(1e-12, false, point);
        EXPECT_TRUE(clipped.steps > 10 * one.steps || std::abs(point[0] - 1) > 1e-3,
                    "otherwise the limits of the step hold it back");
    }
};

class ProjectedGradientTestSuite : public TestSuite
{
  public:
    ProjectedGradientTestSuite()
        : TestSuite("edge-ai-projected-gradient", TEST_UNIT)
    {
        AddTestCase(new MinimaCase, TEST_QUICK);
        AddTestCase(new StatusCase, TEST_QUICK);
        AddTestCase(new UnitCase, TEST_QUICK);
    }
};

ProjectedGradientTestSuite g_projectedGradientTestSuite; ///< the suite

} // namespace
