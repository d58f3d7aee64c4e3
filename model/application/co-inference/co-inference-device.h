/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_DEVICE_H
#define EDGE_AI_CO_INFERENCE_DEVICE_H

#include "co-inference-body.h"

#include "ns3/moving-average.h"
#include "ns3/split-noma.h"
#include "ns3/split-plan.h"
#include "ns3/split-problem.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What a controller knows of a device, and the plan that device has.
struct CoInferenceDevice
{
    uint64_t client{0};                                  ///< its number at the controller
    RequestBody request;                                 ///< the latest
    ProcessorLimits server;                              ///< processor that serves it
    ComputingUnits units;                                ///< of that processor
    NomaLink pilot;                                      ///< latest known, if it is in a cell
    MovingAverage rateFactor{1, MovingAverage::REPLACE}; ///< measured; 1 means nothing
    double gain{0};                                      ///< latest known

    SplitDecision decision;           ///< it has
    PlanSummary summary;              ///< of the plan it has
    NomaLink planPilot;               ///< behind the plan it has
    double planFactor{1};             ///< rate factor behind the plan it has
    double planGain{0};               ///< gain behind the plan it has
    std::vector<uint8_t> planRequest; ///< request behind the plan it has, without the gain

    /// @param [in] adaptRate whether it counts  @returns the rate factor to plan with
    double GetRateFactor(bool adaptRate) const;

    /// @param [in] noiseDensity where its link does not say [W/Hz]  @returns the uplink's rate if
    /// the formulas held [bit/s]
    double GetShannonRate(double noiseDensity) const;

    /// @param [in] other device  @returns whether both name the same band, and can divide it
    bool SharesBand(const CoInferenceDevice& other) const;

    /**
     * @param [in] adaptRate whether the rate factor counts
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
