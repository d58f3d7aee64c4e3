/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_LEDGER_H
#define EDGE_AI_CODE_LEDGER_H

#include "allocation/pipeline/code/code-plan.h"
#include "application/ledger/task-ledger.h"

#include "ns3/inference-monitor.h"
#include "ns3/nstime.h"
#include "ns3/object.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/// A path that is used, with the number its server gave it.
struct CodeRoute
{
    static constexpr uint32_t NO_HOST = UINT32_MAX; ///< it stays at its own server

    uint64_t number{0};                   ///< counted by the server, from 1
    uint32_t host{NO_HOST};               ///< service whose blocks it passes
    uint32_t hostNode{PlanStep::NO_NODE}; ///< ns-3 id of that server's node
    std::string planner;                  ///< who decided
    CodePlan plan;                        ///< path, steps, what is expected
    double rate{0};                       ///< at which tasks are let in [1/s]

    /// @returns whether it passes a host's blocks
    bool HasHost() const
    {
        return host != NO_HOST;
    }
};

/**
 * The task ledger of services: records of tasks while they are under way, and the proof that each
 * ends once. Users and servers tell it what happens to a task; it tells the monitor. It observes
 * only: a run is the same with and without one.
 *
 * A task's steps are the transfer of its input, then those of its path, then the transfer of the
 * answer; they are known once the server has let it in.
 */
class CodeLedger : public Object
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /// @param [in] monitor gets every task's beginning and end; null: nobody does
    void SetMonitor(Ptr<InferenceMonitor> monitor);
    /// @returns the monitor, or null
    Ptr<InferenceMonitor> GetMonitor() const;

    /**
     * A task was generated.
     * @param [in] task its number, unique in the run
     * @param [in] node ns-3 id of the user  @param [in] service whose task it is
     * @param [in] network name of the service's model
     */
    void Begin(uint64_t task,
               uint32_t node,
               const std::string& service,
               const std::string& network);
    /// A task ends some time from now, unless it ends before. @param [in] task its number
    /// @param [in] delay from now  @param [in] ending how
    void Expire(uint64_t task, Time delay, const TaskEnding& ending);

    /**
     * A task was let in.
     * @param [in] task its number  @param [in] route the path it follows
     * @param [in] server ns-3 id of its server  @param [in] inputBits of its input [bit]
     * @param [in] resultBits of its answer [bit]
     */
    void Admit(uint64_t task,
               const CodeRoute& route,
               uint32_t server,
               double inputBits,
               double resultBits);
    /// @returns place of the first of a path's steps among a task's
    static constexpr std::size_t FIRST = 1;

    /// A step could begin. @param [in] task its number  @param [in] step place among its steps
    void Queue(uint64_t task, std::size_t step);
    /// A transfer has begun. @param [in] task its number  @param [in] step place among its steps
    void Send(uint64_t task, std::size_t step);
    /// A transfer has ended. @param [in] task its number  @param [in] step place among its steps
    /// @param [in] bits payload [bit]
    void Arrive(uint64_t task, std::size_t step, double bits);
    /// A computation has ended. @param [in] task its number  @param [in] step place among its steps
    /// @param [in] report of its job  @param [in] node where it ran
    void Compute(uint64_t task, std::size_t step, const JobReport& report, uint32_t node);
    /// The answer has come. @param [in] task its number
    void Arrived(uint64_t task);
    /// An answer was made. @param [in] task its number  @param [in] correct whether it is right
    void Judge(uint64_t task, bool correct);
    /// A task ends now. @param [in] task its number  @param [in] ending how
    void End(uint64_t task, const TaskEnding& ending);

    /// @returns tasks under way
    std::size_t GetCount() const;

  protected:
    void DoDispose() override;

  private:
    TaskLedger m_tasks; ///< by number
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_LEDGER_H
