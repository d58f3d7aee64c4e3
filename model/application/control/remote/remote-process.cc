/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "remote-process.h"

#include "field-json.h"

#include <chrono>
#include <stdexcept>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr uint32_t PLAN_MOST = 1 << 26; ///< what a plan may take as JSON [B]

ExternalChannel::Bytes
ToBytes(const RemoteProcess::Json& document)
{
    const std::string text = DumpJson(document);
    return {text.begin(), text.end()};
}

} // namespace

RemoteProcess::RemoteProcess(ExternalPlace place, Json hello)
    : m_channel(std::move(place)),
      m_hello(std::move(hello))
{
}

void
RemoteProcess::Greet()
{
    m_channel.RequireSound();
    if (!m_channel.IsOpen())
    {
        m_channel.Ask(ExternalKind::HELLO, ToBytes(m_hello), "READY", {ExternalKind::READY});
    }
}

std::string
RemoteProcess::Plan(const Json& problem, Json& plan)
{
    using Clock = std::chrono::steady_clock;
    Greet();
    const Clock::time_point start = Clock::now();
    const auto answer = m_channel.Ask(ExternalKind::PLAN,
                                      ToBytes(problem),
                                      "a plan",
                                      {ExternalKind::DECISION, ExternalKind::DECLINED},
                                      PLAN_MOST);
    m_time = std::chrono::duration<double>(Clock::now() - start).count();
    if (answer.kind == ExternalKind::DECLINED)
    {
        return ReadExternalWords(answer.body);
    }
    try
    {
        plan = ParseJson(std::string(answer.body.begin(), answer.body.end()));
    }
    catch (const std::invalid_argument& error)
    {
        return std::string("the plan ") + error.what();
    }
    return "";
}

} // namespace edgeai
} // namespace ns3
