/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-service-profile.h"

#include "ns3/network-catalogue.h"
#include "ns3/profile-error.h"

#include <cmath>
#include <cstddef>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns whether what a block makes is an image that another model could be connected to
bool
IsImage(const Block& block)
{
    constexpr std::size_t IMAGE = 3; // channels, rows, columns
    return block.outputShape.size() == IMAGE && block.outputShape[1] == block.outputShape[2];
}

/// @returns blocks of a profile up to the last image, as pairs of first and behind last
std::vector<std::pair<std::size_t, std::size_t>>
GroupImages(const NetworkProfile& profile, std::size_t images, uint32_t blocks)
{
    double sum = 0;
    for (std::size_t i = 0; i < images; ++i)
    {
        sum += static_cast<double>(profile.blocks[i].flop);
    }
    std::vector<std::pair<std::size_t, std::size_t>> groups;
    std::size_t first = 0;
    double done = 0;
    for (uint32_t group = 0; group < blocks; ++group)
    {
        const double goal = sum * (group + 1) / blocks;
        const std::size_t most = images - (blocks - 1 - group); // one is left for each behind
        std::size_t end = first;
        double before = done;
        while (end < most && (end == first || done < goal))
        {
            before = done;
            done += static_cast<double>(profile.blocks[end++].flop);
            // Only behind an image, and where that is nearest to an equal share.
            if (end - first > 1 && done > goal && goal - before < done - goal &&
                IsImage(profile.blocks[end - 2]))
            {
                done = before;
                --end;
                break;
            }
        }
        while (end < images && !IsImage(profile.blocks[end - 1]))
        {
            done += static_cast<double>(profile.blocks[end++].flop);
        }
        end = group + 1 == blocks ? images : end;
        groups.emplace_back(first, end);
        first = end;
    }
    return groups;
}

} // namespace

CodeService
MakeCodeService(const NetworkProfile& profile, uint32_t blocks)
{
    std::size_t images = profile.blocks.size();
    while (images > 0 && (images == profile.blocks.size() || !IsImage(profile.blocks[images - 1])))
    {
        --images; // what is behind the last image is the head; one block at least
    }
    std::size_t count = 0;
    for (std::size_t i = 0; i < images; ++i)
    {
        count += IsImage(profile.blocks[i]) ? 1 : 0;
    }
    if (blocks == 0)
    {
        throw ProfileError("blocks is 0; allowed is 1 or more");
    }
    if (count < blocks)
    {
        throw ProfileError("profile '" + profile.name + "' has " + std::to_string(count) +
                           " blocks with square images before its head; needed are at least " +
                           std::to_string(blocks));
    }
    CodeService service;
    service.name = profile.name;
    service.inputBits = static_cast<double>(profile.inputBits);
    service.resultBits = static_cast<double>(profile.resultBits);
    service.accuracy = profile.accuracy;
    service.parameters = static_cast<double>(profile.GetParameters());
    for (std::size_t i = images; i < profile.blocks.size(); ++i)
    {
        service.headFlop += static_cast<double>(profile.blocks[i].flop);
    }
    for (const auto& [first, end] : GroupImages(profile, images, blocks))
    {
        CodeBlock block;
        const Block& last = profile.blocks[end - 1];
        block.name = last.name;
        block.channels = last.outputShape[0];
        block.side = last.outputShape[1];
        for (std::size_t i = first; i < end; ++i)
        {
            block.flop += static_cast<double>(profile.blocks[i].flop);
        }
        service.blocks.push_back(block);
    }
    return service;
}

CodeService
LoadCodeService(const std::string& name, uint32_t blocks)
{
    if (name.find('@') == std::string::npos)
    {
        try
        {
            return MakeCodeService(LoadNetworkProfile(name + "@part=blocks"), blocks);
        }
        catch (const ProfileError&)
        {
            // It has no such parts, or too few, or is a file: it is taken layer by layer.
        }
    }
    return MakeCodeService(LoadNetworkProfile(name), blocks);
}

} // namespace edgeai
} // namespace ns3
