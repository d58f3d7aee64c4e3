/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXTERNAL_CHANNEL_H
#define EDGE_AI_EXTERNAL_CHANNEL_H

#include "external-header.h"
#include "external-stream.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Requests to another process, and one answer to each: what training and planning by other
 * processes have in common. It begins with the first request. A process that dies, is silent, or
 * says what makes no sense ends it: that request and all behind it throw an ExternalError.
 */
class ExternalChannel
{
  public:
    using Bytes = std::vector<uint8_t>; ///< of a body

    /// An answer.
    struct Answer
    {
        ExternalKind kind{ExternalKind::ERROR};
        Bytes body;
    };

    /// @param [in] place of the process
    explicit ExternalChannel(ExternalPlace place);
    /// Tells the process that it is over, if nothing was wrong.
    ~ExternalChannel();
    ExternalChannel(const ExternalChannel&) = delete;
    ExternalChannel& operator=(const ExternalChannel&) = delete;

    /// @returns whether something was asked, and nothing is wrong
    bool IsOpen() const
    {
        return m_stream != nullptr;
    }

    /**
     * @param [in] kind of the request  @param [in] body of it
     * @param [in] what is asked for, in words
     * @param [in] answers kinds that may answer it
     * @param [in] most bytes of an answer
     * @returns the answer
     * @throws ExternalError
     */
    Answer Ask(ExternalKind kind,
               const Bytes& body,
               const std::string& what,
               const std::vector<ExternalKind>& answers,
               uint32_t most = ExternalLimits::BODY);

    /**
     * It makes no sense to go on. Only what is wrong first is said, again and again.
     * @param [in] what was asked for, in words
     * @param [in] fault of the process, behind its name
     * @param [in] patience that the process has to say to people what is wrong [s]
     * @throws ExternalError
     */
    [[noreturn]] void End(const std::string& what, const std::string& fault, double patience = 0);

    /// @throws ExternalError if it has ended, with what was wrong
    void RequireSound() const;

  private:
    Answer Hear(const std::string& what,
                const std::vector<ExternalKind>& answers,
                uint32_t most,
                bool asked);
    void Send(ExternalKind kind, const Bytes& body, bool& whole);

    ExternalPlace m_place;
    std::unique_ptr<ExternalStream> m_stream; ///< null: nothing was asked yet, or it is over
    std::string m_fault;                      ///< why it is over
    uint32_t m_number{0};                     ///< of the last request
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXTERNAL_CHANNEL_H
