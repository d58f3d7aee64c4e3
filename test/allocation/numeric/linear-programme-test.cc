/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The simplex method beside all corners.

#include "allocation/numeric/linear-programme.h"
#include "support/expectations.h"

#include "ns3/random-variable-stream.h"

#include <array>
#include <cmath>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Three variables against all corners.
class LinearCornersTestCase : public TestCase
{
  public:
    LinearCornersTestCase()
        : TestCase("random programmes of three variables against all corners")
    {
    }

  private:
    void DoRun() override;
};

void
LinearCornersTestCase::DoRun()
{
    Ptr<UniformRandomVariable> uniform = CreateObject<UniformRandomVariable>();
    uniform->SetStream(4);
    uint32_t inner = 0;
    for (int run = 0; run < 200; ++run)
    {
        LinearProgramme programme;
        for (int j = 0; j < 3; ++j)
        {
            programme.objective.push_back(uniform->GetValue(-.3, 1));
        }
        for (int i = 0; i < 6; ++i)
        {
            std::vector<double> line;
            for (int j = 0; j < 3; ++j)
            {
                line.push_back(uniform->GetValue(0, 1) < .3 ? 0 : uniform->GetValue(-.1, 1));
            }
            programme.lines.push_back(line);
            // Some bounds of zero, which make corners degenerate, and of any size.
            programme.bounds.push_back(
                i == 0 && run % 5 == 0 ? 0 : std::pow(10, uniform->GetValue(-3, 9)));
        }
        for (int j = 0; j < 3; ++j)
        {
            std::vector<double> line(3, 0);
            line[j] = 1;
            programme.lines.push_back(line);
            programme.bounds.push_back(std::pow(10, uniform->GetValue(-1, 4)));
        }
        const LinearSolution found = MaximiseLinear(programme);
        // All triples of rows, the signs' included, by Cramer's rule.
        std::vector<std::array<double, 4>> rows;
        for (std::size_t i = 0; i < programme.lines.size(); ++i)
        {
            const auto& line = programme.lines[i];
            rows.push_back({line[0], line[1], line[2], programme.bounds[i]});
        }
        for (int j = 0; j < 3; ++j)
        {
            rows.push_back({j == 0 ? -1. : 0., j == 1 ? -1. : 0., j == 2 ? -1. : 0., 0});
        }
        const auto det = [](const std::array<std::array<double, 3>, 3>& m) {
            return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
                   m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
                   m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
        };
        double best = 0;
        for (std::size_t a = 0; a < rows.size(); ++a)
        {
            for (std::size_t b = a + 1; b < rows.size(); ++b)
            {
                for (std::size_t c = b + 1; c < rows.size(); ++c)
                {
                    std::array<std::array<double, 3>, 3> matrix;
                    const std::array<std::size_t, 3> chosen{a, b, c};
                    for (int i = 0; i < 3; ++i)
                    {
                        matrix[i] = {rows[chosen[i]][0], rows[chosen[i]][1], rows[chosen[i]][2]};
                    }
                    const double whole = det(matrix);
                    if (std::abs(whole) < 1e-9)
                    {
                        continue;
                    }
                    std::array<double, 3> x;
                    for (int j = 0; j < 3; ++j)
                    {
                        auto replaced = matrix;
                        for (int i = 0; i < 3; ++i)
                        {
                            replaced[i][j] = rows[chosen[i]][3];
                        }
                        x[j] = det(replaced) / whole;
                    }
                    bool fits = true;
                    double value = 0;
                    for (const auto& row : rows)
                    {
                        const double sum = row[0] * x[0] + row[1] * x[1] + row[2] * x[2];
                        fits = fits && sum <= row[3] + 1e-7 * (1e-6 + std::abs(row[3]));
                    }
                    for (int j = 0; j < 3; ++j)
                    {
                        value += programme.objective[j] * x[j];
                    }
                    best = fits ? std::max(best, value) : best;
                }
            }
        }
        EXPECT_TRUE(std::abs(found.objective - best) <= 1e-6 * std::max(1e-3, best),
                    "run " << run << ": " << found.objective << " instead of " << best);
        inner += found.objective > 0 ? 1 : 0;
    }
    NS_TEST_EXPECT_MSG_GT(inner, 150U, "most are not zero");
}

/// Programmes without a largest value, ties, and what does not fit.
class LinearEdgesTestCase : public TestCase
{
  public:
    LinearEdgesTestCase()
        : TestCase("no bound, cycling, nothing to gain, what does not fit")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_TRUE(std::isinf(MaximiseLinear({{1, 1}, {{1, -1}}, {1}}).objective), "no bound");
        NS_TEST_EXPECT_MSG_EQ(MaximiseLinear({{-1, -2}, {{1, 1}}, {5}}).objective, 0, "nothing");
        NS_TEST_EXPECT_MSG_EQ(MaximiseLinear({{}, {}, {}}).objective, 0, "no variables");
        // Beale's programme, on which the rule of the largest gain goes round in circles.
        const LinearSolution beale =
            MaximiseLinear({{.75, -150, .02, -6},
                            {{.25, -60, -.04, 9}, {.5, -90, -.02, 3}, {0, 0, 1, 0}},
                            {0, 0, 1}});
        EXPECT_RELATIVE(beale.objective, .05, 1e-12, "Beale");
        // Rows of any scale: bytes and joules.
        EXPECT_RELATIVE(
            MaximiseLinear({{1, 1}, {{2e-20, 1e-20}, {3e20, 0}}, {4e-20, 3e20}}).objective,
            4.,
            1e-12,
            "scales");
        const auto error = [](const LinearProgramme& programme) -> std::string {
            try
            {
                MaximiseLinear(programme);
            }
            catch (const std::invalid_argument& what)
            {
                return what.what();
            }
            return "";
        };
        EXPECT_TRUE(error({{1}, {{1}}, {}}) == "bounds has 0 entries; needed is one per line, 1",
                    "bounds");
        EXPECT_TRUE(error({{1}, {{1, 2}}, {1}}) ==
                        "lines[0] has 2 entries; needed is one per variable, 1",
                    "lines");
        EXPECT_TRUE(error({{1}, {{1}}, {-1}}).find("bounds[0] is -1") == 0, "negative");
        EXPECT_TRUE(error({{1}, {{1}}, {std::nan("")}}).find("bounds[0] is ") == 0, "no number");
    }
};

/// Linear programmes.
class LinearProgrammeTestSuite : public TestSuite
{
  public:
    LinearProgrammeTestSuite()
        : TestSuite("edge-ai-linear-programme", TEST_UNIT)
    {
        AddTestCase(new LinearCornersTestCase, TEST_QUICK);
        AddTestCase(new LinearEdgesTestCase, TEST_QUICK);
    }
};

static LinearProgrammeTestSuite g_linearProgrammeTestSuite; ///< registers the suite

} // namespace
