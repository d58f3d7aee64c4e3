/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_REPORT_H
#define EDGE_AI_CODE_REPORT_H

#include "allocation/pipeline/code/code-plan.h"
#include "application/pipeline/code/code-trainer.h"
#include "code-helper.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @param [in] plan of a path, or why there is none  @returns it in plain words and numbers
CodePathReport ReportCodePlan(const CodePlan& plan);

/// @param [in] record of a training  @param [in] host name of the host  @returns it likewise
CodeTrainingReport ReportCodeTraining(const CodeTrainingRecord& record, const std::string& host);

/**
 * @param [in] source of tasks of all services  @param [in] service name of one
 * @param [in] from beginning of a span [s]  @param [in] until end of it [s]
 * @returns what became of that service's tasks in the span
 */
CodeOutcome SummariseCodeTasks(const RecordSource& source,
                               const std::string& service,
                               double from,
                               double until);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_REPORT_H
