/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_CLIENT_H
#define EDGE_AI_CO_INFERENCE_CLIENT_H

#include "application/message/message-session.h"
#include "co-inference-body.h"

#include "ns3/address.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/event-id.h"
#include "ns3/inference-monitor.h"
#include "ns3/link-control.h"
#include "ns3/message-application.h"
#include "ns3/processor.h"
#include "ns3/task-arrivals.h"
#include "ns3/traced-callback.h"

#include <deque>
#include <map>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The device's side of co-inference. For every task that arrives it asks the server for a plan,
 * runs blocks 1..s on the node's processor at the planned clock, sends the feature at the planned
 * power, waits for the result and reports what really happened.
 *
 * Every task ends exactly once, with an outcome: whatever breaks - link, server, battery, queue -
 * the task it happens to is dropped with that reason.
 */
class CoInferenceClient : public MessageApplication
{
  public:
    /// What happens to a task that is late.
    enum DeadlinePolicy
    {
        FINISH, ///< it goes on, and is completed with its deadline missed
        DROP,   ///< it is dropped when its latency budget is used up
    };

    /// @returns the TypeId
    static TypeId GetTypeId();
    CoInferenceClient();
    ~CoInferenceClient() override;

    /// @param [in] arrivals when tasks come; no task comes without
    void SetArrivals(Ptr<TaskArrivals> arrivals);
    /// @param [in] monitor keeps the records; may be null
    void SetMonitor(Ptr<InferenceMonitor> monitor);
    /// @param [in] node ns-3 id of the server's node, for records and timelines; unset: not known
    void SetServerNode(uint32_t node);
    /// @param [in] link applies the radio part of plans
    void SetLinkControl(Ptr<LinkControl> link);
    /// @returns what applies the radio part of plans
    Ptr<LinkControl> GetLinkControl() const;

    /// A task now, besides those of the arrivals. @param [in] shape what is particular about it
    void Generate(const TaskShape& shape);
    /// The node's energy source ran dry: every task ends, new ones too until HandleRecharged().
    void HandleDepletion();
    /// The node has energy again.
    void HandleRecharged();

    /// @returns tasks under way
    std::size_t GetTaskCount() const;

    /// @param [in] stream first stream to use  @returns how many were used
    int64_t AssignStreams(int64_t stream) EDGE_AI_OVERRIDE_342;

    /// Signature of TaskBegun and TaskEnded. @param [in] record what is known about the task
    typedef void (*TaskTracedCallback)(const TaskRecord& record);

  protected:
    void DoDispose() override;

  private:
    /// Where a task is.
    enum class Stage
    {
        PLAN,   ///< waits for its plan
        DEVICE, ///< queued or served by the device's processor
        UPLINK, ///< its feature is queued or on the air
        RESULT, ///< waits for the server
    };

    /// A task under way.
    struct Task
    {
        TaskRecord record;
        TaskShape shape;
        Stage stage{Stage::PLAN};
        bool requested{false};
        PlanBody plan;
        uint64_t job{0};          ///< at the device's processor
        bool jobKnown{false};     ///< job is valid
        double deviceTime{0};     ///< what that job took [s]
        bool sending{false};      ///< its feature is on the air
        double energyBefore{0};   ///< link's counter when the upload began [J]
        bool measured{false};     ///< the link tallies both ways:
        LinkTally uplinkBefore;   ///< when the upload began
        LinkTally downlinkBefore; ///< likewise
        LinkTally downlinkAfter;  ///< when it had ended
        EventId timeout;          ///< nobody answered
        EventId deadline;         ///< latency budget used up
    };

    void StartApplication() override;
    void StopApplication() override;

    void HandleClosed(bool error);

    void ScheduleArrival();
    void Request(uint64_t id);
    void RequestWaiting();
    RequestBody MakeRequest(const Task& task) const;
    void Send(MessageType type,
              uint64_t id,
              std::vector<uint8_t> body,
              uint64_t payload,
              double rate);

    void HandleMessage(const InferenceMessage& message);
    void HandlePlan(const InferenceMessage& message);
    void HandleResult(const InferenceMessage& message);
    void HandleDelivered(MessageType type, uint64_t id);
    void HandleTimeout(uint64_t id);
    void HandleJob(uint64_t id, const JobReport& report);

    void Begin(uint64_t id, const PlanBody& plan);
    /// @returns how long work on the device or an upload may take at the very most
    Time GetPatience() const;
    void StartUpload();
    void FinishUpload(Task& task);
    void Complete(uint64_t id);
    void End(uint64_t id, TaskOutcome outcome, const std::string& detail);
    void EndAll(TaskOutcome outcome, const std::string& detail);
    void RestartTimeout(uint64_t id, Task& task);

    // configuration
    Address m_remote;
    TypeId m_protocol;
    std::string m_network;
    std::string m_processorName;
    Time m_latencyBudget;
    double m_energyBudget;
    double m_weightRate;
    double m_memoryBits;
    double m_timeWeight;
    double m_energyWeight;
    uint32_t m_splitMin;
    bool m_planPerTask;
    uint32_t m_queueLimit;
    Time m_timeout;
    Time m_reconnectInterval;
    DeadlinePolicy m_deadlinePolicy;

    // state
    Ptr<TaskArrivals> m_arrivals;
    Ptr<InferenceMonitor> m_monitor;
    uint32_t m_serverNode{PlanStep::NO_NODE};
    Ptr<LinkControl> m_link;
    Ptr<Processor> m_processor;
    MessageSession m_session;
    std::map<uint64_t, Task> m_tasks;
    std::deque<uint64_t> m_uploads; ///< tasks in order of their uploads; the first is on the air
    PlanBody m_plan;                ///< the latest one for all tasks
    bool m_planned{false};
    bool m_running{false};
    bool m_depleted{false};
    uint64_t m_lastId{0};
    EventId m_arrivalEvent;

    TracedCallback<const TaskRecord&> m_begunTrace;
    TracedCallback<const TaskRecord&> m_endedTrace;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_CLIENT_H
