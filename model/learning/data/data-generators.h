/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DATA_GENERATORS_H
#define EDGE_AI_DATA_GENERATORS_H

#include "dataset.h"
#include "learning/learning-draws.h"

#include <cstdint>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Data without randomness, for checks: x[a, j] = sin((a + 1)(j + 1)), class of sample a is a mod C.
 * @param [in] samples how many, > 0  @param [in] features > 0  @param [in] classes >= 2
 * @returns the samples
 */
Dataset MakeFormulaData(uint32_t samples, Eigen::Index features, uint32_t classes);

/// @ingroup edge-ai
/// Clouds of points, one per class.
struct GaussianMixtureOptions
{
    uint32_t samples{4000};    ///< how many, > 0
    Eigen::Index features{20}; ///< p, > 0
    uint32_t classes{10};      ///< C, >= 2
    double separation{2};      ///< distance of the classes' means from the origin, >= 0
};

/**
 * @ingroup edge-ai
 * Means of the classes are the separation times random unit vectors, samples their class's mean
 * plus a standard normal vector; class of sample a is a mod C. Training and test samples are cut
 * from one set, so that they have the same means.
 * @param [in] options sizes
 * @param [in,out] draws randomness: first the means, then sample by sample
 * @returns the samples
 * @throws LearningError naming the option that is out of range
 */
Dataset MakeGaussianMixture(const GaussianMixtureOptions& options, LearningDraws& draws);

/// @ingroup edge-ai
/// Texts as sparse counts of words.
struct SparseTextOptions
{
    uint32_t samples{2000};       ///< documents, > 0
    Eigen::Index features{20000}; ///< words of the vocabulary, >= topicWords
    uint32_t classes{2};          ///< C, >= 2
    uint32_t words{100};          ///< words of a document, > 0
    uint32_t topicWords{200};     ///< words of a class, > 0
    double topicShare{0.2};       ///< probability of a word to be one of its class, in [0, 1]
    double zipf{1};               ///< exponent of the law of all words' frequencies, >= 0
};

/**
 * @ingroup edge-ai
 * Documents in which a word is one of the class's own with some probability, uniformly, else one of
 * all by Zipf's law (word j with weight (j + 1)^-zipf); features are counts scaled to norm 1, as
 * texts are given to linear models. Class of sample a is a mod C.
 * @param [in] options sizes
 * @param [in,out] draws randomness: first the classes' words, then document by document
 * @returns the samples, sparse
 * @throws LearningError naming the option that is out of range
 */
Dataset MakeSparseText(const SparseTextOptions& options, LearningDraws& draws);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DATA_GENERATORS_H
