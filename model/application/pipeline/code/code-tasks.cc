/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-tasks.h"

#include "application/message/message-archive.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <sstream>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

CodeTasks::CodeTasks(CodePlace& place)
    : m_place(place)
{
}

void
CodeTasks::Start(const Settings& settings)
{
    m_settings = settings;
    m_bucket = TokenBucket(0, settings.burst);
    const double now = Simulator::Now().GetSeconds();
    m_bucket.SetRate(0, now);
    // It fills while tasks come slower than they may: a burst at the very beginning would stand in
    // the queue of a saturated server for good.
    while (m_bucket.Take(now))
    {
    }
}

void
CodeTasks::Stop(const TaskEnding& ending)
{
    while (!m_tasks.empty())
    {
        End(m_tasks.begin()->first, ending);
    }
    m_route = nullptr;
    m_admitted.clear();
}

void
CodeTasks::Follow(Route route)
{
    m_route = route;
    SetRate(route->rate);
}

void
CodeTasks::SetRate(double rate)
{
    m_bucket.SetRate(rate, Simulator::Now().GetSeconds());
}

CodeTasks::Route
CodeTasks::GetRoute() const
{
    return m_route;
}

uint64_t
CodeTasks::CountOn(uint64_t route) const
{
    return std::count_if(m_tasks.begin(), m_tasks.end(), [=](const auto& entry) {
        return entry.second.route->number == route;
    });
}

uint64_t
CodeTasks::CountAdmitted(uint64_t route) const
{
    const auto it = m_admitted.find(route);
    return it == m_admitted.end() ? 0 : it->second;
}

uint64_t
CodeTasks::TakeAsked()
{
    return std::exchange(m_asked, 0);
}

bool
CodeTasks::TakeTurnedAway()
{
    return std::exchange(m_turnedAway, false);
}

std::size_t
CodeTasks::GetCount() const
{
    return m_tasks.size();
}

void
CodeTasks::Refuse(MessageListener::Peer user, uint64_t task, const TaskEnding& ending)
{
    if (m_place.ledger)
    {
        m_place.ledger->End(task, ending);
    }
    CodeEndingBody body{ending.outcome, ending.detail};
    tellUser(user, MakeCodeMessage(CodeMessage::RESULT, task, Encode(body)));
}

void
CodeTasks::HandleAsk(MessageListener::Peer user, uint64_t task)
{
    if (m_tasks.count(task))
    {
        m_place.onMalformed("CODE_ASK: task is under way already");
        return;
    }
    ++m_asked;
    if (!m_route)
    {
        Refuse(user, task, {TaskOutcome::REFUSED, "the server has no path yet"});
        return;
    }
    if (m_tasks.size() >= m_settings.limit)
    {
        Refuse(user, task, {TaskOutcome::QUEUE_FULL, "too many tasks are under way"});
        return;
    }
    if (!m_bucket.Take(Simulator::Now().GetSeconds()))
    {
        m_turnedAway = true;
        Refuse(user, task, {TaskOutcome::REFUSED, "more tasks come than the path passes"});
        return;
    }
    Task& entry = m_tasks[task];
    entry.route = m_route;
    entry.user = user;
    entry.since = Simulator::Now();
    ++m_admitted[m_route->number];
    if (m_place.ledger)
    {
        m_place.ledger->Admit(task,
                              *m_route,
                              m_place.node->GetId(),
                              m_place.self.inputBits,
                              8.0 * m_place.resultBytes);
    }
    tellUser(user, MakeCodeMessage(CodeMessage::ADMIT, task, {}));
}

void
CodeTasks::HandleInput(MessageListener::Peer user, const InferenceMessage& message)
{
    const auto it = m_tasks.find(message.task);
    if (it == m_tasks.end())
    {
        return; // given up meanwhile
    }
    if (it->second.user != user || it->second.arrived || !message.body.empty() ||
        message.payloadBytes != GetCodeBytes(m_place.self.inputBits))
    {
        m_place.onMalformed("CODE_INPUT: task is somebody else's, its input is here already, or "
                            "payload is no input");
        return;
    }
    it->second.arrived = true;
    if (m_place.ledger)
    {
        m_place.ledger->Arrive(message.task, 0, 8.0 * message.payloadBytes);
    }
    Advance(message.task);
}

void
CodeTasks::Advance(uint64_t number)
{
    Task& task = m_tasks.at(number);
    const std::vector<PlanStep>& steps = task.route->plan.steps;
    if (task.step == steps.size())
    {
        Answer(number);
        return;
    }
    const PlanStep& step = steps[task.step];
    step.kind == StepKind::COMPUTE ? Compute(number, step) : SendAway(number, task, step);
}

void
CodeTasks::Compute(uint64_t number, const PlanStep& step)
{
    m_tasks.at(number).working = true;
    const std::size_t place = m_tasks.at(number).step + CodeLedger::FIRST;
    m_place.share.Submit(CodeWork::OWN,
                         m_place.service,
                         step.work,
                         [this, number, place](const JobReport& report) {
                             if (m_place.ledger)
                             {
                                 const uint32_t node = m_place.node->GetId();
                                 m_place.ledger->Compute(number, place, report, node);
                             }
                             const auto it = m_tasks.find(number);
                             if (it == m_tasks.end())
                             {
                                 return; // given up meanwhile
                             }
                             it->second.working = false;
                             if (report.outcome != JobOutcome::COMPLETED)
                             {
                                 End(number, ExplainJob(report, "the server"));
                                 return;
                             }
                             ++it->second.step;
                             Advance(number);
                         });
}

void
CodeTasks::SendAway(uint64_t number, Task& task, const PlanStep& step)
{
    CodePeer* host = m_place.Find(task.route->host);
    CodeParcel parcel;
    parcel.type = CodeMessage::ACTIVATION;
    parcel.number = number;
    parcel.body.path = task.route->number;
    parcel.body.step = static_cast<uint32_t>(task.step);
    parcel.body.goodput = host->measured;
    parcel.bytes = GetCodeBytes(step.bits);
    if (m_place.ledger)
    {
        m_place.ledger->Queue(number, task.step + CodeLedger::FIRST);
    }
    task.away = true;
    task.since = Simulator::Now();
    const std::string fault = host->link.Send(parcel);
    if (!fault.empty())
    {
        const bool lost = !host->link.IsConnected();
        End(number,
            {lost ? TaskOutcome::LINK_LOST : TaskOutcome::QUEUE_FULL,
             "on the way to the host " + fault});
        if (lost)
        {
            m_keepers.insert(host->service); // it speaks, but cannot be spoken to
        }
    }
}

void
CodeTasks::HandleReturn(const CodePeer& peer,
                        const InferenceMessage& message,
                        const CodeTransferBody& body)
{
    const auto it = m_tasks.find(message.task);
    if (it == m_tasks.end())
    {
        return; // given up meanwhile
    }
    Task& task = it->second;
    const std::vector<PlanStep>& steps = task.route->plan.steps;
    // Behind what was sent away come the host's work and the way back.
    if (task.route->host != peer.service || body.path != task.route->number || !task.away ||
        body.step != task.step + 2 || body.step >= steps.size() ||
        message.payloadBytes != GetCodeBytes(steps[body.step].bits))
    {
        m_place.onMalformed("CODE_ACTIVATION: path, step or payload is not what the task waits "
                            "for");
        return;
    }
    if (m_place.ledger)
    {
        m_place.ledger->Arrive(message.task,
                               body.step + CodeLedger::FIRST,
                               8.0 * message.payloadBytes);
    }
    CodePeer& host = *m_place.peers.at(peer.service);
    host.lastReturn = Simulator::Now();
    host.shunned = Time();
    task.away = false;
    task.step = body.step + 1;
    Advance(message.task);
}

void
CodeTasks::HandleDrop(const CodePeer& peer, uint64_t number, const TaskEnding& ending)
{
    const auto it = m_tasks.find(number);
    if (it == m_tasks.end())
    {
        return;
    }
    if (it->second.route->host != peer.service || !it->second.away ||
        ending.outcome == TaskOutcome::COMPLETED)
    {
        m_place.onMalformed("CODE_DROP: task is not at that host, or outcome is no drop");
        return;
    }
    End(number, {ending.outcome, "at the host: " + ending.detail});
}

void
CodeTasks::Answer(uint64_t number)
{
    const Task task = m_tasks.at(number);
    m_tasks.erase(number);
    // One draw per answer, whoever looks.
    const bool correct = m_place.draw->GetValue(0, 1) < task.route->plan.accuracy;
    if (m_place.ledger)
    {
        m_place.ledger->Judge(number, correct);
    }
    tellUser(task.user,
             MakeCodeMessage(CodeMessage::RESULT,
                             number,
                             Encode(CodeEndingBody()),
                             m_place.resultBytes));
}

void
CodeTasks::End(uint64_t number, const TaskEnding& ending)
{
    const Task task = m_tasks.at(number);
    m_tasks.erase(number);
    if (task.away && m_place.Find(task.route->host))
    {
        m_place.Find(task.route->host)->link.Withdraw(number);
    }
    Refuse(task.user, number, ending);
}

void
CodeTasks::HandleLost(uint32_t service, const TaskEnding& ending)
{
    std::vector<uint64_t> lost;
    for (const auto& [number, task] : m_tasks)
    {
        if (task.route->host == service && task.away)
        {
            lost.push_back(number);
        }
    }
    for (const uint64_t number : lost)
    {
        End(number, ending);
    }
}

void
CodeTasks::HandleGone(MessageListener::Peer user)
{
    std::vector<uint64_t> lost;
    for (const auto& [number, task] : m_tasks)
    {
        if (task.user == user)
        {
            lost.push_back(number);
        }
    }
    for (const uint64_t number : lost)
    {
        End(number, {TaskOutcome::LINK_LOST, "the user's connection to the server was lost"});
    }
}

void
CodeTasks::Sweep()
{
    std::map<uint64_t, TaskEnding> late;
    std::set<uint32_t> keepers = std::exchange(m_keepers, {});
    const Time now = Simulator::Now();
    for (const auto& [number, task] : m_tasks)
    {
        if (now - task.since <= m_settings.patience)
        {
            continue;
        }
        if (task.away)
        {
            late[number] = {TaskOutcome::SERVER_SILENT,
                            "the host did not give the task back in time"};
            const CodePeer* host = m_place.Find(task.route->host);
            if (host && host->lastReturn < task.since)
            {
                keepers.insert(host->service);
            }
        }
        else if (!task.arrived)
        {
            late[number] = {TaskOutcome::LINK_LOST, "its input did not come in time"};
        }
    }
    for (const auto& [number, ending] : late)
    {
        End(number, ending);
    }
    for (const uint32_t service : keepers)
    {
        onKept(service);
    }
}

} // namespace edgeai
} // namespace ns3
