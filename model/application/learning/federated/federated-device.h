/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDERATED_DEVICE_H
#define EDGE_AI_FEDERATED_DEVICE_H

#include "application/learning/round-method.h"
#include "federated-settings.h"
#include "learning/federated/federated-rule.h"

#include <Eigen/Core>
#include <cstdint>
#include <optional>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What a worker of federated learning is: its samples, its control, what it has trained and not
 * sent yet, and what it has sent and does not know the fate of. That is kept until the server says
 * which of its updates counted; nothing is guessed.
 */
class FederatedDevice
{
  public:
    /// @param [in] settings of all, which must stay  @param [in] number of the worker
    FederatedDevice(const FederatedSettings& settings, uint32_t number);

    /// See RoundMethod::Prepare().
    std::string Prepare(const LearningAssignment& assignment,
                        const RoundMethod::Bytes& model,
                        LearningReport& report);

    /// See RoundMethod::Encode().
    std::string Encode(const LearningGrant& grant, RoundMethod::Bytes& update);

    /// @returns c_i, h_i: as long as the model
    Eigen::VectorXd GetControl() const;

    /// @param [in] round its number  @param [out] report what it has found of its update in it
    /// @returns whether it has trained in that round, which is its latest
    bool GetFound(uint64_t round, LearningReport& report) const
    {
        report = m_found;
        return m_foundRound == round;
    }

    /// @returns whether it is anything else than zero, and takes room
    bool HasControl() const
    {
        return m_control.size() > 0;
    }

    /// @returns the round of the update whose fate is not known; 0: there is none
    uint64_t GetPendingRound() const
    {
        return m_pending ? m_pending->round : 0;
    }

  private:
    /// What was trained and not sent.
    struct Trained
    {
        uint64_t round;
        uint32_t steps;
        Eigen::VectorXd values;
    };

    /// What was sent.
    struct Pending
    {
        uint64_t round;
        FederatedUpdate update;
    };

    std::string Settle(const LearningAssignment& assignment);
    void Train(const FederatedState& state, uint32_t steps, uint64_t round);

    const FederatedSettings& m_settings;
    uint32_t m_number;
    LearningDraws m_draws;     ///< batches and codes
    Eigen::VectorXd m_control; ///< of the rule; empty: zero, as long as no update has counted
    std::optional<Trained> m_trained;
    std::optional<Pending> m_pending;
    uint64_t m_foundRound{0}; ///< in which it trained last; 0: in none
    LearningReport m_found;   ///< of its update in that round
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FEDERATED_DEVICE_H
