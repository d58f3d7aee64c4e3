/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_TRAINER_H
#define EDGE_AI_LEARNING_TRAINER_H

#include "learning-body.h"
#include "learning-ledger.h"
#include "round-method.h"

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
 * What a worker does with its part of a round when it has the model: lets its processor do the
 * work, computes the update for real when that is done, and sends it, or says so and sends it as
 * it is granted. How it comes by part and
 * model, and how messages travel, is left to LearningWorker.
 */
class LearningTrainer : public MessageApplication
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    LearningTrainer();
    ~LearningTrainer() override;

    /// @param [in] method what is learned and how  @param [in] number of this worker
    void SetMethod(std::shared_ptr<RoundMethod> method, uint32_t number);
    /// @param [in] link how the radio part of plans is applied; may be null
    void SetLinkControl(Ptr<LinkControl> link);
    /// @param [in] ledger is told what happens; may be null
    void SetLedger(Ptr<LearningLedger> ledger);

  protected:
    /// What it has been told of a round.
    struct Part
    {
        uint64_t round{0};
        LearningTrainBody body;
        uint32_t kept{0};             ///< entries that it sends; 0: all
        uint32_t maskSeed{0};         ///< says which ones
        InferenceMessage::Bytes note; ///< of the method, for it alone; null: none
        double modelTime{0};          ///< that the model took to come [s]
        double speed{0};              ///< of the computation [FLOP/s]
        bool trained{false};          ///< it has said so, and waits for a grant
        bool sending{false};          ///< the update is under way
    };

    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

    /// @returns the processor that works for it; ends the program in words if there is none
    Ptr<Processor> FindProcessor() const;
    /// Do the work of the part; the model is there.
    void Compute();
    /// It is told how to send what it trained. @param [in] round as somebody says
    /// @param [in] body likewise, sound  @returns "" or why it cannot
    std::string TakeGrant(uint64_t round, const LearningGrantBody& body);
    /// It cannot. @param [in] reason in words
    void Fail(const std::string& reason);
    /// Do nothing more for the part.
    void GiveUp();
    /// The update has left, or is given up.
    void EndSending();

    std::shared_ptr<RoundMethod> m_method;
    uint32_t m_number{0};
    Ptr<LinkControl> m_link;
    Ptr<LearningLedger> m_ledger;
    Ptr<Processor> m_processor;
    Part m_part;                     ///< round 0: none
    InferenceMessage::Bytes m_model; ///< latest that came
    uint64_t m_job{0};               ///< under way; 0: none
    bool m_running{false};

  private:
    /// @param [in] message for the server
    virtual void SendMessage(const InferenceMessage& message) = 0;
    /// The model of the part is not waited for any more.
    virtual void StopWaiting() = 0;
    /// What kept it from its part may pass: say again what it is, after a pause.
    virtual void JoinLater() = 0;

    /// @returns what the method is told of the part
    LearningAssignment GetAssignment() const;
    void HandleJob(uint64_t round, uint32_t attempt, const JobReport& report);
    /// Train, and send the update or what there is to say of it.
    void Train();
    void SendUpdate(RoundMethod::Bytes update);

    std::string m_processorName;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_TRAINER_H
