/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_LINK_H
#define EDGE_AI_CODE_LINK_H

#include "application/message/message-session.h"
#include "code-messages.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <string>

namespace ns3
{
namespace edgeai
{

/// Something that goes to another server with a payload.
struct CodeParcel
{
    MessageType type{};
    uint64_t number{0}; ///< of the task or sample
    CodeTransferBody body;
    uint64_t bytes{0}; ///< payload [B]
};

/**
 * A server's way to another: a reliable connection, in front of which parcels wait. Only a few of
 * them are handed to the transport at a time, so that a link that cannot keep up fills the queue,
 * whose limit says when tasks go, instead of ever longer buffers below; what is said about paths
 * passes the queue.
 */
class CodeLink
{
  public:
    /// What a link needs to know.
    struct Settings
    {
        MessageSession::Settings session; ///< where to and how
        uint32_t queueLimit{16};          ///< parcels that may wait
        uint32_t inFlight{2};             ///< parcels handed to the transport at once, >= 1
        Time timeout{Seconds(5)};         ///< how long a parcel may take over the link
    };

    CodeLink();
    ~CodeLink();
    CodeLink(const CodeLink&) = delete;
    CodeLink& operator=(const CodeLink&) = delete;

    /// Connect. @param [in] node where this is  @param [in] settings how
    void Start(Ptr<Node> node, const Settings& settings);
    /// Close the connection; nobody is told what becomes of parcels.
    void Stop();
    /// Stop and send nothing, because the node is being taken apart.
    void Abandon();

    /// @returns whether there is a connection
    bool IsConnected() const;
    /// @param [in] message goes at once; it is lost if there is no connection
    void Tell(const InferenceMessage& message);
    /// @param [in] parcel to send  @returns "", or why it is not, in words
    std::string Send(const CodeParcel& parcel);
    /// A task was given up: forget its parcels that wait. @param [in] number of the task
    void Withdraw(uint64_t number);
    /// @returns payload handed to the transport so far [B]
    double GetSentBytes() const;

    std::function<void()> onReady;                       ///< it is connected
    std::function<void()> onClosed;                      ///< a connection that stood is gone
    std::function<void(const InferenceMessage&)> onSend; ///< a message is handed over
    std::function<void(const CodeParcel&)> onHandOver;   ///< a parcel's turn has come
    std::function<void(const std::string&)> onMalformed; ///< something came, which nothing should

  private:
    /// A parcel handed to the transport.
    struct Outgoing
    {
        MessageType type{};
        uint64_t number{0};
        EventId timeout; ///< when it is not acknowledged
    };

    void Pump();
    void HandOver(CodeParcel parcel);
    void HandleDelivered(MessageType type, uint64_t number);
    void Forget();

    Settings m_settings;
    MessageSession m_session;
    std::deque<CodeParcel> m_waiting;
    std::deque<Outgoing> m_outgoing;
    double m_sentBytes{0};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_LINK_H
