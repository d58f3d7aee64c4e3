/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-device.h"

#include "application/message/message-archive.h"
#include "printable-text.h"

#include "ns3/link-control.h"

#include <algorithm>
#include <cmath>
#include <limits>

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
    request.txPowerMin = 0;  // follows from the gain, or from the device, which stays
    request.arrivalRate = 0; // what follows from it is compared itself
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

bool
Sends(const SplitDecision& decision)
{
    return decision.IsUsable() && GetStep(decision.steps, "uplink").bits > 0;
}

double
CoInferenceDevice::GetPlanningGain() const
{
    return bandGain > 0 ? bandGain : gain;
}

double
CoInferenceDevice::GetRateFactor(bool adaptRate) const
{
    return adaptRate ? rateFactor.Get() : 1;
}

bool
CoInferenceDevice::Contends() const
{
    // Whoever has a part of the band, or a link with a rate, sends whenever it has something.
    return request.linkRate == 0 && !request.divideBand && !inCell;
}

double
CoInferenceDevice::GetAirtimeShare(bool adaptRate) const
{
    const double share = airtimeShare.Get();
    return adaptRate && share > 0 && Contends() ? share : 1;
}

void
CoInferenceDevice::MeasureAirtime(const ReportBody& report, double weight)
{
    // Of the energy by which plan and report are compared; a power a step above the planned one
    // counts with it. What is no share says nothing.
    constexpr double LEAST = 1e-6;
    constexpr double MOST = 2;
    const UplinkAssumption* found = FindAssumption(report.plan);
    if (!found || !Contends() || !(report.uplinkBits > 0))
    {
        return;
    }
    const double share = report.uplinkEnergy / (found->txPower * report.uplinkTime);
    if (share >= LEAST && share <= MOST)
    {
        airtimeShare.Add(share, weight);
    }
}

std::string
CoInferenceDevice::ExplainAirtime(bool adaptRate) const
{
    const bool sends = decision.IsUsable() && decision.txPower > 0;
    if (!sends || !Contends() || (adaptRate && airtimeShare.Get() > 0))
    {
        return "";
    }
    return adaptRate ? "waiting for the medium is counted as sending until it is measured"
                     : "waiting for the medium is counted as sending";
}

void
CoInferenceDevice::Remember(uint64_t number, double noise)
{
    UplinkAssumption assumption;
    assumption.plan = number;
    assumption.rate = request.linkRate > 0 ? planLinkRate : decision.uplinkWay.rate / planFactor;
    assumption.bandwidth = decision.bandwidth;
    assumption.txPower = decision.txPower;
    assumption.noiseDensity = request.noiseDensity > 0 ? request.noiseDensity : noise;
    for (const PlanStep& step : decision.steps)
    {
        const double time = std::isnan(step.time) ? 0 : step.time;
        (step.name == "uplink" ? assumption.uplinkTime : assumption.otherTime) += time;
        assumption.uplinkEnergy += step.name == "uplink" ? step.energy : 0;
    }
    untold = false;
    if (assumptions.size() == ASSUMPTIONS_KEPT)
    {
        assumptions.erase(assumptions.begin());
    }
    assumptions.push_back(assumption);
}

const UplinkAssumption*
CoInferenceDevice::FindAssumption(uint64_t plan) const
{
    const auto found = std::lower_bound(
        assumptions.begin(),
        assumptions.end(),
        plan,
        [](const UplinkAssumption& earlier, uint64_t number) { return earlier.plan < number; });
    return found == assumptions.end() || found->plan != plan ? nullptr : &*found;
}

double
CoInferenceDevice::GetExcess(const ReportBody& report) const
{
    const UplinkAssumption* found = FindAssumption(report.plan);
    if (!found)
    {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const double excess =
        report.latency - report.waited - GetUplinkTime(*found, report) - found->otherTime;
    // More than the whole budget says no more than that, and would be halved for ever.
    return std::isnan(excess) ? excess : std::min(request.latencyBudget, excess);
}

double
CoInferenceDevice::GetUplinkTime(const UplinkAssumption& assumption, const ReportBody& report) const
{
    // What the rate factor makes up for needs nothing beside it.
    const double rate = rateFactor.Get() * GetRate(assumption);
    return report.uplinkBits > 0 && rate > 0 ? report.uplinkBits / rate : assumption.uplinkTime;
}

double
CoInferenceDevice::GetEnergyExcess(const ReportBody& report) const
{
    const UplinkAssumption* found = FindAssumption(report.plan);
    if (!found || !(found->uplinkTime > 0))
    {
        return std::numeric_limits<double>::quiet_NaN();
    }
    // Nor does what the airtime share makes up for.
    const double power = Contends() ? found->txPower * GetAirtimeShare(true)
                                    : found->uplinkEnergy / found->uplinkTime;
    const double excess = report.uplinkEnergy - power * GetUplinkTime(*found, report);
    return std::isnan(excess) ? excess : std::min(request.energyBudget, excess);
}

bool
CoInferenceDevice::HalveReserves(double worth)
{
    const bool any = reserve.Get() > worth * request.latencyBudget ||
                     energyReserve.Get() > worth * request.energyBudget;
    if (any)
    {
        reserve.Halve();
        energyReserve.Halve();
    }
    return any;
}

void
CoInferenceDevice::CountTask(double now)
{
    since = heard == 0 ? now : since;
    ++heard;
}

double
CoInferenceDevice::GetArrivalRate(double now) const
{
    constexpr double ENOUGH = 100; // tasks after which half of them are no matter of chance
    const double expected = request.arrivalRate * (now - since);
    const bool believed = expected < ENOUGH || 2.0 * heard > expected;
    return believed ? request.arrivalRate : heard / (now - since);
}

ServerLoad
CoInferenceDevice::GetLoad() const
{
    ServerLoad load;
    load.rate = rate;
    load.work = work;
    const PlanStep* step = FindStep(decision.steps, "server");
    if (decision.IsUsable() && step)
    {
        load.service = step->time / planShare.slowdown;
        load.units = std::max(1.0, decision.units);
    }
    return load;
}

double
CoInferenceDevice::GetRate(const UplinkAssumption& assumption) const
{
    if (inCell && decision.uplinkWay.rate > 0 && decision.uplinkWay.subchannel != NO_SUBCHANNEL)
    {
        // A cell carries out the newest plan of subchannels at once, whatever plan the device was
        // told; of bands an upload keeps what its own plan gave it.
        return decision.uplinkWay.rate / planFactor;
    }
    if (assumption.rate > 0)
    {
        return assumption.rate;
    }
    const double noise = assumption.noiseDensity * assumption.bandwidth;
    return assumption.bandwidth * std::log2(1 + assumption.txPower * gain / noise);
}

double
CoInferenceDevice::GetShannonRate(uint64_t plan) const
{
    const UplinkAssumption* found = FindAssumption(plan);
    return found ? GetRate(*found) : std::numeric_limits<double>::quiet_NaN();
}

double
CoInferenceDevice::GetLatestRate() const
{
    return assumptions.empty() ? std::numeric_limits<double>::quiet_NaN()
                               : GetRate(assumptions.back());
}

void
CoInferenceDevice::Doubt(double weight)
{
    if (weight > 0 && rateFactor.Get() != 1) // a first measurement still has to replace the 1
    {
        rateFactor.Add(1, weight);
    }
    if (weight > 0)
    {
        reserve.Halve();
        energyReserve.Halve();
    }
}

bool
CoInferenceDevice::FellShort(const ReportBody& report) const
{
    // The first plan of a device goes by Shannon's rate; radios that work keep a quarter of it.
    constexpr double FAR = 4;
    const UplinkAssumption* found = FindAssumption(report.plan);
    return found && found->uplinkTime > 0 && report.uplinkTime > FAR * found->uplinkTime;
}

void
CoInferenceDevice::CountPlan(uint32_t patience)
{
    const bool measured = rateFactor.Get() != 1 || energyReserve.Get() > 0;
    if (decision.IsUsable() && retrial.Count(Sends(decision), measured, patience))
    {
        rateFactor = MovingAverage(1, MovingAverage::REPLACE);
        energyReserve = MeasuredReserve();
    }
}

bool
CoInferenceDevice::NamesMedium() const
{
    return request.linkRate > 0 && request.medium != LinkMedium::NONE && request.mediumRate > 0;
}

CoInferenceDevice::Band
CoInferenceDevice::GetBand() const
{
    return {request.bandwidth, request.noiseDensity, request.subchannelWidth};
}

bool
CoInferenceDevice::SharesBand(const CoInferenceDevice& other) const
{
    // Those share a band that name the same one, so that nobody names that of the others.
    return request.divideBand && other.request.divideBand && GetBand() == other.GetBand();
}

bool
CoInferenceDevice::IsUpToDate(bool adaptRate, double tolerance) const
{
    // Times count as shares of the budget: what is next to nothing may double.
    const auto isNear = [this, tolerance](double now, double then) {
        return now == then || std::abs(now - then) <= tolerance * request.latencyBudget;
    };
    return planRequest == Identify(request) && planServer.IsLike(server) &&
           !HasDrifted(GetRateFactor(adaptRate), planFactor, tolerance) &&
           !HasDrifted(GetAirtimeShare(adaptRate), planAirtime, tolerance) &&
           !HasDrifted(gain, planGain, tolerance) &&
           !HasDrifted(linkRate, planLinkRate, tolerance) &&
           !HasDrifted(share.slice, planShare.slice, tolerance) &&
           !HasDrifted(share.slowdown, planShare.slowdown, tolerance) &&
           isNear(share.wait, planShare.wait) &&
           (!adaptRate || isNear(reserve.Get(), planReserve)) &&
           (!adaptRate || std::abs(energyReserve.Get() - planEnergyReserve) <=
                              tolerance * request.energyBudget) &&
           IsNear(pilot.uplinkGains, planPilot.uplinkGains, tolerance) &&
           IsNear(pilot.downlinkGains, planPilot.downlinkGains, tolerance);
}

void
CoInferenceDevice::Accept(const SplitDecision& planned, const PlanSummary& how, bool adaptRate)
{
    planPilot = pilot;
    SplitDecision accepted = planned;
    // It travels with what is said about it here.
    accepted.reason = MakeLegible(MakePrintable(planned.reason), BodyLimits::REASON);
    untold = untold || Encode(accepted) != Encode(decision);
    decision = std::move(accepted);
    summary = how;
    planFactor = GetRateFactor(adaptRate);
    planAirtime = GetAirtimeShare(adaptRate);
    planGain = gain;
    planShare = share;
    planLinkRate = linkRate;
    planReserve = adaptRate ? reserve.Get() : 0;
    planEnergyReserve = adaptRate ? energyReserve.Get() : 0;
    planRequest = Identify(request);
    planServer = server;
}

} // namespace edgeai
} // namespace ns3
