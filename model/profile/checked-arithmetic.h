/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CHECKED_ARITHMETIC_H
#define EDGE_AI_CHECKED_ARITHMETIC_H

#include <cstdint>
#include <initializer_list>
#include <limits>

namespace ns3
{
namespace edgeai
{

/// Largest count a profile may hold: fits a signed 64-bit integer, so that differences are safe.
constexpr uint64_t PROFILE_COUNT_MAX = std::numeric_limits<int64_t>::max();

/**
 * Sum that does not wrap.
 * @param [in] a first summand
 * @param [in] b second summand
 * @param [out] sum a + b
 * @returns false if the sum is above PROFILE_COUNT_MAX
 */
inline bool
AddCounts(uint64_t a, uint64_t b, uint64_t& sum)
{
    return !__builtin_add_overflow(a, b, &sum) && sum <= PROFILE_COUNT_MAX;
}

/**
 * Product that does not wrap.
 * @param [in] a first factor
 * @param [in] b second factor
 * @param [out] product a * b
 * @returns false if the product is above PROFILE_COUNT_MAX
 */
inline bool
MultiplyCounts(uint64_t a, uint64_t b, uint64_t& product)
{
    return !__builtin_mul_overflow(a, b, &product) && product <= PROFILE_COUNT_MAX;
}

/// What Product and Sum give when the true value is above PROFILE_COUNT_MAX.
constexpr uint64_t PROFILE_COUNT_OVERFLOW = std::numeric_limits<uint64_t>::max();

/**
 * @param [in] factors what to multiply
 * @returns the product, or PROFILE_COUNT_OVERFLOW if it or a partial product is too large
 */
inline uint64_t
Product(std::initializer_list<uint64_t> factors)
{
    uint64_t product = 1;
    for (const uint64_t factor : factors)
    {
        if (!MultiplyCounts(product, factor, product))
        {
            return PROFILE_COUNT_OVERFLOW;
        }
    }
    return product;
}

/**
 * @param [in] summands what to add
 * @returns the sum, or PROFILE_COUNT_OVERFLOW if it is too large
 */
inline uint64_t
Sum(std::initializer_list<uint64_t> summands)
{
    uint64_t sum = 0;
    for (const uint64_t summand : summands)
    {
        if (!AddCounts(sum, summand, sum))
        {
            return PROFILE_COUNT_OVERFLOW;
        }
    }
    return sum;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CHECKED_ARITHMETIC_H
