/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_NODE_APPLICATION_H
#define EDGE_AI_DTO_EE_NODE_APPLICATION_H

#include "dto-ee-agent.h"
#include "dto-ee-chair.h"
#include "dto-ee-reporter.h"
#include "dto-ee-truth.h"

#include "ns3/processor.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * An edge node of DTO-EE, a replica of one part of the model: takes tasks in the order they come,
 * computes its part of the model on the node's processor, whose queue holds what waits, and sends
 * them on, or the answer to their device where an exit is sure enough or the model ends. The first
 * node of a stage with an exit that is there leads that exit.
 */
class DtoEeNodeApplication : public DtoEeAgent
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    DtoEeNodeApplication();
    ~DtoEeNodeApplication() override;

    /// @param [in] devices where each listens
    void SetDevices(const std::vector<Address>& devices);
    /// @param [in] candidates where the nodes that may lead each exit listen
    void SetCandidates(const DtoEeReporter::Candidates& candidates);

    /// The node fails without a word: what it was doing is lost, and nothing comes from it any
    /// more.
    void Fail();

    /// @returns the processor it computes on; null before it was started
    Ptr<Processor> GetProcessor() const;
    /// @returns whether it leads its stage's exit now, as far as it sees
    bool IsLeader() const;
    /// @returns threshold of its stage's exit, in force; 1: nobody leaves
    double GetThreshold() const;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

  private:
    /// A task at the processor.
    struct Work
    {
        DtoEeTask task;
        uint64_t job{0}; ///< number there; 0: not known yet
    };

    void PrepareSlot(uint64_t slot) override;
    void HandleThreshold(double threshold) override;
    void HandleSettled(uint64_t slot) override;
    std::string ExplainHello(const DtoEeHelloBody& hello) const override;
    void HandleHello(MessageListener::Peer peer, const DtoEeHelloBody& hello) override;
    void HandleGone(MessageListener::Peer peer, const DtoEeHelloBody& hello) override;
    void HandlePeer(MessageListener::Peer peer,
                    const DtoEeHelloBody* hello,
                    const InferenceMessage& message) override;
    void TellPrice(uint32_t sender, const InferenceMessage& price) override;

    void StartReports();
    void HandleLead();
    void HandleTask(MessageListener::Peer peer,
                    const DtoEeHelloBody& hello,
                    const InferenceMessage& message);
    void HandleJob(uint64_t number, const JobReport& report);
    void Answer(const DtoEeTask& task, double confidence);
    void StartAnswers(uint32_t device);
    void HandleDecision(uint64_t slot, const DtoEeExitUpdate& update);
    void HandleUpdate(std::size_t exit, uint64_t slot, const DtoEeExitUpdate& update);
    void DropAll(const TaskEnding& ending);
    void Drop(uint64_t number, const TaskEnding& ending);

    std::string m_processorName;
    uint32_t m_answerBytes;
    std::vector<Address> m_devices;
    DtoEeReporter::Candidates m_candidates; ///< to lead exits
    Ptr<Processor> m_processor;
    std::unique_ptr<DtoEeTruth> m_truth;
    std::map<uint64_t, Work> m_works;
    double m_threshold{1};                                       ///< in force
    double m_nextThreshold{1};                                   ///< from the next slot on
    std::map<uint32_t, MessageListener::Peer> m_senders;         ///< over which prices go
    std::map<uint32_t, std::unique_ptr<MessageQueue>> m_answers; ///< by device
    std::map<uint64_t, DtoEeAnswerBody> m_answering; ///< that wait or are on their way, by task
    std::unique_ptr<DtoEeReporter> m_reporter;       ///< where leaders choose thresholds
    std::unique_ptr<DtoEeChair> m_chair;             ///< while it leads an exit
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_NODE_APPLICATION_H
