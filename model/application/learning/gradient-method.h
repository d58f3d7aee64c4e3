/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_GRADIENT_METHOD_H
#define EDGE_AI_GRADIENT_METHOD_H

#include "learning-batches.h"
#include "learning-unit.h"
#include "learning-updates.h"
#include "learning/gradient-step.h"
#include "learning/learning-model.h"
#include "round-method.h"

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * One step of gradient descent per round: each worker computes the gradient by its parameters on
 * its samples, the server steps along what came. Where parameters are divided (PARTEL, FoMo), each
 * has one worker; where everybody has all of them (federated), the gradient is the mean over
 * samples. A parameter for which nothing came stays as it is.
 *
 * Models and updates travel as floating-point numbers of 32 bit, most significant byte first, in
 * the order of the parameters. Workers see the rounded model, the server keeps the exact one.
 */
class GradientMethod : public RoundMethod
{
  public:
    /// What is learned.
    struct Settings
    {
        std::shared_ptr<const LearningModel> model; ///< its parameters are one vector
        std::shared_ptr<const Dataset> data;        ///< for training
        std::shared_ptr<const Dataset> test;        ///< of no worker; null: no accuracy
        /// Samples of each worker, in the order it goes through them. One list: everybody has it,
        /// and takes the same batch in the same round.
        std::vector<SampleList> samples;
        BatchOptions batch;           ///< samples of a round and worker
        StepOptions step;             ///< of the server, along the gradient
        std::vector<uint32_t> depths; ///< groups of the model in each depth block, from the output;
                                      ///< empty: the model is divided by parameters
        bool unitsStay{false};        ///< neurons, filters and classes are not divided
        double flopPerParameter{0};   ///< of a divided model, instead of its own gradient's work
                                      ///< [FLOP]; 0: its own, and the way forward for everybody
        RoundDepth depth; ///< instead of the model's own work and memory; no blocks: its own
        uint32_t scoreSamples{0}; ///< of the training data that the loss is taken over; 0: all
    };

    /// @param [in] settings what is learned  @param [in] parameters to begin with
    GradientMethod(Settings settings, Eigen::VectorXd parameters);

    std::string GetName() const override;
    double GetSamples(uint32_t worker) const override;
    double GetWorkFactor(uint32_t worker) const override;
    uint32_t Begin(uint64_t round) override;
    LearningRanges GetMissing() const override;
    void Describe(RoundProblem& problem) const override;
    std::vector<LearningAssignment> Assign(const RoundPlan& plan) const override;
    Bytes GetModel() const override;
    std::string Take(uint32_t worker,
                     const LearningAssignment& assignment,
                     const Bytes& update) override;
    double GetAggregateFlop() const override;
    void Finish() override;
    LearningScore Score() const override;
    std::string Train(uint32_t worker,
                      const LearningAssignment& assignment,
                      const Bytes& model,
                      Bytes& update) override;

    Eigen::VectorXd GetParameters() const override
    {
        return m_parameters;
    }

    Eigen::VectorXd GetTrained() const override;

  private:
    double GetBatchSize(uint32_t worker) const;
    std::vector<LearningUnit> ListUnits() const;
    void DescribeDivision(RoundProblem& problem) const;
    RoundDepth DescribeDepths() const;
    std::vector<uint32_t> ListMissingBlocks() const;
    void DescribeMissing(RoundDepth& depth) const;
    LearningRange GetBlock(uint32_t block) const;
    void AssignBlocks(const RoundShare& share, LearningAssignment& assignment) const;

    Settings m_settings;
    LearningBatches m_batches;
    Eigen::VectorXd m_parameters;
    GradientStepper m_stepper;
    LearningUpdates m_updates; ///< of the round
    uint64_t m_round{0};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_GRADIENT_METHOD_H
