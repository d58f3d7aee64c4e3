/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDERATED_METHOD_H
#define EDGE_AI_FEDERATED_METHOD_H

#include "application/learning/round-method.h"
#include "federated-device.h"
#include "federated-settings.h"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Federated learning by a rule (FederatedRule): workers train the whole model on samples of their
 * own for some local steps and send an update in a code; the server makes a step of those that
 * came. FedQVR may Grant(): bits, band and power follow what workers report of their updates.
 *
 * A worker keeps what it sent until an assignment says in which round an update of it counted last.
 */
class FederatedMethod : public RoundMethod
{
  public:
    /**
     * @param [in] settings what is learned and how
     * @param [in] parameters to begin with
     * @throws LearningError naming the setting that is out of range
     */
    FederatedMethod(FederatedSettings settings, const Eigen::VectorXd& parameters);

    std::string GetName() const override;
    double GetSamples(uint32_t worker) const override;
    double GetWorkFactor(uint32_t worker) const override;
    uint32_t Begin(uint64_t round) override;
    std::vector<uint32_t> Choose(const std::vector<uint32_t>& members) override;
    LearningRanges GetMissing() const override;
    void Describe(RoundProblem& problem) const override;
    std::vector<LearningAssignment> Assign(const RoundPlan& plan) const override;
    Bytes GetModel() const override;
    std::string ExplainModel() const override;
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
    bool Grants() const override;
    std::string Prepare(uint32_t worker,
                        const LearningAssignment& assignment,
                        const Bytes& model,
                        LearningReport& report) override;
    std::string Hear(uint32_t worker,
                     const LearningAssignment& assignment,
                     const LearningReport& report) override;
    void DescribeGrants(const std::vector<uint32_t>& members, RoundProblem& problem) const override;
    std::vector<LearningGrant> Grant(const std::vector<uint32_t>& members,
                                     const RoundPlan& plan) override;
    std::string Encode(uint32_t worker, const LearningGrant& grant, Bytes& update) override;
    double GetWindow() const override;
    std::optional<RoundStanding> GetStanding(const std::vector<uint32_t>& workers) const override;

    /// @returns what is learned, and how
    const FederatedSettings& GetSettings() const
    {
        return m_settings;
    }

    /// @returns model and control as the server has them
    const FederatedState& GetState() const
    {
        return m_state;
    }

    /// @param [in] worker number  @returns what it keeps, for tests and records
    const FederatedDevice& GetDevice(uint32_t worker) const
    {
        return *m_devices.at(worker);
    }

  private:
    /// The fate of a worker's updates.
    struct Fate
    {
        uint64_t counted{0};                         ///< the latest round in which one did
        std::shared_ptr<const Eigen::VectorXd> note; ///< of that round; null: none
    };

    /// What a worker was told of how to send.
    struct Granted
    {
        uint32_t codeBits{0};
        double outage{0};
    };

    void DescribeUpdates(RoundProblem& problem) const;
    /// @param [in] workers numbers  @param [in,out] outage gets what is known of their updates
    void ExpectUpdates(const std::vector<uint32_t>& workers, RoundOutage& outage) const;
    LearningGrant GetFixedGrant(uint64_t round) const;

    FederatedSettings m_settings;

    // The server's.
    FederatedState m_state;
    LearningDraws m_draws;                            ///< of samples of workers
    uint64_t m_round{0};                              ///< under way
    std::vector<uint32_t> m_chosen;                   ///< for the round
    std::map<uint32_t, RoundOutageWorker> m_expected; ///< of their updates, when it is planned
    std::map<uint32_t, Granted> m_granted;            ///< of the round
    std::map<uint32_t, FederatedUpdate> m_came;       ///< in the round
    std::map<uint32_t, LearningReport> m_heard;       ///< in the round
    std::map<uint32_t, LearningReport> m_reports;     ///< the latest of each worker
    std::map<uint32_t, Fate> m_fates;

    // Each is its worker's alone.
    std::vector<std::unique_ptr<FederatedDevice>> m_devices;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FEDERATED_METHOD_H
