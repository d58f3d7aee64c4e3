/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RESULT_VALUE_H
#define EDGE_AI_RESULT_VALUE_H

#include "ns3/text-table.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <variant>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What a field of results holds: a number, a whole number, or text. Not a number where it is not
/// available.
class ResultValue
{
  public:
    /// Not available.
    ResultValue();
    /// @param [in] value not a number if it is not available
    ResultValue(double value);
    /// @param [in] text any
    ResultValue(std::string text);
    /// @param [in] text any
    ResultValue(const char* text);

    /// @param [in] value whole number; true is 1
    template <typename T, std::enable_if_t<std::is_integral_v<T>, int> = 0>
    ResultValue(T value)
    {
        if constexpr (std::is_signed_v<T>)
        {
            m_value = static_cast<int64_t>(value);
        }
        else
        {
            m_value = static_cast<uint64_t>(value);
        }
    }

    /// @returns whether it is text
    bool IsText() const;
    /// @returns whether it is a whole number
    bool IsWhole() const;
    /// @returns the number; not a number for text
    double GetNumber() const;
    /// @returns text as it is, numbers in shortest exact form, "" for not a number
    std::string GetText() const;
    /// @param [in] digits significant digits of what is not whole  @returns it for a table
    TextCell ToCell(int digits) const;
    /// @param [in,out] bytes to which this is appended, for another process of the same program
    void Write(std::string& bytes) const;
    /**
     * @param [in] bytes what Write() made
     * @param [in,out] position where to begin; behind the value afterwards
     * @returns the value
     * @throws std::runtime_error if the bytes end too early
     */
    static ResultValue Read(const std::string& bytes, std::size_t& position);
    /// @param [in] other a value  @returns whether both are the same text, or the same number
    bool operator==(const ResultValue& other) const;

  private:
    std::variant<double, int64_t, uint64_t, std::string> m_value;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RESULT_VALUE_H
