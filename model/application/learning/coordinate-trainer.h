/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_COORDINATE_TRAINER_H
#define EDGE_AI_COORDINATE_TRAINER_H

#include "learning-batches.h"
#include "learning/gradient-step.h"
#include "learning/network/auxiliary-coordinates.h"
#include "learning/network/layer-stack.h"
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

/// @ingroup edge-ai
/// What is learned by auxiliary coordinates.
struct CoordinateSettings
{
    std::shared_ptr<const LayerStack> model; ///< of logistic units, with squared loss
    std::shared_ptr<const Dataset> data;     ///< for training, dense
    std::shared_ptr<const Dataset> test;     ///< of no worker; null: no accuracy
    SampleList samples;                      ///< of everybody, in the order it goes through them
    BatchOptions batch;                      ///< samples of a W round and of the Z round behind it
    double penalty{1};                       ///< rho, > 0
    StepOptions step;                        ///< of a neuron's parameters; without momentum
    double coordinateStep{.3};  ///< of a sample's variables, along its own term of D E, > 0
    uint32_t steps{1};          ///< of a worker in a round, >= 1
    uint32_t turns{1};          ///< W rounds with one batch, and as many Z rounds, >= 1
    double flopPerParameter{0}; ///< of either phase, instead of its own work [FLOP]; 0: its own
    uint32_t scoreSamples{0};   ///< of the training data that the loss is taken over; 0: all
};

/**
 * @ingroup edge-ai
 * What a worker does in rounds of auxiliary coordinates: some gradient steps on whole neurons (W
 * rounds) or on whole samples of the batch (Z rounds). It keeps nothing between rounds: weights and
 * auxiliary variables of the batch are in what it is sent.
 */
class CoordinateTrainer
{
  public:
    using Bytes = RoundMethod::Bytes; ///< a model or an update as it travels

    /// Kinds of rounds.
    enum Phase : uint32_t
    {
        WEIGHTS = 1,     ///< W: odd rounds
        COORDINATES = 2, ///< Z: even rounds
    };

    /**
     * @param [in] settings what is learned
     * @throws LearningError if the model is not one that is learned so, the data are sparse, or a
     *         setting is out of its range
     */
    explicit CoordinateTrainer(CoordinateSettings settings);

    /// @param [in] model any  @returns whether it is a net of logistic units with squared loss
    static bool Learns(const LearningModel& model);
    /// @param [in] round number, from 1  @returns its phase
    static uint32_t GetPhase(uint64_t round);

    /// @returns what is learned
    const CoordinateSettings& GetSettings() const
    {
        return m_settings;
    }

    /// @returns the net
    const AuxiliaryCoordinates& GetNet() const
    {
        return m_net;
    }

    /// @param [in] round number, from 1  @returns number of its batch, from 1; batches of all
    /// samples are one
    uint64_t GetBatchNumber(uint64_t round) const;
    /// @param [in] round number, from 1  @returns samples of its batch
    SampleList GetBatch(uint64_t round) const;
    /// @param [in] samples of the data  @returns their features, a row each
    RowMatrix GetInputs(const SampleList& samples) const;

    /// @returns samples of a batch
    std::size_t CountSamples() const
    {
        return m_batches.GetSize(0);
    }

    /// @param [in] phase of a round  @returns numbers that it has to bring
    uint64_t CountNumbers(uint32_t phase) const;
    /// @returns work of the way forward through the net for a batch [FLOP]
    double GetForwardFlop() const;
    /// @param [in] phase of a round  @returns work of each of these [FLOP]
    double GetFlop(uint32_t phase) const;
    /// @param [in] samples of the data  @returns what the net shall say of them, a row each
    RowMatrix GetTargets(const SampleList& samples) const;

    /**
     * @param [in] assignment what to compute, as somebody says
     * @param [in] model weights, then auxiliary variables of the batch, as bytes that came
     * @param [out] update new values of what was assigned, as bytes
     * @returns "" or why it cannot be computed
     */
    std::string Train(const LearningAssignment& assignment,
                      const Bytes& model,
                      Bytes& update) const;

  private:
    /// A batch with the model as it came.
    struct Batch
    {
        RowMatrix inputs;
        RowMatrix targets;
        RowMatrix coordinates;
        Eigen::VectorXd weights;
    };

    /// @param [in] range of weights  @param [out] neurons of it  @returns whether they are whole
    bool FindNeurons(const LearningRange& range, UnitRange& neurons) const;
    /// @param [in] ranges of weights  @param [in,out] batch whose weights are stepped
    /// @param [out] update new values  @returns "" or what is wrong
    std::string TrainWeights(const LearningRanges& ranges, Batch& batch, Bytes& update) const;
    /// The same for auxiliary variables.
    std::string TrainCoordinates(const LearningRanges& ranges, Batch& batch, Bytes& update) const;

    CoordinateSettings m_settings;
    LearningBatches m_batches;
    AuxiliaryCoordinates m_net;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_COORDINATE_TRAINER_H
