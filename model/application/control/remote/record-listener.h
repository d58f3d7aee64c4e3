/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RECORD_LISTENER_H
#define EDGE_AI_RECORD_LISTENER_H

#include "ns3/callback.h"
#include "ns3/inference-monitor.h"
#include "ns3/planner.h"
#include "ns3/task-record.h"

namespace ns3
{
namespace edgeai
{

/// A planner that learns from what became of its plans.
class RecordListener
{
  public:
    virtual ~RecordListener() = default;
    /// A task, a frame or a round has ended. @param [in] record of it
    virtual void NoteRecord(const TaskRecord& record) = 0;
};

/// @param [in] planner a RecordListener  @param [in] record of what has ended
inline void
TellRecord(Ptr<PlannerBase> planner, const TaskRecord& record)
{
    dynamic_cast<RecordListener&>(*planner).NoteRecord(record);
}

/// Let a planner know what ends, if it wants to: for helpers, whose monitor sees all of it.
/// @param [in] planner any  @param [in,out] monitor of the same applications, keeps the planner
inline void
ListenToRecords(const Ptr<PlannerBase>& planner, InferenceMonitor& monitor)
{
    if (dynamic_cast<RecordListener*>(PeekPointer(planner)))
    {
        monitor.TraceConnectWithoutContext("TaskEnded", MakeBoundCallback(&TellRecord, planner));
    }
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RECORD_LISTENER_H
