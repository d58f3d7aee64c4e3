/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-user.h"

#include "application/message/message-archive.h"
#include "application/message/socket-address.h"
#include "code-messages.h"
#include "compute/time-steps.h"
#include "period-limits.h"

#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiCodeUser");

NS_OBJECT_ENSURE_REGISTERED(CodeUser);

TypeId
CodeUser::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::CodeUser")
            .SetParent<MessageApplication>()
            .SetGroupName("EdgeAi")
            .AddConstructor<CodeUser>()
            .AddAttribute("Server",
                          "Address and port of the service's server",
                          AddressValue(),
                          MakeAddressAccessor(&CodeUser::m_server),
                          MakeSocketAddressChecker())
            .AddAttribute("TaskTimeout",
                          "How long an answer may take before the task is given up, > 0",
                          TimeValue(Seconds(10)),
                          MakeTimeAccessor(&CodeUser::m_timeout),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddAttribute("ReconnectInterval",
                          "Pause before a lost connection is tried again, >= 0.1 ms",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&CodeUser::m_reconnectInterval),
                          MakeTimeChecker(PeriodLimits::Message()));
    return tid;
}

CodeUser::CodeUser() = default;

CodeUser::~CodeUser() = default;

void
CodeUser::DoDispose()
{
    m_running = false;
    m_taskEvent.Cancel();
    m_session.Abandon();
    m_ledger = nullptr;
    m_arrivals = nullptr;
    MessageApplication::DoDispose();
}

void
CodeUser::SetService(uint32_t service,
                     const std::string& name,
                     const std::string& network,
                     uint32_t user,
                     uint64_t inputBytes)
{
    m_service = service;
    m_name = name;
    m_network = network;
    m_prefix = (uint64_t{service} + 1) << 48 | uint64_t{user} << 32;
    m_inputBytes = inputBytes;
}

void
CodeUser::SetArrivals(Ptr<TaskArrivals> arrivals)
{
    m_arrivals = arrivals;
}

void
CodeUser::SetLedger(Ptr<CodeLedger> ledger)
{
    m_ledger = ledger;
}

void
CodeUser::SetPace(double factor)
{
    m_pace = factor;
}

int64_t
CodeUser::AssignStreams(int64_t stream)
{
    return m_arrivals ? m_arrivals->AssignStreams(stream) : 0;
}

void
CodeUser::StartApplication()
{
    NS_LOG_FUNCTION(this);
    m_running = true;
    m_session.onReady = [] {};
    m_session.onMessage = [this](const InferenceMessage& message) { HandleMessage(message); };
    m_session.onClosed = [this](bool) { HandleClosed(); };
    m_session.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    MessageSession::Settings settings;
    settings.remote = m_server;
    settings.remoteName = "CodeUser::Server";
    settings.protocol = TcpSocketFactory::GetTypeId();
    settings.socket = GetSocketSettings();
    settings.reconnectInterval = m_reconnectInterval;
    m_session.Start(GetNode(), settings);
    ScheduleTask();
}

void
CodeUser::StopApplication()
{
    NS_LOG_FUNCTION(this);
    m_running = false;
    m_taskEvent.Cancel();
    while (!m_open.empty())
    {
        End(m_open.begin()->first, {TaskOutcome::STOPPED, "the user was stopped"});
    }
    m_session.Stop();
}

void
CodeUser::ScheduleTask()
{
    TaskArrival arrival;
    if (m_running && m_arrivals && m_arrivals->Next(arrival) &&
        arrival.after <= Time::Max() - Simulator::Now()) // as late as the simulator can tell
    {
        const Time after =
            m_pace == 1 ? arrival.after : ToTime(arrival.after.GetSeconds() / m_pace);
        m_taskEvent = ScheduleCall(after, [this] {
            Generate();
            ScheduleTask();
        });
    }
}

void
CodeUser::Generate()
{
    Forget();
    const uint64_t task = m_prefix | ++m_count;
    m_open[task].generated = Simulator::Now();
    if (m_ledger)
    {
        m_ledger->Begin(task, GetNode()->GetId(), m_name, m_network);
        m_ledger->Expire(task,
                         m_timeout,
                         {TaskOutcome::SERVER_SILENT, "there was no answer in time"});
    }
    if (!m_session.IsConnected())
    {
        End(task, {TaskOutcome::LINK_LOST, "the user has no connection to the server"});
        return;
    }
    Send(MakeCodeMessage(CodeMessage::ASK, task, {}));
}

void
CodeUser::Forget()
{
    const Time now = Simulator::Now();
    while (!m_open.empty() && now - m_open.begin()->second.generated >= m_timeout)
    {
        m_open.erase(m_open.begin()); // numbers ascend in time; the ledger has ended it
    }
}

void
CodeUser::Send(const InferenceMessage& message)
{
    m_txTrace(message);
    m_session.Send(message, 0);
}

void
CodeUser::End(uint64_t task, const TaskEnding& ending)
{
    m_open.erase(task);
    if (m_ledger)
    {
        m_ledger->End(task, ending);
    }
}

void
CodeUser::HandleClosed()
{
    while (!m_open.empty())
    {
        End(m_open.begin()->first,
            {TaskOutcome::LINK_LOST, "the user's connection to the server was lost"});
    }
}

void
CodeUser::HandleMessage(const InferenceMessage& message)
{
    m_rxTrace(message);
    const std::string name = ToString(message.type);
    const auto it = m_open.find(message.task);
    if (it == m_open.end())
    {
        // One that was given up is no fault; one that never was is.
        if (message.task <= m_prefix || message.task > (m_prefix | m_count))
        {
            CountMalformed(name + ": task is none of this user's");
        }
        return;
    }
    if (message.type == CodeMessage::ADMIT && message.body.empty() && !it->second.admitted)
    {
        it->second.admitted = true;
        if (m_ledger)
        {
            m_ledger->Send(message.task, 0);
        }
        Send(MakeCodeMessage(CodeMessage::INPUT, message.task, {}, m_inputBytes));
        return;
    }
    CodeEndingBody body;
    std::string fault;
    if (message.type != CodeMessage::RESULT)
    {
        fault = "a server has no business sending that now";
    }
    else if (Decode(message.body, body, &fault) && body.outcome == TaskOutcome::COMPLETED &&
             !it->second.admitted)
    {
        fault = "outcome is COMPLETED, of a task whose input was not sent";
    }
    if (!fault.empty())
    {
        CountMalformed(name + ": " + fault);
        return;
    }
    if (m_ledger && body.outcome == TaskOutcome::COMPLETED)
    {
        m_ledger->Arrived(message.task);
    }
    End(message.task, {body.outcome, body.detail});
}

} // namespace edgeai
} // namespace ns3
