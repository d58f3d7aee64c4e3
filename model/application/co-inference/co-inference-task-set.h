/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_TASK_SET_H
#define EDGE_AI_CO_INFERENCE_TASK_SET_H

#include "application/ledger/task-ledger.h"
#include "application/message/message-session.h"
#include "co-inference-task.h"
#include "node-load.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * The tasks of a device that are under way: who waits for a plan and which one is in force, whose
 * turn it is to send, and the end of each.
 */
class CoInferenceTaskSet
{
  public:
    using TaskPointer = std::shared_ptr<CoInferenceTask>;

    /// @param [in] session to the server; outlives the set
    explicit CoInferenceTaskSet(MessageSession& session);
    CoInferenceTaskSet(const CoInferenceTaskSet&) = delete;
    CoInferenceTaskSet& operator=(const CoInferenceTaskSet&) = delete;

    /// What the device tells of itself with a request, now; the task adds its own
    std::function<RequestBody()> makeRequest;
    /// A task follows a plan: says what other clients of the node are in its way, or ""
    std::function<std::string(const PlanBody& plan)> explainMates;
    /// Adds what the device knows to the record of a task that ends
    std::function<void(TaskRecord& record)> finish;
    /// Counts a message that makes no sense, with the reason
    std::function<void(const std::string& reason)> malformed;

    /// @param [in] each whether every task asks for its own plan; otherwise one asks for all
    void SetPlanPerTask(bool each);
    /// @returns whether every task asks for its own plan
    bool IsPlanPerTask() const;
    /// @param [in] network that tasks run from now on
    void SetNetwork(const std::string& network);
    /// @returns the network that tasks run
    const std::string& GetNetwork() const;
    /// @param [in] running whether the end of a task lets others go on
    void SetRunning(bool running);

    /// @returns the tasks' records
    TaskLedger& GetLedger();

    /**
     * A task begins. It may be over when this returns.
     * @param [in] number of the task
     * @param [in] shape what is particular about it
     * @param [in,out] surroundings the task's; what belongs to the set is added here
     * @param [in] record what is known
     * @returns the task
     */
    TaskPointer Begin(uint64_t number,
                      const TaskShape& shape,
                      CoInferenceSurroundings surroundings,
                      TaskRecord record);

    /// @param [in] number of a task  @returns it; null if it is not under way
    TaskPointer Find(uint64_t number) const;
    /// @returns tasks under way
    std::size_t GetCount() const;
    /// @returns what its tasks load the node with
    NodeLoad& GetLoad();
    /// @returns radiated so far for the upload that is on the air [J]
    double GetUploadEnergy() const;

    /// A task sets out: with the plan for all tasks, or by asking for one. @param [in] task it
    void SetOut(const TaskPointer& task);
    /// Ask for the plans that tasks wait for, if there is a connection.
    void RequestPlans();
    /// A plan has come, or what claims to be one. @param [in] message the PLAN
    /// @param [in] node ns-3 id of the device's, for the timeline
    void HandlePlan(const InferenceMessage& message, uint32_t node);
    /// Whose turn it is may send, if there is a connection.
    void StartUpload();
    /// A message has left for good. @param [in] type of it  @param [in] number of the task
    void HandleDelivered(MessageType type, uint64_t number);
    /// The connection is gone: those that need it end. @param [in] error whether it broke
    void HandleClosed(bool error);

    /// @param [in] number of a task; nothing happens if it is over  @param [in] ending how
    void End(uint64_t number, const TaskEnding& ending);
    /// All tasks end. @param [in] ending how
    void EndAll(const TaskEnding& ending);
    /// Forget all tasks, unfinished as they are, and the monitor.
    void Clear();

  private:
    std::vector<uint64_t> GetWaiting() const;

    MessageSession& m_session;
    TaskLedger m_ledger;
    std::string m_network; ///< that tasks run
    bool m_planPerTask{true};
    bool m_running{false};
    PlanBody m_plan;       ///< the latest one for all tasks
    bool m_planned{false}; ///< it is usable
    NodeLoad m_load;
    std::map<uint64_t, TaskPointer> m_tasks;
    std::deque<uint64_t> m_uploads; ///< in order of their uploads; the first is on the air
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_TASK_SET_H
