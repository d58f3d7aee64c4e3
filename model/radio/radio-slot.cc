/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "radio-slot.h"

#include "block-decoder.h"
#include "broadband-medium.h"
#include "broadband-phy.h"
#include "broadband-signal-parameters.h"
#include "broadband-spectrum.h"

#include "ns3/abort.h"
#include "ns3/spectrum-channel.h"
#include "ns3/spectrum-value.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ns3
{
namespace edgeai
{

RadioSlot::RadioSlot(BroadbandMedium& medium)
    : m_medium(medium)
{
}

void
RadioSlot::AddCell(BroadbandPhy& base)
{
    m_cells.push_back(std::make_unique<RadioCell>());
    m_cells.back()->base = &base;
    m_cells.back()->next = BroadbandMedium::NEVER;
}

void
RadioSlot::Forget(const BroadbandPhy& phy)
{
    m_active.erase(std::remove(m_active.begin(), m_active.end(), &phy), m_active.end());
    for (Reception& reception : m_receptions)
    {
        if (reception.rx && (reception.rx == &phy || reception.rx->m_base == &phy))
        {
            reception.rx = nullptr;
        }
    }
    for (auto* cells : {&m_cells, &m_gone})
    {
        for (auto& cell : *cells)
        {
            for (Direction direction : {UPLINK, DOWNLINK})
            {
                for (auto* list : {&cell->sent[direction], &cell->previous[direction]})
                {
                    for (Transmission& sent : *list)
                    {
                        sent.tx = sent.tx == &phy ? nullptr : sent.tx;
                    }
                }
            }
        }
    }
    if (m_heard == 0)
    {
        DropUnheard(phy);
    }
    const auto own = std::find_if(m_cells.begin(), m_cells.end(), [&phy](const auto& cell) {
        return cell->base == &phy;
    });
    if (own != m_cells.end())
    {
        // Its blocks may be just being decoded.
        m_gone.push_back(std::move(*own));
        m_cells.erase(own);
    }
}

void
RadioSlot::DropUnheard(const BroadbandPhy& phy)
{
    const auto lost = [&phy](const Transmission& one) { return !one.tx || one.rx == &phy; };
    for (auto& cell : m_cells)
    {
        for (std::vector<Transmission>& sent : cell->sent)
        {
            sent.erase(std::remove_if(sent.begin(), sent.end(), lost), sent.end());
        }
    }
}

void
RadioSlot::Clear()
{
    m_heard = 0;
    std::move(m_cells.begin(), m_cells.end(), std::back_inserter(m_gone));
    m_cells.clear();
    m_active.clear();
}

RadioCell&
RadioSlot::GetCell(const BroadbandPhy& base) const
{
    for (const auto& cell : m_cells)
    {
        if (cell->base == &base)
        {
            return *cell;
        }
    }
    NS_ABORT_MSG("BroadbandMedium: PHY " << base.GetId() << " is no base station of this medium");
}

SlotBook&
RadioSlot::GetBook(const BroadbandPhy& base)
{
    RadioCell& cell = GetCell(base);
    const uint64_t slot = m_medium.GetSlot();
    if (cell.opened != slot + 1)
    {
        cell.opened = slot + 1;
        cell.book.Clear(GetLimits(base));
    }
    return cell.book;
}

CellLimits
RadioSlot::GetLimits(const BroadbandPhy& base) const
{
    const BroadbandMedium* medium = &m_medium;
    CellLimits limits;
    limits.subchannels = medium->GetSubchannels();
    limits.superposedUsers = base.GetSuperposedUsers();
    limits.basePower = base.GetPowerLimit();
    limits.userPower = [medium, &base](uint32_t id) {
        const BroadbandPhy* const user = medium->PeekPhy(id);
        const bool attached =
            user && user->GetRole() == BroadbandPhy::USER && user->m_base == &base;
        return attached ? user->GetPowerLimit() : -1;
    };
    limits.bandless = [medium, &base](uint32_t id, Direction direction) {
        const BroadbandPhy* const user = direction == UPLINK ? nullptr : medium->PeekPhy(id);
        return (user ? *user : base).GetErrorModel().GetOptions().law == BlockErrorModel::IDEAL;
    };
    return limits;
}

std::string
RadioSlot::Send(BroadbandPhy& phy,
                const std::shared_ptr<const Grant>& grant,
                const TransportBlock& block)
{
    if (!phy.m_base)
    {
        return "PHY " + std::to_string(phy.GetId()) + " is of no cell";
    }
    SlotBook& book = GetBook(*phy.m_base);
    std::string wrong = book.Check(*grant);
    if (!wrong.empty())
    {
        return wrong;
    }
    BroadbandPhy* const user = m_medium.PeekPhy(grant->user);
    const bool uplink = grant->direction == UPLINK;
    if (&phy != (uplink ? user : phy.m_base))
    {
        return "user is " + std::to_string(grant->user) + ", PHY " + std::to_string(phy.GetId()) +
               " is not the one to send its " + ToString(grant->direction) + " blocks";
    }
    if (!phy.IsPowered())
    {
        return "PHY " + std::to_string(phy.GetId()) + " has no power";
    }
    if (block.payloadBits > grant->bits)
    {
        return "payload has " + std::to_string(block.payloadBits) + " bit, must be <= bits, " +
               std::to_string(grant->bits);
    }
    BroadbandPhy* const rx = uplink ? phy.m_base : user;
    wrong = rx->m_decoder->CheckRepetition(*grant, block);
    if (wrong.empty())
    {
        book.Place(*grant);
        GetCell(*phy.m_base).sent[grant->direction].push_back({grant, block, &phy, rx});
    }
    return wrong;
}

void
RadioSlot::Finish(Time start, Time end)
{
    m_gone.clear();
    for (std::size_t i = 0; i < m_heard; ++i)
    {
        const Reception& reception = m_receptions[i];
        // Who hears of a block may dispose of its receiver.
        if (const Ptr<BroadbandPhy> rx{reception.rx})
        {
            rx->Decode(reception, start, end);
        }
    }
    m_heard = 0;
    for (auto& cell : m_cells)
    {
        for (Direction direction : {UPLINK, DOWNLINK})
        {
            std::swap(cell->previous[direction], cell->sent[direction]);
            cell->sent[direction].clear();
        }
    }
}

void
RadioSlot::AddOtherCells(const BroadbandPhy& rx,
                         bool previous,
                         const std::vector<bool>& mask,
                         std::vector<double>& power) const
{
    const Direction direction = rx.GetRole() == BroadbandPhy::BASE_STATION ? UPLINK : DOWNLINK;
    for (const auto& cell : m_cells)
    {
        if (cell->base == &rx.GetBase())
        {
            continue;
        }
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
                gain = m_medium.GetGain(*from, rx).ConstValuesBegin();
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
 * @param [out] signal the signal the receiver hears
 */
void
SetSignal(const Transmission& sent, const SpectrumValue* gain, SicSignal& signal)
{
    const std::vector<uint32_t>& subchannels = sent.grant->subchannels;
    signal.subchannels = &subchannels;
    signal.position = sent.grant->position;
    signal.user = sent.grant->user;
    signal.power.resize(subchannels.size());
    for (std::size_t j = 0; j < subchannels.size(); ++j)
    {
        signal.power[j] = sent.grant->power[j] * gain->ConstValuesBegin()[subchannels[j]];
    }
}

} // namespace

Reception&
RadioSlot::AddReception(BroadbandPhy& rx, std::size_t signals)
{
    if (m_heard == m_receptions.size())
    {
        m_receptions.emplace_back();
    }
    Reception& reception = m_receptions[m_heard++];
    reception.rx = &rx;
    reception.wanted = Reception::ALL;
    reception.signals.resize(signals);
    reception.behind.resize(signals);
    reception.base.assign(m_medium.GetSubchannels(), rx.GetNoisePower());
    return reception;
}

void
RadioSlot::HearUplink(const RadioCell& cell)
{
    const std::vector<Transmission>& sent = cell.sent[UPLINK];
    Reception& reception = AddReception(*cell.base, sent.size());
    AddOtherCells(*cell.base, false, {}, reception.base);
    for (std::size_t i = 0; i < sent.size(); ++i)
    {
        const bool audible = !sent[i].grant->subchannels.empty();
        SetSignal(sent[i],
                  audible ? &m_medium.GetGain(*sent[i].tx, *cell.base) : nullptr,
                  reception.signals[i]);
        reception.behind[i] = &sent[i];
    }
}

void
RadioSlot::HearDownlink(const RadioCell& cell, std::size_t wanted)
{
    const std::vector<Transmission>& sent = cell.sent[DOWNLINK];
    const Transmission& own = sent[wanted];
    const auto& subchannels = own.grant->subchannels;
    const SpectrumValue* gain =
        subchannels.empty() ? nullptr : &m_medium.GetGain(*cell.base, *own.rx);
    const bool alone = std::all_of(subchannels.begin(), subchannels.end(), [&cell](uint32_t m) {
        return cell.book.GetTaken(DOWNLINK)[m] == 1;
    });
    Reception& reception = AddReception(*own.rx, alone ? 1 : sent.size());
    std::vector<bool> mask;
    if (alone)
    {
        // Nothing to cancel: neither the other signals nor the other subchannels matter.
        mask.assign(m_medium.GetSubchannels(), false);
        for (uint32_t m : subchannels)
        {
            mask[m] = true;
        }
        reception.wanted = 0;
        SetSignal(own, gain, reception.signals.front());
        reception.behind.front() = &own;
    }
    else
    {
        reception.wanted = wanted;
        for (std::size_t i = 0; i < sent.size(); ++i)
        {
            SetSignal(sent[i], gain, reception.signals[i]);
            reception.behind[i] = &sent[i];
        }
    }
    if (gain)
    {
        AddOtherCells(*own.rx, false, mask, reception.base);
    }
}

void
RadioSlot::Hear()
{
    for (const auto& cell : m_cells)
    {
        if (!cell->sent[UPLINK].empty())
        {
            HearUplink(*cell);
        }
        for (std::size_t i = 0; i < cell->sent[DOWNLINK].size(); ++i)
        {
            HearDownlink(*cell, i);
        }
    }
}

void
RadioSlot::UpdateActivity()
{
    std::vector<BroadbandPhy*>& active = m_nextActive;
    active.clear();
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
                list(sent.rx).receiving = sent.rx->IsPowered();
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
        phy->SetActivity(phy->m_nextActivity);
    }
    active.resize(now);
    m_active.swap(active);
}

void
RadioSlot::Expose(Direction direction, SpectrumChannel& channel) const
{
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
                powers.emplace_back(sent.tx, std::vector<double>(m_medium.GetSubchannels(), 0.0));
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
            signal->medium = &m_medium;
            signal->psd = m_medium.GetSpectrum(direction).MakeDensity(power);
            signal->duration = m_medium.GetSlotDuration();
            signal->txPhy = Ptr<SpectrumPhy>(tx);
            channel.StartTx(signal);
        }
    }
}

} // namespace edgeai
} // namespace ns3
