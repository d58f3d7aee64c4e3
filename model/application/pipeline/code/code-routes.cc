/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-routes.h"

#include "allocation/pipeline/code/code-evaluation.h"
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

/// A path is asked for anew when it could pass this much more than was asked for.
constexpr double MORE = 1.01;

/// @returns whether two plans take tasks the same way
bool
AreSame(const CodePlan& one, const CodePlan& other)
{
    return one.path == other.path && one.mirrored == other.mirrored &&
           one.mirrorCut == other.mirrorCut;
}

} // namespace

CodeRoutes::CodeRoutes(CodePlace& place, CodeTasks& tasks, const CodeGuests& guests)
    : m_place(place),
      m_tasks(tasks),
      m_guests(guests)
{
}

void
CodeRoutes::Start(const Settings& settings)
{
    m_settings = settings;
    FollowOwn();
}

void
CodeRoutes::Stop()
{
    m_pending = Pending();
    m_draining.clear();
}

uint64_t
CodeRoutes::NewNumber()
{
    m_asked[++m_lastNumber] = Simulator::Now();
    return m_lastNumber;
}

CodeRoutes::Answer
CodeRoutes::Use(const CodeProblem& problem, const Choice& choice)
{
    const CodeTasks::Route present = m_tasks.GetRoute();
    const bool hosted = choice.plan.hostFlop > 0;
    const bool same =
        present && present->HasHost() == hosted && AreSame(present->plan, choice.plan);
    if (!hosted)
    {
        m_pending = Pending();
        if (same)
        {
            return {"kept", present->number, 0};
        }
        auto route = std::make_shared<CodeRoute>();
        route->number = NewNumber();
        route->planner = m_settings.planner;
        route->plan = choice.plan;
        Follow(route);
        return {"used", route->number, 0};
    }
    if (m_pending.route && m_pending.route->host == choice.host &&
        AreSame(m_pending.route->plan, choice.plan))
    {
        return {"asked for already", m_pending.route->number, 0};
    }
    if (same && present->host == choice.host && choice.asked <= MORE * present->rate)
    {
        m_pending = Pending();
        m_rate = std::min(m_rate, choice.asked);
        return {"kept", present->number, m_rate};
    }
    return Ask(problem, choice);
}

CodeRoutes::Answer
CodeRoutes::Ask(const CodeProblem& problem, const Choice& choice)
{
    CodePeer& peer = *m_place.Find(choice.host);
    if (!(choice.asked > 0))
    {
        FollowOwn();
        return {"there is no room", 0, 0};
    }
    auto route = std::make_shared<CodeRoute>();
    route->number = NewNumber();
    route->host = choice.host;
    route->hostNode = peer.node;
    route->planner = m_settings.planner;
    route->plan = choice.plan;
    route->rate = choice.asked;
    m_pending = {route, choice, problem.throughputExponent, Simulator::Now()};
    const CodeRequestBody body =
        MakeCodeRequest(problem, choice.plan, choice.asked, CodePurpose::SERVE);
    peer.link.Tell(MakeCodeMessage(CodeMessage::REQUEST, route->number, Encode(body)));
    return {"asked for", route->number, 0};
}

void
CodeRoutes::FollowOwn()
{
    // With itself for a host, of which nothing is used.
    CodeProblem alone = m_place.base;
    alone.local = m_place.self;
    alone.local.flops = m_place.share.GetSpeed();
    alone.host = alone.local;
    alone.sharedInput = false;
    auto route = std::make_shared<CodeRoute>();
    route->planner = m_settings.planner;
    route->plan = EvaluateCodePath(alone, alone.GetOwnPath());
    m_pending = Pending();
    const CodeTasks::Route present = m_tasks.GetRoute();
    if (!present || present->HasHost() || !AreSame(present->plan, route->plan))
    {
        route->number = NewNumber();
        Follow(route);
    }
}

void
CodeRoutes::Follow(CodeTasks::Route route)
{
    const CodeTasks::Route before = m_tasks.GetRoute();
    if (before && before->HasHost())
    {
        m_draining.push_back(before);
    }
    m_rate = route->rate;
    m_tasks.Follow(route);
    UpdateRate(m_training);
    if (m_place.ledger && m_place.ledger->GetMonitor())
    {
        const std::string host = route->HasHost() ? std::to_string(route->hostNode) : "none";
        m_place.ledger->GetMonitor()->AddInstant(
            m_place.node->GetId(),
            "path " + DescribeCodePath(route->plan),
            Simulator::Now(),
            {{"number", std::to_string(route->number)}, {"host", host}});
    }
}

void
CodeRoutes::UpdateRate(bool training)
{
    m_training = training;
    const CodeTasks::Route route = m_tasks.GetRoute();
    if (!route)
    {
        return;
    }
    double rate = m_rate;
    if (!route->HasHost())
    {
        const double left = m_place.share.GetSpeed() - m_guests.GetGranted();
        rate = std::max(0., left) / route->plan.localFlop;
    }
    rate *= 1 - m_settings.margin;
    m_tasks.SetRate(training ? (1 - m_settings.trainingShare) * rate : rate);
}

bool
CodeRoutes::IsPending(const CodePeer& peer, uint64_t number) const
{
    return m_pending.route && m_pending.route->number == number &&
           m_pending.route->host == peer.service;
}

bool
CodeRoutes::IsTooLittle(double rate, const CodePlan& plan, double exponent) const
{
    // With less than it asked for the path may be worth less than the service's own.
    const double sum = std::min(rate, plan.localRate) + plan.hostRate;
    const double worth = plan.reward * std::pow(sum / (plan.localRate + plan.hostRate), exponent);
    return rate < (1 - m_settings.drift) * plan.localRate && worth < std::min(1., plan.reward);
}

void
CodeRoutes::HandleGrant(CodePeer& peer, uint64_t number, const CodeGrantBody& body)
{
    const CodeTasks::Route present = m_tasks.GetRoute();
    if (present && present->number == number && present->host == peer.service)
    {
        m_rate = std::min(body.rate, present->rate); // the host has more, or less, room now
        if (IsTooLittle(body.rate, present->plan, m_place.base.throughputExponent))
        {
            FollowOwn();
            onFallback(peer.service, body.rate);
            return;
        }
        UpdateRate(m_training);
        return;
    }
    if (!IsPending(peer, number))
    {
        const auto drains = [=](const CodeTasks::Route& route) { return route->number == number; };
        if (!m_asked.count(number))
        {
            m_place.onMalformed("CODE_GRANT: path was not asked for");
        }
        else if (std::none_of(m_draining.begin(), m_draining.end(), drains))
        {
            Release(peer.service, number); // it was decided otherwise meanwhile
        }
        return;
    }
    const Pending pending = std::exchange(m_pending, Pending());
    const CodePlan& plan = pending.choice.plan;
    if (IsTooLittle(body.rate, plan, pending.exponent))
    {
        Release(peer.service, number);
        FollowOwn();
        onSettled(pending.choice.decision, "granted too little", body.rate);
        return;
    }
    const CodeActivateBody activate{std::min(body.rate, pending.choice.asked),
                                    present && present->host == peer.service ? present->number : 0};
    peer.link.Tell(MakeCodeMessage(CodeMessage::ACTIVATE, number, Encode(activate)));
    Follow(pending.route);
    m_rate = activate.rate;
    UpdateRate(m_training);
    onSettled(pending.choice.decision, "used", body.rate);
}

void
CodeRoutes::HandleRefuse(const CodePeer& peer, uint64_t number)
{
    if (!IsPending(peer, number))
    {
        if (!m_asked.count(number))
        {
            m_place.onMalformed("CODE_REFUSE: path was not asked for");
        }
        return;
    }
    const std::size_t decision = m_pending.choice.decision;
    FollowOwn();
    onSettled(decision, "refused", 0);
}

bool
CodeRoutes::HandleLost(uint32_t service)
{
    if (m_pending.route && m_pending.route->host == service)
    {
        const std::size_t decision = m_pending.choice.decision;
        m_pending = Pending();
        onSettled(decision, "host lost", 0);
    }
    const CodeTasks::Route present = m_tasks.GetRoute();
    const bool followed = present && present->host == service;
    if (followed)
    {
        FollowOwn();
    }
    // Nobody is there to be told when their last tasks have come back.
    m_draining.erase(
        std::remove_if(m_draining.begin(),
                       m_draining.end(),
                       [=](const CodeTasks::Route& route) { return route->host == service; }),
        m_draining.end());
    return followed;
}

void
CodeRoutes::Release(uint32_t service, uint64_t number)
{
    const CodeReleaseBody body{m_tasks.CountAdmitted(number),
                               (Simulator::Now() - m_asked.at(number)).GetSeconds()};
    m_place.Find(service)->link.Tell(MakeCodeMessage(CodeMessage::RELEASE, number, Encode(body)));
}

bool
CodeRoutes::Tick()
{
    bool unanswered = false;
    if (m_pending.route && Simulator::Now() - m_pending.since > m_settings.patience)
    {
        const std::size_t decision = m_pending.choice.decision;
        m_pending = Pending();
        onSettled(decision, "no answer", 0);
        unanswered = true;
    }
    for (auto it = m_draining.begin(); it != m_draining.end();)
    {
        if (m_tasks.CountOn((*it)->number) == 0)
        {
            Release((*it)->host, (*it)->number);
            it = m_draining.erase(it);
        }
        else
        {
            ++it;
        }
    }
    return unanswered;
}

} // namespace edgeai
} // namespace ns3
