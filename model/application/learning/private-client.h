/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PRIVATE_CLIENT_H
#define EDGE_AI_PRIVATE_CLIENT_H

#include "learning/privacy/private-step.h"
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
 * A client that trains some noisy steps under a mask and says what changed. It guards its privacy
 * itself, whoever asks: it answers no more rounds than its budget allows, and each round once, so
 * that one release never meets another one with the same noise - asked again it sends the same
 * bytes, whatever model it is sent.
 */
class PrivateClient
{
  public:
    using Bytes = RoundMethod::Bytes; ///< a model or an update as it travels

    /// What it has and how it trains.
    struct Work
    {
        const LearningModel& model;     ///< its parameters are one vector
        const Dataset& data;            ///< of all clients
        const SampleList& samples;      ///< its own
        const PrivateStepOptions& step; ///< how it trains
        uint32_t participations;        ///< rounds that its budget allows
        bool largest;                   ///< the largest entries with error memory, not private
        std::vector<uint32_t> key;      ///< of its noise; the round comes behind it
    };

    /**
     * @param [in] work what it has  @param [in] assignment what to compute, as somebody says
     * @param [in] model bytes, as they came  @param [out] update bytes
     * @returns "" or why it does not answer
     */
    std::string Answer(const Work& work,
                       const LearningAssignment& assignment,
                       const Bytes& model,
                       Bytes& update);

    /// @returns rounds that it answered
    uint32_t GetAnswered() const
    {
        return m_answered;
    }

    /// @returns the round that it answered last; 0: none
    uint64_t GetRound() const
    {
        return m_asked.round;
    }

    /// @returns entries of that answer
    uint32_t GetKept() const
    {
        return m_asked.kept;
    }

    /// @returns samples that it drew and clipped so far; not private
    const PrivateStepReport& GetReport() const
    {
        return m_report;
    }

  private:
    /// @returns "" or why a new round is not answered
    std::string ExplainRefusal(const Work& work, const LearningAssignment& assignment) const;
    /// @returns "" or why there is no answer
    std::string Train(const Work& work,
                      const LearningAssignment& assignment,
                      Eigen::VectorXd parameters);

    uint32_t m_answered{0};
    LearningAssignment m_asked; ///< in the round that it answered last
    Bytes m_answer;             ///< that it gave
    Eigen::VectorXd m_rest;     ///< not sent yet, of the largest entries
    PrivateStepReport m_report;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PRIVATE_CLIENT_H
