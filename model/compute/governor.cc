/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "governor.h"

#include "printable-text.h"
#include "processor.h"

#include "ns3/abort.h"
#include "ns3/log.h"

#include <algorithm>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiGovernor");
NS_OBJECT_ENSURE_REGISTERED(Governor);

TypeId
Governor::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::Governor")
            .SetParent<Object>()
            .SetGroupName("EdgeAi")
            .AddAttribute("TransitionLatency",
                          "How long the units stand still while the clock changes, >= 0 s",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&Governor::m_transitionLatency),
                          MakeTimeChecker(Seconds(0)));
    return tid;
}

void
Governor::Attach(Processor* processor)
{
    NS_LOG_FUNCTION(this << processor);
    NS_ABORT_MSG_IF(processor && m_processor && processor != m_processor,
                    "Governor: one governor cannot serve two processors; give each its own");
    m_processor = processor;
    DoAttach();
}

Time
Governor::GetTransitionLatency() const
{
    return m_transitionLatency;
}

bool
Governor::FollowsPlans() const
{
    return false;
}

double
Governor::GetOnlyClock(const ProcessorSettings&) const
{
    return 0;
}

void
Governor::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_processor = nullptr;
    Object::DoDispose();
}

Processor*
Governor::GetProcessor() const
{
    return m_processor;
}

void
Governor::Reconsider() const
{
    NS_LOG_FUNCTION(this);
    if (m_processor)
    {
        m_processor->Reconsider();
    }
}

void
Governor::DoAttach()
{
}

std::vector<std::string>
ListGovernors()
{
    std::vector<std::string> names;
    for (uint16_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId tid = TypeId::GetRegistered(i);
        if (tid.IsChildOf(Governor::GetTypeId()) && tid.HasConstructor())
        {
            names.push_back(tid.GetName());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

namespace
{

/// @param [in] name of a governor, full or short  @param [out] type its TypeId
/// @returns "" or that there is none, with those there are
std::string
LookUp(const std::string& name, TypeId& type)
{
    const auto names = ListGovernors();
    for (const auto& candidate :
         {name, "ns3::edgeai::" + name, "ns3::edgeai::" + name + "Governor"})
    {
        if (std::find(names.begin(), names.end(), candidate) != names.end())
        {
            type = TypeId::LookupByName(candidate);
            return "";
        }
    }
    std::string known;
    for (const auto& candidate : names)
    {
        known += " " + candidate;
    }
    return "there is no governor '" + Shorten(name) + "'; there are:" + known;
}

} // namespace

TypeId
RequireGovernor(const std::string& name)
{
    TypeId type;
    const std::string fault = LookUp(name, type);
    if (!fault.empty())
    {
        throw std::invalid_argument(fault);
    }
    return type;
}

TypeId
FindGovernor(const std::string& name)
{
    TypeId type;
    const std::string fault = LookUp(name, type);
    NS_ABORT_MSG_UNLESS(fault.empty(), fault);
    return type;
}

} // namespace edgeai
} // namespace ns3
