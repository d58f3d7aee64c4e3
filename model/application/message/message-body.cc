/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "message-body.h"

#include "ns3/abort.h"

#include <cstring>

namespace ns3
{
namespace edgeai
{

namespace
{
/// Longest string or list in a body, so that a body always fits its 16 bit size.
constexpr std::size_t MAX_ELEMENTS = 1024;
} // namespace

const std::vector<uint8_t>&
BodyWriter::GetBytes() const
{
    return m_bytes;
}

void
BodyWriter::WriteInteger(uint64_t value, unsigned width)
{
    for (unsigned i = width; i-- > 0;)
    {
        m_bytes.push_back(static_cast<uint8_t>(value >> (8 * i)));
    }
}

void
BodyWriter::Write(uint8_t value)
{
    WriteInteger(value, 1);
}

void
BodyWriter::Write(uint32_t value)
{
    WriteInteger(value, 4);
}

void
BodyWriter::Write(uint64_t value)
{
    WriteInteger(value, 8);
}

void
BodyWriter::Write(double value)
{
    uint64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    WriteInteger(bits, 8);
}

void
BodyWriter::Write(const std::string& value)
{
    NS_ABORT_MSG_IF(value.size() > MAX_ELEMENTS,
                    "a message's text has at most " << MAX_ELEMENTS << " bytes, this one has "
                                                    << value.size());
    WriteInteger(value.size(), 2);
    m_bytes.insert(m_bytes.end(), value.begin(), value.end());
}

void
BodyWriter::Write(const std::vector<double>& values)
{
    WriteList(values);
}

void
BodyWriter::Write(const std::vector<uint32_t>& values)
{
    WriteList(values);
}

template <typename T>
void
BodyWriter::WriteList(const std::vector<T>& values)
{
    NS_ABORT_MSG_IF(values.size() > MAX_ELEMENTS,
                    "a message's list has at most " << MAX_ELEMENTS << " values, this one has "
                                                    << values.size());
    WriteInteger(values.size(), 2);
    for (const T value : values)
    {
        Write(value);
    }
}

BodyReader::BodyReader(const std::vector<uint8_t>& bytes)
    : m_bytes(bytes)
{
}

bool
BodyReader::IsComplete() const
{
    return !m_failed && m_at == m_bytes.size();
}

uint64_t
BodyReader::ReadInteger(unsigned width)
{
    if (m_failed || m_bytes.size() - m_at < width)
    {
        m_failed = true;
        return 0;
    }
    uint64_t value = 0;
    for (unsigned i = 0; i < width; ++i)
    {
        value = value << 8 | m_bytes[m_at++];
    }
    return value;
}

void
BodyReader::Read(uint8_t& value)
{
    value = ReadInteger(1);
}

void
BodyReader::Read(uint32_t& value)
{
    value = ReadInteger(4);
}

void
BodyReader::Read(uint64_t& value)
{
    value = ReadInteger(8);
}

void
BodyReader::Read(double& value)
{
    const uint64_t bits = ReadInteger(8);
    std::memcpy(&value, &bits, sizeof value);
}

void
BodyReader::Read(std::string& value)
{
    const std::size_t size = ReadInteger(2);
    if (m_failed || size > MAX_ELEMENTS || m_bytes.size() - m_at < size)
    {
        m_failed = true;
        return;
    }
    value.assign(m_bytes.begin() + m_at, m_bytes.begin() + m_at + size);
    m_at += size;
}

void
BodyReader::Read(std::vector<double>& values)
{
    ReadList(values);
}

void
BodyReader::Read(std::vector<uint32_t>& values)
{
    ReadList(values);
}

template <typename T>
void
BodyReader::ReadList(std::vector<T>& values)
{
    const std::size_t size = ReadInteger(2);
    m_failed = m_failed || size > MAX_ELEMENTS;
    values.clear();
    for (std::size_t i = 0; i < size && !m_failed; ++i)
    {
        T value;
        Read(value);
        values.push_back(value);
    }
}

} // namespace edgeai
} // namespace ns3
