/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXTERNAL_METHOD_H
#define EDGE_AI_EXTERNAL_METHOD_H

#include "application/learning/federated/federated-settings.h"
#include "application/learning/round-method.h"
#include "external-session.h"

#include <Eigen/Core>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What somebody else trains, and where he is.
struct ExternalSettings
{
    ExternalPlace place; ///< of the process
    /// Who trains how often, on which samples, and how many are asked. Its rule, codec and grants
    /// are the process's; no model, no data: so are these.
    FederatedSettings federated;
    Eigen::VectorXd parameters;    ///< of the model, to begin with
    uint32_t devices{0};           ///< N
    uint64_t seed{0};              ///< for the process's draws
    double flop{0};                ///< of a local step [FLOP]; 0: as READY or the model says
    uint32_t bytes{0};             ///< of an update, for plans [B]; 0: as READY says
    std::function<double()> clock; ///< simulated time [s]; none: it is 0
};

/**
 * @ingroup edge-ai
 * Federated learning that another process carries out: it makes each device's update of the model
 * that came to that device, and the server's model of the updates that came to the server, so that
 * what the network lost is missing there, too. Whom a round asks, how long training and sending
 * take, and what of it is lost, is the simulation's; what updates are is the process's alone.
 *
 * Models travel as floating-point numbers of 32 bit, most significant byte first, updates as the
 * bytes that the process makes.
 *
 * The process is started, or connected to, when the first worker or round needs it, and works while
 * simulated time stands still. When it fails, whatever asked it throws a LearningError, which ends
 * the simulation unless somebody catches it; what it declines, one worker cannot do in one round.
 */
class ExternalMethod : public RoundMethod
{
  public:
    /// @param [in] settings of all  @throws LearningError naming the setting that is out of range
    explicit ExternalMethod(ExternalSettings settings);

    std::string GetName() const override;
    double GetSamples(uint32_t worker) const override;
    double GetWorkFactor(uint32_t worker) const override;
    uint32_t Begin(uint64_t round) override;
    std::vector<uint32_t> Choose(const std::vector<uint32_t>& members) override;
    LearningRanges GetMissing() const override;
    void Describe(RoundProblem& problem) const override;
    std::vector<LearningAssignment> Assign(const RoundPlan& plan) const override;
    Bytes GetModel() const override;
    std::string Take(uint32_t worker,
                     const LearningAssignment& assignment,
                     const Bytes& update) override;
    double GetWindow() const override;
    double GetAggregateFlop() const override;
    void Finish() override;
    LearningScore Score() const override;
    Eigen::VectorXd GetParameters() const override;
    std::string Train(uint32_t worker,
                      const LearningAssignment& assignment,
                      const Bytes& model,
                      Bytes& update) override;

  private:
    /// @returns the server's parameters
    const Eigen::VectorXd& GetCurrent() const;
    double GetStepFlop() const;
    double GetTime() const;
    std::string DrawBatch(uint32_t worker, uint32_t steps, std::vector<uint32_t>& batch);

    ExternalSettings m_settings;
    std::unique_ptr<ExternalSession> m_session; ///< with the process, for server and workers

    // The server's.
    std::optional<Eigen::VectorXd> m_parameters;  ///< none: those of READY
    LearningDraws m_draws;                        ///< of samples of workers
    uint64_t m_round{0};                          ///< under way
    std::vector<uint32_t> m_chosen;               ///< of the last attempt
    std::set<uint32_t> m_asked;                   ///< of the round, in any attempt
    std::map<uint32_t, ExternalArrival> m_came;   ///< in the round
    std::map<uint32_t, uint64_t> m_counted;       ///< latest round in which an update counted
    mutable std::optional<LearningScore> m_score; ///< of the parameters as they are

    // Each is its worker's alone.
    std::vector<LearningDraws> m_batches;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXTERNAL_METHOD_H
