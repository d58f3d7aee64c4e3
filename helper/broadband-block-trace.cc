/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-block-trace.h"

#include <cmath>
#include <cstdio>

namespace ns3
{
namespace edgeai
{

BroadbandBlockTrace::BroadbandBlockTrace(const std::string& path, bool perSubchannel)
    : m_file(Create<OutputStreamWrapper>(path, std::ios::out)),
      m_perSubchannel(perSubchannel)
{
    *m_file->GetStream() << "time_s,cell,receiver,user,direction,purpose,block,attempt,subchannels,"
                            "power_W,sinr_min_dB,sinr_mean_dB,bits,payload_bits,"
                            "failure_probability,outcome,position,uncancelled"
                         << (perSubchannel ? ",powers_W,sinrs_dB\n" : "\n");
}

void
BroadbandBlockTrace::Connect(Ptr<BroadbandPhy> phy)
{
    const Ptr<BroadbandBlockTrace> self(this);
    phy->TraceConnectWithoutContext("TransportBlock",
                                    MakeCallback(&BroadbandBlockTrace::WriteDelivery, self));
    phy->TraceConnectWithoutContext("Cancellation",
                                    MakeCallback(&BroadbandBlockTrace::WriteCancellation, self));
}

std::string
BroadbandBlockTrace::FormatRanges(const std::vector<uint32_t>& subchannels)
{
    std::string text;
    for (std::size_t i = 0; i < subchannels.size();)
    {
        std::size_t end = i + 1;
        while (end < subchannels.size() && subchannels[end] == subchannels[end - 1] + 1)
        {
            ++end;
        }
        text += (text.empty() ? "" : ";") + std::to_string(subchannels[i]);
        if (end > i + 1)
        {
            text += "-" + std::to_string(subchannels[end - 1]);
        }
        i = end;
    }
    return text;
}

void
BroadbandBlockTrace::WriteDelivery(const BlockReport& report)
{
    Write("delivery", report);
}

void
BroadbandBlockTrace::WriteCancellation(const BlockReport& report)
{
    Write("cancellation", report);
}

void
BroadbandBlockTrace::Write(const char* purpose, const BlockReport& report)
{
    const Grant& grant = *report.grant;
    char numbers[160];
    std::snprintf(numbers,
                  sizeof numbers,
                  "%.9g,%.6f,%.6f,%llu,%llu,%.6e",
                  grant.GetTotalPower(),
                  10 * std::log10(report.sinrMin),
                  10 * std::log10(report.sinrMean),
                  static_cast<unsigned long long>(grant.bits),
                  static_cast<unsigned long long>(report.payloadBits),
                  report.failureProbability);
    char time[40];
    std::snprintf(time, sizeof time, "%.9f", report.start.GetSeconds());
    *m_file->GetStream() << time << ',' << report.cell << ',' << report.receiver << ','
                         << grant.user << ',' << ToString(grant.direction) << ',' << purpose << ','
                         << report.block << ',' << report.attempt << ','
                         << FormatRanges(grant.subchannels) << ',' << numbers << ','
                         << ToString(report.outcome) << ',' << report.position << ','
                         << report.uncancelled;
    if (m_perSubchannel)
    {
        std::string powers;
        std::string sinrs;
        for (std::size_t k = 0; k < grant.power.size(); ++k)
        {
            const char* separator = k == 0 ? "," : ";";
            std::snprintf(numbers, sizeof numbers, "%s%.9g", separator, grant.power[k]);
            powers += numbers;
            // Without subchannels there may be a power, but no SINR.
            const double sinr = k < report.sinr->size() ? (*report.sinr)[k] : 0;
            std::snprintf(numbers, sizeof numbers, "%s%.6f", separator, 10 * std::log10(sinr));
            sinrs += numbers;
        }
        *m_file->GetStream() << (powers.empty() ? "," : powers) << (sinrs.empty() ? "," : sinrs);
    }
    *m_file->GetStream() << '\n';
}

} // namespace edgeai
} // namespace ns3
