/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "network-profile.h"

#include "checked-arithmetic.h"
#include "profile-error.h"

#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Names of the kinds, in the order of BlockKind.
const std::vector<std::string>&
KindNames()
{
    static const std::vector<std::string> names{"convolution",
                                                "depthwiseConvolution",
                                                "pooling",
                                                "linear",
                                                "embedding",
                                                "encoder",
                                                "decoder",
                                                "residual",
                                                "other"};
    return names;
}

/// Sums one member over blocks 1..s.
uint64_t
SumBefore(const NetworkProfile& profile, uint32_t s, uint64_t Block::*member)
{
    if (s > profile.blocks.size())
    {
        throw ProfileError("cut " + std::to_string(s) + " of profile '" + profile.name +
                           "' must be in 0.." + std::to_string(profile.blocks.size()));
    }
    uint64_t sum = 0;
    for (uint32_t i = 0; i < s; ++i)
    {
        sum += profile.blocks[i].*member;
    }
    return sum;
}

/// Writes "field must be range, got value".
template <typename T>
std::string
Complain(const std::string& field, const std::string& range, const T& value)
{
    std::ostringstream text;
    text << field << " must be " << range << ", got " << value;
    return text.str();
}

/// @returns what is wrong with a shape, or ""
std::string
CheckShape(const std::string& field, const std::vector<uint32_t>& shape, uint32_t elementBits)
{
    uint64_t bits = elementBits;
    for (std::size_t i = 0; i < shape.size(); ++i)
    {
        if (shape[i] == 0)
        {
            return Complain(field + "[" + std::to_string(i) + "]", ">= 1", shape[i]);
        }
        if (!MultiplyCounts(bits, shape[i], bits))
        {
            return field + " must hold fewer than 2^63 bits in all";
        }
    }
    return "";
}

/// @returns what is wrong with one block, or ""
std::string
CheckBlock(const Block& block, const std::string& field, uint32_t elementBits)
{
    if (block.multiplyAdds > block.flop / 2)
    {
        return Complain(field + ".multiplyAdds",
                        "in 0.." + std::to_string(block.flop / 2) +
                            " (a multiply-add is 2 of the block's FLOP)",
                        block.multiplyAdds);
    }
    if (block.outputShape.empty())
    {
        return field + ".outputShape must have at least one dimension";
    }
    const RowGeometry& rows = block.rows;
    if ((rows.kernel == 0) != (rows.stride == 0))
    {
        return field + ".rows must have kernel and stride both 0 or both >= 1, got kernel " +
               std::to_string(rows.kernel) + " and stride " + std::to_string(rows.stride);
    }
    if (rows.padding > 0 && rows.padding >= rows.kernel)
    {
        return Complain(field + ".rows.padding", "less than the kernel", rows.padding);
    }
    if (rows.trailing > 0 && rows.trailing >= rows.kernel)
    {
        return Complain(field + ".rows.trailing", "less than the kernel", rows.trailing);
    }
    return CheckShape(field + ".outputShape", block.outputShape, elementBits);
}

/// @returns what is wrong with the rows of a block behind an image, or ""
std::string
CheckRows(const Block& block, const std::vector<uint32_t>& input, const std::string& field)
{
    constexpr std::size_t IMAGE = 3; // channels, rows, columns
    if (block.rows.kernel == 0 || input.size() != IMAGE || block.outputShape.size() != IMAGE)
    {
        return "";
    }
    const uint32_t rows = block.rows.GetOutputRows(input[1]);
    if (rows == block.outputShape[1])
    {
        return "";
    }
    return Complain(field + ".outputShape[1]",
                    std::to_string(rows) + ", which its rows make of " + std::to_string(input[1]),
                    block.outputShape[1]);
}

/// @returns what is wrong with all blocks, or ""
std::string
CheckBlocks(const NetworkProfile& profile)
{
    uint64_t flop = 0;
    uint64_t parameters = 0;
    uint64_t bytes = 0;
    for (std::size_t i = 0; i < profile.blocks.size(); ++i)
    {
        const Block& block = profile.blocks[i];
        const std::string field = "blocks[" + std::to_string(i) + "]";
        std::string complaint = CheckBlock(block, field, profile.elementBits);
        if (complaint.empty())
        {
            const auto& input = i == 0 ? profile.inputShape : profile.blocks[i - 1].outputShape;
            complaint = CheckRows(block, input, field);
        }
        if (!complaint.empty())
        {
            return complaint;
        }
        if (!AddCounts(flop, block.flop, flop))
        {
            return field + ".flop makes the sum over the blocks exceed 2^63 - 1";
        }
        if (!AddCounts(parameters, block.parameters, parameters))
        {
            return field + ".parameters makes the sum over the blocks exceed 2^63 - 1";
        }
        if (!AddCounts(bytes, block.weightBytes, bytes) ||
            !AddCounts(bytes, block.stateBytes, bytes))
        {
            return field + ".weightBytes makes the sum over the blocks exceed 2^63 - 1";
        }
    }
    return "";
}

/// @returns what is wrong with the list of cuts, or ""
std::string
CheckCuts(const NetworkProfile& profile)
{
    const auto last = profile.blocks.size();
    for (std::size_t i = 0; i < profile.cuts.size(); ++i)
    {
        const std::string field = "cuts[" + std::to_string(i) + "]";
        if (profile.cuts[i] > last)
        {
            return Complain(field, "in 0.." + std::to_string(last), profile.cuts[i]);
        }
        if (i > 0 && profile.cuts[i] <= profile.cuts[i - 1])
        {
            return Complain(field,
                            "greater than the cut before it (" +
                                std::to_string(profile.cuts[i - 1]) + ")",
                            profile.cuts[i]);
        }
    }
    return "";
}

/// @returns whether a share or probability is in [0, 1]; false for NaN
bool
IsShare(double value)
{
    return value >= 0 && value <= 1;
}

/// @returns what is wrong with the list of exits, or ""
std::string
CheckExits(const NetworkProfile& profile)
{
    const auto last = profile.blocks.size();
    for (std::size_t i = 0; i < profile.exits.size(); ++i)
    {
        const Exit& exit = profile.exits[i];
        const std::string field = "exits[" + std::to_string(i) + "]";
        if (exit.afterBlock < 1 || exit.afterBlock > last)
        {
            return Complain(field + ".afterBlock",
                            "in 1.." + std::to_string(last),
                            exit.afterBlock);
        }
        if (i > 0 && exit.afterBlock <= profile.exits[i - 1].afterBlock)
        {
            return Complain(field + ".afterBlock",
                            "greater than that of the exit before it (" +
                                std::to_string(profile.exits[i - 1].afterBlock) + ")",
                            exit.afterBlock);
        }
        if (exit.flop > PROFILE_COUNT_MAX)
        {
            return Complain(field + ".flop", "at most 2^63 - 1", exit.flop);
        }
        if (!IsShare(exit.accuracy))
        {
            return Complain(field + ".accuracy", "in [0, 1]", exit.accuracy);
        }
        if (!IsShare(exit.share))
        {
            return Complain(field + ".share", "in [0, 1]", exit.share);
        }
    }
    return "";
}

} // namespace

std::string
ToString(BlockKind kind)
{
    return KindNames().at(static_cast<std::size_t>(kind));
}

bool
FromString(const std::string& name, BlockKind& kind)
{
    const auto& names = KindNames();
    for (std::size_t i = 0; i < names.size(); ++i)
    {
        if (names[i] == name)
        {
            kind = static_cast<BlockKind>(i);
            return true;
        }
    }
    return false;
}

std::vector<std::string>
ListBlockKinds()
{
    return KindNames();
}

uint32_t
RowGeometry::GetOutputRows(uint32_t rows) const
{
    const uint64_t padded = uint64_t{rows} + 2ULL * padding + trailing;
    return kernel == 0 || stride == 0 || padded < kernel ? 0 : (padded - kernel) / stride + 1;
}

uint64_t
Block::GetOutputElements() const
{
    uint64_t elements = outputShape.empty() ? 0 : 1;
    for (const uint32_t dimension : outputShape)
    {
        elements *= dimension;
    }
    return elements;
}

uint32_t
NetworkProfile::GetBlockCount() const
{
    return static_cast<uint32_t>(blocks.size());
}

std::vector<uint32_t>
NetworkProfile::GetCuts() const
{
    if (!cuts.empty())
    {
        return cuts;
    }
    std::vector<uint32_t> all(blocks.size() + 1);
    for (uint32_t s = 0; s < all.size(); ++s)
    {
        all[s] = s;
    }
    return all;
}

uint64_t
NetworkProfile::GetFlopBefore(uint32_t s) const
{
    return SumBefore(*this, s, &Block::flop);
}

uint64_t
NetworkProfile::GetFlop() const
{
    return GetFlopBefore(GetBlockCount());
}

uint64_t
NetworkProfile::GetMultiplyAdds() const
{
    return SumBefore(*this, GetBlockCount(), &Block::multiplyAdds);
}

uint64_t
NetworkProfile::GetParameters() const
{
    return GetParametersBefore(GetBlockCount());
}

uint64_t
NetworkProfile::GetParametersBefore(uint32_t s) const
{
    return SumBefore(*this, s, &Block::parameters);
}

uint64_t
NetworkProfile::GetWeightBytesBefore(uint32_t s) const
{
    return SumBefore(*this, s, &Block::weightBytes);
}

uint64_t
NetworkProfile::GetWeightBytes() const
{
    return GetWeightBytesBefore(GetBlockCount());
}

uint64_t
NetworkProfile::GetCutBits(uint32_t s) const
{
    if (s > blocks.size())
    {
        throw ProfileError("cut " + std::to_string(s) + " of profile '" + name +
                           "' must be in 0.." + std::to_string(blocks.size()));
    }
    if (s == 0)
    {
        return inputBits;
    }
    return s == blocks.size() ? resultBits : blocks[s - 1].GetOutputElements() * elementBits;
}

std::string
NetworkProfile::Validate() const
{
    if (blocks.empty())
    {
        return "blocks must hold at least one block, got none";
    }
    if (elementBits < 1 || elementBits > 64)
    {
        return Complain("elementBits", "in 1..64", elementBits);
    }
    if (inputBits > PROFILE_COUNT_MAX)
    {
        return Complain("inputBits", "at most 2^63 - 1", inputBits);
    }
    if (resultBits > PROFILE_COUNT_MAX)
    {
        return Complain("resultBits", "at most 2^63 - 1", resultBits);
    }
    if (!IsShare(accuracy))
    {
        return Complain("accuracy", "in [0, 1]", accuracy);
    }
    std::string complaint = CheckShape("inputShape", inputShape, elementBits);
    for (const auto check : {CheckBlocks, CheckCuts, CheckExits})
    {
        complaint = complaint.empty() ? check(*this) : complaint;
    }
    return complaint;
}

} // namespace edgeai
} // namespace ns3
