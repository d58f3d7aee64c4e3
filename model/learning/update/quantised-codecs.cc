/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "quantised-codecs.h"

#include "bit-stream.h"
#include "short-number.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns whether a number may be a magnitude
bool
IsMagnitude(float value)
{
    return std::isfinite(value) && !std::signbit(value);
}

} // namespace

SignMagnitudeCodec::SignMagnitudeCodec(uint32_t bits, uint32_t block)
    : m_quantiser(bits, block)
{
}

std::string
SignMagnitudeCodec::GetName() const
{
    const std::string block =
        m_quantiser.GetBlock() > 0 ? ",block=" + std::to_string(m_quantiser.GetBlock()) : "";
    return "SignMagnitude(" + std::to_string(m_quantiser.GetBits()) + block + ")";
}

uint64_t
SignMagnitudeCodec::GetBits(Eigen::Index count) const
{
    return m_quantiser.GetPayload(count);
}

double
SignMagnitudeCodec::GetRelativeVariance(Eigen::Index count) const
{
    return m_quantiser.GetRelativeVariance(count);
}

std::string
SignMagnitudeCodec::Encode(const Eigen::VectorXd& values, LearningDraws& draws, Bytes& bytes) const
{
    const std::string fault = ExplainUnsayable(values);
    if (!fault.empty())
    {
        return fault;
    }
    const SignMagnitudeCode code = m_quantiser.Quantise(values, draws);
    BitWriter writer;
    const std::size_t block = m_quantiser.GetBlock();
    for (std::size_t j = 0; j < code.levels.size(); ++j)
    {
        if (j == 0 || (block > 0 && j % block == 0))
        {
            const MagnitudeScale& scale = code.scales[block > 0 ? j / block : 0];
            writer.WriteFloat(static_cast<float>(scale.lo));
            writer.WriteFloat(static_cast<float>(scale.hi));
        }
        writer.Write(code.negative[j] ? 1 : 0, 1);
        writer.Write(code.levels[j], m_quantiser.GetBits());
    }
    bytes = writer.GetBytes();
    return "";
}

std::string
SignMagnitudeCodec::DoDecode(const Bytes& bytes, Eigen::VectorXd& values) const
{
    SignMagnitudeCode code;
    BitReader reader(bytes);
    const std::size_t block = m_quantiser.GetBlock();
    const auto count = static_cast<std::size_t>(values.size());
    for (std::size_t j = 0; j < count; ++j)
    {
        if (j == 0 || (block > 0 && j % block == 0))
        {
            const float lo = reader.ReadFloat();
            const float hi = reader.ReadFloat();
            if (!IsMagnitude(lo) || !IsMagnitude(hi) || lo > hi)
            {
                return "the scale of coordinate " + std::to_string(j) + " is from " +
                       WriteShort(lo) + " to " + WriteShort(hi) +
                       "; allowed are finite magnitudes, the least first";
            }
            code.scales.push_back({lo, hi});
        }
        code.negative.push_back(reader.Read(1) == 1);
        code.levels.push_back(static_cast<uint32_t>(reader.Read(m_quantiser.GetBits())));
        if (code.levels.back() > 0 && code.scales.back().lo == code.scales.back().hi)
        {
            return "coordinate " + std::to_string(j) + " has level " +
                   std::to_string(code.levels.back()) + " of a scale without steps; allowed is 0";
        }
    }
    values = m_quantiser.Restore(code);
    return "";
}

NormCodec::NormCodec(uint32_t levels)
    : m_quantiser(levels)
{
}

std::string
NormCodec::GetName() const
{
    return "Norm(" + std::to_string(m_quantiser.GetLevels()) + ")";
}

uint64_t
NormCodec::GetBits(Eigen::Index count) const
{
    return m_quantiser.GetPayload(count);
}

double
NormCodec::GetRelativeVariance(Eigen::Index count) const
{
    return m_quantiser.GetRelativeVariance(count);
}

std::string
NormCodec::Encode(const Eigen::VectorXd& values, LearningDraws& draws, Bytes& bytes) const
{
    const std::string fault = ExplainUnsayable(values);
    if (!fault.empty())
    {
        return fault;
    }
    const NormCode code = m_quantiser.Quantise(values, draws);
    if (!std::isfinite(code.norm))
    {
        return "the norm of the update is beyond 3.4e38, the largest number of 32 bit";
    }
    BitWriter writer;
    writer.WriteFloat(static_cast<float>(code.norm));
    for (std::size_t j = 0; j < code.levels.size(); ++j)
    {
        writer.Write(code.negative[j] ? 1 : 0, 1);
        writer.Write(code.levels[j], m_quantiser.GetLevelBits());
    }
    bytes = writer.GetBytes();
    return "";
}

std::string
NormCodec::DoDecode(const Bytes& bytes, Eigen::VectorXd& values) const
{
    NormCode code;
    BitReader reader(bytes);
    const float norm = reader.ReadFloat();
    if (!IsMagnitude(norm))
    {
        return "the norm is " + WriteShort(norm) + "; allowed is 0 to 3.4e38";
    }
    code.norm = norm;
    for (Eigen::Index j = 0; j < values.size(); ++j)
    {
        code.negative.push_back(reader.Read(1) == 1);
        code.levels.push_back(static_cast<uint32_t>(reader.Read(m_quantiser.GetLevelBits())));
        if (code.levels.back() > (norm > 0 ? m_quantiser.GetLevels() : 0))
        {
            return "coordinate " + std::to_string(j) + " has level " +
                   std::to_string(code.levels.back()) + "; allowed is 0 to " +
                   std::to_string(norm > 0 ? m_quantiser.GetLevels() : 0);
        }
    }
    values = m_quantiser.Restore(code);
    return "";
}

} // namespace edgeai
} // namespace ns3
