/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-device.h"

#include "application/message/message-archive.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] request what a device said  @returns it as bytes, without what is measured
std::vector<uint8_t>
Identify(RequestBody request)
{
    request.gain = 0;
    return Encode(request);
}

/// @param [in] gains now  @param [in] before behind a plan  @param [in] tolerance relative
/// @returns whether there are as many, and none has changed by more
bool
IsNear(const std::vector<double>& gains, const std::vector<double>& before, double tolerance)
{
    return std::equal(
        gains.begin(),
        gains.end(),
        before.begin(),
        before.end(),
        [tolerance](double now, double then) { return !HasDrifted(now, then, tolerance); });
}

} // namespace

double
CoInferenceDevice::GetRateFactor(bool adaptRate) const
{
    return adaptRate ? rateFactor.Get() : 1;
}

double
CoInferenceDevice::GetShannonRate(double noiseDensity) const
{
    const double noise = request.noiseDensity > 0 ? request.noiseDensity : noiseDensity;
    if (decision.uplinkWay.rate > 0)
    {
        return decision.uplinkWay.rate / planFactor; // with planned interference
    }
    if (request.linkRate > 0)
    {
        return request.linkRate;
    }
    const double band = decision.bandwidth;
    return band * std::log2(1 + decision.txPower * gain / (noise * band));
}

bool
CoInferenceDevice::SharesBand(const CoInferenceDevice& other) const
{
    // Those share a band that name the same one, so that nobody names that of the others.
    const auto band = [](const RequestBody& said) {
        return std::make_tuple(said.bandwidth, said.noiseDensity, said.subchannelWidth);
    };
    return request.divideBand && other.request.divideBand && band(request) == band(other.request);
}

bool
CoInferenceDevice::IsUpToDate(bool adaptRate, double tolerance) const
{
    return planRequest == Identify(request) &&
           !HasDrifted(GetRateFactor(adaptRate), planFactor, tolerance) &&
           !HasDrifted(gain, planGain, tolerance) &&
           IsNear(pilot.uplinkGains, planPilot.uplinkGains, tolerance) &&
           IsNear(pilot.downlinkGains, planPilot.downlinkGains, tolerance);
}

void
CoInferenceDevice::Accept(const SplitDecision& planned, const PlanSummary& how, bool adaptRate)
{
    planPilot = pilot;
    decision = planned;
    summary = how;
    planFactor = GetRateFactor(adaptRate);
    planGain = gain;
    planRequest = Identify(request);
}

} // namespace edgeai
} // namespace ns3
