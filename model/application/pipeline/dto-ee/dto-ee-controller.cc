/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-controller.h"

#include "application/message/message-archive.h"
#include "compute/time-steps.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiDtoEeController");

NS_OBJECT_ENSURE_REGISTERED(DtoEeController);

TypeId
DtoEeController::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::DtoEeController")
                            .SetParent<MessageApplication>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<DtoEeController>()
                            .AddAttribute("Port",
                                          "Port for TCP, 1 to 65535",
                                          UintegerValue(4849),
                                          MakeUintegerAccessor(&DtoEeController::m_port),
                                          MakeUintegerChecker<uint16_t>(1))
                            .AddAttribute("Ipv6",
                                          "Listen on IPv6 instead of IPv4",
                                          BooleanValue(false),
                                          MakeBooleanAccessor(&DtoEeController::m_ipv6),
                                          MakeBooleanChecker());
    return tid;
}

DtoEeController::DtoEeController() = default;

DtoEeController::~DtoEeController() = default;

void
DtoEeController::DoDispose()
{
    m_timeout.Cancel();
    m_listener.Abandon();
    m_planner = nullptr;
    m_course = nullptr;
    m_monitor = nullptr;
    MessageApplication::DoDispose();
}

void
DtoEeController::SetSetup(std::shared_ptr<const DtoEeSetup> setup)
{
    m_setup = std::move(setup);
    m_problem = m_setup->problem;
}

void
DtoEeController::SetPlanner(Ptr<DtoEePlannerBase> planner)
{
    m_planner = planner;
}

void
DtoEeController::SetCourse(std::shared_ptr<DtoEeCourse> course)
{
    m_course = std::move(course);
}

void
DtoEeController::SetMonitor(Ptr<InferenceMonitor> monitor)
{
    m_monitor = monitor;
}

uint64_t
DtoEeController::GetPlanCount() const
{
    return m_plans;
}

void
DtoEeController::StartApplication()
{
    NS_LOG_FUNCTION(this);
    NS_ABORT_MSG_UNLESS(m_setup && m_planner,
                        "DtoEeController: node " << GetNode()->GetId()
                                                 << " needs SetSetup() and SetPlanner()");
    for (uint32_t h = 0; h <= m_setup->GetStages(); ++h)
    {
        for (uint32_t i = 0; i < m_setup->problem.GetSize(h); ++i)
        {
            m_heard.emplace(Key{h, i}, 0);
        }
    }
    m_listener.onMessage = [this](MessageListener::Peer peer, const InferenceMessage& message) {
        HandleMessage(peer, message);
    };
    m_listener.onGone = [this](MessageListener::Peer peer) {
        const auto it = m_peers.find(peer);
        if (it != m_peers.end())
        {
            m_lost.insert(it->second);
            m_peers.erase(it);
        }
    };
    m_listener.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    MessageListener::Settings settings;
    settings.port = m_port;
    settings.ipv6 = m_ipv6;
    settings.socket = GetSocketSettings();
    m_listener.Start(GetNode(), settings);
}

void
DtoEeController::StopApplication()
{
    NS_LOG_FUNCTION(this);
    m_timeout.Cancel();
    m_listener.Stop();
}

void
DtoEeController::HandleMessage(MessageListener::Peer peer, const InferenceMessage& message)
{
    m_rxTrace(message);
    const auto known = m_peers.find(peer);
    if (message.type == DtoEeMessage::HELLO && known == m_peers.end())
    {
        HandleHello(peer, message);
    }
    else if (message.type == DtoEeMessage::STATE && known != m_peers.end())
    {
        HandleState(known->second, message);
    }
    else
    {
        CountMalformed(std::string(ToString(message.type)) + " has no business at a controller");
    }
}

void
DtoEeController::HandleHello(MessageListener::Peer peer, const InferenceMessage& message)
{
    DtoEeHelloBody hello;
    std::string fault;
    if (Decode(message.body, hello, &fault) &&
        (hello.purpose != DtoEePurpose::CONTROL || !m_setup->Exists({hello.stage, hello.index})))
    {
        fault = "there is nobody there, or it is no controller that is wanted";
    }
    if (!fault.empty())
    {
        CountMalformed("DTO_EE_HELLO: " + fault);
        return;
    }
    m_peers[peer] = {hello.stage, hello.index};
}

void
DtoEeController::HandleState(const Key& from, const InferenceMessage& message)
{
    DtoEeStateBody state;
    std::string fault;
    const bool sends = from.first < m_setup->GetStages();
    const std::size_t targets = sends ? m_setup->problem.GetSize(from.first + 1) : 0;
    if (Decode(message.body, state, &fault) && state.linkRates.size() != targets)
    {
        fault = "link_rate has " + std::to_string(state.linkRates.size()) + " values, needed are " +
                std::to_string(targets);
    }
    const uint64_t slot = message.task;
    if (fault.empty() && slot > m_setup->GetSlot())
    {
        fault = "it is about a slot that has not begun";
    }
    for (std::size_t j = 0; fault.empty() && j < targets; ++j)
    {
        // What has no link does not get one, and what has one keeps it.
        const double told = m_setup->problem.stages[from.first].linkRates[from.second][j];
        fault = (told > 0) == (state.linkRates[j] > 0) ? "" : "link_rate is for links not there";
    }
    if (!fault.empty())
    {
        CountMalformed("DTO_EE_STATE: " + fault);
        return;
    }
    if (sends)
    {
        m_problem.stages[from.first].linkRates[from.second] = state.linkRates;
    }
    if (from.first == 0)
    {
        m_problem.arrivalRates[from.second] = state.arrivals;
    }
    m_heard[from] = std::max(m_heard[from], slot + 1);
    m_misses.erase(from);
    m_lost.erase(from);
    if (slot >= m_begun)
    {
        BeginSlot(slot);
    }
    if (!m_decided && IsComplete())
    {
        Decide();
    }
}

void
DtoEeController::BeginSlot(uint64_t slot)
{
    m_begun = slot + 1;
    m_decided = false;
    m_timeout.Cancel();
    // Late enough for everybody, and early enough for rows to come before the next slot.
    m_timeout = ScheduleCall(LimitWait(TimeStep(m_setup->slot.GetTimeStep() / 2)),
                             [this] { HandleTimeout(); });
}

bool
DtoEeController::IsComplete() const
{
    return std::all_of(m_heard.begin(), m_heard.end(), [this](const auto& heard) {
        return heard.second >= m_begun || m_lost.count(heard.first) > 0;
    });
}

void
DtoEeController::HandleTimeout()
{
    for (const auto& [key, heard] : m_heard)
    {
        if (heard < m_begun && m_lost.count(key) == 0 && ++m_misses[key] >= m_setup->misses)
        {
            m_lost.insert(key);
        }
    }
    Decide();
}

DtoEeProblem
DtoEeController::MakeProblem() const
{
    DtoEeProblem problem = m_problem;
    for (const Key& key : m_lost)
    {
        if (key.first == 0) // it sends nothing
        {
            problem.arrivalRates[key.second] = 0;
            continue;
        }
        for (std::vector<double>& rates : problem.stages[key.first - 1].linkRates)
        {
            rates[key.second] = 0;
        }
        problem.rows.clear(); // they may send there
    }
    return problem;
}

void
DtoEeController::Decide()
{
    m_timeout.Cancel();
    m_decided = true;
    const DtoEeProblem problem = MakeProblem();
    const std::string complaint = problem.Validate();
    DtoEePlan plan;
    if (complaint.empty())
    {
        plan = m_planner->Plan(problem);
    }
    const bool usable = complaint.empty() && !plan.rows.empty();
    if (!usable)
    {
        if (m_monitor)
        {
            m_monitor->AddNote("rows stay as they are: " +
                               (complaint.empty() ? plan.reason : complaint));
        }
        return;
    }
    ++m_plans;
    // Rows that go on from the ones in force find to the same place sooner.
    m_problem.rows = plan.rows;
    for (std::size_t b = 0; b < plan.exits.size(); ++b)
    {
        m_problem.exits[b].threshold = plan.exits[b].threshold;
    }
    m_problem.nodeThresholds = plan.nodeThresholds;
    for (const auto& [peer, key] : m_peers)
    {
        DtoEeRowBody body;
        if (key.first < m_setup->GetStages())
        {
            body.shares = plan.rows[problem.GetFirstIndex(key.first) + key.second].shares;
        }
        const std::size_t exit = m_setup->FindExit(key.first);
        if (key.first > 0 && exit < plan.exits.size())
        {
            const std::size_t node =
                problem.GetFirstIndex(key.first) - problem.GetSize(0) + key.second;
            body.threshold = plan.nodeThresholds.empty() ? plan.exits[exit].threshold
                                                         : plan.nodeThresholds[node];
        }
        InferenceMessage message;
        message.type = DtoEeMessage::ROW;
        message.task = m_plans;
        message.body = Encode(body);
        Send(peer, message);
    }
}

void
DtoEeController::Send(MessageListener::Peer peer, const InferenceMessage& message)
{
    m_txTrace(message);
    if (m_course)
    {
        m_course->NoteControl(message);
    }
    m_listener.Send(peer, message);
}

} // namespace edgeai
} // namespace ns3
