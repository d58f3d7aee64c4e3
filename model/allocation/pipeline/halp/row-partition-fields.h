/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_PARTITION_FIELDS_H
#define EDGE_AI_ROW_PARTITION_FIELDS_H

// Names, units and meanings of a problem of divided rows for whoever shows it or carries it
// elsewhere.

#include "allocation/plan/profile-fields.h"
#include "row-partition-problem.h"

namespace ns3
{
namespace edgeai
{

/// The fields of a RowPartitionLayer. @param [in,out] archive gets them  @param [in,out] value
/// whose
template <typename Archive>
void
NameFields(Archive& archive, RowPartitionLayer& value)
{
    archive(Field("name", "", "for people"), value.name);
    archive(Field("rows", "", "kernel, stride and padding along the rows; kernel and stride >= 1"),
            value.rows);
    archive(Field("output_rows", "", "H_i, >= 1"), value.outputRows);
    archive(Field("row_flop", "FLOP", "2 m_i, work of one output row"), value.rowFlop);
    archive(Field("row_bytes", "B", "q_i, one output row on a link, > 0"), value.rowBytes);
    archive(Field("pooling", "", "whether it only halves what a convolution before it made"),
            value.pooling);
}

/// The fields of a RowPartitionNode. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, RowPartitionNode& value)
{
    archive(Field("name", "", "for people"), value.name);
    archive(Field("flops", "FLOP/s", "F_x, effective speed, > 0"), value.flops);
    archive(Field("operation_time", "s", "tau_o, fixed time of every compute operation"),
            value.operationTime);
    archive(Field("busy_power", "W", "drawn while it computes; 0: not known, energies not planned"),
            value.busyPower);
}

/// The fields of a RowPartitionProblem. @param [in,out] archive gets them  @param [in,out] value
/// whose
template <typename Archive>
void
NameFields(Archive& archive, RowPartitionProblem& value)
{
    archive(Field("image_rows", "", "H_0, >= 1"), value.imageRows);
    archive(Field("image_row_bytes", "B", "q_0, one row of the image on a link, > 0"),
            value.imageRowBytes);
    archive(Field("layers", "", "1..N"), value.layers);
    archive(Field("tail_flop", "FLOP", "2 w_FC, work behind the last layer"), value.tailFlop);
    archive(Field("result_bits", "bit", "the answer"), value.resultBits);
    archive(Field("nodes", "", "host first; of HALP then both secondaries"), value.nodes);
    archive(Field("link_rate", "bit/s", "R, of every pair and direction, > 0"), value.linkRate);
    archive(Field("pair_rates",
                  "bit/s",
                  "rates of single pairs, at [sender * nodes.size() + receiver]; 0: link_rate. "
                  "Empty: link_rate everywhere"),
            value.pairRates);
    archive(Field("medium", "", "how links relate").Choices({"point_to_point", "shared"}),
            value.medium);
    archive(Field("message_time", "s", "tau_m, latency of a message besides its time on the link"),
            value.messageTime);
    archive(Field("message_bytes", "B", "header that goes with every message"), value.messageBytes);
    archive(Field("tasks", "", "M, images of the batch, >= 1"), value.tasks);
    archive(Field("upload_rate", "bit/s", "from the device to the host; 0: not known"),
            value.uploadRate);
    archive(Field("deadline", "s", "D, for upload and inference; 0: none"), value.deadline);
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_PARTITION_FIELDS_H
