/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-device.h"

#include "application/message/message-archive.h"

#include <algorithm>
#include <cmath>
#include <limits>
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

void
CoInferenceDevice::Remember(uint64_t number, double noise)
{
    UplinkAssumption assumption;
    assumption.plan = number;
    assumption.rate = decision.uplinkWay.rate / planFactor;
    assumption.bandwidth = decision.bandwidth;
    assumption.txPower = decision.txPower;
    assumption.noiseDensity = request.noiseDensity > 0 ? request.noiseDensity : noise;
    if (assumptions.size() == ASSUMPTIONS_KEPT)
    {
        assumptions.erase(assumptions.begin());
    }
    assumptions.push_back(assumption);
}

double
CoInferenceDevice::GetShannonRate(uint64_t plan) const
{
    const auto found = std::lower_bound(
        assumptions.begin(),
        assumptions.end(),
        plan,
        [](const UplinkAssumption& earlier, uint64_t number) { return earlier.plan < number; });
    if (found == assumptions.end() || found->plan != plan)
    {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (found->rate > 0)
    {
        return found->rate;
    }
    const double noise = found->noiseDensity * found->bandwidth;
    return found->bandwidth * std::log2(1 + found->txPower * gain / noise);
}

void
CoInferenceDevice::Doubt(double weight)
{
    rateFactor.Add(1, weight);
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
