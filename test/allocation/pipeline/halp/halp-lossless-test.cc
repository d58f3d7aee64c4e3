/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Divisions are carried out on networks of one column and one channel with true numbers: every node
// has the rows that it computed or was sent, and what reaches the host must be the whole network's
// answer, with a difference of exactly zero.

#include "profile/row-span.h"
#include "support/halp-test-support.h"

#include <algorithm>
#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::halptest;

namespace
{

/// Rows of one layer, some of them unknown.
using Rows = std::vector<double>;

constexpr double UNKNOWN = std::numeric_limits<double>::quiet_NaN();

/// A network of one column: each layer adds up its rows with weights of its own.
class ColumnNetwork
{
  public:
    explicit ColumnNetwork(const RowPartitionProblem& problem)
        : m_problem(problem)
    {
        for (uint32_t row = 0; row < problem.imageRows; ++row)
        {
            m_image.push_back(std::sin(1.7 * row) + 0.01 * row);
        }
    }

    const Rows& GetImage() const
    {
        return m_image;
    }

    /// @returns one row of a layer; unknown if a row that it needs is
    double Compute(uint32_t layer, uint32_t row, const Rows& input) const
    {
        const RowGeometry& geometry = m_problem.layers[layer - 1].rows;
        double sum = 0;
        for (uint32_t k = 0; k < geometry.kernel; ++k)
        {
            const int64_t in = int64_t{row} * geometry.stride + k - geometry.padding;
            if (in >= 0 && in < static_cast<int64_t>(input.size()))
            {
                sum += std::cos(3.1 * layer + k) * input[in];
            }
        }
        return sum;
    }

    /// @returns the last layer's rows
    Rows Run() const
    {
        Rows rows = m_image;
        for (uint32_t layer = 1; layer <= m_problem.layers.size(); ++layer)
        {
            Rows next;
            for (uint32_t row = 0; row < m_problem.GetRows(layer); ++row)
            {
                next.push_back(Compute(layer, row, rows));
            }
            rows = next;
        }
        return rows;
    }

    /**
     * Carries a plan out.
     * @param [in] plan a plan; its steps are listed behind those that they wait for
     * @param [in] lost index of a message of which a row is lost; 0: none
     * @param [in] lostRow which row
     * @returns the largest difference from the whole network's answer; infinity if a row is missing
     */
    double GetError(const RowPartitionPlan& plan, std::size_t lost = 0, uint32_t lostRow = 0) const
    {
        const std::size_t layers = m_problem.layers.size();
        std::vector<std::vector<Rows>> known(m_problem.nodes.size(), std::vector<Rows>(layers + 1));
        for (std::vector<Rows>& node : known)
        {
            for (uint32_t layer = 0; layer <= layers; ++layer)
            {
                node[layer].assign(m_problem.GetRows(layer), UNKNOWN);
            }
        }
        known[0][0] = m_image;
        for (std::size_t i = 1; i + 1 < plan.steps.size(); ++i)
        {
            const PlanStep& step = plan.steps[i];
            const RowOperation& rows = plan.operations[i];
            if (rows.layer > layers)
            {
                continue; // the tail
            }
            for (uint32_t row = rows.first; row < rows.end; ++row)
            {
                std::vector<Rows>& mine = known[step.node];
                if (step.kind == StepKind::COMPUTE)
                {
                    mine[rows.layer][row] = Compute(rows.layer, row, mine[rows.layer - 1]);
                }
                else if (i != lost || row != lostRow)
                {
                    known[step.peer][rows.layer][row] = mine[rows.layer][row];
                }
            }
        }
        const Rows whole = Run();
        double error = 0;
        for (std::size_t row = 0; row < whole.size(); ++row)
        {
            const double difference = std::abs(known[0][layers][row] - whole[row]);
            error = std::isnan(difference) ? std::numeric_limits<double>::infinity()
                                           : std::max(error, difference);
        }
        return error;
    }

  private:
    const RowPartitionProblem& m_problem; ///< layers
    Rows m_image;                         ///< its rows
};

/// Every planner's plan gives the whole network's answer.
class LosslessTestCase : public TestCase
{
  public:
    LosslessTestCase()
        : TestCase("divided networks answer as whole ones do, exactly")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string network : {"VGG-16", "MobileNetV1", "AlexNet", "TinyYOLOv2"})
        {
            const RowPartitionProblem problem = MakeShared(network, {9e9, 10e9, 11e9}, 1e9);
            const ColumnNetwork column(problem);
            EXPECT_TRUE(std::abs(column.Run().front()) > 0, "not all zero");
            for (const std::string& name : ListRowPartitionPlanners())
            {
                const RowPartitionPlan plan = CreateRowPartitionPlanner(name)->Plan(problem);
                NS_TEST_ASSERT_MSG_EQ(plan.IsUsable(), true, name << ": " << plan.reason);
                NS_TEST_EXPECT_MSG_EQ(column.GetError(plan), 0, network << " with " << name);
            }
            const std::vector<RowZone> wide = ZonesOf(problem, {.3, .6, 4, 2});
            if (ExplainHalpZones(problem, wide).empty())
            {
                NS_TEST_EXPECT_MSG_EQ(column.GetError(EvaluateHalp(problem, wide)),
                                      0,
                                      network << " with a wide zone");
            }
        }
        const RowPartitionProblem vgg = MakeVgg(1e9);
        EXPECT_TRUE(ExplainHalpZones(vgg, ZonesOf(vgg, {.3, .6, 4, 2})).empty(), "is looked at");
    }
};

/// Every row that is exchanged is needed.
class NeededRowsTestCase : public TestCase
{
  public:
    NeededRowsTestCase()
        : TestCase("without any single exchanged row the answer is missing")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string network : {"VGG-16", "MobileNetV1"})
        {
            const RowPartitionProblem problem = MakeShared(network, {10e9, 10e9, 10e9}, 1e9);
            const ColumnNetwork column(problem);
            const RowPartitionPlan plan = EvaluateHalp(problem, ZonesOf(problem));
            uint32_t rows = 0;
            for (std::size_t i = 1; i + 1 < plan.steps.size(); ++i)
            {
                const RowOperation& sent = plan.operations[i];
                for (uint32_t row = sent.first;
                     plan.steps[i].kind == StepKind::TRANSFER && row < sent.end;
                     ++row)
                {
                    ++rows;
                    EXPECT_TRUE(std::isinf(column.GetError(plan, i, row)),
                                network << ": row " << row << " of layer " << sent.layer << " from "
                                        << plan.steps[i].node << " is not needed");
                }
            }
            NS_TEST_EXPECT_MSG_GT(rows, 200U, network << ": rows are exchanged");
        }
    }
};

/// Divisions carried out.
class HalpLosslessTestSuite : public TestSuite
{
  public:
    HalpLosslessTestSuite()
        : TestSuite("edge-ai-halp-lossless", TEST_UNIT)
    {
        AddTestCase(new LosslessTestCase, TEST_QUICK);
        AddTestCase(new NeededRowsTestCase, TEST_QUICK);
    }
};

static HalpLosslessTestSuite g_halpLosslessTestSuite; ///< registers the suite

} // namespace
