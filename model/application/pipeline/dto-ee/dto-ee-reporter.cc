/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-reporter.h"

#include "ns3/node.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

DtoEeReporter::DtoEeReporter(const DtoEeSetup& setup,
                             const DtoEePlace& place,
                             const Candidates& candidates)
    : m_setup(setup),
      m_place(place)
{
    for (const std::vector<Address>& stage : candidates)
    {
        m_candidates.emplace_back();
        for (const Address& address : stage)
        {
            m_candidates.back().emplace_back();
            m_candidates.back().back().address = address;
        }
    }
}

DtoEeReporter::~DtoEeReporter()
{
    Abandon();
}

bool
DtoEeReporter::IsOwn(std::size_t exit, uint32_t index) const
{
    return m_setup.problem.exits[exit].stage == m_place.stage && index == m_place.index;
}

uint32_t
DtoEeReporter::GetLeader(std::size_t exit) const
{
    const std::vector<Candidate>& stage = m_candidates[exit];
    uint32_t index = 0;
    while (index < stage.size() && !IsOwn(exit, index) && stage[index].misses >= m_setup.misses)
    {
        ++index;
    }
    return index;
}

bool
DtoEeReporter::IsLeader() const
{
    const std::size_t exit = m_setup.FindExit(m_place.stage);
    return exit < m_candidates.size() && GetLeader(exit) == m_place.index;
}

void
DtoEeReporter::Start(Ptr<Node> node)
{
    m_node = node;
    for (std::size_t exit = 0; exit < m_candidates.size(); ++exit)
    {
        Connect(exit, 0);
    }
    m_leads = IsLeader();
    if (m_leads)
    {
        onLead();
    }
}

void
DtoEeReporter::Connect(std::size_t exit, uint32_t index)
{
    Candidate& candidate = m_candidates[exit][index];
    if (IsOwn(exit, index) || candidate.session)
    {
        return; // it tells itself
    }
    candidate.session = std::make_unique<MessageSession>();
    MessageSession& session = *candidate.session;
    session.onReady = [this, exit, index] {
        const InferenceMessage hello = makeHello();
        onSend(hello);
        m_candidates[exit][index].open = false;
        m_candidates[exit][index].session->Send(hello, 0);
    };
    session.onDelivered = [this, exit, index](MessageType, uint64_t) {
        m_candidates[exit][index].open = false;
    };
    session.onMessage = [this, exit](const InferenceMessage& message) { onMessage(exit, message); };
    session.onMalformed = onMalformed;
    session.Start(m_node, makeSession(candidate.address));
}

void
DtoEeReporter::Stop()
{
    for (std::vector<Candidate>& stage : m_candidates)
    {
        for (Candidate& candidate : stage)
        {
            if (candidate.session)
            {
                candidate.session->Stop();
            }
        }
    }
    m_candidates.clear();
}

void
DtoEeReporter::Abandon()
{
    for (std::vector<Candidate>& stage : m_candidates)
    {
        for (Candidate& candidate : stage)
        {
            if (candidate.session)
            {
                candidate.session->Abandon();
            }
        }
    }
    m_candidates.clear();
}

void
DtoEeReporter::Report(const InferenceMessage& report)
{
    for (std::size_t exit = 0; exit < m_candidates.size(); ++exit)
    {
        for (Candidate& candidate : m_candidates[exit])
        {
            if (candidate.session)
            {
                const bool there = candidate.session->IsConnected() && !candidate.open;
                candidate.misses = there ? 0 : std::min(candidate.misses + 1, m_setup.misses);
            }
        }
        const uint32_t leader = GetLeader(exit);
        if (leader == m_candidates[exit].size() || IsOwn(exit, leader))
        {
            continue;
        }
        Connect(exit, leader);
        Candidate& candidate = m_candidates[exit][leader];
        if (candidate.session->IsConnected())
        {
            onSend(report);
            candidate.open = true;
            candidate.session->Send(report, 0);
        }
    }
    if (IsLeader() != m_leads)
    {
        m_leads = !m_leads;
        onLead();
    }
}

} // namespace edgeai
} // namespace ns3
