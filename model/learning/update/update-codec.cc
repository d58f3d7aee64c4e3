/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "update-codec.h"

#include "bit-stream.h"
#include "learning/learning-error.h"
#include "short-number.h"

#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

std::string
UpdateCodec::Decode(const Bytes& bytes, Eigen::Index count, Eigen::VectorXd& values) const
{
    const uint64_t bits = GetBits(count);
    if (bytes.size() != GetByteCount(count))
    {
        return GetName() + ": the code is " + std::to_string(bytes.size()) + " B; " +
               std::to_string(count) + " numbers take " + std::to_string(GetByteCount(count)) +
               " B";
    }
    if (bits % 8 != 0 && (bytes.back() & ((1U << (8 - bits % 8)) - 1)) != 0)
    {
        return GetName() + ": the last byte of the code has bits behind its end; they must be 0";
    }
    values.setZero(count);
    const std::string fault = DoDecode(bytes, values);
    return fault.empty() ? "" : GetName() + ": " + fault;
}

std::string
ExplainUnsayable(const Eigen::VectorXd& values)
{
    constexpr double most = std::numeric_limits<float>::max();
    for (Eigen::Index j = 0; j < values.size(); ++j)
    {
        if (!(std::abs(values[j]) <= most))
        {
            return "value " + std::to_string(j) + " of the update is " + WriteShort(values[j]) +
                   "; allowed is up to 3.4e38, the largest number of "
                   "32 bit";
        }
    }
    return "";
}

PlainCodec::PlainCodec(uint32_t width)
    : m_width(width)
{
    if (width != 32 && width != 64)
    {
        throw LearningError("plain code: numbers have " + std::to_string(width) +
                            " bit; allowed is 32 or 64");
    }
}

std::string
PlainCodec::GetName() const
{
    return "Plain(" + std::to_string(m_width) + ")";
}

uint64_t
PlainCodec::GetBits(Eigen::Index count) const
{
    return uint64_t{m_width} * static_cast<uint64_t>(count);
}

double
PlainCodec::GetRelativeVariance(Eigen::Index) const
{
    return 0;
}

std::string
PlainCodec::Encode(const Eigen::VectorXd& values, LearningDraws&, Bytes& bytes) const
{
    return Write(values, bytes);
}

std::string
PlainCodec::Write(const Eigen::VectorXd& values, Bytes& bytes) const
{
    if (m_width == 32)
    {
        const std::string fault = ExplainUnsayable(values);
        if (!fault.empty())
        {
            return fault;
        }
    }
    BitWriter writer;
    for (Eigen::Index j = 0; j < values.size(); ++j)
    {
        if (!std::isfinite(values[j]))
        {
            return "value " + std::to_string(j) + " of the update is not finite";
        }
        m_width == 32 ? writer.WriteFloat(static_cast<float>(values[j]))
                      : writer.WriteDouble(values[j]);
    }
    bytes = writer.GetBytes();
    return "";
}

std::string
PlainCodec::DoDecode(const Bytes& bytes, Eigen::VectorXd& values) const
{
    BitReader reader(bytes);
    for (Eigen::Index j = 0; j < values.size(); ++j)
    {
        values[j] = m_width == 32 ? double{reader.ReadFloat()} : reader.ReadDouble();
        if (!std::isfinite(values[j]))
        {
            return "number " + std::to_string(j) + " is not finite";
        }
    }
    return "";
}

} // namespace edgeai
} // namespace ns3
