/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-rounds.h"

#include "compute/time-steps.h"
#include "dto-ee-body.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

DtoEeRounds::DtoEeRounds(const DtoEeSetup& setup, const DtoEePlace& place)
    : m_setup(setup),
      m_place(place),
      m_part(std::make_unique<DtoEePart>(setup.MakePart(place)))
{
    for (const DtoEeLink& link : m_part->GetLinks())
    {
        m_times[link.target] = link.time;
        m_targets[link.target] = Neighbour();
    }
}

DtoEeRounds::~DtoEeRounds()
{
    Stop();
}

void
DtoEeRounds::Stop()
{
    m_timeout.Cancel();
    m_told = true;
    m_ended = true;
}

void
DtoEeRounds::BeginSlot(uint64_t slot)
{
    if (!m_settled)
    {
        m_part->Settle(); // the slot was too short for its rounds
        m_settled = true;
    }
    m_part->RaisePenalty();
    Stop();
    if (m_place.stage == 0)
    {
        Begin(DtoEeWord::Make(slot, 0));
        Advance(false);
    }
}

void
DtoEeRounds::Begin(uint64_t word)
{
    m_word = word;
    m_begun = word + 1;
    m_told = false;
    m_ended = false;
    m_since = Simulator::Now();
    // Rates are given up first near the devices, where they come from.
    WaitUntil(m_place.stage);
    if (DtoEeWord::GetRound(word) == m_setup.options.rounds && !m_settled)
    {
        m_part->Settle();
        m_settled = true;
    }
}

void
DtoEeRounds::WaitUntil(uint32_t turns)
{
    m_timeout.Cancel();
    const Time end = AddWait(m_since, RepeatWait(m_setup.patience, turns));
    m_timeout =
        ScheduleCall(LimitWait(Max(Time(0), end - Simulator::Now())), [this] { HandleTimeout(); });
}

void
DtoEeRounds::HearRate(uint32_t sender, uint64_t word, const DtoEeRateReport& report)
{
    GainSender(sender);
    Neighbour& from = m_senders.at(sender);
    from.heard = std::max(from.heard, word + 1);
    from.misses = 0;
    m_part->HearRate(sender, report);
    if (word >= m_begun)
    {
        Begin(word); // what was waited for is not any more
    }
    Advance(false);
}

void
DtoEeRounds::HearPrice(uint32_t target, uint64_t word, const DtoEePriceReport& report)
{
    const auto time = m_times.find(target);
    if (time == m_times.end())
    {
        return;
    }
    if (m_targets.find(target) == m_targets.end())
    {
        m_part->GainTarget({target, time->second}, report);
        m_targets[target] = Neighbour();
        if (onGained)
        {
            onGained(target);
        }
    }
    Neighbour& from = m_targets.at(target);
    from.heard = std::max(from.heard, word + 1);
    from.misses = 0;
    m_part->HearPrice(target, report);
    Advance(false);
}

void
DtoEeRounds::GainSender(uint32_t sender)
{
    m_senders.emplace(sender, Neighbour());
}

void
DtoEeRounds::LoseSender(uint32_t sender)
{
    if (m_senders.erase(sender) > 0)
    {
        m_part->LoseSender(sender);
        Advance(false);
    }
}

void
DtoEeRounds::LoseTarget(uint32_t target)
{
    if (m_targets.erase(target) > 0)
    {
        m_part->LoseTarget(target);
        m_settled = true; // what is left of the row has no momentum
        Advance(false);
    }
}

void
DtoEeRounds::SetLinkTime(uint32_t target, double time)
{
    m_times[target] = time;
    m_part->SetLinkTime(target, time);
}

std::vector<double>
DtoEeRounds::GetRow() const
{
    std::vector<double> row(m_setup.problem.GetSize(m_place.stage + 1));
    const std::vector<DtoEeLink>& links = m_part->GetLinks();
    for (std::size_t l = 0; l < links.size(); ++l)
    {
        row[links[l].target] = m_part->GetShares()[l];
    }
    return row;
}

bool
DtoEeRounds::HaveSaid(const std::map<uint32_t, Neighbour>& neighbours, uint64_t word)
{
    return std::all_of(neighbours.begin(), neighbours.end(), [=](const auto& neighbour) {
        return neighbour.second.heard > word;
    });
}

std::vector<uint32_t>
DtoEeRounds::Miss(std::map<uint32_t, Neighbour>& neighbours)
{
    std::vector<uint32_t> silent;
    for (auto& [who, neighbour] : neighbours)
    {
        if (neighbour.heard <= m_word)
        {
            ++m_missed;
            neighbour.since = neighbour.misses == 0 ? m_since : neighbour.since;
            ++neighbour.misses;
            if (Simulator::Now() - neighbour.since >= m_setup.silence)
            {
                silent.push_back(who);
            }
        }
    }
    return silent;
}

void
DtoEeRounds::Advance(bool anyway)
{
    if (m_advancing)
    {
        return; // whoever is told may have something to say at once
    }
    m_advancing = true;
    bool goesOn = true;
    while (goesOn)
    {
        goesOn = false;
        if (!m_told && (anyway || m_place.stage == 0 || HaveSaid(m_senders, m_word)))
        {
            anyway = false;
            m_told = true;
            TellRates();
            goesOn = true;
        }
        else if (m_told && !m_ended && (anyway || HaveSaid(m_targets, m_word)))
        {
            anyway = false;
            m_ended = true;
            FinishRound();
            goesOn = true;
        }
    }
    m_advancing = false;
}

void
DtoEeRounds::TellRates()
{
    // Prices are given up first near the end, where they come from, and after all rates.
    WaitUntil(2 * m_setup.GetStages() - m_place.stage + 1);
    // Those that are gone are told too, as they may be there again.
    const std::vector<DtoEeLink> links = m_part->GetLinks();
    std::size_t l = 0;
    for (const auto& known : m_times)
    {
        const bool there = l < links.size() && links[l].target == known.first;
        tellRate(known.first, m_word, there ? m_part->TellRate(l) : DtoEeRateReport());
        l += there;
    }
}

void
DtoEeRounds::FinishRound()
{
    m_timeout.Cancel();
    if (m_place.stage > 0 && m_part->IsInformed())
    {
        const DtoEePriceReport price = m_part->TellPrice();
        for (const auto& sender : m_senders)
        {
            tellPrice(sender.first, m_word, price);
        }
    }
    if (onRound)
    {
        onRound(m_word);
    }
    const uint32_t round = DtoEeWord::GetRound(m_word);
    if (round == m_setup.options.rounds)
    {
        if (onSettled)
        {
            onSettled(DtoEeWord::GetSlot(m_word));
        }
        return;
    }
    m_part->Move();
    m_settled = false;
    if (m_place.stage == 0)
    {
        Begin(m_word + 1);
    }
    else if (round + 1 == m_setup.options.rounds)
    {
        m_part->Settle();
        m_settled = true;
    }
}

void
DtoEeRounds::HandleTimeout()
{
    if (!m_told)
    {
        for (const uint32_t sender : Miss(m_senders))
        {
            m_senders.erase(sender);
            m_part->LoseSender(sender);
        }
    }
    else
    {
        for (const uint32_t target : Miss(m_targets))
        {
            m_targets.erase(target);
            m_part->LoseTarget(target);
            m_settled = true;
            if (onSilent)
            {
                onSilent(target);
            }
        }
    }
    Advance(true);
}

} // namespace edgeai
} // namespace ns3
