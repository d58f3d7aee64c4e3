/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "block-decoder.h"

#include "broadband-phy.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

namespace ns3
{
namespace edgeai
{

void
BlockDecoder::Forget(uint32_t user, uint64_t block)
{
    m_soft.erase({user, block});
}

void
BlockDecoder::ForgetUser(uint32_t user)
{
    m_soft.erase(m_soft.lower_bound({user, 0}),
                 m_soft.upper_bound({user, std::numeric_limits<uint64_t>::max()}));
}

void
BlockDecoder::Clear()
{
    m_soft.clear();
}

std::string
BlockDecoder::CheckRepetition(const Grant& grant, const TransportBlock& block) const
{
    const auto kept = m_soft.find({grant.user, block.id});
    if (block.attempt == 0 || kept == m_soft.end())
    {
        return "";
    }
    const std::string which =
        ", must be as in the first transmission of block " + std::to_string(block.id) + ", ";
    if (kept->second.bits != grant.bits)
    {
        return "bits is " + std::to_string(grant.bits) + which + std::to_string(kept->second.bits);
    }
    if (kept->second.sinr.size() != grant.subchannels.size())
    {
        return "subchannels has " + std::to_string(grant.subchannels.size()) + " values" + which +
               std::to_string(kept->second.sinr.size());
    }
    return "";
}

bool
BlockDecoder::Judge(const Options& options,
                    const Transmission& sent,
                    bool addressed,
                    const std::vector<double>& sinr,
                    Verdict& verdict)
{
    const Grant& grant = *sent.grant;
    const BlockErrorModel& model = options.errorModel;
    const KeyedRandom random = options.key.Derive(grant.user);
    if (!options.powered || (sent.tx && !sent.tx->IsPowered()))
    {
        // Somebody went silent during the slot, or never listened: nothing of it can be used.
        verdict.failureProbability = 1;
        verdict.last = addressed && sent.block.attempt >= options.maxRepetitions;
        if (verdict.last)
        {
            m_soft.erase({grant.user, sent.block.id});
        }
        return false;
    }
    if (!addressed)
    {
        verdict.failureProbability = model.FailureProbability(grant.bits, sinr, options.symbols);
        const uint64_t draw = sent.block.id * 64 + sent.block.attempt;
        return random.Derive(1).Uniform(draw) >= verdict.failureProbability;
    }
    const std::pair<uint32_t, uint64_t> number(grant.user, sent.block.id);
    const auto kept = m_soft.find(number);
    std::vector<double> combined;
    if (kept != m_soft.end())
    {
        combined.resize(sinr.size());
        std::transform(sinr.begin(),
                       sinr.end(),
                       kept->second.sinr.begin(),
                       combined.begin(),
                       std::plus<>());
    }
    verdict.failureProbability = model.FailureProbability(grant.bits,
                                                          kept == m_soft.end() ? sinr : combined,
                                                          options.symbols);
    verdict.last = sent.block.attempt >= options.maxRepetitions;
    const bool decoded = random.Uniform(sent.block.id) >= verdict.failureProbability;
    if (!decoded && !verdict.last)
    {
        m_soft[number] = {grant.bits, kept == m_soft.end() ? sinr : std::move(combined)};
    }
    else if (kept != m_soft.end())
    {
        m_soft.erase(kept);
    }
    return decoded;
}

void
BlockDecoder::Decode(const Options& options,
                     const Reception& reception,
                     const std::vector<InterferenceChunk>& chunks,
                     const Report& tell)
{
    const bool all = reception.wanted == Reception::ALL;
    std::vector<Verdict> verdicts(reception.signals.size());
    const auto decide = [&](std::size_t i, const std::vector<double>& sinr) {
        const bool addressed = all || i == reception.wanted;
        return Judge(options, *reception.behind[i], addressed, sinr, verdicts[i]);
    };
    const auto fold = [&](const std::vector<double>& sinr, const std::vector<double>& share) {
        return options.errorModel.EffectiveSinr(sinr, share);
    };
    const SicReceiver receiver(options.sic);
    const std::vector<SicOutcome> outcomes =
        all ? receiver.ReceiveAll(reception.signals, chunks, decide, fold)
            : receiver.ReceiveOne(reception.wanted, reception.signals, chunks, decide, fold);
    for (std::size_t i = 0; i < outcomes.size(); ++i)
    {
        const SicOutcome& outcome = outcomes[i];
        if (!outcome.attempted)
        {
            continue;
        }
        const Transmission& sent = *reception.behind[i];
        BlockReport report;
        report.grant = sent.grant;
        report.block = sent.block.id;
        report.attempt = sent.block.attempt;
        report.payloadBits = sent.block.payloadBits;
        report.failureProbability = verdicts[i].failureProbability;
        report.position = outcome.position;
        report.uncancelled = outcome.uncancelled;
        report.sinr = &outcome.sinr;
        report.payload = PeekPointer(sent.block.payload);
        if (!outcome.sinr.empty())
        {
            report.sinrMin = *std::min_element(outcome.sinr.begin(), outcome.sinr.end());
            report.sinrMean = std::accumulate(outcome.sinr.begin(), outcome.sinr.end(), 0.0) /
                              static_cast<double>(outcome.sinr.size());
        }
        report.outcome = outcome.decoded    ? BlockOutcome::DECODED
                         : verdicts[i].last ? BlockOutcome::DROPPED
                                            : BlockOutcome::FAILED;
        tell(report, sent, all || i == reception.wanted);
    }
}

} // namespace edgeai
} // namespace ns3
