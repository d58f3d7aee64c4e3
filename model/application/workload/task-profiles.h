/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TASK_PROFILES_H
#define EDGE_AI_TASK_PROFILES_H

#include "ns3/network-profile.h"

#include <map>
#include <string>
#include <tuple>

namespace ns3
{
namespace edgeai
{

/// What is particular about one task of a network.
struct TaskShape
{
    double tokensIn{0};  ///< length of the prompt; 0: the profile's own
    double tokensOut{0}; ///< length of the answer generated token by token; 0: none
    double inputBits{0}; ///< size of the raw input [bit]; 0: the profile's own
};

/**
 * @ingroup edge-ai
 * Profiles of the networks a server offers, one per shape of task, loaded once each. A name nobody
 * offered is not looked up, so a message cannot make the server open files.
 *
 * A prompt of n tokens asks the catalogue for NETWORK@tokens=n. An answer of m tokens adds m times
 * the work, and sends m times the activations, of NETWORK@tokens=n,phase=decode; the round trips of
 * single tokens are not modelled (all of them cross the cut in one message).
 */
class TaskProfiles
{
  public:
    /**
     * Offer a network.
     * @param [in] network catalogue name or profile file
     * @throws std::exception naming what is wrong with it
     */
    void Offer(const std::string& network);

    /**
     * @param [in] network name as offered
     * @param [in] shape of the task
     * @returns its profile
     * @throws std::runtime_error if the network is not offered, or has no such shape
     */
    const NetworkProfile& Get(const std::string& network, const TaskShape& shape);

  private:
    using Key = std::tuple<std::string, uint64_t, uint64_t, uint64_t>;
    std::map<Key, NetworkProfile> m_profiles;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TASK_PROFILES_H
