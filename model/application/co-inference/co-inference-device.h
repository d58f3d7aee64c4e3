/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_DEVICE_H
#define EDGE_AI_CO_INFERENCE_DEVICE_H

#include "application/control/link-retrial.h"
#include "application/control/measured-reserve.h"
#include "co-inference-body.h"
#include "server-share.h"

#include "ns3/moving-average.h"
#include "ns3/split-noma.h"
#include "ns3/split-plan.h"
#include "ns3/split-problem.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What the rate of an upload by a plan is compared with.
struct UplinkAssumption
{
    uint64_t plan{0};       ///< its number
    double rate{0};         ///< expected with planned interference [bit/s]; 0: of a band of its own
    double bandwidth{0};    ///< that band [Hz]
    double txPower{0};      ///< [W]
    double noiseDensity{0}; ///< [W/Hz]
    double uplinkTime{0};   ///< of a task by that plan [s]
    double uplinkEnergy{0}; ///< of that [J]
    double otherTime{0};    ///< of its other steps [s]
};

/// @param [in] decision for a device  @returns whether it uploads by it
bool Sends(const SplitDecision& decision);

/// What a controller knows of a device, and the plan that device has.
struct CoInferenceDevice
{
    /// Plans whose assumptions are kept; uploads by older ones are not measured.
    static constexpr std::size_t ASSUMPTIONS_KEPT = 256;

    uint64_t client{0};       ///< its number at the controller
    uint64_t asked{0};        ///< its place in the order in which devices asked last
    RequestBody request;      ///< the latest
    ServerDescription server; ///< processor that serves it
    ServerShare share;        ///< what it gets of that processor now
    double linkRate{0};       ///< what it gets of a link that has a rate now [bit/s]; 0: a radio
    double work{0};           ///< of its whole network [FLOP]
    double rate{0};           ///< tasks it has to do, as far as that is believed [1/s]; 0: unknown
    double since{0};          ///< instant of the first task it was heard of [s]
    uint64_t heard{0};        ///< tasks it was heard of
    NomaLink pilot;           ///< latest known, if it is in a cell
    bool inCell{false};       ///< it was when plans were last made, see CoInferenceCell::Contains()
    MovingAverage rateFactor{1, MovingAverage::REPLACE}; ///< measured; 1 means nothing
    /// Share of an upload's time in which it sends, where it waits for others; 0: not measured.
    MovingAverage airtimeShare{0, MovingAverage::REPLACE};
    MeasuredReserve reserve; ///< time for what no step contains, measured
    /// Energy for uploads that cost more than planned, measured.
    MeasuredReserve energyReserve;
    LinkRetrial retrial; ///< when rate factor and energy reserve are forgotten

    double gain{0};     ///< latest known
    double bandGain{0}; ///< that gives the rate of the subchannels it gets; 0: the latest known

    SplitDecision decision;           ///< it has
    std::string overload;             ///< what cannot keep up by that plan, in words; "": nothing
    std::string surprise;             ///< what turned out otherwise than planned; "": nothing
    PlanSummary summary;              ///< of the plan it has
    NomaLink planPilot;               ///< behind the plan it has
    double planFactor{1};             ///< rate factor behind the plan it has
    double planAirtime{1};            ///< airtime share behind the plan it has
    double planGain{0};               ///< gain behind the plan it has
    ServerShare planShare;            ///< what it gets of the server by the plan it has
    double planLinkRate{0};           ///< what it gets of its link by the plan it has [bit/s]
    double planReserve{0};            ///< set aside in the plan it has [s]
    double planEnergyReserve{0};      ///< set aside in the plan it has [J]
    bool untold{false};               ///< the plan it has is not the one it was told last
    ServerDescription planServer;     ///< server behind the plan it has
    std::vector<uint8_t> planRequest; ///< request behind the plan it has, without the gain
    std::vector<UplinkAssumption> assumptions; ///< of the latest plans it was told, by number

    /// @returns the gain to plan with
    double GetPlanningGain() const;

    /// @param [in] adaptRate whether it counts  @returns the rate factor to plan with
    double GetRateFactor(bool adaptRate) const;

    /// @returns whether its uploads wait for those of others on the one band they all have
    bool Contends() const;

    /**
     * @param [in] adaptRate whether it counts
     * @returns share of an upload's time in which it sends, to plan with: 1 before it was measured
     */
    double GetAirtimeShare(bool adaptRate) const;

    /// An upload has ended: how much of its time it sent. @param [in] report of its task
    /// @param [in] weight of it in the average, in (0, 1]
    void MeasureAirtime(const ReportBody& report, double weight);

    /**
     * @param [in] adaptRate whether what is measured counts
     * @returns "", or that the plan it has takes waiting for sending, in words
     */
    std::string ExplainAirtime(bool adaptRate) const;

    /**
     * It is told the plan it has: remember what that assumes, for the reports of its uploads.
     * @param [in] number of that plan, larger than those before
     * @param [in] noise density where its link does not say [W/Hz]
     */
    void Remember(uint64_t number, double noise);

    /**
     * @param [in] plan number of the plan an upload followed
     * @returns the uplink's rate if the formulas held [bit/s], at the latest known gain: what comes
     * of fading is no rate factor; NaN if the plan is not remembered
     */
    double GetShannonRate(uint64_t plan) const;

    /// @returns the same of the latest plan; NaN: there is none
    double GetLatestRate() const;

    /**
     * It got no plan, so nothing will be measured: its rate factor goes back towards 1, at which
     * nothing is known, or it would be refused for ever.
     * @param [in] weight as of a measurement, in (0, 1]; 0: it got one
     */
    void Doubt(double weight);

    /**
     * Whether an upload took so much longer than planned that its link may have been out of order.
     * @param [in] report of a task
     * @returns true if so; false for plans that are not known any more
     */
    bool FellShort(const ReportBody& report) const;

    /**
     * A task has a plan. If the latest ones upload nothing, so that nothing is measured, what was
     * measured of uploads does not count any more, see LinkRetrial; unless the link then did about
     * what was planned, so that plans upload nothing for good reason.
     * @param [in] patience plans in a row without an upload before that; 0: never
     */
    void CountPlan(uint32_t patience);

    /// @param [in] plan a number  @returns what is remembered of that plan, or nullptr
    const UplinkAssumption* FindAssumption(uint64_t plan) const;

    /**
     * @param [in] report of a task
     * @returns how much longer than its steps it took, without waits [s]: by its plan, but at the
     * rate that its uploads have on average, and at most the budget; NaN where GetShannonRate()
     * knows nothing
     */
    double GetExcess(const ReportBody& report) const;

    /**
     * @param [in] report of a task
     * @returns how much more energy than that its upload took [J]: repetitions, fades, powers that
     * are not the planned one; at most the budget; NaN where nothing is known or was measured
     */
    double GetEnergyExcess(const ReportBody& report) const;

    /**
     * There is no plan that leaves as much as is set aside: half of it must do.
     * @param [in] worth what of a budget makes a difference [1], > 0
     * @returns whether there was something to halve
     */
    bool HalveReserves(double worth);

    /// It was heard of a task. @param [in] now instant [s]
    void CountTask(double now);
    /**
     * @param [in] now instant [s]
     * @returns tasks it has to do [1/s], as it says unless it was heard of less than half as many:
     * what a device says of itself does not keep others from being served; 0: unknown
     */
    double GetArrivalRate(double now) const;

    /// @returns how much it loads the server by the plan it has
    ServerLoad GetLoad() const;

    /// @param [in] assumption of a plan  @param [in] report of a task that followed it
    /// @returns time of the upload by that plan, at the rate that uploads have on average [s]
    double GetUplinkTime(const UplinkAssumption& assumption, const ReportBody& report) const;

    /// @param [in] assumption of a plan  @returns the uplink's rate if the formulas held [bit/s]
    double GetRate(const UplinkAssumption& assumption) const;

    /// @returns whether its link shares something it can name
    bool NamesMedium() const;

    /// What a device says of its band: width, noise density, width of its subchannels.
    using Band = std::tuple<double, double, double>;

    /// @returns which band it is
    Band GetBand() const;

    /// @param [in] other device  @returns whether both name the same band, and can divide it
    bool SharesBand(const CoInferenceDevice& other) const;

    /**
     * @param [in] adaptRate whether the rate factor and the reserves count
     * @param [in] tolerance relative change of what is measured that makes no difference [1], >= 0
     * @returns whether the plan it has was made for what is known now
     */
    bool IsUpToDate(bool adaptRate, double tolerance) const;

    /**
     * A plan is in force, made for what is known now.
     * @param [in] planned what it shall do
     * @param [in] how the planner got there
     * @param [in] adaptRate whether the rate factor counted
     */
    void Accept(const SplitDecision& planned, const PlanSummary& how, bool adaptRate);
};

/// Devices that are planned together, by their numbers. Whoever leaves stays in it to the end.
using CoInferenceGroup = std::vector<std::shared_ptr<CoInferenceDevice>>;

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_DEVICE_H
