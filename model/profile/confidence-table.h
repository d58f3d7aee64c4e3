/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CONFIDENCE_TABLE_H
#define EDGE_AI_CONFIDENCE_TABLE_H

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What the exits of a network said about one validation sample.
struct ConfidenceSample
{
    std::vector<double> confidences; ///< at each early exit, in [0, 1], nearest to the input first
    std::vector<uint8_t> correct;    ///< whether the answer is: at each early exit, then at the end
};

/**
 * @ingroup edge-ai
 * Confidence and correctness of a network with early exits, measured sample by sample: what its
 * users know of it without a law for it.
 */
struct ConfidenceTable
{
    std::vector<ConfidenceSample> samples;

    /// @returns number of early exits (0 without samples)
    std::size_t GetExitCount() const;
    /// @param [in] exits number of early exits there must be
    /// @returns "" if it is sound, else one sentence naming the field and its range
    std::string Validate(std::size_t exits) const;
};

/**
 * @param [in] text one line per sample: confidence and correctness (0 or 1) at each early exit,
 *             then correctness at the end, with commas between them: "0.83,1,0.97,1,1". What
 *             follows a # is a comment; lines without anything else are left out.
 * @param [in] source its name, for messages
 * @returns the table, of at least one sample
 * @throws ProfileError naming the line, the column and the allowed range
 */
ConfidenceTable ParseConfidenceTable(const std::string& text,
                                     const std::string& source = "confidences");

/**
 * @param [in] path a file as ParseConfidenceTable takes it
 * @returns the table
 * @throws ProfileError if it cannot be read or is not a table
 */
ConfidenceTable ReadConfidenceFile(const std::string& path);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CONFIDENCE_TABLE_H
