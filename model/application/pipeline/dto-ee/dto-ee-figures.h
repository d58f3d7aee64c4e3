/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_FIGURES_H
#define EDGE_AI_DTO_EE_FIGURES_H

#include "ns3/field.h"
#include "ns3/figure-archive.h"
#include "ns3/task-record.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What is known of a task of DTO-EE beside what all tasks have.
struct DtoEeFigures
{
    static constexpr const char* FAMILY = "dto-ee"; ///< see FigureSet

    double difficulty{NOT_AVAILABLE}; ///< d, in [0, 1)
    FigureLabel exitStage;            ///< behind which it left, from 1
    double confidence{NOT_AVAILABLE}; ///< of the exit it took; 1 at the end
    double correct{NOT_AVAILABLE};    ///< 1: the answer was right, 0: it was not
    /// Share of all tasks that the plan lets leave at an exit before the last stage.
    double leftEarlyPlanned{NOT_AVAILABLE};
    double leftEarlyRealised{NOT_AVAILABLE}; ///< 1: it left before the last stage, 0: it did not

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("difficulty", "", "of the task, from 0 to 1"), difficulty);
        archive(Field("exit_stage", "", "stage behind which it left, from 1"), exitStage);
        archive(Field("confidence", "", "of the exit it took; 1 at the end"), confidence);
        archive(Field("correct", "", "1: the answer was right, 0: it was not"), correct);
        archive(Field("left_early_planned", "", "share of tasks that leave before the last stage"),
                leftEarlyPlanned);
        archive(Field("left_early_realised", "", "1: it left before the last stage, 0: it did not"),
                leftEarlyRealised);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_FIGURES_H
