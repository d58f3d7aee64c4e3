/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_WORKER_H
#define EDGE_AI_LEARNING_WORKER_H

#include "application/message/message-session.h"
#include "compute/battery-watch.h"
#include "learning-body.h"
#include "learning-ledger.h"
#include "round-method.h"

#include "ns3/event-id.h"
#include "ns3/link-control.h"
#include "ns3/message-application.h"
#include "ns3/processor.h"

#include <cstdint>
#include <memory>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * A worker of a server that learns in rounds: says what it is, gets its part of a round and the
 * model, lets its processor do the work, sends what it computed. The update is computed for real
 * when the processor is done; what arrives is what was sent.
 */
class LearningWorker : public MessageApplication
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    LearningWorker();
    ~LearningWorker() override;

    /// @param [in] method what is learned and how  @param [in] number of this worker
    void SetMethod(std::shared_ptr<RoundMethod> method, uint32_t number);
    /// @param [in] link how the radio part of plans is applied; may be null
    void SetLinkControl(Ptr<LinkControl> link);
    /// @param [in] ledger is told what happens; may be null
    void SetLedger(Ptr<LearningLedger> ledger);

    /// @param [in] silent it hears, and neither computes nor answers, as long as it is so
    void SetSilent(bool silent);

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

  private:
    /// What it has been told of a round.
    struct Part
    {
        uint64_t round{0};
        LearningAssignBody body;
        double modelTime{0}; ///< that the model took to come [s]
        double speed{0};     ///< of the computation [FLOP/s]
        bool sending{false}; ///< the update is under way
    };

    void Connect();
    void Join();
    void HandleMessage(const InferenceMessage& message);
    std::string HandleAssign(const InferenceMessage& message);
    std::string HandleModel(const InferenceMessage& message);
    std::string HandleAbandon(const InferenceMessage& message);
    void HandleDelivered(MessageType type, uint64_t round);
    void Compute();
    void HandleJob(uint64_t round, uint32_t attempt, const JobReport& report);
    void SendUpdate();
    void Fail(const std::string& reason);
    void GiveUp();
    void EndSending();
    void Send(MessageType type, uint64_t round, std::vector<uint8_t> body);

    Address m_server;
    std::string m_processorName;
    Time m_reconnectInterval;

    std::shared_ptr<RoundMethod> m_method;
    uint32_t m_number{0};
    Ptr<LinkControl> m_link;
    Ptr<LearningLedger> m_ledger;
    Ptr<Processor> m_processor;
    MessageSession m_session;
    BatteryWatch m_battery;
    Part m_part;                     ///< round 0: none
    InferenceMessage::Bytes m_model; ///< latest that came
    uint64_t m_modelRound{0};        ///< whose it is; 0: nobody's
    uint64_t m_job{0};               ///< under way; 0: none
    bool m_running{false};
    bool m_silent{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_WORKER_H
