/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MESSAGE_APPLICATION_H
#define EDGE_AI_MESSAGE_APPLICATION_H

#include "inference-message.h"

#include "ns3/application.h"
#include "ns3/nstime.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <memory>
#include <string>

namespace ns3
{
namespace edgeai
{

struct SocketSettings;

/**
 * @ingroup edge-ai
 * What every application that exchanges messages has in common: how large its segments and
 * fragments are, traces of its messages, and a count of what was none.
 */
class MessageApplication : public Application
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    MessageApplication();
    ~MessageApplication() override;

    /// @returns pieces of input that were no message
    uint64_t GetMalformedCount() const;

    /// Signature of Tx and Rx. @param [in] message what went or came
    typedef void (*MessageTracedCallback)(const InferenceMessage& message);
    /// Signature of Malformed. @param [in] reason what is wrong, beginning with the field's name
    typedef void (*MalformedTracedCallback)(const std::string& reason);

  protected:
    /// @returns attributes of the sockets; patience is left at its default
    const SocketSettings& GetSocketSettings() const;
    /// Something came that is no message, or one that has no business here.
    /// @param [in] reason why, in words
    void CountMalformed(const std::string& reason);

    TracedCallback<const InferenceMessage&> m_txTrace; ///< a message was handed to the transport
    TracedCallback<const InferenceMessage&> m_rxTrace; ///< a whole message has come

  private:
    void SetFragmentSize(uint32_t size);
    uint32_t GetFragmentSize() const;
    void SetSegmentSize(uint32_t size);
    uint32_t GetSegmentSize() const;
    void SetSocketBuffer(uint32_t size);
    uint32_t GetSocketBuffer() const;
    void SetMinRto(Time wait);
    Time GetMinRto() const;

    std::unique_ptr<SocketSettings> m_settings;
    uint64_t m_malformed{0};
    TracedCallback<const std::string&> m_malformedTrace;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MESSAGE_APPLICATION_H
