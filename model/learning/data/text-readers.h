/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TEXT_READERS_H
#define EDGE_AI_TEXT_READERS_H

#include "data-file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Numbers separated by commas, semicolons, tabs or spaces (told by the first line), a sample a
 * line, plain or gzip. The first line may be a header: it is if not all of its features are
 * numbers. Labels may be numbers or words. Empty lines are passed over.
 * @param [in] path a file
 * @param [in] options what to read
 * @returns the samples
 * @throws LearningError "path:line: what is wrong"
 */
LabelledData ReadCsv(const std::string& path, const ReadOptions& options = ReadOptions());

/**
 * @ingroup edge-ai
 * Sparse samples in LIBSVM's form, "label index:value ... # comment" with rising indices from 1,
 * plain or gzip. Labels -1 and +1 are class 0 and 1.
 * @param [in] path a file
 * @param [in] options what to read
 * @returns the samples, sparse
 * @throws LearningError "path:line: what is wrong"
 */
LabelledData ReadLibsvm(const std::string& path, const ReadOptions& options = ReadOptions());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TEXT_READERS_H
