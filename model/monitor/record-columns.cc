/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "record-columns.h"

#include "common-columns.h"
#include "csv-format.h"

#include <cmath>
#include <set>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] common columns that all have  @param [in] kinds of figures that occur
/// @returns the columns of a table
template <typename Record>
std::vector<FigureColumn>
JoinColumns(const std::vector<CommonColumn<Record>>& common,
            const std::vector<const FigureKind*>& kinds)
{
    std::vector<FigureColumn> columns;
    for (const auto& each : common)
    {
        columns.push_back(each.column);
    }
    for (const FigureKind* kind : kinds)
    {
        columns.insert(columns.end(), kind->GetColumns().begin(), kind->GetColumns().end());
    }
    return columns;
}

/// Appends the figures of a record, empty ones for kinds it does not have.
/// @param [in] figures of the record  @param [in] kinds of the table  @param [in,out] row to fill
template <FigureScope SCOPE>
void
AppendFigures(const FigureSet<SCOPE>& figures,
              const std::vector<const FigureKind*>& kinds,
              RecordRow& row)
{
    for (const FigureKind* kind : kinds)
    {
        const std::size_t end = row.size() + kind->GetColumns().size();
        figures.Visit(*kind, [&row](const Field&, FigureType, FigureValue value) {
            row.push_back(std::move(value));
        });
        row.resize(end);
    }
}

/// @param [in] common columns that all have  @param [in] record one  @returns the row's beginning
template <typename Record>
RecordRow
StartRow(const std::vector<CommonColumn<Record>>& common, const Record& record)
{
    RecordRow row;
    for (const auto& each : common)
    {
        row.push_back(each.get(record));
    }
    return row;
}

/// @param [in] scope of figures  @param [in] source of tasks
/// @returns the kinds that occur, ascending in the family's name
std::vector<const FigureKind*>
ListKinds(FigureScope scope, const RecordSource& source)
{
    const std::set<const FigureKind*> there = source.GetKinds();
    std::vector<const FigureKind*> kinds;
    for (const FigureKind* kind : FigureKind::GetAll(scope))
    {
        if (there.count(kind) > 0)
        {
            kinds.push_back(kind);
        }
    }
    return kinds;
}

/// @param [in] column of a value  @param [in] value a field  @returns "" or what is impossible
std::string
ExplainFault(const FigureColumn& column, const FigureValue& value)
{
    const auto* number = std::get_if<double>(&value);
    if (!number || (std::isfinite(*number) && column.field.Allows(*number)))
    {
        return "";
    }
    return column.name + " = " + FormatNumber(*number) + ", allowed is " +
           column.field.DescribeAllowed();
}

/// @param [in] common columns that all have  @param [in] record one
/// @param [in] figures of it  @returns "" or the first of its fields that is impossible
template <typename Record, FigureScope SCOPE>
std::string
FindFaultIn(const std::vector<CommonColumn<Record>>& common,
            const Record& record,
            const FigureSet<SCOPE>& figures)
{
    std::string fault;
    for (const auto& each : common)
    {
        if (each.column.type == FigureType::REAL)
        {
            fault = ExplainFault(each.column, each.get(record));
            if (!fault.empty())
            {
                return fault;
            }
        }
    }
    for (const FigureKind* kind : figures.GetKinds())
    {
        auto column = kind->GetColumns().begin();
        figures.Visit(*kind, [&](const Field&, FigureType, const FigureValue& value) {
            if (fault.empty())
            {
                fault = ExplainFault(*column, value);
            }
            ++column;
        });
    }
    return fault;
}

} // namespace

RecordTable
MakeTaskTable(const RecordSource& source)
{
    const auto kinds = ListKinds(FigureScope::TASK, source);
    RecordTable table;
    table.name = "tasks";
    table.columns = JoinColumns(GetTaskColumns(), kinds);
    table.forEachRow = [&source, kinds](const std::function<void(const RecordRow&)>& take) {
        source.ForEach([&](const TaskRecord& record) {
            RecordRow row = StartRow(GetTaskColumns(), record);
            AppendFigures(record, kinds, row);
            take(row);
        });
    };
    return table;
}

RecordTable
MakeStepTable(const RecordSource& source)
{
    const auto kinds = ListKinds(FigureScope::STEP, source);
    RecordTable table;
    table.name = "steps";
    table.columns = JoinColumns(GetStepColumns(), kinds);
    table.forEachRow = [&source, kinds](const std::function<void(const RecordRow&)>& take) {
        source.ForEach([&](const TaskRecord& record) {
            for (std::size_t i = 0; i < record.steps.size(); ++i)
            {
                const StepRecord& step = record.steps[i];
                RecordRow row = StartRow(GetStepColumns(), StepOfTask{record, step, i});
                AppendFigures(step, kinds, row);
                take(row);
            }
        });
    };
    return table;
}

std::vector<FigureColumn>
ListColumns(FigureScope scope)
{
    const auto kinds = FigureKind::GetAll(scope);
    return scope == FigureScope::TASK ? JoinColumns(GetTaskColumns(), kinds)
                                      : JoinColumns(GetStepColumns(), kinds);
}

std::string
FindFault(const TaskRecord& record)
{
    if (record.id > static_cast<uint64_t>(INT64_MAX))
    {
        return "an id of 2^63 or more, which no database can hold";
    }
    std::string fault = FindFaultIn(GetTaskColumns(), record, record);
    for (std::size_t i = 0; i < record.steps.size() && fault.empty(); ++i)
    {
        const StepRecord& step = record.steps[i];
        fault = FindFaultIn(GetStepColumns(), StepOfTask{record, step, i}, step);
        if (!fault.empty())
        {
            fault.insert(0, "step " + step.planned.name + ": ");
        }
    }
    return fault;
}

const char*
GetSqlType(FigureType type)
{
    switch (type)
    {
    case FigureType::LABEL:
    case FigureType::WHOLE:
        return "INTEGER";
    case FigureType::REAL:
        return "REAL";
    case FigureType::TEXT:
        break;
    }
    return "TEXT";
}

} // namespace edgeai
} // namespace ns3
