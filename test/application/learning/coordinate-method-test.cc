/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Rounds of auxiliary coordinates: what either phase takes, divides, sends and makes of it.

#include "../../../helper/learning-setup.h"
#include "allocation/round/round-planner.h"
#include "application/learning/coordinate-method.h"
#include "application/learning/learn-in-memory.h"
#include "application/learning/number-bytes.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <cmath>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

const std::string MODEL = "Mlp(8,6,5,4,activation=logistic,loss=squared)";
const std::string DATA = "Mixture(8,4,samples=200,separation=2)";
constexpr uint32_t BATCH = 30;
constexpr Eigen::Index WEIGHTS = 6 * 9 + 5 * 7 + 4 * 6;
constexpr Eigen::Index WIDTH = 11; ///< auxiliary variables of a sample

/// @returns five workers that differ, on links of known rates
RoundProblem
MakeProblem()
{
    RoundProblem problem;
    problem.uplink.form = RoundUplinkForm::RATES;
    for (int k = 0; k < 5; ++k)
    {
        RoundWorker worker;
        worker.flops = 1e7 / (1 + .2 * k);
        worker.rate = 1e6 * (1 + k);
        problem.workers.push_back(worker);
    }
    return problem;
}

/// @param [in] batch samples; 0: all  @param [in] text of the method  @returns it
std::shared_ptr<CoordinateMethod>
MakeMethod(uint32_t batch, const std::string& text)
{
    LearningSetup setup;
    setup.SetModel(MODEL);
    setup.SetData(DATA, .1);
    setup.method.step.rate = .5;
    setup.method.batch.size = batch;
    setup.SetMethod(text);
    return std::dynamic_pointer_cast<CoordinateMethod>(setup.MakeMethod(5, 3));
}

/// What such a method is made of, made again beside it.
struct Reference
{
    Reference()
    {
        LearningDraws draws = MakeDraws(3);
        const Dataset all = MakeDataset(DATA, draws);
        data = all.Select(CutTestSet(all, .1, draws).first);
        samples = MakePartition("shared", data, 5, draws).front();
        LearningSetup setup;
        setup.SetModel(MODEL);
        const Eigen::VectorXd drawn = setup.method.model->DrawParameters(draws);
        // A layer's weights and then its biases become a row of each neuron.
        weights.resize(drawn.size());
        Eigen::Index first = 0;
        const std::vector<Eigen::Index> widths{8, 6, 5, 4};
        for (std::size_t l = 1; l < widths.size(); ++l)
        {
            const Eigen::Index inputs = widths[l - 1];
            const Eigen::Index units = widths[l];
            Eigen::Map<RowMatrix> rows(weights.data() + first, units, inputs + 1);
            rows.leftCols(inputs) =
                Eigen::Map<const RowMatrix>(drawn.data() + first, units, inputs);
            rows.col(inputs) = drawn.segment(first + units * inputs, units);
            first += units * (inputs + 1);
        }
        const RowMatrix own = net.MakeCoordinates(weights, data.GetDense());
        std::vector<uint32_t> labels;
        inputs.resize(BATCH, 8);
        z.resize(BATCH, WIDTH);
        for (Eigen::Index i = 0; i < BATCH; ++i)
        {
            const uint32_t sample = samples[static_cast<std::size_t>(i)];
            inputs.row(i) = data.GetDense().row(sample);
            z.row(i) = own.row(sample);
            labels.push_back(data.GetLabels()[sample]);
        }
        targets = AuxiliaryCoordinates::MakeTargets(labels, 4);
    }

    AuxiliaryCoordinates net{{8, 6, 5, 4}, .7};
    Dataset data;
    SampleList samples;
    Eigen::VectorXd weights;
    RowMatrix inputs;
    RowMatrix targets;
    RowMatrix z;
};

/// A W round and the Z round behind it, beside steps written out.
class TurnCase : public TestCase
{
  public:
    TurnCase()
        : TestCase("a W round steps neurons, the Z round behind it samples of the same batch")
    {
    }

  private:
    void DoRun() override;

    /// @param [in] method  @param [in] phase expected  @returns problem of the present round
    RoundProblem Describe(const CoordinateMethod& method, double flop)
    {
        RoundProblem problem = MakeProblem();
        method.Describe(problem);
        EXPECT_RELATIVE(problem.division.flopPerParameter * problem.division.parameters,
                        flop,
                        1e-12,
                        "work");
        NS_TEST_EXPECT_MSG_EQ(problem.division.fixedFlop, 0, "nobody goes through the whole net");
        NS_TEST_EXPECT_MSG_EQ(problem.Validate(), "", "sound");
        return problem;
    }
};

void
TurnCase::DoRun()
{
    const auto method = MakeMethod(BATCH, "Coordinates(penalty=0.7,step=0.2,steps=2)");
    Reference own;
    NS_TEST_ASSERT_MSG_EQ(own.weights.size(), WEIGHTS, "weights");
    // Workers compute with numbers as they travel.
    own.weights = own.weights.cast<float>().cast<double>();
    own.z = own.z.cast<float>().cast<double>();
    std::string fault;
    const auto planner = CreateRoundPlanner("PartelPlanner");

    NS_TEST_ASSERT_MSG_EQ(method->Begin(1), CoordinateTrainer::WEIGHTS, "W first");
    constexpr double products = 2 * (8 * 6 + 6 * 5 + 5 * 4);
    RoundProblem problem = Describe(*method, 2 * BATCH * 2 * products);
    NS_TEST_ASSERT_MSG_EQ(problem.division.units.size(), 3U, "kinds of neurons");
    NS_TEST_EXPECT_MSG_EQ(problem.division.units[0].count, 6U, "neurons");
    NS_TEST_EXPECT_MSG_EQ(problem.division.units[0].parameters, 9U, "of a neuron");
    NS_TEST_EXPECT_MSG_EQ(method->GetModel().size(),
                          static_cast<std::size_t>(4 * (WEIGHTS + BATCH * WIDTH)),
                          "weights, then the batch's variables");
    std::vector<MemoryRound> rounds = LearnInMemory(*method, *planner, MakeProblem(), 1, fault);
    NS_TEST_ASSERT_MSG_EQ(fault, "", "W round");
    NS_TEST_EXPECT_MSG_GT(rounds[0].plan.workers[1].parameters, 0, "over several");
    for (int step = 0; step < 2; ++step)
    {
        own.weights -=
            .5 * own.net.GetWeightGradient(own.weights, own.z, own.inputs, own.targets, {0, 15});
    }

    NS_TEST_ASSERT_MSG_EQ(method->Begin(2), CoordinateTrainer::COORDINATES, "then Z");
    problem = Describe(*method, 2 * BATCH * (products + 2 * (6 * 5 + 5 * 4)));
    NS_TEST_ASSERT_MSG_EQ(problem.division.units.size(), 1U, "samples are alike");
    NS_TEST_EXPECT_MSG_EQ(problem.division.units[0].count, BATCH, "samples");
    NS_TEST_EXPECT_MSG_EQ(problem.division.units[0].parameters, 11U, "of a sample");
    std::vector<float> numbers;
    NS_TEST_ASSERT_MSG_EQ(ReadNumbers(method->GetModel(), WEIGHTS + BATCH * WIDTH, numbers),
                          "",
                          "the model as it travels");
    for (Eigen::Index i = 0; i < WEIGHTS; ++i)
    {
        EXPECT_ABSOLUTE(numbers[i], own.weights[i], 1e-6, "weight " << i);
    }
    const std::vector<LearningAssignment> assignments = method->Assign(planner->Plan(problem));
    const RoundMethod::Bytes model = method->GetModel();
    uint64_t divided = 0;
    for (uint32_t k = 0; k < 5; ++k)
    {
        NS_TEST_EXPECT_MSG_EQ(assignments[k].phase, 2U, "phase");
        divided += CountParameters(assignments[k].ranges);
        RoundMethod::Bytes update;
        NS_TEST_EXPECT_MSG_EQ(method->Train(k, assignments[k], model, update), "", "trained");
        NS_TEST_EXPECT_MSG_EQ(update.size(), 4 * CountParameters(assignments[k].ranges), "bytes");
        NS_TEST_EXPECT_MSG_EQ(method->Take(k, assignments[k], update), "", "taken");
    }
    NS_TEST_EXPECT_MSG_EQ(divided, BATCH * 11U, "all variables, once");
    method->Finish();
    for (int step = 0; step < 2; ++step)
    {
        own.z -=
            .2 * BATCH *
            own.net.GetCoordinateGradient(own.weights, own.z, own.inputs, own.targets, {0, BATCH});
    }
    ReadNumbers(method->GetModel(), WEIGHTS + BATCH * WIDTH, numbers);
    for (Eigen::Index i = 0; i < BATCH * WIDTH; ++i)
    {
        EXPECT_ABSOLUTE(numbers[WEIGHTS + i], own.z.data()[i], 1e-6, "variable " << i);
    }
    // The next two rounds take other samples, whose variables are what the net says.
    method->Begin(3);
    const RoundMethod::Bytes next = method->GetModel();
    method->Begin(4);
    NS_TEST_EXPECT_MSG_EQ((next == method->GetModel()), true, "one batch for both phases");
    NS_TEST_EXPECT_MSG_EQ((next == model), false, "another one than before");
    RowMatrix inputs(BATCH, 8);
    for (Eigen::Index i = 0; i < BATCH; ++i)
    {
        inputs.row(i) = own.data.GetDense().row(own.samples[static_cast<std::size_t>(BATCH + i)]);
    }
    const RowMatrix said = own.net.MakeCoordinates(own.weights, inputs);
    ReadNumbers(next, WEIGHTS + BATCH * WIDTH, numbers);
    for (Eigen::Index i = 0; i < BATCH * WIDTH; ++i)
    {
        EXPECT_ABSOLUTE(numbers[WEIGHTS + i], said.data()[i], 1e-6, "variable " << i);
    }
}

/// A batch that is kept for some turns, and one of all samples.
class KeptBatchCase : public TestCase
{
  public:
    KeptBatchCase()
        : TestCase("a batch keeps its variables for its turns, and for ever where it is all")
    {
    }

  private:
    void DoRun() override
    {
        for (const uint32_t batch : {BATCH, 0U})
        {
            const auto method = MakeMethod(batch, "Coordinates(turns=2,steps=3)");
            const auto planner = CreateRoundPlanner("PartelPlanner");
            for (uint64_t round = 1; round <= 9; ++round)
            {
                const RoundMethod::Bytes before = method->GetModel();
                method->Begin(round);
                const bool fresh = before != method->GetModel();
                EXPECT_TRUE(fresh == (round == 1 || (batch > 0 && round % 4 == 1)), round);
                // Without updates the server has only what it began with to work on.
                const double samples = batch > 0 ? batch : 180;
                NS_TEST_EXPECT_MSG_EQ(method->GetAggregateFlop(),
                                      (fresh ? samples * 2 * (8 * 6 + 6 * 5 + 5 * 4) : 0),
                                      "the way forward, when it is taken up");
                RoundProblem problem = MakeProblem();
                method->Describe(problem);
                const auto assignments = method->Assign(planner->Plan(problem));
                const RoundMethod::Bytes model = method->GetModel();
                for (uint32_t k = 0; k < assignments.size(); ++k)
                {
                    RoundMethod::Bytes update;
                    method->Train(k, assignments[k], model, update);
                    NS_TEST_EXPECT_MSG_EQ(method->Take(k, assignments[k], update), "", "taken");
                }
                method->Finish();
            }
        }
    }
};

/// Either phase lowers the objective, and the net learns.
class ObjectiveCase : public TestCase
{
  public:
    ObjectiveCase()
        : TestCase("both phases lower the objective, W rounds alone change the net")
    {
    }

  private:
    void DoRun() override
    {
        const auto method = MakeMethod(0, "Coordinates(steps=10,step=0.3)");
        method->Begin(1);
        // The model's own loss, by its own order of parameters.
        EXPECT_RELATIVE(method->GetObjective(), method->Score().loss, 1e-12, "before");
        double last = method->GetObjective();
        const auto planner = CreateRoundPlanner("PartelEqualPlanner");
        for (uint64_t round = 1; round <= 300; ++round)
        {
            const Eigen::VectorXd before = method->GetParameters();
            method->Begin(round);
            RoundProblem problem = MakeProblem();
            method->Describe(problem);
            const RoundPlan plan = planner->Plan(problem);
            NS_TEST_ASSERT_MSG_EQ(plan.reason, "", "planned");
            const std::vector<LearningAssignment> assignments = method->Assign(plan);
            const RoundMethod::Bytes model = method->GetModel();
            for (uint32_t k = 0; k < assignments.size(); ++k)
            {
                RoundMethod::Bytes update;
                NS_TEST_ASSERT_MSG_EQ(method->Train(k, assignments[k], model, update), "", k);
                NS_TEST_ASSERT_MSG_EQ(method->Take(k, assignments[k], update), "", k);
            }
            method->Finish();
            const double now = method->GetObjective();
            EXPECT_TRUE(now < last, "round " << round << ": " << now << " from " << last);
            last = now;
            NS_TEST_EXPECT_MSG_EQ((before == method->GetParameters()), (round % 2 == 0), "net");
        }
        const double right = method->Score().accuracy;
        NS_TEST_EXPECT_MSG_GT(right, .75, "it tells classes apart");
    }
};

/// Parts and bytes that are none.
class BadPartCase : public TestCase
{
  public:
    BadPartCase()
        : TestCase("parts that cut units, other phases and wrong bytes are refused")
    {
    }

  private:
    void DoRun() override
    {
        const auto method = MakeMethod(BATCH, "Coordinates");
        method->Begin(1);
        const RoundMethod::Bytes model = method->GetModel();
        RoundMethod::Bytes update;
        const auto train = [&](uint64_t round, uint32_t phase, LearningRanges ranges) {
            LearningAssignment assignment;
            assignment.round = round;
            assignment.phase = phase;
            assignment.ranges = std::move(ranges);
            return method->Train(0, assignment, model, update);
        };
        NS_TEST_EXPECT_MSG_EQ(train(1, 1, {{0, 18}, {54, 7}}), "", "three neurons");
        NS_TEST_EXPECT_MSG_EQ(update.size(), 4 * 25U, "their weights");
        NS_TEST_EXPECT_MSG_EQ(train(1, 2, {{0, 18}}), "phase is 2; allowed in round 1 is 1", "Z");
        NS_TEST_EXPECT_MSG_EQ(train(0, 2, {{0, 11}}), "phase is 2; allowed in round 0 is 2", "0");
        for (const LearningRange& range :
             std::vector<LearningRange>{{0, 8}, {1, 9}, {1, 8}, {9, 10}, {45, 10}, {112, 1}})
        {
            NS_TEST_EXPECT_MSG_EQ(train(1, 1, {range}),
                                  std::to_string(range.count) + " weights from " +
                                      std::to_string(range.first) + " on are not whole neurons",
                                  "cut");
        }
        NS_TEST_EXPECT_MSG_NE(train(1, 1, {{108, 6}}), "", "not of the model");
        NS_TEST_EXPECT_MSG_EQ(train(2, 2, {{11, 22}}), "", "two samples");
        NS_TEST_EXPECT_MSG_EQ(update.size(), 4 * 22U, "their variables");
        NS_TEST_EXPECT_MSG_EQ(train(2, 2, {{11, 12}}),
                              "12 auxiliary variables from 11 on are not of whole samples",
                              "cut");
        NS_TEST_EXPECT_MSG_NE(train(2, 2, {{319, 22}}), "", "not of the batch");
        LearningAssignment whole;
        whole.round = 1;
        whole.phase = 1;
        whole.ranges = {{9, 45}};
        NS_TEST_EXPECT_MSG_NE(method->Train(0, whole, {1, 2, 3}, update), "", "no model");
        NS_TEST_ASSERT_MSG_EQ(method->Train(0, whole, model, update), "", "sound");
        RoundMethod::Bytes shorter = update;
        shorter.pop_back();
        NS_TEST_EXPECT_MSG_NE(method->Take(0, whole, shorter), "", "a byte is missing");
        NS_TEST_ASSERT_MSG_EQ(method->Take(0, whole, update), "", "sound");
        // What is missing is planned again, in whole neurons.
        RoundProblem problem = MakeProblem();
        method->Describe(problem);
        NS_TEST_EXPECT_MSG_EQ(problem.division.parameters, WEIGHTS - 45, "left");
        NS_TEST_EXPECT_MSG_EQ(problem.division.units[0].count, 1U, "one of the first layer");
        NS_TEST_EXPECT_MSG_EQ(problem.Validate(), "", "sound");
        // What did not come stays as it is.
        const Eigen::VectorXd before = method->GetParameters();
        method->Finish();
        const Eigen::VectorXd after = method->GetParameters();
        EXPECT_TRUE(before.head(8) == after.head(8), "the first neuron");
        EXPECT_TRUE(before.tail(WEIGHTS - 54) == after.tail(WEIGHTS - 54), "the other layers");
        EXPECT_TRUE(before.segment(8, 40) != after.segment(8, 40), "what came");
    }
};

class CoordinateMethodTestSuite : public TestSuite
{
  public:
    CoordinateMethodTestSuite()
        : TestSuite("edge-ai-coordinate-method", TEST_UNIT)
    {
        AddTestCase(new TurnCase, TEST_QUICK);
        AddTestCase(new KeptBatchCase, TEST_QUICK);
        AddTestCase(new ObjectiveCase, TEST_QUICK);
        AddTestCase(new BadPartCase, TEST_QUICK);
    }
};

CoordinateMethodTestSuite g_coordinateMethodTestSuite; //!< the suite

} // namespace
