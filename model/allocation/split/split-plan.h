/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SPLIT_PLAN_H
#define EDGE_AI_SPLIT_PLAN_H

#include "ns3/plan-head.h"
#include "ns3/plan-step.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Subchannel of who has none.
inline constexpr uint32_t NO_SUBCHANNEL = UINT32_MAX;

/// @ingroup edge-ai
/// Where one direction of a device's traffic goes, on subchannels that are shared.
struct PlannedWay
{
    uint32_t subchannel{NO_SUBCHANNEL}; ///< which, from 0
    uint32_t position{0};               ///< place in the decoding order there, 1 first
    uint32_t part{0};                   ///< which of the equal parts of the subchannel, from 0
    uint32_t parts{1};                  ///< how many there are; 1: the whole subchannel
    double power{0};                    ///< transmit power of this direction [W]
    double sinr{0};                     ///< expected, linear
    double rate{0};                     ///< expected [bit/s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("subchannel", "", "which, from 0; 4294967295: none"), subchannel);
        archive(Field("position", "", "place in its decoding order, 1 first"), position);
        archive(Field("part", "", "which of its equal parts, from 0"), part);
        archive(Field("parts", "", "how many there are").Within(1, UINT32_MAX), parts);
        archive(Field("power", "W", "transmit power").Amount(), power);
        archive(Field("sinr", "", "expected, linear").Amount(), sinr);
        archive(Field("rate", "bit/s", "expected").Amount(), rate);
    }
};

/// @ingroup edge-ai
/// What a plan decides about one device and its share of the server. A field that is added here is
/// in PLAN messages, the dissector, the records of tasks, their summary and the timeline.
struct SplitChoice
{
    static constexpr double MAX_UNITS = 1e6; ///< of a server

    uint32_t split{0};         ///< s: blocks 1..s on the device
    double deviceKeepRatio{0}; ///< kappa of the device's part, in (0, 1]
    double serverKeepRatio{0}; ///< kappa of the server's part, in (0, 1]
    double txPower{0};         ///< p [W]; 0 when nothing is sent
    double deviceClock{0};     ///< f_d [cycle/s]; 0 when the device computes nothing
    double serverClock{0};     ///< f_s [cycle/s]; 0 when the server computes nothing
    double bandwidth{0};       ///< this device's band [Hz]; 0: not planned
    double units{0};           ///< r, computing units of the server; 0: not planned

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("split", "", "blocks that run on the device"), split);
        archive(Field("device_keep_ratio", "", "kept of the device's weights").Within(0, 1),
                deviceKeepRatio);
        archive(Field("server_keep_ratio", "", "kept of the server's weights").Within(0, 1),
                serverKeepRatio);
        archive(Field("transmit_power", "W", "of the upload; 0: none").Amount().ZeroIsNone(),
                txPower);
        archive(Field("device_clock", "cycle/s", "asked for; 0: none").Amount().ZeroIsNone(),
                deviceClock);
        archive(Field("server_clock", "cycle/s", "asked for; 0: none").Amount().ZeroIsNone(),
                serverClock);
        archive(Field("bandwidth", "Hz", "the device's band; 0: not planned").Amount().ZeroIsNone(),
                bandwidth);
        archive(Field("computing_units", "", "of the server; 0: not planned")
                    .Within(0, MAX_UNITS)
                    .ZeroIsNone(),
                units);
    }
};

/// @ingroup edge-ai
/// What one device and its share of the server shall do, and what that is expected to cost.
struct SplitDecision : PlanVerdict, SplitChoice
{
    PlannedWay uplinkWay;   ///< where subchannels are planned
    PlannedWay downlinkWay; ///< likewise

    /// What is expected of every step that the task takes, of "device", "uplink", "server" and
    /// "downlink"; the last is NOT_PLANNED where a method does not regard it. Device k is node k of
    /// the plan, the server of cell n is node K + n.
    std::vector<PlanStep> steps;
    double latency{0};              ///< T, with the constant part t_0 [s]
    double energy{0};               ///< E, with the constant part e_0 [J]
    double distortion{0};           ///< bound of a weight's mean absolute change, in its units
    double normalisedDistortion{0}; ///< lambda times distortion, in [0, 1]
    /// Bound of the l2 norm of the change of all weights, of methods that regard it; else 0. It
    /// stays where the plan was made.
    double parameterDistortion{0};
    bool latencyActive{false};     ///< the latency budget binds
    bool energyActive{false};      ///< the energy budget binds
    bool deviceClockActive{false}; ///< f_d is at its limit
    bool serverClockActive{false}; ///< f_s is at its limit
    bool txPowerActive{false};     ///< p is at its limit

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        PlanVerdict::Fields(archive);
        SplitChoice::Fields(archive);
        archive(Field("uplink_way", "", "where features go on shared subchannels"), uplinkWay);
        archive(Field("downlink_way", "", "where answers go on shared subchannels"), downlinkWay);
        archive(Field("step", "", "what is expected of it"), steps);
        archive(Field("latency", "s", "expected, in all").Amount(), latency);
        archive(Field("energy", "J", "expected, in all").Amount(), energy);
        archive(Field("distortion", "", "bound in units of a weight").Amount(), distortion);
        archive(Field("normalised_distortion", "", "bound over that of no weights").Within(0, 1),
                normalisedDistortion);
        archive(Field("latency_active", "", "the latency budget binds"), latencyActive);
        archive(Field("energy_active", "", "the energy budget binds"), energyActive);
        archive(Field("device_clock_active", "", "the device's clock is at its limit"),
                deviceClockActive);
        archive(Field("server_clock_active", "", "the server's clock is at its limit"),
                serverClockActive);
        archive(Field("tx_power_active", "", "the transmit power is at its limit"), txPowerActive);
    }
};

/// @ingroup edge-ai
/// Decisions for every device of a problem, in the problem's order. The status is the worst of
/// theirs.
struct SplitPlan : PlanHead
{
    std::vector<SplitDecision> decisions; ///< of each device

    /**
     * Decide for the next device, once the plan is SOLVED for those before.
     * @param [in] decision of the device  @param [in] who is named before its reason, or ""
     */
    void Append(const SplitDecision& decision, const std::string& who)
    {
        status = std::max(status, decision.status);
        if (reason.empty() && !decision.reason.empty())
        {
            reason = who + decision.reason;
        }
        decisions.push_back(decision);
    }

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        PlanHead::Fields(archive);
        archive(Field("decision", "", "of each device"), decisions);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SPLIT_PLAN_H
