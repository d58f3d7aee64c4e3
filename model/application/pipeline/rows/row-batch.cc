/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-batch.h"

#include "application/message/message-archive.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] problem of all images  @param [in] plan sound for it  @returns its steps
RowGraph
MakeGraph(const RowPartitionProblem& problem, const RowPlanBody& plan)
{
    RowGraph graph(problem);
    AddDivisionSteps(plan.GetDivision(), graph);
    return graph;
}

/// @param [in] step a message of rows  @returns its payload [B]
uint64_t
GetPayload(const RowStep& step)
{
    return static_cast<uint64_t>(std::ceil(step.load));
}

} // namespace

RowPartitionProblem
MakeGraphProblem(const RowNetworks& networks, uint32_t network, uint32_t nodes, uint32_t images)
{
    RowPartitionProblem problem = networks.at(network).problem;
    problem.nodes.assign(nodes, {"", 1, 0, 0});
    problem.linkRate = 1;
    problem.tasks = images;
    return problem;
}

RowBatch::RowBatch(uint64_t number,
                   const RowPlanBody& plan,
                   const RowPartitionProblem& problem,
                   uint32_t node)
    : m_number(number),
      m_node(node),
      m_plan(plan),
      m_problem(problem),
      m_graph(MakeGraph(m_problem, m_plan)),
      m_walk(m_graph, node)
{
    m_head.plan = plan.number;
    m_head.images = problem.tasks;
}

uint64_t
RowBatch::GetResultBytes() const
{
    return static_cast<uint64_t>(std::ceil(m_problem.resultBits / 8));
}

InferenceMessage
RowBatch::MakeRows(uint32_t step, double now) const
{
    const RowStep& rows = GetStep(step);
    RowRowsBody body;
    static_cast<RowBatchBody&>(body) = m_head;
    body.step = step;
    body.image = rows.task;
    body.layer = rows.layer;
    body.first = rows.rows.first;
    body.end = rows.rows.end;
    body.sent = now;
    InferenceMessage message;
    message.type = RowMessage::Of(rows, GetLayerCount());
    message.task = m_number;
    message.body = Encode(body);
    message.payloadBytes = GetPayload(rows);
    return message;
}

InferenceMessage
RowBatch::MakeNotice(uint32_t notice) const
{
    RowNoticeBody body;
    static_cast<RowBatchBody&>(body) = m_head;
    body.notice = notice;
    InferenceMessage message;
    message.type = RowMessage::NOTICE;
    message.task = m_number;
    message.body = Encode(body);
    return message;
}

bool
RowBatch::Expects(uint32_t from, const InferenceMessage& message, const RowRowsBody& body) const
{
    if (body.step >= m_graph.GetSteps().size())
    {
        return false;
    }
    const RowStep& rows = GetStep(body.step);
    return rows.kind == StepKind::TRANSFER && rows.node == from && rows.peer == m_node &&
           rows.task == body.image && rows.layer == body.layer && rows.rows.first == body.first &&
           rows.rows.end == body.end && message.type == RowMessage::Of(rows, GetLayerCount()) &&
           message.payloadBytes == GetPayload(rows);
}

} // namespace edgeai
} // namespace ns3
