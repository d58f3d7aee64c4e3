/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "common-columns.h"

#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] value a figure  @returns it, or an empty field if it is not available
FigureValue
Real(double value)
{
    return std::isnan(value) ? FigureValue() : FigureValue(value);
}

/// @param [in] value a whole number  @returns it as a field
template <typename T>
FigureValue
Whole(T value)
{
    return static_cast<int64_t>(value);
}

/// @param [in] node an ns-3 id  @returns it, or an empty field for nobody
FigureValue
NodeId(uint32_t node)
{
    return node == PlanStep::NO_NODE ? FigureValue() : Whole(node);
}

/// @param [in] list indices  @returns them with blanks between, or an empty field
FigureValue
Join(const std::vector<uint32_t>& list)
{
    std::string text;
    for (const uint32_t index : list)
    {
        text += (text.empty() ? "" : " ") + std::to_string(index);
    }
    return list.empty() ? FigureValue() : FigureValue(text);
}

/// @param [in] kind of a step  @returns it in a word
std::string
ToWord(StepKind kind)
{
    switch (kind)
    {
    case StepKind::COMPUTE:
        return "compute";
    case StepKind::TRANSFER:
        return "transfer";
    case StepKind::AGGREGATE:
        return "aggregate";
    }
    return std::to_string(static_cast<int>(kind));
}

/// @param [in] name of a column  @param [in] unit its unit  @param [in] help one line
/// @param [in] type of its values  @returns it, with numbers from 0 on
FigureColumn
Describe(const char* name, const char* unit, const char* help, FigureType type)
{
    return FigureColumn(Field(name, unit, help).Within(0, std::numeric_limits<double>::max()),
                        type,
                        "");
}

// A column is its name, unit, meaning and how to get it from the record r.
#define COLUMN(Record, type, name, unit, help, expression)                                         \
    {                                                                                              \
        Describe(name, unit, help, FigureType::type),                                              \
            [](const Record& r) -> FigureValue { return expression; }                              \
    }
#define OF_TASK(type, name, unit, help, expression)                                                \
    COLUMN(TaskRecord, type, name, unit, help, expression)
#define OF_STEP(type, name, unit, help, expression)                                                \
    COLUMN(StepOfTask, type, name, unit, help, expression)

} // namespace

const std::vector<CommonColumn<TaskRecord>>&
GetTaskColumns()
{
    static const std::vector<CommonColumn<TaskRecord>> columns{
        OF_TASK(LABEL, "id", "", "number of the task", Whole(r.id)),
        OF_TASK(LABEL, "node", "", "who generated it, ns-3 id", Whole(r.node)),
        OF_TASK(TEXT, "family", "", "of applications", r.family),
        OF_TASK(TEXT, "network", "", "name of the network profile", r.network),
        OF_TASK(TEXT, "planner", "", "name of the method that planned it", r.planner),
        OF_TASK(LABEL, "plan", "", "number of the plan it followed, 0: none", Whole(r.plan)),
        OF_TASK(TEXT, "outcome", "", "how it ended", ToString(r.outcome)),
        OF_TASK(TEXT, "detail", "", "the reason in words", r.detail),
        OF_TASK(REAL, "generated", "s", "instant of generation", Real(r.generated)),
        OF_TASK(REAL, "ended", "s", "instant of completion or drop", Real(r.ended)),
        OF_TASK(REAL, "plan_wait", "s", "generation until a plan was there", Real(r.planWait)),
        OF_TASK(REAL, "latency_budget", "s", "what it may take", Real(r.latencyBudget)),
        OF_TASK(REAL, "energy_budget", "J", "what it may spend", Real(r.energyBudget)),
        OF_TASK(REAL, "latency_planned", "s", "generation to answer", Real(r.planned.latency)),
        OF_TASK(REAL, "latency_realised", "s", "generation to answer", Real(r.realised.latency)),
        OF_TASK(REAL, "energy_planned", "J", "of the whole task", Real(r.planned.energy)),
        OF_TASK(REAL, "energy_realised", "J", "of the whole task", Real(r.realised.energy)),
        OF_TASK(REAL, "distortion_planned", "", "loss of accuracy", Real(r.planned.distortion)),
        OF_TASK(REAL, "distortion_realised", "", "loss of accuracy", Real(r.realised.distortion)),
        OF_TASK(LABEL, "deadline_missed", "", "1: later than its budget", Whole(r.deadlineMissed)),
        OF_TASK(LABEL, "energy_missed", "", "1: took more than its budget", Whole(r.energyMissed)),
    };
    return columns;
}

const std::vector<CommonColumn<StepOfTask>>&
GetStepColumns()
{
    static const std::vector<CommonColumn<StepOfTask>> columns{
        OF_STEP(LABEL, "task", "", "number of the task", Whole(r.task.id)),
        OF_STEP(LABEL, "step", "", "place among the task's steps, from 0", Whole(r.index)),
        OF_STEP(TEXT, "name", "", "place on the way", r.step.planned.name),
        OF_STEP(TEXT, "kind", "", "compute, transfer or aggregate", ToWord(r.step.planned.kind)),
        OF_STEP(LABEL, "node", "", "who computes or sends, ns-3 id", NodeId(r.step.planned.node)),
        OF_STEP(LABEL, "peer", "", "who receives, ns-3 id", NodeId(r.step.planned.peer)),
        OF_STEP(TEXT, "part", "", "of the network that runs", r.step.part),
        OF_STEP(TEXT,
                "after",
                "",
                "steps it waits for, if not the one before",
                Join(r.step.planned.after)),
        OF_STEP(REAL,
                "share",
                "",
                "of the tasks that take it, planned",
                Real(r.step.planned.share)),
        OF_STEP(REAL, "time_planned", "s", "without waiting", Real(r.step.planned.time)),
        OF_STEP(REAL, "time_realised", "s", "without waiting", Real(r.step.GetTime())),
        OF_STEP(REAL, "wait_planned", "s", "before it, in the mean", Real(r.step.planned.wait)),
        OF_STEP(REAL, "wait", "s", "before it", Real(r.step.GetWait())),
        OF_STEP(REAL, "energy_planned", "J", "spent on it", Real(r.step.planned.energy)),
        OF_STEP(REAL, "energy_realised", "J", "spent on it", Real(r.step.energy)),
        OF_STEP(REAL, "payload_planned", "bit", "of a transfer", Real(r.step.planned.bits)),
        OF_STEP(REAL, "payload_realised", "bit", "of a transfer", Real(r.step.bits)),
        OF_STEP(REAL, "work_planned", "FLOP", "of a computation", Real(r.step.planned.work)),
        OF_STEP(REAL, "work_realised", "FLOP", "of a computation", Real(r.step.work)),
        OF_STEP(REAL, "memory_traffic", "B", "moved by a computation", Real(r.step.traffic)),
        OF_STEP(REAL, "queued", "s", "instant it could have begun", Real(r.step.queued)),
        OF_STEP(REAL, "started", "s", "instant it began", Real(r.step.started)),
        OF_STEP(REAL, "finished", "s", "instant it ended", Real(r.step.finished)),
    };
    return columns;
}

#undef OF_TASK
#undef OF_STEP
#undef COLUMN

std::vector<std::string>
GetCommonNames(FigureScope scope)
{
    std::vector<std::string> names;
    const auto add = [&names](const auto& columns) {
        for (const auto& each : columns)
        {
            names.push_back(each.column.name);
        }
    };
    scope == FigureScope::TASK ? add(GetTaskColumns()) : add(GetStepColumns());
    return names;
}

} // namespace edgeai
} // namespace ns3
