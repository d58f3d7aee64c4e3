/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DP_SPARSE_METHOD_H
#define EDGE_AI_DP_SPARSE_METHOD_H

#include "dp-sparse-settings.h"
#include "private-client.h"
#include "round-method.h"

#include <Eigen/Core>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * DP-sparse FL: each chosen client trains some noisy steps on the entries that a random mask keeps,
 * and sends what changed; the server adds it up and keeps the queues and budgets by which the next
 * round is planned. Whoever is not there has no part in a round; queues move on without it.
 *
 * Clients guard their budgets themselves (PrivateClient). The server counts whom it asked, whether
 * or not anything came of that, and asks nobody twice in a round: it cannot know whether an update
 * that was lost had been made. So it never counts less than a client does.
 *
 * Models travel as floating-point numbers of 32 bit in the order of parameters, updates likewise in
 * the order of rising indices (EncodeMaskedValues). All chance is named by seed, client and round.
 */
class DpSparseMethod : public RoundMethod
{
  public:
    using Settings = DpSparseSettings; ///< what is learned

    /// @param [in] settings what is learned  @param [in] parameters to begin with
    /// @throws LearningError naming the setting that is out of its range
    DpSparseMethod(Settings settings, Eigen::VectorXd parameters);

    std::string GetName() const override;
    double GetSamples(uint32_t worker) const override;
    uint32_t Begin(uint64_t round) override;
    std::vector<uint32_t> Choose(const std::vector<uint32_t>& members) override;
    LearningRanges GetMissing() const override;
    void Describe(RoundProblem& problem) const override;
    std::vector<LearningAssignment> Assign(const RoundPlan& plan) const override;
    Bytes GetModel() const override;
    std::string Take(uint32_t worker,
                     const LearningAssignment& assignment,
                     const Bytes& update) override;
    void Observe(const RoundPlan& plan, double delay) override;
    double GetIdleTime() const override;
    double GetAggregateFlop() const override;
    void Finish() override;
    LearningScore Score() const override;
    Eigen::VectorXd GetParameters() const override;
    std::optional<RoundStanding> GetStanding(const std::vector<uint32_t>& workers) const override;
    std::string Train(uint32_t worker,
                      const LearningAssignment& assignment,
                      const Bytes& model,
                      Bytes& update) override;

    /// @returns what is learned, and how
    const Settings& GetSettings() const
    {
        return m_settings;
    }

    /// @returns queues and counts, as the server has them
    const DpSparseState& GetState() const
    {
        return m_state;
    }

    /// @returns what has to hold over all rounds, participations included
    const DpSparseLimits& GetLimits() const
    {
        return m_settings.limits;
    }

    /// @param [in] client number  @param [in] participations of it
    /// @returns epsilon that they cost; infinite without noise
    double GetEpsilon(uint32_t client, uint32_t participations) const;

    /// @param [in] client number  @returns rounds that it has answered, as it counts itself
    uint32_t GetAnswered(uint32_t client) const;

    /// @param [in] client number  @returns epsilon that its participations so far may have cost:
    /// those for which the server asked it
    double GetEpsilon(uint32_t client) const
    {
        return GetEpsilon(client, m_state.used.at(client));
    }

    /// @returns samples that were drawn and clipped so far; not private
    PrivateStepReport GetReport() const;

  private:
    /// An update that came.
    struct Update
    {
        SparseMask mask;
        std::vector<float> values;
    };

    /// Sets how often each client may take part.
    void CountParticipations();
    /// @returns all parameters
    LearningRanges ListAll() const;

    Settings m_settings;
    Eigen::VectorXd m_parameters;
    DpSparseState m_state;
    DpSparseState m_before;                      ///< as the round began
    DpSparseOutcome m_outcome;                   ///< of the round so far, all attempts together
    std::vector<uint32_t> m_members;             ///< numbers of the problem's workers
    std::vector<RenyiAccountant> m_accountants;  ///< of each kind of client
    std::vector<std::size_t> m_accounts;         ///< which is each client's
    std::map<uint32_t, Update> m_updates;        ///< of the round
    std::map<uint32_t, PrivateClient> m_clients; ///< those who took part
    uint64_t m_round{0};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DP_SPARSE_METHOD_H
