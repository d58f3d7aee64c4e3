/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-costs.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

CodeCosts::CodeCosts(const CodeProblem& problem)
    : m_problem(problem)
{
}

const CodeProblem&
CodeCosts::GetProblem() const
{
    return m_problem;
}

const CodeBlock&
CodeCosts::GetBlock(const CodeNode& node) const
{
    return (node.host ? m_problem.host : m_problem.local).blocks[node.block - 1];
}

CodeNode
CodeCosts::GetHead() const
{
    return {false, m_problem.GetBlockCount() + 1};
}

CodeConnection
CodeCosts::GetConnection(const CodeNode& from, const CodeNode& to) const
{
    CodeConnection connection;
    if (from.host == to.host && to.block == from.block + 1)
    {
        return connection;
    }
    const CodeBlock& made = GetBlock(from);
    const CodeBlock& expected = GetBlock({to.host, to.block - 1});
    const double side = std::min(made.side, expected.side);
    connection.flop = 2. * made.channels * expected.channels * side * side;
    connection.adapterAtHost = expected.channels <= made.channels ? from.host : to.host;
    if (from.host != to.host)
    {
        connection.bits = static_cast<double>(m_problem.activationBits) *
                          std::min(made.channels, expected.channels) * side * side;
    }
    return connection;
}

CodeLabel
CodeCosts::Begin(const CodeNode& first) const
{
    CodeLabel label;
    const double flop = GetBlock(first).flop;
    (first.host ? label.hostFlop : label.localFlop) = flop;
    if (first.host)
    {
        label.upBits = m_problem.local.inputBits;
        label.loss = m_problem.crossLoss;
        label.connections = 1;
        label.commonFlop = flop;
    }
    return label;
}

CodeLabel
CodeCosts::Extend(const CodeLabel& label, const CodeNode& from, const CodeNode& to) const
{
    CodeLabel next = label;
    const double skipped = to.block - from.block - 1.;
    if (from.host != to.host || skipped > 0)
    {
        const CodeConnection connection = GetConnection(from, to);
        (connection.adapterAtHost ? next.hostFlop : next.localFlop) += connection.flop;
        (from.host ? next.downBits : next.upBits) += connection.bits;
        next.loss += (from.host != to.host ? m_problem.crossLoss : 0) +
                     m_problem.skipLoss * skipped * skipped;
        ++next.connections;
        next.crossings += from.host != to.host ? 1 : 0;
    }
    if (to == GetHead())
    {
        next.localFlop += m_problem.local.headFlop;
        return next;
    }
    const double flop = GetBlock(to).flop;
    (to.host ? next.hostFlop : next.localFlop) += flop;
    // The host's own path is followed as long as it was followed from the first block on.
    if (to.host && from.host && skipped == 0 && label.commonFlop > 0 &&
        label.commonFlop == label.hostFlop)
    {
        next.commonFlop += flop;
    }
    return next;
}

CodeLabel
CodeCosts::Close(const CodeLabel& label, const CodeNode& last) const
{
    return Extend(label, last, GetHead());
}

CodeLabel
CodeCosts::GetLabel(const CodePath& path) const
{
    CodeLabel label = Begin(path.front());
    for (std::size_t i = 1; i < path.size(); ++i)
    {
        label = Extend(label, path[i - 1], path[i]);
    }
    return Close(label, path.back());
}

} // namespace edgeai
} // namespace ns3
