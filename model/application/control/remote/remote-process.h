/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_REMOTE_PROCESS_H
#define EDGE_AI_REMOTE_PROCESS_H

#include "application/message/external/external-channel.h"
#include "nearest-name.h"

#include "ns3/type-id.h"

#include <nlohmann/json.hpp>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * A conversation with a process that plans. It is greeted with the family, all its structs and
 * their fields (HELLO), and asked with problems (PLAN), each of which it answers with a plan
 * (DECISION) or says why not (DECLINED). Bodies are JSON.
 */
class RemoteProcess
{
  public:
    using Json = nlohmann::ordered_json; ///< a body

    /// @param [in] place of the process  @param [in] hello what it is told first
    RemoteProcess(ExternalPlace place, Json hello);

    /**
     * @param [in] problem to be solved, with what else there is to say
     * @param [out] plan the answer
     * @returns "", or why there is none, in the process's words
     * @throws ExternalError if it makes no sense to go on
     */
    std::string Plan(const Json& problem, Json& plan);

    /// @returns real time of the last answer [s]
    double GetTime() const
    {
        return m_time;
    }

  private:
    void Greet();

    ExternalChannel m_channel;
    Json m_hello;
    double m_time{0};
};

/// @param [in] planner type of who asks  @param [in] command of the process, or empty
/// @param [in] socket where it listens, or empty  @param [in] timeout of its answers [s]
/// @returns where the process is
inline ExternalPlace
MakePlannerPlace(TypeId planner,
                 const std::string& command,
                 const std::string& socket,
                 double timeout)
{
    ExternalPlace place;
    place.command = command;
    place.socket = socket;
    place.timeout = timeout;
    place.owner = GetBareName(planner.GetName());
    return place;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_REMOTE_PROCESS_H
