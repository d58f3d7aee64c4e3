/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a BroadbandPhy does in a slot: send, decode, report.

#include "broadband-medium.h"
#include "broadband-phy.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>
#include <string>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiBroadbandPhySlot");

namespace
{

/**
 * Made only when something is wrong: a stream costs more than the checks.
 * @param [in] grant the grant
 * @param [in] parts what is wrong with it
 * @returns the message
 */
template <typename... Parts>
std::string
Refuse(const Grant& grant, const Parts&... parts)
{
    std::ostringstream out;
    out << ToString(grant.direction) << " grant for user " << grant.user << ": ";
    (out << ... << parts);
    return out.str();
}

} // namespace

std::string
BroadbandPhy::Check(const Grant& grant, const TransportBlock& block, BroadbandPhy*& rx) const
{
    if (!m_medium || !m_medium->m_starting)
    {
        return Refuse(grant, "sent outside BroadbandSlotUser::StartSlot");
    }
    const Ptr<BroadbandPhy> user = m_medium->FindPhy(grant.user);
    if (!user || user->m_role != USER || !user->m_base)
    {
        return Refuse(grant, "no user of that identifier is attached");
    }
    if ((grant.direction == UPLINK ? PeekPointer(user) : user->m_base) != this)
    {
        return Refuse(grant, "PHY ", GetId(), " is not the one to send it");
    }
    rx = grant.direction == UPLINK ? m_base : PeekPointer(user);

    if (!m_powered)
    {
        return Refuse(grant, "PHY ", GetId(), " has no power");
    }
    const std::size_t count = grant.subchannels.size();
    // Without subchannels there may be one power all the same, for what it costs in energy.
    if (grant.power.size() != count && !(count == 0 && grant.power.size() == 1))
    {
        return Refuse(grant, count, " subchannels but ", grant.power.size(), " powers");
    }
    if (count == 0 && rx->GetErrorLaw() != BlockErrorModel::IDEAL)
    {
        return Refuse(grant, "no subchannels, which only ErrorModel Ideal allows");
    }
    if (block.payloadBits > grant.bits)
    {
        return Refuse(grant, block.payloadBits, " payload bits in a block of ", grant.bits);
    }
    const auto& occupancy = m_medium->GetCell(*m_base).occupancy[grant.direction];
    for (std::size_t j = 0; j < count; ++j)
    {
        const uint32_t m = grant.subchannels[j];
        if (m >= occupancy.size())
        {
            return Refuse(grant, "subchannel ", m, ", must be < ", occupancy.size());
        }
        if (j > 0 && m <= grant.subchannels[j - 1])
        {
            return Refuse(grant,
                          "subchannel ",
                          m,
                          " after ",
                          grant.subchannels[j - 1],
                          ", must be ascending");
        }
        if (occupancy[m] >= m_base->m_superposedUsers)
        {
            return Refuse(grant,
                          "subchannel ",
                          m,
                          " already carries ",
                          occupancy[m],
                          " blocks, SuperposedUsers of cell ",
                          m_base->GetId());
        }
    }
    for (std::size_t j = 0; j < grant.power.size(); ++j)
    {
        if (!(grant.power[j] >= 0) || std::isinf(grant.power[j]))
        {
            return Refuse(grant,
                          "power ",
                          grant.power[j],
                          " W on subchannel ",
                          j < count ? std::to_string(grant.subchannels[j]) : "-",
                          ", must be finite and >= 0");
        }
    }
    const double power = m_slotPower + grant.GetTotalPower();
    if (power > m_powerLimit * (1 + 1e-9))
    {
        return Refuse(grant,
                      "powers of PHY ",
                      GetId(),
                      " sum to ",
                      power,
                      " W, PowerLimit is ",
                      m_powerLimit,
                      " W");
    }
    if (block.attempt > 0)
    {
        const auto kept = rx->m_soft.find({grant.user, block.id});
        if (kept != rx->m_soft.end() &&
            (kept->second.sinr.size() != count || kept->second.bits != grant.bits))
        {
            return Refuse(grant,
                          "repetition of block ",
                          block.id,
                          " with ",
                          grant.bits,
                          " bits on ",
                          count,
                          " subchannels, was ",
                          kept->second.bits,
                          " bits on ",
                          kept->second.sinr.size());
        }
    }
    return "";
}

std::string
BroadbandPhy::Transmit(std::shared_ptr<const Grant> grant, const TransportBlock& block)
{
    BroadbandPhy* rx = nullptr;
    const std::string wrong = Check(*grant, block, rx);
    if (!wrong.empty())
    {
        NS_LOG_WARN(wrong);
        return wrong;
    }
    RadioCell& cell = m_medium->GetCell(*m_base);
    for (uint32_t m : grant->subchannels)
    {
        ++cell.occupancy[grant->direction][m];
    }
    m_slotPower += grant->GetTotalPower();
    const Direction direction = grant->direction;
    cell.sent[direction].push_back({std::move(grant), block, this, rx});
    return "";
}

void
BroadbandPhy::Forget(uint32_t user, uint64_t block)
{
    m_soft.erase({user, block});
}

bool
BroadbandPhy::Judge(const Transmission& sent,
                    bool addressed,
                    const std::vector<double>& sinr,
                    Verdict& verdict)
{
    const Grant& grant = *sent.grant;
    const double symbols = m_medium->GetSymbols(grant.direction);
    const KeyedRandom random = m_medium->GetKey().Derive(GetId()).Derive(grant.user);
    if (!m_powered || (sent.tx && !sent.tx->m_powered))
    {
        // Somebody went silent during the slot, or never listened: nothing of it can be used.
        verdict.failureProbability = 1;
        verdict.last = addressed && sent.block.attempt >= m_maxRepetitions;
        if (verdict.last)
        {
            m_soft.erase({grant.user, sent.block.id});
        }
        return false;
    }
    if (!addressed)
    {
        verdict.failureProbability = m_errorModel.FailureProbability(grant.bits, sinr, symbols);
        const uint64_t draw = sent.block.id * 64 + sent.block.attempt;
        return random.Derive(1).Uniform(draw) >= verdict.failureProbability;
    }
    const std::pair<uint32_t, uint64_t> number(grant.user, sent.block.id);
    const auto kept = m_soft.find(number);
    std::vector<double> combined = sinr;
    if (kept != m_soft.end())
    {
        std::transform(sinr.begin(),
                       sinr.end(),
                       kept->second.sinr.begin(),
                       combined.begin(),
                       std::plus<>());
    }
    verdict.failureProbability = m_errorModel.FailureProbability(grant.bits, combined, symbols);
    verdict.last = sent.block.attempt >= m_maxRepetitions;
    const bool decoded = random.Uniform(sent.block.id) >= verdict.failureProbability;
    if (!decoded && !verdict.last)
    {
        m_soft[number] = {grant.bits, std::move(combined)};
    }
    else if (kept != m_soft.end())
    {
        m_soft.erase(kept);
    }
    return decoded;
}

void
BroadbandPhy::Decode(const Reception& reception, Time start, Time end)
{
    NS_LOG_FUNCTION(this << reception.signals.size() << start << end);
    std::vector<InterferenceChunk> chunks;
    if (m_foreign.IsEmpty())
    {
        chunks.push_back({1.0, reception.base});
    }
    else
    {
        chunks = m_foreign.Cut(start.GetTimeStep(), end.GetTimeStep(), reception.base);
    }
    const bool all = reception.wanted == Reception::ALL;
    std::vector<Verdict> verdicts(reception.signals.size());
    auto decide = [&](std::size_t i, const std::vector<double>& sinr) {
        const bool addressed = all || i == reception.wanted;
        return Judge(*reception.behind[i], addressed, sinr, verdicts[i]);
    };
    auto fold = [this](const std::vector<double>& sinr, const std::vector<double>& share) {
        return m_errorModel.EffectiveSinr(sinr, share);
    };
    const SicReceiver receiver(SicReceiver::Options{m_cancel, m_residual});
    const std::vector<SicOutcome> outcomes =
        all ? receiver.ReceiveAll(reception.signals, chunks, decide, fold)
            : receiver.ReceiveOne(reception.wanted, reception.signals, chunks, decide, fold);
    for (std::size_t i = 0; i < outcomes.size(); ++i)
    {
        if (outcomes[i].attempted)
        {
            Report(reception, i, outcomes[i], verdicts[i], start);
        }
    }
}

void
BroadbandPhy::Report(const Reception& reception,
                     std::size_t i,
                     const SicOutcome& outcome,
                     const Verdict& verdict,
                     Time start)
{
    const Transmission& sent = *reception.behind[i];
    BlockReport report;
    report.start = start;
    report.cell = m_base->GetId();
    report.receiver = GetId();
    report.grant = sent.grant;
    report.block = sent.block.id;
    report.attempt = sent.block.attempt;
    report.payloadBits = sent.block.payloadBits;
    report.failureProbability = verdict.failureProbability;
    report.position = outcome.position;
    report.uncancelled = outcome.uncancelled;
    report.sinr = &outcome.sinr;
    if (!outcome.sinr.empty())
    {
        report.sinrMin = *std::min_element(outcome.sinr.begin(), outcome.sinr.end());
        report.sinrMean = std::accumulate(outcome.sinr.begin(), outcome.sinr.end(), 0.0) /
                          static_cast<double>(outcome.sinr.size());
    }
    report.outcome = outcome.decoded ? BlockOutcome::DECODED
                     : verdict.last  ? BlockOutcome::DROPPED
                                     : BlockOutcome::FAILED;
    if (reception.wanted != Reception::ALL && i != reception.wanted)
    {
        m_cancellationTrace(report);
        return;
    }
    m_blockTrace(report);
    if (m_user)
    {
        m_user->BlockReceived(report, sent.block);
    }
    if (sent.tx && sent.tx->m_user)
    {
        sent.tx->m_user->BlockAcknowledged(report);
    }
}

const std::vector<double>&
BroadbandPhy::GetInterference()
{
    m_interference.assign(m_medium->m_subchannels, GetNoisePower());
    const uint64_t slot = m_medium->GetSlot();
    if (m_medium->m_ticked == slot && m_base)
    {
        m_medium->AddOtherCells(*this, true, {}, m_interference);
    }
    if (!m_foreign.IsEmpty() && slot > 0)
    {
        const int64_t length = m_medium->GetSlotDuration().GetTimeStep();
        const int64_t start = static_cast<int64_t>(slot - 1) * length;
        const auto chunks = m_foreign.Cut(start, start + length, m_interference);
        std::fill(m_interference.begin(), m_interference.end(), 0.0);
        for (const InterferenceChunk& chunk : chunks)
        {
            for (std::size_t m = 0; m < chunk.power.size(); ++m)
            {
                m_interference[m] += chunk.share * chunk.power[m];
            }
        }
    }
    return m_interference;
}

} // namespace edgeai
} // namespace ns3
