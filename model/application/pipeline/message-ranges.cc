/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What the fields of every message may be: the one place where figures of others become believable.
// Quantities keep to the ranges of planning problems, so that nothing is read that is refused
// later.

#include "allocation/plan/field-inspection.h"
#include "pipeline-body.h"

#include "ns3/message-transport.h"
#include "ns3/split-plan.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Latest instant [s]; the simulator's clock ends before.
constexpr double LATEST = 1e10;
/// Most computing units of a server.
constexpr double MAX_UNITS = 1e6;
/// Largest payload a plan may ask for [bit].
constexpr double MAX_BITS = 8.0 * MessageTransport::MAX_MESSAGE;

/// @param [in] status on the wire  @returns the largest that a planner has
void
InspectStatus(FieldInspection& fields, uint8_t status)
{
    fields.Within("status", status, 0, static_cast<double>(PlanStatus::REFUSED), "");
}

/// Zero, positive, or not a number for what was not measured.
void
InspectMeasured(FieldInspection& fields, const char* name, double value, const char* unit)
{
    if (!std::isnan(value))
    {
        fields.Amount(name, value, unit);
    }
}

/// What a task brings; all 0: as its network says.
template <typename Body>
void
InspectShape(FieldInspection& fields, const Body& body)
{
    fields.Amount("tokensIn", body.tokensIn, "");
    fields.Amount("tokensOut", body.tokensOut, "");
    fields.Amount("inputBits", body.inputBits, " bit");
}

void
InspectWay(FieldInspection& fields, const std::string& path, const WayBody& way)
{
    fields.SetPath(path);
    fields.Amount("power", way.power, " W");
    fields.Amount("sinr", way.sinr, "");
    fields.Amount("rate", way.rate, " bit/s");
    fields.SetPath("");
}

} // namespace

std::string
RequestBody::Validate() const
{
    FieldInspection fields;
    InspectShape(fields, *this);
    fields.Positive("latencyBudget", latencyBudget, " s");
    fields.Positive("energyBudget", energyBudget, " J");
    if (!std::isnan(gain))
    {
        fields.Positive("gain", gain, "");
    }
    fields.Amount("bandwidth", bandwidth, " Hz");
    fields.Amount("noiseDensity", noiseDensity, " W/Hz");
    fields.Within("divideBand", divideBand, 0, 1, "");
    fields.Amount("subchannelWidth", subchannelWidth, " Hz");
    fields.Positive("txPowerMax", txPowerMax, " W");
    fields.Levels("txPowers", txPowers, txPowerMax, " W");
    fields.Positive("weightRate", weightRate, " 1/weight");
    fields.Amount("memoryBits", memoryBits, " bit");
    fields.Amount("timeWeight", timeWeight, " 1/s");
    fields.Amount("energyWeight", energyWeight, " 1/J");
    fields.SetPath("processor.");
    fields.Positive("flopPerCycle", processor.flopPerCycle, " FLOP/cycle");
    fields.Positive("clockMax", processor.clockMax, " cycle/s");
    fields.Positive("powerCoefficient", processor.powerCoefficient, " W/(cycle/s)^3");
    fields.Within("usageEffectiveness",
                  processor.usageEffectiveness,
                  1,
                  FieldInspection::LARGEST,
                  "");
    fields.Levels("clocks", processor.clocks, processor.clockMax, " cycle/s");
    return fields.GetComplaint();
}

std::string
PlanBody::Validate() const
{
    FieldInspection fields;
    InspectStatus(fields, status);
    fields.Within("deviceKeepRatio", deviceKeepRatio, 0, 1, "");
    fields.Within("serverKeepRatio", serverKeepRatio, 0, 1, "");
    fields.Amount("txPower", txPower, " W");
    fields.Amount("deviceClock", deviceClock, " cycle/s");
    fields.Amount("serverClock", serverClock, " cycle/s");
    fields.Amount("bandwidth", bandwidth, " Hz");
    fields.Within("uplinkBits", uplinkBits, 0, MAX_BITS, " bit");
    fields.Amount("deviceFlop", deviceFlop, " FLOP");
    fields.Amount("deviceMemory", deviceMemory, " B");
    fields.Amount("deviceTime", deviceTime, " s");
    fields.Amount("uplinkTime", uplinkTime, " s");
    fields.Amount("serverTime", serverTime, " s");
    fields.Amount("deviceEnergy", deviceEnergy, " J");
    fields.Amount("uplinkEnergy", uplinkEnergy, " J");
    fields.Amount("serverEnergy", serverEnergy, " J");
    fields.Amount("latency", latency, " s");
    fields.Amount("energy", energy, " J");
    fields.Within("distortion", distortion, 0, 1, "");
    fields.Positive("rateFactor", rateFactor, "");
    fields.Within("countServerEnergy", countServerEnergy, 0, 1, "");
    fields.Within("units", units, 0, MAX_UNITS, "");
    fields.Amount("downlinkTime", downlinkTime, " s");
    fields.Amount("downlinkEnergy", downlinkEnergy, " J");
    InspectWay(fields, "uplink.", uplink);
    InspectWay(fields, "downlink.", downlink);
    return fields.GetComplaint();
}

std::string
FeatureBody::Validate() const
{
    FieldInspection fields;
    InspectShape(fields, *this);
    fields.Within("serverKeepRatio", serverKeepRatio, FieldInspection::SMALLEST, 1, "");
    fields.Amount("serverClock", serverClock, " cycle/s");
    fields.Within("deadline", deadline, 0, FieldInspection::LARGEST, " s");
    fields.Within("dropLate", dropLate, 0, 1, "");
    fields.Within("units", units, 1, MAX_UNITS, "");
    return fields.GetComplaint();
}

std::string
ResultBody::Validate() const
{
    FieldInspection fields;
    fields.Within("status", status, 0, static_cast<double>(ServerStatus::STOPPED), "");
    fields.Within("received", received, 0, LATEST, " s");
    fields.Within("started", started, received, LATEST, " s");
    fields.Within("finished", finished, started, LATEST, " s");
    fields.Amount("energy", energy, " J");
    fields.Amount("clock", clock, " cycle/s");
    return fields.GetComplaint();
}

std::string
ReportBody::Validate() const
{
    FieldInspection fields;
    InspectMeasured(fields, "deviceTime", deviceTime, " s");
    InspectMeasured(fields, "uplinkTime", uplinkTime, " s");
    InspectMeasured(fields, "serverTime", serverTime, " s");
    InspectMeasured(fields, "latency", latency, " s");
    InspectMeasured(fields, "deviceEnergy", deviceEnergy, " J");
    InspectMeasured(fields, "uplinkEnergy", uplinkEnergy, " J");
    InspectMeasured(fields, "uplinkBits", uplinkBits, " bit");
    InspectMeasured(fields, "gain", gain, "");
    return fields.GetComplaint();
}

std::string
FrameBody::Validate() const
{
    FieldInspection fields;
    fields.Within("captured", captured, 0, LATEST, " s");
    fields.Within("sent", sent, captured, LATEST, " s");
    fields.Within("expires", expires, sent, LATEST, " s");
    return fields.GetComplaint();
}

std::string
PipelinePlanBody::Validate() const
{
    FieldInspection fields;
    InspectStatus(fields, status);
    for (std::size_t i = 0; i < computeTimes.size(); ++i)
    {
        fields.Amount("computeTimes[" + std::to_string(i) + "]", computeTimes[i], " s");
    }
    for (std::size_t i = 0; i < linkTimes.size(); ++i)
    {
        fields.Amount("linkTimes[" + std::to_string(i) + "]", linkTimes[i], " s");
    }
    fields.Within("accuracy", accuracy, 0, 1, "");
    return fields.GetComplaint();
}

std::string
PlanReadyBody::Validate() const
{
    FieldInspection fields;
    fields.Within("missingBytes",
                  missingBytes,
                  0,
                  static_cast<double>(MessageTransport::MAX_MESSAGE),
                  " B");
    return fields.GetComplaint();
}

std::string
PipelineReportBody::Validate() const
{
    FieldInspection fields;
    fields.Within("hello", hello, 0, 1, "");
    fields.Amount("peakFlops", peakFlops, " FLOP/s");
    fields.Amount("memoryBandwidth", memoryBandwidth, " B/s");
    fields.Amount("memoryBytes", memoryBytes, " B");
    fields.Amount("fixedTime", fixedTime, " s");
    fields.Amount("linkBits", linkBits, " bit");
    fields.Amount("linkTime", linkTime, " s");
    fields.Amount("serviceTime", serviceTime, " s");
    if (linkTime > 0 && linkBits > 0)
    {
        fields.Positive("linkBits / linkTime", linkBits / linkTime, " bit/s");
    }
    return fields.GetComplaint();
}

} // namespace edgeai
} // namespace ns3
