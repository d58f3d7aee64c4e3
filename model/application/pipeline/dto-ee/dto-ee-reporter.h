/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_REPORTER_H
#define EDGE_AI_DTO_EE_REPORTER_H

#include "application/message/message-session.h"
#include "dto-ee-setup.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * To whom a node reports. An exit is led by the first node of its stage that is there. Each node
 * finds out for itself: a leader to which reports of several slots (DtoEeSetup::misses) could not
 * be sent, or were not acknowledged, is gone, and the next node is reported to; as soon as the
 * connection carries something again, so is the first. A node that finds everybody before it gone
 * leads the exit of its stage itself.
 */
class DtoEeReporter
{
  public:
    /// Where the nodes of an exit's stage listen, by exit and index; one's own is not looked at.
    using Candidates = std::vector<std::vector<Address>>;

    /**
     * @param [in] setup of all; must outlive it
     * @param [in] place of the node
     * @param [in] candidates where reports go
     */
    DtoEeReporter(const DtoEeSetup& setup, const DtoEePlace& place, const Candidates& candidates);
    ~DtoEeReporter();

    /// Connect to the first leaders, when the callbacks are set. @param [in] node where this is
    void Start(Ptr<Node> node);
    /// Close all connections, and tell the peers.
    void Stop();
    /// Stop and send nothing, because the node fails or is being taken apart.
    void Abandon();
    /// A slot's report, to all leaders but oneself. @param [in] report what to say
    void Report(const InferenceMessage& report);

    /// @param [in] exit which  @returns index of its leader in its stage, as far as this node sees;
    /// the stage's size: there is none
    uint32_t GetLeader(std::size_t exit) const;
    /// @returns whether this node leads the exit of its stage
    bool IsLeader() const;

    /// How to connect. @param [in] remote where to
    std::function<MessageSession::Settings(const Address& remote)> makeSession;
    /// What to say first of a connection.
    std::function<InferenceMessage()> makeHello;
    /// A message is handed to the transport.
    std::function<void(const InferenceMessage&)> onSend;
    /// Something has come from the leader of an exit.
    std::function<void(std::size_t exit, const InferenceMessage&)> onMessage;
    /// Something came that is no message.
    MessageTransport::Malformed onMalformed;
    /// This node leads the exit of its stage from now on, or does not any more.
    std::function<void()> onLead;

  private:
    /// A node of an exit's stage.
    struct Candidate
    {
        Address address;
        std::unique_ptr<MessageSession> session; ///< null: never reported to
        bool open{false};                        ///< a report is not acknowledged
        uint32_t misses{0};                      ///< slots in a row without a way to it
    };

    bool IsOwn(std::size_t exit, uint32_t index) const;
    void Connect(std::size_t exit, uint32_t index);

    const DtoEeSetup& m_setup;
    DtoEePlace m_place;
    std::vector<std::vector<Candidate>> m_candidates; ///< by exit and index
    Ptr<Node> m_node;
    bool m_leads{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_REPORTER_H
