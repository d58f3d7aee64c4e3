/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MONITOR_RECORDS_H
#define EDGE_AI_MONITOR_RECORDS_H

#include "ns3/inference-monitor.h"

#include <cstdint>

namespace ns3
{
namespace edgeai
{

/// @param [in] id of the task  @returns a task generated at id seconds
inline TaskRecord
MakeTask(uint64_t id)
{
    TaskRecord record;
    record.id = id;
    record.node = 1;
    record.generated = static_cast<double>(id);
    return record;
}

/// @param [in] id of the task  @param [in] outcome how it ends  @returns it, ended after 0.5 s
inline TaskRecord
MakeEnded(uint64_t id, TaskOutcome outcome)
{
    TaskRecord record = MakeTask(id);
    record.ended = record.generated + 0.5;
    record.realised.latency = 0.5;
    record.outcome = outcome;
    return record;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MONITOR_RECORDS_H
