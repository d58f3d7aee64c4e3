/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-admission.h"

#include <algorithm>
#include <limits>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// A token that is there but for the rounding of the instants is there.
constexpr double ROUNDING = 1e-9;

} // namespace

GuestGrant
GrantGuestRate(const CodeProblem& problem, const CodeLabel& label, double asked, double otherGuests)
{
    const double hostFlop = problem.host.GetFlop();
    CodeProblem left = problem;
    left.host.flops = problem.host.flops - otherGuests;
    // What is protected is a share of what the host had alone, whoever its guests are.
    const double own = GetHostOwnThroughput(problem);
    const double kept = label.hostFlop <= hostFlop ? problem.protectedShare * own : own;
    const double room = std::max(0., left.host.flops - hostFlop * kept);
    GuestGrant grant;
    grant.rate = label.hostFlop > 0 ? std::min(asked, room / label.hostFlop) : asked;
    grant.share = grant.rate * label.hostFlop / problem.host.flops;
    grant.hostRate =
        std::clamp((left.host.flops - grant.rate * label.hostFlop) / hostFlop, 0., own);
    if (grant.rate < asked)
    {
        std::ostringstream text;
        text << "asked for " << asked << " 1/s; besides " << kept
             << " 1/s of the host's own tasks there is room for " << grant.rate << " 1/s";
        grant.reason = text.str();
    }
    return grant;
}

TokenBucket::TokenBucket(double rate, double burst)
    : m_rate(rate),
      m_burst(burst),
      m_tokens(burst)
{
}

double
TokenBucket::GetTokens(double now) const
{
    return std::min(m_burst, m_tokens + m_rate * std::max(0., now - m_last));
}

bool
TokenBucket::Take(double now)
{
    const double tokens = GetTokens(now);
    if (tokens < 1 - ROUNDING)
    {
        return false;
    }
    m_tokens = std::max(0., tokens - 1);
    m_last = now;
    return true;
}

double
TokenBucket::GetNextInstant(double now) const
{
    const double lacking = 1 - GetTokens(now);
    if (lacking <= ROUNDING)
    {
        return now;
    }
    return m_rate > 0 ? now + lacking / m_rate : std::numeric_limits<double>::infinity();
}

void
TokenBucket::SetRate(double rate, double now)
{
    m_tokens = GetTokens(now);
    m_last = now;
    m_rate = rate;
}

} // namespace edgeai
} // namespace ns3
