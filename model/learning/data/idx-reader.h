/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IDX_READER_H
#define EDGE_AI_IDX_READER_H

#include "data-file.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Images or other arrays and their labels in IDX files (the format of MNIST), plain or gzip. All
 * types of the format are read; bytes 0..255 become 0..1.
 * @param [in] features file whose first dimension counts samples; the others make the features
 * @param [in] labels file of one dimension and a whole-number type
 * @param [in] options what to read
 * @returns the samples; classes are 0 to the largest label
 * @throws LearningError "path: byte N: what is wrong", also if the two do not fit together, or if
 * sizes in the header are more than the file can hold
 */
LabelledData ReadIdx(const std::string& features,
                     const std::string& labels,
                     const ReadOptions& options = ReadOptions());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IDX_READER_H
