/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "message-archive.h"

#include "ns3/abort.h"

#include <sstream>

namespace ns3
{
namespace edgeai
{

std::vector<uint8_t>
BodyWriter::Take()
{
    return std::move(m_bytes);
}

void
BodyWriter::WriteLength(const Field& field, std::size_t length, std::size_t limit, unsigned width)
{
    NS_ABORT_MSG_IF(length > limit,
                    "Field \"" << field.name << "\" of a message has a length of " << length
                               << "; allowed is 0 to " << limit);
    WriteInteger(length, width);
}

void
BodyWriter::WriteInteger(uint64_t value, unsigned width)
{
    for (unsigned i = width; i-- > 0;)
    {
        m_bytes.push_back(static_cast<uint8_t>(value >> (8 * i)));
    }
}

BodyReader::BodyReader(const std::vector<uint8_t>& bytes)
    : m_bytes(bytes)
{
}

std::string
BodyReader::GetFault() const
{
    if (m_fault.empty() && m_at < m_bytes.size())
    {
        return std::to_string(m_bytes.size() - m_at) + " bytes are left over behind its fields";
    }
    return m_fault;
}

void
BodyReader::Fail(const Field& field, const std::string& what)
{
    if (m_fault.empty())
    {
        m_fault = m_path + field.name + m_element + " " + what;
    }
}

uint64_t
BodyReader::ReadInteger(const Field& field, unsigned width)
{
    if (!m_fault.empty() || m_bytes.size() - m_at < width)
    {
        Fail(field, "is missing: the body ends after " + std::to_string(m_bytes.size()) + " bytes");
        return 0;
    }
    uint64_t value = 0;
    for (unsigned i = 0; i < width; ++i)
    {
        value = value << 8 | m_bytes[m_at++];
    }
    return value;
}

std::size_t
BodyReader::ReadLength(const Field& field, std::size_t limit, unsigned width)
{
    const std::size_t length = ReadInteger(field, width);
    if (length > limit)
    {
        Fail(field,
             "has a length of " + std::to_string(length) + "; allowed is 0 to " +
                 std::to_string(limit));
        return 0;
    }
    return length;
}

void
BodyReader::ReadText(const Field& field, std::size_t length, std::string& value)
{
    value.clear();
    if (!m_fault.empty() || m_bytes.size() - m_at < length)
    {
        Fail(field, "is missing: the body ends after " + std::to_string(m_bytes.size()) + " bytes");
        return;
    }
    const auto begin = m_bytes.begin() + static_cast<std::ptrdiff_t>(m_at);
    value.assign(begin, begin + static_cast<std::ptrdiff_t>(length));
    m_at += length;
}

bool
BodyReader::Check(const Field& field, double value)
{
    if (m_fault.empty() && !field.Allows(value))
    {
        std::ostringstream text;
        text << "is " << value << (field.unit.empty() ? "" : " " + field.unit) << "; allowed is "
             << field.DescribeAllowed();
        Fail(field, text.str());
    }
    return m_fault.empty();
}

bool
BodyReader::CheckBool(const Field& field, uint64_t value)
{
    if (value > 1)
    {
        Fail(field, "is " + std::to_string(value) + "; allowed is 0 (no) or 1 (yes)");
    }
    return m_fault.empty();
}

} // namespace edgeai
} // namespace ns3
