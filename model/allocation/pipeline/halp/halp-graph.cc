/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "halp-graph.h"

#include "row-phases.h"

#include <algorithm>
#include <array>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr uint32_t HOST = 0;
constexpr uint32_t NO_STEP = RowGraph::NO_STEP;

/// Rows that one node computes in one go, and whom they are sent to then.
struct Piece
{
    RowSpan rows;
    std::array<RowSpan, 2> sent;                        ///< rows, by receiver: see AddPieces
    std::array<uint32_t*, 2> message{nullptr, nullptr}; ///< where the message's step goes
};

/// Messages of one task behind the layer that was done last; NO_STEP where nothing was due.
struct Messages
{
    uint32_t toFirst{NO_STEP};
    uint32_t toSecond{NO_STEP};
    uint32_t fromFirst{NO_STEP};
    uint32_t fromSecond{NO_STEP};
};

/// Adds the steps of HALP without barriers.
class HalpGraphBuilder
{
  public:
    HalpGraphBuilder(const std::vector<RowZone>& zones, bool edgeFirst, RowGraph& graph)
        : m_zones(zones),
          m_edgeFirst(edgeFirst),
          m_graph(graph)
    {
    }

    void Build()
    {
        const RowPartitionProblem& problem = m_graph.GetProblem();
        const uint32_t last = problem.layers.size();
        std::vector<Messages> messages(problem.tasks);
        const HalpExchange image = GetHalpExchange(problem, m_zones, 0);
        for (uint32_t task = 0; task < problem.tasks; ++task)
        {
            messages[task].toFirst = Send(HOST, 1, task, 0, image.toFirst);
            messages[task].toSecond = Send(HOST, 2, task, 0, image.toSecond);
        }
        for (uint32_t layer = 1; layer <= last; ++layer)
        {
            const HalpExchange exchange = GetHalpExchange(problem, m_zones, layer);
            for (uint32_t task = 0; task < problem.tasks; ++task)
            {
                AddLayer(task, layer, exchange, messages[task]);
            }
        }
        for (uint32_t task = 0; task < problem.tasks; ++task)
        {
            const uint32_t tail = m_graph.AddCompute(HOST, task, last + 1, {});
            m_graph.AddWait(tail, messages[task].fromFirst);
            m_graph.AddWait(tail, messages[task].fromSecond);
        }
    }

  private:
    /// @returns the message, NO_STEP if it has no rows
    uint32_t Send(uint32_t from, uint32_t to, uint32_t task, uint32_t layer, const RowSpan& rows)
    {
        return rows.GetCount() == 0 ? NO_STEP : m_graph.AddTransfer(from, to, task, layer, rows);
    }

    /// Adds one layer of one task. @param [in,out] messages of the layer before, then of this one
    void AddLayer(uint32_t task, uint32_t layer, const HalpExchange& exchange, Messages& messages)
    {
        const Messages before = messages;
        messages = Messages();
        const RowZone& zone = m_zones[layer - 1];
        const uint32_t rows = m_graph.GetProblem().GetRows(layer);
        AddSecondary(1,
                     task,
                     layer,
                     before.toFirst,
                     {0, zone.zoneFirst},
                     exchange.fromFirst,
                     messages.fromFirst);
        AddSecondary(2,
                     task,
                     layer,
                     before.toSecond,
                     {zone.zoneEnd, rows},
                     exchange.fromSecond,
                     messages.fromSecond);
        AddHost(task, layer, before, exchange, messages);
    }

    /// Adds one layer of a secondary. @param [in] wait message it waits for @param [in] rows its
    /// own @param [in] edge those that the host needs @param [out] message that brings them
    void AddSecondary(uint32_t node,
                      uint32_t task,
                      uint32_t layer,
                      uint32_t wait,
                      const RowSpan& rows,
                      const RowSpan& edge,
                      uint32_t& message)
    {
        // The edge is at that end of the rows that is next to the zone.
        const RowSpan body = node == 1
                                 ? RowSpan{rows.first, edge.GetCount() > 0 ? edge.first : rows.end}
                                 : RowSpan{edge.GetCount() > 0 ? edge.end : rows.first, rows.end};
        Piece edgePiece{edge, {edge, {}}, {&message, nullptr}};
        Piece bodyPiece{body, {}, {}};
        if (edge.GetCount() == 0 || body.GetCount() == 0)
        {
            edgePiece.rows = rows;
            AddPieces(node, task, layer, {edgePiece}, {wait, NO_STEP});
        }
        else if (m_edgeFirst)
        {
            AddPieces(node, task, layer, {edgePiece, bodyPiece}, {wait, NO_STEP});
        }
        else
        {
            AddPieces(node, task, layer, {bodyPiece, edgePiece}, {wait, NO_STEP});
        }
    }

    /// Adds one layer of the host.
    void AddHost(uint32_t task,
                 uint32_t layer,
                 const Messages& before,
                 const HalpExchange& exchange,
                 Messages& messages)
    {
        const RowZone& zone = m_zones[layer - 1];
        RowSpan rest{zone.zoneFirst, zone.zoneEnd};
        std::vector<Piece> pieces;
        if (exchange.toFirst.GetCount() > 0)
        {
            pieces.push_back(
                {exchange.toFirst, {exchange.toFirst, {}}, {&messages.toFirst, nullptr}});
            rest.first = exchange.toFirst.end;
        }
        if (exchange.toSecond.GetCount() > 0)
        {
            const RowSpan missing{std::max(rest.first, exchange.toSecond.first), zone.zoneEnd};
            rest.end = std::min(rest.end, std::max(rest.first, exchange.toSecond.first));
            if (missing.GetCount() == 0)
            {
                // Secondary 1 needs all of them, too: they go to both.
                pieces.back().sent[1] = exchange.toSecond;
                pieces.back().message[1] = &messages.toSecond;
            }
            else
            {
                pieces.push_back(
                    {missing, {RowSpan{}, exchange.toSecond}, {nullptr, &messages.toSecond}});
            }
        }
        if (rest.GetCount() > 0 || pieces.empty())
        {
            pieces.insert(m_edgeFirst ? pieces.end() : pieces.begin(), {rest, {}, {}});
        }
        AddPieces(HOST, task, layer, pieces, {before.fromFirst, before.fromSecond});
    }

    /// Adds pieces in order; the first waits, the others follow it.
    void AddPieces(uint32_t node,
                   uint32_t task,
                   uint32_t layer,
                   const std::vector<Piece>& pieces,
                   const std::array<uint32_t, 2>& waits)
    {
        for (std::size_t p = 0; p < pieces.size(); ++p)
        {
            const uint32_t step = m_graph.AddCompute(node, task, layer, pieces[p].rows);
            if (p == 0)
            {
                m_graph.AddWait(step, waits[0]);
                m_graph.AddWait(step, waits[1]);
            }
            for (uint32_t k = 0; k < 2; ++k)
            {
                if (pieces[p].sent[k].GetCount() > 0)
                {
                    // A secondary sends to the host; the host to secondaries 1 and 2.
                    const uint32_t peer = node == HOST ? k + 1 : HOST;
                    const uint32_t message = Send(node, peer, task, layer, pieces[p].sent[k]);
                    m_graph.AddWait(message, step);
                    *pieces[p].message[k] = message;
                }
            }
        }
    }

    const std::vector<RowZone>& m_zones; ///< boundaries
    const bool m_edgeFirst;              ///< whether rows that are waited for come first
    RowGraph& m_graph;                   ///< where steps go
};

/// Adds the steps of HALP with a barrier before and behind every exchange.
void
AddWithBarriers(const std::vector<RowZone>& zones, RowGraph& graph)
{
    const RowPartitionProblem& problem = graph.GetProblem();
    RowPhases phases(graph);
    for (uint32_t layer = 0; layer <= problem.layers.size(); ++layer)
    {
        if (layer > 0)
        {
            const RowZone& zone = zones[layer - 1];
            phases.Begin();
            for (uint32_t task = 0; task < problem.tasks; ++task)
            {
                phases.Compute(1, task, layer, {0, zone.zoneFirst});
                phases.Compute(2, task, layer, {zone.zoneEnd, problem.GetRows(layer)});
                phases.Compute(HOST, task, layer, {zone.zoneFirst, zone.zoneEnd});
            }
        }
        const HalpExchange exchange = GetHalpExchange(problem, zones, layer);
        phases.Begin();
        for (uint32_t task = 0; task < problem.tasks; ++task)
        {
            phases.Transfer(HOST, 1, task, layer, exchange.toFirst);
            phases.Transfer(HOST, 2, task, layer, exchange.toSecond);
            phases.Transfer(1, HOST, task, layer, exchange.fromFirst);
            phases.Transfer(2, HOST, task, layer, exchange.fromSecond);
        }
    }
    phases.Begin();
    for (uint32_t task = 0; task < problem.tasks; ++task)
    {
        phases.Tail(task);
    }
}

} // namespace

void
AddHalpSteps(const std::vector<RowZone>& zones, HalpOrder order, RowGraph& graph)
{
    if (order == HalpOrder::BARRIERS)
    {
        AddWithBarriers(zones, graph);
    }
    else
    {
        HalpGraphBuilder(zones, order == HalpOrder::EDGE_FIRST, graph).Build();
    }
}

} // namespace edgeai
} // namespace ns3
