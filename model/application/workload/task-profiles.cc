/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "task-profiles.h"

#include "network-on-wire.h"

#include "ns3/network-catalogue.h"

#include <cmath>
#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Shapes kept; traces of real prompts have thousands of lengths.
constexpr std::size_t MAX_SHAPES = 4096;

void
CheckRange(const char* field, double value, double maximum)
{
    if (!(value >= 0 && value <= maximum))
    {
        throw std::runtime_error(std::string(field) + " must be in [0, " +
                                 std::to_string(static_cast<uint64_t>(maximum)) + "], got " +
                                 std::to_string(value));
    }
}

/// @returns a number of tokens, which must be whole
uint64_t
CheckedTokens(const char* field, double value)
{
    CheckRange(field, value, TaskShape::MAX_TOKENS);
    if (value != std::floor(value))
    {
        throw std::runtime_error(std::string(field) + " must be a whole number, got " +
                                 std::to_string(value));
    }
    return static_cast<uint64_t>(value);
}

/// @returns the name of a network with an option set, instead of its value so far if it has one
std::string
WithOption(const std::string& network, const std::string& key, const std::string& value)
{
    const auto at = network.find('@');
    std::string name = network.substr(0, at) + "@";
    std::istringstream options(at == std::string::npos ? "" : network.substr(at + 1));
    for (std::string option; std::getline(options, option, ',');)
    {
        if (option.compare(0, key.size() + 1, key + "=") != 0)
        {
            name += option + ",";
        }
    }
    return name + key + "=" + value;
}

/// @returns profile of the step that generates the last of some tokens
NetworkProfile
LoadDecodeStep(const std::string& network, uint64_t tokens)
{
    return LoadNetworkProfile(
        WithOption(WithOption(network, "tokens", std::to_string(tokens)), "phase", "decode"));
}

/**
 * Adds an answer to a prompt.
 * @param [in] network name as offered
 * @param [in] out tokens of the answer, >= 1
 * @param [in,out] profile of the prompt
 */
void
AddAnswer(const std::string& network, uint64_t out, NetworkProfile& profile)
{
    if (network.find("phase=decode") != std::string::npos)
    {
        throw std::runtime_error("network \"" + network +
                                 "\" is one step of an answer; an answer needs phase=prefill");
    }
    // Before the head, the first dimension of every activation counts tokens.
    const uint64_t in = profile.blocks.front().outputShape.front();
    NetworkProfile first;
    NetworkProfile last;
    try
    {
        last = LoadDecodeStep(network, in + out);
        first = LoadDecodeStep(network, in + 1);
    }
    catch (const std::exception& error)
    {
        throw std::runtime_error("a prompt of " + std::to_string(in) + " and an answer of " +
                                 std::to_string(out) + " tokens: " + error.what());
    }
    for (std::size_t i = 0; i < profile.blocks.size(); ++i)
    {
        Block& block = profile.blocks[i];
        const Block& begin = first.blocks.at(i);
        const Block& end = last.blocks.at(i);
        // The work of a step grows evenly with what it attends to: an arithmetic series.
        block.flop += out * (begin.flop + end.flop) / 2;
        block.multiplyAdds += out * (begin.multiplyAdds + end.multiplyAdds) / 2;
        block.stateBytes = end.stateBytes;
        block.outputShape.front() += out * end.outputShape.front();
    }
}

} // namespace

void
TaskProfiles::Offer(const std::string& network)
{
    m_profiles[Key(GetNetworkOnWire(network), 0, 0, OWN)] = LoadNetworkProfile(network);
}

void
TaskProfiles::OfferTimes(const std::string& name,
                         const std::string& network,
                         const BlockTimes& times)
{
    const NetworkProfile profile = LoadNetworkProfile(network);
    if (times.seconds.size() != profile.blocks.size())
    {
        throw std::runtime_error("network \"" + network + "\" has " +
                                 std::to_string(profile.blocks.size()) + " blocks, " +
                                 std::to_string(times.seconds.size()) + " times were measured");
    }
    m_profiles[Key(name, 0, 0, OWN)] = profile;
    m_times[name] = times;
}

const BlockTimes*
TaskProfiles::FindTimes(const std::string& name) const
{
    const auto found = m_times.find(name);
    return found == m_times.end() ? nullptr : &found->second;
}

const NetworkProfile&
TaskProfiles::Get(const std::string& network, const TaskShape& shape)
{
    const uint64_t in = CheckedTokens("tokensIn", shape.tokensIn);
    const uint64_t out = CheckedTokens("tokensOut", shape.tokensOut);
    uint64_t bits = OWN;
    if (!std::isnan(shape.inputBits))
    {
        CheckRange("inputBits", shape.inputBits, TaskShape::MAX_INPUT_BITS);
        bits = static_cast<uint64_t>(std::llround(shape.inputBits));
    }
    const Key key(network, in, out, bits);
    const auto known = m_profiles.find(key);
    if (known != m_profiles.end())
    {
        return known->second;
    }
    const auto plain = m_profiles.find(Key(network, 0, 0, OWN));
    if (plain == m_profiles.end())
    {
        throw std::runtime_error("network \"" + network + "\" is not offered by this server");
    }
    if ((in > 0 || out > 0) && FindTimes(network))
    {
        throw std::runtime_error("the times of \"" + network +
                                 "\" were measured for one shape of task, without tokensIn and "
                                 "tokensOut");
    }
    NetworkProfile profile = plain->second;
    if (in > 0)
    {
        profile = LoadNetworkProfile(WithOption(network, "tokens", std::to_string(in)));
    }
    if (out > 0)
    {
        AddAnswer(network, out, profile);
    }
    if (bits != OWN)
    {
        profile.inputBits = bits;
    }
    if (m_profiles.size() >= MAX_SHAPES)
    {
        // Forget shapes, never offers.
        for (auto it = m_profiles.begin(); it != m_profiles.end();)
        {
            const bool offer = std::get<1>(it->first) == 0 && std::get<2>(it->first) == 0 &&
                               std::get<3>(it->first) == OWN;
            it = offer ? std::next(it) : m_profiles.erase(it);
        }
    }
    return m_profiles[key] = profile;
}

} // namespace edgeai
} // namespace ns3
