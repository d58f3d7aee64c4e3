/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BIT_STREAM_H
#define EDGE_AI_BIT_STREAM_H

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Writes numbers of any width one behind the other, most significant bit first. What is left of
/// the last byte is zero.
class BitWriter
{
  public:
    /// @param [in] value number, below 2^width  @param [in] width bits, 0..64
    void Write(uint64_t value, uint32_t width)
    {
        while (width > 0)
        {
            if (m_free == 0)
            {
                m_bytes.push_back(0);
                m_free = 8;
            }
            const uint32_t now = width < m_free ? width : m_free;
            const uint64_t part = value >> (width - now) & ((uint64_t{1} << now) - 1);
            m_free -= now;
            m_bytes.back() = static_cast<uint8_t>(m_bytes.back() | part << m_free);
            width -= now;
        }
    }

    /// @param [in] value as 32 bit
    void WriteFloat(float value)
    {
        uint32_t bits;
        std::memcpy(&bits, &value, sizeof bits);
        Write(bits, 32);
    }

    /// @param [in] value as 64 bit
    void WriteDouble(double value)
    {
        uint64_t bits;
        std::memcpy(&bits, &value, sizeof bits);
        Write(bits, 64);
    }

    /// @returns what was written
    const std::vector<uint8_t>& GetBytes() const
    {
        return m_bytes;
    }

  private:
    std::vector<uint8_t> m_bytes;
    uint32_t m_free{0}; ///< bits of the last byte
};

/// @ingroup edge-ai
/// Reads what BitWriter wrote. Whoever reads knows how many bits there are; beyond them are zeros.
class BitReader
{
  public:
    /// @param [in] bytes to read, which must stay
    explicit BitReader(const std::vector<uint8_t>& bytes)
        : m_bytes(bytes)
    {
    }

    /// @param [in] width bits, 0..64  @returns the number
    uint64_t Read(uint32_t width)
    {
        uint64_t value = 0;
        while (width > 0)
        {
            const uint32_t left = 8 - static_cast<uint32_t>(m_at % 8);
            const uint32_t now = width < left ? width : left;
            const std::size_t byte = m_at / 8;
            const uint64_t whole = byte < m_bytes.size() ? m_bytes[byte] : 0;
            value = value << now | (whole >> (left - now) & ((uint64_t{1} << now) - 1));
            m_at += now;
            width -= now;
        }
        return value;
    }

    /// @returns a number of 32 bit
    float ReadFloat()
    {
        const auto bits = static_cast<uint32_t>(Read(32));
        float value;
        std::memcpy(&value, &bits, sizeof value);
        return value;
    }

    /// @returns a number of 64 bit
    double ReadDouble()
    {
        const uint64_t bits = Read(64);
        double value;
        std::memcpy(&value, &bits, sizeof value);
        return value;
    }

  private:
    const std::vector<uint8_t>& m_bytes;
    std::size_t m_at{0}; ///< bits that were read
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BIT_STREAM_H
