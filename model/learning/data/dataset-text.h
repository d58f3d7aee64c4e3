/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DATASET_TEXT_H
#define EDGE_AI_DATASET_TEXT_H

#include "data-file.h"
#include "data-partition.h"
#include "dataset.h"
#include "learning/learning-draws.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Samples as a text says:
 * - "Formula(features,classes,samples=...)": without randomness;
 * - "Mixture(features,classes,samples=...,separation=...)": clouds of points;
 * - "Text(features,classes,samples=...,words=...,topicWords=...)": sparse texts;
 * - "Idx(features file,labels file)", "Csv(file,label=...)", "Libsvm(file,features=...)": files,
 *   plain or gzip, each with "max=..." for the first samples alone. The label of a CSV is in the
 *   column "first", "last" (the default) or of that name; names of files and columns that hold a
 *   comma or "=", or blanks at an end, stand in double quotes.
 * @param [in] text such as "Mixture(20,10,samples=4000,separation=2)"
 * @param [in,out] draws randomness of generators
 * @param [in] training samples that these are a test of, whose classes and number of features
 *             they have; without samples: none
 * @returns the samples and the labels of their classes; of generators "0", "1", ...
 * @throws LearningError naming what is wrong and what is allowed, of a file with its line or byte
 */
LabelledData MakeLabelledData(const std::string& text,
                              LearningDraws& draws,
                              const LabelledData& training = LabelledData());

/// @param [in] text likewise  @param [in,out] draws randomness of generators  @returns the samples
/// @throws LearningError naming what is wrong and what is allowed
Dataset MakeDataset(const std::string& text, LearningDraws& draws);

/**
 * @ingroup edge-ai
 * Who has which samples, as a text says: "shared" (one list for everybody), "iid", "dirichlet(a)"
 * with at least 10 samples each, "classes(n)".
 * @param [in] text such as "dirichlet(0.5)"
 * @param [in] data samples  @param [in] devices how many  @param [in,out] draws randomness
 * @returns a part per device, or one for all
 * @throws LearningError naming what is wrong and what is allowed
 */
Partition MakePartition(const std::string& text,
                        const Dataset& data,
                        uint32_t devices,
                        LearningDraws& draws);

/// @param [in] text of a partition  @throws LearningError if there is none of that form
void RequirePartition(const std::string& text);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DATASET_TEXT_H
