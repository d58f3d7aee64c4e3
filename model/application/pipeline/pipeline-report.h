/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PIPELINE_REPORT_H
#define EDGE_AI_PIPELINE_REPORT_H

#include "ns3/field.h"
#include "ns3/task-record.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// REPORT of a pipeline: what a position is and what it measured since its last report.
struct PipelineReportBody
{
    static constexpr double MAX_POWER = 1e9; ///< of a stage [W]

    uint32_t position{0};      ///< 0 camera, 1..M stages, M + 1 sink
    bool hello{false};         ///< whether it has just connected and has no plan
    double peakFlops{0};       ///< pi [FLOP/s]; of stages
    double memoryBandwidth{0}; ///< beta [B/s]; of stages
    double memoryBytes{0};     ///< Mem [B], 0: unlimited; of stages
    double fixedTime{0};       ///< o [s]; of stages
    double busyPower{0};       ///< drawn while it computes [W]; of stages
    double linkBits{0};        ///< payload that came over the link before it [bit]
    double linkTime{0};        ///< time the link was busy with that [s]
    uint32_t linkFrames{0};    ///< frames that came in that time
    uint32_t frames{0};        ///< frames served
    double serviceTime{0};     ///< sum of their service times [s]
    uint32_t waiting{0};       ///< frames waiting there now, for the processor or the next link

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("position", "", "0 camera, 1 to M stages, M + 1 sink"), position);
        archive(Field("hello", "", "it has just connected and has no plan"), hello);
        archive(Field("peak_flops", "FLOP/s", "of a stage").Amount(), peakFlops);
        archive(Field("memory_bandwidth", "B/s", "of a stage").Amount(), memoryBandwidth);
        archive(Field("memory_bytes", "B", "of a stage; 0: unlimited").Amount(), memoryBytes);
        archive(Field("fixed_time", "s", "of a stage, per frame").Amount(), fixedTime);
        archive(Field("busy_power", "W", "of a stage, while it computes").Within(0, MAX_POWER),
                busyPower);
        archive(Field("link_bits", "bit", "payload that came over the link before").Amount(),
                linkBits);
        archive(Field("link_time", "s", "the link was busy with that").Amount(), linkTime);
        archive(Field("link_frames", "", "frames that came in that time"), linkFrames);
        archive(Field("frames", "", "frames served"), frames);
        archive(Field("service_time", "s", "sum of their service times").Amount(), serviceTime);
        archive(Field("waiting", "", "frames waiting there now"), waiting);
    }

    /// @returns "", or what cannot be about the rate of the link
    std::string Validate() const;
};

/// @ingroup edge-ai
/// What a plan decides about a stage of a pipeline, beside which layers it runs.
struct PipelineFigures
{
    static constexpr const char* FAMILY = "pipeline"; ///< see FigureSet

    FigureLabel structure; ///< v_i, structure of its layers, from 0

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("structure", "", "of a stage's layers, from 0"), structure);
    }
};

/**
 * @param [in] report as it came
 * @param [in] devices M
 * @returns "" if its figures can be believed, else what is wrong
 */
std::string ExplainFault(const PipelineReportBody& report, std::size_t devices);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PIPELINE_REPORT_H
