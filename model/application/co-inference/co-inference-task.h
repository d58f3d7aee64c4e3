/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_TASK_H
#define EDGE_AI_CO_INFERENCE_TASK_H

#include "application/ledger/task-ledger.h"
#include "application/message/message-session.h"
#include "co-inference-body.h"

#include "ns3/event-id.h"
#include "ns3/link-control.h"
#include "ns3/processor.h"
#include "ns3/task-profiles.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What a task finds on its device, and whom it tells. Ledger and session outlive the task.
struct CoInferenceSurroundings
{
    std::string network;                    ///< it runs
    std::string networkOnWire;              ///< what messages call that
    Time latencyBudget;                     ///< T0
    Time timeout;                           ///< how long others are waited for
    bool dropLate{false};                   ///< nobody wants an answer after the budget
    uint32_t serverNode{PlanStep::NO_NODE}; ///< ns-3 id of the server's node
    Ptr<LinkControl> link;                  ///< applies the radio part of plans
    Ptr<Processor> processor;               ///< of the device; null before the client was started
    TaskLedger* ledger{nullptr};            ///< has the task's record while it is under way
    MessageSession* session{nullptr};       ///< to the server

    /// Sends a message. @see MessageSession::Send
    std::function<void(const InferenceMessage& message, double rate)> send;
    /// Counts a message that makes no sense, with the reason
    std::function<void(const std::string& reason)> malformed;
    /// It follows a plan: says what other clients of the node are in its way, or ""
    std::function<std::string(const PlanBody& plan)> explainMates;
    /// The task's feature is ready; CoInferenceTask::Upload() when it is its turn
    std::function<void(uint64_t task)> queueUpload;
    /// The task is over: closes its account and calls CoInferenceTask::Leave()
    std::function<void(uint64_t task, const TaskEnding& ending)> end;

    /// @returns how long work on the device or an upload may take at the very most
    Time GetPatience() const;
};

/**
 * The way of a task on its device: plan, device, upload, result; a machine of the states of Stage.
 *
 * Whatever it calls may end it at once, by a listener of a trace that stops the client, or by a job
 * that fails as it is submitted. It is then in Stage::OVER, does nothing more, and stays in memory
 * until the call that led there has returned: whoever calls holds a pointer that shares it.
 */
class CoInferenceTask : public std::enable_shared_from_this<CoInferenceTask>
{
  public:
    /// Where a task is.
    enum class Stage
    {
        PLAN,   ///< waits for its plan
        DEVICE, ///< queued or served by the device's processor
        TURN,   ///< its feature waits for those before it
        UPLINK, ///< its feature is on the air
        RESULT, ///< waits for the server
        CANCEL, ///< is given up, and waits for what the server says of it
        OVER,   ///< has ended
    };

    /// @param [in] number of the task  @param [in] shape what is particular about it
    /// @param [in] surroundings as they are now
    CoInferenceTask(uint64_t number,
                    const TaskShape& shape,
                    std::shared_ptr<const CoInferenceSurroundings> surroundings);
    ~CoInferenceTask();
    CoInferenceTask(const CoInferenceTask&) = delete;
    CoInferenceTask& operator=(const CoInferenceTask&) = delete;

    /// @returns where it is
    Stage GetStage() const;
    /// @returns whether it has asked for a plan and got none yet
    bool IsAsking() const;
    /// @returns radiated so far for its upload, while that is on the air [J]; 0: it is not, or
    /// nothing is measured
    double GetUploadEnergy() const;
    /// @returns whether it ends when the connection does
    bool NeedsConnection() const;

    /**
     * Wait for others from now on: it ends if the timeout passes and nothing happens.
     * @param [in] expected what the plan says it takes [s]; twice that is waited for
     */
    void Wait(double expected);
    /// Ask for a plan. @param [in] request what the device says, without the task's shape
    /// @param [in] behind whether a feature is on the air that the request has to wait for
    void Ask(RequestBody request, bool behind);
    /// A plan has come; it counts only while the task waits for one. @param [in] plan the plan
    void Follow(const PlanBody& plan);
    /// It is this task's turn to send its feature; without a connection it waits.
    void Upload();
    /// If it waits for its turn and there is no connection, it does so for one time-out.
    void AwaitConnection();
    /// Its feature has left for good.
    void HandleDelivered();
    /// An answer has come, or what claims to be one. @param [in] message the RESULT
    void HandleResult(const InferenceMessage& message);
    /**
     * It shall end. If the server has it, the server is asked to drop it, and how far it was: the
     * task ends when that is known, or soon without, as of now.
     * @param [in] ending how
     */
    void GiveUp(const TaskEnding& ending);
    /// It ends: no timeout any more, no work for it anywhere, and what was spent is in its record.
    void Leave();
    /// @param [in,out] ending how it ends; if it was given up before, how it was then
    /// @param [in,out] when instant [s]; likewise
    void Recall(TaskEnding& ending, double& when) const;
    /// The device is being taken apart: likewise, but its processor is left alone.
    void Abandon();

  private:
    TaskRecord& GetRecord();
    bool IsMeasured() const;
    double GetPace(uint64_t bytes) const;
    void Compute();
    void QueueUpload();
    void FinishUpload();
    void Complete();
    void RecordAnswer();
    void Remark(const std::string& words);
    void Send(MessageType type, std::vector<uint8_t> body, uint64_t payload, double rate);
    void HandleJob(const JobReport& report);
    void HandleTimeout();
    void HandleRefusal(const ResultBody& result);
    void SendCancel(const std::string& reason, bool account);

    uint64_t m_number;
    TaskShape m_shape;
    std::shared_ptr<const CoInferenceSurroundings> m_around;
    Stage m_stage{Stage::PLAN};
    bool m_asked{false};      ///< for a plan
    bool m_behind{false};     ///< it waited for its plan because of another task's feature
    double m_askTime{0};      ///< when it asked [s]
    PlanBody m_plan;          ///< it follows
    uint64_t m_job{0};        ///< at the device's processor
    bool m_jobKnown{false};   ///< m_job is valid
    double m_deviceTime{0};   ///< what that job took [s]
    double m_energyBefore{0}; ///< link's counter when the upload began [J]
    bool m_measured{false};   ///< the link tallies the way up:
    LinkTally m_uplinkBefore; ///< when the upload began
    LinkMessage m_answer;     ///< of which the link tells apart what it takes
    EventId m_timeout;        ///< nobody answered
    double m_delivered{0};    ///< instant its feature had left [s]; 0: it has not
    bool m_answered{false};   ///< it is complete: its record has what it took
    bool m_withdrawn{false};  ///< the server does not have it, or is told so
    bool m_givenUp{false};    ///< since:
    double m_givenUpAt{0};    ///< instant [s]
    TaskEnding m_ending;      ///< how
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_TASK_H
