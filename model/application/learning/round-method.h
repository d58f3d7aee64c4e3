/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROUND_METHOD_H
#define EDGE_AI_ROUND_METHOD_H

#include "allocation/round/round-plan.h"
#include "allocation/round/round-problem.h"
#include "learning-range.h"

#include <Eigen/Core>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// How good a model is.
struct LearningScore
{
    double loss{std::numeric_limits<double>::quiet_NaN()};     ///< over all training data
    double accuracy{std::numeric_limits<double>::quiet_NaN()}; ///< over data of no worker
};

/// @ingroup edge-ai
/// What a worker shall compute in a round.
struct LearningAssignment
{
    uint64_t round{0};     ///< number, from 1
    uint32_t phase{0};     ///< of the method
    LearningRanges ranges; ///< of the parameters; empty: it has no part
    uint32_t kept{0};      ///< entries of its update that it sends; 0: all
    uint32_t maskSeed{0};  ///< says which ones, where the method draws them by lot
};

/**
 * @ingroup edge-ai
 * How a model is learned in rounds: what there is to plan, what a plan means for each worker, what
 * workers make of a model and the server of updates. It knows no simulator; whoever carries models
 * and updates as bytes - applications over packets, or LearnInMemory() at once - gets the same
 * parameters to the last bit, if he carries the same ones in the same rounds.
 *
 * Bytes that came from others are trusted in nothing.
 */
class RoundMethod
{
  public:
    using Bytes = std::vector<uint8_t>; ///< a model or an update as it travels

    virtual ~RoundMethod() = default;

    /// @returns what is learned and how, for records
    virtual std::string GetName() const = 0;

    /// @param [in] worker number  @returns samples it has
    virtual double GetSamples(uint32_t worker) const = 0;

    /// A round begins. @param [in] round its number, from 1  @returns its phase
    virtual uint32_t Begin(uint64_t round) = 0;
    /// @returns what the round has to bring and has not yet
    virtual LearningRanges GetMissing() const = 0;
    /// @param [in,out] problem gets what there is to compute and to send, for what is missing
    virtual void Describe(RoundProblem& problem) const = 0;
    /// @param [in] plan usable, for what is missing  @returns what it means for each worker of the
    /// problem
    virtual std::vector<LearningAssignment> Assign(const RoundPlan& plan) const = 0;
    /// @returns the model as it is now
    virtual Bytes GetModel() const = 0;
    /**
     * An update has come.
     * @param [in] worker number  @param [in] assignment that it answers  @param [in] update bytes
     * @returns "" if it counts, else what is wrong with it
     */
    virtual std::string Take(uint32_t worker,
                             const LearningAssignment& assignment,
                             const Bytes& update) = 0;

    /**
     * What a round came to, before Finish(): for methods that plan the next one by it.
     * @param [in] plan that was carried out  @param [in] delay from when workers began until the
     * last update had come, planned or measured [s]; 0: nobody took part
     */
    virtual void Observe(const RoundPlan& plan, double delay)
    {
        (void)plan;
        (void)delay;
    }

    /// @returns work of making one of what came [FLOP]
    virtual double GetAggregateFlop() const = 0;
    /// Nothing more comes: make a new model of what came.
    virtual void Finish() = 0;
    /// @returns how good the model is now
    virtual LearningScore Score() const = 0;
    /// @returns the model's parameters as the server has them, in the model's order
    virtual Eigen::VectorXd GetParameters() const = 0;

    /**
     * A worker's part.
     * @param [in] worker number  @param [in] assignment what to compute, as somebody says
     * @param [in] model bytes, as they came  @param [out] update bytes
     * @returns "" or why it cannot be computed
     */
    virtual std::string Train(uint32_t worker,
                              const LearningAssignment& assignment,
                              const Bytes& model,
                              Bytes& update) = 0;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROUND_METHOD_H
