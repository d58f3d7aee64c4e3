/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_COSTS_H
#define EDGE_AI_CODE_COSTS_H

#include "code-problem.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What a path, or its beginning, costs a task: eq. (2). Adds up along the path.
struct CodeLabel
{
    double localFlop{0};     ///< 2 W_l [FLOP]
    double hostFlop{0};      ///< 2 W_h [FLOP]
    double upBits{0};        ///< D_up [bit]
    double downBits{0};      ///< D_dn [bit]
    double loss{0};          ///< L
    uint32_t connections{0}; ///< K, new connections
    uint32_t crossings{0};   ///< changes of the model; where the input goes first is none
    double commonFlop{0};    ///< of hostFlop, what the host's own path begins with, too [FLOP]
};

/// One connection: eq. (1).
struct CodeConnection
{
    double flop{0};            ///< of its adapter [FLOP]; 0: none
    bool adapterAtHost{false}; ///< who computes the adapter
    double bits{0};            ///< what it sends [bit]; 0 within a model
};

/**
 * Costs of paths. A connection that skips blocks or changes the model carries a learnable 1x1
 * convolution from c to c' channels on the smaller of both images, charged to the side with fewer
 * channels before the link; it sends the fewer channels.
 */
class CodeCosts
{
  public:
    /// @param [in] problem a sound problem, which must outlive this
    explicit CodeCosts(const CodeProblem& problem);

    /// @param [in] first the path's first node  @returns the path of this node
    CodeLabel Begin(const CodeNode& first) const;
    /// @param [in] label of a path  @param [in] from its last node  @param [in] to a later one
    /// @returns the path with it
    CodeLabel Extend(const CodeLabel& label, const CodeNode& from, const CodeNode& to) const;
    /// @param [in] label of a path  @param [in] last its last node  @returns with the local head
    CodeLabel Close(const CodeLabel& label, const CodeNode& last) const;
    /// @param [in] path a path that there is  @returns its costs, with the head
    CodeLabel GetLabel(const CodePath& path) const;

    /// @param [in] from a node  @param [in] to a later one; block B + 1 of the local model: the
    /// head
    /// @returns what the connection costs
    CodeConnection GetConnection(const CodeNode& from, const CodeNode& to) const;
    /// @returns the head, as a node behind all others
    CodeNode GetHead() const;
    /// @returns the problem
    const CodeProblem& GetProblem() const;

  private:
    /// @param [in] node a node, not the head  @returns its block
    const CodeBlock& GetBlock(const CodeNode& node) const;

    const CodeProblem& m_problem; ///< both services
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_COSTS_H
