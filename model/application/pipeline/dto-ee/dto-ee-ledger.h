/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_LEDGER_H
#define EDGE_AI_DTO_EE_LEDGER_H

#include "dto-ee-figures.h"
#include "dto-ee-setup.h"

#include "ns3/inference-monitor.h"
#include "ns3/job.h"
#include "ns3/object.h"
#include "ns3/plan-step.h"
#include "ns3/task-accounts.h"
#include "ns3/traced-callback.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace ns3
{
namespace edgeai
{

class TaskLedger;

/**
 * @ingroup edge-ai
 * The task ledger of DTO-EE: records of tasks while they are under way, and the proof that each
 * ends once. A record has a step for every link and node the task came to - "link 1", "stage 1",
 * "link 2", ..., "answer" - with what the plan of the slot expects of just that link or node, and
 * the share of all tasks that takes it, beside what happened. It observes only: a run is the same
 * with and without one.
 *
 * A task on a link is lost when it has not come by the instant its sender wrote into it; the
 * receiver keeps the same rule. What the sender noticed meanwhile is the reason.
 */
class DtoEeLedger : public Object
{
  public:
    /// What is expected of a link (with a peer) or node, by stage and index.
    using Expectation = std::function<PlanStep(const DtoEePlace& from, const DtoEePlace* peer)>;

    /// @returns the TypeId
    static TypeId GetTypeId();
    DtoEeLedger();
    ~DtoEeLedger() override;

    /// @param [in] monitor gets every task's beginning and end; null: only traces
    void SetMonitor(Ptr<InferenceMonitor> monitor);
    /// @param [in] nodes ns-3 ids, by stage from 0 and index
    void SetNodes(const std::vector<std::vector<uint32_t>>& nodes);
    /// @param [in] expectation what steps are expected to be
    void SetExpectation(Expectation expectation);

    /// @returns the monitor, or null
    Ptr<InferenceMonitor> GetMonitor() const;
    /// @param [in] place of somebody  @returns ns-3 id of the node; NO_NODE: not known
    uint32_t GetNode(const DtoEePlace& place) const;

    /// A task was generated. @param [in] task its number  @param [in] record what is known
    void Begin(uint64_t task, TaskRecord record);
    /// A task waits for a link. @param [in] task its number  @param [in] from who sends
    /// @param [in] to who receives
    void QueueLink(uint64_t task, const DtoEePlace& from, const DtoEePlace& to);
    /**
     * A task, or its answer, was handed to a transport.
     * @param [in] task its number
     * @param [in] bits payload [bit]
     * @param [in] expires instant after which it is lost
     * @param [in] otherwise how it ends then, unless Note() knows better
     */
    void Send(uint64_t task, double bits, Time expires, const TaskEnding& otherwise);
    /// Something went wrong with a task on a link, which may get through all the same.
    /// @param [in] task its number  @param [in] ending how it ends if it does not
    void Note(uint64_t task, const TaskEnding& ending);
    /// A task, or its answer, has come. @param [in] task its number
    void Arrive(uint64_t task);
    /// A task waits for a node. @param [in] task its number  @param [in] node where
    void QueueNode(uint64_t task, const DtoEePlace& node);
    /// A node is done with a task, or has given it up. @param [in] task its number
    /// @param [in] report of its job
    void Compute(uint64_t task, const JobReport& report);
    /// A task is completed. @param [in] task its number  @param [in] figures of it
    void Complete(uint64_t task, const DtoEeFigures& figures);
    /// A task ends now. @param [in] task its number  @param [in] ending how
    void End(uint64_t task, const TaskEnding& ending);

    /// @returns tasks under way
    std::size_t GetCount() const;

    /// Signature of TaskEnded. @param [in] record what is known about the task
    typedef void (*TaskTracedCallback)(const TaskRecord& record);

  protected:
    void DoDispose() override;

  private:
    /// @param [in] task its number  @returns its latest step, if that is not over
    StepRecord* FindLast(uint64_t task);
    void Queue(uint64_t task, const PlanStep& step);
    void Finish(uint64_t task, const TaskEnding& ending, double when);

    std::unique_ptr<TaskLedger> m_tasks;
    std::vector<std::vector<uint32_t>> m_nodes; ///< ns-3 ids
    Expectation m_expectation;
    TracedCallback<const TaskRecord&> m_endedTrace;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_LEDGER_H
