/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "record-codec.h"

#include <cstdint>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in,out] archive writer or reader  @param [in,out] record whose own members to pass
template <typename Archive, typename Record>
void
PassTask(Archive& archive, Record& record)
{
    archive.All(record.id,
                record.node,
                record.family,
                record.network,
                record.planner,
                record.plan,
                record.generated,
                record.ended,
                record.planWait,
                record.latencyBudget,
                record.energyBudget,
                record.planned.latency,
                record.planned.energy,
                record.planned.distortion,
                record.realised.latency,
                record.realised.energy,
                record.realised.distortion,
                record.outcome,
                record.detail,
                record.deadlineMissed,
                record.energyMissed);
}

/// @param [in,out] archive writer or reader  @param [in,out] step whose own members to pass
template <typename Archive, typename Step>
void
PassStep(Archive& archive, Step& step)
{
    // One by one instead of by the plan's Fields(): these make a name, a unit and a help each time.
    archive.All(step.planned.name,
                step.planned.kind,
                step.planned.node,
                step.planned.peer,
                step.planned.work,
                step.planned.bits,
                step.planned.time,
                step.planned.wait,
                step.planned.energy,
                step.planned.share,
                step.planned.after,
                step.part,
                step.queued,
                step.started,
                step.finished,
                step.energy,
                step.bits,
                step.work,
                step.traffic);
}

} // namespace

void
StoreRecord(const TaskRecord& record, std::string& bytes)
{
    FigureWriter writer(bytes);
    PassTask(writer, record);
    record.Store(writer);
    writer.Put(static_cast<uint32_t>(record.steps.size()));
    for (const StepRecord& step : record.steps)
    {
        PassStep(writer, step);
        step.Store(writer);
    }
}

TaskRecord
RestoreRecord(const char* bytes, std::size_t size)
{
    TaskRecord record;
    FigureReader reader(bytes, size);
    PassTask(reader, record);
    record.Restore(reader);
    uint32_t steps = 0;
    reader.Take(steps);
    for (; steps > 0; --steps)
    {
        StepRecord& step = record.steps.emplace_back();
        PassStep(reader, step);
        step.Restore(reader);
    }
    return record;
}

} // namespace edgeai
} // namespace ns3
