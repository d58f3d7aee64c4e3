/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fomo-depth.h"

#include "ns3/profile-error.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @throws ProfileError unless a setting lies in its range
void
Require(const std::string& field, double value, double low, double high)
{
    if (!(value >= low && value <= high))
    {
        throw ProfileError("tuning." + field + " is " + std::to_string(value) + "; allowed is " +
                           std::to_string(low) + " to " + std::to_string(high));
    }
}

void
Inspect(const FomoTuning& tuning)
{
    constexpr double MOST = 1e9;
    Require("batch", tuning.batch, 1, MOST);
    Require("gradientBits", tuning.gradientBits, 1, 64);
    Require("valueBytes", tuning.valueBytes, 0.125, 8);
    Require("stateBytes", tuning.stateBytes, 0, MOST);
    Require("activationFactor", tuning.activationFactor, 0, MOST);
    Require("attentionFactor", tuning.attentionFactor, 0, MOST);
    Require("backwardFactor", tuning.backwardFactor, 0, MOST);
}

/// @returns the blocks of the stack, which are alike  @throws ProfileError if they are not
std::vector<const Block*>
FindStack(const NetworkProfile& profile)
{
    std::vector<const Block*> stack;
    for (const Block& block : profile.blocks)
    {
        if (block.kind != BlockKind::ENCODER && block.kind != BlockKind::DECODER)
        {
            continue;
        }
        if (block.outputShape.size() != 2)
        {
            throw ProfileError(profile.name + ": " + block.name + " makes no tokens of some width");
        }
        stack.push_back(&block);
        const Block& first = *stack.front();
        if (block.flop != first.flop || block.parameters != first.parameters ||
            block.outputShape != first.outputShape)
        {
            throw ProfileError(profile.name + ": " + block.name + " is not like " + first.name +
                               "; depth blocks must be alike in work, parameters and shape");
        }
    }
    if (stack.empty())
    {
        throw ProfileError(profile.name + " has no encoder or decoder blocks to fine-tune");
    }
    return stack;
}

} // namespace

RoundDepth
MakeFomoDepth(const NetworkProfile& profile, const FomoTuning& tuning)
{
    Inspect(tuning);
    const std::vector<const Block*> stack = FindStack(profile);
    const Block& block = *stack.front();
    const double length = block.outputShape[0];
    const double width = block.outputShape[1];
    const double tokens = tuning.batch * length;
    const double heads = tuning.heads > 0 ? tuning.heads : std::max(1.0, std::round(width / 64));

    RoundDepth depth;
    const double forward = tuning.batch * static_cast<double>(block.flop);
    depth.forwardFlop = forward * static_cast<double>(stack.size());
    depth.backwardFlop = forward * tuning.backwardFactor;
    depth.baseMemoryBytes = tuning.valueBytes * static_cast<double>(profile.GetParameters());
    depth.activationBytes =
        tuning.valueBytes * tokens * width *
        (tuning.activationFactor + tuning.attentionFactor * heads * length / width);

    RoundBlock trained;
    double values = 0;
    if (tuning.rank > 0)
    {
        // Two matrices of width x rank beside each of the query and the value projection.
        values = 4 * width * tuning.rank;
        trained.weightFlop = 2 * tokens * values;
    }
    else
    {
        // The gradients of the weights take what the linear layers take forward: all but the
        // products of attention, 4 s d per token.
        values = static_cast<double>(block.parameters);
        trained.weightFlop = forward - 4 * tokens * length * width;
    }
    if (!(trained.weightFlop >= 0))
    {
        throw ProfileError(profile.name + ": " + block.name +
                           " takes less work than its attention to " +
                           std::to_string(block.outputShape[0]) + " tokens would");
    }
    trained.gradientBits = tuning.gradientBits * values;
    trained.memoryBytes = tuning.stateBytes * values;
    depth.blocks.assign(stack.size(), trained);
    return depth;
}

} // namespace edgeai
} // namespace ns3
