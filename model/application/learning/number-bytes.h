/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_NUMBER_BYTES_H
#define EDGE_AI_NUMBER_BYTES_H

#include <Eigen/Core>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Bytes of a number as it travels.
constexpr std::size_t NUMBER_BYTES = 4;

/// @param [in] value is rounded to 32 bit  @param [in,out] bytes get it, most significant first
inline void
AppendNumber(double value, std::vector<uint8_t>& bytes)
{
    const auto rounded = static_cast<float>(value);
    uint32_t bits;
    std::memcpy(&bits, &rounded, sizeof bits);
    for (int shift = 24; shift >= 0; shift -= 8)
    {
        bytes.push_back(static_cast<uint8_t>(bits >> shift));
    }
}

/// @tparam Numbers a vector or row of Eigen
/// @param [in] numbers in their order  @param [in,out] bytes get them, as AppendNumber() says
template <typename Numbers>
void
AppendNumbers(const Numbers& numbers, std::vector<uint8_t>& bytes)
{
    for (const double value : numbers)
    {
        AppendNumber(value, bytes);
    }
}

/**
 * @param [in] bytes as they came  @param [in] count how many numbers there shall be
 * @param [out] numbers what they are
 * @returns "" or what is wrong: too many or too few, or one that is not finite
 */
inline std::string
ReadNumbers(const std::vector<uint8_t>& bytes, std::size_t count, std::vector<float>& numbers)
{
    if (bytes.size() % NUMBER_BYTES != 0 || bytes.size() / NUMBER_BYTES != count)
    {
        return "payload is " + std::to_string(bytes.size()) + " B; allowed is " +
               std::to_string(count) + " numbers of " + std::to_string(NUMBER_BYTES) + " B";
    }
    numbers.resize(count);
    for (std::size_t i = 0; i < count; ++i)
    {
        const uint8_t* at = bytes.data() + i * NUMBER_BYTES;
        const uint32_t bits =
            uint32_t{at[0]} << 24 | uint32_t{at[1]} << 16 | uint32_t{at[2]} << 8 | uint32_t{at[3]};
        std::memcpy(&numbers[i], &bits, sizeof bits);
        if (!std::isfinite(numbers[i]))
        {
            return "number " + std::to_string(i) + " of the payload is not finite";
        }
    }
    return "";
}

/// The same in double precision. @param [in] bytes as they came
/// @param [in] count how many numbers there shall be  @param [out] numbers what they are
/// @returns "" or what is wrong
inline std::string
ReadNumbers(const std::vector<uint8_t>& bytes, std::size_t count, Eigen::VectorXd& numbers)
{
    std::vector<float> exact;
    const std::string fault = ReadNumbers(bytes, count, exact);
    numbers =
        Eigen::Map<const Eigen::VectorXf>(exact.data(), static_cast<Eigen::Index>(exact.size()))
            .cast<double>();
    return fault;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_NUMBER_BYTES_H
