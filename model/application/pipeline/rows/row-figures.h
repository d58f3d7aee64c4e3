/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_FIGURES_H
#define EDGE_AI_ROW_FIGURES_H

#include "ns3/task-record.h"

#include <limits>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What is known of an image that several nodes share by rows. Times of inference count from when
/// the images of its batch were at the host, and it began with them.
struct RowFigures
{
    static constexpr const char* FAMILY = "rows"; ///< see FigureSet

    FigureLabel batch;  ///< its number, from 1
    FigureLabel images; ///< of the batch
    FigureLabel alone;  ///< 1: the host was to run it alone
    FigureLabel given;  ///< 1: a secondary fell silent or left, and the host ran it alone then
    double uploadPlanned{NOT_AVAILABLE};       ///< T_off [s]
    double uploadRealised{NOT_AVAILABLE};      ///< [s]
    double inferencePlanned{NOT_AVAILABLE};    ///< T until its tail ends [s]
    double inferenceRealised{NOT_AVAILABLE};   ///< [s]
    double speedUpPlanned{NOT_AVAILABLE};      ///< over the host alone
    double speedUpRealised{NOT_AVAILABLE};     ///< likewise, over T alone as planned
    double hostStallPlanned{NOT_AVAILABLE};    ///< of the batch [s]
    double hostStallRealised{NOT_AVAILABLE};   ///< [s]
    double firstStallPlanned{NOT_AVAILABLE};   ///< of secondary 1 [s]
    double firstStallRealised{NOT_AVAILABLE};  ///< [s]
    double secondStallPlanned{NOT_AVAILABLE};  ///< of secondary 2 [s]
    double secondStallRealised{NOT_AVAILABLE}; ///< [s]
    double reliability{NOT_AVAILABLE};         ///< probability that the deadline is kept, eq. (9)

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double most = std::numeric_limits<double>::max();
        archive(Field("batch", "", "its number, from 1"), batch);
        archive(Field("batch_images", "", "images of the batch"), images);
        archive(Field("runs_alone", "", "1: the host was to run it alone"), alone);
        archive(Field("gave_up", "", "1: a secondary fell silent, the host ran it alone"), given);
        archive(Field("upload_time_planned", "s", "T_off").Within(0, most), uploadPlanned);
        archive(Field("upload_time_realised", "s", "T_off").Within(0, most), uploadRealised);
        archive(Field("inference_time_planned", "s", "T").Within(0, most), inferencePlanned);
        archive(Field("inference_time_realised", "s", "T").Within(0, most), inferenceRealised);
        archive(Field("speed_up_planned", "", "over the host alone").Within(0, most),
                speedUpPlanned);
        archive(Field("speed_up_realised", "", "over the host alone as planned").Within(0, most),
                speedUpRealised);
        archive(Field("host_stall_planned", "s", "of the batch").Within(0, most), hostStallPlanned);
        archive(Field("host_stall_realised", "s", "of the batch").Within(0, most),
                hostStallRealised);
        archive(Field("secondary_1_stall_planned", "s", "of the batch").Within(0, most),
                firstStallPlanned);
        archive(Field("secondary_1_stall_realised", "s", "of the batch").Within(0, most),
                firstStallRealised);
        archive(Field("secondary_2_stall_planned", "s", "of the batch").Within(0, most),
                secondStallPlanned);
        archive(Field("secondary_2_stall_realised", "s", "of the batch").Within(0, most),
                secondStallRealised);
        archive(
            Field("reliability", "", "planned probability that the deadline is kept").Within(0, 1),
            reliability);
    }
};

/// @ingroup edge-ai
/// When a step was expected and when it was, counted as RowFigures does.
struct RowStepFigures
{
    static constexpr const char* FAMILY = "rows"; ///< see FigureSet

    double startPlanned{NOT_AVAILABLE};  ///< [s]
    double startRealised{NOT_AVAILABLE}; ///< [s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double endless = std::numeric_limits<double>::max();
        archive(Field("start_planned", "s", "since the batch began").Within(-endless, endless),
                startPlanned);
        archive(Field("start_realised", "s", "since the batch began").Within(-endless, endless),
                startRealised);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_FIGURES_H
