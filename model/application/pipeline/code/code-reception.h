/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_RECEPTION_H
#define EDGE_AI_CODE_RECEPTION_H

#include "application/message/message-listener.h"
#include "code-controller.h"

#include <cstdint>
#include <map>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * What comes to a server, from users and from other servers: finds out who says it, reads it,
 * trusting nothing, and hands it to whom it concerns.
 */
class CodeReception
{
  public:
    /// @param [in] place the server  @param [in] tasks of its own service  @param [in] guests of it
    /// @param [in] controller of its paths
    CodeReception(CodePlace& place,
                  CodeTasks& tasks,
                  CodeGuests& guests,
                  CodeController& controller);

    /// Forget who is connected.
    void Stop();
    /// @param [in] from connection it came over  @param [in] message what came
    void HandleMessage(MessageListener::Peer from, const InferenceMessage& message);
    /// @param [in] from connection that is gone
    void HandleGone(MessageListener::Peer from);
    /// Another server cannot be reached. @param [in] service of it  @param [in] why in words
    void Lose(uint32_t service, const std::string& why);

  private:
    void HandleAdvert(MessageListener::Peer from, const InferenceMessage& message);
    void HandleFromServer(CodePeer& peer, const InferenceMessage& message);
    void HandleTransfer(CodePeer& peer, const InferenceMessage& message);
    void Complain(const InferenceMessage& message, const std::string& fault) const;
    template <typename Body>
    bool Read(const InferenceMessage& message, Body& body) const;

    CodePlace& m_place;
    CodeTasks& m_tasks;
    CodeGuests& m_guests;
    CodeController& m_controller;
    std::map<MessageListener::Peer, uint32_t> m_servers; ///< services, by connections they opened
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_RECEPTION_H
