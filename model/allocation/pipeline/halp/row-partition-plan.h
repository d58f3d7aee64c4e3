/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_PARTITION_PLAN_H
#define EDGE_AI_ROW_PARTITION_PLAN_H

#include "ns3/plan-head.h"
#include "ns3/plan-step.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What the step of the same index in RowPartitionPlan::steps is about.
struct RowOperation
{
    uint32_t task{0}; ///< of the batch, from 0
    uint32_t layer{
        0}; ///< whose output rows are computed or sent: 1..N; 0 the image, N + 1 the tail
    uint32_t first{0}; ///< the first row, from 0
    uint32_t end{0};   ///< the row behind the last
    double start{0};   ///< expected, counted from when the images are at the host [s]; of a
                       ///< transfer when the link takes it; of the upload minus its time

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        const double endless = std::numeric_limits<double>::infinity();
        archive(Field("task", "", "of the batch, from 0"), task);
        archive(Field("layer", "", "whose rows: 0 the image, behind the last the tail"), layer);
        archive(Field("first", "", "the first row, from 0"), first);
        archive(Field("end", "", "the row behind the last"), end);
        archive(Field("start", "s", "expected").Within(-endless, endless), start);
    }
};

/// @ingroup edge-ai
/// Who owns which rows of a layer under HALP: secondary 1 [0, zoneFirst), the host [zoneFirst,
/// zoneEnd), secondary 2 the rest.
struct RowZone
{
    uint32_t zoneFirst{0}; ///< u_i
    uint32_t zoneEnd{0};   ///< v_i

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("zone_first", "", "the host's first row"), zoneFirst);
        archive(Field("zone_end", "", "the row behind the host's last"), zoneEnd);
    }
};

/// @ingroup edge-ai
/// What one node has to do for the whole batch.
struct RowNodeShare
{
    double flop{0};      ///< work [FLOP]
    double busyTime{0};  ///< time it computes [s]
    double stallTime{0}; ///< time it waits for rows between its first wait and its last step [s]
    double sentBytes{0}; ///< rows it sends [B], headers not counted

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("work", "FLOP", "work").Amount(), flop);
        archive(Field("busy", "s", "time it computes").Amount(), busyTime);
        archive(Field("stall", "s", "time it waits for rows").Amount(), stallTime);
        archive(Field("sent", "B", "rows it sends").Amount(), sentBytes);
    }
};

/// @ingroup edge-ai
/// How the steps of a division follow from its rows.
enum class RowForm : uint8_t
{
    EDGE_FIRST = 0, ///< HALP: rows that another node waits for come first, and travel meanwhile
    BODY_FIRST = 1, ///< HALP: they come last; whoever waits sees how long they travel
    BARRIERS = 2,   ///< HALP: all compute, then all exchange, layer by layer
    BLOCKS = 3,     ///< equal shares, layers in blocks, a barrier behind each (see AddBlockSteps)
};

/**
 * @ingroup edge-ai
 * Who computes and sends which rows, in which order. Steps are a graph: "upload" comes first and
 * everything waits for it; each node computes its steps in the order they are listed, one at a
 * time; each link takes its messages in the order they are handed over, which is when the steps
 * they wait for end; "result" comes last. The same steps follow again from `form`, `workers`,
 * `zones` and `blockEnds` (AddDivisionSteps), which is all that has to be sent. Nodes are indices
 * into RowPartitionProblem::nodes, the device that has the image is NO_NODE. Its summary counts
 * timelines (evaluations) and sweeps of the refinement (iterations).
 */
struct RowPartitionPlan : PlanHead
{
    std::vector<PlanStep> steps;
    std::vector<RowOperation> operations; ///< one per step
    RowForm form{RowForm::BLOCKS};        ///< how steps follow from zones or blocks
    uint32_t workers{1};                  ///< of BLOCKS: how many nodes share the rows
    std::vector<RowZone> zones;           ///< of HALP: one per layer; else empty
    std::vector<uint32_t> blockEnds;      ///< of layers computed without exchange: the last layer
                                          ///< of each block, from 1; else empty
    std::vector<RowNodeShare> nodes;      ///< one per node of the problem
    bool alone{false};                    ///< whether the host runs everything
    double zoneShare{0};                  ///< Z, of the height that is the host's; 0: the overlap
    double ratio{0};      ///< rho, share of secondary 1 of the rows besides the zone
    double time{0};       ///< T, from images at the host to answers [s]
    double aloneTime{0};  ///< T of the host alone [s]
    double speedUp{0};    ///< aloneTime / time
    double bound{0};      ///< what no division of these rows can be faster than [s]
    double uploadTime{0}; ///< T_off of one image [s]; 0: not known

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        PlanHead::Fields(archive);
        archive(Field("step", "", "what is expected"), steps);
        archive(Field("operation", "", "the rows of each step"), operations);
        archive(Field("form", "", "how steps follow from zones or blocks")
                    .Choices({"edge_first", "body_first", "barriers", "blocks"}),
                form);
        archive(Field("workers", "", "of blocks: nodes that share the rows"), workers);
        archive(Field("zone", "", "the host's rows of each layer"), zones);
        archive(Field("block_ends", "", "last layers of blocks without exchange"), blockEnds);
        archive(Field("node", "", "what each node has to do"), nodes);
        archive(Field("alone", "", "the host runs everything"), alone);
        archive(Field("zone_share", "", "of the height, the host's").Within(0, 1), zoneShare);
        archive(Field("ratio", "", "share of secondary 1 of the rest").Within(0, 1), ratio);
        archive(Field("time", "s", "from images at the host to answers").Amount(), time);
        archive(Field("alone_time", "s", "of the host alone").Amount(), aloneTime);
        archive(Field("speed_up", "", "over the host alone").Amount(), speedUp);
        archive(Field("bound", "s", "no division of these rows is faster").Amount(), bound);
        archive(Field("upload_time", "s", "of one image").Amount(), uploadTime);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_PARTITION_PLAN_H
