/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PIPELINE_FIGURES_H
#define EDGE_AI_PIPELINE_FIGURES_H

#include "ns3/task-record.h"

#include <cstdint>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What a plan decides about a stage of a pipeline, beside which layers it runs.
struct PipelineFigures
{
    static constexpr const char* FAMILY = "pipeline"; ///< see FigureSet

    FigureLabel structure; ///< v_i, structure of its layers, from 0

    /// The fields, by name.
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("structure", "", "of a stage's layers, from 0"), structure);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PIPELINE_FIGURES_H
