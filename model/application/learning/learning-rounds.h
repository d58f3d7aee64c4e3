/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_ROUNDS_H
#define EDGE_AI_LEARNING_ROUNDS_H

#include "learning-course.h"
#include "learning-ledger.h"
#include "learning-planning.h"

#include "ns3/event-id.h"
#include "ns3/message-application.h"
#include "ns3/processor.h"
#include "ns3/random-variable-stream.h"

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Learns a model in rounds: plans who of its workers computes and sends what, sends everybody his
 * part and the model, makes a new model of the updates that come back. How messages travel is left
 * to LearningServer.
 *
 * A round ends once, whatever happens: workers that leave, fail or are silent until the deadline
 * are given up, and what they owe is planned again for the others, a few times; then the model is
 * made of what there is. A worker that was given up takes part again when it says that it is there.
 */
class LearningRounds : public MessageApplication
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    LearningRounds();
    ~LearningRounds() override;

    /// @param [in] method what is learned and how; shared with the workers
    void SetMethod(std::shared_ptr<RoundMethod> method);
    /// @param [in] planner who decides  @param [in] links what there is to plan with
    void SetPlanner(Ptr<RoundPlanner> planner, Ptr<RoundLinks> links);
    /// @param [in] ledger is told what happens; may be null
    void SetLedger(Ptr<LearningLedger> ledger);
    /// @param [in] nodes ns-3 ids of the workers by their numbers
    void SetWorkers(const std::vector<uint32_t>& nodes);
    /// @param [in] stream first stream to use  @returns how many were used
    int64_t AssignStreams(int64_t stream);

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

    /// @returns workers that were installed
    std::size_t GetWorkerCount() const
    {
        return m_nodes.size();
    }

    /// @returns what there is to plan with
    Ptr<RoundLinks> GetLinks() const
    {
        return m_links;
    }

    /// A worker says what it is. @param [in] body sound; its number is below GetWorkerCount()
    void HandleJoined(const LearningJoinBody& body);
    /// Its connection is gone. @param [in] number of the worker
    void HandleLeft(uint32_t number);
    /// It cannot do its part. @param [in] number of the worker  @param [in] reason in words
    void HandleFailed(uint32_t number, const std::string& reason);
    /// @param [in] number of the worker  @param [in] body sound  @param [in] message of it
    /// @returns "" or what is wrong
    std::string HandleUpdate(uint32_t number,
                             const LearningUpdateBody& body,
                             const InferenceMessage& message);
    /// It lacks the model. @param [in] number of the worker
    /// @param [in] round as it says  @param [in] attempt likewise
    void RepeatModel(uint32_t number, uint64_t round, uint32_t attempt);
    /// @param [in] number of a worker  @param [in] round as somebody says
    /// @param [in] attempt likewise  @returns its part, if its update is waited for; else null
    LearningCourse::Part* FindAwaited(uint32_t number, uint64_t round, uint32_t attempt);

  private:
    /// @param [in] number of a worker that may be gone  @param [in] message for it
    virtual void Send(uint32_t number, const InferenceMessage& message) = 0;

    void SetEstimateWeight(double weight);
    double GetEstimateWeight() const;
    void SetLearns(bool learns);
    bool GetLearns() const;

    std::vector<uint32_t> GetUsable() const;
    void ScheduleRound(Time delay);
    void StartRound();
    bool StartAttempt();
    void SendPart(uint32_t number, LearningCourse::Part& part);
    void SendModel(uint32_t number, LearningCourse::Part& part);
    void Lose(uint32_t number, const std::string& why);
    void HandleDeadline();
    void CheckAttempt();
    void Aggregate();
    void Finish(const JobReport* report);
    void EndRound(const TaskEnding& ending);
    void EndRound(const TaskEnding& ending, uint64_t missing);

    std::string m_processorName;
    uint64_t m_rounds;
    uint32_t m_workersWanted;
    Time m_joinTimeout;
    Time m_deadline;
    double m_patience;
    uint32_t m_attemptLimit;
    Time m_pause;
    Time m_retryInterval;
    uint64_t m_measureMin;
    Time m_broadcastTime;
    LearningPlanning::Settings m_settings;

    std::shared_ptr<RoundMethod> m_method;
    Ptr<RoundPlanner> m_planner;
    Ptr<RoundLinks> m_links;
    Ptr<LearningLedger> m_ledger;
    std::vector<uint32_t> m_nodes;
    Ptr<UniformRandomVariable> m_random;
    Ptr<Processor> m_processor;
    std::set<uint32_t> m_givenUp; ///< silent or unable until they say something else
    LearningPlanning m_planning;
    LearningCourse m_course;
    RoundPlan m_plan;
    std::shared_ptr<const RoundMethod::Bytes> m_model; ///< of the round that is under way
    uint64_t m_begun{0};                               ///< rounds
    bool m_running{false};
    bool m_aggregating{false}; ///< nothing more is taken of the round
    uint64_t m_job{0};         ///< that aggregates; 0: none
    EventId m_roundEvent;
    EventId m_deadlineEvent;
    EventId m_checkEvent;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_ROUNDS_H
