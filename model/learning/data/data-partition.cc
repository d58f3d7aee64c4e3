/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "data-partition.h"

#include "learning/learning-error.h"
#include "short-number.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @throws LearningError unless there are enough samples for so many parts
void
RequireParts(const Dataset& data, uint64_t parts, const std::string& name)
{
    if (parts < 1 || parts > data.GetSampleCount())
    {
        throw LearningError("partition: " + name + " are " + std::to_string(parts) +
                            "; allowed is 1 to the " + std::to_string(data.GetSampleCount()) +
                            " samples");
    }
}

/// @throws LearningError unless it is the parameter of a Dirichlet distribution
void
RequireConcentration(double concentration)
{
    if (!(concentration > 0) || !std::isfinite(concentration))
    {
        throw LearningError("partition: the concentration is " + WriteShort(concentration) +
                            "; allowed is more than 0");
    }
}

/// @returns parts of a list, as alike in size as can be, in order
Partition
CutEvenly(const SampleList& samples, std::size_t parts)
{
    Partition cut(parts);
    for (std::size_t part = 0; part < parts; ++part)
    {
        const auto from =
            samples.begin() + static_cast<std::ptrdiff_t>(samples.size() * part / parts);
        const auto to =
            samples.begin() + static_cast<std::ptrdiff_t>(samples.size() * (part + 1) / parts);
        cut[part].assign(from, to);
    }
    return cut;
}

/// @returns samples of each class, in order
Partition
SortByClass(const Dataset& data)
{
    Partition classes(data.GetClassCount());
    for (uint32_t sample = 0; sample < data.GetSampleCount(); ++sample)
    {
        classes[data.GetLabels()[sample]].push_back(sample);
    }
    return classes;
}

} // namespace

Partition
PartitionAlike(const Dataset& data, uint32_t devices, LearningDraws& draws)
{
    RequireParts(data, devices, "devices");
    SampleList order = data.ListAll();
    draws.Shuffle(order);
    return CutEvenly(order, devices);
}

Partition
PartitionByDirichlet(const Dataset& data,
                     uint32_t devices,
                     double concentration,
                     uint32_t least,
                     LearningDraws& draws)
{
    RequireParts(data, devices, "devices");
    RequireConcentration(concentration);
    if (uint64_t{least} * devices > data.GetSampleCount())
    {
        throw LearningError("partition: " + std::to_string(devices) + " devices of at least " +
                            std::to_string(least) + " samples need more than the " +
                            std::to_string(data.GetSampleCount()) + " there are");
    }
    const Partition classes = SortByClass(data);
    constexpr uint32_t tries = 10000;
    for (uint32_t attempt = 0; attempt < tries; ++attempt)
    {
        Partition parts(devices);
        for (SampleList samples : classes)
        {
            const std::vector<double> shares = draws.Dirichlet(concentration, devices);
            draws.Shuffle(samples);
            double cumulative = 0;
            std::size_t from = 0;
            for (uint32_t device = 0; device < devices; ++device)
            {
                cumulative += shares[device];
                const double cut = std::floor(cumulative * static_cast<double>(samples.size()));
                // The last takes all: the shares may add up to a little less than 1.
                const std::size_t to =
                    device + 1 == devices ? samples.size()
                                          : std::min(samples.size(), static_cast<std::size_t>(cut));
                parts[device].insert(parts[device].end(),
                                     samples.begin() + static_cast<std::ptrdiff_t>(from),
                                     samples.begin() + static_cast<std::ptrdiff_t>(to));
                from = to;
            }
        }
        const bool enough =
            std::all_of(parts.begin(), parts.end(), [least](const SampleList& part) {
                return part.size() >= least;
            });
        if (enough)
        {
            return parts;
        }
    }
    throw LearningError("partition: " + std::to_string(tries) + " draws with concentration " +
                        WriteShort(concentration) + " left a device with less than " +
                        std::to_string(least) + " samples; a larger concentration helps");
}

Partition
PartitionByClass(const Dataset& data, uint32_t devices, uint32_t shards, LearningDraws& draws)
{
    RequireParts(data, uint64_t{devices} * shards, "devices times shards");
    if (shards > data.GetClassCount())
    {
        throw LearningError("partition: classes are " + std::to_string(shards) +
                            "; allowed is 1 to the " + std::to_string(data.GetClassCount()) +
                            " that the data have");
    }
    SampleList sorted;
    for (const SampleList& own : SortByClass(data))
    {
        sorted.insert(sorted.end(), own.begin(), own.end());
    }
    const Partition cut = CutEvenly(sorted, std::size_t{devices} * shards);
    SampleList order(cut.size());
    for (std::size_t s = 0; s < order.size(); ++s)
    {
        order[s] = static_cast<uint32_t>(s);
    }
    draws.Shuffle(order);
    Partition parts(devices);
    for (std::size_t s = 0; s < order.size(); ++s)
    {
        const SampleList& shard = cut[order[s]];
        parts[s / shards].insert(parts[s / shards].end(), shard.begin(), shard.end());
    }
    return parts;
}

Partition
DrawByDirichlet(const Dataset& data,
                uint32_t devices,
                uint32_t samples,
                double concentration,
                LearningDraws& draws)
{
    RequireParts(data, uint64_t{devices} * samples, "samples of all devices");
    RequireConcentration(concentration);
    const Partition classes = SortByClass(data);
    std::vector<std::size_t> next(classes.size(), 0);
    Partition parts(devices);
    for (SampleList& part : parts)
    {
        const std::vector<double> shares =
            draws.Dirichlet(concentration, static_cast<uint32_t>(classes.size()));
        for (uint32_t i = 0; i < samples; ++i)
        {
            double left = draws.Uniform();
            std::size_t label = 0;
            while (label + 1 < shares.size() && left >= shares[label])
            {
                left -= shares[label++];
            }
            if (next[label] == classes[label].size())
            {
                throw LearningError("partition: class " + std::to_string(label) + " has only " +
                                    std::to_string(classes[label].size()) +
                                    " samples, which is too few for the shares that were drawn");
            }
            part.push_back(classes[label][next[label]++]);
        }
    }
    return parts;
}

Dataset
SelectDealt(const Dataset& data, Partition& partition)
{
    SampleList dealt;
    for (const SampleList& part : partition)
    {
        dealt.insert(dealt.end(), part.begin(), part.end());
    }
    if (dealt.size() == static_cast<std::size_t>(data.GetSampleCount()))
    {
        return data;
    }
    uint32_t next = 0;
    for (SampleList& part : partition)
    {
        std::iota(part.begin(), part.end(), next);
        next += static_cast<uint32_t>(part.size());
    }
    return data.Select(dealt);
}

std::pair<SampleList, SampleList>
CutTestSet(const Dataset& data, double testShare, LearningDraws& draws)
{
    if (!(testShare >= 0 && testShare <= 1))
    {
        throw LearningError("partition: the share for tests is " + WriteShort(testShare) +
                            "; allowed is 0 to 1");
    }
    SampleList order = data.ListAll();
    draws.Shuffle(order);
    const auto tests =
        static_cast<std::ptrdiff_t>(std::floor(testShare * static_cast<double>(order.size())));
    return {SampleList(order.begin() + tests, order.end()),
            SampleList(order.begin(), order.begin() + tests)};
}

} // namespace edgeai
} // namespace ns3
