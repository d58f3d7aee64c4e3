/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_AGENT_ANSWER_H
#define EDGE_AI_AGENT_ANSWER_H

#include "application/message/external/external-error.h"
#include "printable-text.h"
#include "remote-process.h"

#include "ns3/simulator.h"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @tparam Environment with the functions of environments  @param [in] environment now
/// @returns what an agent is told
template <class Environment>
nlohmann::ordered_json
DescribeEnvironment(const Environment& environment)
{
    nlohmann::ordered_json words;
    words["time"] = Simulator::Now().GetSeconds();
    words["observation"] = environment.GetObservation();
    words["reward"] = environment.GetReward();
    words["over"] = environment.GetGameOver();
    words["info"] = environment.GetExtraInfo();
    return words;
}

/**
 * Tells an agent, and reads what it does about it.
 * @tparam Environment see DescribeEnvironment()
 * @param [in,out] process of the agent  @param [in,out] environment whose step ends
 * @returns the action
 * @throws std::invalid_argument if the agent declines, or the answer is no action
 */
template <class Environment>
std::vector<uint32_t>
AskAgent(RemoteProcess& process, Environment& environment)
{
    constexpr std::size_t SHOWN = 60;
    nlohmann::ordered_json answer;
    const std::string declined = process.Plan(DescribeEnvironment(environment), answer);
    if (!declined.empty())
    {
        throw std::invalid_argument("the agent says: " + declined);
    }
    environment.Advance();
    if (!answer.is_object() || !answer.contains("action") || !answer["action"].is_array())
    {
        throw std::invalid_argument("the answer has no action, a list of whole numbers");
    }
    std::vector<uint32_t> actions;
    for (const auto& one : answer["action"])
    {
        if (!one.is_number_unsigned() || one.get<uint64_t>() > UINT32_MAX)
        {
            throw std::invalid_argument("action[" + std::to_string(actions.size()) + "] is " +
                                        Shorten(one.dump(), SHOWN) +
                                        "; allowed is a whole number from 0");
        }
        actions.push_back(one.get<uint32_t>());
    }
    return actions;
}

/**
 * Tell an agent that the simulation is over, if it is there to be told.
 * @tparam Environment see DescribeEnvironment()
 * @param [in,out] process of the agent  @param [in,out] environment that ends
 */
template <class Environment>
void
EndEpisode(RemoteProcess& process, Environment& environment)
{
    environment.End();
    try
    {
        nlohmann::ordered_json answer;
        process.Plan(DescribeEnvironment(environment), answer);
    }
    catch (const ExternalError&)
    {
    }
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_AGENT_ANSWER_H
