/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_NODE_LOAD_H
#define EDGE_AI_NODE_LOAD_H

#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What the tasks of one client load its node with.
struct NodeLoad
{
    double rate{0};      ///< tasks [1/s]; 0: not known
    double processor{0}; ///< time of one there, by the latest plan [s]
    double link{0};      ///< likewise on the link [s]
    std::size_t told{0}; ///< with how many clients it was said to share, itself among them
};

/// Clients that have what belongs to one node in common.
struct NodeMates
{
    std::vector<NodeLoad> processor; ///< those of one processor
    std::vector<NodeLoad> link;      ///< those of one link

    /// @returns how many share something
    std::size_t GetCount() const;
    /// @returns how many they are and what they load it with, in words; "": nobody shares anything
    std::string Explain() const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_NODE_LOAD_H
