/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXTERNAL_SESSION_H
#define EDGE_AI_EXTERNAL_SESSION_H

#include "external-message.h"
#include "external-stream.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
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
    /// Tells the process that it is over, if nothing was wrong.
    ~ExternalSession();
    ExternalSession(const ExternalSession&) = delete;
    ExternalSession& operator=(const ExternalSession&) = delete;

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
    using Bytes = std::vector<uint8_t>;

    Bytes Ask(ExternalKind kind,
              const Bytes& body,
              const std::string& what,
              const std::vector<ExternalKind>& answers,
              ExternalKind& answer);
    Bytes Hear(const std::string& what,
               const std::vector<ExternalKind>& answers,
               bool asked,
               ExternalKind& answer);
    void Send(ExternalKind kind, const Bytes& body, bool& whole);
    [[noreturn]] void End(const std::string& what, const std::string& fault, double patience = 0);

    ExternalPlace m_place;
    ExternalHello m_hello;
    ExternalReady m_ready;
    std::unique_ptr<ExternalStream> m_stream; ///< null: nothing was asked yet, or it is over
    std::string m_fault;                      ///< why it is over
    uint32_t m_number{0};                     ///< of the last request
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXTERNAL_SESSION_H
