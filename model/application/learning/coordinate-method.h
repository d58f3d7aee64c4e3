/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_COORDINATE_METHOD_H
#define EDGE_AI_COORDINATE_METHOD_H

#include "coordinate-trainer.h"
#include "learning-unit.h"
#include "learning-updates.h"
#include "round-method.h"

#include <Eigen/Core>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The method of auxiliary coordinates, eq. (7) of PARTEL, in rounds of two kinds that take turns.
 * In a W round activations are fixed and neurons are divided over workers; in the Z round behind it
 * weights are fixed and samples of the same batch are. A worker takes some gradient steps on its
 * units alone and sends their new values: weights of neurons, or auxiliary variables of samples.
 * No worker goes forward or backward through the whole net for a neuron's sake.
 *
 * What workers are sent in either phase is the weights, then the auxiliary variables of the batch,
 * since steps in one need the other as they are. Numbers travel as 32 bit, most significant byte
 * first; a neuron is [weights of its inputs, bias]. Auxiliary variables begin as what the net says
 * of a batch when it is taken up, which the server finds out.
 *
 * Every worker has all samples: any of them may get any unit.
 */
class CoordinateMethod : public RoundMethod
{
  public:
    /**
     * @param [in] settings what is learned  @param [in] parameters of the model to begin with
     * @throws LearningError if CoordinateTrainer does not take the settings
     */
    CoordinateMethod(CoordinateSettings settings, const Eigen::VectorXd& parameters);

    std::string GetName() const override;
    double GetSamples(uint32_t worker) const override;
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
    Eigen::VectorXd GetParameters() const override;
    std::string Train(uint32_t worker,
                      const LearningAssignment& assignment,
                      const Bytes& model,
                      Bytes& update) override;

    /// @returns the objective E of eq. (7) over the present batch, which either phase lowers
    double GetObjective() const;

  private:
    /// @returns the phase of the present round
    uint32_t GetPhase() const
    {
        return CoordinateTrainer::GetPhase(m_round);
    }

    /// @returns what is learned
    const CoordinateSettings& GetSettings() const
    {
        return m_trainer.GetSettings();
    }

    /// @returns units of the present round for which nothing has come
    std::vector<LearningUnit> ListUnits() const;

    CoordinateTrainer m_trainer;
    Eigen::VectorXd m_weights; ///< W, a row per neuron
    RowMatrix m_coordinates;   ///< z of the present batch
    uint64_t m_batch{0};       ///< its number; 0: none yet
    double m_startFlop{0};     ///< of what the round began with, at the server [FLOP]
    LearningUpdates m_updates; ///< of the round
    uint64_t m_round{0};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_COORDINATE_METHOD_H
