/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-forwarder.h"

#include "application/message/message-archive.h"

#include "ns3/simulator.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Tasks without a receipt that are remembered for each link.
constexpr std::size_t MOST_SENT = 1000;

} // namespace

DtoEeForwarder::DtoEeForwarder() = default;

DtoEeForwarder::~DtoEeForwarder()
{
    Abandon();
}

void
DtoEeForwarder::Start(Ptr<Node> node,
                      const Settings& settings,
                      Ptr<DtoEeLedger> ledger,
                      Ptr<UniformRandomVariable> draw)
{
    m_node = node;
    m_settings = settings;
    m_ledger = ledger;
    m_draw = draw;
    for (uint32_t target = 0; target < settings.targets.size(); ++target)
    {
        if (!settings.targets[target].IsInvalid())
        {
            StartLink(target, settings.targets[target]);
        }
    }
}

void
DtoEeForwarder::StartLink(uint32_t target, const Address& address)
{
    m_links[target] = std::make_unique<Link>(m_settings.linkRates[target]);
    Link& link = *m_links[target];
    MessageQueue& queue = link.queue;
    queue.onReady = [this, target] {
        InferenceMessage hello;
        hello.type = DtoEeMessage::HELLO;
        hello.body = Encode(
            DtoEeHelloBody{DtoEePurpose::TASKS, m_settings.place.stage, m_settings.place.index});
        onSend(hello);
        m_links.at(target)->queue.SendNow(hello);
        SetThere(target, m_settings.watches || m_links.at(target)->there);
    };
    queue.onHandOver = [this, target](InferenceMessage& message, Time expires) {
        HandOver(target, message, expires);
    };
    queue.onDelivered = [this, target](const InferenceMessage& message) {
        m_links.at(target)->tasks.erase(message.task);
    };
    queue.onLost = [this, target](const InferenceMessage& message) {
        m_links.at(target)->tasks.erase(message.task);
        if (m_ledger)
        {
            m_ledger->Note(
                message.task,
                {TaskOutcome::LINK_LOST, "the connection to " + Describe(target) + " broke"});
        }
    };
    queue.onDropped = [this, target](const InferenceMessage& message) {
        m_links.at(target)->tasks.erase(message.task);
        End(message.task,
            {TaskOutcome::QUEUE_FULL, "the queue for " + Describe(target) + " is full"});
    };
    queue.onClosed = [this, target] {
        SetThere(target, !m_settings.watches && m_links.at(target)->there);
    };
    queue.onMessage = [this, target](const InferenceMessage& message) {
        HandleReceipt(target, message);
    };
    queue.onMalformed = onMalformed;
    MessageQueue::Settings settings = m_settings.queue;
    settings.session.remote = address;
    queue.Start(m_node, settings);
}

void
DtoEeForwarder::Stop(const TaskEnding& ending)
{
    for (auto& [target, link] : m_links)
    {
        for (const InferenceMessage& message : link->queue.Stop())
        {
            End(message.task, ending);
        }
    }
    m_links.clear();
}

void
DtoEeForwarder::Abandon()
{
    for (auto& [target, link] : m_links)
    {
        link->queue.Abandon();
    }
    m_links.clear();
    m_ledger = nullptr;
}

void
DtoEeForwarder::SetRow(const std::vector<double>& shares)
{
    m_row = shares;
}

void
DtoEeForwarder::Send(const DtoEeTask& task)
{
    double total = 0;
    for (const auto& [target, link] : m_links)
    {
        total += link->there ? m_row[target] : 0;
    }
    // Where the row knows nobody who is there, all who are share what is left.
    const bool equal = !(total > 0);
    if (equal)
    {
        for (const auto& [target, link] : m_links)
        {
            total += link->there;
        }
    }
    double mark = m_draw->GetValue() * total;
    const std::pair<const uint32_t, std::unique_ptr<Link>>* chosen = nullptr;
    for (const auto& entry : m_links)
    {
        const double share = !entry.second->there ? 0 : equal ? 1 : m_row[entry.first];
        if (share > 0 && (!chosen || mark >= 0))
        {
            chosen = &entry; // the last with a share, where rounding leaves the mark beyond all
            mark -= share;
            if (mark < 0)
            {
                break;
            }
        }
    }
    if (!chosen)
    {
        End(task.number,
            {TaskOutcome::LINK_LOST,
             m_settings.place.Describe() + " reaches no node of stage " +
                 std::to_string(m_settings.place.stage + 1)});
        return;
    }
    const uint32_t target = chosen->first;
    if (m_ledger)
    {
        m_ledger->QueueLink(task.number, m_settings.place, {task.body.stage, target});
    }
    InferenceMessage message;
    message.type = DtoEeMessage::TASK;
    message.task = task.number;
    message.payloadBytes = static_cast<uint64_t>(std::ceil(m_settings.inputBits / 8));
    Link& link = *chosen->second;
    link.tasks[task.number] = task;
    link.queue.Send(message);
}

void
DtoEeForwarder::HandOver(uint32_t target, InferenceMessage& message, Time expires)
{
    DtoEeTask& task = m_links.at(target)->tasks.at(message.task);
    task.body.expires = expires.GetSeconds();
    std::map<uint64_t, Time>& sent = m_links.at(target)->sent;
    sent[message.task] = Simulator::Now();
    if (sent.size() > MOST_SENT)
    {
        sent.erase(sent.begin()); // nobody owes a receipt for what was lost
    }
    message.body = Encode(task.body);
    if (m_ledger)
    {
        m_ledger->Send(
            message.task,
            8.0 * message.payloadBytes,
            expires,
            {TaskOutcome::LINK_LOST, "it did not get through to " + Describe(target) + " in time"});
    }
    onSend(message);
}

void
DtoEeForwarder::HandleReceipt(uint32_t target, const InferenceMessage& message)
{
    DtoEeReceiptBody receipt;
    std::string fault;
    Link& link = *m_links.at(target);
    const auto it = link.sent.find(message.task);
    if (message.type != DtoEeMessage::RECEIPT)
    {
        fault = "has no business over a connection for tasks";
    }
    else if (Decode(message.body, receipt, &fault) &&
             (it == link.sent.end() || receipt.arrived > Simulator::Now().GetSeconds()))
    {
        fault = "task was not sent there, or arrived is still to come";
    }
    if (!fault.empty())
    {
        onMalformed(std::string(ToString(message.type)) + ": " + fault);
        return;
    }
    const Time arrived = Seconds(receipt.arrived);
    const Time busy = arrived - Max(it->second, link.lastArrived);
    link.sent.erase(it);
    link.lastArrived = Max(arrived, link.lastArrived);
    const double bits = m_settings.inputBits;
    if (busy > Time(0) && bits >= 8 * m_settings.measureMin)
    {
        link.bits += bits;
        link.time += busy.GetSeconds();
    }
}

void
DtoEeForwarder::SetThere(uint32_t target, bool there)
{
    const auto it = m_links.find(target);
    if (it == m_links.end() || it->second->there == there)
    {
        return;
    }
    it->second->there = there;
    if (there)
    {
        return;
    }
    for (const InferenceMessage& message : it->second->queue.TakeWaiting())
    {
        const DtoEeTask task = it->second->tasks.at(message.task);
        it->second->tasks.erase(message.task);
        Send(task);
    }
    it->second->queue.Break(); // what is on its way may never be acknowledged
}

void
DtoEeForwarder::CloseWindow(double weight)
{
    for (auto& [target, link] : m_links)
    {
        if (link->time > 0)
        {
            link->rate.Add(link->bits / link->time, weight);
        }
        link->bits = 0;
        link->time = 0;
    }
}

double
DtoEeForwarder::GetLinkRate(uint32_t target) const
{
    const auto it = m_links.find(target);
    return it == m_links.end() ? 0 : it->second->rate.Get();
}

std::size_t
DtoEeForwarder::GetWaiting() const
{
    std::size_t waiting = 0;
    for (const auto& [target, link] : m_links)
    {
        waiting += link->queue.GetWaiting();
    }
    return waiting;
}

std::string
DtoEeForwarder::Describe(uint32_t target) const
{
    return DtoEePlace{m_settings.place.stage + 1, target}.Describe();
}

void
DtoEeForwarder::End(uint64_t number, const TaskEnding& ending)
{
    if (m_ledger)
    {
        m_ledger->End(number, ending);
    }
}

} // namespace edgeai
} // namespace ns3
