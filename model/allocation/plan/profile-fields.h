/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROFILE_FIELDS_H
#define EDGE_AI_PROFILE_FIELDS_H

// Names, units and meanings of what a network costs, for whoever shows it or carries it elsewhere.

#include "named-fields.h"
#include "profile/confidence-table.h"

#include "ns3/network-profile.h"

namespace ns3
{
namespace edgeai
{

/// The fields of a RowGeometry. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, RowGeometry& value)
{
    archive(Field("kernel", "", "rows that a row of the output needs"), value.kernel);
    archive(Field("stride", "", "rows from one kernel to the next"), value.stride);
    archive(Field("padding", "", "rows put before the first and after the last, < kernel"),
            value.padding);
    archive(Field("trailing",
                  "",
                  "more rows put after the last, or left over by rounding up, < kernel"),
            value.trailing);
}

/// The fields of a Block. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, Block& value)
{
    archive(Field("name", "", "for people"), value.name);
    archive(Field("kind", "", "what it is").Choices(ListBlockKinds()), value.kind);
    archive(Field("flop", "FLOP", "work of one inference, 2 per multiply-add"), value.flop);
    archive(Field("multiply_adds", "", "multiply-adds alone (pooling has none)"),
            value.multiplyAdds);
    archive(Field("parameters", "", "trainable values"), value.parameters);
    archive(Field("weight_bytes", "B", "storage of the parameters"), value.weightBytes);
    archive(Field("output_shape", "", "e.g. {channels, height, width} or {tokens, width}"),
            value.outputShape);
    archive(Field("rows", "", "geometry along the rows of the input"), value.rows);
    archive(Field("state_bytes",
                  "B",
                  "kept from one inference to the next, e.g. a decoder's keys and values"),
            value.stateBytes);
}

/// The fields of a Exit. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, Exit& value)
{
    archive(Field("after_block", "", "number of blocks that run before this exit"),
            value.afterBlock);
    archive(Field("flop", "FLOP", "work of the exit's own layers"), value.flop);
    archive(
        Field("accuracy", "", "share of correct answers of the tasks that leave here, in [0, 1]"),
        value.accuracy);
    archive(Field("share", "", "share of tasks confident enough to leave here, in [0, 1]"),
            value.share);
}

/// The fields of a NetworkProfile. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, NetworkProfile& value)
{
    archive(Field("name", "", "for people"), value.name);
    archive(Field("source", "", "where the figures come from"), value.source);
    archive(Field("input_bits", "bit", "raw input sent when s = 0"), value.inputBits);
    archive(Field("result_bits", "bit", "what the last block's answer takes on the air"),
            value.resultBits);
    archive(Field("element_bits", "", "bits per element of a transmitted activation"),
            value.elementBits);
    archive(Field("blocks", "", "1..L"), value.blocks);
    archive(Field("cuts", "", "admissible s, ascending; empty: every 0..L"), value.cuts);
    archive(Field("exits", "", "ascending in after_block"), value.exits);
    archive(Field("input_shape", "", "e.g. {channels, height, width}; empty: not known"),
            value.inputShape);
    archive(Field("accuracy",
                  "",
                  "share of correct answers of the whole network, in [0, 1]; 0: not known"),
            value.accuracy);
}

/// The fields of a ConfidenceSample. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, ConfidenceSample& value)
{
    archive(Field("confidences", "", "at each early exit, in [0, 1], nearest to the input first"),
            value.confidences);
    archive(Field("correct", "", "whether the answer is: at each early exit, then at the end"),
            value.correct);
}

/// The fields of a ConfidenceTable. @param [in,out] archive gets them  @param [in,out] value whose
template <typename Archive>
void
NameFields(Archive& archive, ConfidenceTable& value)
{
    archive(Field("samples", "", "of a validation set"), value.samples);
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROFILE_FIELDS_H
