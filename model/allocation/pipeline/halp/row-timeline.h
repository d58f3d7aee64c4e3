/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_TIMELINE_H
#define EDGE_AI_ROW_TIMELINE_H

#include "row-graph.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * When the steps of a division by rows happen, exactly: every node computes one step at a time in
 * its order, every link carries one message at a time in the order they are handed over (on a
 * shared medium all of them are one link); what happens at one instant is taken in the order of the
 * steps. Keeps its memory from one run to the next.
 */
class RowTimeline
{
  public:
    /// @param [in] graph steps  @returns T, when the last step is over [s]; infinity if some wait
    /// for each other
    double Run(const RowGraph& graph);

    /// @param [in] step of the graph  @returns when its node or link takes it [s]
    double GetStart(uint32_t step) const
    {
        return m_start[step];
    }

    /// @param [in] step of the graph  @returns when it is over [s]
    double GetEnd(uint32_t step) const
    {
        return m_end[step];
    }

    /// @param [in] step of the graph  @returns how long it waited: a compute step from the end of
    /// its node's one before, a message from its handing over to the link [s]
    double GetWait(uint32_t step) const
    {
        return m_wait[step];
    }

  private:
    /// Something that ends: when, which step.
    using Event = std::pair<double, uint32_t>;

    /// Lists which steps wait for each step and which is next at each node.
    void Arrange(const RowGraph& graph);
    /// Gives a message to its link. @param [in] graph steps @param [in] step it  @param [in] now
    /// [s]
    void HandOver(const RowGraph& graph, uint32_t step, double now);
    /// Lets a node begin its next step if nothing keeps it. @param [in] graph steps
    /// @param [in] node which
    void Begin(const RowGraph& graph, uint32_t node);
    /// @param [in] time [s]  @param [in] step what ends then
    void Push(double time, uint32_t step);

    std::vector<double> m_start;          ///< per step [s]
    std::vector<double> m_end;            ///< per step [s]
    std::vector<double> m_wait;           ///< per step [s]
    std::vector<double> m_ready;          ///< per step: when the last it waits for ended [s]
    std::vector<uint32_t> m_pending;      ///< per step: how many it still waits for
    std::vector<uint32_t> m_firstWaiting; ///< per step: index into m_waiting
    std::vector<uint32_t> m_waiting;      ///< steps that wait, by what they wait for
    std::vector<uint32_t> m_nextAtNode;   ///< per step: the next one of its node
    std::vector<uint32_t> m_current;      ///< per node: the step that is next or runs
    std::vector<bool> m_running;          ///< per node
    std::vector<double> m_nodeFree;       ///< per node [s]
    std::vector<double> m_linkFree;       ///< per link [s]
    std::vector<Event> m_events;          ///< heap, the earliest first
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_TIMELINE_H
