/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TASK_PROFILES_H
#define EDGE_AI_TASK_PROFILES_H

#include "ns3/latency-table.h"
#include "ns3/network-profile.h"

#include <cstdint>
#include <limits>
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
    static constexpr double MAX_TOKENS = 1e6;      ///< longest prompt or answer that is believed
    static constexpr double MAX_INPUT_BITS = 1e12; ///< largest raw input [bit] that is believed

    double tokensIn{0};  ///< length of the prompt, whole; 0: the profile's own
    double tokensOut{0}; ///< length of the answer generated token by token, whole; 0: none
    /// size of the raw input [bit], 0 if there is none; not a number: the profile's own
    double inputBits{std::numeric_limits<double>::quiet_NaN()};
};

/**
 * @ingroup edge-ai
 * Profiles of the networks a server offers, one per shape of task, loaded once each. A name nobody
 * offered is not looked up, so a message cannot make the server open files.
 *
 * A prompt of n tokens asks the catalogue for NETWORK\@tokens=n. The k-th token of an answer adds
 * the work, and sends the activations, of NETWORK\@tokens=n+k,phase=decode: it attends to prompt
 * and to the answer so far. Prompt and answer together have to fit into what the network can attend
 * to. The round trips of single tokens are not modelled (all of them cross the cut in one message).
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
     * Offer a network to devices that have measured how long its blocks take.
     * @param [in] name they call it by
     * @param [in] network catalogue name or profile file
     * @param [in] times of its blocks on such a device
     * @throws std::exception naming what is wrong with it
     */
    void OfferTimes(const std::string& name, const std::string& network, const BlockTimes& times);

    /// @param [in] name as offered  @returns times of its blocks, nullptr if none were measured
    const BlockTimes* FindTimes(const std::string& name) const;

    /**
     * @param [in] network name as offered
     * @param [in] shape of the task
     * @returns its profile
     * @throws std::runtime_error if the network is not offered, or has no such shape
     */
    const NetworkProfile& Get(const std::string& network, const TaskShape& shape);

  private:
    using Key = std::tuple<std::string, uint64_t, uint64_t, uint64_t>;
    static constexpr uint64_t OWN = UINT64_MAX; ///< the profile's own input

    std::map<Key, NetworkProfile> m_profiles;
    std::map<std::string, BlockTimes> m_times; ///< by name as offered
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TASK_PROFILES_H
