/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXTERNAL_BYTES_H
#define EDGE_AI_EXTERNAL_BYTES_H

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @param [in,out] raw bytes of a number of this machine, turned round where it has the most
/// significant one first  @param [in] count of them
inline void
OrderBytes(uint8_t* raw, std::size_t count)
{
    const uint16_t one = 1;
    uint8_t first;
    std::memcpy(&first, &one, 1);
    if (first != 1)
    {
        std::reverse(raw, raw + count);
    }
}

/**
 * @ingroup edge-ai
 * Writes what messages to and from another process are made of: numbers, least significant byte
 * first, and lists of them, each behind the number of its elements (32 bit).
 */
class ExternalWriter
{
  public:
    /// @tparam Number an integer or floating-point type  @param [in] value is appended
    template <typename Number>
    void Put(Number value)
    {
        static_assert(std::is_arithmetic_v<Number>, "numbers alone");
        uint8_t raw[sizeof value];
        std::memcpy(raw, &value, sizeof value);
        OrderBytes(raw, sizeof value);
        m_bytes.insert(m_bytes.end(), raw, raw + sizeof value);
    }

    /// @tparam Number of the list as it is written  @tparam Values of the list as it is
    /// @param [in] values are appended, behind their number
    template <typename Number, typename Values>
    void PutList(const Values& values)
    {
        Put(static_cast<uint32_t>(values.size()));
        const std::size_t needed = m_bytes.size() + values.size() * sizeof(Number);
        if (needed > m_bytes.capacity())
        {
            m_bytes.reserve(std::max(needed, 2 * m_bytes.capacity()));
        }
        for (const auto& value : values)
        {
            Put(static_cast<Number>(value));
        }
    }

    /// @returns all of it
    const std::vector<uint8_t>& Get() const
    {
        return m_bytes;
    }

  private:
    std::vector<uint8_t> m_bytes;
};

/**
 * @ingroup edge-ai
 * Reads the same. Bytes are trusted in nothing: what is not there reads as 0 and is remembered, and
 * no memory is taken for elements that a list only says it has.
 */
class ExternalReader
{
  public:
    /// @param [in] bytes of a message, which must stay
    explicit ExternalReader(const std::vector<uint8_t>& bytes)
        : m_bytes(bytes)
    {
    }

    /// @tparam Number an integer or floating-point type  @returns the next one
    template <typename Number>
    Number Take()
    {
        static_assert(std::is_arithmetic_v<Number>, "numbers alone");
        if (m_bytes.size() - m_at < sizeof(Number))
        {
            m_short = true;
            m_at = m_bytes.size();
            return 0;
        }
        uint8_t raw[sizeof(Number)];
        std::memcpy(raw, m_bytes.data() + m_at, sizeof raw);
        OrderBytes(raw, sizeof raw);
        m_at += sizeof raw;
        Number value;
        std::memcpy(&value, raw, sizeof value);
        return value;
    }

    /// @tparam Number of the list as it is written  @tparam Element of the list as it shall be
    /// @returns the next list
    template <typename Number, typename Element = Number>
    std::vector<Element> TakeList()
    {
        const auto count = Take<uint32_t>();
        std::vector<Element> list;
        if ((m_bytes.size() - m_at) / sizeof(Number) < count)
        {
            m_short = true;
            m_at = m_bytes.size();
            return list;
        }
        list.reserve(count);
        for (uint32_t i = 0; i < count; ++i)
        {
            list.push_back(static_cast<Element>(Take<Number>()));
        }
        return list;
    }

    /// @returns the next list of bytes as a text
    std::string TakeText()
    {
        const std::vector<uint8_t> bytes = TakeList<uint8_t>();
        return {bytes.begin(), bytes.end()};
    }

    /// @returns "" if there was all that was taken and nothing else, or what is wrong
    std::string GetFault() const
    {
        const std::string size = "its body of " + std::to_string(m_bytes.size()) + " B is too ";
        return m_short ? size + "short" : m_at < m_bytes.size() ? size + "long" : "";
    }

  private:
    const std::vector<uint8_t>& m_bytes;
    std::size_t m_at{0};
    bool m_short{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXTERNAL_BYTES_H
