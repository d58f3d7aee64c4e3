/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "result-value.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double MISSING_VALUE = std::numeric_limits<double>::quiet_NaN();

/// @param [in] value plain  @param [in,out] bytes to which it is appended
template <typename T>
void
Append(const T& value, std::string& bytes)
{
    bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

/// @param [in] bytes what Append() made  @param [in,out] position moved on  @returns the value
template <typename T>
T
Take(const std::string& bytes, std::size_t& position)
{
    if (bytes.size() - position < sizeof(T))
    {
        throw std::runtime_error("results end too early");
    }
    T value;
    std::memcpy(&value, bytes.data() + position, sizeof(T));
    position += sizeof(T);
    return value;
}

} // namespace

ResultValue::ResultValue()
    : m_value(MISSING_VALUE)
{
}

ResultValue::ResultValue(double value)
    : m_value(value)
{
}

ResultValue::ResultValue(std::string text)
    : m_value(std::move(text))
{
}

ResultValue::ResultValue(const char* text)
    : m_value(std::string(text))
{
}

bool
ResultValue::IsText() const
{
    return std::holds_alternative<std::string>(m_value);
}

bool
ResultValue::IsWhole() const
{
    return std::holds_alternative<int64_t>(m_value) || std::holds_alternative<uint64_t>(m_value);
}

double
ResultValue::GetNumber() const
{
    return std::visit(
        [](const auto& value) -> double {
            if constexpr (std::is_arithmetic_v<std::decay_t<decltype(value)>>)
            {
                return static_cast<double>(value);
            }
            else
            {
                return MISSING_VALUE;
            }
        },
        m_value);
}

std::string
ResultValue::GetText() const
{
    return ToCell(1).GetExact();
}

TextCell
ResultValue::ToCell(int digits) const
{
    return std::visit(
        [digits](const auto& value) -> TextCell {
            if constexpr (std::is_same_v<std::decay_t<decltype(value)>, double>)
            {
                return TextCell(value, digits);
            }
            else
            {
                return TextCell(value);
            }
        },
        m_value);
}

void
ResultValue::Write(std::string& bytes) const
{
    Append(static_cast<uint8_t>(m_value.index()), bytes);
    std::visit(
        [&bytes](const auto& value) {
            if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string>)
            {
                Append(static_cast<uint64_t>(value.size()), bytes);
                bytes += value;
            }
            else
            {
                Append(value, bytes);
            }
        },
        m_value);
}

ResultValue
ResultValue::Read(const std::string& bytes, std::size_t& position)
{
    switch (Take<uint8_t>(bytes, position))
    {
    case 0:
        return Take<double>(bytes, position);
    case 1:
        return Take<int64_t>(bytes, position);
    case 2:
        return Take<uint64_t>(bytes, position);
    case 3:
        break;
    default:
        throw std::runtime_error("results have a value of unknown type");
    }
    const uint64_t size = Take<uint64_t>(bytes, position);
    if (bytes.size() - position < size)
    {
        throw std::runtime_error("results end too early");
    }
    position += size;
    return bytes.substr(position - size, size);
}

bool
ResultValue::operator==(const ResultValue& other) const
{
    if (IsText() || other.IsText())
    {
        return m_value == other.m_value;
    }
    const double one = GetNumber();
    const double two = other.GetNumber();
    return one == two || (std::isnan(one) && std::isnan(two));
}

} // namespace edgeai
} // namespace ns3
