/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SPARSE_FIGURES_H
#define EDGE_AI_SPARSE_FIGURES_H

#include "round-method.h"

#include "ns3/task-record.h"

#include <limits>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What is known of a round whose updates are some entries with noise, as queues and budgets stand
/// after it.
struct SparseFigures
{
    static constexpr const char* FAMILY = "sparse"; ///< see FigureSet

    double delayPlanned{NOT_AVAILABLE};  ///< D of its first plan [s]; 0: nobody has a part
    double delayRealised{NOT_AVAILABLE}; ///< D, of all attempts together [s]
    double delayQueue{NOT_AVAILABLE};    ///< Q [s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double most = std::numeric_limits<double>::max();
        archive(
            Field("upload_delay_planned", "s", "first model there to last update").Within(0, most),
            delayPlanned);
        archive(Field("upload_delay_realised", "s", "likewise").Within(0, most), delayRealised);
        archive(Field("delay_queue", "s", "how far rounds are behind their mean").Within(0, most),
                delayQueue);
    }
};

/// @ingroup edge-ai
/// What is known of the upload of such an update.
struct SparseStepFigures
{
    static constexpr const char* FAMILY = "sparse"; ///< see FigureSet

    double fraction{NOT_AVAILABLE};           ///< s
    FigureLabel kept;                         ///< k
    double keptBits{NOT_AVAILABLE};           ///< of these entries [bit]
    double noise{NOT_AVAILABLE};              ///< deviation in each of them, if they were computed
    double participationQueue{NOT_AVAILABLE}; ///< Z of the worker
    FigureLabel participations;               ///< rounds for which it was asked so far
    double epsilon{NOT_AVAILABLE};            ///< spent by what it computed so far

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double most = std::numeric_limits<double>::max();
        archive(Field("kept_fraction", "", "of the entries of its update").Within(0, 1), fraction);
        archive(Field("kept_entries", "", "of its update"), kept);
        archive(Field("kept_bits", "bit", "of these entries").Within(0, most), keptBits);
        archive(Field("noise_deviation", "", "in each of them").Within(0, most), noise);
        archive(Field("participation_queue", "", "ahead of its budget's pace").Within(0, most),
                participationQueue);
        archive(Field("participations", "", "rounds for which it was asked"), participations);
        archive(Field("epsilon", "", "spent by what it computed").Within(0, most), epsilon);
    }
};

/// @ingroup edge-ai
/// Writes which fraction of an update a plan has. @param [in] share of a worker
/// @param [in,out] upload step of it, which gets figures if its update is some entries
void RecordFraction(const RoundShare& share, StepRecord& upload);

/**
 * @ingroup edge-ai
 * Writes how queues and budgets stand after a round.
 * @param [in] standing of them
 * @param [in] planned D of the round's first plan [s]  @param [in] realised D of all attempts [s]
 * @param [in,out] record of the round, whose uploads have figures of such updates
 */
void RecordStanding(const RoundStanding& standing,
                    double planned,
                    double realised,
                    TaskRecord& record);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SPARSE_FIGURES_H
