/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-guests.h"

#include "application/message/message-archive.h"
#include "code-request.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// A grant that differs by less stands.
constexpr double SAME_GRANT = 1e-3;

/// @returns whether a transfer of a path is the first that brings a task to the host
bool
IsFirst(const CodePlan& plan, std::size_t step)
{
    return std::none_of(plan.steps.begin(), plan.steps.begin() + step, [](const PlanStep& before) {
        return before.kind == StepKind::TRANSFER;
    });
}

} // namespace

CodeGuests::CodeGuests(CodePlace& place)
    : m_place(place)
{
}

void
CodeGuests::Start(double burst)
{
    m_burst = burst;
}

void
CodeGuests::Stop()
{
    for (auto& [service, guest] : m_guests)
    {
        for (auto& [number, path] : guest.paths)
        {
            m_place.share.GetProcessor()->ReleaseMemory(path.copy);
        }
    }
    m_guests.clear();
}

CodeProblem
CodeGuests::MakePair(const CodePeer& peer) const
{
    CodeProblem problem = m_place.base;
    problem.local = peer.advertised;
    problem.host = m_place.self;
    problem.host.flops = m_place.share.GetSpeed();
    problem.host.load = m_place.plannedLoad;
    problem.uplinkRate = 1; // of no account here
    problem.downlinkRate = 1;
    return problem;
}

double
CodeGuests::GetGranted(uint32_t besides) const
{
    double sum = 0;
    for (const auto& [service, guest] : m_guests)
    {
        // What was granted is gone, whether it is used already or not; one path takes the place of
        // another.
        double most = 0;
        for (const auto& [number, path] : guest.paths)
        {
            const bool serves = path.purpose == CodePurpose::SERVE;
            most = std::max(most, serves ? path.granted * path.label.hostFlop : 0);
        }
        sum += service == besides ? 0 : most;
    }
    return sum;
}

uint64_t
CodeGuests::GetTurnedAway() const
{
    return m_turnedAway;
}

CodeGuests::Path*
CodeGuests::FindPath(uint32_t service, uint64_t number)
{
    const auto guest = m_guests.find(service);
    if (guest == m_guests.end())
    {
        return nullptr;
    }
    const auto path = guest->second.paths.find(number);
    return path == guest->second.paths.end() ? nullptr : &path->second;
}

GuestGrant
CodeGuests::Grant(const CodePeer& peer, const Path& path, double asked) const
{
    return GrantGuestRate(MakePair(peer), path.label, asked, GetGranted(peer.service));
}

void
CodeGuests::HandleRequest(CodePeer& peer, uint64_t number, const CodeRequestBody& body)
{
    if (FindPath(peer.service, number))
    {
        m_place.onMalformed("CODE_REQUEST: path has been asked for already");
        return;
    }
    CodeRequestedPath read;
    const std::string fault = ReadCodeRequest(body, MakePair(peer), read);
    if (!fault.empty())
    {
        m_place.onMalformed("CODE_REQUEST: " + fault);
        return;
    }
    Path path;
    path.plan = std::move(read.plan);
    path.label = read.label;
    path.asked = body.rate;
    path.purpose = body.purpose;
    GuestGrant grant;
    grant.rate = body.rate; // training has what is left over
    if (body.purpose == CodePurpose::SERVE)
    {
        grant = Grant(peer, path, body.rate);
    }
    if (grant.rate > 0 && read.copyBytes > 0)
    {
        grant.rate = m_place.share.GetProcessor()->ReserveMemory(read.copyBytes) ? grant.rate : 0;
        path.copy = grant.rate > 0 ? read.copyBytes : 0;
    }
    path.granted = grant.rate;
    const bool granted = grant.rate > 0;
    if (granted)
    {
        m_guests.try_emplace(peer.service).first->second.paths[number] = path;
    }
    peer.link.Tell(MakeCodeMessage(granted ? CodeMessage::GRANT : CodeMessage::REFUSE,
                                   number,
                                   Encode(CodeGrantBody{grant.rate, grant.share, grant.hostRate})));
}

void
CodeGuests::HandleActivate(const CodePeer& peer, uint64_t number, const CodeActivateBody& body)
{
    Path* path = FindPath(peer.service, number);
    if (!path || path->purpose != CodePurpose::SERVE)
    {
        m_place.onMalformed("CODE_ACTIVATE: path was not granted");
        return;
    }
    Guest& guest = m_guests.at(peer.service);
    if (guest.serving == 0)
    {
        guest.bucket = TokenBucket(0, m_burst);
    }
    path->active = true;
    guest.serving = number;
    SetRate(peer, guest, *path, std::min(path->granted, body.rate));
}

void
CodeGuests::SetRate(const CodePeer& peer, Guest& guest, const Path& path, double rate)
{
    guest.bucket.SetRate(rate, Simulator::Now().GetSeconds());
    m_place.share.SetShare(peer.service,
                           std::min(1.0, rate * path.label.hostFlop / m_place.share.GetSpeed()));
}

void
CodeGuests::HandleRelease(const CodePeer& peer, uint64_t number)
{
    Path* path = FindPath(peer.service, number);
    if (!path)
    {
        m_place.onMalformed("CODE_RELEASE: path was not granted");
        return;
    }
    Guest& guest = m_guests.at(peer.service);
    m_place.share.GetProcessor()->ReleaseMemory(path->copy);
    guest.paths.erase(number);
    if (guest.serving == number)
    {
        guest.serving = 0;
        guest.bucket.SetRate(0, Simulator::Now().GetSeconds());
        m_place.share.SetShare(peer.service, 0);
    }
}

void
CodeGuests::HandleLost(uint32_t service)
{
    const auto it = m_guests.find(service);
    if (it == m_guests.end())
    {
        return;
    }
    for (const auto& [number, path] : it->second.paths)
    {
        m_place.share.GetProcessor()->ReleaseMemory(path.copy);
    }
    m_guests.erase(it);
    m_place.share.SetShare(service, 0);
}

void
CodeGuests::Review()
{
    for (auto& [service, guest] : m_guests)
    {
        CodePeer* peer = m_place.Find(service);
        Path* path = FindPath(service, guest.serving);
        if (!path)
        {
            continue;
        }
        const GuestGrant grant = Grant(*peer, *path, path->asked);
        if (std::abs(grant.rate - path->granted) <= SAME_GRANT * path->asked)
        {
            continue;
        }
        path->granted = grant.rate;
        SetRate(*peer, guest, *path, grant.rate);
        peer->link.Tell(
            MakeCodeMessage(CodeMessage::GRANT,
                            guest.serving,
                            Encode(CodeGrantBody{grant.rate, grant.share, grant.hostRate})));
    }
}

void
CodeGuests::Drop(CodePeer& peer, uint64_t number, const TaskEnding& ending)
{
    const CodeEndingBody body{ending.outcome, ending.detail};
    peer.link.Tell(MakeCodeMessage(CodeMessage::DROP, number, Encode(body)));
}

void
CodeGuests::HandleTransfer(CodePeer& peer,
                           const InferenceMessage& message,
                           const CodeTransferBody& body)
{
    Path* path = FindPath(peer.service, body.path);
    const bool back = message.type == CodeMessage::GRADIENT;
    if (!path)
    {
        if (!body.training) // it was released, or this host has forgotten its guests
        {
            Drop(peer, message.task, {TaskOutcome::STALE_PLAN, "the path is not known"});
        }
        return;
    }
    const std::vector<PlanStep>& steps = path->plan.steps;
    const bool training = path->purpose == CodePurpose::TRAIN;
    const bool there = body.step < steps.size() && steps[body.step].kind == StepKind::TRANSFER &&
                       steps[body.step].node == (back ? 1U : 0U);
    if (!there || body.training != training || (back && !training) ||
        (!training && !path->active) || message.payloadBytes != GetCodeBytes(steps[body.step].bits))
    {
        m_place.onMalformed(std::string(ToString(message.type)) +
                            ": step, training or payload is not what the path has there");
        return;
    }
    if (!training)
    {
        Guest& guest = m_guests.at(peer.service);
        if (IsFirst(path->plan, body.step) && !guest.bucket.Take(Simulator::Now().GetSeconds()))
        {
            ++m_turnedAway;
            Drop(peer, message.task, {TaskOutcome::REFUSED, "guests come faster than granted"});
            return;
        }
        if (m_place.ledger)
        {
            m_place.ledger->Arrive(message.task,
                                   body.step + CodeLedger::FIRST,
                                   8.0 * message.payloadBytes);
        }
    }
    Work(peer.service, message.task, body, back);
}

void
CodeGuests::Work(uint32_t service, uint64_t number, const CodeTransferBody& body, bool back)
{
    const Path& path = *FindPath(service, body.path);
    const std::size_t step = back ? body.step - 1 : body.step + 1;
    m_place.share.Submit(body.training ? CodeWork::TRAINING : CodeWork::GUEST,
                         service,
                         path.plan.steps[step].work,
                         [this, service, number, body, back, step](const JobReport& report) {
                             if (m_place.ledger && !body.training)
                             {
                                 m_place.ledger->Compute(number,
                                                         step + CodeLedger::FIRST,
                                                         report,
                                                         m_place.node->GetId());
                             }
                             CodePeer* peer = m_place.Find(service);
                             if (report.outcome == JobOutcome::COMPLETED)
                             {
                                 SendBack(service, number, body, back);
                             }
                             else if (!body.training)
                             {
                                 Drop(*peer, number, ExplainJob(report, "the host"));
                             }
                         });
}

void
CodeGuests::SendBack(uint32_t service, uint64_t number, const CodeTransferBody& body, bool back)
{
    const Path* path = FindPath(service, body.path);
    if (!path)
    {
        return; // released, or the guest is gone: it has given its tasks up
    }
    CodePeer& peer = *m_place.Find(service);
    CodeParcel parcel;
    parcel.type = back ? CodeMessage::GRADIENT : CodeMessage::ACTIVATION;
    parcel.number = number;
    parcel.body = body;
    parcel.body.step = back ? body.step - 2 : body.step + 2;
    parcel.body.returning = true;
    parcel.body.goodput = peer.measured;
    parcel.bytes = GetCodeBytes(path->plan.steps[parcel.body.step].bits);
    if (m_place.ledger && !body.training)
    {
        m_place.ledger->Queue(number, parcel.body.step + CodeLedger::FIRST);
    }
    const std::string fault = peer.link.Send(parcel);
    if (!fault.empty() && !body.training)
    {
        Drop(peer, number, {TaskOutcome::QUEUE_FULL, "on the way back " + fault});
    }
}

} // namespace edgeai
} // namespace ns3
