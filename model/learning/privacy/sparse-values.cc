/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "sparse-values.h"

#include <cmath>
#include <cstring>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr std::size_t WORD = 4; ///< bytes of a value or an index

void
AppendWord(uint32_t word, std::vector<uint8_t>& bytes)
{
    for (int shift = 24; shift >= 0; shift -= 8)
    {
        bytes.push_back(static_cast<uint8_t>(word >> shift));
    }
}

uint32_t
ReadWord(const uint8_t* at)
{
    return uint32_t{at[0]} << 24 | uint32_t{at[1]} << 16 | uint32_t{at[2]} << 8 | uint32_t{at[3]};
}

void
AppendValue(float value, std::vector<uint8_t>& bytes)
{
    uint32_t word;
    std::memcpy(&word, &value, sizeof word);
    AppendWord(word, bytes);
}

/// @returns "" or that the value is not finite
std::string
ReadValue(const uint8_t* at, std::size_t number, float& value)
{
    const uint32_t word = ReadWord(at);
    std::memcpy(&value, &word, sizeof value);
    return std::isfinite(value) ? "" : "value " + std::to_string(number) + " is not finite";
}

} // namespace

std::vector<uint8_t>
EncodeMaskedValues(const std::vector<float>& values)
{
    std::vector<uint8_t> bytes;
    bytes.reserve(WORD * values.size());
    for (const float value : values)
    {
        AppendValue(value, bytes);
    }
    return bytes;
}

std::string
DecodeMaskedValues(const std::vector<uint8_t>& bytes, uint32_t kept, std::vector<float>& values)
{
    values.clear();
    if (bytes.size() != WORD * std::size_t{kept})
    {
        return "the update is " + std::to_string(bytes.size()) + " B; allowed is " +
               std::to_string(kept) + " values of " + std::to_string(WORD) + " B";
    }
    values.resize(kept);
    for (std::size_t i = 0; i < kept; ++i)
    {
        std::string fault = ReadValue(bytes.data() + WORD * i, i, values[i]);
        if (!fault.empty())
        {
            values.clear();
            return fault;
        }
    }
    return "";
}

std::vector<uint8_t>
EncodeIndexedValues(const SparseMask& mask, const std::vector<float>& values)
{
    std::vector<uint8_t> bytes;
    bytes.reserve(2 * WORD * values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
    {
        AppendWord(mask.indices[i], bytes);
        AppendValue(values[i], bytes);
    }
    return bytes;
}

std::string
DecodeIndexedValues(const std::vector<uint8_t>& bytes,
                    Eigen::Index parameters,
                    SparseMask& mask,
                    std::vector<float>& values)
{
    mask = {parameters, {}};
    values.clear();
    const std::size_t count = bytes.size() / (2 * WORD);
    if (count == 0 || bytes.size() % (2 * WORD) != 0 ||
        count > static_cast<std::size_t>(parameters))
    {
        return "the update is " + std::to_string(bytes.size()) + " B; allowed is 1 to " +
               std::to_string(parameters) + " entries of " + std::to_string(2 * WORD) + " B";
    }
    SparseMask read{parameters, {}};
    std::vector<float> numbers(count);
    for (std::size_t i = 0; i < count; ++i)
    {
        const uint8_t* at = bytes.data() + 2 * WORD * i;
        const uint32_t index = ReadWord(at);
        if (index >= parameters || (i > 0 && index <= read.indices.back()))
        {
            return "index " + std::to_string(index) + " of entry " + std::to_string(i) +
                   "; allowed are rising ones below " + std::to_string(parameters);
        }
        read.indices.push_back(index);
        std::string fault = ReadValue(at + WORD, i, numbers[i]);
        if (!fault.empty())
        {
            return fault;
        }
    }
    mask = std::move(read);
    values = std::move(numbers);
    return "";
}

} // namespace edgeai
} // namespace ns3
