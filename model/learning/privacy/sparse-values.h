/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SPARSE_VALUES_H
#define EDGE_AI_SPARSE_VALUES_H

#include "sparse-mask.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What messages of a round with sparse updates come to (section "Full-stack ns-3 simulation" of
/// the definition) [bit].
struct SparseSizes
{
    static constexpr uint64_t HEADER = 64;  ///< of every message
    static constexpr uint64_t NUMBER = 32;  ///< of a value, a gain, a count, a seed or a power
    static constexpr uint64_t CHANNEL = 16; ///< number of a subchannel

    /// @param [in] channels N  @returns what a client says of its channels [bit]
    static constexpr uint64_t CountState(uint64_t channels)
    {
        return HEADER + NUMBER * channels;
    }

    /// @param [in] parameters d  @returns model, and channel, k, seed and power of a client [bit]
    static constexpr uint64_t CountAssignment(uint64_t parameters)
    {
        return HEADER + CHANNEL + 3 * NUMBER + NUMBER * parameters;
    }

    /// @param [in] kept k  @returns an update [bit]
    static constexpr uint64_t CountUpdate(uint64_t kept)
    {
        return HEADER + NUMBER * kept;
    }
};

/**
 * @ingroup edge-ai
 * An update as it travels, where both ends know the mask: its k values in the order of rising
 * indices as floating-point numbers of 32 bit, most significant byte first; 4 k bytes.
 * @param [in] values finite, one per entry of the mask
 * @returns the bytes
 */
std::vector<uint8_t> EncodeMaskedValues(const std::vector<float>& values);

/**
 * @ingroup edge-ai
 * @param [in] bytes as they came  @param [in] kept how many values there shall be
 * @param [out] values what they are, to the bit
 * @returns "" or what is wrong: too many or too few, or one that is not finite
 */
std::string DecodeMaskedValues(const std::vector<uint8_t>& bytes,
                               uint32_t kept,
                               std::vector<float>& values);

/**
 * @ingroup edge-ai
 * An update as it travels, where the receiver does not know the mask (largest entries): index, 32
 * bit, and value, 32 bit, by turns, in the order of rising indices; 8 k bytes.
 * @param [in] mask k entries  @param [in] values finite, one per entry
 * @returns the bytes
 */
std::vector<uint8_t> EncodeIndexedValues(const SparseMask& mask, const std::vector<float>& values);

/**
 * @ingroup edge-ai
 * @param [in] bytes as they came
 * @param [in] parameters d, of the model
 * @param [out] mask which entries
 * @param [out] values what they are, to the bit
 * @returns "" or what is wrong: a part of an entry, none at all, indices that do not rise or are
 *          not of the model, a value that is not finite
 */
std::string DecodeIndexedValues(const std::vector<uint8_t>& bytes,
                                Eigen::Index parameters,
                                SparseMask& mask,
                                std::vector<float>& values);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SPARSE_VALUES_H
