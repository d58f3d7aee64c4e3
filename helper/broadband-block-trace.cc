/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-block-trace.h"

#include "monitor/csv-format.h"
#include "printable-text.h"
#include "setting-check.h"

#include "ns3/simulator.h"

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <system_error>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns claims of all living traces on the files that they write
std::set<std::string>&
GetClaims()
{
    static auto* const claims = new std::set<std::string>; // traces may outlive what ends with main
    return *claims;
}

/**
 * Two traces would write over each other's lines.
 * @param [in] path of a file that is going to be written
 * @returns the claim on it; empty: on what is no file, as a pipe or the terminal, there is none
 * @throws std::invalid_argument if there is one already
 */
std::string
ClaimFile(const std::string& path)
{
    std::error_code ignored; // what is wrong with the path is said when the file is opened
    if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored))
    {
        return "";
    }
    const std::string claim =
        std::filesystem::weakly_canonical(std::filesystem::absolute(path, ignored), ignored)
            .string();
    SettingCheck("BroadbandBlockTrace")
        .Require(claim.empty() || GetClaims().insert(claim).second,
                 SettingWords() << "another trace of this simulation writes '"
                                << MakePrintable(path)
                                << "'; give each a file of its own, or one trace all devices");
    return claim;
}

} // namespace

BroadbandBlockTrace::BroadbandBlockTrace(const std::string& path, bool perSubchannel)
    : m_path(path),
      m_claim(ClaimFile(path)),
      m_perSubchannel(perSubchannel)
{
    errno = 0;
    m_stream.open(path, std::ios::out);
    m_stream << "time_s,cell,receiver,user,direction,purpose,block,attempt,subchannels,"
                "power_W,sinr_min_dB,sinr_mean_dB,bits,payload_bits,"
                "failure_probability,outcome,position,uncancelled"
             << (perSubchannel ? ",powers_W,sinrs_dB\n" : "\n") << std::flush;
    if (!m_stream)
    {
        GetClaims().erase(m_claim); // there will be no destructor
        CheckWritten();
    }
    m_file = Create<OutputStreamWrapper>(&m_stream);
}

BroadbandBlockTrace::~BroadbandBlockTrace()
{
    GetClaims().erase(m_claim);
}

void
BroadbandBlockTrace::CheckWritten()
{
    if (!m_stream)
    {
        throw std::runtime_error(ExplainWriteFailure(m_path));
    }
}

void
BroadbandBlockTrace::Connect(Ptr<BroadbandPhy> phy)
{
    const Ptr<BroadbandBlockTrace> self(this);
    if (!m_connected)
    {
        m_connected = true;
        Simulator::ScheduleDestroy(&BroadbandBlockTrace::Close, self);
    }
    phy->TraceConnectWithoutContext("TransportBlock",
                                    MakeCallback(&BroadbandBlockTrace::WriteDelivery, self));
    phy->TraceConnectWithoutContext("Cancellation",
                                    MakeCallback(&BroadbandBlockTrace::WriteCancellation, self));
}

void
BroadbandBlockTrace::Close()
{
    GetClaims().erase(m_claim); // the next simulation may write it anew
    m_claim.clear();
    errno = 0;
    m_stream.close();
    CheckWritten();
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
    if (!m_stream.is_open())
    {
        return; // the simulation was destroyed
    }
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
    errno = 0;
    m_stream << time << ',' << report.cell << ',' << report.receiver << ',' << grant.user << ','
             << ToString(grant.direction) << ',' << purpose << ',' << report.block << ','
             << report.attempt << ',' << FormatRanges(grant.subchannels) << ',' << numbers << ','
             << ToString(report.outcome) << ',' << report.position << ',' << report.uncancelled;
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
        m_stream << (powers.empty() ? "," : powers) << (sinrs.empty() ? "," : sinrs);
    }
    m_stream << '\n';
    CheckWritten();
}

} // namespace edgeai
} // namespace ns3
