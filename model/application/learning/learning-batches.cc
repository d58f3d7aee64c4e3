/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-batches.h"

#include "learning/learning-draws.h"
#include "learning/learning-error.h"

#include <algorithm>
#include <string>
#include <utility>

namespace ns3
{
namespace edgeai
{

void
RequireBatch(uint32_t size, const Dataset& data)
{
    if (size > data.GetSampleCount())
    {
        throw LearningError("batch is " + std::to_string(size) +
                            "; allowed is 0 (all samples of a worker) to the " +
                            std::to_string(data.GetSampleCount()) + " samples of all workers");
    }
}

LearningBatches::LearningBatches(std::vector<SampleList> lists, const BatchOptions& options)
    : m_lists(std::move(lists)),
      m_options(options)
{
}

const SampleList&
LearningBatches::GetList(uint32_t worker) const
{
    return m_lists.size() == 1 ? m_lists.front() : m_lists.at(worker);
}

std::size_t
LearningBatches::GetSize(uint32_t worker) const
{
    const std::size_t all = GetList(worker).size();
    return m_options.size > 0 ? std::min<std::size_t>(m_options.size, all) : all;
}

SampleList
LearningBatches::Get(uint32_t worker, uint64_t number) const
{
    const SampleList& all = GetList(worker);
    const std::size_t size = GetSize(worker);
    SampleList batch(size);
    if (!m_options.drawn || size == all.size())
    {
        for (std::size_t i = 0; i < size; ++i)
        {
            batch[i] = all[((number - 1) * size + i) % all.size()];
        }
        return batch;
    }
    LearningDraws draws =
        MakeKeyedDraws(MakeDrawKey({m_options.key, number, m_lists.size() == 1 ? 0 : worker}));
    SampleList left = all;
    for (std::size_t i = 0; i < size; ++i)
    {
        const uint32_t other = draws.Pick(static_cast<uint32_t>(left.size() - i));
        std::swap(left[i], left[i + other]);
        batch[i] = left[i];
    }
    return batch;
}

} // namespace edgeai
} // namespace ns3
