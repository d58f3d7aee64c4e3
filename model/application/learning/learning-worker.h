/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_WORKER_H
#define EDGE_AI_LEARNING_WORKER_H

#include "application/message/message-session.h"
#include "compute/battery-watch.h"
#include "learning-trainer.h"
#include "model-reception.h"
#include "update-sending.h"

#include "ns3/address.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * A worker of a server that learns in rounds: says what it is, gets its part of a round and the
 * model, for itself or with others, and gives both to what it is a LearningTrainer for. What
 * arrives is what was sent.
 */
class LearningWorker : public LearningTrainer
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    LearningWorker();
    ~LearningWorker() override;

    /// @returns fragments for a group that brought nothing: what they are of was there, or is over
    uint64_t GetUselessFragments() const;

    /// @param [in] silent it hears, and neither computes nor answers, as long as it is so
    void SetSilent(bool silent);
    /// @returns what it says of itself when it joins; its node must have a processor
    LearningJoinBody Describe() const;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

  private:
    void SendMessage(const InferenceMessage& message) override;
    /// Say that an update is on its way whose window begins with that, since no grant began it.
    void Announce();
    /// @param [in] message an update, that goes in datagrams
    void SendDatagrams(const InferenceMessage& message);
    void StopWaiting() override;
    void JoinLater() override;
    void Connect();
    void Join();
    void HandleMessage(const InferenceMessage& message);
    std::string HandleAssign(const InferenceMessage& message);
    std::string HandleModel(const InferenceMessage& message);
    std::string HandlePieces(const InferenceMessage& message);
    /// A model is whole. @param [in] body of its message  @param [in] message it is
    /// @returns "" or why it is of no use
    std::string TakeModel(const LearningModelBody& body, const InferenceMessage& message);
    /// Ask for what is missing of a round's model. @param [in] missing bytes; empty: all of it
    void AskForModel(const LearningRanges& missing);
    void Listen();
    std::string HandleAbandon(const InferenceMessage& message);
    void HandleDelivered(MessageType type, uint64_t round);
    void Send(MessageType type, uint64_t round, std::vector<uint8_t> body);

    Address m_server;
    Time m_reconnectInterval;
    Address m_group; ///< models may be sent to; invalid: none is
    Time m_groupPatience;

    uint16_t m_updatePort; ///< UDP; 0: updates go over the connection
    TypeId m_protocol;     ///< of the socket factory for everything else

    MessageSession m_session;
    UpdateSending m_updates;    ///< in datagrams
    ModelReception m_reception; ///< of models that are sent to a group
    BatteryWatch m_battery;
    uint64_t m_modelRound{0}; ///< round of the model that is there; 0: none
    EventId m_updateEvent;    ///< an update behind the word of it
    EventId m_joinEvent;      ///< says again what it is
    bool m_silent{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_WORKER_H
