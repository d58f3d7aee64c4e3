/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The slot clock of BroadbandMedium: what happens at a slot boundary, in order.

#include "broadband-medium.h"
#include "broadband-phy.h"
#include "broadband-signal-parameters.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiBroadbandMediumSlot");

void
BroadbandMedium::Wake(const BroadbandPhy& base)
{
    NS_LOG_FUNCTION(this << base.GetId());
    RadioCell& cell = GetCell(base);
    const uint64_t slot = GetSlot();
    const bool boundary = Simulator::Now().GetTimeStep() % m_slot.GetTimeStep() == 0;
    // The slot that begins now is still open until the slot users have been called for it.
    const bool open = boundary && cell.started != slot + 1 && (m_ticked != slot || m_calling);
    cell.next = std::min(cell.next, open ? slot : slot + 1);
    if (!m_calling)
    {
        ScheduleTick();
    }
}

void
BroadbandMedium::ScheduleTick()
{
    uint64_t wanted = NEVER;
    for (const auto& cell : m_cells)
    {
        wanted = std::min(wanted, cell->next);
        if (!cell->sent[UPLINK].empty() || !cell->sent[DOWNLINK].empty())
        {
            wanted = std::min(wanted, m_ticked + 1);
        }
    }
    if (IsPending(m_tick) && m_tickSlot == wanted)
    {
        return;
    }
    m_tick.Cancel();
    m_tickSlot = wanted;
    if (wanted != NEVER)
    {
        const Time at = TimeStep(wanted * m_slot.GetTimeStep());
        m_tick = Simulator::Schedule(at - Simulator::Now(), &BroadbandMedium::Tick, this);
    }
}

void
BroadbandMedium::Tick()
{
    const uint64_t slot = m_tickSlot;
    NS_LOG_FUNCTION(this << slot);
    m_ticked = slot;
    m_calling = true;
    FinishSlot();
    m_starting = true;
    // A slot user may wake another cell, so go round until nobody is left.
    for (bool called = true; called;)
    {
        called = false;
        for (std::size_t c = 0; c < m_cells.size(); ++c)
        {
            RadioCell& cell = *m_cells[c];
            if (cell.next > slot || cell.started == slot + 1)
            {
                continue;
            }
            called = true;
            cell.started = slot + 1;
            cell.next = NEVER;
            if (BroadbandSlotUser* user = cell.base->m_slotUser)
            {
                const uint64_t next = user->StartSlot(slot);
                NS_ABORT_MSG_IF(next <= slot,
                                "BroadbandSlotUser::StartSlot(" << slot << ") asked for slot "
                                                                << next << ", which has begun");
                cell.next = std::min(cell.next, next);
            }
        }
    }
    m_starting = false;
    m_calling = false;
    TakeGains();
    UpdateActivity();
    if (m_expose)
    {
        ExposeSlot();
    }
    ScheduleTick();
}

void
BroadbandMedium::FinishSlot()
{
    const Time end = Simulator::Now();
    for (const Reception& reception : m_receptions)
    {
        if (reception.rx)
        {
            reception.rx->Decode(reception, end - m_slot, end);
        }
    }
    m_receptions.clear();
    for (auto& cell : m_cells)
    {
        for (Direction direction : {UPLINK, DOWNLINK})
        {
            for (const Transmission& sent : cell->sent[direction])
            {
                if (sent.tx)
                {
                    sent.tx->m_slotPower = 0;
                }
                for (uint32_t m : sent.grant->subchannels)
                {
                    cell->occupancy[direction][m] = 0;
                }
            }
            std::swap(cell->previous[direction], cell->sent[direction]);
            cell->sent[direction].clear();
        }
    }
}

void
BroadbandMedium::AddOtherCells(const BroadbandPhy& rx,
                               bool previous,
                               const std::vector<bool>& mask,
                               std::vector<double>& power)
{
    const bool uplink = rx.GetRole() == BroadbandPhy::BASE_STATION;
    for (const auto& cell : m_cells)
    {
        if (cell->base == &rx.GetBase())
        {
            continue;
        }
        const Direction direction = uplink ? UPLINK : DOWNLINK;
        // A base station's blocks follow one another: look its gain up once.
        const BroadbandPhy* from = nullptr;
        Values::const_iterator gain;
        for (const Transmission& sent :
             previous ? cell->previous[direction] : cell->sent[direction])
        {
            const auto& subchannels = sent.grant->subchannels;
            if (subchannels.empty() || !sent.tx)
            {
                continue;
            }
            if (sent.tx != from)
            {
                from = sent.tx;
                gain = GetGain(*from, rx).ConstValuesBegin();
            }
            for (std::size_t j = 0; j < subchannels.size(); ++j)
            {
                const uint32_t m = subchannels[j];
                if (mask.empty() || mask[m])
                {
                    power[m] += sent.grant->power[j] * gain[m];
                }
            }
        }
    }
}

namespace
{

/**
 * @param [in] sent a transmission
 * @param [in] gain gain to the receiver per subchannel; null if it has no subchannels
 * @returns the signal the receiver hears
 */
SicSignal
Hear(const Transmission& sent, const SpectrumValue* gain)
{
    SicSignal signal;
    signal.subchannels = &sent.grant->subchannels;
    signal.position = sent.grant->position;
    signal.user = sent.grant->user;
    signal.power.reserve(sent.grant->subchannels.size());
    for (std::size_t j = 0; j < sent.grant->subchannels.size(); ++j)
    {
        signal.power.push_back(sent.grant->power[j] *
                               gain->ConstValuesBegin()[sent.grant->subchannels[j]]);
    }
    return signal;
}

} // namespace

Reception
BroadbandMedium::PrepareUplink(const RadioCell& cell)
{
    Reception reception;
    reception.rx = cell.base;
    reception.base.assign(m_subchannels, cell.base->GetNoisePower());
    AddOtherCells(*cell.base, false, {}, reception.base);
    for (const Transmission& sent : cell.sent[UPLINK])
    {
        const bool audible = !sent.grant->subchannels.empty();
        reception.signals.push_back(Hear(sent, audible ? &GetGain(*sent.tx, *cell.base) : nullptr));
        reception.behind.push_back(&sent);
    }
    return reception;
}

Reception
BroadbandMedium::PrepareDownlink(const RadioCell& cell, std::size_t wanted)
{
    const Transmission& own = cell.sent[DOWNLINK][wanted];
    const auto& subchannels = own.grant->subchannels;
    Reception reception;
    reception.rx = own.rx;
    reception.base.assign(m_subchannels, own.rx->GetNoisePower());
    const SpectrumValue* gain = subchannels.empty() ? nullptr : &GetGain(*cell.base, *own.rx);
    const bool alone = std::all_of(subchannels.begin(), subchannels.end(), [&cell](uint32_t m) {
        return cell.occupancy[DOWNLINK][m] == 1;
    });
    std::vector<bool> mask;
    if (alone)
    {
        // Nothing to cancel: neither the other signals nor the other subchannels matter.
        mask.assign(m_subchannels, false);
        for (uint32_t m : subchannels)
        {
            mask[m] = true;
        }
        reception.wanted = 0;
        reception.signals.push_back(Hear(own, gain));
        reception.behind.push_back(&own);
    }
    else
    {
        reception.wanted = wanted;
        for (const Transmission& sent : cell.sent[DOWNLINK])
        {
            reception.signals.push_back(Hear(sent, gain));
            reception.behind.push_back(&sent);
        }
    }
    if (gain)
    {
        AddOtherCells(*own.rx, false, mask, reception.base);
    }
    return reception;
}

void
BroadbandMedium::TakeGains()
{
    for (const auto& cell : m_cells)
    {
        if (!cell->sent[UPLINK].empty())
        {
            m_receptions.push_back(PrepareUplink(*cell));
        }
        for (std::size_t i = 0; i < cell->sent[DOWNLINK].size(); ++i)
        {
            m_receptions.push_back(PrepareDownlink(*cell, i));
        }
    }
}

void
BroadbandMedium::UpdateActivity()
{
    std::vector<BroadbandPhy*> active;
    auto list = [&active](BroadbandPhy* phy) -> BroadbandPhy::Activity& {
        if (!phy->m_listed)
        {
            phy->m_listed = true;
            phy->m_nextActivity = {};
            active.push_back(phy);
        }
        return phy->m_nextActivity;
    };
    for (const auto& cell : m_cells)
    {
        for (Direction direction : {UPLINK, DOWNLINK})
        {
            for (const Transmission& sent : cell->sent[direction])
            {
                list(sent.tx).transmitPower += sent.grant->GetTotalPower();
                list(sent.rx).receiving = sent.rx->m_powered;
            }
        }
    }
    const std::size_t now = active.size();
    for (BroadbandPhy* phy : m_active)
    {
        list(phy);
    }
    for (BroadbandPhy* phy : active)
    {
        phy->m_listed = false;
        const BroadbandPhy::Activity& next = phy->m_nextActivity;
        if (next.receiving != phy->m_activity.receiving ||
            next.transmitPower != phy->m_activity.transmitPower)
        {
            phy->m_activity = next;
            phy->m_activityTrace(next);
        }
    }
    active.resize(now);
    m_active = std::move(active);
}

void
BroadbandMedium::ExposeSlot()
{
    for (Direction direction : {UPLINK, DOWNLINK})
    {
        if (!m_channel[direction])
        {
            continue;
        }
        for (const auto& cell : m_cells)
        {
            // One signal per transmitter, in the order of its first block.
            std::vector<std::pair<BroadbandPhy*, std::vector<double>>> powers;
            for (const Transmission& sent : cell->sent[direction])
            {
                auto found = std::find_if(powers.begin(), powers.end(), [&sent](const auto& entry) {
                    return entry.first == sent.tx;
                });
                if (found == powers.end())
                {
                    powers.emplace_back(sent.tx, std::vector<double>(m_subchannels, 0.0));
                    found = powers.end() - 1;
                }
                for (std::size_t j = 0; j < sent.grant->subchannels.size(); ++j)
                {
                    found->second[sent.grant->subchannels[j]] += sent.grant->power[j];
                }
            }
            for (const auto& [tx, power] : powers)
            {
                auto signal = Create<BroadbandSignalParameters>();
                signal->medium = this;
                signal->psd = GetSpectrum(direction).MakeDensity(power);
                signal->duration = m_slot;
                signal->txPhy = Ptr<SpectrumPhy>(tx);
                m_channel[direction]->StartTx(signal);
            }
        }
    }
}

} // namespace edgeai
} // namespace ns3
