/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXTERNAL_SESSION_H
#define EDGE_AI_EXTERNAL_SESSION_H

#include "application/message/external/external-channel.h"
#include "external-message.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * A conversation with a process that trains: one answer to each request. It begins with the first
 * of them. A process that dies, is silent, or says what makes no sense ends it: that request and
 * all behind it throw a LearningError that names the process, what it was asked, and what is wrong.
 */
class ExternalSession
{
  public:
    /// @param [in] place of the process  @param [in] hello what it is told first
    ExternalSession(ExternalPlace place, ExternalHello hello);

    /// @returns what the process begins with  @throws LearningError
    const ExternalReady& GetReady();

    /// @param [in] fit what a device does  @param [out] update that it sends
    /// @returns "" or why the device cannot, in the process's words  @throws LearningError
    std::string Fit(const ExternalFit& fit, std::vector<uint8_t>& update);

    /// @param [in] aggregate what has come  @returns the new parameters, which may be any numbers
    /// @throws LearningError
    Eigen::VectorXd Aggregate(const ExternalAggregate& aggregate);

    /// @param [in] evaluate parameters  @returns how good they are  @throws LearningError
    ExternalScore Evaluate(const ExternalEvaluate& evaluate);

  private:
    /// @returns the answer to a request, of a process that was greeted
    ExternalChannel::Answer Ask(ExternalKind kind,
                                const std::vector<uint8_t>& body,
                                const std::string& what,
                                const std::vector<ExternalKind>& answers);
    void Greet();

    ExternalChannel m_channel;
    ExternalHello m_hello;
    ExternalReady m_ready;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXTERNAL_SESSION_H
