/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "task-profiles.h"

#include "ns3/network-catalogue.h"

#include <cmath>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Longest prompt or answer, and largest input, that is believed.
constexpr double MAX_TOKENS = 1e6;
constexpr double MAX_INPUT_BITS = 1e12;
/// Shapes kept; traces of real prompts have thousands of lengths.
constexpr std::size_t MAX_SHAPES = 4096;

uint64_t
CheckedCount(const char* field, double value, double maximum)
{
    if (!(value >= 0 && value <= maximum))
    {
        throw std::runtime_error(std::string(field) + " must be in [0, " +
                                 std::to_string(static_cast<uint64_t>(maximum)) + "], got " +
                                 std::to_string(value));
    }
    return static_cast<uint64_t>(std::llround(value));
}

std::string
WithKey(const std::string& network, const std::string& key)
{
    return network + (network.find('@') == std::string::npos ? "@" : ",") + key;
}

} // namespace

void
TaskProfiles::Offer(const std::string& network)
{
    m_profiles[Key(network, 0, 0, 0)] = LoadNetworkProfile(network);
}

const NetworkProfile&
TaskProfiles::Get(const std::string& network, const TaskShape& shape)
{
    const uint64_t in = CheckedCount("tokensIn", shape.tokensIn, MAX_TOKENS);
    const uint64_t out = CheckedCount("tokensOut", shape.tokensOut, MAX_TOKENS);
    const uint64_t bits = CheckedCount("inputBits", shape.inputBits, MAX_INPUT_BITS);
    const Key key(network, in, out, bits);
    const auto known = m_profiles.find(key);
    if (known != m_profiles.end())
    {
        return known->second;
    }
    const auto plain = m_profiles.find(Key(network, 0, 0, 0));
    if (plain == m_profiles.end())
    {
        throw std::runtime_error("network \"" + network + "\" is not offered by this server");
    }
    NetworkProfile profile = plain->second;
    if (in > 0)
    {
        profile = LoadNetworkProfile(WithKey(network, "tokens=" + std::to_string(in)));
    }
    if (out > 0)
    {
        const std::string prompt = in > 0 ? "tokens=" + std::to_string(in) + "," : "";
        const NetworkProfile decode = LoadNetworkProfile(WithKey(network, prompt + "phase=decode"));
        for (std::size_t i = 0; i < profile.blocks.size(); ++i)
        {
            Block& block = profile.blocks[i];
            const Block& step = decode.blocks.at(i);
            block.flop += out * step.flop;
            block.multiplyAdds += out * step.multiplyAdds;
            if (!block.outputShape.empty())
            {
                // The first dimension counts tokens.
                block.outputShape[0] += out * step.outputShape.at(0);
            }
        }
    }
    if (bits > 0)
    {
        profile.inputBits = bits;
    }
    if (m_profiles.size() >= MAX_SHAPES)
    {
        // Forget shapes, never offers.
        for (auto it = m_profiles.begin(); it != m_profiles.end();)
        {
            const bool offer = std::get<1>(it->first) == 0 && std::get<2>(it->first) == 0 &&
                               std::get<3>(it->first) == 0;
            it = offer ? std::next(it) : m_profiles.erase(it);
        }
    }
    return m_profiles[key] = profile;
}

} // namespace edgeai
} // namespace ns3
