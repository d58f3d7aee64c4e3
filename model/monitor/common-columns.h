/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_COMMON_COLUMNS_H
#define EDGE_AI_COMMON_COLUMNS_H

#include "task-record.h"

#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A column that every record has, and how to get it.
template <typename Record>
struct CommonColumn
{
    FigureColumn column;
    FigureValue (*get)(const Record& record);
};

/// A step together with whose it is.
struct StepOfTask
{
    const TaskRecord& task;
    const StepRecord& step;
    std::size_t index; ///< among the steps of the task, from 0
};

/// @returns what every task has, in the order it is written
const std::vector<CommonColumn<TaskRecord>>& GetTaskColumns();

/// @returns what every step has, in the order it is written
const std::vector<CommonColumn<StepOfTask>>& GetStepColumns();

/// @param [in] scope tasks or steps  @returns names of the columns that every record has
std::vector<std::string> GetCommonNames(FigureScope scope);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_COMMON_COLUMNS_H
