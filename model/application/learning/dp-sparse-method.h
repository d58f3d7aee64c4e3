/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DP_SPARSE_METHOD_H
#define EDGE_AI_DP_SPARSE_METHOD_H

#include "allocation/round/dp-sparse/dp-sparse-state.h"
#include "learning/learning-model.h"
#include "private-client.h"
#include "round-method.h"

#include <Eigen/Core>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// How a server makes one of what came.
enum class DpSparseAggregation : uint8_t
{
    SUM = 0,            ///< w + p_w times the sum of updates, nothing off their masks
    UNBIASED = 1,       ///< likewise, each update divided by its fraction s = k/d
    PER_COORDINATE = 2, ///< each entry the mean over the clients whose masks hold it
};

/**
 * @ingroup edge-ai
 * DP-sparse FL: each chosen client trains some noisy steps on the entries that a random mask keeps,
 * and sends what changed; the server adds it up and keeps the queues and budgets by which the next
 * round is planned. Whoever is not there has no part in a round; queues move on without it.
 *
 * Clients guard their budgets themselves (PrivateClient).
 *
 * Models travel as floating-point numbers of 32 bit in the order of parameters, updates likewise in
 * the order of rising indices (EncodeMaskedValues). All chance is named by seed, client and round.
 */
class DpSparseMethod : public RoundMethod
{
  public:
    /// What is learned.
    struct Settings
    {
        std::shared_ptr<const LearningModel> model; ///< its parameters are one vector
        std::shared_ptr<const Dataset> data;        ///< for training
        std::shared_ptr<const Dataset> test;        ///< of no client; null: no accuracy
        std::vector<SampleList> samples;            ///< of each client, at least a nominal batch
        PrivateStepOptions step;                    ///< of the clients
        PrivacyBudget budget;                       ///< of each client
        /// T, Dbar and energies. No participations: as many as each budget allows; else the lesser.
        DpSparseLimits limits;
        DpSparseAggregation aggregation{DpSparseAggregation::SUM};
        uint32_t channels{5};      ///< N, clients at once, > 0
        double weight{0};          ///< p_w, in (0, 1]; 0: 1/N
        double smoothness{0.15};   ///< L_h, public
        double squaredGradient{1}; ///< G2, public
        double fractionMin{0.05};  ///< s_min
        double headerBits{64};     ///< o of an update [bit]
        bool largest{false};       ///< the k largest entries with error memory instead of a random
                                   ///< mask: tells of the data, for comparison without privacy
        uint32_t scoreSamples{0};  ///< of the training data that the loss is taken over; 0: all
        uint32_t seed{1};          ///< names all chance
    };

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
    double GetAggregateFlop() const override;
    void Finish() override;
    LearningScore Score() const override;
    Eigen::VectorXd GetParameters() const override;
    std::string Train(uint32_t worker,
                      const LearningAssignment& assignment,
                      const Bytes& model,
                      Bytes& update) override;

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

    /// @param [in] client number  @returns epsilon that its participations so far have cost
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

    /// @throws LearningError naming the setting that is out of its range
    void Check() const;
    /// Sets how often each client may take part.
    void CountParticipations();
    double GetWeight() const;
    double GetFlop() const;

    Settings m_settings;
    Eigen::VectorXd m_parameters;
    DpSparseState m_state;
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
