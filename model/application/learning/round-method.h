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
#include <map>
#include <optional>
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
    uint32_t block{0};     ///< deepest depth block of them, from 1; 0: there are none
    uint32_t kept{0};      ///< entries of its update that it sends; 0: all
    uint32_t maskSeed{0};  ///< says which ones, where the method draws them by lot
    uint32_t steps{0};     ///< of local training; 0: the method's own
    /// The latest round in which an update of the worker counted; 0: none has. Of what a worker
    /// keeps until it knows its fate, that of this round came, and any other did not.
    uint64_t counted{0};
    std::vector<uint8_t> note; ///< what the method says to this worker alone
    double outage{0};          ///< probability that its update is lost, by the server's plan; the
                               ///< worker is not told
};

/// @ingroup edge-ai
/// What a worker says of what it trained, before it is told how to send it.
struct LearningReport
{
    double spread{0}; ///< theta: quantised with B bits its variance is theta/(2^B - 1)^2, >= 0
    double power{0};  ///< D, its squared norm, >= 0
};

/// @ingroup edge-ai
/// How a worker shall send what it trained; band and power are the plan's.
struct LearningGrant
{
    uint64_t round{0};    ///< number, from 1
    uint32_t codeBits{0}; ///< B, of a coordinate's magnitude; 0: the method's own code
};

/// @ingroup edge-ai
/// How the budgets of a worker stand, where a method keeps some.
struct WorkerStanding
{
    double participationQueue{0}; ///< Z, how far it is ahead of its budget's pace
    uint32_t participations{0};   ///< rounds for which the server has asked it
    double epsilon{0}; ///< spent by what it computed, whether or not that came; infinite:
                       ///< nothing of it is private
    double noise{std::numeric_limits<double>::quiet_NaN()}; ///< deviation in each entry of what it
                                                            ///< made in the round
};

/// @ingroup edge-ai
/// What the update of a worker was expected to be, and is.
struct UpdateStanding
{
    /// When the round was planned, of methods that hear what updates are; none: nobody expects more
    /// of them than that there are some.
    std::optional<LearningReport> expected;
    LearningReport found; ///< by the worker
    bool trained{false};  ///< it has found it
};

/// @ingroup edge-ai
/// How queues, budgets and updates stand after a round, as far as a method keeps them.
struct RoundStanding
{
    /// Q, how far rounds are behind their mean delay [s]; not a number: there is no such queue
    double delayQueue{std::numeric_limits<double>::quiet_NaN()};
    std::map<uint32_t, WorkerStanding> workers; ///< by number
    std::map<uint32_t, UpdateStanding> updates; ///< by number of the worker
};

/**
 * @ingroup edge-ai
 * How a model is learned in rounds: what there is to plan, what a plan means for each worker, what
 * workers make of a model and the server of updates. It knows no simulator; whoever carries models
 * and updates as bytes - applications over packets, or LearnInMemory() at once - gets the same
 * parameters to the last bit, if he carries the same ones in the same rounds.
 *
 * A round goes Begin(), Choose(), Describe(), Assign(); each worker with a part Train()s and what
 * it sends is Take()n; then Finish(). Where the method Grants(), training and sending are two
 * phases: a worker with a part Prepare()s and reports, which the server Hear()s; when all have been
 * heard or given up, DescribeGrants() says what there is to plan for those who were, Grant() what
 * the plan means for each, and a worker Encode()s as it was granted.
 *
 * The object is shared by server and workers as something installed on each of them, no more: what
 * the server knows is touched by none of the workers' functions, what a worker keeps by no other's.
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

    /// @param [in] worker number  @returns times the work of a part, as Describe() counts it, that
    /// the worker has with that part, as its batch is larger or smaller; > 0, here: 1
    virtual double GetWorkFactor(uint32_t worker) const
    {
        (void)worker;
        return 1;
    }

    /// A round begins. @param [in] round its number, from 1  @returns its phase
    virtual uint32_t Begin(uint64_t round) = 0;

    /// @param [in] members numbers of workers that are there, ascending  @returns those that are
    /// planned for, ascending: Describe() and Assign() are about these; here: all
    virtual std::vector<uint32_t> Choose(const std::vector<uint32_t>& members)
    {
        return members;
    }

    /// @returns what the round has to bring and has not yet
    virtual LearningRanges GetMissing() const = 0;
    /// @param [in,out] problem gets what there is to compute and to send, for what is missing
    virtual void Describe(RoundProblem& problem) const = 0;
    /// @param [in] plan usable, for what is missing  @returns what it means for each worker of the
    /// problem
    virtual std::vector<LearningAssignment> Assign(const RoundPlan& plan) const = 0;
    /// @returns the model as it is now; of one that ExplainModel() refuses, nothing
    virtual Bytes GetModel() const = 0;
    /// @returns "" or why the model cannot travel any more: learning has diverged; here: of
    /// parameters that travel as numbers of 32 bit
    virtual std::string ExplainModel() const;
    /**
     * An update has come.
     * @param [in] worker number  @param [in] assignment that it answers  @param [in] update bytes
     * @returns "" if it counts, else what is wrong with it
     */
    virtual std::string Take(uint32_t worker,
                             const LearningAssignment& assignment,
                             const Bytes& update) = 0;

    /**
     * What an attempt of a round came to, before the next one or Finish(): for methods that plan
     * the next round by it. It is told of each attempt whose parts were handed out, whatever became
     * of it.
     * @param [in] plan that was carried out, of those whom Choose() named last
     * @param [in] delay from when the first of its workers had the model until the last update had
     *             come or was given up, planned or measured [s]; 0: nobody took part
     */
    virtual void Observe(const RoundPlan& plan, double delay)
    {
        (void)plan;
        (void)delay;
    }

    /// @returns how long a round lasts whose plan gives nobody a part [s]; 0: such a round is none,
    /// nothing came of it
    virtual double GetIdleTime() const
    {
        return 0;
    }

    /// @returns time that an update may be on its way, from when it was handed over or granted [s];
    /// 0: as long as it takes
    virtual double GetWindow() const
    {
        return 0;
    }

    /// @returns work of making one of what came [FLOP]
    virtual double GetAggregateFlop() const = 0;
    /// Nothing more comes: make a new model of what came.
    virtual void Finish() = 0;
    /// @returns how good the model is now
    virtual LearningScore Score() const = 0;
    /// @returns the model's parameters as the server has them, in the model's order
    virtual Eigen::VectorXd GetParameters() const = 0;

    /// @returns parameters of the whole model, in its order: with adapters merged into its layers
    virtual Eigen::VectorXd GetTrained() const
    {
        return GetParameters();
    }

    /**
     * For records, which see both ends; for nobody else.
     * @param [in] workers numbers of those who had a part in the round
     * @returns how queues, budgets and updates stand after it; none: the method keeps none
     */
    virtual std::optional<RoundStanding> GetStanding(const std::vector<uint32_t>& workers) const
    {
        (void)workers;
        return std::nullopt;
    }

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

    /// @param [in] assignment of a worker, as somebody says  @returns clock at which its processor
    /// shall work [cycle/s]; 0: the processor's governor decides
    virtual double GetClock(const LearningAssignment& assignment) const
    {
        (void)assignment;
        return 0;
    }

    /// @returns whether workers report what they trained and are granted how to send it
    virtual bool Grants() const
    {
        return false;
    }

    /**
     * The first phase of a worker's part.
     * @param [in] worker number  @param [in] assignment what to compute, as somebody says
     * @param [in] model bytes, as they came  @param [out] report what it has
     * @returns "" or why it cannot be computed
     */
    virtual std::string Prepare(uint32_t worker,
                                const LearningAssignment& assignment,
                                const Bytes& model,
                                LearningReport& report)
    {
        (void)worker;
        (void)assignment;
        (void)model;
        (void)report;
        return "the method has no second phase";
    }

    /**
     * A report has come.
     * @param [in] worker number  @param [in] assignment that it answers  @param [in] report as
     * somebody says  @returns "" if it counts, else what is wrong with it
     */
    virtual std::string Hear(uint32_t worker,
                             const LearningAssignment& assignment,
                             const LearningReport& report)
    {
        (void)worker;
        (void)assignment;
        (void)report;
        return "the method has no second phase";
    }

    /// @param [in] members numbers of workers that were heard, ascending
    /// @param [in,out] problem of these, gets what there is to send
    virtual void DescribeGrants(const std::vector<uint32_t>& members, RoundProblem& problem) const
    {
        (void)members;
        (void)problem;
    }

    /// @param [in] members the same  @param [in] plan usable, for that problem
    /// @returns what it means for each of them; of round 0: it shall not send
    virtual std::vector<LearningGrant> Grant(const std::vector<uint32_t>& members,
                                             const RoundPlan& plan)
    {
        (void)plan;
        return std::vector<LearningGrant>(members.size());
    }

    /**
     * The second phase of a worker's part.
     * @param [in] worker number  @param [in] grant how to send, as somebody says
     * @param [out] update bytes  @returns "" or why there is nothing to send
     */
    virtual std::string Encode(uint32_t worker, const LearningGrant& grant, Bytes& update)
    {
        (void)worker;
        (void)grant;
        (void)update;
        return "the method has no second phase";
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROUND_METHOD_H
