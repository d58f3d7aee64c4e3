/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_ROUNDS_H
#define EDGE_AI_LEARNING_ROUNDS_H

#include "learning-answers.h"

#include "ns3/event-id.h"
#include "ns3/message-application.h"
#include "ns3/processor.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// An upper tier that decides when rounds begin, and is told what becomes of them.
struct RoundGate
{
    /// Asked where a round could begin; who says no calls LearningRounds::Proceed() later.
    std::function<bool()> mayBegin;
    std::function<void(const RoundPlan&)> onPlanned; ///< an attempt has a plan
    std::function<void(const TaskEnding&)> onEnded;  ///< a round has ended
    std::function<void()> onNobody;                  ///< no worker can have a part
};

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
class LearningRounds : public LearningAnswers
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    LearningRounds();
    ~LearningRounds() override;

    /// @param [in] gate of an upper tier; without one rounds follow each other
    void SetGate(RoundGate gate);
    /// The gate says otherwise now: a round begins, if it may; behind one that brought nothing, and
    /// where there is a Pause, when it would without a gate.
    void Proceed();

    /// @returns whether rounds may begin: it has started, and is neither stopped nor without energy
    bool IsRunning() const
    {
        return m_running;
    }

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

    /// No round is under way, and none begins. @param [in] ending of the one that was
    void Suspend(const TaskEnding& ending);
    /// They begin again, after RetryInterval.
    void Resume();

    /// A worker says what it is. @param [in] body sound; its number is below GetWorkerCount()
    void HandleJoined(const LearningJoinBody& body);
    /// Its connection is gone. @param [in] number of the worker
    void HandleLeft(uint32_t number);
    /// It cannot do its part. @param [in] number of the worker  @param [in] reason in words
    void HandleFailed(uint32_t number, const std::string& reason);

  private:
    void ScheduleRound(Time delay);
    void StartRound();
    bool StartAttempt();
    /// The attempt under way is over: tell the method, once.
    void ObserveAttempt();
    /// @param [in] planned time of what is waited for [s]
    void WaitFor(double planned);
    void HandleReportsDue();
    void HandleDeadline();
    void CheckAttempt() override;
    void Aggregate();
    void Finish(const JobReport* report);
    void EndRound(const TaskEnding& ending);
    void EndRound(const TaskEnding& ending, uint64_t missing);

    RoundGate m_gate;
    std::string m_processorName;
    uint64_t m_rounds;
    Time m_joinTimeout;
    Time m_deadline;
    double m_trainedBy;
    double m_patience;
    uint32_t m_attemptLimit;
    Time m_pause;
    Time m_retryInterval;

    Ptr<Processor> m_processor;
    RoundPlan m_plan;
    bool m_attempted{false}; ///< the plan's parts were handed out, and the method was not told yet
                             ///< what they came to
    bool m_idle{false};      ///< the round's plan gives nobody a part, which is as it should be
    bool m_running{false};
    uint64_t m_job{0}; ///< that aggregates; 0: none
    EventId m_roundEvent;
    EventId m_deadlineEvent;
    EventId m_reportsEvent; ///< of who has not trained
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_ROUNDS_H
