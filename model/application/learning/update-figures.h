/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_UPDATE_FIGURES_H
#define EDGE_AI_UPDATE_FIGURES_H

#include "round-method.h"

#include "ns3/task-record.h"

#include <limits>
#include <map>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What is known of a round whose updates are quantised and may be lost.
struct UpdateFigures
{
    static constexpr const char* FAMILY = "federated"; ///< see FigureSet

    double variancePlanned{NOT_AVAILABLE}; ///< V of the first plan
    double varianceGranted{NOT_AVAILABLE}; ///< V of the grants' plan
    double expected{NOT_AVAILABLE}; ///< updates that come, by the plan that was in force in the end

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double most = std::numeric_limits<double>::max();
        archive(Field("variance_planned", "", "V of what comes of the updates").Within(0, most),
                variancePlanned);
        archive(Field("variance_granted", "", "likewise, behind training").Within(0, most),
                varianceGranted);
        archive(Field("updates_expected", "", "sum over workers of 1 - q").Within(0, most),
                expected);
    }
};

/// @ingroup edge-ai
/// What is known of the upload of such an update. Planned: before training, with what was expected
/// of it. Granted: behind it, of methods that grant. Realised: as the worker found it.
struct UpdateStepFigures
{
    static constexpr const char* FAMILY = "federated"; ///< see FigureSet

    FigureLabel steps;                    ///< E
    double spreadPlanned{NOT_AVAILABLE};  ///< theta
    double spreadRealised{NOT_AVAILABLE}; ///< theta
    double powerPlanned{NOT_AVAILABLE};   ///< D
    double powerRealised{NOT_AVAILABLE};  ///< D
    FigureLabel bitsPlanned;              ///< B; none: its numbers travel in another code
    FigureLabel bitsGranted;              ///< B
    double bandPlanned{NOT_AVAILABLE};    ///< W [Hz]
    double bandGranted{NOT_AVAILABLE};    ///< W [Hz]
    double sharePlanned{NOT_AVAILABLE};   ///< of time, where links have no bands
    double shareGranted{NOT_AVAILABLE};   ///< likewise
    double outagePlanned{NOT_AVAILABLE};  ///< q
    double outageGranted{NOT_AVAILABLE};  ///< q
    double rateGranted{NOT_AVAILABLE};    ///< R, headers included [bit/s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double most = std::numeric_limits<double>::max();
        archive(Field("local_steps", "", "E, of its training"), steps);
        archive(Field("update_spread_planned", "", "theta = d (hi - lo)^2 / 4").Within(0, most),
                spreadPlanned);
        archive(Field("update_spread_realised", "", "likewise").Within(0, most), spreadRealised);
        archive(Field("update_power_planned", "", "D = |update|^2").Within(0, most), powerPlanned);
        archive(Field("update_power_realised", "", "likewise").Within(0, most), powerRealised);
        archive(Field("code_bits_planned", "bit", "B, of a coordinate's magnitude"), bitsPlanned);
        archive(Field("code_bits_granted", "bit", "likewise, behind training"), bitsGranted);
        archive(Field("update_band_planned", "Hz", "W, share of the band").Within(0, most),
                bandPlanned);
        archive(Field("update_band_granted", "Hz", "likewise, behind training").Within(0, most),
                bandGranted);
        archive(Field("update_time_share_planned", "", "of a channel in common").Within(0, most),
                sharePlanned);
        archive(Field("update_time_share_granted", "", "likewise, behind training").Within(0, most),
                shareGranted);
        archive(Field("outage_planned", "", "q, probability that it is lost").Within(0, 1),
                outagePlanned);
        archive(Field("outage_granted", "", "likewise, behind training").Within(0, 1),
                outageGranted);
        archive(Field("update_rate_granted", "bit/s", "R, headers included").Within(0, most),
                rateGranted);
    }
};

/// @ingroup edge-ai
/// Writes what a plan has of an update. @param [in] share of a worker
/// @param [in] timeShared its bandwidth is one of time: see RoundLinks::SharesTime()
/// @param [in,out] upload step of it, which gets figures if the worker trains for some local steps
void RecordUpdatePlan(const RoundShare& share, bool timeShared, StepRecord& upload);

/// @ingroup edge-ai
/// Writes what a plan of such updates comes to. @param [in] plan of the round
/// @param [in] granted it is that of grants  @param [in,out] record of the round, which gets
/// figures if a worker trains for some local steps
void RecordUpdatePlan(const RoundPlan& plan, bool granted, TaskRecord& record);

/// @ingroup edge-ai
/// Writes what a worker was granted. @param [in] share of it
/// @param [in] timeShared see RecordUpdatePlan()
/// @param [in,out] upload step that has figures of such an update
void RecordGrant(const RoundShare& share, bool timeShared, StepRecord& upload);

/// @ingroup edge-ai
/// @param [in] updates by number of their worker  @returns whether plans rest on what one of them
/// was known to be; else their V is of an assumption, and no figure
bool ExpectsUpdates(const std::map<uint32_t, UpdateStanding>& updates);

/**
 * @ingroup edge-ai
 * Writes what updates turned out to be.
 * @param [in] updates by number of their worker
 * @param [in,out] record of the round, whose uploads have figures of such updates
 */
void RecordUpdates(const std::map<uint32_t, UpdateStanding>& updates, TaskRecord& record);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_UPDATE_FIGURES_H
