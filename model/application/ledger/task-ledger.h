/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TASK_LEDGER_H
#define EDGE_AI_TASK_LEDGER_H

#include "task-accounts.h"

#include "ns3/event-id.h"
#include "ns3/inference-monitor.h"
#include "ns3/nstime.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The records of an application's tasks while they are under way, and the proof that each ends
 * once, with a reason. It tells the monitor and its owner; the monitor and whoever listens to the
 * owner's traces may end tasks again, or clear the ledger.
 *
 * A task may expire: it ends at an instant unless it ended, or was relieved, before. What somebody
 * noted meanwhile is then the reason, and the instant of that note its end.
 */
class TaskLedger
{
  public:
    TaskLedger() = default;
    ~TaskLedger();
    TaskLedger(const TaskLedger&) = delete;
    TaskLedger& operator=(const TaskLedger&) = delete;

    /// Tells what is known of a task
    using Listener = std::function<void(const TaskRecord& record)>;
    /// Tells that a task shall end, how, and since when [s]
    using Expired = std::function<void(uint64_t number, const TaskEnding& ending, double when)>;

    Listener onBegun;  ///< a task has begun, and the monitor knows it
    Listener onEnded;  ///< a task has ended, and the monitor knows it
    Expired onExpired; ///< the owner ends the task and what it holds for it; none: End()

    /// @param [in] monitor gets every task's beginning and end; null: only the owner is told
    void SetMonitor(Ptr<InferenceMonitor> monitor);
    /// @returns the monitor, or null
    Ptr<InferenceMonitor> GetMonitor() const;

    /**
     * A task begins. It may have ended when this returns.
     * @param [in] number of the task, unique among those of the owner
     * @param [in] record what is known; its id is set here
     */
    void Begin(uint64_t number, TaskRecord record);

    /// @param [in] number of a task  @returns its record; null if it is not under way
    TaskRecord* Find(uint64_t number);

    /**
     * @param [in] number of a task
     * @param [in] step place on its way
     * @returns that step; null if the task is not under way, has no such step, or the step is over:
     *          nobody is believed who tells it otherwise
     */
    StepRecord* FindStep(uint64_t number, std::size_t step);

    /**
     * Let a task expire, instead of when it was to expire until now; notes are forgotten.
     * @param [in] number of the task; if it is not under way, nothing happens
     * @param [in] delay from now
     * @param [in] otherwise how it ends then, unless Note() knows better
     */
    void Expire(uint64_t number, Time delay, const TaskEnding& otherwise);

    /// A task does not expire any more. @param [in] number of the task
    void Relieve(uint64_t number);

    /**
     * Something went wrong with a task that is to expire, which may get through all the same. The
     * first note stands.
     * @param [in] number of the task; if it is not under way, nothing happens
     * @param [in] ending how it ends if it does not
     */
    void Note(uint64_t number, const TaskEnding& ending);

    /// A task ends. One that is dropped has spent what is known of its steps, unless its owner has
    /// said what counts; of one that is completed its owner says it.
    /// @param [in] number of the task; if it is not under way, nothing happens
    /// @param [in] ending how  @param [in] when it came to its end [s], not after now
    void End(uint64_t number, const TaskEnding& ending, double when);
    /// A task ends now. @param [in] number of the task  @param [in] ending how
    void End(uint64_t number, const TaskEnding& ending);

    /// Forget all tasks: unfinished, the monitor counts them as such, with what it saw of them.
    void Clear();

    /// @returns tasks under way
    std::size_t GetCount() const;

  private:
    /// A task under way.
    struct Entry
    {
        std::shared_ptr<TaskRecord> record; ///< the monitor sees it, too
        TaskEnding otherwise;               ///< how it ends when it expires
        double noticed{0};                  ///< instant of that trouble [s]; 0: none yet
        EventId expiry;                     ///< when it does
    };

    void HandleExpiry(uint64_t number);

    Ptr<InferenceMonitor> m_monitor;
    std::map<uint64_t, Entry> m_entries;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TASK_LEDGER_H
