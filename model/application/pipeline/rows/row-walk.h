/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_WALK_H
#define EDGE_AI_ROW_WALK_H

#include "allocation/pipeline/halp/row-graph.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Carries out one node's part of a division by rows, driven by what ends at the node: its own
 * computations and the messages that come. It computes one step at a time in the graph's order and
 * hands a message over when all it waits for has ended. It knows no simulator.
 *
 * What a step waits for may end at another node that sends it no rows: a barrier. That node then
 * says so in a notice, one for all steps that wait for the same set there. All nodes make the same
 * graph and so number notices alike. Steps of other nodes than the host that wait for nothing wait
 * for the host's word that the images are there.
 */
class RowWalk
{
  public:
    /// Tells what to do. @param [in] step of the graph
    using Action = std::function<void(uint32_t step)>;
    /// Tells what to say. @param [in] peer to whom  @param [in] notice its number
    using Notice = std::function<void(uint32_t peer, uint32_t notice)>;

    /// @param [in] graph all steps; must outlive this  @param [in] node who this is
    RowWalk(const RowGraph& graph, uint32_t node);

    Action onCompute; ///< begin a computation; it calls End() later
    Action onSend;    ///< hand a message over
    Notice onNotice;  ///< send a notice

    /// Begin what waits for nothing: once, when the callbacks are set.
    void Begin();

    /**
     * A computation of this node has ended, or a message to it has come.
     * @param [in] step which
     * @returns false, and nothing happens, if that cannot be: it is not this node's to see, its
     *          computation never began, or it ended before
     */
    bool End(uint32_t step);

    /// A notice has come. @param [in] from whom  @param [in] notice its number  @returns false, and
    /// nothing happens, if that is not to say it to this node, or said it before
    bool Hear(uint32_t from, uint32_t notice);

    /// @param [in] step of this node or to it  @returns whether it has ended
    bool IsOver(uint32_t step) const
    {
        return m_over[step];
    }

    /// @returns whether this node computed all its steps
    bool HasComputed() const
    {
        return m_next == m_computations.size();
    }

    /// @returns notices of all nodes
    std::size_t GetNoticeCount() const
    {
        return m_notices.size();
    }

  private:
    /// Something one node has to tell another.
    struct Told
    {
        uint32_t from{0};
        uint32_t to{0};
        std::vector<uint32_t> set;     ///< steps that end at `from`; none: the images are there
        std::vector<uint32_t> waiting; ///< steps of `to` that wait for it
        std::size_t missing{0};        ///< of the set
        bool over{false};              ///< it was said, or heard
    };

    void CollectNotices();
    void Release(uint32_t step);
    void StartNext();
    uint32_t GetEndPlace(uint32_t step) const;

    const RowGraph& m_graph;         ///< all steps
    const uint32_t m_node;           ///< who this is
    std::vector<Told> m_notices;     ///< all there are
    std::vector<uint32_t> m_pending; ///< per step of this node: what it still waits for
    std::vector<std::vector<uint32_t>> m_waiting; ///< per step: own steps that wait for it here
    std::vector<std::vector<uint32_t>> m_telling; ///< per step: notices of this node it is part of
    std::vector<bool> m_over;                     ///< per step: it ended, as far as this node sees
    std::vector<uint32_t> m_computations;         ///< of this node, in order
    std::size_t m_next{0};                        ///< the first of them that has not ended
    bool m_computing{false};                      ///< it runs
    bool m_begun{false};                          ///< Begin() was called
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_WALK_H
