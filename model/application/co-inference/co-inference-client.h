/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_CLIENT_H
#define EDGE_AI_CO_INFERENCE_CLIENT_H

#include "ns3/address.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/event-id.h"
#include "ns3/inference-monitor.h"
#include "ns3/link-control.h"
#include "ns3/message-application.h"
#include "ns3/moving-average.h"
#include "ns3/processor.h"
#include "ns3/task-arrivals.h"
#include "ns3/traced-callback.h"

#include <memory>
#include <string>

namespace ns3
{
namespace edgeai
{

class BatteryWatch;
class CoInferenceTaskSet;
class MessageSession;
struct RequestBody;

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
    /**
     * The node's energy source ran dry: every task ends, nothing is generated or sent until
     * HandleRecharged(), and a task of Generate() ends at once. Called for energy sources that the
     * node has when the client starts.
     */
    void HandleDepletion();
    /// The node has energy again: tasks come, and the server is connected to, as before.
    void HandleRecharged();

    /// @returns tasks under way
    std::size_t GetTaskCount() const;
    /// @returns radiated so far for the upload that is on the air [J]; 0: none is
    double GetUploadEnergy() const;

    /// @param [in] stream first stream to use  @returns how many were used
    int64_t AssignStreams(int64_t stream) EDGE_AI_OVERRIDE_342;

    /// Signature of TaskBegun and TaskEnded. @param [in] record what is known about the task
    typedef void (*TaskTracedCallback)(const TaskRecord& record);

  protected:
    void DoDispose() override;

  private:
    void StartApplication() override;
    void StopApplication() override;

    void StartSession();
    void ScheduleArrival();
    RequestBody MakeRequest() const;
    double GetArrivalRate() const;
    void HandleMessage(const InferenceMessage& message);
    void NoteBattery(const std::string& what);
    void SetPlanPerTask(bool each);
    bool GetPlanPerTask() const;

    // configuration
    Address m_remote;
    TypeId m_protocol;
    std::string m_network;
    std::string m_networkOnWire; ///< what messages call it
    std::string m_processorName;
    Time m_latencyBudget;
    double m_energyBudget;
    double m_weightRate;
    double m_memoryBits;
    double m_timeWeight;
    double m_energyWeight;
    uint32_t m_splitMin;
    uint32_t m_queueLimit;
    Time m_timeout;
    Time m_reconnectInterval;
    DeadlinePolicy m_deadlinePolicy;

    // state
    Ptr<TaskArrivals> m_arrivals;
    uint32_t m_serverNode;
    Ptr<LinkControl> m_link;
    Ptr<Processor> m_processor;
    std::unique_ptr<MessageSession> m_session;   ///< to the server
    std::unique_ptr<CoInferenceTaskSet> m_tasks; ///< those under way
    std::unique_ptr<BatteryWatch> m_battery;     ///< of the node
    bool m_running{false};
    bool m_depleted{false};
    uint64_t m_lastId{0};
    Time m_lastArrival;                             ///< of a task
    MovingAverage m_gap{1, MovingAverage::REPLACE}; ///< between tasks [s]
    EventId m_arrivalEvent;

    TracedCallback<const TaskRecord&> m_begunTrace;
    TracedCallback<const TaskRecord&> m_endedTrace;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_CLIENT_H
